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


FIRM = "医療法人社団みどり会 みどり総合病院・訪問看護ステーション"
CONTACT = {"company": FIRM, "name": "長谷川 美咲", "kana": "ハセガワ ミサキ", "phone": "03-0000-2222"}


def register_at(browser, noun, **values):
    browser.open(f"/crm/{noun}/new")
    browser.fill(**values)
    browser.follow(browser.one("main form .btn.primary"))
    return int(browser.current_url.split(f"/{noun}/")[1].split("?")[0])


@pytest.mark.parametrize("script", [True, False])
def test_whole_way_of_a_contact(request, world, script):  # S3-33
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, world.org("agency", name="株式会社みなと人材紹介").account("admin", name="高橋 恵美"))
    register_at(browser, "company", name=FIRM, kana="ミドリカイ")
    register_at(browser, "company", name="つばめ商事株式会社", kana="ツバメショウジ")
    browser.open("/crm/contact")
    browser.follow(browser.one("a[href='/crm/contact/duplicates']"))
    assert "重複の可能性がある組み合わせはありません" in browser.words
    look(browser, "contact-duplicates-none", script)
    first = register_at(browser, "contact", **CONTACT, department="看護部", mail="hasegawa@midori.example.jp", mail_mobile="misaki@keitai.example.jp",
                        note="面接は午後のみ。\n連絡は電話が確実。")
    second = register_at(browser, "contact", **CONTACT | {"name": "長谷川美咲"}, title="看護部長", note="2026年春の増員の窓口。")
    assert "同じ人かもしれない企業担当者がいます" in browser.words and "氏名と企業が同じ" in browser.words
    look(browser, "contact-record", script)
    register_at(browser, "job", name="訪問看護師(日勤のみ)", company=FIRM, contact="長谷川美咲", body="日勤のみ")
    moved = register_at(browser, "contact", **CONTACT | {"company": "つばめ商事株式会社", "phone": "090-0011-2233"}, mail_sub="misaki@keitai.example.jp")
    browser.open("/crm/contact")
    browser.follow(browser.one("a[href='/crm/contact/duplicates']"))
    look(browser, "contact-duplicates", script)
    browser.open(f"/crm/contact/{first}/merge?with={moved}")
    assert "2件の企業が異なります" in browser.words
    look(browser, "contact-merge-companies", script)
    browser.open("/crm/contact/duplicates")
    browser.follow(browser.one(f"a[href='/crm/contact/{first}/merge?with={second}']"))
    browser.one("input[name=note][value=both]").click()
    look(browser, "contact-merge", script)
    go(browser, "統合する")
    assert f"/crm/contact/{first}" in browser.current_url and "企業担当者を統合しました" in browser.words
    assert "連絡は電話が確実。\n\n2026年春の増員の窓口。" in browser.words and "看護部長" in browser.words
    look(browser, "contact-merged", script)
    browser.open(f"/crm/contact/{second}")
    assert "統合先の企業担当者を表示しています" in browser.words and f"/crm/contact/{first}" in browser.current_url
    browser.follow(browser.one("form[action$='/undo'] button"))
    assert "統合を元に戻しました" in browser.words and "看護部長" not in browser.words and "2026年春" not in browser.words
    browser.open("/crm/contact/duplicates")
    browser.follow(browser.one("button[formaction$='/apart']"))
    assert "別人として扱います" in browser.words
    browser.follow(browser.one("a[href='/crm/contact/duplicates?state=apart']"))
    look(browser, "contact-apart", script)


def test_both_texts_of_a_resume(browser, world):  # S3-33
    sign_in(browser, world.org("agency", name="株式会社みなと人材紹介").account("admin", name="高橋 恵美"))
    first = register(browser, career="特別養護老人ホームで9年。\nうちリーダー3年。", note="面談済み。" * 20)
    second = register(browser, name="田中美咲", career="訪問介護で2年。", note="電話が確実。")
    browser.open(f"/crm/resume/{first}/merge?with={second}")
    browser.one("input[name=career][value=both]").click()
    browser.one("input[name=note][value=both]").click()
    look(browser, "resume-merge-both")
    go(browser, "統合する")
    assert "うちリーダー3年。\n\n訪問介護で2年。" in browser.words and "電話が確実。" in browser.words
