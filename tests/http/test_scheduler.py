"""The scheduler from outside: one at work, the next takes over, and every rule does its work once."""
import hashlib
import os
import signal
from datetime import datetime, timedelta, timezone

import pytest

from harness.scheduling import alone
from harness.suite import until
from harness.turns import mailer_looked


@pytest.fixture
def scheduling(suite, db):
    with alone(suite, db) as s:
        yield s


def ago(**span):
    return (datetime.now(timezone.utc) - timedelta(**span)).strftime("%Y-%m-%d %H:%M:%S")


# ---- who works ----

def test_suite_runs_one(suite, db):
    until(lambda: db.value("SELECT holder FROM lease WHERE name = 'scheduler'"))
    assert suite.procs["daemon:scheduler"].poll() is None


def waits(scheduling, process):
    """It has started, and has seen who holds the lease."""
    return f":{process.pid}:" in scheduling.log.read_text()


def test_killed_holder_is_replaced(scheduling):
    first = scheduling.start()
    until(lambda: scheduling.holds(first))
    second = scheduling.start()
    until(lambda: waits(scheduling, second))
    for _ in range(2):
        end = scheduling.db.value("SELECT until_at FROM lease")
        until(lambda: scheduling.db.value("SELECT until_at FROM lease") != end)
    assert scheduling.holds(first), "a lease that is renewed is not taken"
    epoch = scheduling.db.value("SELECT epoch FROM lease")
    first.kill()
    until(lambda: scheduling.holds(second))
    assert scheduling.db.value("SELECT epoch FROM lease") == epoch + 1
    scheduling.add(3)
    until(lambda: scheduling.all_written() and len(scheduling.lines()) == 3)


def test_stopped_holder_gives_back(scheduling):
    """Nobody waits for the end of the lease."""
    scheduling.configure(scheduler__lease_seconds=600)
    first = scheduling.start()
    until(lambda: scheduling.holds(first))
    second = scheduling.start()
    until(lambda: waits(scheduling, second))
    first.terminate()
    assert first.wait(60) == 0
    until(lambda: scheduling.holds(second), 3, "no wait for the end of the lease")


def test_frozen_holder_cannot_commit(scheduling):
    """It wakes up behind the end of its lease, finds another at work, and waits like any second one."""
    first = scheduling.start()
    until(lambda: scheduling.holds(first))
    second = scheduling.start()
    os.kill(first.pid, signal.SIGSTOP)
    try:
        until(lambda: scheduling.holds(second))
        epoch = scheduling.db.value("SELECT epoch FROM lease")
        scheduling.add(50)
    finally:
        os.kill(first.pid, signal.SIGCONT)
    until(lambda: "lease lost" in scheduling.log.read_text() and f":{first.pid}:" in scheduling.log.read_text())
    scheduling.add(50)
    until(scheduling.all_written)
    assert scheduling.holds(second) and scheduling.db.value("SELECT epoch FROM lease") == epoch
    assert scheduling.verify().returncode == 0


def test_clock_of_the_database_set_back(scheduling):
    """A lease that ends in ten years but is not renewed is dead."""
    scheduling.db.run("UPDATE lease SET holder = 'gone:1:0', until_at = UTC_TIMESTAMP() + INTERVAL 10 YEAR, epoch = 7")
    process = scheduling.start()
    until(lambda: scheduling.holds(process))
    assert scheduling.db.value("SELECT epoch FROM lease") == 8


def test_once_refuses_beside_a_running_one(scheduling):
    process = scheduling.start()
    until(lambda: scheduling.holds(process))
    done = scheduling.call("once")
    assert done.returncode == 1 and "another scheduler" in done.stderr


def test_database_restarted_in_the_middle(scheduling, suite):
    process = scheduling.start()
    until(lambda: scheduling.holds(process))
    scheduling.add(5000)
    until(lambda: scheduling.db.value("SELECT written FROM audit_head"))
    scheduling.db.close()
    told = len(scheduling.log.read_text())
    suite.kill("db")
    until(lambda: "database_away" in scheduling.log.read_text()[told:])
    suite.start_db()
    scheduling.add(100)
    until(scheduling.all_written)
    assert process.poll() is None
    assert scheduling.verify().returncode == 0
    assert len(scheduling.lines()) == len(scheduling.ids()) == 5100


