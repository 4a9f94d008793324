"""The audit log: every row once, in a chain that shows what was removed, changed, moved, cut off or added."""
import fcntl
import hashlib
import json
import os
import random
import re
import subprocess
import threading
import time
from datetime import datetime, timezone

import pymysql
import pytest

from harness.scheduling import alone
from harness.suite import until

KEYS = ["seq", "prev", "id", "at", "org", "account", "request", "ip", "action", "noun", "noun_id", "detail", "hash"]
ZERO = "0" * 64


@pytest.fixture
def scheduling(suite, db):
    with alone(suite, db) as s:
        yield s


def check_chain(lines):
    """The chain computed again by somebody else's code; gives the rows."""
    rows, prev = [], ZERO
    for number, line in enumerate(lines, 1):
        row = json.loads(line)
        assert list(row) == KEYS
        assert row["seq"] == number and row["prev"] == prev
        body = re.sub(rb',"hash":"[0-9a-f]{64}"}\n$', b"", line)
        assert body != line and hashlib.sha256(body).hexdigest() == row["hash"]
        prev = row["hash"]
        rows.append(row)
    return rows


def head(scheduling):
    done = scheduling.call("audit", "head")
    assert done.returncode == 0, done.stderr
    number, hash = done.stdout.split()
    return int(number), hash


def ids_once(scheduling, rows):
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)), "a row twice"
    assert set(ids) == scheduling.ids(), "a row left out"


# ---- writing ----

def test_rows_are_written_as_they_are(scheduling, db):
    scheduling.add(1, detail='{"a":"\\u3042 \\"q\\" \\\\ あ"}', at="2026-03-04 05:06:07.000089", org_id=7, account_id=8, noun_id=9)
    scheduling.add(1, detail="tab\tnewline\nbell\x07", ip="", noun="", noun_id=0)
    scheduling.once("audit")
    rows = check_chain(scheduling.lines())
    ids_once(scheduling, rows)
    for row in rows[-2:]:
        r = db.one("SELECT * FROM audit WHERE id = %s", row["id"])
        assert (row["org"], row["account"], row["request"], row["ip"], row["action"], row["noun"], row["noun_id"], row["detail"]) == (
            r["org_id"], r["account_id"], r["request_id"], r["ip"], r["action"], r["noun"], r["noun_id"], r["detail"])
        assert row["at"] == r["at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert head(scheduling) == (len(rows), rows[-1]["hash"])
    assert scheduling.once("audit") == 0 and len(scheduling.lines()) == len(rows)
    done = scheduling.verify()
    assert done.returncode == 0 and done.stdout.startswith(f"ok: {len(rows)} lines")
    assert {oct(p.stat().st_mode & 0o777) for p in scheduling.audit.iterdir()} == {"0o640"}


def test_one_request_is_one_line(scheduling, world, db):
    world.signed_in(world.org("agency").account())
    scheduling.once("audit")
    rows = check_chain(scheduling.lines())
    last = db.one("SELECT * FROM audit ORDER BY id DESC LIMIT 1")
    assert [row for row in rows if row["id"] == last["id"] and row["request"] == last["request_id"]]


def test_late_commits_are_not_left_out(scheduling, suite, db):
    """Ids are given out before the commit: a lower one may become visible after a higher one is written."""
    other = pymysql.connect(**{**db.args, "autocommit": False})
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO audit (at, request_id, action, detail) VALUES (UTC_TIMESTAMP(6), 'late', 'test.late', '')")
        late = cursor.lastrowid
    scheduling.add(5)
    scheduling.once("audit")
    assert late not in [row["id"] for row in check_chain(scheduling.lines())]
    process = scheduling.start()
    until(lambda: scheduling.holds(process))
    other.commit()
    other.close()
    until(scheduling.all_written)
    rows = check_chain(scheduling.lines())
    ids_once(scheduling, rows)
    assert rows[-1]["id"] == late


@pytest.mark.parametrize("kills", [0, 8])
def test_thousands_written_meanwhile(scheduling, db, kills):
    """Four writers with transactions of all lengths, the scheduler is killed again and again: each row once, in one chain."""
    dice, errors = random.Random(kills), []

    def write(seed):
        mine = random.Random(seed)
        try:
            connection = pymysql.connect(**{**db.args, "autocommit": False})
            for _ in range(60):
                with connection.cursor() as cursor:
                    for _ in range(mine.randint(1, 40)):
                        cursor.execute("INSERT INTO audit (at, request_id, action, detail) VALUES (UTC_TIMESTAMP(6), %s, 'test', %s)",
                                       (f"{seed}", "x" * mine.randint(0, 3000)))
                    time.sleep(mine.choice([0, 0, 0.01, 0.2]))
                connection.rollback() if mine.random() < 0.1 else connection.commit()
            connection.close()
        except Exception as e:  # noqa: BLE001 told below, in the test's own thread
            errors.append(e)

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(4)]
    process = scheduling.start()
    for writer in writers:
        writer.start()
    for _ in range(kills):
        time.sleep(dice.uniform(0.2, 1.2))
        process.kill()
        process.wait()
        db.run("UPDATE lease SET until_at = '2000-01-01'")
        process = scheduling.start()
    for writer in writers:
        writer.join()
    assert not errors
    until(scheduling.all_written)
    until(lambda: head(scheduling)[0] == db.value("SELECT written FROM audit_head"))
    rows = check_chain(scheduling.lines())
    assert len(rows) > 3000
    ids_once(scheduling, rows)
    assert scheduling.verify().returncode == 0


