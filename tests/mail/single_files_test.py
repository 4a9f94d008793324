"""Files of a single mail as they arrive (S3-20): the real pages, the real mailer, a real receiver."""
import re
import urllib.parse

import pytest

from harness import mailfiles, match
from harness.bulk import add_contact, wait_state
from harness.mailfiles import NAME, PDF, TEXT, infos, unpack, upload
from harness.suite import until

PASSWORD = "Kagi-2026&ok"
MAIL = {"subject": "ご案内", "body": "{{ 氏名 }} 様\n\n書類をお送りします。"}


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


@pytest.fixture
def person(db, org):
    return match.add_resume(db, org, name="中村 健太", mail="kenta@example.com")


def order(client, db, org, path, *files, ticked=(), **values):
    """From the page to the record; gives the run that has the files."""
    page = upload(client, client.get(path), *files, **MAIL) if files else client.get(path)
    for id in ticked:
        values["files"] = str(id)
    page = client.submit(page, page.form("subject", "body"), {**MAIL, **values}, button="確認")
    assert "この内容で1通のメールを送信します" in page.words, page.words[:600]
    page = client.submit(page, page.form("body"), button="送信する")
    assert page.path.startswith("/crm/") and "送信を受け付けました" in page.words, page.words[:600]
    return db.value("SELECT MAX(id) FROM run WHERE org_id = %s AND single = 1", org.id)


def enclosed(message):
    return [(p.get_filename(), p.get_payload(decode=True)) for p in message.parsed.iter_attachments()]


def link_of(message):
    return urllib.parse.urlsplit(re.search(r"http://\S+/mailing/d/[\w-]+", message.text)[0]).path


def files_on(page):
    """What the page of a link offers: name → path."""
    return dict(reversed(p) for p in re.findall(r'<a class="any" href="([^"]+)">([^<]*)</a>', page.text))


def test_as_they_are(db, org, client, person, mail):  # S3-20
    own = mailfiles.add_file(client, db, "resume", person, "職務経歴書.txt")
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT), ("案内.pdf", PDF), ticked=[own], way="plain")
    wait_state(db, run, "done")
    message, = mail.wait(1)
    assert sorted(enclosed(message)) == sorted([(NAME, TEXT), ("案内.pdf", PDF), ("職務経歴書.txt", TEXT)])
    assert message.to == "kenta@example.com" and "中村 健太 様" in message.text and "/mailing/" not in message.text
    assert message["List-Unsubscribe"] is None, "it is no bulk mail"
    assert db.one("SELECT n_total, n_sent, n_ready FROM run WHERE id = %s", run) == {"n_total": 1, "n_sent": 1, "n_ready": 0}


def test_zip(db, org, client, mail, tmp_path, suite):  # S3-20
    contact = add_contact(db, org, name="杉山 遥", mail="sugiyama@example.com")
    run = order(client, db, org, f"/mailing/write/contact/{contact}", (NAME, TEXT), ("案内.pdf", PDF), way="zip", password=PASSWORD)
    wait_state(db, run, "done")
    message, = mail.wait(1)
    (name, data), = enclosed(message)
    assert name == "添付ファイル.zip" and unpack(data, PASSWORD, tmp_path) == [{NAME: TEXT, "案内.pdf": PDF}] * 2, "unzip and 7z"
    assert [x for x in unpack(data, "Kagi-2026&no", tmp_path / "wrong") if x] == []
    assert all(i.flag_bits & 0x801 == 0x801 for i in infos(data)), "encrypted, and names are UTF-8"
    assert PASSWORD not in message.text and PASSWORD.encode() not in message.raw
    assert db.value("SELECT password FROM run_files WHERE run_id = %s", run) == ""
    for log in suite.var.glob("log/*"):
        assert PASSWORD not in log.read_text(errors="replace"), log
    page = client.get(f"/crm/contact/{contact}")
    assert f"添付: {NAME}, 案内.pdf" in page.words and "ダウンロード" not in page.words
    page = client.get(f"/mailing/run/{run}")
    assert "暗号化ZIPで添付" in page.words and "ZIPの中身" in page.words and PASSWORD not in page.text


def test_link_and_its_downloads(db, org, client, person, mail, world):  # S3-20
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT), ("案内.pdf", PDF), password=PASSWORD)
    wait_state(db, run, "done")
    message, = mail.wait(1)
    assert not message.attachments and PASSWORD not in message.text and "パスワードが必要です" in message.text
    assert "ダウンロード 0回" in client.get(f"/crm/resume/{person}").words
    anyone = world.new_client()
    page = anyone.get(link_of(message))
    assert page.status == 200 and files_on(page) == {} and NAME not in page.text
    page = anyone.submit(page, page.form("password"), password="wrong-one")
    assert page.status == 422 and "パスワードが違います" in page.words
    page = anyone.submit(page, page.form("password"), password=PASSWORD)
    files = files_on(page)
    assert list(files) == [NAME, "案内.pdf"] and org.name in page.words
    assert anyone.get(files[NAME]).content == TEXT and anyone.get(files["案内.pdf"]).content == PDF
    record = client.get(f"/crm/resume/{person}")
    assert f"添付: {NAME}, 案内.pdf" in record.words and "ダウンロード 2回" in record.words
    colleague = world.signed_in(org.account("member")).get(f"/crm/resume/{person}")
    assert "ダウンロード 2回" in colleague.words and f"/mailing/run/{run}" not in colleague.text
    path = next(href for href, text in record.links if text == "ご案内")
    page = client.get(path)
    assert path == f"/mailing/run/{run}" and "ダウンロード 2回" in page.words and "対象範囲" not in page.words
    page = client.submit(page, page.form(action=f"{path}/unlink"))
    assert "ダウンロードリンクを止めました" in page.words
    assert anyone.get(link_of(message)).status == 410 and anyone.get(files[NAME]).status == 410


