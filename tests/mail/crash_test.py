"""The recipient ledger: whatever is killed whenever, nobody gets a second mail and nobody is skipped; what may have been
handed over and is not known to have been is 確認要."""
import collections
import contextlib
import random
import signal
import subprocess
import time

import pytest

from harness.suite import until


def settled(outbox, run):
    """Nothing waits and nothing is on its way."""
    return not {"ready", "claimed"} & set(outbox.states(run)) and outbox.state(run) == "done"


def check_ledger(outbox, mail, run, count):
    """Every recipient has one row; one mail when it says sent, at most one in any case."""
    rows = outbox.rows(run)
    assert len(rows) == count and len({r["to_addr"] for r in rows}) == count
    got = collections.Counter(m.to for m in mail.messages)
    twice = [a for a, n in got.items() if n > 1]
    assert not twice, twice
    unsent = [r["to_addr"] for r in rows if r["state"] == "sent" and not got[r["to_addr"]]]
    assert not unsent, unsent
    silent = [r["to_addr"] for r in rows if r["state"] not in ("sent", "doubt") and got[r["to_addr"]]]
    assert not silent, silent
    assert outbox.counters_agree(run)
    return collections.Counter(r["state"] for r in rows)


def resumes(outbox, count):
    """Many at once."""
    first = int(outbox.db.value("SELECT COALESCE(MAX(id), 0) + 1 FROM resume"))
    outbox.db.run(f"INSERT INTO resume (id, org_id, name, kana, mail, created_at, updated_at) SELECT {first} + seq, {outbox.org.id}, "
                  f"CONCAT('候補 ', seq), 'コウホ', CONCAT('r', seq, '.{outbox.org.id}@people.example.jp'), UTC_TIMESTAMP(), "
                  f"UTC_TIMESTAMP() FROM seq_0_to_{count - 1}")
    return range(first, first + count)


@pytest.mark.parametrize("late", [0.0, 0.02, 0.2])
def test_mailer_killed_again_and_again(outbox, mail, suite, late):
    """late: how long the server has a mail before it says so, the moment that matters."""
    mail.late = late
    run = outbox.run(resumes(outbox, 300))
    dice = random.Random(int(late * 1000))
    mail.wait(1)
    for _ in range(6):
        time.sleep(dice.uniform(0.1, 0.6))
        suite.kill("daemon:mailer")
        suite.start("daemon:mailer")
    mail.late = 0.0
    until(lambda: settled(outbox, run))
    states = check_ledger(outbox, mail, run, 300)
    assert set(states) <= {"sent", "doubt"}
    # At most what four senders had in hand at each kill.
    assert states["doubt"] <= 24


def test_mailer_killed_while_expanding(outbox, mail, suite):
    mail.stop()  # no mail needed
    run = outbox.run(resumes(outbox, 6000))
    for _ in range(5):
        time.sleep(0.3)
        suite.kill("daemon:mailer")
        assert outbox.state(run) != "sending" or len(outbox.rows(run)) == 6000
        suite.start("daemon:mailer")
    until(lambda: outbox.state(run) == "sending")
    rows = outbox.rows(run)
    assert len(rows) == 6000 == len({r["noun_id"] for r in rows}) and outbox.counters_agree(run)


def test_database_killed(outbox, mail, suite):
    mail.delay = 0.01
    run = outbox.run(resumes(outbox, 400))
    mail.wait(20)
    for _ in range(2):
        suite.kill("db")
        time.sleep(0.5)
        suite.start_db()
        outbox.db.connection = None
        time.sleep(1)
    until(lambda: settled(outbox, run))
    # The mailer lived: it knows every answer, so nothing is in doubt.
    assert check_ledger(outbox, mail, run, 400) == {"sent": 400}


def test_both_killed(outbox, mail, suite):
    mail.late = 0.02
    run = outbox.run(resumes(outbox, 300))
    mail.wait(30)
    suite.kill("daemon:mailer")
    suite.kill("db")
    suite.start("daemon:mailer")
    suite.start_db()
    outbox.db.connection = None
    until(lambda: settled(outbox, run))
    states = check_ledger(outbox, mail, run, 300)
    assert states["sent"] + states["doubt"] == 300 and states["doubt"] <= 4


