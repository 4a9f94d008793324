"""A real Postfix gives the messages: a private instance with the lines of conf/postfix, its own queue and a port of its own."""
import os
import pathlib
import pwd
import re
import shutil
import signal
import smtplib
import stat
import subprocess
import tempfile

import pytest

from harness.suite import ROOT, children, free_port, until
from incoming import DOMAIN, Mailin, sample

pytestmark = pytest.mark.skipif(not os.path.exists("/usr/sbin/postfix") or os.getuid() != 0,
                                reason="needs Postfix (conf/packages, group test) and root, as Postfix itself does")
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
flush unix n - n 1000? 0 flush
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
showq unix n - n - - showq
postlog unix-dgram n - n - 1 postlogd
"""
SPOOL = "spool.example.jp"  # one domain for each way
USER = "nobody"  # pipe(8) refuses root and the mail system's own user


class Postfix:
    def __init__(self, suite):
        self.suite = suite
        self.port = free_port()
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="musubi-mta-", dir="/tmp"))
        self.dir.chmod(0o755)
        self.conf, self.queue, self.data, self.maildir = (self.dir / n for n in ("conf", "queue", "data", "maildir"))
        for path in (self.conf, self.queue, self.data, self.maildir):
            path.mkdir(mode=0o755)
        who = pwd.getpwnam(USER)
        shutil.chown(self.data, "postfix", "postfix")
        os.chown(self.maildir, who.pw_uid, who.pw_gid)
        self.own_copy(who)
        self.write(who)

    def own_copy(self, who):
        """Program, configuration and secrets where the unprivileged user can read them."""
        own = self.dir / "own"
        own.mkdir()
        shutil.copy(self.suite.bin / "mailind", own / "mailind")
        text = self.suite.conf.read_text()
        for name in ("session", "db_mailind"):
            shutil.copy(self.suite.var / "secret" / name, own / name)
            os.chown(own / name, who.pw_uid, who.pw_gid)
            (own / name).chmod(0o600)
        text = re.sub(r'secret_file = ".*"', f'secret_file = "{own}/session"', text)
        text = re.sub(r'(?<!relay_)password_file = "[^"]+"', f'password_file = "{own}/db_mailind"', text)
        shutil.copytree(ROOT / "templates", own / "templates")
        text = re.sub(r'templates = ".*"', f'templates = "{own}/templates"', text)
        (own / "musubi.conf").write_text(text)
        self.own = own

    def example(self, name):
        text = (ROOT / "conf/postfix" / name).read_text()
        return text.replace("@SHARE@", str(ROOT)).replace("@PREFIX@/libexec/musubi/mailind", f"/usr/bin/env ASAN_OPTIONS=detect_leaks=0 {self.own}/mailind") \
            .replace("/etc/musubi/musubi.conf", f"{self.own}/musubi.conf").replace("user=musubi_mailind:musubi", f"user={USER}") \
            .replace("/var/lib/musubi", str(self.own))

    def write(self, who):
        spool = "\n".join(re.findall(r"^# (virtual_.*)", self.example("main.cf"), re.M)) + "\n"
        for old, new in ((f"domains = {DOMAIN}", f"domains = {SPOOL}"), (f"base = {self.own}", f"base = {self.dir}"),
                         (f"{ROOT}/conf/postfix/maildir", f"{self.conf}/maildir"),
                         ("uid_maps = static:990", f"uid_maps = static:{who.pw_uid}"), ("gid_maps = static:990", f"gid_maps = static:{who.pw_gid}")):
            assert old in spool
            spool = spool.replace(old, new)
        (self.conf / "maildir").write_text((ROOT / "conf/postfix/maildir").read_text().replace("mailin/", "maildir/"))
        (self.conf / "recipients").write_text((ROOT / "conf/postfix/recipients").read_text())
        main = self.example("main.cf").split("# For more")[0].replace(f"{ROOT}/conf/postfix/recipients", f"{self.conf}/recipients")
        (self.conf / "main.cf").write_text(main + spool + f"""