# ---- rules ----

def test_rules_are_listed(scheduling):
    rules = scheduling.call("rules").stdout.splitlines()
    assert [line.split()[0] for line in rules][0] == "audit" and len(rules) == len(scheduling.once())


def test_unknown_rule_and_words(scheduling):
    assert scheduling.call("once", "nonsense").returncode == 1
    assert scheduling.call("nonsense").returncode == 2
    assert scheduling.call("audit", "nonsense").returncode == 2


def aged(db, world, suite):
    """Rows of every kind, one that is over and one that is not: {table: (condition of the old one, of the new one)}."""
    account = world.org("agency").account()
    tag = os.urandom(4).hex()
    for expired, name in ((ago(days=8), "old"), (ago(days=6), "new")):
        db.insert("link_token", token_hash=os.urandom(32), purpose="reset", account_id=account.id, value=f"{tag}{name}", expires_at=expired)
    for made, name in ((ago(days=16), "old"), (ago(days=14), "new")):
        db.insert("form_once", token=os.urandom(16), account_id=account.id, location=f"{tag}{name}", made_at=made)
    db.insert("throttle", name=f"{tag}old", failures=3, first_at=ago(hours=1), locked_until=ago(minutes=30))
    db.insert("throttle", name=f"{tag}old2", failures=1, first_at=ago(hours=1))
    db.insert("throttle", name=f"{tag}new", failures=3, first_at=ago(hours=1), locked_until=ago(minutes=-5))
    db.insert("throttle", name=f"{tag}new2", failures=3, first_at=ago(minutes=5))
    for seen, name in ((ago(days=7, hours=3), "old"), (ago(days=7, hours=1), "new")):
        db.insert("session", token_hash=os.urandom(32), account_id=account.id, created_at=seen, seen_at=seen, ip="", agent=f"{tag}{name}")
    for updated, name in ((ago(days=31), "old"), (ago(days=29), "new")):
        db.insert("selection", org_id=account.org.id, account_id=account.id, list=f"{tag}{name}", query="", shown="", checked="",
                  updated_at=updated)
    return account, tag


FORGOTTEN = {"links": ("link_token", "value"), "forms": ("form_once", "location"), "throttle": ("throttle", "name"),
             "sessions": ("session", "agent"), "selections": ("selection", "list")}


def test_what_is_over_goes_and_nothing_else(scheduling, db, world, suite):
    scheduling.once()
    account, tag = aged(db, world, suite)
    first = scheduling.once()
    for rule, (table, column) in FORGOTTEN.items():
        left = [r[column][len(tag):] for r in db.all(f"SELECT `{column}` FROM `{table}` WHERE `{column}` LIKE %s", f"{tag}%")]
        assert left and all(name.startswith("new") for name in left), (rule, left)
        assert first[rule] == (2 if rule == "throttle" else 1), (rule, first)
    assert {n for name, n in scheduling.once().items()} == {0}, "a second time there is nothing to do"


def test_many_in_steps(scheduling, db):
    scheduling.configure(scheduler__step=100)
    db.run("INSERT INTO form_once (token, account_id, made_at) SELECT UNHEX(LPAD(HEX(seq), 32, '0')), 0, %s FROM seq_1_to_1250", ago(days=20))
    assert scheduling.once("forms") >= 1250
    assert scheduling.once("forms") == 0


def blob(db, suite, content):
    name = hashlib.sha256(content).digest()
    path = suite.var / "blobs" / name.hex()[:2] / name.hex()
    path.parent.mkdir(mode=0o770, exist_ok=True)
    path.write_bytes(content)
    return path, db.insert("blob", hash=name, size=len(content), type="text/plain", created_at=ago(days=40))


