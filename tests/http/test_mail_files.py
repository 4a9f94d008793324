"""Files of bulk mails through their pages (S3-20; S3-10 to S3-13 for who may attach what). What arrives is in tests/mail/files_test.py."""
import re
import urllib.parse
from datetime import datetime, timedelta, timezone

import pytest

from harness import bulk, mailfiles, match
from harness.bulk import add_resume, answer, compose, run_id, start_draft
from harness.mailfiles import NAME, PDF, TEXT, shown, upload


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def person(db, org, **columns):
    """A résumé; gives its address: mails of other tests may still be on their way."""
    return db.value("SELECT mail FROM resume WHERE id = %s", add_resume(db, org, **columns))


def rows(db, run):
    return db.all("SELECT f.id, f.name, f.source_id, f.packed, b.size FROM file f JOIN `blob` b ON b.id = f.blob_id"
                  " WHERE f.noun = 'run' AND f.noun_id = %s AND f.deleted_at IS NULL ORDER BY f.id", run)


def test_uploads_stay_through_all_pages(db, org, client):  # S3-20 S3-22
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), ("案内.pdf", PDF), subject="件名", body="本文")
    assert page.status == 200 and set(shown(page)) == {NAME, "案内.pdf"}
    page = compose(client, page, way="plain", subject="件名", body="本文")
    assert page.path.endswith("/confirm") and NAME in page.words and "そのまま添付" in page.words
    page = answer(client, page, "No")
    assert set(shown(page)) == {NAME, "案内.pdf"} and page.form("subject").get("way") == "plain"
    page = client.submit(page, page.form("subject", "body"), button=str(shown(page)[NAME]))
    assert set(shown(page)) == {"案内.pdf"} and [r["name"] for r in rows(db, run_id(page))] == ["案内.pdf"]


# ---- who may attach what (S3-10 to S3-13) -------------------------------------------------------------------------------

ALIKE = dict(occupation=101, pref=13)


class Pair:
    """A JOB with its 企業担当者, a résumé that fits it, and a file of each."""

    def __init__(self, db, org, client):
        firm = match.add_firm(db, org)
        self.contact = match.add_contact(db, org, company=firm)
        self.job = match.add_job(db, org, company=firm, contact=self.contact, **ALIKE)
        self.resume = match.add_resume(db, org, **ALIKE)
        self.files = {noun: mailfiles.add_file(client, db, noun, id, f"{noun}のファイル.txt")
                      for noun, id in (("job", self.job), ("resume", self.resume))}


@pytest.fixture
def pair(db, org, client):
    return Pair(db, org, client)


def begin(client, start, id, row, words):
    """From a matching list to the compose page."""
    page = client.get(f"/crm/{start}/{id}/match")
    page = client.submit(page, page.form("id"), button=words, id=[row])
    page = client.submit(page, page.form("scope"), scope="checked")
    assert page.status == 200 and page.path.endswith("/compose"), f"{page.status} {page.words[:300]}"
    return page


def kinds(client, pair):
    """Compose pages of the four matching cases: (S-id, page, whose files may go with it)."""
    yield "S3-10", begin(client, "job", pair.job, pair.resume, "求職者にメールする"), "job"
    yield "S3-11", begin(client, "job", pair.job, pair.resume, "企業担当者にメールする"), None
    yield "S3-12", begin(client, "resume", pair.resume, pair.job, "求職者にメールする"), None
    yield "S3-13", begin(client, "resume", pair.resume, pair.job, "企業担当者にメールする"), "resume"


def post_ids(client, page, *ids, **values):
    """The compose form with file numbers that the page may not offer."""
    form = page.form("subject", "body")
    data = [(n, v) for n, v in form.data({"subject": "件名", "body": "本文", **values}, "files")] + [("files", str(i)) for i in ids]
    return client.post(page.path, data)


def test_files_of_the_record_where_the_kind_allows_it(db, client, pair):  # S3-10 S3-11 S3-12 S3-13 S3-20
    for name, page, noun in kinds(client, pair):
        offered = page.form("subject").choices.get("files", [])
        assert offered == ([str(pair.files[noun])] if noun else []), name
        run = run_id(page)
        if not noun:
            for id in pair.files.values():
                refused = post_ids(client, page, id)
                assert refused.status == 422 and "データのファイルを付けられません" in refused.words, name
            assert rows(db, run) == [], name
            continue
        page = post_ids(client, page, pair.files[noun])
        assert page.status == 200 and [r["source_id"] for r in rows(db, run)] == [pair.files[noun]], name
        assert [v for n, v in page.form("subject").fields if n == "files"] == [str(pair.files[noun])], "still ticked"
        question = compose(client, page, subject="件名", body="本文")
        assert f"{noun}のファイル.txt" in question.words, name
        back = answer(client, question, "No")  # S3-22
        assert [v for n, v in back.form("subject").fields if n == "files"] == [str(pair.files[noun])]
        other = post_ids(client, back, pair.files["resume" if noun == "job" else "job"], files=None)
        assert other.status == 422 and "付けられないファイル" in other.words, name


