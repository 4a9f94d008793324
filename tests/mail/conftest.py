import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from outbox import Outbox  # noqa: E402


@pytest.fixture
def outbox(db, world, mail):
    """The outbox of an organisation of the test's own; nothing of earlier tests is still on its way."""
    db.run("UPDATE outbox SET state = 'stopped' WHERE state IN ('ready', 'deferred')")
    db.run("UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE state IN ('queued', 'expanding', 'sending', 'paused')")
    return Outbox(db, world.org("agency", zip="100-0001", address="東京都千代田区丸の内1-1"))
