"""Files of a single mail in a real browser (S3-20): added where it is written, fetched by its link, counted with the record."""
import re
import urllib.parse

import pytest

from harness import mailfiles, match
from mailing_test import go, look, sign_in

LONG = "職務経歴書_中村健太_介護職員(日勤リーダー候補)_2026年12月版_最終確認済み.txt"


@pytest.mark.parametrize("script", [True, False])
def test_from_the_file_to_its_downloads(request, world, db, mail, tmp_path, script):  # S3-20
    org = world.org("agency", name="株式会社みなと人材紹介")
    account = org.account("admin", name="高橋 恵美")
    person = match.add_resume(db, org, name="中村 健太", kana="ナカムラ ケンタ", mail="kenta@example.jp", mail_mobile="kenta@keitai.example.jp")
    mailfiles.add_file(world.signed_in(account), db, "resume", person, LONG)
    path = tmp_path / "面接のご案内.txt"
    path.write_bytes(mailfiles.TEXT)
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, account)
    browser.open(f"/crm/resume/{person}")
    go(browser, "メールを書く")
    look(browser, f"single-files-empty-{script}", script)
    browser.fill(subject="書類のご案内", body="{{ 氏名 }} 様\n\n書類をお送りします。")
    browser.one("input[name=to][value=mail_mobile]").click()
    browser.one("[name=file]").send_keys(str(path))
    go(browser, "アップロードする")
    assert "面接のご案内.txt" in browser.words and browser.one("[name=subject]").get_attribute("value") == "書類のご案内"
    browser.one("[name=files]").click()
    browser.one("[name=way][value=zip]").click()
    go(browser, "確認")
    assert "パスワードが必要です" in browser.words and browser.one("[name=files]").is_selected()
    look(browser, f"single-files-wrong-{script}", script)
    go(browser, "パスワードを作る")
    assert browser.one("[name=way][value=zip]").is_selected() and "パスワードは設定済みです" in browser.words
    browser.one("[name=way][value=link]").click()
    look(browser, f"single-files-{script}", script)
    go(browser, "確認")
    look(browser, f"single-files-confirm-{script}", script)
    password = browser.one("code").text
    go(browser, "修正する")
    assert browser.one("[name=body]").get_attribute("value").startswith("{{ 氏名 }} 様") and browser.one("[name=files]").is_selected()
    assert browser.one("input[name=to][value=mail_mobile]").is_selected() and "パスワードは設定済みです" in browser.words and password not in browser.page_source
    go(browser, "確認")
    go(browser, "送信する")
    assert "送信を受け付けました" in browser.words and "面接のご案内.txt" in browser.words
    message, = mail.wait(1)
    assert message.to == "kenta@keitai.example.jp" and password not in message.text
    link = urllib.parse.urlsplit(re.search(r"http://\S+/mailing/d/[\w-]+", message.text)[0]).path
    anyone = world.new_client()
    page = anyone.get(link)
    page = anyone.submit(page, page.form("password"), password=password)
    assert set(re.findall(r'<a class="any" href="[^"]+">([^<]*)</a>', page.text)) == {"面接のご案内.txt", LONG}
    assert anyone.get(re.search(r'<a class="any" href="([^"]+)">面接', page.text)[1]).content == mailfiles.TEXT
    browser.open(f"/crm/resume/{person}")
    assert "ダウンロード 1回" in browser.words
    look(browser, f"single-files-record-{script}", script)
    go(browser, "書類のご案内")
    assert "ダウンロード 1回" in browser.words
    look(browser, f"single-files-mail-{script}", script)
    browser.open("/mailing/runs")
    assert "書類のご案内" not in browser.words
