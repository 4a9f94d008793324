"""Rows for tests of the mailer: what the pages write, written straight into the database."""
import contextlib
import os
import subprocess
from datetime import datetime, timedelta, timezone

from harness.suite import ROOT


def utc(**ago):
    return (datetime.now(timezone.utc) - timedelta(**ago)).strftime("%Y-%m-%d %H:%M:%S")


class Outbox:
    def __init__(self, db, org):
        self.db, self.org = db, org

    def mail(self, kind="resume", bulk=1, subject="求人のご紹介", body="こんにちは\n", **more):
        columns = dict(org_id=self.org.id, kind=kind, bulk=bulk, from_name="高橋 恵美", from_addr="takahashi@agency.example.jp",
                       subject=subject, body=body, lang="ja", account_id=0, created_at=utc())
        return self.db.insert("mail", **{**columns, **more})

    def single(self, to, to_name="受取 花子", created=None, **mail):
        mail_id = self.mail(**{"kind": "notice", "bulk": 0, **mail})
        return self.db.insert("outbox", org_id=self.org.id, run_id=0, mail_id=mail_id, noun="account", noun_id=1, to_addr=to,
                              to_name=to_name, vars="", state="ready", due_at=utc(), created_at=created or utc())

    def resumes(self, count, domain="people.example.jp", **more):
        """Résumés with one address each; gives their ids."""
        ids = []
        for i in range(count):
            columns = dict(org_id=self.org.id, name=f"候補 {i}", kana="コウホ", mail=f"r{i}.{self.org.id}@{domain}", created_at=utc(),
                           updated_at=utc())
            ids.append(self.db.insert("resume", **{**columns, **more}))
        return ids

    def run(self, ids, state="queued", fields="mail", kind="resume", list="resume", mail_id=None, account_id=1, **more):
        columns = dict(org_id=self.org.id, account_id=account_id, kind=kind, list=list, state=state, scope="checked", query="",
                       ids=",".join(map(str, ids)), fields=fields, body="", mail_id=mail_id or self.mail(kind=kind), max_id=max(ids),
                       confirmed_at=utc(), created_at=utc(), updated_at=utc())
        return self.db.insert("run", **{**columns, **more})

    def row(self, id):
        return self.db.one("SELECT * FROM outbox WHERE id = %s", id)

    def rows(self, run):
        return self.db.all("SELECT * FROM outbox WHERE run_id = %s ORDER BY id", run)

    def states(self, run):
        """How many rows are in which state, and that the run's own counters say the same."""
        counted = {r["state"]: r["n"] for r in
                   self.db.all("SELECT state, COUNT(*) AS n FROM outbox WHERE run_id = %s GROUP BY state", run)}
        return counted

    def counters_agree(self, run):
        counted = self.states(run)
        r = self.db.one("SELECT * FROM run WHERE id = %s", run)
        mine = {s: r[f"n_{s}"] for s in ("deferred", "sent", "failed", "suppressed", "doubt", "stopped") if r[f"n_{s}"]}
        waiting = counted.pop("ready", 0) + counted.pop("claimed", 0)
        return r["n_ready"] == waiting and mine == counted

    def state(self, run):
        return self.db.value("SELECT state FROM run WHERE id = %s", run)


@contextlib.contextmanager
def mailer_with(suite, **settings):
    """The mailer alone, with other settings."""
    conf = suite.var / "other.conf"
    lines = "\n".join(f'{k.replace("__", ".")} = {v}' for k, v in settings.items())
    text = subprocess.run(["awk", "-f", str(ROOT / "conf/set.awk"), str(suite.conf)], env=dict(os.environ, SET=lines), check=True,
                          capture_output=True, text=True).stdout
    conf.write_text(text)
    suite.stop("daemon:mailer")
    with open(suite.var / "log" / "mailer.log", "ab") as log:
        proc = subprocess.Popen([str(suite.bin / "mailerd"), "-c", str(conf), "--var", str(suite.var)], env=suite.env(),
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        yield proc
    finally:
        proc.terminate()
        status = proc.wait(60)
        suite.start("daemon:mailer")
    assert status == 0
