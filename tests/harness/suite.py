"""A complete running Musubi of the tests' own, made of the pieces of conf/suite: each can be stopped, killed and started again."""
import contextlib
import fcntl
import http.client
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # gw0, gw1, ... where several processes test side by side
WORKERS = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
# The directory of a suite; others lie beside it.
TEST_VAR = os.environ.get("MUSUBI_TEST_VAR", str(ROOT / "build/test/var")) + (WORKER and f"-{WORKER}")
VARIANT = os.environ.get("MUSUBI_TEST_VARIANT", "asan")
SIGNS_OF_DAMAGE = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:", "*** buffer overflow")


def free_port():
    """Below the ports that the system gives to outgoing connections, and none that a process beside us looks at: nobody takes it
    before it is used."""
    for port in random.SystemRandom().sample(range(15000 + int(WORKER[2:] or 0), 32000, WORKERS), 100):
        with contextlib.closing(socket.socket()) as s, contextlib.suppress(OSError):
            s.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no free port")


PATIENCE = 60.0  # seconds: a machine that is busy elsewhere is no failure of ours


def until(what, seconds=PATIENCE, message="", step=0.05):
    """Wait until what() gives something true and return it."""
    end = time.monotonic() + seconds
    while True:
        result = what()
        if result:
            return result
        if time.monotonic() > end:
            raise AssertionError((message() if callable(message) else message) or f"not within {seconds} s: {what}")
        time.sleep(step)


def children(pid):
    """Process ids below pid, all generations."""
    found = []
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                found += [int(child)] + children(int(child))
    return found


