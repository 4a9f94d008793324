"""Back, correct, send again: browsers keep a page with its one-time token. The same content is done once and led to its answer; other
content is another submission, and is never answered with what the first one did. Every form of every program is swept for it in
test_forms.py; tests/browser/back_test.py presses the real button."""
import base64
import concurrent.futures
import hashlib

import pytest

from harness import match
from harness.bulk import add_resume, answer, compose, select, start_draft
from harness.filler import Filler
from harness.sweep import sweep  # noqa: F401

FIRM = {"name": "株式会社ひばり", "kana": "ヒバリ"}
ASKED = "この画面からは、すでに登録しています"


@pytest.fixture
def client(world):
    return world.agency()


@pytest.fixture
def org(client):
    return client.account.org


def names(db, org, table="company"):
    return sorted(r["name"] for r in db.all(f"SELECT name FROM {table} WHERE org_id = %s", org.id))


def token_of(page):
    return next(f.get("token") for f in page.forms if f.get("token"))


# ---- what people do ----

def test_a_second_address_of_the_operator(db, world):
    boss = world.signed_in(world.org("", kind="operator").account("sysadmin"))
    org = world.org()
    page = boss.get("/office/dnc")
    form = page.form("addr", "note")
    for addr in ("first@example.com", "second@example.com"):
        done = boss.submit(page, form, org=str(org.id), addr=addr, note="電話で")
        assert "登録しました" in done.words and addr in done.words
    assert [r["addr"] for r in db.all("SELECT addr FROM dnc WHERE org_id = %s ORDER BY addr", org.id)] == ["first@example.com", "second@example.com"]


def test_a_second_address_of_the_agency(db, client, org):
    page = client.get("/mailing/stops")
    for addr in ("first@example.com", "second@example.com", "second@example.com"):
        done = client.submit(page, page.form("addr", "note"), addr=addr)
        assert done.status == 200 and "登録しました" in done.words and addr in done.words
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 2


def test_new_subject_after_the_confirmation(db, client, org, mail):  # S3-22
    add_resume(db, org)
    page = start_draft(client)
    assert "前の件名" in compose(client, page, subject="前の件名").words
    question = compose(client, page, subject="後の件名")
    assert question.path.endswith("/confirm") and "後の件名" in question.words and "前の件名" not in question.words
    started = answer(client, question, "Yes")
    assert started.path.endswith("/started")
    assert [m.subject for m in mail.wait(1)] == ["後の件名"]


def test_another_range_after_compose(db, client, org):  # S3-14
    for _ in range(3):
        add_resume(db, org)
    chosen = add_resume(db, org, name="選んだ人")
    select(db, client.account, shown=[chosen], checked=[chosen])
    page = client.get("/mailing/new?list=resume")
    runs = [client.submit(page, page.form("scope"), scope=scope) for scope in ("all", "checked")]
    assert [r.path.endswith("/compose") for r in runs] == [True, True] and runs[0].path != runs[1].path
    assert db.value("SELECT scope FROM run WHERE id = %s", int(runs[1].path.split("/")[3])) == "checked"


def test_another_form_of_the_same_page(db, client, org):
    person = match.add_resume(db, org)
    page = client.get(f"/crm/resume/{person}")
    note, file = page.form("body"), page.form("file")
    assert "電話した" in client.submit(page, note, body="電話した").words
    assert "履歴書.txt" in client.submit(page, file, files={"file": ("履歴書.txt", "氏名".encode(), "text/plain")}).words
    client.submit(page, note, body="電話した")
    assert db.value("SELECT COUNT(*) FROM history WHERE noun = 'resume' AND noun_id = %s AND kind = 'note'", person) == 1


def test_another_file_of_the_same_name_and_size(db, client, org):
    person = match.add_resume(db, org)
    page = client.get(f"/crm/resume/{person}")
    for text in ("氏名:中村", "氏名:佐藤", "氏名:佐藤"):
        client.submit(page, page.form("file"), files={"file": ("履歴書.txt", text.encode(), "text/plain")})
    files = db.all("SELECT id FROM file WHERE noun = 'resume' AND noun_id = %s ORDER BY id", person)
    assert [client.get(f"/crm/file/{f['id']}").content.decode() for f in files] == ["氏名:中村", "氏名:佐藤"]


# ---- edits ----

def firm(client):
    page = client.get("/crm/company/new")
    return client.submit(page, page.form("version"), FIRM).path


def test_edit_corrected(db, client, org):
    path = firm(client)
    page = client.get(f"{path}/edit")
    for name in ("ひばり一", "ひばり二", "ひばり一"):
        done = client.submit(page, page.form("version"), name=name)
        assert done.path == path and name in done.words, done.words[:300]
        assert names(db, org) == [name]
    assert client.submit(page, page.form("version"), name="ひばり一").path == path
    assert db.value("SELECT version FROM company WHERE org_id = %s", org.id) == 4, "the last one came twice"


