"""Two-factor sign-in in a real browser, with and without script, wide and narrow, in both languages: the secret is read from the page, the
pages that only this way leads to are judged like all others."""
import pytest

from harness import judges
from harness.two_factor import App, codes_of, secret_of
from harness.world import PASSWORD
from mailing_test import look

pytestmark = pytest.mark.usefixtures("mailer_at_rest")


class Seen:
    """What is on screen, as harness.two_factor reads it."""

    def __init__(self, browser):
        self.text = browser.page_source


class Judge:
    """Looks at every page on the way; markup is judged at the end, all at once."""

    def __init__(self, browser, name, script=True):
        self.browser, self.name, self.script, self.html = browser, name, script, {}

    def see(self, name):
        look(self.browser, f"{self.name}-{name}", self.script)
        self.html[name] = "<!DOCTYPE html>" + self.browser.one("html").get_attribute("outerHTML")

    def end(self):
        assert judges.markup(self.html) == []


@pytest.mark.parametrize("script, lang", [(True, "ja"), (False, "en")])
def test_whole_way(request, world, db, clock, script, lang):  # security: two-factor
    db.run("DELETE FROM throttle")
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    account = world.org("agency", name="株式会社とても長い名前の人材紹介ホールディングス").account("admin", name="長宗我部 さくらこ", lang=lang)
    judge = Judge(browser, f"two-factor-{lang}", script)
    see = judge.see
    press = lambda: browser.follow(browser.one("main form button.primary"))

    browser.sign_in(account)
    browser.open("/account/two-factor")
    see("off")
    browser.fill(old=PASSWORD)
    press()
    app = App(secret_of(Seen(browser)), clock)
    see("set")
    browser.fill(code="12345")
    press()
    see("set-wrong")
    assert browser.one("[name=code]") == browser.switch_to.active_element or not script
    browser.fill(code=app.code())
    press()
    codes = codes_of(Seen(browser))
    assert len(codes) == 10
    see("codes")
    browser.open("/account/two-factor")
    see("on")
    for page in ("codes", "off"):
        browser.open(f"/account/two-factor/{page}")
        see(f"ask-{page}")

    browser.sign_in(account)
    assert browser.current_url.endswith("/account/signin/code")
    see("signin-code")
    browser.fill(code="000 000x")
    press()
    see("signin-wrong")
    browser.follow(browser.one(".links a[href*=recovery]"))
    see("signin-recovery")
    browser.fill(code=codes[0])
    press()
    assert account.name in browser.page_source and browser.current_url.endswith("/crm/")
    browser.sign_in(account)
    browser.fill(code=app.code())
    press()
    assert browser.current_url.endswith("/crm/")
    judge.end()


def test_a_member_who_has_lost_the_device(browser, world, db):  # security: two-factor
    db.run("DELETE FROM throttle")
    org = world.org("")
    member, admin = org.account("member", name="紛失 太郎", two_factor_at="2026-01-05 03:04:05"), org.account("admin")
    judge = Judge(browser, "two-factor-lost")
    browser.sign_in(admin)
    browser.open(f"/account/members/{member.id}")
    judge.see("member")
    browser.follow(browser.one("a[href$='/two-factor']"))
    judge.see("member-off")
    browser.fill(old="wrong-phrase")
    browser.follow(browser.one("main form button.primary"))
    judge.see("member-wrong")
    browser.fill(old=PASSWORD)
    browser.follow(browser.one("main form button.primary"))
    assert "解除しました" in browser.words
    judge.end()
