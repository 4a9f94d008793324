"""The acceptance story of the agency CRM with bulk mail (S3), told in one browser: a JOB with a file, 500 people, everybody on the
matching list, a password, a phase; the mailer is killed midway; a bounce comes in; one click ends the mails to somebody."""
import collections
import csv
import io
import re
import sys

from harness import mailfiles, match
from harness.bulk import answer, compose, run_id, wait_state
from harness.suite import ROOT, until
from mailing_test import go, look, sign_in

sys.path.append(str(ROOT / "tests/mail"))

from incoming import STORED, Mailin, sample  # noqa: E402
from outbox import Outbox  # noqa: E402

PEOPLE = 500
BOUNCED = "sato.kenji@company.example.jp"  # whom the sample of a report is about
BODY = "{{ 氏名 }} 様\n\n{{ 会社名 }}の{{ 担当者名 }}です。\n{{ JOB名 }}({{ 勤務地 }}、{{ 給与 }})をご紹介します。求人票を添付します。"


def icon(browser):
    return browser.one(".run").get_attribute("data-state")


def people(db, org):
    """All of them fit; one has the address that will come back."""
    ids = [match.add_resume(db, org, name=f"候補者 {n:03d}", occupation=101, pref=13, salary_from=380,
                            mail=BOUNCED if n == 0 else f"person{n:03d}@people.example.com") for n in range(PEOPLE)]
    return ids