def test_edit_corrected_after_a_mistake(db, client, org):
    """What comes back says which version it is about: the one that the first save made."""
    path = firm(client)
    page = client.get(f"{path}/edit")
    client.submit(page, page.form("version"), name="ひばり一")
    refused = client.submit(page, page.form("version"), name="ひばり二", kana="漢字")
    assert refused.status == 422 and "漢字" in refused.text
    assert client.submit(refused, refused.form("version"), kana="ヒバリ").path == path and names(db, org) == ["ひばり二"]


def test_edit_that_somebody_else_came_before(db, client, world, org):
    path = firm(client)
    page = client.get(f"{path}/edit")
    client.submit(page, page.form("version"), name="ひばり一")
    colleague = world.signed_in(org.account("member"))
    theirs = colleague.get(f"{path}/edit")
    colleague.submit(theirs, theirs.form("version"), name="同僚の名前")
    refused = client.submit(page, page.form("version"), name="ひばり二")
    assert refused.status == 409 and "ほかの人か別の画面で、先に変更されています" in refused.words and names(db, org) == ["同僚の名前"]
    assert refused.form("version").get("name") == "ひばり二" and (path, "いまの内容を別の画面で開く") in refused.links
    colleague.submit(theirs, theirs.form("version"), name="同僚の二度目")
    again = client.submit(refused, refused.form("version"))
    assert again.status == 409 and names(db, org) == ["同僚の二度目"], "who came in between is not written over unseen"
    assert client.submit(again, again.form("version")).path == path and names(db, org) == ["ひばり二"]


@pytest.mark.parametrize("what, values", [("template", {"kind": "resume", "name": "案内", "subject": "件名", "body": "本文"}), ("signature", {"name": "署名", "body": "本文"})])
def test_text_corrected(db, client, org, what, values):
    page = client.get(f"/mailing/{what}/new")
    client.submit(page, page.form("name", "body"), **values)
    id = db.value(f"SELECT id FROM {what} WHERE org_id = %s", org.id)
    page = client.get(f"/mailing/{what}/{id}")
    for name in ("一", "二"):
        assert client.submit(page, page.form("name", "body"), name=name).status == 200 and names(db, org, what) == [name]


# ---- new records ----

def test_new_record_corrected(db, client, org):
    """Is it another one, or the first one mended? The page asks, with what was typed and the way to the first."""
    page = client.get("/crm/company/new")
    made = client.submit(page, page.form("version"), FIRM)
    asked = client.submit(page, page.form("version"), FIRM, name="株式会社ひばり東京")
    assert asked.status == 422 and ASKED in asked.words and asked.form("version").get("name") == "株式会社ひばり東京"
    assert names(db, org) == ["株式会社ひばり"]
    link = next(url for url, text in asked.links if text == "登録したものを開く")
    assert link == made.path
    assert client.submit(page, page.form("version"), FIRM, name="株式会社ひばり東京").status == 422 and names(db, org) == ["株式会社ひばり"]
    assert client.submit(page, page.form("version"), FIRM).path == made.path
    another = client.submit(asked, asked.form("version"))
    assert another.path != made.path and names(db, org) == ["株式会社ひばり", "株式会社ひばり東京"]


def test_new_record_corrected_with_a_mistake(db, client, org):
    page = client.get("/crm/company/new")
    client.submit(page, page.form("version"), FIRM)
    refused = client.submit(page, page.form("version"), FIRM, name="二つ目", kana="漢字")
    assert refused.status == 422 and "カタカナで" in refused.words and ASKED in refused.words


MAKES = ["/crm/company", "/crm/contact", "/crm/job", "/crm/resume", "/mailing/template/new", "/mailing/signature/new",
         "/account/members", "/office/org", "/office/org/:org_id/account", "/office/staff"]


def test_every_form_that_makes_a_record_asks(sweep):  # noqa: F811
    """So that nothing is made twice by a mended word, and its page says so."""

    filler, wrong = Filler(sweep), []
    for path in MAKES:
        filled = filler.filled(next(r for r in sweep.routes if r.method == "POST" and r.path == path))
        assert filled.works, path
        visitor, name = sweep.fresh(filled.who), "name" if "name" in filled.route.fields else "note"
        token = visitor.token()
        first = filled.send(visitor, *filled.ids, token=token)
        if first.status != 303:  # there is one of these already
            sweep.replant()
            first = filled.send(visitor, *filled.ids, token=token)
        before = sweep.checksum(sweep.orgs())
        asked = filled.resend(visitor, *filled.ids, token=token, **{name: ["別の名前"]})
        if first.status != 303 or asked.status != 422 or ASKED not in asked.words or "別の名前" not in asked.text:
            wrong.append(f"{path}: {first.status}, {asked.status} {asked.words[:200]}")
        if sweep.checksum(sweep.orgs()) != before:
            wrong.append(f"{path}: made")
    assert not wrong, "\n".join(wrong)


