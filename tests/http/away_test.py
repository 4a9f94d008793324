"""Processes and servers die; the suite says so calmly and recovers by itself."""
import os
import signal
import threading

from harness.suite import children, until


def test_database_killed_and_back(suite, world, db):
    client = world.signed_in(world.org("").account())
    before = children(suite.procs["fcgi:account"].pid)
    suite.kill("db")
    try:
        page = client.get("/account/settings")
        assert page.status == 503
        assert page.forms == [] or "token" not in page.text
        assert "mysql" not in page.text.lower() and "socket" not in page.text.lower()
    finally:
        suite.start_db()
    until(lambda: client.get("/account/settings").status == 200)
    assert children(suite.procs["fcgi:account"].pid) == before, "a program must not end because the database is away"


def test_processes_killed_are_replaced(suite, client):
    before = set(children(suite.procs["fcgi:account"].pid))
    suite.kill_workers("account")
    until(lambda: set(children(suite.procs["fcgi:account"].pid)) - before)
    until(lambda: client.get("/account/signin").status == 200)


def test_error_page_names_the_request_that_is_in_the_log(suite, client):
    page = client.get("/account/no-such-page")
    assert page.status == 404
    lines = [line for line in suite.log("account").splitlines() if "status=404" in line]
    assert lines
    request = next(word[3:] for word in lines[-1].split() if word.startswith("id="))
    assert len(request) == 32
    until(lambda: request in suite.log("access"))


def test_restart_finishes_requests_in_flight(suite, client):
    """SIGTERM lets a program finish what it does: no answer is cut short."""
    statuses, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            statuses.append(client.get("/account/signin").status)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        for pid in children(suite.procs["fcgi:account"].pid):
            os.kill(pid, signal.SIGTERM)
        until(lambda: len(statuses) > 50)
    finally:
        stop.set()
        thread.join()
    assert set(statuses) == {200}