class Suite:
    seeded = False  # begin() copies what the first suite of the day made: harness/seed.py

    def __init__(self, var, settings, variant=VARIANT):
        self.var = pathlib.Path(var)
        self.variant = variant
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bin = ROOT / "build" / variant
        self.procs = {}
        self.clock_file = self.var / "clock"
        self.set = dict(settings)
        self.lock = None

    # ---- all of it ----

    def env(self):
        return dict(
            os.environ,
            MUSUBI_VAR=str(self.var),
            MUSUBI_PORT=str(self.port),
            VARIANT=self.variant,
            MUSUBI_SET="\n".join(f"{k} = {v}" for k, v in self.set.items()),
            MUSUBI_CLOCK_FILE=str(self.clock_file),
            # The check of strstr measures what is left of a template at each step of its parsing: nine tenths of a program's start.
            ASAN_OPTIONS="abort_on_error=0:detect_leaks=0:intercept_strstr=0",
            UBSAN_OPTIONS="print_stacktrace=1",
        )

    def call(self, *args):
        done = subprocess.run(args, env=self.env(), cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, f"{args}: {done.stdout}{done.stderr}"
        return done.stdout

    def begin(self, ahead=0):
        """Fresh directory, database with schema, everything running; the programs' clock goes so many seconds ahead from the first one on."""
        self.var.mkdir(parents=True, exist_ok=True)
        self.lock = open(self.var / "lock", "w")
        os.set_inheritable(self.lock.fileno(), True)
        try:
            # An earlier run that was killed takes a moment to end: its pieces hold the lock until they have.
            until(self._take_lock)
        except AssertionError:
            raise AssertionError(f"another test run uses {self.var}") from None
        for old in self.var.iterdir():
            if old.name == "run":
                shutil.rmtree(os.readlink(old), ignore_errors=True)
                old.unlink()
            elif old.name != "lock":
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        if not ahead and self.seeded:
            from harness import seed
            seed.sow(self, self._make_seed)
            self.set_clock(0)
            self.call("conf/suite", "prepare")
            self.start_db()
            self._start_programs()
            return
        self._new_database()
        self._fill(ahead)

    def _new_database(self):
        self.call("conf/suite", "prepare")
        self.start_db()
        self.sql("CREATE OR REPLACE USER tester@localhost IDENTIFIED BY 'tester'; GRANT ALL ON *.* TO tester@localhost")

    def _make_seed(self):
        self.set_clock(0)
        self._new_database()
        self.call("conf/suite", "migrate")
        self.load_demo()
        self.stop("db")

    def begin_again(self, ahead):
        """As begin(), in the directory and on the database server that are there."""
        for piece in [p for p in self.procs if p != "db"]:
            self.stop(piece)
        for name in ("audit", "blobs", "mail", "mailer"):
            for old in (self.var / name).glob("*"):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        self.sql("DROP DATABASE musubi")
        self._fill(ahead)

    def _fill(self, ahead):
        self.set_clock(ahead)
        self.call("conf/suite", "migrate")
        self.load_demo()
        self._start_programs()

    def _start_programs(self):
        for piece in self.pieces():
            self.start(piece)
        self.wait_ready()

    def load_demo(self):
        """The demo data of `make run`; loaded by the faster build."""
        program = ROOT / "build/release/demo"
        if program.exists():
            self.call(str(program), "-c", str(self.conf), "--var", str(self.var), "--accounts", str(self.var / "accounts.txt"))

    def _take_lock(self):
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def end(self):
        for piece in reversed(list(self.procs)):
            self.stop(piece)
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(os.readlink(self.var / "run"))
            (self.var / "run").unlink()
        if self.lock:
            self.lock.close()

    def areas(self):
        return sorted(p.stem for p in self.bin.glob("*.fcgi"))

    def daemons(self):
        found = sorted(p.parent.name for p in (ROOT / "daemons").glob("*/main.c"))
        return [d for d in found if d != "mailin" and (self.bin / f"{d}d").exists()]

    def pieces(self):
        return [f"fcgi:{a}" for a in self.areas()] + [f"daemon:{d}" for d in self.daemons()] + ["nginx"]

    def wait_ready(self):
        """Until every program answers. One that has given up is left to the tests of its area."""
        until(self._nginx_answers, message=f"nginx does not start: {self.log('nginx-error')}{self.log('nginx')}")
        for area in self.areas():
            until(lambda: self.procs[f"fcgi:{area}"].poll() is not None or self._area_answers(area))

    def _area_answers(self, area):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", f"/{area}/")
            return connection.getresponse().status != 503

    def _nginx_answers(self):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port), 5).close()
            return True
        return False

    # ---- one piece: db, nginx, fcgi:AREA, daemon:NAME ----

    def start(self, piece):
        assert piece not in self.procs or self.procs[piece].poll() is not None, f"{piece} runs already"
        with open(self.var / "log" / f"{piece.split(':')[-1]}.log", "ab") as log:
            self.procs[piece] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", str(ROOT / "conf/suite"), "exec", piece],
                env=self.env(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                pass_fds=[self.lock.fileno()],
            )

    def stop(self, piece, sig=signal.SIGTERM, seconds=PATIENCE):
        """End a piece in order; what is left of its session is killed."""
        proc = self.procs.pop(piece)
        below = children(proc.pid)
        proc.send_signal(sig)
        try:
            status = proc.wait(seconds)
        except subprocess.TimeoutExpired:
            status = None
        for pid in [proc.pid] + below:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getsid(pid) == proc.pid:
                    os.kill(pid, signal.SIGKILL)
        if status is None:
            proc.wait()
            raise AssertionError(f"{piece} did not end within {seconds} s")
        return status

    def kill(self, piece):
        """kill -9 of a piece and of all its processes at once."""
        proc = self.procs.pop(piece)
        for pid in children(proc.pid) + [proc.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        proc.wait()

    def kill_workers(self, area):
        """kill -9 of the processes of an area; their supervisor makes new ones."""
        for pid in children(self.procs[f"fcgi:{area}"].pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def restart(self, piece):
        if piece in self.procs:
            self.stop(piece)
        self.start_db() if piece == "db" else self.start(piece)
        self.wait_ready()

    def start_db(self):
        self.start("db")
        until(lambda: self.sql("SELECT 1", check=False), 120, f"MariaDB does not start: {self.log('db')}")

    # ---- what it says ----

    @property
    def run_dir(self):
        return pathlib.Path(os.readlink(self.var / "run"))

    @property
    def conf(self):
        return self.var / "musubi.conf"

    @property
    def socket(self):
        return str(self.run_dir / "db.sock")

    def sql(self, text, check=True):
        """As the database's root, by the command line client: for setting up only."""
        user = subprocess.check_output(["id", "-un"], text=True).strip()
        done = subprocess.run(["mariadb", "--no-defaults", f"--socket={self.socket}", f"--user={user}", "-BN", "-e", text],
                              capture_output=True, text=True)
        assert not check or done.returncode == 0, done.stderr
        return done.returncode == 0 and (done.stdout or True)

    def log(self, name):
        path = self.var / "log" / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def damage(self):
        """Lines of the logs that tell of a memory error or undefined behaviour."""
        return [f"{path.name}: {line}" for path in sorted((self.var / "log").glob("*.log"))
                for line in path.read_text(errors="replace").splitlines() if any(s in line for s in SIGNS_OF_DAMAGE)]

    # ---- time ----

    def set_clock(self, seconds):
        """The programs' clock goes this far ahead of the real one."""
        new = self.clock_file.with_suffix(".new")
        new.write_text(f"{int(seconds)}\n")
        new.rename(self.clock_file)
