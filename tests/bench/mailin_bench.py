"""(h) How many reports a second mailin writes down: a spool directory full of samples, each about a mail of its own, one process."""
import pathlib
import re
import subprocess
import sys
import time

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.append(str(TESTS / "mail"))

from harness.figures import figure  # noqa: E402
from harness.suite import ROOT, Suite  # noqa: E402
from harness.world import Db, World  # noqa: E402
from incoming import Mailin, sample  # noqa: E402
from mailin_test import BOUNCES  # noqa: E402
from outbox import Outbox  # noqa: E402

COUNT = 10_000


def fill(mailin, spool):
    """Mails to as many people, and a report of each, of all forms in turn."""
    db, org = mailin.db, mailin.org.id
    names = list(BOUNCES)
    texts = [(name, sample(name), BOUNCES[name][0]) for name in names]
    mail_id = mailin.outbox.mail()
    first = int(db.value("SELECT COALESCE(MAX(id), 0) + 1 FROM outbox"))
    db.run("INSERT INTO resume (id, org_id, name, kana, mail, created_at, updated_at) SELECT %s + seq, %s, '候補', 'コウホ', CONCAT('b', seq, "
           "'@bench.example.jp'), UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM seq_0_to_" + str(COUNT - 1), 10 ** 9, org)
    db.run("INSERT INTO outbox (id, org_id, run_id, mail_id, noun, noun_id, to_addr, vars, state, due_at, created_at) SELECT %s + seq, %s, 0, %s, "
           "'resume', %s + seq, CONCAT('b', seq, '@bench.example.jp'), '', 'sent', UTC_TIMESTAMP(), UTC_TIMESTAMP() FROM seq_0_to_" + str(COUNT - 1),
           first, org, mail_id, 10 ** 9)
    for i in range(COUNT):
        _, text, addr = texts[i % len(texts)]
        text = re.sub(re.escape(addr.encode()).replace(rb"\+", rb"(?:\+|\+2B)"), b"b%d@bench.example.jp" % i, text, flags=re.I)
        head = b"Return-Path: <>\nX-Original-To: %s\n" % mailin.return_path(first + i).encode()
        (spool / "new" / f"{i}.bench").write_bytes(head + text)


def run(stage, quick):
    suite = Suite(ROOT / "build/bench/mailin", {"log.level": '"warn"'}, "release")
    try:
        suite.load_demo = lambda: None
        suite.pieces = lambda: []
        suite.wait_ready = lambda: None
        suite.begin()
        db = Db(suite.socket)
        mailin = Mailin(suite, Outbox(db, World(db, None).org()))
        spool = suite.var / "spool"
        (spool / "new").mkdir(parents=True)
        fill(mailin, spool)
        begun = time.monotonic()
        subprocess.run(mailin.command("--spool", str(spool), "--once"), env=suite.env(), check=True, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - begun
        stored = db.value("SELECT COUNT(*) FROM bounce")
        assert stored >= COUNT * 0.97, f"{stored} of {COUNT}"
        figure("mailin", COUNT / seconds, "reports/s", ">=500")
    finally:
        suite.end()

