"""lib/db against a real server, by the programs in tests/tool; here is who stops and starts the server for them."""
import subprocess

import pytest

from harness.suite import ROOT

NAME = "musubi_things"


@pytest.fixture
def database(suite):
    schema = (ROOT / "tests/tool/schema/things.sql").read_text()
    suite.sql(f"DROP DATABASE IF EXISTS {NAME}; CREATE DATABASE {NAME}; USE {NAME}; {schema}")
    yield NAME
    suite.sql(f"DROP DATABASE {NAME}")


@pytest.mark.parametrize("tool", ["dbcheck", "dblists"])
def test_database(suite, database, tool):
    do = {"stop": lambda: suite.kill("db"), "start": suite.start_db, "restart": lambda: (suite.kill("db"), suite.start_db())}
    said = []
    with subprocess.Popen([suite.bin / "tool" / tool, suite.socket, "tester", "tester", database], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1, cwd=ROOT,
                          env={"ASAN_OPTIONS": "detect_leaks=1", "PATH": "/usr/bin:/bin"}) as process:
        for line in process.stdout:
            said.append(line)
            if line.startswith("please: "):
                do[line.split()[1]]()
                print("done", file=process.stdin, flush=True)
    assert process.returncode == 0, "".join(said)