def test_link_is_over(db, org, client, person, mail, world):  # S3-20
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT))
    wait_state(db, run, "done")
    path = link_of(mail.wait(1)[0])
    assert db.value("SELECT DATEDIFF(w.until_at, r.confirmed_at) FROM run_files w JOIN run r ON r.id = w.run_id WHERE r.id = %s", run) == 14
    anyone = world.new_client()
    file = files_on(anyone.get(path))[NAME]
    db.run("UPDATE run_files SET until_at = UTC_TIMESTAMP() - INTERVAL 1 SECOND WHERE run_id = %s", run)
    for where in (path, file):
        page = anyone.get(where)
        assert page.status == 410 and "期限が過ぎました" in page.words and NAME not in page.text
    assert anyone.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status == 404


def test_what_a_private_mail_had(db, org, client, person, mail, world):  # S3-20 S3-34
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT), shared="0")
    wait_state(db, run, "done")
    assert NAME in client.get(f"/crm/resume/{person}").words
    assert NAME not in world.signed_in(org.account("member")).get(f"/crm/resume/{person}").words


@pytest.mark.parametrize("way", ["zip", "plain", "link"])
def test_tried_for_days(db, org, client, person, mail, suite, world, tmp_path, way):  # S3-20
    """Deferred, the record's file removed, the mailer started anew: what was confirmed still goes along."""
    own = mailfiles.add_file(client, db, "resume", person, "職務経歴書.txt")
    rule = mail.rule("kenta@example.com", "451 4.3.0 try later")
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT), ticked=[own], way=way, password=PASSWORD)
    row = lambda: db.one("SELECT state, attempts FROM outbox WHERE run_id = %s", run)
    until(lambda: row() == {"state": "deferred", "attempts": 1})
    record = client.get(f"/crm/resume/{person}")
    client.submit(record, record.form(action=f"/crm/file/{own}/remove"))
    suite.stop("daemon:mailer")
    rule.times = 0
    db.run("UPDATE outbox SET due_at = UTC_TIMESTAMP(), created_at = created_at - INTERVAL 4 DAY WHERE run_id = %s", run)
    suite.start("daemon:mailer")
    wait_state(db, run, "done")
    message, = mail.wait(1)
    want = {NAME: TEXT, "職務経歴書.txt": TEXT}
    if way == "zip":
        assert unpack(enclosed(message)[0][1], PASSWORD, tmp_path) == [want] * 2
    elif way == "plain":
        assert dict(enclosed(message)) == want
    else:
        anyone = world.new_client()
        page = anyone.get(link_of(message))
        page = anyone.submit(page, page.form("password"), password=PASSWORD)
        assert {name: anyone.get(path).content for name, path in files_on(page).items()} == want


def test_killed_at_any_time(db, org, client, person, mail, suite, tmp_path):  # S3-20
    """Whenever the mailer dies before the mail has left: it goes out once, with its ZIP, never with the files as they are."""
    suite.stop("daemon:mailer")
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT), way="zip", password=PASSWORD)
    assert db.value("SELECT state FROM run WHERE id = %s", run) == "queued"
    rule = mail.rule("kenta@example.com", "451 4.3.0 try later")
    for _ in range(4):
        suite.start("daemon:mailer")
        suite.kill("daemon:mailer")
    suite.start("daemon:mailer")
    state = lambda: db.value("SELECT state FROM outbox WHERE run_id = %s", run)
    until(lambda: state() in ("deferred", "doubt"))
    if state() == "doubt":  # it died while it was talking to the server: a person decides
        page = client.get(f"/mailing/run/{run}")
        client.submit(page, page.form("row"), button="again")
    until(lambda: state() == "deferred")
    rule.times = 0
    db.run("UPDATE outbox SET due_at = UTC_TIMESTAMP() WHERE run_id = %s", run)
    wait_state(db, run, "done", seconds=60)
    (name, data), = enclosed(mail.wait(1)[0])
    assert name == "添付ファイル.zip" and unpack(data, PASSWORD, tmp_path) == [{NAME: TEXT}] * 2
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 1


def test_what_may_have_left_is_decided_by_its_sender(db, org, client, person, mail):  # S3-20 S3-27
    run = order(client, db, org, f"/mailing/write/resume/{person}", (NAME, TEXT))
    wait_state(db, run, "done")
    mail.wait(1)
    db.run("UPDATE outbox SET state = 'doubt' WHERE run_id = %s", run)
    db.run("UPDATE run SET n_sent = 0, n_doubt = 1 WHERE id = %s", run)
    page = client.get(f"/mailing/run/{run}")
    page = client.submit(page, page.form("row"), button="again")
    wait_state(db, run, "done")
    assert len(mail.wait(2)) == 2 and db.one("SELECT n_sent, n_doubt FROM run WHERE id = %s", run) == {"n_sent": 1, "n_doubt": 0}
