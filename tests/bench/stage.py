"""Where the benchmarks run: a private suite in build/bench/var, release build, with the large demo. The database is kept between runs as
long as nothing that makes its content has changed; everything else is made anew."""
import contextlib
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from harness.client import Client  # noqa: E402
from harness.suite import ROOT, Suite, children, until  # noqa: E402

VAR = ROOT / "build/bench/var"
HERE = pathlib.Path(__file__).resolve().parent
ORG = 3  # the agency that gets the many résumés
# What the data depends on.
MAKERS = ("sql/schema/*.sql", "sql/demo/*.[ch]", "sql/query/demo.sql", "lib/model/search/words*.[ch]", "lib/text/text_search.c", "lib/text/text_norm.*")
# All of a million résumés in memory; the file in conf is for a small machine.
BUFFER_POOL = 4 << 30


def say(text):
    print(text, file=sys.stderr, flush=True)


def stamp_of(resumes):
    sums = hashlib.sha256(str(resumes).encode())
    for pattern in MAKERS:
        for path in sorted(ROOT.glob(pattern)):
            sums.update(path.name.encode() + path.read_bytes())
    return sums.hexdigest()


class Stage(Suite):
    """The running suite with nginx locations for the programs compared with."""

    def __init__(self, resumes, settings):
        super().__init__(VAR, settings, "release")
        self.resumes = resumes
        self.extra = {}  # name → process beside the suite

    def begin(self):
        self.var.mkdir(parents=True, exist_ok=True)
        self.lock = open(self.var / "lock", "w")
        os.set_inheritable(self.lock.fileno(), True)
        until(self._take_lock, 20, f"another benchmark uses {self.var}")
        stamp = self.var / "data.stamp"
        wanted = stamp_of(self.resumes)
        if not stamp.exists() or stamp.read_text() != wanted:
            subprocess.run(["rm", "-rf", str(self.var / "db"), str(stamp)], check=True)
        subprocess.run(["rm", "-rf", str(self.var / "log"), str(self.var / "mailer"), str(self.var / "mail")], check=True)
        self.call("conf/suite", "prepare")
        self.start_db()
        self.sql(f"SET GLOBAL innodb_buffer_pool_size = {BUFFER_POOL}")
        self.call("conf/suite", "migrate")
        self.sql("CREATE OR REPLACE USER tester@localhost IDENTIFIED BY 'tester'; GRANT ALL ON *.* TO tester@localhost")
        if not stamp.exists():
            self.load(wanted, stamp)
        self.add_locations()

    def load(self, wanted, stamp):
        say(f"loading {self.resumes} résumés, kept for the next runs")
        began = time.monotonic()
        self.call(str(self.bin / "demo"), "-c", str(self.conf), "--var", str(self.var), "--accounts", str(self.var / "accounts.txt"),
                  "--resumes", str(self.resumes), "--org", str(ORG))
        stamp.write_text(wanted)
        say(f"loaded in {time.monotonic() - began:.0f} s")

    def add_locations(self):
        """The same nginx, the same FastCGI parameters for all."""
        run = self.run_dir
        fastcgi = f"include {run}/root/conf/nginx/fastcgi.conf;"
        with open(self.var / "nginx-musubi.conf", "a") as conf:
            conf.write(f"location = /bench/bare {{ {fastcgi} fastcgi_pass unix:{run}/bare.sock; }}\n"
                       f"location = /bench/php {{ {fastcgi} fastcgi_param SCRIPT_FILENAME {HERE}/resume.php; fastcgi_pass unix:{run}/php.sock; }}\n")

    def run_areas(self, *areas):
        """Exactly these programs behind nginx."""
        for piece in [p for p in self.procs if p.startswith("fcgi:") and p[5:] not in areas]:
            self.stop(piece)
        for area in areas:
            if f"fcgi:{area}" not in self.procs:
                self.start(f"fcgi:{area}")
        if "nginx" not in self.procs:
            self.start("nginx")
        until(self._nginx_answers, message="nginx does not start")
        for area in areas:
            until(lambda: self._area_answers(area), 20, f"{area} does not start: {self.log(area)[-2000:]}")

    def restart_area(self, area):
        self.stop(f"fcgi:{area}")
        self.start(f"fcgi:{area}")
        until(lambda: self._area_answers(area), 20, f"{area} does not start: {self.log(area)[-2000:]}")

    def configure(self, **settings):
        """Other settings (group__key) for what is started from now on."""
        self.set.update({k.replace("__", "."): v for k, v in settings.items()})
        text = subprocess.run(["awk", "-f", "conf/set.awk", str(self.conf)], cwd=ROOT, check=True, capture_output=True, text=True,
                              env=dict(os.environ, SET="\n".join(f"{k} = {v}" for k, v in self.set.items()))).stdout
        self.conf.write_text(text)

    def begin_beside(self, name, *command, env=None, log=None):
        """A program beside the suite, ended with it."""
        with open(self.var / "log" / f"{log or name}.log", "ab") as out:
            self.extra[name] = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", *map(str, command)], stdin=subprocess.DEVNULL,
                                                stdout=out, stderr=out, env={**os.environ, **(env or {})}, start_new_session=True)
        return self.extra[name]

    def end_beside(self, name):
        proc = self.extra.pop(name)
        below = children(proc.pid)
        proc.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            proc.wait(10)
        for pid in [proc.pid] + below:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if os.getsid(pid) == proc.pid:
                    os.kill(pid, 9)
        proc.wait()

    def end(self):
        for name in list(self.extra):
            self.end_beside(name)
        super().end()

    def client(self, org=ORG):
        """The first account of an organisation, signed in; a recruiter of the large agency without."""
        rows = [line.split("\t") for line in (self.var / "accounts.txt").read_text().splitlines()]
        password = rows[0][0].split(": ")[1]
        login = next(r[0] for r in rows if len(r) > 2 and re.match(rf"{org}0{{6}}1$", r[0]))
        client = Client(self.url)
        page = client.sign_in(login, password, follow=False)
        assert page.status == 303, f"sign-in: {page.status} {page.words[:300]}"
        return client

    def workers(self, area):
        """Processes of a program, without their supervisor."""
        return [pid for pid in children(self.procs[f"fcgi:{area}"].pid)
                if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == f"{area}.fcgi"]


    def pids(self, piece):
        """All processes of a piece."""
        return [self.procs[piece].pid] + children(self.procs[piece].pid)

    def below(self, name, program):
        """Processes of this program among those beside the suite."""
        pid = self.extra[name].pid
        return [p for p in [pid] + children(pid) if pathlib.Path(f"/proc/{p}/comm").read_text().startswith(program)]


def resident_kb(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    return 0
