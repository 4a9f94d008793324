"""Files of a single mail through its pages (S3-20). What arrives is in tests/mail/single_files_test.py."""
import re

import pytest

from harness import mailfiles, match
from harness.bulk import add_contact, add_resume, start_draft
from harness.mailfiles import NAME, PDF, TEXT, shown, upload

PASSWORD = "Kagi-2026&ok"
LOCKED = "パスワードは設定済みです"
BIG = b"%PDF-1.4\n" + b"x" * (30 * 1000 * 1000)
MAIL = {"subject": "ご案内({{ 氏名 }}様)", "body": "{{ 氏名 }} 様\n\n書類をお送りします。"}


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


@pytest.fixture
def person(db, org):
    return match.add_resume(db, org, name="中村 健太", mail="kenta@example.jp", mail_mobile="kenta@keitai.example.jp")


def path_of(id, noun="resume"):
    return f"/mailing/write/{noun}/{id}"


def rows(db, org):
    return db.all("SELECT f.name, f.source_id, r.state, r.single FROM file f JOIN run r ON r.id = f.noun_id"
                  " WHERE f.org_id = %s AND f.noun = 'run' AND f.deleted_at IS NULL ORDER BY f.id", org.id)


def confirm(client, page, **values):
    return client.submit(page, page.form("subject", "body"), values, button="確認")


def post_ids(client, page, ids, button="files", **values):
    """The form with file numbers that the page may not offer."""
    form = page.form("subject", "body")
    data = [(n, v) for n, v in form.data({**MAIL, **values}, button) if n != "files"] + [("files", str(i)) for i in ids]
    return client.post(page.path.split("?")[0], data)


def fields(page):
    return dict(page.form("subject", "body").fields)


def test_everything_typed_stays(db, org, client, person):  # S3-20 S3-22
    typed = {**MAIL, "to": "mail_mobile", "from_name": "担当の高橋", "shared": "0", "way": "zip"}
    page = upload(client, client.get(path_of(person)), (NAME, TEXT), ("案内.pdf", PDF), **typed)
    assert page.status == 200 and list(shown(page)) == [NAME, "案内.pdf"]
    assert {k: fields(page)[k] for k in typed} == typed
    page = client.get(page.response.url)  # loaded again, or reached by the browser's own back
    assert list(shown(page)) == [NAME, "案内.pdf"] and {k: fields(page)[k] for k in typed} == typed
    page = upload(client, page, button="password")
    assert fields(page)["password"] == "" and LOCKED in page.words
    wrong = confirm(client, page, subject="", body="{{ 氏命 }}")
    assert wrong.status == 422 and "件名" in wrong.words and list(shown(wrong)) == [NAME, "案内.pdf"]
    assert LOCKED in wrong.words and fields(wrong)["body"] == "{{ 氏命 }}"
    question = confirm(client, wrong, **typed)
    password = re.search(r"<code>([^<]*)</code>", question.text)[1]
    assert len(password) == 12 and password not in str(db.all("SELECT * FROM run_files"))
    assert "暗号化ZIPで添付" in question.words and NAME in question.words and "中村 健太 様" in question.words
    back = client.submit(question, question.form("body"), button="修正する")
    assert list(shown(back)) == [NAME, "案内.pdf"] and {k: fields(back)[k] for k in typed} == typed and LOCKED in back.words and password not in back.text
    page = client.submit(back, back.form("subject", "body"), button=str(shown(back)[NAME]))
    assert list(shown(page)) == ["案内.pdf"] and fields(page)["subject"] == MAIL["subject"]
    assert [(r["name"], r["state"], r["single"]) for r in rows(db, org)] == [("案内.pdf", "draft", 1)]


def test_own_files_of_the_person_only(db, org, client, person):  # S3-20 S3-11
    own = mailfiles.add_file(client, db, "resume", person, "職務経歴書.txt")
    other = mailfiles.add_file(client, db, "resume", match.add_resume(db, org), "ほかの人.txt")
    job = mailfiles.add_file(client, db, "job", match.add_job(db, org), "求人票.txt")
    page = client.get(path_of(person))
    assert page.form("subject").choices["files"] == [str(own)] and "職務経歴書.txt" in page.words
    for id in (other, job, 10 ** 15):
        refused = post_ids(client, page, [id])
        assert refused.status == 422 and "付けられないファイル" in refused.words and fields(refused)["body"] == MAIL["body"]
        page = client.get(path_of(person))
    question = post_ids(client, page, [own], button="confirm")
    assert question.status == 200 and "職務経歴書.txt" in question.words
    back = client.submit(question, question.form("body"), button="修正する")
    assert [v for n, v in back.form("subject").fields if n == "files"] == [str(own)], "still ticked"
    contact = client.get(path_of(add_contact(db, org), "contact"))
    assert "files" not in contact.form("subject").choices and "file" in contact.form("subject").files
    refused = post_ids(client, contact, [own])
    assert refused.status == 422 and "データのファイルを付けられません" in refused.words
    assert [r["source_id"] for r in rows(db, org)] == [own]


