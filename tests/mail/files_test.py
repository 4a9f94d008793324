"""Files of bulk mails as they arrive (S3-20): the real pages, the real mailer, a real receiver."""
import csv
import io
import random
import re
import time
import urllib.parse

import pytest

from harness import mailfiles, match
from harness.bulk import add_resume, do, start_draft, wait_state
from harness.mailfiles import NAME, PDF, TEXT, infos, unpack, upload
from harness.turns import hold_waits

PASSWORD = "Kagi-2026&ok"


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def draft(client, *files, **values):
    page = upload(client, start_draft(client), *files, **values)
    assert page.status == 200, page.words[:600]
    return page


def enclosed(message):
    """Names and bytes, whatever the type."""
    return [(p.get_filename(), p.get_payload(decode=True)) for p in message.parsed.iter_attachments()]


def test_as_they_are(db, org, client, mail):  # S3-20
    add_resume(db, org), add_resume(db, org)
    run = mailfiles.send(client, draft(client, (NAME, TEXT), ("案内.pdf", PDF)), way="plain")
    wait_state(db, run, "done")
    for message in mail.wait(2):
        assert enclosed(message) == [(NAME, TEXT), ("案内.pdf", PDF)]
        assert "/mailing/d/" not in message.text


def test_zip(db, org, client, mail, tmp_path):  # S3-20
    add_resume(db, org), add_resume(db, org)
    run = mailfiles.send(client, draft(client, (NAME, TEXT), ("案内.pdf", PDF)), way="zip", password=PASSWORD)
    wait_state(db, run, "done")
    messages = mail.wait(2)
    zips = [message.attachments for message in messages]
    assert all([n for n, _ in z] == ["添付ファイル.zip"] for z in zips) and zips[0] == zips[1], "one for all"
    data = zips[0][0][1]
    by_unzip, by_7z = unpack(data, PASSWORD, tmp_path)
    assert by_unzip == by_7z == {NAME: TEXT, "案内.pdf": PDF}
    assert [x for x in unpack(data, "Kagi-2026&no", tmp_path / "wrong") if x] == []
    assert all(i.flag_bits & 0x801 == 0x801 for i in infos(data)), "encrypted, and names are UTF-8"
    assert all(PASSWORD not in m.text and PASSWORD.encode() not in m.raw for m in messages), "never in the same mail"
    assert db.value("SELECT password FROM run_files WHERE run_id = %s", run) == ""
    kept = db.all("SELECT name, packed FROM file WHERE noun = 'run' AND noun_id = %s AND deleted_at IS NULL", run)
    assert kept == [{"name": "添付ファイル.zip", "packed": 1}]


def test_killed_while_the_zip_is_made(db, org, client, mail, suite):  # S3-20
    """Whenever it dies: one ZIP for all, nobody gets the files as they are, and no ZIP lies about that nobody names."""
    for _ in range(3):
        add_resume(db, org)
    noise = [(f"{n}.pdf", b"%PDF-1.4\n" + random.Random(n).randbytes(6 << 20)) for n in range(3)]
    page = draft(client, *noise)
    suite.stop("daemon:mailer")
    run = mailfiles.send(client, page, way="zip", password=PASSWORD)
    blobs = suite.var / "blobs"
    for wait in (0.05, 0.3, 0.6, 0.9, 1.2):
        suite.start("daemon:mailer")
        time.sleep(wait)
        suite.kill("daemon:mailer")
        packed = db.all("SELECT packed FROM file WHERE noun = 'run' AND noun_id = %s AND deleted_at IS NULL", run)
        sealed = db.value("SELECT password <> '' FROM run_files WHERE run_id = %s", run)
        assert [r["packed"] for r in packed] == ([0, 0, 0] if sealed else [1]), "all of it or nothing"
    suite.start("daemon:mailer")
    wait_state(db, run, "done", seconds=60)
    got = [enclosed(m) for m in mail.wait(3)]
    assert len(got) == 3 and all([n for n, _ in g] == ["添付ファイル.zip"] for g in got) and got[0] == got[1] == got[2]
    assert db.value("SELECT COUNT(*) FROM file WHERE noun = 'run' AND noun_id = %s AND packed = 1", run) == 1
    known = {r["hash"].hex() for r in db.all("SELECT hash FROM `blob`")}
    assert {p.name for p in blobs.glob("??/*") if p.stat().st_size > 6 << 20} <= known


