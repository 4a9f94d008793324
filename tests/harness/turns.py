"""That something does not happen is seen when the program has had its turn: instead of waiting, it is given something else to do."""
from harness.suite import until
from harness.world import Db


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
