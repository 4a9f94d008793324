"""Messages for mailin: rows that can be answered, signed addresses, and the real program."""
import hashlib
import hmac
import pathlib
import subprocess

from outbox import utc

SAMPLES = pathlib.Path(__file__).parent / "samples"
DOMAIN = "musubi.example.jp"
STORED, LATER = 0, 75


def sample(name):
    return (SAMPLES / f"{name}.eml").read_bytes()


def report(addr, status, said, text=None, original=None, final=None):
    """A delivery report about one address (RFC 3464); final and original: as the fields write it."""
    fields = f"Final-Recipient: {final or 'rfc822; ' + addr}\n" + (f"Original-Recipient: {original}\n" if original else "")
    said = f"Diagnostic-Code: smtp; {said}\n" if said else ""
    words = text if text is not None else f"<{addr}>: your mail could not be delivered.\n"
    return f"""From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender
Message-ID: <{hashlib.sha256((fields + status + said + words).encode()).hexdigest()[:20]}@mx.example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=UTF-8

{words}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{fields}Action: failed
Status: {status}
{said}
--b--
""".encode()


def notice(subject, text):
    """A report for people only."""
    return f"""From: Postmaster@mx.example.net
Subject: {subject}
Message-ID: <{hashlib.sha256(text.encode()).hexdigest()[:20]}@mx.example.net>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

{text}
""".encode()


class Mailin:
    def __init__(self, suite, outbox):
        self.suite, self.outbox, self.db, self.org = suite, outbox, outbox.db, outbox.org
        text = (suite.var / "secret" / "session").read_text().split("\n")[0]
        self.secret = hashlib.sha256(text.encode()).digest()

    def mac(self, what):
        return hmac.new(self.secret, what.encode(), hashlib.sha256).hexdigest()[:16]

    def return_path(self, id):
        """lib/model/mail/return_path.c"""
        return f"bounces+{id}-{self.mac(f'return-path:{id}')}@{DOMAIN}"

    def reply_path(self, id):
        return f"reply+{id}-{self.mac(f'reply-path:{id}')}@{DOMAIN}"

    def message_id(self, id):
        return f"{id}.{self.mac(f'message-id:{id}')}@{DOMAIN}"

    def sent(self, addr, noun="resume", record=None, **mail):
        """A mail that our server handed over: its row. The record has the address, too."""
        if record is None:
            record = self.outbox.resumes(1, mail=addr)[0] if noun == "resume" else 0
        mail_id = self.outbox.mail(**mail)
        id = self.db.insert("outbox", org_id=self.org.id, run_id=0, mail_id=mail_id, noun=noun, noun_id=record, to_addr=addr,
                            to_name="佐藤 健二", vars="", state="sent", smtp_code=250, attempts=1, due_at=utc(), created_at=utc(),
                            done_at=utc())
        self.db.run("UPDATE outbox SET message_id = %s WHERE id = %s", self.message_id(id), id)
        return self.outbox.row(id)

    def command(self, *args, conf=None):
        return [str(self.suite.bin / "mailind"), "-c", str(conf or self.suite.conf), "--var", str(self.suite.var), *args]

    def give(self, message, to=None, sender="", conf=None, seconds=60, **env):
        """One message as Postfix's pipe gives it; the exit status."""
        args = (["--to", to] if to else []) + (["--from", sender] if sender is not None else [])
        with open(self.suite.var / "log" / "mailin.log", "ab") as log:
            done = subprocess.run(self.command(*args, conf=conf), input=message, stdout=log, stderr=log,
                                  env={**self.suite.env(), **env}, timeout=seconds)
        return done.returncode

    def said(self):
        """The outcome in the last line of the log."""
        lines = [line for line in self.suite.log("mailin").splitlines() if " outcome=" in line]
        return lines[-1].split(" outcome=")[1].split()[0] if lines else ""

    def bounces(self, id):
        return self.db.all("SELECT * FROM bounce WHERE outbox_id = %s ORDER BY id", id)

    def history(self, record, noun="resume"):
        return self.db.all("SELECT kind, body FROM history WHERE org_id = %s AND noun = %s AND noun_id = %s ORDER BY id", self.org.id,
                           noun, record)

    def ledger(self, addr):
        found = self.db.all("SELECT reason FROM dnc WHERE org_id = %s AND addr = %s", self.org.id, addr)
        return found[0]["reason"] if found else None

    def flag(self, record):
        return self.db.value("SELECT mail_flag FROM resume WHERE id = %s", record)