def links(message):
    return re.findall(r"http://\S+/mailing/d/[\w-]+", message.text)


def files_on(page):
    """What the page of a link offers: name → path."""
    return dict(reversed(p) for p in re.findall(r'<a class="any" href="([^"]+)">([^<]*)</a>', page.text))


def path_of(message):
    return urllib.parse.urlsplit(links(message)[0]).path


def downloads(db, run):
    return db.all("SELECT outbox_id, file_id, n FROM download WHERE run_id = %s ORDER BY outbox_id, file_id", run)


def sent_links(db, org, client, mail, count=2, **values):
    for _ in range(count):
        add_resume(db, org)
    run = mailfiles.send(client, draft(client, (NAME, TEXT), ("案内.pdf", PDF)), **values)
    wait_state(db, run, "done")
    return run, mail.wait(count)


def test_link(db, org, client, mail, world):  # S3-20
    run, (first, second) = sent_links(db, org, client, mail)
    assert not first.attachments and len(links(first)) == 1 and links(first) != links(second)
    assert first.text.index(NAME) < first.text.index(links(first)[0]) < first.text.index("送信者:")
    until = db.value("SELECT DATE_FORMAT(until_at + INTERVAL 9 HOUR, '%%Y/%%m/%%d %%H:%%i') FROM run_files WHERE run_id = %s", run)
    days = db.value("SELECT DATEDIFF(w.until_at, r.confirmed_at) FROM run_files w JOIN run r ON r.id = w.run_id WHERE r.id = %s", run)
    assert until in first.text and days == 14
    anyone = world.new_client()
    page = anyone.get(path_of(first))
    assert page.status == 200 and org.name in page.words and until in page.words
    files = files_on(page)
    assert list(files) == [NAME, "案内.pdf"] and downloads(db, run) == []
    for name, data in ((NAME, TEXT), ("案内.pdf", PDF)):
        answer = anyone.get(files[name])
        assert answer.content == data and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert anyone.request("HEAD", files[NAME]).status == 200  # looks only
    anyone.get(files[NAME])
    rows = downloads(db, run)
    assert [r["n"] for r in rows] == [2, 1] and len({r["outbox_id"] for r in rows}) == 1
    page = client.get(f"/mailing/run/{run}")
    assert "ダウンロード 3回" in page.words and "1件の宛先がダウンロードしました" in page.words and until in page.words
    result = csv.DictReader(io.StringIO(client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig")))
    assert {r["メールアドレス"]: r["ダウンロード回数"] for r in result} == {first.to: "3", second.to: ""}
    assert rows[0]["outbox_id"] == db.value("SELECT id FROM outbox WHERE run_id = %s AND to_addr = %s", run, first.to)


def test_links_that_are_not_ours(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1)
    anyone, path = world.new_client(), path_of(message)
    file = files_on(anyone.get(path))[NAME]
    for wrong in (path[:-1] + ("A" if path[-1] != "A" else "B"), path[:-10], path + "AA", "/mailing/d/" + "x" * 43, path.replace("/d/", "/d/A")):
        page = anyone.get(wrong)
        assert page.status == 404 and "リンクが正しくありません" in page.words and NAME not in page.text, wrong
        assert anyone.get(wrong + "/" + file.rsplit("/", 1)[1]).status == 404
    unsubscribe = re.search(r"/mailing/u/([\w-]+)", message.text)[1]
    assert anyone.get(f"/mailing/d/{unsubscribe}").status == 404
    draft(client, ("ほかのメールの.txt", TEXT))
    other = db.value("SELECT MAX(id) FROM file WHERE org_id = %s AND noun = 'run' AND noun_id <> %s", org.id, run)
    for id in (other, 0, 10 ** 17):  # a good link is good for its own files only
        assert anyone.get(f"{path}/{id}").status == 404
    assert downloads(db, run) == []


def test_link_is_over(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1)
    anyone, path = world.new_client(), path_of(message)
    file = files_on(anyone.get(path))[NAME]
    db.run("UPDATE run_files SET until_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE run_id = %s", run)
    for where in (path, file):
        page = anyone.get(where)
        assert page.status == 410 and "期限が過ぎました" in page.words and org.name in page.words and NAME not in page.text
    english = world.new_client()
    english.http.headers["Accept-Language"] = "en"
    assert "The time for downloads is over" in english.get(path).words
    assert downloads(db, run) == []


def test_sent_again_after_its_links_were_over(db, org, client, mail, world):  # S3-20 S3-27
    """Who gets it later has as long as everybody had."""
    add_resume(db, org, mail="full@example.com")
    mail.rule("full@example.com", "552 5.2.2 mailbox full", times=1)
    run = mailfiles.send(client, draft(client, (NAME, TEXT)))
    wait_state(db, run, "done")
    db.run("UPDATE run_files SET until_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE run_id = %s", run)
    assert "もう一度送ります" in do(client, run, "again").words
    wait_state(db, run, "done")
    message, = mail.wait(1)
    until = db.value("SELECT DATE_FORMAT(until_at + INTERVAL 9 HOUR, '%%Y/%%m/%%d %%H:%%i') FROM run_files WHERE run_id = %s", run)
    assert until in message.text and db.value("SELECT DATEDIFF(until_at, UTC_TIMESTAMP()) FROM run_files WHERE run_id = %s", run) in (13, 14)
    anyone = world.new_client()
    assert anyone.get(files_on(anyone.get(path_of(message)))[NAME]).content == TEXT


def test_links_are_ended_by_hand(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1)
    anyone, path = world.new_client(), path_of(message)
    assert anyone.get(path).status == 200
    colleague = world.signed_in(org.account("member"))
    token = client.get(f"/mailing/run/{run}").form(action=f"/mailing/run/{run}/unlink").fields
    assert colleague.get(f"/mailing/run/{run}").status == 404
    page = client.post(f"/mailing/run/{run}/unlink", token)
    assert "ダウンロードリンクを止めました" in page.words and "リンクを止める" not in page.words
    assert anyone.get(path).status == 410
    assert client.get(f"/mailing/run/{run}").status == 200


def test_link_with_a_password(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1, password=PASSWORD)
    assert PASSWORD not in message.text and "パスワードが必要です" in message.text
    assert db.one("SELECT password, guard <> '' AS guarded FROM run_files WHERE run_id = %s", run) == {"password": "", "guarded": 1}
    anyone, path = world.new_client(), path_of(message)
    page = anyone.get(path)
    assert page.status == 200 and NAME not in page.text and files_on(page) == {}
    file = db.value("SELECT id FROM file WHERE noun = 'run' AND noun_id = %s AND name = %s", run, NAME)
    assert anyone.get(f"{path}/{file}").path == path, "asked for the password first"
    page = anyone.submit(page, page.form("password"), password="")
    assert page.status == 422
    page = anyone.submit(page, page.form("password"), password="wrong-one")
    assert page.status == 422 and "パスワードが違います" in page.words and "wrong-one" not in page.text
    page = anyone.submit(page, page.form("password"), password=PASSWORD)
    assert page.status == 200 and list(files_on(page)) == [NAME, "案内.pdf"]
    assert anyone.get(files_on(page)[NAME]).content == TEXT and [r["n"] for r in downloads(db, run)] == [1]


def test_guesses_are_bounded(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1, password=PASSWORD)
    anyone = world.new_client()
    page = anyone.get(path_of(message))
    for _ in range(3):
        page = anyone.submit(page, page.form("password"), password="guess-guess")
    hold_waits(db)
    page = anyone.submit(page, page.form("password"), password="guess-guess")
    assert "受け付けを停止" in page.words
    page = anyone.submit(page, page.form("password"), password=PASSWORD)
    assert page.status == 422 and files_on(page) == {}
    db.run("DELETE FROM throttle")


def test_test_mail_has_the_files(db, org, client, mail, world, tmp_path):  # S3-20
    add_resume(db, org)
    page = draft(client, (NAME, TEXT))
    texts = {"subject": "件名", "body": "本文"}
    page = client.submit(page, page.form("subject", "body"), texts, button="test", way="plain")
    assert enclosed(mail.wait(1)[0]) == [(NAME, TEXT)]
    page = client.submit(page, page.form("subject", "body"), texts, button="test", way="zip", password=PASSWORD)
    (name, data), = enclosed(mail.wait(2)[1])
    assert name == "添付ファイル.zip" and unpack(data, PASSWORD, tmp_path) == [{NAME: TEXT}] * 2
    page = client.submit(page, page.form("subject", "body"), texts, button="nopassword")
    page = client.submit(page, page.form("subject", "body"), texts, button="test", way="link")
    anyone, path = world.new_client(), path_of(mail.wait(3)[2])
    assert anyone.get(files_on(anyone.get(path))[NAME]).content == TEXT
    assert db.value("SELECT COALESCE(SUM(n), 0) FROM download WHERE org_id = %s AND run_id > 0", org.id) == 0
    assert len(rows_of(db, page)) == 1, "the draft has its files as before"


def rows_of(db, page):
    run = int(re.search(r"/run/(\d+)/", page.path)[1])
    return db.all("SELECT name FROM file WHERE noun = 'run' AND noun_id = %s AND deleted_at IS NULL", run)


# ---- in parts -----------------------------------------------------------------------------------------------------------


def test_a_download_in_parts_is_one(db, org, client, mail, world):  # S3-20
    run, (message,) = sent_links(db, org, client, mail, 1)
    anyone = world.new_client()
    page = anyone.get(path_of(message))
    file = files_on(page)[NAME]
    count = lambda: sum(r["n"] for r in downloads(db, run))
    part = lambda span, **more: anyone.get(file, headers={"Range": span, **more})
    head = anyone.request("HEAD", file)
    assert head.status == 200 and head.headers["Accept-Ranges"] == "bytes" and head.headers["Content-Length"] == str(len(TEXT)) and count() == 0
    assert anyone.request("HEAD", file, headers={"Range": "bytes=0-9"}).status in (200, 206) and count() == 0
    first = part("bytes=0-9")
    assert (first.status, first.content, first.headers["Content-Range"]) == (206, TEXT[:10], f"bytes 0-9/{len(TEXT)}") and count() == 1
    tag = first.headers["ETag"]
    rest = part("bytes=10-", **{"If-Range": tag})
    assert (rest.status, first.content + rest.content) == (206, TEXT) and count() == 1, "one download"
    assert rest.headers["ETag"] == tag and rest.headers["Content-Disposition"].startswith("attachment") and rest.headers["X-Content-Type-Options"] == "nosniff"
    assert (part("bytes=3-7").content, part("bytes=-5").content) == (TEXT[3:8], TEXT[-5:]) and count() == 1
    assert part("bytes=999999-").status == 416 and count() == 1
    assert anyone.get(file).content == TEXT and count() == 2, "a second time"
    for span in ("bytes=0-", "bytes= 0-4", f"bytes=-{len(TEXT)}", "bytes=5-9,0-3", "lines=5-9", "bytes=5-9, 12-"):
        before = count()
        answer = part(span)
        assert answer.status in (200, 206) and count() == before + 1, span
    other = part("bytes=10-", **{"If-Range": '"something else"'})
    assert other.status == 200 and other.content == TEXT, "not the same file: all of it"
    assert anyone.get(path_of(message), headers={"Range": "bytes=0-9"}).status == 200, "pages are not files"


def test_a_download_that_broke_off_goes_on(db, org, client, mail, world):  # S3-20
    """As a browser does it: the whole file is asked for, and after a cut the rest."""
    add_resume(db, org)
    big = b"%PDF-1.4\n" + random.Random(7).randbytes(3 << 20)
    run = mailfiles.send(client, draft(client, ("大きな案内.pdf", big)))
    wait_state(db, run, "done")
    anyone = world.new_client()
    file = files_on(anyone.get(path_of(mail.wait(1)[0])))["大きな案内.pdf"]
    with anyone.http.get(anyone.url + file, stream=True) as answer:
        got = next(answer.iter_content(200_000))
        tag = answer.headers["ETag"]
    rest = anyone.get(file, headers={"Range": f"bytes={len(got)}-", "If-Range": tag})
    assert rest.status == 206 and got + rest.content == big
    assert [r["n"] for r in downloads(db, run)] == [1]
