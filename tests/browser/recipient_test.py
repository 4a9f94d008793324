"""What a person sees who follows the link in a bulk mail: who sends what to this address, the button that ends it and the way back (S3, the
recipient ledger: GET on the link only asks, POST unsubscribes without a session)."""
import re

import pytest

from harness.bulk import add_resume, send, wait_state
from mailing_test import go, look


@pytest.mark.parametrize("script", [True, False])
def test_whole_way(request, world, db, mail, script):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    add_resume(db, org)
    client = world.signed_in(org.account("member", name="高橋 恵美"))
    for _ in range(3):
        wait_state(db, send(client), "done")
    path = re.search(r"https?://[^/\s]+(/mailing/u/[\w-]+)", mail.wait(3)[0].text).group(1)
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    browser.open(path)
    assert "株式会社みなと人材紹介からのメール" in browser.one("h1").text and len(browser.all("li.msg")) == 3
    look(browser, "recipient", script)
    go(browser, "配信を停止する")
    assert "配信を停止しました" in browser.words
    look(browser, "recipient-stopped", script)
    go(browser, "配信の状態を見る")
    look(browser, "recipient-state", script)
    go(browser, "配信を再開する")
    assert "配信を再開しました" in browser.words
