import os

import pytest

from harness.running import running
from harness.suite import TEST_VAR


@pytest.fixture(scope="session")
def suite(mail_server):
    """Of the build without sanitizers. Here the browser is judged, its scripts and what people see; every handler that these pages
    call is called with sanitizers by tests/http and tests/mail, with worse input. A page comes in a fifth of the time."""
    yield from running(TEST_VAR + "-browser", mail_server, os.environ.get("MUSUBI_TEST_VARIANT", "release"))
