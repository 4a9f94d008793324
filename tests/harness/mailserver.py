"""The receiving mail server of the tests. It keeps every accepted message in order and misbehaves on demand."""
import asyncio
import email
import email.policy
import threading
import time

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from harness.suite import PATIENCE, free_port, until


class Message:
    def __init__(self, session, envelope):
        self.at = time.time()
        self.peer = session.peer
        self.hello = session.host_name
        self.sender = envelope.mail_from
        self.recipients = list(envelope.rcpt_tos)
        self.raw = envelope.original_content
        self._parsed = None

    @property
    def to(self):
        """The envelope recipient; a mail of ours has exactly one."""
        assert len(self.recipients) == 1, self.recipients
        return self.recipients[0]

    @property
    def parsed(self):
        if self._parsed is None:
            self._parsed = email.message_from_bytes(self.raw, policy=email.policy.default)
        return self._parsed

    def __getitem__(self, header):
        return self.parsed[header]

    @property
    def subject(self):
        return self.parsed["Subject"]

    @property
    def text(self):
        part = self.parsed.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def attachments(self):
        return [(p.get_filename(), p.get_content()) for p in self.parsed.iter_attachments()]


class Rule:
    """What happens to a recipient. at: when ("mail", "rcpt", "data" = after the final dot); answer: an SMTP line, or
    "drop" the connection, or "hang"; times: how often (None: always)."""

    def __init__(self, match, answer, at, times, keep):
        self.match, self.answer, self.at, self.times, self.keep = match, answer, at, times, keep

    def fits(self, at, address):
        if self.at != at or self.times == 0:
            return False
        return self.match(address) if callable(self.match) else self.match in (address, "*") or address.endswith("@" + self.match)

    def use(self):
        if self.times is not None:
            self.times -= 1


class _Smtp(SMTP):
    """Can lose the connection while the text is coming: after 354, before the final dot."""

    async def smtp_DATA(self, arg):
        rule = self.event_handler.find("text", self.envelope.rcpt_tos)
        if rule:
            await self.push("354 go on")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self):
        return _Smtp(self.handler, hostname="mx.test", enable_SMTPUTF8=self.utf8, timeout=self.idle, data_size_limit=None, **self.more)


class MailServer:
    def __init__(self, **more):
        """more: what aiosmtpd's SMTP takes, such as tls_context and authenticator."""
        self.more = more
        self.port = free_port()
        self.suites = []  # that send here
        self.messages = []
        self.rules = []
        self.attempts = []  # every RCPT: (time, address)
        self.connections = 0
        self.utf8 = False
        self.idle = 300
        self.delay = 0.0  # seconds before a message is taken, after the final dot
        self.late = 0.0  # seconds between taking a message and saying so
        self.waiting = 0  # so many came while it held them
        self.held = False  # nobody gets an answer to MAIL until it is False again
        self._guard = threading.Lock()
        self._controller = None

    # ---- for tests ----

    def start(self):
        self._controller = _Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=PATIENCE)
        self._controller.utf8, self._controller.idle, self._controller.more = self.utf8, self.idle, self.more
        self._controller.start()

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    def reset(self):
        """Forget messages and rules, be there again."""
        with self._guard:
            self.messages, self.rules, self.attempts, self.connections, self.delay, self.late = [], [], [], 0, 0.0, 0.0
            self.waiting, self.held = 0, False
        if not self._controller:
            self.start()

    def rule(self, match, answer, at="rcpt", times=None, keep=None):
        """match: an address, a domain, "*" or a function. A dropped connection after the dot keeps the message as received unless
        keep is False; at="text" drops between 354 and the dot."""
        rule = Rule(match, answer, at, times, keep)
        with self._guard:
            self.rules.append(rule)
        return rule

    def to(self, address):
        with self._guard:
            return [m for m in self.messages if address in m.recipients]

    def wait(self, count=1, seconds=PATIENCE, to=None):
        """Wait for so many messages (to an address) and give them."""
        got = lambda: self.to(to) if to else list(self.messages)
        until(lambda: len(got()) >= count, seconds, lambda: f"{len(got())} mails of {count} to {to or 'anybody'}")
        return got()

    # ---- aiosmtpd's side ----

    def find(self, at, addresses):
        with self._guard:
            for rule in self.rules:
                if any(rule.fits(at, a) for a in addresses):
                    rule.use()
                    return rule
        return None

    async def _obey(self, rule, server):
        if rule.answer == "hang":
            await asyncio.sleep(3600)
        if rule.answer == "drop":
            server.transport.abort()
            return "421 gone"
        return rule.answer

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.waiting += self.held
        while self.held:
            await asyncio.sleep(0.01)
        rule = self.find("mail", [address])
        if rule:
            return await self._obey(rule, server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.attempts.append((time.time(), address))
        rule = self.find("rcpt", [address])
        if rule:
            return await self._obey(rule, server)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        if self.delay:
            await asyncio.sleep(self.delay)
        rule = self.find("data", envelope.rcpt_tos)
        if not rule or (rule.keep if rule.keep is not None else rule.answer == "drop"):
            with self._guard:
                self.messages.append(Message(session, envelope))
            if self.late:
                await asyncio.sleep(self.late)
        return await self._obey(rule, server) if rule else "250 2.0.0 taken"
