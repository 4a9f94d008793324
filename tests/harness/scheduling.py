"""A scheduler of the test's own: short intervals, only this one, and an audit log that begins with the test."""
import contextlib
import os
import shutil
import subprocess

from harness.suite import ROOT

FAST = {"scheduler.lease_seconds": 10, "scheduler.poll_seconds": 1, "scheduler.audit_seconds": 1, "scheduler.late_seconds": 1,
        "scheduler.expiry_seconds": 1, "scheduler.forget_seconds": 1, "scheduler.blobs_seconds": 1}


class Scheduling:
    def __init__(self, suite, db):
        self.suite, self.db = suite, db
        self.program = str(suite.bin / "schedulerd")
        self.conf = suite.var / "scheduler.conf"
        self.log = suite.var / "log" / "scheduler.log"
        self.audit = suite.var / "audit"
        self.processes = []
        self.configure()

    def configure(self, **settings):
        settings = {**FAST, **{k.replace("__", "."): v for k, v in settings.items()}}
        lines = "\n".join(f"{k} = {v}" for k, v in settings.items())
        self.conf.write_text(subprocess.run(["awk", "-f", str(ROOT / "conf/set.awk"), str(self.suite.conf)], check=True, text=True,
                                            env=dict(os.environ, SET=lines), capture_output=True).stdout)

    def args(self, *args):
        return [self.program, "-c", str(self.conf), "--var", str(self.suite.var), *args]

    def start(self):
        with open(self.log, "ab") as log:
            process = subprocess.Popen(self.args(), env=self.suite.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.processes.append(process)
        return process

    def call(self, *args):
        return subprocess.run(self.args(*args), env=self.suite.env(), capture_output=True, text=True, timeout=120)

    def once(self, rule=None):
        """Rows each rule touched, by name; of one rule the number."""
        done = self.call("once", *([rule] if rule else []))
        assert done.returncode == 0, done.stderr
        rows = {name: int(n) for name, n in (line.split() for line in done.stdout.splitlines())}
        return rows[rule] if rule else rows

    def verify(self, *args):
        return self.call("audit", "verify", *args)

    def lines(self):
        return [line for path in sorted(self.audit.glob("audit-*.log")) for line in path.read_bytes().splitlines(keepends=True)]

    def ids(self):
        """Of the audit rows of this test."""
        return {r["id"] for r in self.db.all("SELECT id FROM audit WHERE id > %s", self.base)}

    def all_written(self):
        return len(self.ids()) == self.db.value("SELECT written FROM audit_head")

    def holder(self):
        return self.db.value("SELECT holder FROM lease WHERE name = 'scheduler'")

    def holds(self, process):
        return f":{process.pid}:" in self.holder()

    def fresh_log(self, base=0):
        """No line is written and no row has a place; rows up to base never get one."""
        self.base = base
        shutil.rmtree(self.audit, ignore_errors=True)
        self.db.run("TRUNCATE audit_chain")
        self.db.run("UPDATE audit_head SET seq = 0, hash = REPEAT(CHAR(0), 32), month = 0, floor_id = %s, written = 0", base)
        self.db.run("UPDATE lease SET holder = '', until_at = '2000-01-01'")

    def add(self, count, **more):
        """Audit rows as programs write them."""
        columns = dict(org_id=1, account_id=2, request_id="0" * 32, ip="192.0.2.1", action="test.row", noun="resume", noun_id=3,
                       detail='{"名前":"a\\"b\\\\c\\n"}')
        columns.update(more)
        at = columns.pop("at", None)
        when = "UTC_TIMESTAMP(6)" if at is None else repr(at)
        names = ", ".join(columns)
        self.db.run(f"INSERT INTO audit (at, {names}) SELECT {when}, {', '.join(['%s'] * len(columns))} FROM seq_1_to_{count}",
                    *columns.values())

    def end(self):
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(60)
            if process.poll() is None:
                process.kill()
                process.wait()


@contextlib.contextmanager
def alone(suite, db):
    suite.stop("daemon:scheduler")
    s = Scheduling(suite, db)
    s.fresh_log(db.value("SELECT COALESCE(MAX(id), 0) FROM audit"))
    try:
        yield s
    finally:
        s.end()
        s.fresh_log()
        suite.start("daemon:scheduler")
