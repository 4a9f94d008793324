"""A run with bounces and mails in doubt, in a real browser with and without script: seen, judged one by one and together (S3-27, S3-30)."""
import pytest

from mailing_test import account, go, look, sign_in  # noqa: F401
from harness.bulk import send, wait_state


@pytest.mark.parametrize("script", [True, False])
def test_decided_by_a_person(request, account, world, db, mail, script):  # noqa: F811
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    for n in (0, 1):
        mail.rule(f"p{n}@example.com", "drop", at="data", times=1, keep=False)
    run = send(world.signed_in(account))
    wait_state(db, run, "done")
    db.run("UPDATE outbox SET bounce = '5.2.2 メールボックス容量超過: 452 4.2.2 mailbox full' WHERE run_id = %s AND state = 'sent' ORDER BY id LIMIT 1", run)
    db.run("UPDATE run SET n_bounced = 1 WHERE id = %s", run)
    sign_in(browser, account)
    browser.open(f"/mailing/run/{run}")
    browser.click("確認要のメール2通の扱いを決める")
    assert "同じメールが2通届くことがあります" in browser.words
    look(browser, "outcome-doubt", script)
    go(browser, "1件ずつ決める")
    assert len(browser.all("#list tbody tr")) == 2
    look(browser, "outcome-each", script)
    go(browser, "届いたとみなす")
    assert "届いたものとして扱います" in browser.words
    browser.click("確認要のメール1通の扱いを決める")
    go(browser, "もう一度送る")
    wait_state(db, run, "done")
    browser.open(f"/mailing/run/{run}?state=bounced")
    assert len(browser.all("#list tbody tr")) == 1 and "メールボックス容量超過" in browser.words
    look(browser, "outcome-bounced", script)
    assert len(mail.messages) == 6 and db.value("SELECT n_sent FROM run WHERE id = %s", run) == 7
