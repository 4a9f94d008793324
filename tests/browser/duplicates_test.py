"""From a notice that somebody may be there twice to one record and back again, in a real browser: with and without script, wide and narrow."""
import pytest

from mailing_test import go, look, sign_in

PERSON = {"name": "田中 美咲", "kana": "タナカ ミサキ", "birth_on": "1990/05/06", "address": "港区芝1丁目2番3号", "phone": "090-1111-2222"}


def register(browser, **values):
    browser.open("/crm/resume/new")
    browser.fill(**PERSON | values)
    browser.follow(browser.one("main form .btn.primary"))
    return int(browser.current_url.split("/resume/")[1].split("?")[0])


@pytest.mark.parametrize("script", [True, False])
def test_whole_way(request, world, script):  # S3-33
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, world.org("agency", name="株式会社みなと人材紹介").account("admin", name="高橋 恵美"))
    first = register(browser, mail="misaki@example.jp", career="特別養護老人ホームで9年。\nうちリーダー3年。")
    second = register(browser, name="田中美咲", mail="misaki.tanaka@example.jp", skills="シフト管理、Excel", address="東京都港区芝1-2-3")
    assert "同じ人かもしれないレジュメがあります" in browser.words and "電話番号が同じ" in browser.words
    look(browser, "duplicate-record", script)
    browser.open("/crm/duplicates")
    look(browser, "duplicate-list", script)
    browser.follow(browser.one(f"a[href='/crm/resume/{first}/merge?with={second}']"))
    look(browser, "duplicate-merge", script)
    browser.one("input[name=mail][value=left]").click()
    go(browser, "統合する")
    assert f"/crm/resume/{first}" in browser.current_url and "レジュメを統合しました" in browser.words and "シフト管理、Excel" in browser.words
    look(browser, "duplicate-merged", script)
    browser.open(f"/crm/resume/{second}")
    assert "統合先のレジュメを表示しています" in browser.words and f"/crm/resume/{first}" in browser.current_url
    browser.follow(browser.one("form[action$='/undo'] button"))
    assert "統合を元に戻しました" in browser.words and "シフト管理、Excel" not in browser.words
    look(browser, "duplicate-undone", script)
    browser.open("/crm/duplicates")
    browser.follow(browser.one("button[formaction$='/apart']"))
    assert "別人として扱います" in browser.words and "組み合わせはありません" in browser.words
    browser.follow(browser.one("a[href='/crm/duplicates?state=apart']"))
    look(browser, "duplicate-apart", script)
