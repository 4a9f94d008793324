import pathlib
import sys

import pytest

from harness.client import Client
from harness.world import World

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "mail"))

from outbox import Outbox  # noqa: E402


@pytest.fixture
def outbox(cluster, nodes):
    return Outbox(nodes[0], World(nodes[0], lambda lang="ja": Client(cluster.url, lang)).org("agency", zip="100-0001", address="東京都千代田区丸の内1-1"))