compatibility_level = 3.6
queue_directory = {self.queue}
data_directory = {self.data}
maillog_file = {self.dir}/log
maillog_file_prefixes = /tmp
myhostname = mx.{DOMAIN}
mydestination =
alias_maps =
local_recipient_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = reject_unauth_destination
minimal_backoff_time = 300s
""")
        (self.conf / "master.cf").write_text(MASTER.format(port=self.port) + self.example("master.cf"))

    def start(self):
        self.run_mode = stat.S_IMODE(self.suite.run_dir.stat().st_mode)
        self.suite.run_dir.chmod(0o711)  # the way to the database's socket
        out = open(self.dir / "out", "ab")
        self.proc = subprocess.Popen(["/usr/sbin/postfix", "-c", str(self.conf), "start-fg"], stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                     start_new_session=True)
        until(self.answers, message=lambda: (self.dir / "out").read_text() + self.log())

    def answers(self):
        try:
            smtplib.SMTP("127.0.0.1", self.port, timeout=5).quit()
            return True
        except OSError:
            return False

    def stop(self):
        below = children(self.proc.pid)
        self.proc.send_signal(signal.SIGTERM)
        try:
            self.proc.wait(60)
        finally:
            for pid in below + [self.proc.pid]:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.suite.run_dir.chmod(self.run_mode)
            shutil.rmtree(self.dir, ignore_errors=True)

    def log(self):
        path = self.dir / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def send(self, to, message, sender=""):
        with smtplib.SMTP("127.0.0.1", self.port, timeout=30) as smtp:
            smtp.sendmail(sender, [to], message)

    def queued(self):
        done = subprocess.run(["/usr/sbin/postqueue", "-c", str(self.conf), "-j"], capture_output=True, text=True)
        return [line for line in done.stdout.splitlines() if line.strip()]

    def flush(self):
        subprocess.run(["/usr/sbin/postqueue", "-c", str(self.conf), "-f"], check=True)


@pytest.fixture
def postfix(suite):
    server = Postfix(suite)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def mailin(suite, outbox):
    return Mailin(suite, outbox)


def without_trace(name):
    """As the server of the other side sends it: what our own server wrote on top comes from Postfix now."""
    text = sample(name)
    return text[text.index(b"Date:"):]


# S3-30: a report by SMTP, through Postfix's pipe, into the row
def test_pipe(mailin, postfix, mail):
    addr = "sato.kenji@company.example.jp"
    row = mailin.sent(addr)
    postfix.send(mailin.return_path(row["id"]), without_trace("postfix_user"))
    until(lambda: mailin.bounces(row["id"]), message=postfix.log)
    assert mailin.ledger(addr) == "hard" and "5.1.1 宛先不明" in mailin.outbox.row(row["id"])["bounce"]
    # An empty sender reaches mailind as empty: an automatic message without a mark is known by it.
    other = mailin.sent(addr)
    text = without_trace("not_vacation").replace(b"Auto-Submitted: auto-replied\n", b"")
    postfix.send(mailin.return_path(other["id"]), text)
    until(lambda: postfix.log().count("status=sent") == 2, message=postfix.log)
    assert not mailin.history(other["noun_id"])
    postfix.send(mailin.return_path(other["id"]), without_trace("reply_ja"), sender=addr)
    until(lambda: mailin.history(other["noun_id"]), message=postfix.log)
    assert mail.wait(1)[0].to == "takahashi@agency.example.jp"
    until(lambda: not postfix.queued())


def test_refuses_what_is_not_ours(mailin, postfix):
    for to in (f"postmaster@{DOMAIN}", f"bounces@{DOMAIN}", f"bounces+1@{DOMAIN}", "somebody@other.example.jp"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            postfix.send(to, without_trace("postfix_user"))


def test_database_away_leaves_it_in_the_queue(mailin, postfix, suite):
    row = mailin.sent("sato.kenji@company.example.jp")
    suite.stop("db")
    try:
        postfix.send(mailin.return_path(row["id"]), without_trace("postfix_user"))
        until(lambda: "status=deferred" in postfix.log(), message=postfix.log)
        assert len(postfix.queued()) == 1 and "status=bounced" not in postfix.log()
    finally:
        suite.start_db()
        mailin.db.connection = None
    assert not mailin.bounces(row["id"])
    postfix.flush()
    until(lambda: mailin.bounces(row["id"]), message=postfix.log)
    until(lambda: not postfix.queued())


def test_large_message(mailin, postfix):
    row = mailin.sent("sato.kenji@company.example.jp")
    text = without_trace("postfix_user").replace(b"44GT44KT44Gr44Gh44GvCg==\n", b"44GT44KT44Gr44Gh44GvCg==\n" * 300_000)
    postfix.send(mailin.return_path(row["id"]), text)
    until(lambda: mailin.bounces(row["id"]), message=postfix.log)
    until(lambda: not postfix.queued())


def test_maildir(mailin, postfix):
    rows = [mailin.sent("sato.kenji@company.example.jp") for _ in range(3)]
    for row in rows:
        postfix.send(mailin.return_path(row["id"]).replace(DOMAIN, SPOOL), without_trace("postfix_user"))
    until(lambda: len(list((postfix.maildir / "new").glob("*"))) == 3 if (postfix.maildir / "new").exists() else False, message=postfix.log)
    done = subprocess.run(mailin.command("--spool", str(postfix.maildir), "--once"), env=mailin.suite.env(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert all(len(mailin.bounces(row["id"])) == 1 for row in rows) and not list((postfix.maildir / "new").glob("*"))
