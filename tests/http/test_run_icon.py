"""The figures of the run icon: kept by the programs until one of the account's bulk mails changes, never counted for each page (S3-26)."""
import pytest

MANY = 3000


@pytest.fixture
def at_rest(suite):
    """Nobody but the test asks the database."""
    daemons = [p for p in suite.pieces() if p.startswith("daemon:")]
    for piece in daemons:
        suite.stop(piece)
    yield
    for piece in daemons:
        suite.start(piece)


@pytest.fixture
def client(world):
    return world.signed_in(world.org("agency").account("member"))


@pytest.fixture
def years_of_runs(db, client):
    account = client.account
    db.run("INSERT INTO run (org_id, account_id, kind, list, state, scope, query, ids, body, created_at, updated_at, done_at)"
           " SELECT %s, %s, 'resume', 'resume', 'done', 'all', '', '', '', UTC_TIMESTAMP(), UTC_TIMESTAMP(), UTC_TIMESTAMP()"
           f" FROM seq_1_to_{MANY}", account.org.id, account.id)
    db.run("INSERT INTO run_version VALUES (%s, %s, 1)", account.id, account.org.id)


def reads(db):
    return sum(int(r["Value"]) for r in db.all("SHOW GLOBAL STATUS LIKE 'Handler_read%%'"))


def test_pages_do_not_count_runs(client, db, years_of_runs, at_rest):  # S3-26
    figures = lambda: client.get("/mailing/runs/state").json()
    for _ in range(20):  # every process has answered once
        assert figures() == {"busy": 0, "done": MANY}
    before = reads(db)
    for _ in range(10):
        figures()
    assert reads(db) - before < MANY, "each request reads the runs again"


def test_what_changes_is_seen_at_once(client, db, years_of_runs):  # S3-26
    for _ in range(20):
        assert client.get("/mailing/runs/state").json()["done"] == MANY
    page = client.get("/mailing/runs")
    client.submit(page, page.form(action="/mailing/runs/seen"), {})
    for _ in range(20):
        assert client.get("/mailing/runs/state").json() == {"busy": 0, "done": 0}


def test_a_run_that_begins_by_itself(client, db, at_rest, clock):  # S3-26
    account = client.account
    db.insert("run", org_id=account.org.id, account_id=account.id, kind="resume", list="resume", state="queued", scope="all", query="", ids="",
              body="", created_at="2026-01-01", updated_at="2026-01-01", start_at=db.value("SELECT UTC_TIMESTAMP() + INTERVAL 1 HOUR"))
    db.run("INSERT INTO run_version VALUES (%s, %s, 1)", account.id, account.org.id)
    for _ in range(20):
        assert client.get("/mailing/runs/state").json() == {"busy": 0, "done": 0}
    clock(3700)
    for _ in range(20):
        assert client.get("/mailing/runs/state").json() == {"busy": 1, "done": 0}
