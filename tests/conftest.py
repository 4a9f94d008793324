"""Fixtures of all tests from outside: one running suite a session (a process, where several test side by side), everything else on top
of it."""
import os
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.browser import Browser  # noqa: E402
from harness.client import Client  # noqa: E402
from harness.mailserver import MailServer  # noqa: E402
from harness.running import running  # noqa: E402
from harness.suite import TEST_VAR, WORKER  # noqa: E402
from harness.turns import nothing_on_its_way  # noqa: E402
from harness.world import Db, World  # noqa: E402

FAILED = os.environ.get("MUSUBI_FAILED")  # a file: the ids of tests that failed in themselves, and "*" for any other trouble


def pytest_configure(config):
    if config.pluginmanager.hasplugin("xdist"):
        from harness.spread import Times
        config.pluginmanager.register(Times())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    from harness.spread import LongestFirst
    return LongestFirst(config, log)


def pytest_make_parametrize_id(val):
    """A long value is no name."""
    return f"{val[:30]!a}...{len(val)}" if isinstance(val, (str, bytes)) and len(val) > 60 else None


def pytest_runtest_logreport(report):
    if FAILED and report.failed and not WORKER:
        with open(FAILED, "a") as file:
            print(report.nodeid if report.when == "call" else "*", file=file)


@pytest.fixture(scope="session")
def mail_server():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def suite(mail_server):
    yield from running(TEST_VAR, mail_server)


@pytest.fixture
def mail(mail_server, suite):
    """The receiving mail server, empty and well-behaved at the start of the test; nothing comes that earlier tests left in the outbox
    of any suite that sends here."""
    for sender in mail_server.suites:
        db = Db(sender.socket)
        nothing_on_its_way(db)
        db.close()
    mail_server.reset()
    yield mail_server
    mail_server.reset()


@pytest.fixture(scope="module")
def mailer_at_rest(suite):
    """Mails stay in the outbox with their text, which is wiped when they are sent: for tests that read links there."""
    suite.stop("daemon:mailer")
    yield
    suite.start("daemon:mailer")


@pytest.fixture
def new_client(suite):
    return lambda lang="ja": Client(suite.url, lang)


@pytest.fixture
def client(new_client):
    return new_client()


@pytest.fixture
def db(suite):
    db = Db(suite.socket)
    yield db
    db.close()


@pytest.fixture
def world(db, new_client):
    return World(db, new_client)


@pytest.fixture
def clock(suite):
    """clock(seconds): the programs' time goes so far ahead; back to normal after the test."""
    yield suite.set_clock
    suite.set_clock(0)


@pytest.fixture(scope="session")
def _browsers(suite):
    made = {}
    yield made
    for browser in made.values():
        browser.quit()


def _browser(_browsers, suite, script):
    if script not in _browsers:
        _browsers[script] = Browser(suite.url, script)
    browser = _browsers[script]
    browser.open("/static/icon.svg")  # cookies can only be removed on the site
    browser.delete_all_cookies()
    browser.size(1280)
    browser.problems()
    return browser


@pytest.fixture
def browser(_browsers, suite):
    return _browser(_browsers, suite, True)


@pytest.fixture
def browser_plain(_browsers, suite):
    """The same with JavaScript off."""
    return _browser(_browsers, suite, False)