def test_files_of_others(db, world, org, client, pair):  # S3-20
    stranger = world.org("agency")
    theirs = Pair(db, stranger, world.signed_in(stranger.account("member")))
    second = match.add_job(db, org)
    elsewhere = mailfiles.add_file(client, db, "job", second)
    page = begin(client, "job", pair.job, pair.resume, "求職者にメールする")
    for id in (theirs.files["job"], theirs.files["resume"], elsewhere, 10 ** 15):
        refused = post_ids(client, page, id)
        assert refused.status == 422 and "付けられないファイル" in refused.words
        assert rows(db, run_id(page)) == []
    uploaded = upload(client, start_draft(client), (NAME, TEXT))
    id = shown(uploaded)[NAME]
    form = page.form("subject", "body")
    refused = client.post(page.path, [d for d in form.data({}, None) if d[0] != "op"] + [("drop", str(id))])
    assert refused.status == 422 and len(rows(db, run_id(uploaded))) == 1, "of another draft"


def test_plain_newsletters_have_uploads_only(db, org, client):  # S3-20
    file = mailfiles.add_file(client, db, "resume", match.add_resume(db, org))
    page = start_draft(client)
    assert "files" not in page.form("subject").choices and "file" in page.form("subject").files
    refused = post_ids(client, page, file)
    assert refused.status == 422 and "データのファイルを付けられません" in refused.words and rows(db, run_id(page)) == []


def test_a_record_s_file_that_goes_meanwhile(db, client, pair):  # S3-20
    page = begin(client, "job", pair.job, pair.resume, "求職者にメールする")
    page = post_ids(client, page, pair.files["job"])
    question = compose(client, page, subject="件名", body="本文")
    job = client.get(f"/crm/job/{pair.job}")
    client.submit(job, job.form(action=f"/crm/file/{pair.files['job']}/remove"))
    refused = answer(client, question, "Yes")
    assert refused.status == 422 and "「jobのファイル.txt」は、選んだあとに元のデータから削除されました" in refused.words
    assert db.value("SELECT state FROM run WHERE id = %s", run_id(page)) == "draft"
    back = answer(client, refused, "No")
    assert dict(back.form("subject", "body").fields)["body"] == "本文" and "このJOBには、ファイルがありません" in back.words
    question = compose(client, back, subject="件名", body="本文")
    assert answer(client, question, "Yes").path.endswith("/started")


# ---- what is refused ----------------------------------------------------------------------------------------------------

BIG = b"\x25PDF-1.4\n" + b"x" * (30 * 1000 * 1000)


@pytest.mark.parametrize("lang, words", [("ja", ("10 MB", "ファイルが大きすぎます", "この種類のファイルは使えません", "ファイルが空です")),
                                         ("en", ("10 MB", "too large", "cannot be used", "empty"))])
def test_bad_files(db, org, client, lang, words):  # S3-20
    add_resume(db, org)
    client.http.headers["Accept-Language"] = lang
    db.run("UPDATE account SET lang = %s WHERE id = %s", lang, client.account.id)
    page = upload(client, start_draft(client), (NAME, TEXT))
    assert words[0] in page.words, "the limit is told before the error"
    for name, data, why in (("大.pdf", BIG, None), ("図.pdf", b"%PDF-1.4\n" + b"x" * (11 << 20), words[1]), ("動.exe", b"MZ" + bytes(300), words[2]),
                            ("頁.html", b"<html><script>1</script></html>", words[2]), ("空.txt", b"", None)):
        refused = upload(client, page, (name, data), subject="残る件名", body="残る本文")
        if data:
            assert refused.status == 422 and f"「{name}」" in refused.words or f"“{name}”" in refused.words, name
        assert why is None or why in refused.words, f"{name}: {refused.words[:900]}"
        fields = dict(refused.form("subject", "body").fields)
        assert (fields["subject"], fields["body"]) == ("残る件名", "残る本文"), "nothing is lost"
        assert list(shown(refused)) == [NAME] and len(rows(db, run_id(page))) == 1
    assert db.value("SELECT subject FROM run WHERE id = %s", run_id(page)) == "残る件名"


