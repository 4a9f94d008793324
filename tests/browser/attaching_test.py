"""Files of a bulk mail in a real browser (S3-20): chosen on the compose page, fetched by the link of the mail."""
import re
import urllib.parse

import pytest

from harness import bulk, mailfiles, match
from harness.bulk import wait_state
from mailing_test import go, look, sign_in


@pytest.fixture
def account(world, db):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    return org.account("admin", name="高橋 恵美")


def compose_page(world, db, account):
    """A JOB with two files, and the draft of a mail about it."""
    client, org = world.signed_in(account), account.org
    job = match.add_job(db, org, occupation=101, pref=13)
    person = match.add_resume(db, org, name="中村 健太", occupation=101, pref=13, mail=f"p{org.id}@example.com")
    for name in ("求人票_介護職員(日勤リーダー候補)_2026年12月版.txt", "施設のご案内.txt"):
        mailfiles.add_file(client, db, "job", job, name)
    page = client.get(f"/crm/job/{job}/match")
    page = client.submit(page, page.form("id"), button="求職者にメールする", id=[person])
    return client.submit(page, page.form("scope"), scope="checked").path


@pytest.mark.parametrize("script", [True, False])
def test_from_the_file_to_the_download(request, db, world, account, mail, tmp_path, script):  # S3-20 S3-10
    path = tmp_path / "面接のご案内.txt"
    path.write_bytes(mailfiles.TEXT)
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, account)
    browser.open(compose_page(world, db, account))
    browser.fill(subject="求人のご案内", body="求人をご案内します。")
    browser.one("[name=file]").send_keys(str(path))
    go(browser, "アップロードする")
    browser.all("[name=files]")[0].click()
    browser.one("[name=way][value=zip]").click()
    go(browser, "確認")
    assert "パスワードが必要です" in browser.words and "面接のご案内.txt" in browser.words
    look(browser, f"files-wrong-{script}", script)
    go(browser, "パスワードを作る")
    assert browser.one("[name=way][value=zip]").is_selected() and "パスワードは設定済みです" in browser.words
    browser.one("[name=way][value=link]").click()
    look(browser, f"files-compose-{script}", script)
    go(browser, "確認")
    look(browser, f"files-confirm-{script}", script)
    assert "求人票_介護職員" in browser.words and "ダウンロードリンク" in browser.words
    password = browser.one("code").text
    go(browser, "No")
    go(browser, "プレビュー")
    look(browser, f"files-preview-{script}", script)
    go(browser, "作成画面に戻る")
    go(browser, "確認")
    go(browser, "Yes")
    run = int(re.search(r"/run/(\d+)", browser.current_url)[1])
    wait_state(db, run, "done")
    message, = mail.wait(1)
    link = urllib.parse.urlsplit(re.search(r"http://\S+/mailing/d/[\w-]+", message.text)[0]).path
    browser.delete_all_cookies()
    browser.open(link)
    look(browser, f"files-ask-{script}", script)
    browser.fill(password=password)
    go(browser, "開く")
    look(browser, f"files-link-{script}", script)
    assert "面接のご案内.txt" in browser.words
    browser.open(link[:-2])
    assert "リンクが正しくありません" in browser.words and not browser.too_wide()
    browser.problems()  # the page is a 404
    sign_in(browser, account)
    browser.open(f"/mailing/run/{run}")
    look(browser, f"files-run-{script}", script)
