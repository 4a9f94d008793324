import pathlib
import sys

import pymysql
import pytest

from harness.suite import until

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from outbox import Outbox  # noqa: E402


def settle(db, sql):
    """The mailer may hold some of these rows at that moment, in another order: who loses begins again."""
    def done():
        try:
            return db.run(sql) is not None
        except pymysql.err.OperationalError as e:
            if e.args[0] != 1213:
                raise

    until(done)


@pytest.fixture
def outbox(db, world, mail):
    """The outbox of an organisation of the test's own; nothing of earlier tests is still on its way."""
    settle(db, "UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
    settle(db, "UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE state IN ('queued', 'expanding', 'sending', 'paused')")
    return Outbox(db, world.org("agency", zip="100-0001", address="東京都千代田区丸の内1-1"))