def test_drafts_and_their_files(scheduling, db, world, suite):
    org = world.org("agency")
    run = dict(org_id=org.id, account_id=1, kind="resume", list="resume", query="", ids="", body="", created_at=ago(days=100))
    old = db.insert("run", state="draft", updated_at=ago(days=91), **run)
    young = db.insert("run", state="draft", updated_at=ago(days=89), **run)
    done = db.insert("run", state="done", updated_at=ago(days=91), **run)
    paths = {}
    for noun, id in (("run", old), ("run", young), ("run", done), ("resume", old)):
        path, blob_id = blob(db, suite, os.urandom(20))
        file_id = db.insert("file", org_id=org.id, noun=noun, noun_id=id, blob_id=blob_id, name="a.txt", account_id=1, created_at=ago(days=95))
        paths[noun, id] = path, file_id
    assert scheduling.once("drafts") >= 1 and scheduling.once("drafts") == 0
    assert {r["id"] for r in db.all("SELECT id FROM run WHERE org_id = %s", org.id)} == {young, done}
    gone = {id for id in (f for _, f in paths.values()) if db.value("SELECT deleted_at IS NOT NULL FROM file WHERE id = %s", id)}
    assert gone == {paths["run", old][1]}
    scheduling.once("blobs")
    assert all(path.exists() for path, _ in paths.values()), "removed files are kept for a while"
    db.run("UPDATE file SET deleted_at = %s WHERE id = %s", ago(days=31), paths["run", old][1])
    assert scheduling.once("blobs") >= 1 and scheduling.once("blobs") == 0
    assert [path.exists() for path, _ in paths.values()] == [False, True, True, True]


def test_uploaded_csv_goes(scheduling, db, world, suite):
    org = world.org("agency")
    path, blob_id = blob(db, suite, os.urandom(20))
    ids = [db.insert("file", org_id=org.id, noun="import", noun_id=1, blob_id=blob_id, name="a.csv", account_id=1, created_at=created)
           for created in (ago(days=3), ago(days=1))]
    assert scheduling.once("imports") >= 1 and scheduling.once("imports") == 0
    assert [db.value("SELECT deleted_at IS NULL FROM file WHERE id = %s", i) for i in ids] == [0, 1]


# ---- mail ----

def a_run(db, org, state="sending", rows=(), **more):
    """rows: (state, attempts, created, due)."""
    mail = db.insert("mail", org_id=org.id, kind="resume", bulk=1, from_name="", from_addr="a@example.jp", subject="x", body="x",
                     created_at=ago(days=9))
    waiting = sum(r[0] == "ready" for r in rows), sum(r[0] == "deferred" for r in rows)
    columns = dict(org_id=org.id, account_id=1, kind="resume", list="resume", state=state, query="", ids="", body="", mail_id=mail,
                   n_total=len(rows), n_ready=waiting[0], n_deferred=waiting[1], confirmed_at=ago(days=9), created_at=ago(days=9),
                   updated_at=ago(days=9))
    run = db.insert("run", **{**columns, **more})
    ids = [db.insert("outbox", org_id=org.id, run_id=run, mail_id=mail, noun="resume", noun_id=i, once_key=f"r{i}@example.jp",
                     to_addr=f"r{i}@example.jp", vars="", state=state, attempts=attempts, created_at=created, due_at=due,
                     smtp_text="4.2.0 later" if attempts else "")
           for i, (state, attempts, created, due) in enumerate(rows)]
    return run, ids


OLD, YOUNG = ago(days=5, hours=2), ago(days=4)


