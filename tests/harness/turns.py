"""That something does not happen is seen when the program has had its turn: instead of waiting, it is given something else to do."""
import contextlib

import pymysql

from harness.suite import until
from harness.world import Db


def nothing_on_its_way(db: Db):
    """What waits in the outbox is stopped, and what the mailer has in hand is done."""
    def stopped():
        try:
            db.run("UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
            return True
        except pymysql.err.OperationalError as e:
            if e.args[0] != 1213:  # the mailer holds some of them in another order: who loses begins again
                raise

    until(stopped)
    with contextlib.suppress(AssertionError):  # what a mailer held that was killed stays claimed for a while
        until(lambda: not db.value("SELECT COUNT(*) FROM outbox WHERE state = 'claimed' AND run_id = 0"), 30)


def mailer_looked(db: Db):
    """The mailer has looked for runs that begin, and for mails that are due, since this was called: it has done a run that is for nobody
    and given up a mail that has no address."""
    org = db.value("SELECT MIN(id) FROM org")
    mail = db.insert("mail", org_id=org, kind="resume", bulk=1, from_name="試験", from_addr="test@agency.example.jp", subject="番", body="番", lang="ja",
                     account_id=0, created_at="2026-01-01")
    run = db.insert("run", org_id=org, account_id=1, kind="resume", list="resume", state="queued", scope="checked", query="", ids="1", fields="mail",
                    body="", mail_id=mail, max_id=0, confirmed_at="2026-01-01", created_at="2026-01-01", updated_at="2026-01-01")
    until(lambda: db.value("SELECT state FROM run WHERE id = %s", run) == "done", message=lambda: str(db.all("SELECT * FROM run WHERE id = %s", run)))
    row = db.insert("outbox", org_id=org, run_id=0, mail_id=mail, noun="account", noun_id=1, to_addr="nobody\n", to_name="", vars="",
                    state="ready", due_at="2026-01-01", created_at="2026-01-01")
    until(lambda: db.value("SELECT state FROM outbox WHERE id = %s", row) == "failed", message=lambda: str(db.all("SELECT * FROM outbox WHERE id = %s", row)))


def hold_waits(db: Db):
    """Who has to wait after wrong guesses waits on, however slow the machine is: the first waits are a second long. There must be one.
    What is counted for an address is left alone: everybody comes from the same."""
    assert db.run("UPDATE throttle SET locked_until = locked_until + INTERVAL 1 MINUTE WHERE locked_until IS NOT NULL AND name NOT LIKE '%%-address:%%'")