def test_two_machines_one_log(scheduling, db):
    """Two schedulers start and stop while rows come; whoever writes goes on where the other ended."""
    for i in range(4):
        process = scheduling.start()
        until(lambda: scheduling.holds(process))
        scheduling.add(700)
        time.sleep(0.4)
        process.kill() if i % 2 else process.terminate()
        process.wait()
    process = scheduling.start()
    until(scheduling.all_written)
    process.terminate()
    process.wait()
    ids_once(scheduling, check_chain(scheduling.lines()))


def test_log_locked_by_another(scheduling, db):
    """Somebody who was frozen while he wrote keeps the log, and nothing else."""
    process = scheduling.start()
    until(lambda: scheduling.holds(process) and (scheduling.audit / "lock").exists())
    with open(scheduling.audit / "lock") as lock:
        until(lambda: not fcntl.flock(lock, fcntl.LOCK_EX))
        scheduling.add(3)
        token = os.urandom(16)
        db.insert("form_once", token=token, account_id=0, made_at="2026-01-01")
        until(lambda: not db.value("SELECT COUNT(*) FROM form_once WHERE token = %s", token))
        assert not scheduling.all_written() and scheduling.holds(process)
        until(lambda: "is locked by another process" in scheduling.log.read_text())
    until(scheduling.all_written)
    ids_once(scheduling, check_chain(scheduling.lines()))


# ---- crashes of the machine ----

@pytest.mark.parametrize("left", [b'{"seq":', b"", b"\0" * 300, b"\0" * 100 + b"\n" + b"\0" * 7, b'{"seq":7}\n'],
                         ids=["half a line", "nothing", "zeros", "zeros with a newline", "a line of nothing"])
def test_half_a_write_is_mended(scheduling, db, left):
    """The database has given places to rows, the files have some of the lines and half a one."""
    scheduling.add(300)
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    lines = scheduling.lines()
    assert len(lines) == 300
    keep = len(lines) - 120
    db.run("UPDATE audit_head SET written = %s", keep)
    path.write_bytes(b"".join(lines[:keep]) + left)
    (scheduling.audit / "head").unlink()
    assert scheduling.once("audit") == 120
    assert scheduling.lines() == lines, "byte for byte"
    assert scheduling.verify().returncode == 0


