"""A bulk mail that begins later, in a real browser with and without script: told, seen, taken back (S3)."""
import datetime

import pytest

from mailing_test import account, go, look, sign_in  # noqa: F401

JAPAN = datetime.timezone(datetime.timedelta(hours=9))


@pytest.mark.parametrize("script", [True, False])
def test_scheduled_and_taken_back(request, account, db, mail, script):  # noqa: F811
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    at = datetime.datetime.now(JAPAN) + datetime.timedelta(days=2)
    sign_in(browser, account)
    browser.open("/mailing/new?list=resume")
    go(browser, "次へ")
    browser.fill(subject="予約のご案内", body="本文", start_date=f"{at:%Y/%m/%d}", start_time="25:00")
    browser.one("input[name=start][value=later]").click()
    go(browser, "確認")
    assert "0:00から23:59まで" in browser.words and browser.one("input[name=start][value=later]").is_selected()
    look(browser, "schedule-error", script)
    browser.fill(start_time="9:00")
    go(browser, "確認")
    shown = f"{at:%Y/%m/%d} 09:00"
    assert f"{shown}に送信を開始します。" in browser.words
    look(browser, "schedule-confirm", script)
    go(browser, "Yes")
    assert "メールの送信を予約しました" in browser.words and "一括処理 なし" in browser.one(".run summary").get_attribute("textContent")
    look(browser, "schedule-started", script)
    go(browser, "OK")
    assert "予約を取り消す" in browser.words and shown in browser.words
    look(browser, "schedule-run", script)
    go(browser, "一括処理へ戻る")
    assert f"{shown} 開始" in browser.words
    look(browser, "schedule-runs", script)
    go(browser, "予約のご案内")
    go(browser, "予約を取り消す")
    look(browser, "schedule-cancelled", script)
    go(browser, "下書きに戻す")
    assert browser.one("#subject").get_attribute("value") == "予約のご案内"
    assert db.value("SELECT state FROM run WHERE account_id = %s", account.id) == "draft" and not mail.messages
