"""A newsletter that announces JOBs, in a real browser with and without script: from the list of JOBs to the question (S3-01)."""
import pytest

from mailing_test import account, go, look, sign_in  # noqa: F401
from harness import match


@pytest.mark.parametrize("script", [True, False])
def test_from_the_list_of_jobs(request, account, db, script):  # noqa: F811
    browser = request.getfixturevalue("browser" if script else "browser_plain")
    firm = match.add_firm(db, account.org)
    for name in ("介護職員(日勤)", "看護師(訪問)", "施設長候補"):
        match.add_job(db, account.org, firm, name=name, occupation=101, pref=13, address="港区虎ノ門1-1", salary_from=380, salary_to=420, hours="9:00〜18:00")
    sign_in(browser, account)
    browser.open("/crm/job")
    for box in browser.all("input[name=id]")[:2]:
        box.click()
    look(browser, "digest-jobs", script)
    browser.click("一括アクション")
    go(browser, "選んだJOBを案内メールに入れる")
    look(browser, "digest-scope", script)
    browser.one("input[name=scope][value=all]").click()
    go(browser, "次へ")
    browser.fill(subject="今週の求人", body="{{ 氏名 }} 様\n\n{{ JOB一覧 }}")
    look(browser, "digest-compose", script)
    go(browser, "確認")
    assert browser.words.count("■ ") == 2 and "全員に同じ内容が届きます" in browser.words
    look(browser, "digest-confirm", script)