def test_cut_at_every_byte_of_a_line(scheduling, db):
    scheduling.add(3, detail="")
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    whole = path.read_bytes()
    lines = len(scheduling.lines())
    size = len(scheduling.lines()[-1])
    db.run("UPDATE audit_head SET written = %s", lines - 1)
    for less in sorted({1, 2, 3, size - 2, size - 1, *range(1, size, 37)}):
        path.write_bytes(whole[:-less])
        assert scheduling.once("audit") == 1
        assert path.read_bytes() == whole


def test_head_file_lost(scheduling):
    scheduling.add(5)
    scheduling.once("audit")
    before = head(scheduling)
    (scheduling.audit / "head").unlink()
    done = scheduling.verify()
    assert done.returncode == 2
    scheduling.once("audit")
    assert head(scheduling) == before


# ---- tampering, and the scheduler ----

def test_shortened_log_is_told_and_written_again(scheduling):
    scheduling.add(50)
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    whole = path.read_bytes()
    path.write_bytes(b"".join(whole.splitlines(keepends=True)[:-10]))
    done = scheduling.call("once", "audit")
    assert "audit log shortened" in done.stderr and done.stdout == "audit 10\n"
    assert path.read_bytes() == whole


def test_lost_files_are_written_again(scheduling):
    scheduling.add(700)
    scheduling.once("audit")
    before = scheduling.lines()
    for path in scheduling.audit.iterdir():
        path.unlink()
    scheduling.once("audit")
    assert scheduling.lines() == before and scheduling.verify().returncode == 0


def forged(lines, **changes):
    """A further line that fits the chain."""
    row = {**json.loads(lines[-1]), **changes}
    row["seq"], row["prev"] = row["seq"] + 1, row.pop("hash")
    body = json.dumps(row, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{body},"hash":"{hashlib.sha256(body.encode()).hexdigest()}"}}\n'.encode()


def test_nothing_is_added_behind_a_forged_line(scheduling, db):
    scheduling.add(20)
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    whole = path.read_bytes()
    path.write_bytes(whole + forged(scheduling.lines(), action="forged"))
    scheduling.add(20)
    done = scheduling.call("once", "audit")
    assert done.returncode == 1 and "is not what was written" in done.stderr
    assert scheduling.verify().returncode == 1
    path.write_bytes(whole)
    assert scheduling.once("audit") == 20 and scheduling.verify().returncode == 0


def test_changed_line_in_the_newest_file_stops_the_export(scheduling):
    scheduling.add(20)
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    path.write_bytes(path.read_bytes().replace(b'"ip":"192.0.2.1"', b'"ip":"192.0.2.2"', 1))
    scheduling.add(1)
    done = scheduling.call("once", "audit")
    assert done.returncode == 1 and "is not what was written" in done.stderr


def test_row_changed_in_the_database_before_it_is_written(scheduling, db):
    scheduling.add(5)
    scheduling.once("audit")
    path = sorted(scheduling.audit.glob("audit-*.log"))[-1]
    path.write_bytes(b"".join(scheduling.lines()[:-3]))
    db.run("UPDATE audit SET detail = 'other' ORDER BY id DESC LIMIT 1")
    done = scheduling.call("once", "audit")
    assert done.returncode == 1 and "was changed after it got its place" in done.stderr


# ---- months, clocks, retention ----

def test_a_file_a_month_in_order(scheduling, db, clock):
    month = lambda: datetime.now(timezone.utc).strftime("%Y%m")
    before = month()
    for month, at in (("202601", "2026-01-31 23:59:59"), ("202602", "2026-02-01 00:00:00")):
        scheduling.add(3, at=at)
        scheduling.once("audit")
    scheduling.add(2, at="2026-01-31 23:59:58")  # a request of last month whose row came later
    scheduling.add(2, at="2199-01-01 00:00:00")  # a clock that was wrong
    scheduling.add(2)
    scheduling.once("audit")
    files = {p.name: p.read_bytes().count(b"\n") for p in scheduling.audit.glob("audit-*.log")}
    this = before if f"audit-{before}.log" in files else month()  # it may end meanwhile
    assert files == {"audit-202601.log": 3, "audit-202602.log": 5, f"audit-{this}.log": 4}
    check_chain(scheduling.lines())
    assert scheduling.verify().returncode == 0


