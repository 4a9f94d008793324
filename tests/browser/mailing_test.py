"""The whole way of a bulk mail in a real browser (S3-01): with and without script, wide and narrow."""
import os
import pathlib
import re

import pytest

from harness import judges
from harness.bulk import add_resume, answer, compose, run_id, select, send, start_draft, wait_state

SHOTS = os.environ.get("MUSUBI_SHOTS")  # a directory: pictures of every step for people to look at
BODY = "{{ 氏名 }} 様\n\n{{ 会社名 }}の{{ 担当者名 }}です。\nご希望の「{{ 希望職種 }}」に近い求人をご紹介します。\n\n詳しくはお気軽にお問い合わせください。"
PEOPLE = [("中村 健太", 101), ("佐藤 花", 105), ("グエン・ティ・トゥ・ハン", 0), ("野口 和也", 104), ("平田 彩", 103), ("三浦 直樹", 0), ("西村 香織", 102)]


@pytest.fixture
def account(world, db):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    ids = [add_resume(db, org, name=name, occupation=occupation, mail=f"p{n}@example.com", mail_mobile=f"m{n}@mobile.example.com" if n % 3 == 0 else "")
           for n, (name, occupation) in enumerate(PEOPLE)]
    ids.append(add_resume(db, org, name="田中 アドレスなし", mail=""))
    account = org.account("admin", name="高橋 恵美")
    select(db, account, shown=ids, checked=ids[:2])
    return account


def go(browser, text):
    browser.go(text)


def sign_in(browser, account):
    browser.sign_in(account)
    assert "/signin" not in browser.current_url


def look(browser, name, script=True):
    """Every step fits its width and the console has no complaint; a picture at both widths where somebody wants to look."""
    for width in (1280, 360):
        browser.size(width)
        assert not browser.too_wide(), f"{name} at {width}"
        assert not script or judges.axe(browser) == [], f"{name} at {width}"
        if SHOTS:
            pathlib.Path(SHOTS).mkdir(parents=True, exist_ok=True)
            height = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]["height"]
            browser.size(width, min(int(height) + 1, 4000))
            browser.save_screenshot(f"{SHOTS}/{name}-{width}.png")
    browser.size(1280)
    assert [p for p in browser.problems() if "422" not in p] == [], name  # a refused form is told to the console, too


@pytest.mark.parametrize("script", [True, False])
def test_whole_way(request, account, db, mail, script):  # S3-01 S3-14 S3-18 S3-21 S3-22 S3-24 S3-26 S3-27
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, account)
    browser.open("/mailing/new?list=resume")
    look(browser, "scope", script)
    browser.one("input[name=scope][value=all]").click()
    go(browser, "次へ")
    assert "一括メール送信" in browser.one("h1").text
    look(browser, "compose", script)
    browser.fill(subject="【求人のご紹介】{{ 氏名 }}様へ", body=BODY.replace("氏名", "氏名様"))
    go(browser, "確認")
    assert "1行目:タグ {{ 氏名様 }} はありません。{{ 氏名 }} に直してください。" in browser.words
    assert browser.switch_to.active_element.get_attribute("id") in ("body", "errors")
    look(browser, "compose-error", script)
    browser.fill(body=BODY)
    go(browser, "プレビュー")
    assert "中村 健太 様" in browser.words
    look(browser, "preview", script)
    go(browser, "作成画面に戻る")
    assert browser.one("textarea").get_attribute("value") == BODY
    go(browser, "確認")
    assert "2件のデータで、タグに入る値がありません" in browser.words
    look(browser, "confirm", script)
    go(browser, "No")
    assert browser.one("textarea").get_attribute("value") == BODY
    go(browser, "確認")
    mail.delay = 8  # two rounds of four: time enough to look at it
    go(browser, "Yes")
    assert "メールの送信を開始しました" in browser.words
    run = int(re.search(r"/run/(\d+)/", browser.current_url).group(1))
    look(browser, "started", script)
    wait_state(db, run, "sending")
    go(browser, "OK")
    assert browser.current_url.endswith(f"/run/{run}")
    look(browser, "run-busy", script)
    mail.delay = 0
    wait_state(db, run, "done")
    if script:  # the page follows by itself
        browser.wait(lambda: "完了" in browser.one(".head").text)
    browser.open(f"/mailing/run/{run}")
    assert "送信済" in browser.words and "一括処理 完了" in browser.words.replace("\n", " ")
    look(browser, "run-done", script)
    go(browser, "一括処理へ戻る")
    assert "【求人のご紹介】" in browser.words
    look(browser, "runs", script)
    assert len(mail.wait(7)) == 7


def test_enter_in_a_field_does_not_take_the_template(account, browser, db):
    db.insert("template", org_id=account.org.id, kind="resume", name="見本", subject="見本の件名", body="見本", account_id=account.id, created_at="2026-01-01", updated_at="2026-01-01")
    sign_in(browser, account)
    browser.open("/mailing/new?list=resume")
    go(browser, "次へ")
    browser.one("#template_id").send_keys("見本")
    browser.fill(subject="自分の件名", body="自分の本文")
    browser.one("#subject").send_keys("\n")
    browser.wait(lambda: "送信内容の確認" in browser.one("h1").text)
    assert "送信内容の確認" in browser.one("h1").text and "自分の件名" in browser.words