def test_machine_fell(outbox, mail, suite):
    """A journal of an earlier boot proves only what stands in it: what is missing may have been lost with the page cache."""
    mail.delay = 1.0
    run = outbox.run(resumes(outbox, 100))
    mail.wait(8)
    suite.kill("daemon:mailer")
    claimed = outbox.states(run)["claimed"]
    journal = suite.var / "mailer" / "journal.1"
    text = journal.read_text()
    boot = text.split()[2]
    journal.write_text(text.replace(boot, boot[::-1], 1))
    mail.delay = 0.0
    suite.start("daemon:mailer")
    until(lambda: settled(outbox, run))
    states = check_ledger(outbox, mail, run, 100)
    ended = text.count("\nend ")
    assert claimed - ended <= states["doubt"] <= claimed and states["doubt"] + states["sent"] == 100


def test_journal_lost(outbox, mail, suite):
    """Without a journal the lease decides, and everything claimed is in doubt."""
    mail.delay = 0.2
    run = outbox.run(resumes(outbox, 600))
    mail.wait(4)
    suite.kill("daemon:mailer")
    claimed = outbox.states(run)["claimed"]
    assert 0 < claimed < 600
    for path in (suite.var / "mailer").iterdir():
        path.unlink()
    mail.delay = 0.0
    try:
        suite.set_clock(60)
        suite.start("daemon:mailer")
        until(lambda: settled(outbox, run))
    finally:
        suite.set_clock(0)
    states = check_ledger(outbox, mail, run, 600)
    assert states == {"doubt": claimed, "sent": 600 - claimed}


@contextlib.contextmanager
def second_mailer(suite):
    known = len(suite.log("mailer2"))
    log = open(suite.var / "log" / "mailer2.log", "ab")
    proc = subprocess.Popen([str(suite.bin / "mailerd"), "-c", str(suite.conf), "--var", str(suite.var)], env=suite.env(),
                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        until(lambda: "mailerd info started" in suite.log("mailer2")[known:])
        yield proc
    finally:
        if proc.poll() is None:
            proc.terminate()
        proc.wait(60)
        log.close()


def test_two_mailers_share_the_work(outbox, mail, suite):
    mail.delay = 0.01
    with second_mailer(suite) as second:
        run = outbox.run(resumes(outbox, 600))
        until(lambda: settled(outbox, run))
        assert check_ledger(outbox, mail, run, 600) == {"sent": 600}
        assert len({r["claimer"] for r in outbox.rows(run)}) == 2
        second.send_signal(signal.SIGTERM)
        assert second.wait(60) == 0


def test_journal_of_a_dead_neighbour(outbox, mail, suite):
    """The mailer that lives settles what the other left, long before the lease ends."""
    mail.delay = 0.1
    with second_mailer(suite) as second:
        run = outbox.run(resumes(outbox, 1500))
        until(lambda: len({r["claimer"] for r in outbox.rows(run)} - {""}) == 2)
        second.kill()
        second.wait()
    mail.delay = 0.0
    until(lambda: settled(outbox, run))
    states = check_ledger(outbox, mail, run, 1500)
    assert states["doubt"] <= 4 and not (suite.var / "mailer" / "journal.2").exists()


def test_mailer_frozen_beyond_its_lease(outbox, mail, suite):
    """Another takes its rows for lost; when it comes back it knows better, and still nobody gets a second mail."""
    run = outbox.run(resumes(outbox, 200))
    mail.late = 0.3
    mail.wait(4)
    frozen = suite.procs["daemon:mailer"]
    try:
        frozen.send_signal(signal.SIGSTOP)
        claimed = outbox.states(run)["claimed"]
        suite.set_clock(60)
        mail.late = 0.0
        with second_mailer(suite):
            until(lambda: outbox.states(run).get("doubt") == claimed)
            until(lambda: set(outbox.states(run)) <= {"doubt", "sent"})
            frozen.send_signal(signal.SIGCONT)
            until(lambda: outbox.states(run) == {"sent": 200})
    finally:
        frozen.send_signal(signal.SIGCONT)
        suite.set_clock(0)
    assert check_ledger(outbox, mail, run, 200) == {"sent": 200}
