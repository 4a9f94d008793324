"""What is left of a bulk mail's files, and whose texts are whose, in a real browser."""
import pytest

from harness import bulk, mailfiles
from harness.bulk import add_resume, start_draft, wait_state
from harness.mailfiles import PDF, TEXT, upload
from harness.scheduling import alone
from mailing_test import look, sign_in

GONE = "保存期間が過ぎたため削除されました"
LONG = "求人票_介護職員(日勤リーダー候補)_東京都港区虎ノ門_2026年12月版_差し替え済み_最終.txt"


@pytest.fixture
def account(world):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    return org.account("admin", name="高橋 恵美")


def test_files_that_went_for_their_age(browser, db, world, account, mail, suite, clock):  # S3-20 S3-27
    client = world.signed_in(account)
    add_resume(db, account.org)
    draft = lambda: upload(client, start_draft(client), (LONG, TEXT), ("案内.pdf", PDF))
    run = mailfiles.send(client, draft())
    wait_state(db, run, "done")
    suite.stop("daemon:mailer")
    try:
        cancelled = mailfiles.send(client, draft())
        bulk.do(client, cancelled, "cancel")
    finally:
        suite.start("daemon:mailer")
    with alone(suite, db) as scheduling:
        clock(400 * 86400)
        assert scheduling.once("mail_files") >= 2
        clock(0)
    sign_in(browser, account)
    browser.open(f"/mailing/run/{run}")
    assert GONE in browser.words and LONG in browser.words
    look(browser, "kept-run")
    bulk.do(client, cancelled, "reopen")
    browser.open(f"/mailing/run/{cancelled}/compose")
    assert GONE in browser.words and LONG in browser.words
    look(browser, "kept-draft")