def test_sum_and_number_of_files(db, org, client):  # S3-20
    add_resume(db, org)
    page = start_draft(client)
    nine = b"%PDF-1.4\n" + b"y" * (9 << 20)
    page = upload(client, page, ("一.pdf", nine + b"1"))
    page = upload(client, page, ("二.pdf", nine + b"2"), ("三.pdf", nine + b"3"))
    assert page.status == 422 and "「三.pdf」を加えると、1通の合計が20 MBを超えます" in page.words
    assert list(shown(page)) == ["一.pdf", "二.pdf"], "what fits stays"
    page = start_draft(client)
    page = upload(client, page, *[(f"{i}.txt", f"{i}\n".encode()) for i in range(20)])
    assert len(shown(page)) == 20
    page = upload(client, page, ("21.txt", b"21\n"))
    assert page.status == 422 and "ファイルは20個まで" in page.words and len(rows(db, run_id(page))) == 20


@pytest.mark.parametrize("password, words", [("", "パスワードが必要です"), ("short", "8〜64文字"), ("日本語のパスワード", "8〜64文字"), ("with space 1", "8〜64文字"),
                                             ("x" * 65, "64")])
def test_bad_passwords(db, org, client, password, words):  # S3-20
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), subject="件名", body="本文")
    for button in ("confirm", "preview", "test"):
        page = compose(client, page, button=button, way="zip", password=password, subject="件名", body="本文")
        assert page.status == 422 and words in page.words and list(shown(page)) == [NAME], f"{page.status} {page.words[:500]}"
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0
    db.run("UPDATE run_files SET way = 'zip' WHERE run_id = %s", run_id(page))
    question = client.get(page.path.replace("compose", "confirm"))
    assert question.status == 200 and answer(client, question, "Yes").status == 422, "nor from the question"


LOCKED = "パスワードは設定済みです"


def told(question):
    """The password, on the question only."""
    return re.search(r"<code>([^<]*)</code>", question.text)[1]


def test_password_of_ours(db, org, client):  # S3-20
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), button="password", way="zip", subject="件名", body="本文")
    assert page.form("subject").get("password") == "" and LOCKED in page.words
    assert page.form("subject").get("way") == "zip" and list(shown(page)) == [NAME]
    sealed = db.value("SELECT password FROM run_files WHERE run_id = %s", run_id(page))
    question = compose(client, page, subject="件名", body="本文")
    password = told(question)
    assert len(password) == 12 and password not in sealed and "別の方法で受取人に伝えてください" in question.words
    page = answer(client, question, "No")
    assert LOCKED in page.words and password not in page.text
    page = client.submit(page, page.form("subject", "body"), button="password")
    again = told(compose(client, page, subject="件名", body="本文"))
    assert len(again) == 12 and again != password


def test_uploads_survive_what_is_wrong_elsewhere(db, org, client):  # S3-20
    add_resume(db, org)
    for values in ({"subject": ""}, {"body": "{{ ない名 }}"}, {"from_name": ""}, {"fields": None}):
        page = upload(client, start_draft(client), (NAME, TEXT), button="confirm", **{"subject": "件名", "body": "本文", **values})
        assert page.status == 422 and list(shown(page)) == [NAME], values
        assert len(rows(db, run_id(page))) == 1


def test_sent_twice(db, org, client):  # S3-20
    add_resume(db, org)
    page = start_draft(client)
    for _ in range(2):  # the same page, the same token
        after = upload(client, page, (NAME, TEXT), subject="件名", body="本文")
        assert after.status == 200 and list(shown(after)) == [NAME]
    assert len(rows(db, run_id(page))) == 1
    question = compose(client, after, subject="件名", body="本文", way="plain")
    assert {answer(client, question, "Yes").path for _ in range(2)} == {f"/mailing/run/{run_id(page)}/started"}
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s", org.id) == 1


# ---- what is wiped ------------------------------------------------------------------------------------------------------


def way(db, run):
    return next(iter(db.all("SELECT password, guard FROM run_files WHERE run_id = %s", run)), None)


def test_passwords_do_not_stay(db, org, client, suite):  # S3-20
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), subject="件名", body="本文", way="zip", password="Kagi-2026")
    draft = run_id(page)
    assert way(db, draft)["password"]
    client.submit(page, page.form(action=f"/mailing/run/{draft}/delete"))
    assert way(db, draft) is None and rows(db, draft) == []
    for how in ("zip", "link"):
        page = upload(client, start_draft(client), (NAME, TEXT))
        suite.stop("daemon:mailer")
        try:
            run = mailfiles.send(client, page, way=how, password="Kagi-2026")
            bulk.do(client, run, "cancel")
        finally:
            suite.start("daemon:mailer")
        assert way(db, run) == {"password": "wiped", "guard": ""}
        page = bulk.do(client, run, "reopen")
        assert page.path.endswith("/compose") and "パスワードは消去されました" in page.words and page.form("subject").get("password") == ""
        assert list(shown(page)) == [NAME]