def test_small_pages(account, browser, db, mail):
    sign_in(browser, account)
    for path, name in (("/mailing/templates", "templates-empty"), ("/mailing/template/new", "template"), ("/mailing/signatures", "signatures-empty"),
                       ("/mailing/signature/new", "signature"), ("/mailing/stops", "stops-empty"), ("/mailing/runs", "runs-empty")):
        browser.open(path)
        look(browser, name)
    browser.open("/mailing/stops")
    browser.fill(addr="stop@example.com", note="電話で申し出あり")
    go(browser, "登録する")
    look(browser, "stops")
    browser.open("/mailing/template/new")
    browser.fill(name="JOB打診(介護・日勤)", subject="【求人のご紹介】{{ 氏名 }}様", body=BODY)
    go(browser, "保存する")
    look(browser, "templates")
    browser.open("/mailing/signature/new")
    browser.fill(name="通常の署名", body="--\n株式会社みなと人材紹介\n高橋 恵美")
    go(browser, "保存する")
    look(browser, "signatures")


def test_run_with_every_outcome(account, browser, db):
    """What a page looks like that has them all; nobody sends it."""
    org = account.org
    counts = {"sent": 412, "deferred": 23, "failed": 9, "suppressed": 12, "doubt": 2, "stopped": 0, "ready": 42}
    mail_id = db.insert("mail", org_id=org.id, kind="resume", bulk=1, from_name="みなと", from_addr=account.mail, subject="件名", body="本文", created_at="2026-01-01")
    run = db.insert("run", org_id=org.id, account_id=account.id, kind="resume", list="resume", state="paused", resume_state="sending", scope="all", query="", ids="", fields="mail",
                    from_name="株式会社みなと人材紹介 高橋 恵美", from_addr=account.mail, subject="【求人のご紹介】介護職員(日勤リーダー候補)", body="本文", mail_id=mail_id, n_records=512, n_empty=12,
                    n_total=500, created_at="2026-01-01", confirmed_at="2026-01-01", updated_at="2026-01-01", **{f"n_{k}": v for k, v in counts.items()})
    for n, (state, code, text) in enumerate([("sent", 250, "2.0.0 Ok: queued as 4XyZ"), ("deferred", 451, "4.7.1 Greylisted, try again later"), ("failed", 550, "5.1.1 <x@example.com>: user unknown"),
                                             ("suppressed", 0, ""), ("doubt", 0, "connection lost after the text"), ("ready", 0, "")]):
        db.insert("outbox", org_id=org.id, run_id=run, mail_id=mail_id, noun="resume", noun_id=n + 1, to_addr=f"person{n}@example.com", to_name=PEOPLE[n][0], vars="", state=state,
                  attempts=1 if state != "ready" else 0, due_at="2030-01-01", smtp_code=code, smtp_text=text, created_at="2026-01-01", done_at="2026-01-01" if code else None)
    sign_in(browser, account)
    browser.open(f"/mailing/run/{run}")
    for word in ("送信済", "再送待ち", "送信失敗", "確認要", "配信停止", "送信待ち", "再開する"):
        assert word in browser.words
    look(browser, "run")
    browser.open("/mailing/runs")
    look(browser, "runs-many")
    db.run("UPDATE run SET state = 'stopped', n_ready = 0, n_deferred = 0 WHERE id = %s", run)
    db.run("UPDATE outbox SET state = 'stopped' WHERE run_id = %s AND state IN ('ready', 'deferred')", run)


def test_unsubscribe_page(account, browser, db, mail, world):
    send(world.signed_in(account))
    path = re.search(r"https?://[^/\s]+(/mailing/u/[\w-]+)", mail.wait(1)[0].text).group(1)
    browser.open(path)
    look(browser, "unsubscribe")
    go(browser, "配信を停止する")
    assert "配信を停止しました" in browser.words
    look(browser, "unsubscribed")


def test_markup(account, world, mail, db):
    """The pages of a draft are valid HTML, an error page, too."""
    client = world.signed_in(account)
    pages = {"scope": client.get("/mailing/new?list=resume")}
    pages["compose"] = start_draft(client)
    pages["compose-error"] = compose(client, pages["compose"], body="{{ 氏名様 }}")
    pages["confirm"] = compose(client, pages["compose"])
    pages["preview"] = client.get(pages["confirm"].path.replace("/confirm", "/preview"))
    pages["started"] = answer(client, pages["confirm"], "Yes")
    wait_state(db, run_id(pages["started"]), "done")
    path = re.search(r"https?://[^/\s]+(/mailing/u/[\w-]+)", mail.wait(1)[0].text).group(1)
    pages["unsubscribe"] = client.get(path)
    pages["unsubscribed"] = client.post(path)
    assert [name for name, page in pages.items() if len(page.content) > 50 * 1024] == []
    assert judges.markup({name: page.text for name, page in pages.items()}) == []