def test_clock_jumps(scheduling, db, clock):
    process = scheduling.start()
    until(lambda: scheduling.holds(process))
    for seconds in (40 * 86400, -400 * 86400, 0):
        clock(seconds)
        scheduling.add(200)
        until(scheduling.all_written)
        assert scheduling.holds(process)
    assert process.poll() is None
    ids_once(scheduling, check_chain(scheduling.lines()))


def test_old_rows_leave_only_when_they_are_told_to_and_on_disk(scheduling, db):
    scheduling.add(30, at="2025-01-01 00:00:00", action="test.old")
    scheduling.add(30, action="test.new")
    assert scheduling.once("audit_keep") == 0
    scheduling.once("audit")
    assert scheduling.once("audit_keep") == 0, "by default they stay"
    scheduling.configure(keep__audit_months=6)
    scheduling.add(10, at="2025-01-01 00:00:00", action="test.unwritten")
    kept = len(scheduling.lines())
    assert scheduling.once("audit_keep") >= 30 and scheduling.once("audit_keep") == 0
    count = lambda action: db.value("SELECT COUNT(*) FROM audit WHERE action = %s", action)
    assert (count("test.old"), count("test.new"), count("test.unwritten")) == (0, 30, 10)
    assert scheduling.once("audit") == 10 and len(scheduling.lines()) == kept + 10
    check_chain(scheduling.lines())
    assert scheduling.verify().returncode == 0


# ---- verify: offline, by files and head alone ----

@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A log of two files by this test's own hand, as the contract of the format says."""
    lines, prev = [], ZERO
    for seq in range(1, 31):
        body = (f'{{"seq":{seq},"prev":"{prev}","id":{seq * 3},"at":"2026-01-01T00:00:00.000000Z","org":1,"account":2,"request":"r",'
                f'"ip":"","action":"test","noun":"","noun_id":0,"detail":"{"詳" * seq}"')
        prev = hashlib.sha256(body.encode()).hexdigest()
        lines.append(f'{body},"hash":"{prev}"}}\n'.encode())
    return lines


@pytest.fixture
def verify(suite, tmp_path):
    """verify(first file's lines, second file's lines, *options) → (status, output), without configuration."""
    def run(first, second, *options):
        names = ["audit-202601.log", "audit-202602.log"]
        for name, lines in zip(names, (first, second)):
            (tmp_path / name).write_bytes(b"".join(lines))
        done = subprocess.run([str(suite.bin / "schedulerd"), "audit", "verify", *names, *options], cwd=tmp_path, capture_output=True,
                              text=True, env={"PATH": "/usr/bin:/bin"})
        assert not done.stderr or done.returncode == 2, done.stderr
        return done.returncode, done.stdout
    return run


def hash_of(line):
    return json.loads(line)["hash"]


def test_verify_right(made, verify):
    status, out = verify(made[:10], made[10:], "--head", hash_of(made[-1]))
    assert (status, out) == (0, f"ok: 30 lines, the last is 30 {hash_of(made[-1])}\n")
    assert verify(made[:10], made[10:], "--head", f"30 {hash_of(made[-1])}")[0] == 0
    assert verify(made[:10], made[10:])[0] == 0
    assert verify([], [], "--head", ZERO)[0] == 0


def test_verify_every_removed_line(made, verify):
    for i in range(30):
        lines = made[:i] + made[i + 1:]
        cut = 10 - (i < 10)
        status, out = verify(lines[:cut], lines[cut:], "--head", hash_of(made[-1]))
        assert status == 1, i
        where = "audit-202602.log:19" if i == 29 else f"audit-202601.log:{i + 1}" if i < 9 else f"audit-202602.log:{max(i - 9, 1)}"
        assert out.startswith(where + ":"), (i, out)


