"""A bulk mail that begins later: what the pages say of it, when it begins, how it is taken back (S3: schedule, cancel before it starts)."""
import datetime
import time

import pytest

from harness.bulk import add_resume, answer, compose, do, run_id, send, start_draft, wait_state
from harness.suite import until
from harness.turns import mailer_looked

JAPAN = datetime.timezone(datetime.timedelta(hours=9))


@pytest.fixture(autouse=True)
def nothing_of_others(db, mail):
    """Mails of earlier tests that are still on their way stay where they are."""
    db.run("UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
    db.run("UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE state IN ('queued', 'expanding', 'sending', 'paused')")


@pytest.fixture
def org(world, db):
    org = world.org("agency")
    for _ in range(2):
        add_resume(db, org)
    return org


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member"))


def ahead(**gap):
    """A time from now as it is typed, and as the pages show it."""
    at = datetime.datetime.now(JAPAN) + datetime.timedelta(**gap)
    return {"start": "later", "start_date": f"{at:%Y/%m/%d}", "start_time": f"{at.hour}:{at:%M}"}, f"{at:%Y/%m/%d %H:%M}"


def state(db, run):
    return db.value("SELECT state FROM run WHERE id = %s", run)


def begin_now(db, run):
    """As if its time had come."""
    db.run("UPDATE run r JOIN run_version v ON v.account_id = r.account_id SET r.start_at = UTC_TIMESTAMP(), v.version = v.version + 1"
           " WHERE r.id = %s", run)


def test_scheduled_run_waits_for_its_time(db, client, mail):  # S3 schedule
    typed, shown = ahead(days=3)
    page = compose(client, start_draft(client), **typed)
    assert f"{shown}に送信を開始します。 2通のメールを送信します。よろしいですか？" in page.words.replace("。2通", "。 2通")
    assert "確認のあとに登録したデータは入りません" in page.words
    page = answer(client, page, "Yes")
    run = run_id(page)
    assert "メールの送信を予約しました" in page.words and f"{shown}に送信を開始します" in page.words and "送信を開始しました" not in page.words
    at = datetime.datetime.strptime(shown, "%Y/%m/%d %H:%M") - datetime.timedelta(hours=9)
    assert db.value("SELECT start_at FROM run WHERE id = %s", run) == at  # UTC
    page = client.get("/mailing/runs")
    assert f"{shown} 開始" in page.words and "予約" in page.words
    page = client.get(f"/mailing/run/{run}")
    assert f"{shown}に送信を開始します" in page.words and "予約を取り消す" in page.words and "準備しています" not in page.words
    assert client.get(f"/mailing/run/{run}/progress").json()["state"] == "scheduled"
    mailer_looked(db)
    assert state(db, run) == "queued" and not mail.messages and db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s", run) == 0
    begin_now(db, run)
    wait_state(db, run, "done")
    assert len(mail.wait(2)) == 2 and "完了" in client.get(f"/mailing/run/{run}").words


def test_icon_is_not_busy_before(db, client, mail, suite):  # S3-26
    typed, _ = ahead(hours=5)
    run = send(client, **typed)
    assert client.get("/mailing/runs/state").json() == {"busy": 0, "done": 0} and "一括処理 なし" in client.get("/mailing/runs").words
    suite.stop("daemon:mailer")
    try:
        begin_now(db, run)
        assert client.get("/mailing/runs/state").json()["busy"] == 1
    finally:
        suite.start("daemon:mailer")
    wait_state(db, run, "done")
    assert client.get("/mailing/runs/state").json() == {"busy": 0, "done": 1}


@pytest.mark.parametrize("values, field, words", [
    (ahead(minutes=-5)[0], "start_date", "過ぎた日時です"), (ahead(days=91)[0], "start_date", "90日後まで"), ({"start_date": ""}, "start_date", "入力してください"),
    ({"start_time": ""}, "start_time", "入力してください"), ({"start_time": "25:00"}, "start_time", "0:00から23:59まで"), ({"start_time": "9:60"}, "start_time", "0:00から23:59まで"),
    ({"start_time": "朝"}, "start_time", "0:00から23:59まで"), ({"start_date": "2026/02/30"}, "start_date", "ある日付を"), ({"start": "someday"}, "start", "選択肢の中から")])
def test_what_is_no_time(db, org, client, values, field, words):
    values = {**ahead(days=1)[0], **values}
    page = compose(client, start_draft(client), **values)
    form = page.form("subject", "body")
    assert page.status == 422 and f'id="{field}-err"' in page.text and words in page.words
    if field != "start":
        assert form.get("start") == "later" and form.get("start_date") == values["start_date"] and form.get("start_time") == values["start_time"]  # not lost
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s AND start_at IS NOT NULL", org.id) == 0


@pytest.mark.parametrize("typed", ["9:05", "09:05", "９：０５", "9時5分", "0905"])
def test_ways_to_write_a_time(db, org, client, typed):
    page = compose(client, start_draft(client), **{**ahead(days=2)[0], "start_time": typed})
    if typed == "0905":
        assert page.status == 422
        return
    at = db.value("SELECT start_at FROM run WHERE id = %s", run_id(page))
    assert (at.hour, at.minute) == (0, 5)
    form = client.get(f"/mailing/run/{run_id(page)}/compose").form("subject")
    assert (form.get("start"), form.get("start_time")) == ("later", "09:05")


def test_half_a_time_is_no_hindrance_to_other_buttons(db, client):
    page = compose(client, start_draft(client), "scope", start="later", start_date="", start_time="")
    assert page.path == "/mailing/new"
    page = compose(client, start_draft(client), "test", **ahead(days=1)[0])
    assert page.status == 200 and page.form("subject").get("start") == "later"


def test_at_once_again(db, client):
    page = compose(client, start_draft(client), **ahead(days=1)[0])
    page = answer(client, page, "No")
    assert page.form("subject").get("start") == "later"  # S3-22
    page = compose(client, page, start="now")
    assert "すぐに送信する" in page.words and db.value("SELECT start_at FROM run WHERE id = %s", run_id(page)) is None


def test_time_passes_on_the_confirmation_page(db, org, client):
    page = compose(client, start_draft(client), **ahead(days=1)[0])
    run = run_id(page)
    db.run("UPDATE run SET start_at = UTC_TIMESTAMP() - INTERVAL 1 MINUTE WHERE id = %s", run)
    refused = answer(client, page, "Yes")
    assert refused.status == 422 and "を過ぎました" in refused.words and state(db, run) == "draft"
    page = answer(client, refused, "No")
    assert page.path.endswith("/compose")


def test_cancelled_before_it_starts_and_sent_after_all(db, org, client, mail):  # S3 cancel before it starts
    run = send(client, subject="予約の件名", **ahead(days=1)[0])
    page = do(client, run, "cancel")
    assert "送信を取り消しました" in page.words and state(db, run) == "cancelled"
    begin_now(db, run)
    mailer_looked(db)
    assert state(db, run) == "cancelled" and "予約の件名" not in {m.subject for m in mail.messages}
    page = do(client, run, "reopen")
    assert page.path == f"/mailing/run/{run}/compose" and "下書きに戻しました" in page.words and page.form("subject").get("subject") == "予約の件名"
    assert db.value("SELECT COUNT(*) FROM mail WHERE org_id = %s", org.id) == 0
    third = add_resume(db, org)
    page = compose(client, page, subject="直した件名", start="now")
    assert "3通のメールを送信します" in page.words
    answer(client, page, "Yes")
    wait_state(db, run, "done")
    until(lambda: [m.subject for m in mail.messages].count("直した件名") == 3)
    assert "予約の件名" not in {m.subject for m in mail.messages}
    assert db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND noun_id = %s", run, third) == 1
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s AND noun_id = %s ORDER BY id", org.id, run)]
    assert [a for a in actions if a in ("run.confirm", "run.cancel", "run.reopen")] == ["run.confirm", "run.cancel", "run.reopen", "run.confirm"]


def test_only_what_never_began_becomes_a_draft(db, org, client, mail, world):
    run = send(client)
    wait_state(db, run, "done")
    token = lambda who: {"token": who.get("/mailing/stops").form("token").get("token")}
    assert client.post(f"/mailing/run/{run}/reopen", token(client)).status == 409 and state(db, run) == "done"
    other = send(client, **ahead(days=1)[0])
    assert client.post(f"/mailing/run/{other}/reopen", token(client)).status == 409 and state(db, other) == "queued"
    do(client, other, "cancel")
    colleague = world.signed_in(org.account("admin"))
    assert colleague.post(f"/mailing/run/{other}/reopen", token(colleague)).status == 404 and state(db, other) == "cancelled"


def test_paused_before_its_time_it_does_not_begin(db, client, mail):  # S3-27
    run = send(client, **ahead(days=1)[0])
    do(client, run, "pause")
    begin_now(db, run)
    mailer_looked(db)
    assert state(db, run) == "paused" and not mail.messages
    do(client, run, "resume")
    wait_state(db, run, "done")
    assert len(mail.wait(2)) == 2


def test_records_and_stops_of_the_meantime(db, org, client, mail):  # S3-14: the newest record at confirmation is the last of the run
    first = db.value("SELECT MIN(id) FROM resume WHERE org_id = %s", org.id)
    run = send(client, body="{{ 氏名 }}", **ahead(days=1)[0])
    later = add_resume(db, org)
    db.run("UPDATE resume SET name = '改姓 花子' WHERE id = %s", first)
    db.insert("dnc", org_id=org.id, addr=db.value("SELECT MAX(mail) FROM resume WHERE org_id = %s AND id NOT IN (%s, %s)", org.id, first, later), reason="request",
              created_at="2026-01-01")
    begin_now(db, run)
    wait_state(db, run, "done")
    message, = mail.wait(1)
    assert "改姓 花子" in message.text
    assert db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND noun_id = %s", run, later) == 0


def test_in_english(db, org, world):
    client = world.signed_in(org.account("admin", lang="en"))
    typed, shown = ahead(days=3)
    page = compose(client, start_draft(client), **typed)
    assert f"Sending begins at {shown}." in page.words
    page = answer(client, page, "Yes")
    assert "The mail is scheduled" in page.words
    assert "Cancel the scheduled sending" in client.get(f"/mailing/run/{run_id(page)}").words
