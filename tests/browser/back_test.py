"""The browser's own Back button, which shows the page as it was left: corrected there and sent again, it is the corrected one that counts."""
import pytest

from harness.bulk import BODY, add_resume, run_id
from mailing_test import go, look, sign_in


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def window(request):
    return request.getfixturevalue("browser" if request.param else "browser_plain")


def back(browser, css):
    """Back, and the page with this field is there."""
    browser.driver.back()
    browser.wait(lambda: browser.execute_script("return document.readyState") == "complete" and browser.all(css))


def test_new_subject_after_the_confirmation(window, db, world, mail):  # S3-22
    account = world.org("agency").account("admin")
    add_resume(db, account.org)
    sign_in(window, account)
    window.open("/mailing/new?list=resume")
    go(window, "次へ")
    window.fill(subject="前の件名", body=BODY)
    go(window, "確認")
    assert "前の件名" in window.words
    back(window, "[name=subject]")
    window.fill(subject="後の件名")
    go(window, "確認")
    assert "後の件名" in window.words and "前の件名" not in window.words
    go(window, "Yes")
    assert [m.subject for m in mail.wait(1)] == ["後の件名"]
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s", account.org.id) == 1


def test_a_second_address(window, db, world):
    account = world.org("agency").account("admin")
    sign_in(window, account)
    window.open("/mailing/stops")
    for addr in ("first@example.com", "second@example.com"):
        if addr.startswith("second"):
            back(window, "[name=addr]")
        window.fill(addr=addr, note="電話で申し出")
        window.follow(window.one("form:has([name=addr]) button"))
        assert "登録しました" in window.words and addr in window.words
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", account.org.id) == 2


def test_edit_corrected(window, db, world):
    account = world.org("agency").account("admin")
    firm = db.insert("company", org_id=account.org.id, name="株式会社ひばり", kana="ヒバリ", note="", search="", created_at="2026-01-01", updated_at="2026-01-01")
    sign_in(window, account)
    window.open(f"/crm/company/{firm}/edit")
    for name in ("ひばり一", "ひばり二", "ひばり三"):
        if name != "ひばり一":
            back(window, "[name=name]")
        window.fill(name=name)
        go(window, "保存する")
        assert window.current_url.split("?")[0].endswith(f"/crm/company/{firm}") and name in window.one("h1").text
    assert db.value("SELECT name FROM company WHERE id = %s", firm) == "ひばり三"


def test_new_record_corrected(window, db, world, request):
    account = world.org("agency").account("admin")
    count = lambda: db.value("SELECT COUNT(*) FROM company WHERE org_id = %s", account.org.id)
    sign_in(window, account)
    window.open("/crm/company/new")
    window.fill(name="株式会社ひばり", kana="ヒバリ")
    go(window, "保存する")
    made = window.current_url.split("?")[0]
    back(window, "[name=name]")
    window.fill(name="株式会社ひばり東京", kana="ヒバリ")
    go(window, "保存する")
    if count() == 1:  # the page as it was: it asks. A page that the browser has fetched anew is another one
        assert "この画面からは、すでに登録しています" in window.words and window.one("[name=name]").get_attribute("value") == "株式会社ひばり東京"
        assert window.one("#sent a").get_attribute("href") == made
        look(window, "back-new", "plain" not in request.node.name)
        go(window, "保存する")
    assert count() == 2 and window.current_url.split("?")[0] != made


def test_somebody_else_was_first(window, db, world, request):
    account = world.org("agency").account("admin")
    firm = db.insert("company", org_id=account.org.id, name="株式会社ひばり", kana="ヒバリ", note="", search="", created_at="2026-01-01", updated_at="2026-01-01")
    sign_in(window, account)
    window.open(f"/crm/company/{firm}/edit")
    window.fill(name="ひばり一")
    db.run("UPDATE company SET name = '同僚の名前', version = version + 1 WHERE id = %s", firm)
    go(window, "保存する")
    assert "ほかの人か別の画面で、先に変更されています" in window.words and window.one("[name=name]").get_attribute("value") == "ひばり一"
    assert [p for p in window.problems() if "409" not in p] == []
    look(window, "back-changed", "plain" not in request.node.name)
    go(window, "保存する")
    assert db.value("SELECT name FROM company WHERE id = %s", firm) == "ひばり一"
