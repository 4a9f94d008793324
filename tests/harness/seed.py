"""Database, secrets and demo data of a new suite, made once and copied: the files of a server that has ended. They are made anew when
anything that they come from is another one."""
import contextlib
import fcntl
import hashlib
import shutil
import subprocess
import time

from harness.suite import ROOT

PLACE = ROOT / "build/test/seed"
PARTS = ("db", "secret", "audit", "blobs", "accounts.txt")
SOURCES = ("sql/schema/*.sql", "sql/migrate", "conf/mariadb.cnf", "conf/suite", "build/release/demo")
DAY, EVENING = 86400, 12 * 3600  # when the demo's day begins: sql/demo/main.c


def key(suite):
    """What a copy stands for."""
    sources = [path for pattern in SOURCES for path in sorted(ROOT.glob(pattern))] + [suite.bin / "grants.sql"]
    at = hashlib.sha256(b"".join(path.read_bytes() for path in sources))
    at.update(subprocess.check_output(["mariadbd", "--version"]))
    at.update(repr([suite.set.get("password.scrypt_log2n"), int(time.time() - EVENING) // DAY]).encode())
    return at.hexdigest()


@contextlib.contextmanager
def only_one():
    PLACE.mkdir(parents=True, exist_ok=True)
    with open(PLACE / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy(source, target):
    for part in PARTS:
        if (source / part).exists():
            subprocess.run(["cp", "-a", "--reflink=auto", "--sparse=always", str(source / part), str(target)], check=True)


def sow(suite, make):
    """Fill suite.var, which is empty. make() does it from the beginning and leaves no server running."""
    with only_one():
        wanted, there = key(suite), PLACE / "of"
        if there.exists() and there.read_text() == wanted:
            copy(PLACE, suite.var)
            return
        there.unlink(missing_ok=True)
        make()
        for part in PARTS:
            old = PLACE / part
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
        copy(suite.var, PLACE)
        there.write_text(wanted)
