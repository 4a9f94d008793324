"""Files of bulk mails that ended long ago: they go, and what was sent is still told by name (S3-20)."""
import hashlib
import os
import urllib.parse
from datetime import datetime, timedelta, timezone

import pytest

from harness import bulk, mailfiles, match
from harness.bulk import start_draft, wait_state
from harness.mailfiles import NAME, PDF, TEXT, upload
from harness.scheduling import alone

GONE, DAY = "保存期間が過ぎたため削除されました", 86400


@pytest.fixture
def scheduling(suite, db):
    with alone(suite, db) as s:
        yield s


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def person(db, org, **columns):
    """A résumé; gives its address: mails of other tests may still be on their way."""
    return db.value("SELECT mail FROM resume WHERE id = %s", match.add_resume(db, org, **columns))


def ago(days):
    return (datetime.now(timezone.utc) - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S")


def sent(db, client, **values):
    run = mailfiles.send(client, upload(client, start_draft(client), (NAME, TEXT), ("案内.pdf", PDF)), **values)
    wait_state(db, run, "done", "sending")
    return run


def left(db, run):
    return db.value("SELECT COUNT(*) FROM file WHERE noun = 'run' AND noun_id = %s AND deleted_at IS NULL", run)


@pytest.mark.parametrize("way", ["link", "zip", "plain"])
def test_files_go_and_their_names_stay(db, org, client, mail, world, scheduling, clock, way):  # S3-20 S3-27
    address, _ = person(db, org), person(db, org)
    run = sent(db, client, way=way, password="Kagi-2026" if way == "zip" else "")
    wait_state(db, run, "done")
    text = mail.wait(1, to=address)[0].text
    clock(300 * DAY)
    scheduling.once("mail_files")
    assert left(db, run), "it ended less than keep.mail_file_months ago"
    clock(400 * DAY)
    assert scheduling.once("mail_files") >= 1 and scheduling.once("mail_files") == 0
    clock(0)
    assert left(db, run) == 0
    page = client.get(f"/mailing/run/{run}")
    assert page.status == 200 and GONE in page.words and NAME in page.words and "案内.pdf" in page.words
    assert "/mailing/d/" not in page.text and "リンクを止める" not in page.words
    assert ("添付ファイル.zip" in page.words) == (way == "zip")
    record = client.get("/crm/resume/%d" % db.value("SELECT MIN(noun_id) FROM outbox WHERE run_id = %s", run))
    assert NAME in record.words and GONE in record.words
    if way == "link":
        link = next(urllib.parse.urlsplit(w).path for w in text.split() if "/mailing/d/" in w)
        clock(400 * DAY)
        assert world.new_client().get(link).status == 410, "as since its links expired"
        clock(0)
    db.run("UPDATE file SET deleted_at = %s WHERE noun = 'run' AND noun_id = %s", ago(31), run)
    scheduling.once("blobs")
    assert db.value("SELECT COUNT(*) FROM file WHERE noun = 'run' AND noun_id = %s", run) == 0
    assert NAME in client.get(f"/mailing/run/{run}").words, "also when nothing else tells of them"


def test_nothing_is_sent_again_without_its_files(db, org, client, mail, scheduling, clock):  # S3-20 S3-27
    taken, refused = person(db, org), person(db, org)
    mail.rule(refused, "550 5.2.0 not today")
    run = sent(db, client, way="plain")
    wait_state(db, run, "done")
    before = client.get(f"/mailing/run/{run}")
    again = before.form(action=f"/mailing/run/{run}/again")
    db.run("UPDATE outbox SET state = 'doubt' WHERE run_id = %s AND state = 'sent'", run)
    db.run("UPDATE run SET n_doubt = 1, n_sent = 0 WHERE id = %s", run)
    decide = client.get(f"/mailing/run/{run}").form("row")
    clock(400 * DAY)
    assert scheduling.once("mail_files") >= 1
    clock(0)
    page = client.get(f"/mailing/run/{run}")
    assert [f.action for f in page.forms if f.action.endswith("/again")] == [] and "もう一度送信" not in page.words
    mail.reset()
    for page_of in (client.submit(before, again), client.submit(before, decide, button="again")):
        assert page_of.status == 409 and GONE in page_of.words
    assert db.value("SELECT GROUP_CONCAT(state ORDER BY state) FROM outbox WHERE run_id = %s", run) == "failed,doubt"
    page = client.submit(page, page.form("row"), button="sent")
    assert page.status == 200 and db.value("SELECT n_sent FROM run WHERE id = %s", run) == 1, "what needs no files can be done"
    assert db.value("SELECT state FROM run WHERE id = %s", run) == "done" and not mail.to(taken) + mail.to(refused)


def test_a_cancelled_mail_taken_back_later(db, org, client, mail, suite, scheduling, clock):  # S3-20
    address = person(db, org)
    suite.stop("daemon:mailer")
    try:
        run = mailfiles.send(client, upload(client, start_draft(client), (NAME, TEXT)), way="plain")
        bulk.do(client, run, "cancel")
    finally:
        suite.start("daemon:mailer")
    clock(400 * DAY)
    assert scheduling.once("mail_files") >= 1
    clock(0)
    page = bulk.do(client, run, "reopen")
    assert page.path.endswith("/compose") and GONE in page.words and NAME in page.words and mailfiles.shown(page) == {}
    page = upload(client, page, ("新しい案内.pdf", PDF))
    assert GONE not in page.words and list(mailfiles.shown(page)) == ["新しい案内.pdf"]
    assert mailfiles.send(client, page, way="plain") == run
    (message,) = mail.wait(1, to=address)
    assert [n for n, _ in message.attachments] == ["新しい案内.pdf"]
    wait_state(db, run, "done")
    assert GONE not in client.get(f"/mailing/run/{run}").words


def test_a_cancelled_mail_sent_without_them(db, org, client, mail, suite, scheduling, clock):  # S3-20
    address = person(db, org)
    suite.stop("daemon:mailer")
    try:
        run = mailfiles.send(client, upload(client, start_draft(client), (NAME, TEXT)), way="plain")
        bulk.do(client, run, "cancel")
    finally:
        suite.start("daemon:mailer")
    clock(400 * DAY)
    assert scheduling.once("mail_files") >= 1
    clock(0)
    page = bulk.do(client, run, "reopen")
    page = client.get(page.path.replace("compose", "confirm"))  # without another look at the draft
    assert bulk.answer(client, page, "Yes").path.endswith("/started")
    (message,) = mail.wait(1, to=address)
    assert not message.attachments
    wait_state(db, run, "done")


# ---- which ones ---------------------------------------------------------------------------------------------------------

OLD, YOUNG = 400, 300  # days; a year is kept


def made(db, suite, org, state, ended, links=None, noun="run", **more):
    """A run with a file, all of it from long ago but its end."""
    run = db.insert("run", **{**dict(org_id=org.id, account_id=1, kind="resume", list="resume", query="", ids="", body="", state=state,
                                     created_at=ago(1000), updated_at=ago(ended), done_at=ago(ended)), **more})
    content = os.urandom(20)
    name = hashlib.sha256(content).digest()
    path = suite.var / "blobs" / name.hex()[:2] / name.hex()
    path.parent.mkdir(mode=0o770, exist_ok=True)
    path.write_bytes(content)
    blob = db.insert("blob", hash=name, size=len(content), type="text/plain", created_at=ago(1000))
    db.insert("file", org_id=org.id, noun=noun, noun_id=run, blob_id=blob, name="a.txt", account_id=1, created_at=ago(1000))
    if links is not None:
        db.insert("run_files", run_id=run, org_id=org.id, until_at=ago(links))
    return run


def there(db, run):
    return db.value("SELECT COUNT(*) FROM file WHERE noun_id = %s AND deleted_at IS NULL", run)


def test_only_what_ended_long_ago(db, world, suite, scheduling):  # S3-20
    org = world.org("agency")
    gone = [made(db, suite, org, "done", OLD), made(db, suite, org, "stopped", OLD), made(db, suite, org, "cancelled", OLD),
            made(db, suite, org, "done", OLD, links=OLD - 14)]
    kept = {"ended since": made(db, suite, org, "done", YOUNG), "links answer": made(db, suite, org, "done", OLD, links=-1),
            "rows wait": made(db, suite, org, "stopped", OLD, n_ready=1), "to be tried": made(db, suite, org, "stopped", OLD, n_deferred=1),
            "at work": made(db, suite, org, "sending", OLD, done_at=None, n_ready=1), "paused": made(db, suite, org, "paused", OLD, done_at=None),
            "scheduled": made(db, suite, org, "paused", OLD, done_at=None, resume_state="queued"),
            "a draft": made(db, suite, org, "draft", OLD, done_at=None), "of a résumé": made(db, suite, org, "done", OLD, noun="resume")}
    assert scheduling.once("mail_files") == len(gone)
    assert [there(db, run) for run in gone] == [0] * len(gone)
    assert {why: there(db, run) for why, run in kept.items()} == dict.fromkeys(kept, 1)
    before = db.all("SELECT * FROM run_files WHERE org_id = %s ORDER BY run_id", org.id)
    assert {r["run_id"] for r in before if r["removed"] == "a.txt"} == set(gone)
    assert scheduling.once("mail_files") == 0
    assert db.all("SELECT * FROM run_files WHERE org_id = %s ORDER BY run_id", org.id) == before


def test_many_in_small_steps_and_for_ever(db, world, suite, scheduling):  # S3-20
    org = world.org("agency")
    stuck = [made(db, suite, org, "paused", OLD, done_at=None) for _ in range(15)]
    runs = [made(db, suite, org, "done", OLD) for _ in range(25)]
    scheduling.configure(scheduler__step=10, keep__mail_file_months=0)
    assert scheduling.once("mail_files") == 0
    scheduling.configure(scheduler__step=10, keep__mail_file_months=36)
    assert scheduling.once("mail_files") == 0
    young = made(db, suite, org, "done", 40)
    scheduling.configure(scheduler__step=10, keep__mail_file_months=1, mail__link_days=60)
    assert scheduling.once("mail_files") >= 25
    assert there(db, young), "the link of a test mail may still answer"
    assert {there(db, r) for r in runs} == {0} and {there(db, r) for r in stuck} == {1}
    db.run("UPDATE run SET state = 'stopped' WHERE org_id = %s AND state = 'paused'", org.id)