@pytest.mark.parametrize("how", ["zip", "link"])
def test_taken_back_and_sent_with_a_new_password(db, org, client, mail, suite, tmp_path, world, how):  # S3-20 S3-22
    """Scheduled, cancelled, a draft again: the files are there, the password is asked for, and the mail goes."""
    address = person(db, org)
    day = datetime.now(timezone(timedelta(hours=9))) + timedelta(days=2)
    page = upload(client, start_draft(client), (NAME, TEXT), ("案内.pdf", PDF))
    run = mailfiles.send(client, page, way=how, password="Kagi-2026-old", start="later", start_date=f"{day:%Y/%m/%d}", start_time="9:00")
    bulk.do(client, run, "cancel")
    assert way(db, run) == {"password": "wiped", "guard": ""}
    page = bulk.do(client, run, "reopen")
    told = "パスワードは消去されました"
    assert told in page.words and set(shown(page)) == {NAME, "案内.pdf"} and page.form("subject").get("way") == how
    page = client.submit(page, page.form("subject", "body"), button="files")
    assert told in page.words, "also after something else was done"
    page = compose(client, page, subject="件名", body="本文", start="now")
    if how == "zip":
        assert page.status == 422 and "パスワードが必要です" in page.words
    else:
        assert page.path.endswith("/confirm") and "設定されていません" in page.words
        page = answer(client, page, "No")
    assert told in page.words and set(shown(page)) == {NAME, "案内.pdf"}
    page = compose(client, page, subject="件名", body="本文", start="now", password="Kagi-2026-new")
    assert page.path.endswith("/confirm") and "設定されていません" not in page.words and "Kagi-2026-new" in page.words
    assert answer(client, page, "Yes").path.endswith("/started")
    bulk.wait_state(db, run, "done")
    (message,) = mail.wait(1, to=address)
    if how == "zip":
        data = message.attachments[0][1]
        assert mailfiles.unpack(data, "Kagi-2026-new", tmp_path)[0] == {NAME: TEXT, "案内.pdf": PDF}
        assert mailfiles.unpack(data, "Kagi-2026-old", tmp_path / "old") == [None, None]
    else:
        anyone, link = world.new_client(), next(urllib.parse.urlsplit(w).path for w in message.text.split() if "/mailing/d/" in w)
        page = anyone.get(link)
        assert NAME not in page.text
        assert anyone.submit(page, page.form("password"), password="Kagi-2026-old").status == 422
        page = anyone.submit(page, page.form("password"), password="Kagi-2026-new")
        assert page.status == 200 and NAME in page.text
    assert way(db, run)["password"] == ""


def test_taken_back_and_sent_without_a_password(db, org, client, mail, suite):  # S3-20
    """Whoever wants none is told on the question and may go on; the mark does not stay."""
    address = person(db, org)
    suite.stop("daemon:mailer")
    try:
        run = mailfiles.send(client, upload(client, start_draft(client), (NAME, TEXT)), way="link", password="Kagi-2026-old")
        bulk.do(client, run, "cancel")
        page = bulk.do(client, run, "reopen")
        question = compose(client, page, subject="件名", body="本文")
        assert "設定されていません" in question.words and answer(client, question, "Yes").path.endswith("/started")
    finally:
        suite.start("daemon:mailer")
    bulk.wait_state(db, run, "done")
    assert way(db, run) == {"password": "", "guard": ""} and len(mail.wait(1, to=address)) == 1
    page = upload(client, start_draft(client), (NAME, TEXT), way="link", password="Kagi-2026")
    page = client.submit(page, page.form("subject", "body"), button="nopassword")
    assert "消去されました" not in page.words and LOCKED not in page.words, "who takes a password away knows it"


def test_old_drafts_go_with_their_files(db, org, client, suite):  # S3-20
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), way="zip", password="Kagi-2026")
    run = run_id(page)
    db.run("UPDATE run SET updated_at = '2020-01-01' WHERE id = %s", run)
    suite.stop("daemon:scheduler")
    try:
        suite.call(str(suite.bin / "schedulerd"), "once", "drafts", "-c", str(suite.conf), "--var", str(suite.var))
    finally:
        suite.start("daemon:scheduler")
    assert way(db, run) is None and rows(db, run) == []