# ---- at the same time, and from before ----

def test_two_contents_at_the_same_moment(db, world, client, org):
    """Both are taken, one after the other."""
    page = client.get("/mailing/stops")
    others = [world.new_client() for _ in range(4)]
    for other in others:
        other.http.cookies.update(client.http.cookies)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for turn in range(5):
            page = client.get("/mailing/stops")
            addrs = [f"t{turn}a@example.com", f"t{turn}b@example.com"]
            send = lambda c, addr: c.submit(page, page.form("addr", "note"), addr=addr, follow=False).status
            statuses = [f.result() for f in [pool.submit(send, c, addrs[n % 2]) for n, c in enumerate(others)]]
            found = [r["addr"] for r in db.all("SELECT addr FROM dnc WHERE org_id = %s AND addr LIKE %s ORDER BY addr", org.id, f"t{turn}%")]
            assert found == addrs and set(statuses) <= {303, 422}, statuses


def test_tokens_that_were_spent_before_contents_were_kept(db, client, org):
    """Nobody knows what it was that was sent: led to where it went, as then."""
    page = client.get("/mailing/stops")
    text = token_of(page)
    nonce = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:16]
    db.run("INSERT INTO form_once (token, account_id, location, made_at) VALUES (%s, %s, '/mailing/runs', UTC_TIMESTAMP())", nonce, client.account.id)
    led = client.submit(page, page.form("addr", "note"), addr="late@example.com")
    assert led.path == "/mailing/runs" and not db.all("SELECT 1 FROM dnc WHERE org_id = %s", org.id)


def test_an_answer_without_address_forgets_nothing(db, client, org, mail):
    """Sent, Back, 修正する, Back, sent: once."""
    person = add_resume(db, org)
    page = client.get(f"/mailing/write/resume/{person}")
    question = client.submit(page, page.form("subject", "body"), button="confirm", subject="件名", body="本文")
    form = question.form("subject")
    sent = client.submit(question, form, button="送信する")
    assert sent.path == f"/crm/resume/{person}"
    assert client.submit(question, form, button="back").status == 200
    assert client.submit(question, form, button="送信する").path == f"/crm/resume/{person}"
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 1


def test_what_is_kept_tells_nothing(db, client, new_client, world):
    """A hash that only the session's key makes: nobody can try words against the table."""
    account = world.org("").account()
    before = {r["token"] for r in db.all("SELECT token FROM form_once")}
    new_client().sign_in(account.login, account.password)
    rows = [r for r in db.all("SELECT token, content FROM form_once") if r["token"] not in before]
    assert len(rows) == 1 and len(rows[0]["content"]) == 32
    plain = [f"login\0{account.login}\0password\0{account.password}\0".encode(), account.password.encode()]
    assert rows[0]["content"] not in [hashlib.sha256(p).digest() for p in plain]


def test_a_list_with_a_long_search_leads_back_to_itself(db, client, org):
    for _ in range(55):
        add_resume(db, org)
    page = client.get("/crm/resume", params={"memo": "東京 " * 30})
    form = next(f for f in page.forms if f.action.endswith("/select"))
    first, second = (client.submit(page, form, button="もっと見る") for _ in range(2))
    assert first.status == second.status == 200 and first.url == second.url and len(first.url) > 300


def test_what_was_undone_meanwhile_is_not_called_done(db, client, org, clock):
    page = client.get("/mailing/stops")
    form = page.form("addr", "note")
    assert "登録しました" in client.submit(page, form, addr="again@example.com").words
    assert "登録しました" in client.submit(page, form, addr="again@example.com").words  # a double click
    db.run("DELETE FROM dnc WHERE org_id = %s", org.id)
    clock(120)
    page = client.submit(page, form, addr="again@example.com")
    assert page.path == "/mailing/stops" and "登録しました" not in page.words and "again@example.com" not in page.words


def test_process_corrected(db, client, org):  # S3-23
    process = db.insert("process", org_id=org.id, resume_id=add_resume(db, org), job_id=match.add_job(db, org, match.add_firm(db, org)), phase="new",
                        note="", created_at="2026-01-01", updated_at="2026-01-01")
    page = client.get(f"/crm/process/{process}/edit")
    form = page.form("phase", "note")
    for phase, note in (("approach", "はじめ"), ("approach", "直した"), ("interview", "また直した")):
        assert client.submit(page, form, phase=phase, note=note).path == f"/crm/process/{process}", note
    assert db.one("SELECT phase, note FROM process WHERE id = %s", process) == {"phase": "interview", "note": "また直した"}
