"""メールを書く: one mail to one record, from its page, through a confirmation, into its history (S3-33, S3-34, S3-21)."""
import pytest

from harness.bulk import add_contact, add_resume


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def write(client, path, **values):
    """The confirmation of a mail (or the page with what is wrong)."""
    page = client.get(path)
    return client.submit(page, page.form("body"), {"subject": "面談のご案内", "body": "{{ 氏名 }} 様\n\nご都合はいかがですか。", **values}, button="確認")


def test_from_the_record_to_its_history(db, org, client, mail):  # S3-33 S3-34
    id = add_resume(db, org, name="中村 健太", mail="kenta@example.jp", mail_mobile="kenta@keitai.example.jp")
    db.insert("resume_text", resume_id=id, org_id=org.id, career="", wish="", note="")
    record = client.get(f"/crm/resume/{id}")
    path = next(href for href, text in record.links if text == "メールを書く")
    page = write(client, path, to="mail_mobile")
    assert page.status == 200 and "1通のメールを送信します" in page.words and "中村 健太 様" in page.words and "kenta@keitai.example.jp" in page.words
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0
    page = client.submit(page, page.form("body"), button="修正する")
    assert page.form("body").get("body").startswith("{{ 氏名 }} 様") and page.form("body").get("to") == "mail_mobile"
    page = client.submit(page, page.form("body"), {"subject": "面談のご案内({{ 氏名 }}様)"}, button="確認")
    form = page.form("body")
    page = client.submit(page, form, button="送信する")
    assert page.path == f"/crm/resume/{id}" and "送信を受け付けました" in page.words and "面談のご案内(中村 健太様)" in page.words
    client.submit(page, form, button="送信する")  # a double click sends once
    message, = mail.wait(1)
    assert message.to == "kenta@keitai.example.jp" and message.subject == "面談のご案内(中村 健太様)" and "中村 健太 様" in message.text
    assert "/mailing/u/" not in message.text and message["List-Unsubscribe"] is None
    row = db.one("SELECT o.*, m.bulk, m.from_addr, m.kind FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.org_id = %s", org.id)
    assert (row["run_id"], row["noun"], row["noun_id"], row["bulk"], row["from_addr"]) == (0, "resume", id, 0, client.account.mail)
    assert db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s AND action = 'mail.send'", org.id) == 1


def test_a_new_mail_begins_with_the_signature_that_the_account_prefers(db, org, client):  # S3-21
    id = add_resume(db, org)
    db.insert("resume_text", resume_id=id, org_id=org.id, career="", wish="", note="")
    assert client.get(f"/mailing/write/resume/{id}").form("body").get("signature_id") == ""
    first, second = (db.insert("signature", org_id=org.id, account_id=client.account.id, name=name, body="見本の署名", created_at="2026-01-01", updated_at="2026-01-01")
                     for name in ("通常", "年末"))
    db.run("UPDATE account SET signature_id = %s WHERE id = %s", second, client.account.id)
    page = client.get(f"/mailing/write/resume/{id}")
    assert page.form("body").get("signature_id") == str(second) != str(first)
    page = client.submit(page, page.form("body"), {"subject": "件名", "body": "本文", "signature_id": ""}, button="確認")
    assert page.status == 200 and "見本の署名" not in page.words
    assert client.submit(page, page.form("body"), button="修正する").form("body").get("signature_id") == ""  # what was chosen stays


def test_to_a_contact_with_a_template_and_a_signature(db, org, client, mail):  # S3-21
    id = add_contact(db, org, mail="sugiyama@example.co.jp")
    account = client.account.id
    template = db.insert("template", org_id=org.id, kind="contact", name="ご挨拶", subject="{{ 氏名 }}様へのご挨拶", body="お世話になっております。", account_id=account,
                         created_at="2026-01-01", updated_at="2026-01-01")
    db.insert("template", org_id=org.id, kind="resume", name="求職者向け", subject="x", body="y", account_id=account, created_at="2026-01-01", updated_at="2026-01-01")
    signature = db.insert("signature", org_id=org.id, account_id=account, name="通常", body="-- \n{{ 担当者名 }}", created_at="2026-01-01", updated_at="2026-01-01")
    page = client.get(f"/mailing/write/contact/{id}")
    assert page.form("body").choices["template_id"] == ["", str(template)]
    page = client.submit(page, page.form("body"), {"template_id": template, "signature_id": signature, "from_name": "担当の高橋"}, button="テンプレートを反映")
    form = page.form("body")
    assert form.get("subject") == "{{ 氏名 }}様へのご挨拶" and form.get("from_name") == "担当の高橋" and form.get("signature_id") == str(signature)
    page = client.submit(page, form, button="確認")
    page = client.submit(page, page.form("body"), button="送信する")
    assert page.path == f"/crm/contact/{id}"
    message, = mail.wait(1)
    assert "お世話になっております。" in message.text and "高橋 恵美" in message.text and message.to == "sugiyama@example.co.jp"
    assert db.one("SELECT from_name, body FROM mail WHERE org_id = %s", org.id)["from_name"] == "担当の高橋"


@pytest.mark.parametrize("values, text", [
    ({"subject": ""}, "件名"), ({"body": ""}, "本文"), ({"body": "{{ 氏命 }}"}, "タグ"), ({"from_name": ""}, "差出人名"),
])
def test_what_is_wrong_comes_back(db, org, client, values, text):
    id = add_resume(db, org, mail="a@example.jp")
    page = write(client, f"/mailing/write/resume/{id}", **values)
    assert page.status == 422 and text in page.words and db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0


def test_sender_and_reply_are_of_the_organisation(db, org, client):  # S3-34
    id = add_resume(db, org, mail="a@example.jp")
    page = client.get(f"/mailing/write/resume/{id}")
    for field in ("from_addr", "reply_to"):
        form = page.form("body")
        answer = client.submit(page, form, {"subject": "件名", "body": "本文", field: "somebody@else.example.com"}, button="確認")
        assert answer.status == 422, field
        page = client.get(f"/mailing/write/resume/{id}")


def test_who_wants_no_mail_gets_none(db, org, client):
    """S3, do-not-contact: an address in the ledger is refused with a clear message, on the confirmation and also after it."""
    id = add_resume(db, org, mail="stop@example.jp", mail_mobile="go@example.jp")
    db.insert("dnc", org_id=org.id, addr="stop@example.jp", reason="request", created_at="2026-01-01")
    page = write(client, f"/mailing/write/resume/{id}", to="mail")
    assert page.status == 422 and "配信停止先に登録されているため" in page.words
    page = write(client, f"/mailing/write/resume/{id}", to="mail_mobile")
    assert page.status == 200
    db.insert("dnc", org_id=org.id, addr="go@example.jp", reason="hand", created_at="2026-01-01")
    page = client.submit(page, page.form("body"), button="送信する")
    assert page.status == 422 and db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0


def test_without_an_address_or_a_right(db, world, org, client):
    id = add_resume(db, org, mail="")
    assert "メールアドレスが登録されていません" in client.get(f"/mailing/write/resume/{id}").words
    stranger = world.agency("member")
    assert stranger.get(f"/mailing/write/resume/{id}").status == 404
    reader = world.signed_in(org.account("reader"))
    assert reader.get(f"/mailing/write/resume/{id}").status == 403 and "メールを書く" not in reader.get(f"/crm/resume/{id}").words
