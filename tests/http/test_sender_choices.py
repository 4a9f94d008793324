"""What a draft names and is no choice any more — a colleague who left, an address given up, a signature deleted — is never changed for
something else without a word (S3-21, S3-34)."""
import html
import re

import pytest

from harness.bulk import add_resume, run_id, start_draft

TEXTS = {"subject": "件名", "body": "本文"}


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美", mail2=f"second@org{org.id}.example.jp"))


@pytest.fixture
def chosen(db, org, client):
    """Field → what the draft names, each soon gone; and how to make it go."""
    colleague = org.account("member", name="退社 一郎")
    signature = db.insert("signature", org_id=org.id, account_id=client.account.id, name="年末", body="見本の署名", created_at="2026-01-01", updated_at="2026-01-01")
    def go():
        db.run("UPDATE account SET state = 'closed' WHERE id = %s", colleague.id)
        db.run("UPDATE account SET mail2 = '' WHERE id = %s", client.account.id)
        db.run("DELETE FROM signature WHERE id = %s", signature)
    return {"from_addr": f"second@org{org.id}.example.jp", "reply_to": colleague.mail, "signature_id": str(signature)}, go


def selected(page, field):
    select = re.search(rf'<select[^>]* id="{field}".*?</select>', page.text, re.S)[0]
    return [(v, html.unescape(l)) for v, l in re.findall(r'<option value="([^"]*)" selected>([^<]*)', select)]


def marked(page, chosen):
    for field, value in chosen.items():
        (got, label), = selected(page, field)
        assert got == value and "使えません" in label and (field == "signature_id" or value in label), f"{field}: {got} {label}"


def refused(page, chosen):
    wrong = set(re.findall(r'id="([a-z_]+)-err"', page.text))
    assert page.status == 422 and wrong == set(chosen), f"{page.status} {wrong}"
    marked(page, chosen)


def test_a_draft(db, org, client, chosen):
    add_resume(db, org)
    values, go = chosen
    page = start_draft(client)
    page = client.submit(page, page.form("subject", "body"), {**TEXTS, **values}, button="preview")
    assert page.path.endswith("/preview"), page.words[:300]
    path = f"/mailing/run/{run_id(page)}/compose"
    go()
    page = client.get(path)
    marked(page, values)
    page = client.submit(page, page.form("subject", "body"), button="confirm")
    refused(page, values)
    page = client.submit(page, page.form("subject", "body"), from_addr=client.account.mail, reply_to="", signature_id="", button="confirm")
    assert page.path.endswith("/confirm") and client.account.mail in page.words


def test_a_single_mail(db, org, client, chosen):
    id = add_resume(db, org)
    db.insert("resume_text", resume_id=id, org_id=org.id, career="", wish="", note="")
    values, go = chosen
    page = client.get(f"/mailing/write/resume/{id}")
    page = client.submit(page, page.form("body"), {**TEXTS, **values}, button="確認")
    assert page.status == 200, page.words[:300]
    go()
    refused(client.submit(page, page.form("body"), button="送信する"), values)
