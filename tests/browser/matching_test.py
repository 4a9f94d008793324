"""From a JOB to the people who fit and the mail to them, in a real browser: with and without script, wide and narrow (S3-01, S3-07)."""
import pytest

from harness import judges, match
from harness.bulk import wait_state
from mailing_test import go, look, sign_in

PEOPLE = (("中村 健太", "ナカムラ ケンタ", 101, 13, 400, "介護福祉士 シフト管理 夜勤 デイサービス"), ("佐藤 花", "サトウ ハナ", 101, 13, 380, "シフト管理"),
          ("グエン・ティ・トゥ・ハン", "グエン・ティ・トゥ・ハン", 102, 14, 0, "介護福祉士"), ("野口 和也", "ノグチ カズヤ", 101, 27, 460, ""),
          ("平田 彩", "ヒラタ アヤ", 103, 13, 0, "送迎"))
JOB = dict(occupation=101, pref=13, salary_from=380, salary_to=420, skills="シフト管理、Excel", licences="介護福祉士",
           name="介護職員(日勤リーダー候補)", address="足立区千住1-2-3", body="デイサービスでの送迎と入浴介助")


@pytest.fixture
def world_of_one(world, db):
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    firm = match.add_firm(db, org)
    job = match.add_job(db, org, company=firm, contact=match.add_contact(db, org, company=firm, name="杉山 誠"), **JOB)
    people = [match.add_resume(db, org, name=n, kana=k, occupation=o, pref=p, salary_from=s, search=w, birth_on="1988-04-01")
              for n, k, o, p, s, w in PEOPLE]
    match.add_process(db, org, people[1], job, "interview")
    return org.account("admin", name="高橋 恵美"), job, people


def tick(browser, id):
    browser.one(f"input[name=id][value='{id}']").click()


@pytest.mark.parametrize("script", [True, False])
def test_whole_way(request, world_of_one, db, mail, script):  # S3-01 S3-07 S3-08 S3-10 S3-16 S3-23 S3-24 S3-25
    account, job, people = world_of_one
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    sign_in(browser, account)
    browser.open(f"/crm/job/{job}")
    look(browser, "match-job", script)
    go(browser, "レジュメサーチ")
    assert "マッチングリスト" in browser.one("h1").text and "職種が同じ +30" in browser.words
    tick(browser, people[0])
    tick(browser, people[3])
    look(browser, "match-list", script)
    browser.click("一括アクション")
    go(browser, "求職者にメールする")
    assert browser.one("input[value=checked]").is_selected()
    look(browser, "match-scope", script)
    go(browser, "次へ")
    browser.fill(subject="{{ JOB名 }}のご紹介", body="{{ 氏名 }} 様\n\n{{ 勤務地 }}の求人です。")
    browser.one("select[name=phase] option[value=approach]").click()
    look(browser, "match-compose", script)
    go(browser, "確認")
    assert "2通のメールを送信し、フェーズを「JOB打診」に更新します。よろしいですか？" in browser.words
    look(browser, "match-confirm", script)
    go(browser, "Yes")
    run = int(browser.current_url.split("/run/")[1].split("/")[0])
    wait_state(db, run, "done")
    assert {m.subject for m in mail.wait(2)} == {"介護職員(日勤リーダー候補)のご紹介"}
    browser.open(f"/crm/job/{job}")
    assert "選考の進み具合" in browser.words
    browser.click("表で見る")
    look(browser, "match-funnel", script)
    browser.open(f"/crm/resume/{people[0]}/match")
    look(browser, "match-jobs", script)


def test_markup(world_of_one, world):
    account, job, people = world_of_one
    client = world.signed_in(account)
    pages = {name: client.get(path) for name, path in (
        ("match-job", f"/crm/job/{job}"), ("match-list", f"/crm/job/{job}/match?least=10"), ("match-none", f"/crm/job/{job}/match?least=100"),
        ("match-jobs", f"/crm/resume/{people[0]}/match"), ("match-scope", f"/mailing/new?list=job:{job}&to=firm"),
        ("template", "/mailing/template/new"))}
    assert all(p.status == 200 for p in pages.values())
    assert judges.markup({name: page.text for name, page in pages.items()}) == []