def test_what_belongs_to_others(db, world, org, client, person):  # S3-20
    stranger = world.org("agency")
    theirs = world.signed_in(stranger.account("member"))
    their_person = match.add_resume(db, stranger)
    their_file = mailfiles.add_file(theirs, db, "resume", their_person)
    their_page = upload(theirs, theirs.get(path_of(their_person)), ("よその.txt", TEXT), **MAIL)
    their_draft = fields(their_page)["draft"]
    mine = upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL)
    colleague = world.signed_in(org.account("member"))
    second = match.add_resume(db, org)
    assert client.get(f"{path_of(person)}?draft={their_draft}").status == 404
    assert client.get(f"{path_of(second)}?draft={fields(mine)['draft']}").status == 404, "of another record"
    assert colleague.get(f"{path_of(person)}?draft={fields(mine)['draft']}").status == 404, "of a colleague"
    for draft in (their_draft, "999999999"):
        for button in ("confirm", "send", "files"):
            page = client.get(path_of(person))
            refused = client.submit(page, page.form("subject", "body"), {**MAIL, "draft": draft, "op": button}, button=None)
            assert refused.status == 422 and "添付ファイルがありません" in refused.words and "よその.txt" not in refused.text
            assert fields(refused)["body"] == MAIL["body"] and fields(refused)["draft"] == "0"
    refused = post_ids(client, mine, [their_file])
    assert refused.status == 422 and "付けられないファイル" in refused.words
    form = mine.form("subject", "body")
    data = [d for d in form.data({}, None) if d[0] not in ("op", "token")]
    refused = client.post(path_of(person), data + [("token", client.get(path_of(person)).form("subject").get("token")), ("drop", str(shown(their_page)["よその.txt"]))])
    assert refused.status == 422 and [r["name"] for r in rows(db, stranger)] == ["よその.txt"]
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id IN (%s, %s)", org.id, stranger.id) == 0


def test_bad_files(db, org, client, person):  # S3-20
    page = upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL)
    for name, data, why in (("大.pdf", BIG, "「大.pdf」を加えると"), ("図.pdf", b"%PDF-1.4\n" + b"x" * (11 << 20), "ファイルが大きすぎます"), ("動.exe", b"MZ" + bytes(300), "この種類のファイルは使えません"),
                            ("頁.html", b"<html><script>1</script></html>", "この種類のファイルは使えません"), ("空.txt", b"", "")):
        page = upload(client, page, (name, data), subject="残る件名", body="残る本文")
        assert page.status == 422 and why in page.words, f"{name}: {page.words[:600]}"
        assert (fields(page)["subject"], fields(page)["body"]) == ("残る件名", "残る本文") and list(shown(page)) == [NAME]
    nine = b"%PDF-1.4\n" + b"y" * (9 << 20)
    page = upload(client, page, ("一.pdf", nine + b"1"))
    page = upload(client, page, ("二.pdf", nine + b"2"), ("三.pdf", nine + b"3"))
    assert page.status == 422 and "「三.pdf」を加えると、1通の合計が20 MBを超えます" in page.words
    assert list(shown(page)) == [NAME, "一.pdf", "二.pdf"]


@pytest.mark.parametrize("password, words", [("", "パスワードが必要です"), ("short", "8〜64文字"), ("日本語のパスワード", "8〜64文字"), ("x" * 65, "64")])
def test_bad_passwords(db, org, client, person, password, words):  # S3-20
    page = upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL)
    page = confirm(client, page, way="zip", password=password)
    assert page.status == 422 and words in page.words and list(shown(page)) == [NAME]
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0


def test_a_file_that_goes_before_it_is_sent(db, org, client, person):  # S3-20
    own = mailfiles.add_file(client, db, "resume", person, "職務経歴書.txt")
    question = post_ids(client, client.get(path_of(person)), [own], button="confirm", password=PASSWORD)
    record = client.get(f"/crm/resume/{person}")
    client.submit(record, record.form(action=f"/crm/file/{own}/remove"))
    refused = client.submit(question, question.form("body"), button="送信する")
    assert refused.status == 422 and "「職務経歴書.txt」は、選んだあとに元のデータから削除されました" in refused.words
    assert fields(refused)["body"] == MAIL["body"] and LOCKED in refused.words and PASSWORD not in refused.text.replace("&amp;", "&")
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0 and [r["state"] for r in rows(db, org)] == ["draft"]
    question = confirm(client, refused)
    assert question.status == 200 and "職務経歴書.txt" not in question.words
    assert "送信を受け付けました" in client.submit(question, question.form("body"), button="送信する").words
    assert db.all("SELECT run_id FROM outbox WHERE org_id = %s", org.id) == [{"run_id": 0}], "without files it is an ordinary mail"
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s", org.id) == 0 and rows(db, org) == []