def test_story(browser, world, db, mail, suite, tmp_path, new_client):
    # S3-07 S3-08 S3-10 S3-14 S3-20 S3-22 S3-23 S3-24 S3-25 S3-26 S3-27 S3-28 S3-29 S3-30 S3-31
    org = world.org("agency", name="株式会社みなと人材紹介", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")
    account = org.account("admin", name="高橋 恵美")
    ids = people(db, org)
    job = match.add_job(db, org, name="介護職員(日勤リーダー候補)", occupation=101, pref=13, address="足立区千住1-2-3", salary_from=380, salary_to=420)
    sheet = tmp_path / "求人票.txt"
    sheet.write_bytes(mailfiles.TEXT)

    # a JOB with a file
    sign_in(browser, account)
    browser.open(f"/crm/job/{job}")
    browser.one("#file").send_keys(str(sheet))
    go(browser, browser.one("form:has(#file) button").text.strip())
    assert "求人票.txt" in browser.words
    # レジュメサーチ: 500 people, everybody
    go(browser, "レジュメサーチ")
    look(browser, "story-list")
    browser.click("一括アクション")
    go(browser, "求職者にメールする")
    browser.one("input[name=scope][value=all]").click()
    assert "500件" in browser.words and "全件(検索条件範囲内)" in browser.words
    go(browser, "次へ")
    # the JOB's file with a password, the phase
    browser.one("input[name=files]").click()
    browser.one("input[name=way][value=zip]").click()
    browser.fill(subject="【求人のご紹介】{{ 氏名 }}様へ", body=BODY)
    browser.one("select[name=phase] option[value=approach]").click()
    go(browser, browser.one("button[name=op][value=password]").text.strip())
    assert browser.one("#password").get_attribute("value") == ""
    go(browser, "確認")
    password = browser.one("code").text  # on the question only
    assert len(password) >= 8
    assert "500通のメールを送信し、フェーズを「JOB打診」に更新します。よろしいですか？" in browser.words
    assert "求人票.txt" in browser.words and "候補者 000 様" in browser.words
    look(browser, "story-confirm")

    # Yes; the mailer is killed midway and started again
    mail.late = 0.25
    go(browser, "Yes")
    assert "メールの送信を開始しました" in browser.words and icon(browser) == "busy"
    run = int(browser.current_url.split("/run/")[1].split("/")[0])
    mail.wait(60)
    suite.kill("daemon:mailer")
    go(browser, "OK")
    assert icon(browser) == "busy" and "実行中" in browser.one(".head").text
    look(browser, "story-busy")
    assert len(mail.messages) < PEOPLE
    suite.start("daemon:mailer")
    mail.wait(200)
    suite.kill("daemon:mailer")
    mail.late = 0.0
    suite.start("daemon:mailer")
    wait_state(db, run, "done", seconds=120)

    # exactly 500 rows, nobody twice, nobody skipped
    outbox = Outbox(db, org)
    rows = outbox.rows(run)
    assert len(rows) == PEOPLE == len({r["to_addr"] for r in rows}) and {r["noun_id"] for r in rows} == set(ids)
    got = collections.Counter(m.to for m in mail.messages)
    assert set(got.values()) == {1} and {r["to_addr"] for r in rows if r["state"] == "sent"} <= set(got)
    assert {r["state"] for r in rows} <= {"sent", "doubt"} and outbox.counters_agree(run)
    doubts = [r for r in rows if r["state"] == "doubt"]
    # every copy has the file, and the password opens it
    name, data = mail.messages[0].attachments[0]
    assert mailfiles.unpack(data, password, tmp_path / "zip") == [{"求人票.txt": mailfiles.TEXT}] * 2
    assert all(re.search(r"候補者 \d{3} 様", m.text) and "{{" not in m.text for m in mail.messages[:20])

    # done: green; those in doubt are listed, and a person decides
    browser.open(f"/mailing/run/{run}")
    assert icon(browser) == "done" and "完了" in browser.one(".head").text and "送信メールサーバーから正常に送り出せたことを表します" in browser.words
    look(browser, "story-done")
    if doubts:
        browser.open(f"/mailing/run/{run}?state=doubt")
        assert len(browser.all("#list tbody tr")) == len(doubts) and "確認要" in browser.words
        browser.click(f"確認要のメール{len(doubts)}通の扱いを決める")
        go(browser, "届いたとみなす")
    assert outbox.states(run) == {"sent": PEOPLE}
    phases = db.all("SELECT resume_id, phase FROM process WHERE org_id = %s AND job_id = %s", org.id, job)
    assert len(phases) == PEOPLE and {p["phase"] for p in phases} == {"approach"}

    # a bounce arrives: the page, the result file and the record show it
    bounced = next(r for r in rows if r["to_addr"] == BOUNCED)
    mailin = Mailin(suite, outbox)
    assert mailin.give(sample("postfix_user"), to=mailin.return_path(bounced["id"])) == STORED
    browser.open(f"/mailing/run/{run}")
    go(browser, "あとからエラー通知が返ってきたメール 1通")
    assert len(browser.all("#list tbody tr")) == 1 and "宛先不明" in browser.words
    client = world.signed_in(account)
    lines = list(csv.DictReader(io.StringIO(client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig"))))
    assert len(lines) == PEOPLE and [r["メールアドレス"] for r in lines if r["エラー通知"]] == [BOUNCED]
    assert len([r for r in lines if r["確認要の判断"]]) == len(doubts)
    browser.open(f"/crm/resume/{ids[0]}")
    assert "メール不達" in browser.words and "User unknown" in browser.words

    # one click, and the next run skips the person
    message = next(m for m in mail.messages if m.to == "person007@people.example.com")
    path = re.search(r"https?://[^/\s>]+(/mailing/u/[\w-]+)", message["List-Unsubscribe"]).group(1)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert new_client().post(path, {"List-Unsubscribe": "One-Click"}).status == 200
    browser.open(f"/crm/resume/{ids[7]}")
    assert "配信停止" in browser.words
    mail.reset()
    page = client.get(f"/crm/job/{job}/match")
    page = client.submit(page, page.form("id"), button="求職者にメールする", id=[ids[0], ids[7], ids[8]])
    page = client.submit(page, page.form("scope"), scope="checked")
    page = compose(client, page, subject="続報", body="{{ 氏名 }} 様")
    assert "1通のメールを送信します" in page.words and "配信停止先の2件には送りません" in page.words
    again = run_id(answer(client, page, "Yes"))
    wait_state(db, again, "done")
    assert [m.to for m in mail.wait(1)] == ["person008@people.example.com"]
    assert outbox.states(again) == {"sent": 1, "suppressed": 2}
