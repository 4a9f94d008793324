"""The session ended while a form with a password was open, in a real browser: nothing is lost but the password."""
import pytest

from harness.world import PASSWORD
from mailing_test import go, look, sign_in

ASKED = "もう一度入力してください"


def look_on(browser, name, script):
    """That nobody is signed in is told to the console, too."""
    assert [p for p in browser.problems() if "401" not in p and "422" not in p] == []
    look(browser, name, script)


@pytest.mark.parametrize("script", [True, False])
def test_a_typed_password(request, db, world, script):
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    account = world.org("").account()
    sign_in(browser, account)
    browser.open("/account/mail")
    browser.fill(mail="atarashii@example.jp", old=PASSWORD)
    db.run("DELETE FROM session WHERE account_id = %s", account.id)
    browser.follow(browser.one("form:has([name=old]) button.primary"))
    assert "ログインし直して続けてください" in browser.words and ASKED in browser.words
    assert PASSWORD not in browser.page_source and "atarashii@example.jp" in browser.page_source
    look_on(browser, f"ended-{script}", script)
    kept = browser.current_window_handle
    browser.click("別の画面でログインする")
    browser.wait(lambda: len(browser.window_handles) == 2)
    browser.switch_to.window(next(h for h in browser.window_handles if h != kept))
    browser.wait(lambda: browser.all("[name=password]"))
    browser.fill(login=account.login, password=PASSWORD)
    browser.follow(browser.one("form:has([name=password]) button"))
    browser.close()
    browser.switch_to.window(kept)
    go(browser, "入力した内容を送信する")
    go(browser, "入力した内容を送信する")
    assert browser.one("[name=mail]").get_attribute("value") == "atarashii@example.jp" and PASSWORD not in browser.page_source
    old = browser.one("[name=old]")
    assert ASKED in browser.words and old.get_attribute("value") == "" and old == browser.switch_to.active_element
    look_on(browser, f"ended-form-{script}", script)
    browser.fill(old=PASSWORD)
    browser.follow(browser.one("form:has([name=old]) button.primary"))
    assert browser.current_url.split("?")[0].endswith("/account/settings")
