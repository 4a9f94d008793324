"""Tests side by side, a suite for each process: a file is run by one of them as a whole, long files begin first. How long they took the
last time lies in build/test/seconds.json; of a file that was not run yet its size tells, and whether it goes through every page or has
a suite of its own."""
import collections
import json

from xdist.scheduler.loadscope import LoadScopeScheduling

from harness.suite import ROOT

SECONDS = ROOT / "build/test/seconds.json"
BYTES = 300  # of a file that has not been run, for a second


def known():
    try:
        return json.loads(SECONDS.read_text())
    except (OSError, ValueError):
        return {}


def file_of(nodeid):
    return nodeid.split("::")[0]


def guess(path):
    text = path.read_text()
    return len(text) / BYTES * (10 if "harness.sweep" in text or "Suite(" in text else 3 if path.parent.name == "browser" else 1)


class LongestFirst(LoadScopeScheduling):
    def __init__(self, config, log=None):
        super().__init__(config, log)
        self.root, self.seconds, self.weights = config.rootpath, known(), {}

    def _split_scope(self, nodeid):
        return file_of(nodeid)

    def weight(self, file):
        """Asked for after every test, for what is not begun yet."""
        if file not in self.weights:
            self.weights[file] = self.seconds.get(file) or guess(self.root / file)
        return self.weights[file]

    def _assign_work_unit(self, node):
        self.workqueue = collections.OrderedDict(sorted(self.workqueue.items(), key=lambda unit: -self.weight(unit[0])))
        super()._assign_work_unit(node)


class Times:
    """What the tests took: by file for the next time, and a sum at the end."""

    def __init__(self):
        self.tests, self.files = collections.Counter(), collections.Counter()

    def pytest_runtest_logreport(self, report):
        self.tests[report.nodeid] += report.duration
        self.files[file_of(report.nodeid)] += report.duration

    def pytest_sessionfinish(self, session):
        if hasattr(session.config, "workerinput") or not self.files:
            return
        SECONDS.parent.mkdir(parents=True, exist_ok=True)
        new = SECONDS.with_suffix(".new")
        new.write_text(json.dumps({**known(), **{file: round(s, 1) for file, s in self.files.items()}}, indent=0, sort_keys=True))
        new.rename(SECONDS)

    def pytest_terminal_summary(self, terminalreporter):
        if not self.tests:
            return
        tests, long = len(self.tests), sum(s > 5 for s in self.tests.values())
        terminalreporter.section("time")
        terminalreporter.line(f"{tests} tests, {sum(self.tests.values()) / tests:.2f} s each with what they stand on, {long} over 5 s")
        for file, seconds in self.files.most_common(8):
            terminalreporter.line(f"{seconds:7.1f} s {file}")