@pytest.fixture
def no_mailer(suite, db):
    """S3: a mail is tried for 5 days whoever works; here nobody does."""
    suite.stop("daemon:mailer")
    db.run("UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE state IN ('queued', 'expanding', 'sending', 'paused')")
    db.run("UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
    yield
    db.run("UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE state IN ('queued', 'expanding', 'sending', 'paused')")
    db.run("UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
    suite.start("daemon:mailer")


# S3-31 not delivered within 5 days
def test_mail_expires_without_a_mailer(scheduling, db, world, no_mailer):
    org = world.org("agency")
    run, ids = a_run(db, org, rows=[
        ("deferred", 9, OLD, ago(hours=2)),     # its last try is overdue
        ("ready", 9, OLD, ago(hours=2)),        # handed back by a mailer without a relay
        ("deferred", 3, YOUNG, ago(hours=2)),   # may still be tried
        ("deferred", 9, OLD, ago(minutes=5)),   # is to be tried now
        ("ready", 0, OLD, OLD),                 # was never tried: a long run
    ])
    paused, paused_ids = a_run(db, org, state="paused", rows=[("deferred", 9, OLD, ago(hours=2))])
    last, last_ids = a_run(db, org, rows=[("deferred", 9, OLD, ago(hours=2))])
    single_mail = db.insert("mail", org_id=org.id, kind="notice", bulk=0, from_name="", from_addr="a@example.jp", subject="x",
                            body="https://secret", created_at=OLD)
    single = db.insert("outbox", org_id=org.id, run_id=0, mail_id=single_mail, noun="account", noun_id=1, to_addr="a@example.jp", vars="",
                       state="deferred", attempts=4, created_at=OLD, due_at=ago(hours=2))
    assert scheduling.once("expiry") == 4
    assert [db.value("SELECT state FROM outbox WHERE id = %s", i) for i in ids] == ["failed", "failed", "deferred", "deferred", "ready"]
    row = db.one("SELECT * FROM outbox WHERE id = %s", ids[0])
    assert row["smtp_text"] == "expired: 4.2.0 later" and row["done_at"]
    r = db.one("SELECT * FROM run WHERE id = %s", run)
    assert (r["state"], r["n_ready"], r["n_deferred"], r["n_failed"]) == ("sending", 1, 2, 2)
    assert db.value("SELECT state FROM outbox WHERE id = %s", paused_ids[0]) == "deferred"
    assert db.value("SELECT state FROM run WHERE id = %s", last) == "done", "nothing is left to send"
    assert db.value("SELECT state FROM outbox WHERE id = %s", single) == "failed"
    assert db.value("SELECT body FROM mail WHERE id = %s", single_mail) == "", "a link that opens an account does not stay"
    before = db.all("SELECT * FROM outbox WHERE org_id = %s", org.id) + db.all("SELECT * FROM run WHERE org_id = %s", org.id)
    assert scheduling.once("expiry") == 0
    assert before == db.all("SELECT * FROM outbox WHERE org_id = %s", org.id) + db.all("SELECT * FROM run WHERE org_id = %s", org.id)


def test_many_runs_with_old_mail(scheduling, db, world, no_mailer):
    """More runs than a step looks at."""
    scheduling.configure(scheduler__step=10)
    org = world.org("agency")
    for _ in range(24):
        a_run(db, org, rows=[("ready", 0, OLD, OLD)])
    runs = [a_run(db, org, rows=[("deferred", 9, OLD, ago(hours=2))])[0] for _ in range(3)]
    assert scheduling.once("expiry") == 3
    assert {db.value("SELECT state FROM run WHERE id = %s", r) for r in runs} == {"done"}


def test_late_run_is_told(scheduling, db, world, no_mailer):
    org = world.org("agency")
    a_run(db, org, state="queued", start_at=ago(minutes=-20))
    assert "runs late" not in scheduling.call("once", "late").stderr
    a_run(db, org, state="queued", start_at=ago(minutes=5))
    assert "runs late" not in scheduling.call("once", "late").stderr
    run, _ = a_run(db, org, state="queued", start_at=ago(minutes=20))
    assert f"runs late count=1 first={run}" in scheduling.call("once", "late").stderr


# Schedule for later; cancel before it starts (S3, Compose)
def test_scheduled_run_starts_at_its_time_and_a_cancelled_one_never(db, world, mail, suite, clock):
    org = world.org("agency")
    account = org.account()
    ids = [db.insert("resume", org_id=org.id, name=f"候補 {i}", kana="コウホ", mail=f"s{i}.{org.id}@people.example.jp", created_at=ago(),
                     updated_at=ago()) for i in range(4)]
    runs = [a_run(db, org, state="queued", start_at=ago(minutes=-10), account_id=account.id, scope="checked", fields="mail",
                  ids=",".join(map(str, pair)), max_id=max(ids))[0] for pair in (ids[:2], ids[2:])]
    client = world.signed_in(account)
    page = client.get(f"/mailing/run/{runs[1]}")
    form = next(f for f in page.forms if f.action.endswith("/cancel"))
    assert client.submit(page, form).status in (200, 303)
    assert db.value("SELECT state FROM run WHERE id = %s", runs[1]) == "cancelled"
    clock(9 * 60)
    mailer_looked(db)
    assert db.value("SELECT state FROM run WHERE id = %s", runs[0]) == "queued" and not mail.messages
    clock(11 * 60)
    until(lambda: db.value("SELECT state FROM run WHERE id = %s", runs[0]) == "done")
    mailer_looked(db)
    assert {m.to for m in mail.messages} == {f"s{i}.{org.id}@people.example.jp" for i in (0, 1)}
    assert db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s", runs[1]) == 0
