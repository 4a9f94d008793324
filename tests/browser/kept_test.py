"""What is left of a bulk mail's files, and whose texts are whose, in a real browser."""
import pytest

from harness import bulk, mailfiles, match
from harness.bulk import add_resume, start_draft, wait_state
from harness.mailfiles import PDF, TEXT, upload
from harness.scheduling import alone
from mailing_test import go, look, sign_in

GONE = "保存期間が過ぎたため削除されました"
LONG = "求人票_介護職員(日勤リーダー候補)_東京都港区虎ノ門_2026年12月版_差し替え済み_最終.txt"


@pytest.fixture
def account(world):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    return org.account("admin", name="高橋 恵美")


def test_files_that_went_for_their_age(browser, db, world, account, mail, suite, clock):  # S3-20 S3-27
    client = world.signed_in(account)
    person = match.add_resume(db, account.org)
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
    browser.open(f"/crm/resume/{person}")
    assert GONE in browser.words and LONG in browser.words
    look(browser, "kept-record")
    bulk.do(client, cancelled, "reopen")
    browser.open(f"/mailing/run/{cancelled}/compose")
    assert GONE in browser.words and LONG in browser.words
    look(browser, "kept-draft")


def test_whose_texts_they_are(browser, db, world, account):  # S3-21 S3-34
    colleague = account.org.account("member", name="エリザベート・フォン・ホーエンシュタイン=グロースリヒターフェルデ")
    made = dict(org_id=account.org.id, created_at="2026-01-01", updated_at="2026-01-01")
    for shared, owner, name in ((1, account, "面接日程のご案内"), (0, account, "まだ途中の下書き(介護職員・夜勤専従・東京都港区のみ、来月から)"), (1, colleague, "求人のご紹介")):
        template = db.insert("template", kind="resume_job", name=name, subject="{{ 氏名 }}様へ", body="本文", phase="approach", account_id=owner.id, shared=shared, **made)
    sign_in(browser, account)
    browser.open("/mailing/signatures")
    look(browser, "signatures-none")
    for shared, owner, name in ((0, account, "標準"), (1, account, "会社代表"), (1, colleague, "株式会社みなと人材紹介 東京本社 採用支援事業部の共通署名")):
        signature = db.insert("signature", name=name, body="----------\n株式会社みなと人材紹介\n東京都港区虎ノ門1-1-1\n----------", account_id=owner.id, shared=shared, **made)
    for path, name in (("templates", "templates-shared"), ("signatures", "signatures-shared"), (f"template/{template}", "template-of-a-colleague"),
                       (f"signature/{signature}", "signature-of-a-colleague"), ("template/new", "template-share"), ("signature/new", "signature-share")):
        browser.open(f"/mailing/{path}")
        look(browser, name)
    browser.open(f"/account/members/{colleague.id}/close")
    look(browser, "member-close")


def test_taken_back_without_its_password(browser, db, world, account, suite):  # S3-20 S3-22
    client = world.signed_in(account)
    add_resume(db, account.org)
    suite.stop("daemon:mailer")
    try:
        run = mailfiles.send(client, upload(client, start_draft(client), (LONG, TEXT)), way="link", password="Kagi-2026")
        bulk.do(client, run, "cancel")
        bulk.do(client, run, "reopen")
    finally:
        suite.start("daemon:mailer")
    sign_in(browser, account)
    browser.open(f"/mailing/run/{run}/compose")
    assert "パスワードは消去されました" in browser.words
    go(browser, "確認")
    assert "設定されていません" in browser.words
    look(browser, "wiped-confirm")


def test_a_record_without_history(browser, db, account):  # S3-33
    """What is said of an empty list stands apart from the button above it."""
    person = match.add_resume(db, account.org)
    sign_in(browser, account)
    browser.open(f"/crm/resume/{person}")
    assert "履歴はありません" in browser.words
    gap = browser.execute_script("const s = document.querySelector('[aria-labelledby=history-title]'), b = s.querySelector('button');"
                                 " return s.querySelector('.thread').getBoundingClientRect().top - b.getBoundingClientRect().bottom")
    assert gap >= 16
    look(browser, "no-history")
