"""The sign-in page in a real browser: wide and narrow, with and without script, nothing refused by the content security policy."""
import pytest


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_fits_every_width_without_complaint(browser, width):
    browser.size(width)
    browser.open("/account/signin")
    assert not browser.too_wide()
    assert browser.problems() == []
    assert browser.one("html").get_attribute("lang") == "ja"


@pytest.mark.parametrize("script", [True, False])
def test_sign_in(request, world, script):
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    account = world.org("").account()
    browser.sign_in(account)
    browser.open("/account/settings")
    assert account.name in browser.words
    assert browser.problems() == []


def test_wrong_password_keeps_what_was_typed(browser, world):
    account = world.org("").account()
    account.password = "not-this-phrase"
    browser.sign_in(account)
    assert account.login in [e.get_attribute("value") for e in browser.all("input")]
    assert browser.switch_to.active_element.tag_name in ("input", "div", "section")
