"""One mail to one record in a real browser: with and without script, wide and narrow (S3-33, S3-34)."""
import pytest

from harness import match
from mailing_test import go, look, sign_in


@pytest.mark.parametrize("script", [True, False])
def test_whole_way(request, world, db, mail, script):
    org = world.org("agency", name="株式会社みなと人材紹介")
    person = match.add_resume(db, org, name="中村 健太", kana="ナカムラ ケンタ", mail="kenta@example.jp", mail_mobile="kenta@keitai.example.jp")
    db.insert("dnc", org_id=org.id, addr="kenta@keitai.example.jp", reason="request", created_at="2026-01-01")
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, org.account("admin", name="高橋 恵美"))
    browser.open(f"/crm/resume/{person}")
    go(browser, "メールを書く")
    browser.fill(subject="面談のご案内", body="{{ 氏名 }} 様\n\nご都合はいかがですか。")
    browser.one("input[name=to][value=mail_mobile]").click()
    go(browser, "確認")
    assert "配信停止先に登録されているため" in browser.words
    look(browser, "single-stopped", script)
    browser.one("input[name=to][value=mail]").click()
    go(browser, "確認")
    assert "中村 健太 様" in browser.words
    look(browser, "single-confirm", script)
    go(browser, "送信する")
    assert "送信を受け付けました" in browser.words and "面談のご案内" in browser.words
    assert mail.wait(1)[0].to == "kenta@example.jp"
