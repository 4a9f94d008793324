"""Seven digits of a postal code fill in prefecture and address; the sample's rows are in conf/zip/sample.csv."""
from selenium.webdriver.common.keys import Keys


def value(browser, name):
    return browser.one(f"[name={name}]").get_property("value")


def test_typing_fills(browser, world):
    browser.sign_in(world.org("agency").account("member"))
    browser.open("/crm/company/new")
    browser.fill(zip="１００－０００１")
    browser.wait(lambda: (value(browser, "pref"), value(browser, "address")) == ("13", "千代田区千代田"))
    browser.fill(zip="150-0001")
    browser.wait(lambda: value(browser, "address") == "渋谷区神宮前")
    browser.one("[name=address]").send_keys("1-2")
    browser.fill(zip="9999999")
    browser.wait(lambda: "この郵便番号は一覧にありません" in browser.words)
    browser.fill(zip="4980000")
    browser.wait(lambda: "三重県 桑名郡木曽岬町" in browser.words)
    browser.click("三重県 桑名郡木曽岬町")
    assert (value(browser, "pref"), value(browser, "address")) == ("13", "渋谷区神宮前1-2"), "what was typed stays"
    browser.fill(address="")
    browser.click("住所を入れる")
    browser.wait(lambda: "愛知県 弥富市" in browser.words)
    browser.click("愛知県 弥富市")
    assert value(browser, "address") == "弥富市" and browser.one("[name=address]") == browser.switch_to.active_element
    assert browser.current_url.endswith("/crm/company/new") and not browser.problems()


def test_enter_saves(browser, world):
    """The button for the address comes first on the page, but Enter is 保存する."""
    browser.sign_in(world.org("agency").account("member"))
    browser.open("/crm/company/new")
    browser.fill(zip="1000001", name="株式会社ひばり")
    before = browser.current_url
    browser.one("[name=name]").send_keys(Keys.ENTER)
    browser.wait(lambda: browser.current_url != before and "登録しました" in browser.words)
    assert "株式会社ひばり" in browser.words