def test_verify_every_changed_byte(made, verify):
    """Any byte of a line: seen in that line or the one after it."""
    line = made[12]
    for at in range(0, len(line) - 1, 7):
        changed = line[:at] + bytes([line[at] ^ 1]) + line[at + 1:]
        status, out = verify(made[:10], made[10:12] + [changed] + made[13:], "--head", hash_of(made[-1]))
        assert status == 1 and out.startswith("audit-202602.log:3:") or out.startswith("audit-202602.log:4:"), (at, out)


def test_verify_line_made_anew(made, verify):
    """Changed with a hash that fits: the line after it does not continue it."""
    row = json.loads(made[12])
    body = made[12].decode().split(',"hash"')[0].replace('"account":2', '"account":9')
    new = f'{body},"hash":"{hashlib.sha256(body.encode()).hexdigest()}"}}\n'.encode()
    status, out = verify(made[:10], made[10:12] + [new] + made[13:], "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202602.log:4: it does not continue"), (row, out)


def test_verify_everything_made_anew(made, verify):
    """A whole chain that is right in itself but is not ours: only the head shows it."""
    lines, prev = [], ZERO
    for line in made:
        body = re.sub(r'"prev":"\w+"', f'"prev":"{prev}"', line.decode().split(',"hash"')[0]).replace('"account":2', '"account":9')
        prev = hashlib.sha256(body.encode()).hexdigest()
        lines.append(f'{body},"hash":"{prev}"}}\n'.encode())
    assert verify(lines[:10], lines[10:])[0] == 0
    status, out = verify(lines[:10], lines[10:], "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202602.log:20: the log ends at number 30 without the anchored head")


def test_verify_swapped_and_doubled(made, verify):
    swapped = made[:4] + [made[5], made[4]] + made[6:]
    status, out = verify(swapped[:10], swapped[10:], "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202601.log:5:")
    doubled = made[:5] + [made[4]] + made[5:]
    status, out = verify(doubled[:10], doubled[10:], "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202601.log:6:")
    status, out = verify(made[10:], made[:10], "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202601.log:1:")


def test_verify_truncated(made, verify):
    for keep in (0, 1, 10, 19):
        status, out = verify(made[:10], made[10:10 + keep], "--head", hash_of(made[-1]))
        assert status == 1 and f"audit-202602.log:{keep}: the log ends at number {10 + keep}" in out, out
    half = made[10:29] + [made[29][:-20]]
    status, out = verify(made[:10], half, "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202602.log:20: the line is cut off")


def test_verify_added(made, verify):
    added = made[10:] + [forged(made)]
    status, out = verify(made[:10], added, "--head", hash_of(made[-1]))
    assert status == 1 and out.startswith("audit-202602.log:21: a line after the anchored head")


def test_verify_older_head_and_later_beginning(made, verify):
    assert verify(made[:10], made[10:], "--head", hash_of(made[19]))[0] == 1
    assert verify(made[:10], made[10:], "--head", hash_of(made[19]), "--more")[0] == 0
    assert verify(made[5:10], made[10:], "--head", hash_of(made[-1]))[0] == 1
    assert verify(made[5:10], made[10:], "--after", hash_of(made[4]), "--head", hash_of(made[-1]))[0] == 0
    assert verify(made[5:10], made[10:], "--after", hash_of(made[3]), "--head", hash_of(made[-1]))[0] == 1


def test_verify_what_cannot_be_looked_at(made, verify, suite, tmp_path):
    assert verify(made[:10], made[10:], "--head", "abc")[0] == 2
    assert verify(made[:10], made[10:], "--nonsense")[0] == 2
    status, out = verify(made[:10], made[10:], "gone.log", "--head", hash_of(made[-1]))
    assert status == 1 and "gone.log:0: No such file" in out
    assert verify([os.urandom(500)], [b"\n\n"], "--head", hash_of(made[-1]))[0] == 1