def test_sent_once_and_never_among_bulk_mails(db, org, client, world, person, suite):  # S3-20 S3-26 S3-27
    page = client.get(path_of(person))
    for _ in range(2):  # the same page, the same token
        after = upload(client, page, (NAME, TEXT), **MAIL)
        assert after.status == 200 and list(shown(after)) == [NAME]
    suite.stop("daemon:mailer")
    try:
        question = confirm(client, after, password=PASSWORD)
        form = question.form("body")
        for _ in range(2):
            page = client.submit(question, form, button="送信する")
            assert page.path == f"/crm/resume/{person}" and "ご案内(中村 健太様)" in page.words and f"添付: {NAME}" in page.words
        run = db.one("SELECT * FROM run WHERE org_id = %s", org.id)
        assert (run["state"], run["single"], run["n_total"], run["n_ready"]) == ("queued", 1, 1, 1)
        way = db.one("SELECT password, guard <> '' AS guarded FROM run_files WHERE run_id = %s", run["id"])
        assert way == {"password": "", "guarded": 1}, "of a link its scrypt is enough"
        assert client.get("/mailing/runs/state").content == b'{"busy":0,"done":0}'
        assert "ご案内" not in client.get("/mailing/runs").words and "ご案内" not in client.get("/crm/").words
        assert client.get(f"{path_of(person)}?draft={run['id']}").path == f"/crm/resume/{person}", "back from there"
        form = after.form("subject", "body")
        again = client.post(path_of(person), [d if d[0] != "token" else ("token", client.get(path_of(person)).form("subject").get("token"))
                                              for d in form.data(MAIL, "確認")])
        assert again.status == 422 and "送信済み" in again.words and fields(again)["body"] == MAIL["body"]
    finally:
        suite.start("daemon:mailer")
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 1
    assert db.value("SELECT detail FROM audit WHERE org_id = %s AND action = 'mail.send'", org.id).count("kenta@example.jp") == 1
    assert PASSWORD not in str(db.all("SELECT detail FROM audit WHERE org_id = %s", org.id))


def test_the_pages_of_bulk_mails_are_not_its(db, org, client, person):  # S3-20
    draft = fields(upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL))["draft"]
    for page in ("compose", "preview", "confirm", "empty/csv"):
        assert client.get(f"/mailing/run/{draft}/{page}").status == 404, page
    other = start_draft(client)
    form = other.form("subject", "body")
    assert client.post(f"/mailing/run/{draft}/compose", form.data(MAIL, "confirm")).status == 404
    assert [r["state"] for r in rows(db, org)] == ["draft"]


def test_taken_back_before_it_leaves(db, org, client, person, suite, mail):  # S3-20 S3-27
    suite.stop("daemon:mailer")
    try:
        question = confirm(client, upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL), way="zip", password=PASSWORD)
        client.submit(question, question.form("body"), button="送信する")
        run = db.value("SELECT id FROM run WHERE org_id = %s", org.id)
        page = client.get(f"/mailing/run/{run}")
        page = client.submit(page, page.form(action=f"/mailing/run/{run}/cancel"))
        assert db.one("SELECT state, n_ready, n_stopped FROM run WHERE id = %s", run) == {"state": "cancelled", "n_ready": 0, "n_stopped": 1}
        assert db.value("SELECT state FROM outbox WHERE run_id = %s", run) == "stopped"
        assert db.value("SELECT password FROM run_files WHERE run_id = %s", run) == "wiped"
        assert f"/mailing/run/{run}/reopen" not in page.text
        token = next(f for n, f in client.get(path_of(person)).form("subject").fields if n == "token")
        assert client.post(f"/mailing/run/{run}/reopen", [("token", token)]).status == 409
    finally:
        suite.start("daemon:mailer")


def test_old_drafts_go_with_their_files(db, org, client, person, suite):  # S3-20
    page = upload(client, client.get(path_of(person)), (NAME, TEXT), **MAIL, way="zip", password=PASSWORD)
    draft = fields(page)["draft"]
    assert db.value("SELECT password <> '' FROM run_files WHERE run_id = %s", draft)
    db.run("UPDATE run SET updated_at = '2020-01-01' WHERE id = %s", draft)
    suite.stop("daemon:scheduler")
    try:
        suite.call(str(suite.bin / "schedulerd"), "once", "drafts", "-c", str(suite.conf), "--var", str(suite.var))
    finally:
        suite.start("daemon:scheduler")
    assert rows(db, org) == [] and db.value("SELECT COUNT(*) FROM run_files WHERE run_id = %s", draft) == 0
    after = confirm(client, page)
    assert after.status == 422 and "添付ファイルがありません" in after.words and fields(after)["body"] == MAIL["body"]
