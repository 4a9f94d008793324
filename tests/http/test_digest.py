"""A newsletter that announces JOBs (S3-01): chosen in the list or by number, one block of text, the same for all."""
import pytest

from harness import match
from harness.bulk import add_resume, answer, compose, run_id, select, send, start_draft, wait_state

BODY = "{{ 氏名 }} 様\n\n{{ JOB一覧 }}\n\nまたご案内します。"
KEPT = dict(name="介護職員(日勤)", occupation=101, pref=13, address="港区虎ノ門1-1", salary_from=380, salary_to=420, hours="9:00〜18:00", employment=1)


@pytest.fixture
def org(world, db):
    org = world.org("agency")
    for _ in range(2):
        add_resume(db, org)
    return org


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member"))


def jobs(db, org, n, **columns):
    firm = match.add_firm(db, org)
    return [match.add_job(db, org, firm, **{"name": f"求人その{i + 1}", **columns}) for i in range(n)]


def test_the_list_is_in_everybodys_mail(db, org, client, mail):  # S3-01
    first, second = match.add_job(db, org, match.add_firm(db, org, "株式会社ひばり"), **KEPT), jobs(db, org, 1)[0]
    page = compose(client, start_draft(client), body=BODY, job_ids=f"{second}、{first}, {second}")
    assert "案内するJOB" in page.words and "2件" in page.words and "全員に同じ内容が届きます" in page.words
    assert "タグに入る値がありません" not in page.words and "■ 求人その1" in page.words
    run = run_id(answer(client, page, "Yes"))
    wait_state(db, run, "done")
    bodies = [m.text.replace("\r\n", "\n").split("\n\n", 1)[1].split("またご案内します")[0] for m in mail.wait(2)]
    assert bodies[0] == bodies[1]
    blocks = bodies[0].strip().split("\n\n")
    assert [b.split("\n")[0] for b in blocks] == ["■ 求人その1", "■ 介護職員(日勤)"]  # as they were typed
    assert f"JOBID: {first}" in blocks[1] and "勤務地: 東京都港区虎ノ門1-1" in blocks[1] and "給与: 380万円〜420万円" in blocks[1] and "勤務時間: 9:00〜18:00" in blocks[1]
    assert "企業名" not in bodies[0] and "ひばり" not in bodies[0]  # not without being asked to
    assert db.value("SELECT job_ids FROM run WHERE id = %s", run) == f"{second},{first}"


def test_companies_are_named_when_asked_for(db, org, client, mail):
    job = match.add_job(db, org, match.add_firm(db, org, "株式会社ひばり"), **KEPT)
    run = send(client, body=BODY, job_ids=str(job), job_company="1")
    wait_state(db, run, "done")
    assert all("企業名: 株式会社ひばり" in m.text for m in mail.wait(2))


def test_frozen_at_the_confirmation(db, org, client, mail, suite):
    job, = jobs(db, org, 1)
    page = compose(client, start_draft(client), body=BODY, job_ids=str(job))
    suite.stop("daemon:mailer")
    try:
        run = run_id(answer(client, page, "Yes"))
        db.run("UPDATE job SET name = '変わった名前', state = 'closed' WHERE id = %s", job)
    finally:
        suite.start("daemon:mailer")
    wait_state(db, run, "done")
    assert all("求人その1" in m.text and "変わった名前" not in m.text for m in mail.wait(2))


def test_twenty_and_no_more(db, org, client):
    ids = jobs(db, org, 21)
    page = compose(client, start_draft(client), body=BODY, job_ids=", ".join(map(str, ids)))
    assert page.status == 422 and "20件までにしてください(いまは21件です)" in page.words and 'id="job_ids-err"' in page.text
    assert page.form("subject").get("job_ids") == ", ".join(map(str, ids))
    page = compose(client, page, body=BODY, job_ids=",".join(map(str, ids[:20])))
    assert page.path.endswith("/confirm") and page.words.count("■ 求人その") == 20


@pytest.mark.parametrize("typed", ["abc", "12-15", "1;DROP", "9" * 19, "１２番"])
def test_no_numbers(db, org, client, typed):
    page = compose(client, start_draft(client), body=BODY, job_ids=typed)
    assert page.status == 422 and "数字とカンマで入力してください" in page.words


def test_only_open_ones_of_ones_own(db, org, client, world):
    mine, = jobs(db, org, 1)
    closed, = jobs(db, org, 1, state="closed")
    paused, = jobs(db, org, 1, state="paused")
    theirs, = jobs(db, world.org("agency"), 1)
    page = compose(client, start_draft(client), body=BODY, job_ids=f"{mine},{closed},{theirs},{paused},999999999")
    assert page.status == 422 and f"募集中のJOBにない番号です:{closed}, {theirs}, {paused}, 999999999。" in page.words
    page = compose(client, start_draft(client), body=BODY, job_ids=str(mine))
    db.run("UPDATE job SET state = 'closed' WHERE id = %s", mine)
    refused = answer(client, page, "Yes")  # it was closed while the question stood there
    assert refused.status == 422 and f"募集中のJOBにない番号です:{mine}" in refused.words
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s AND state <> 'draft'", org.id) == 0


def test_tag_without_jobs_is_an_empty_tag(db, org, client, mail):  # S3-21
    page = compose(client, start_draft(client), body=BODY)
    assert "2件のデータで、タグに入る値がありません" in page.words and "{{ JOB一覧 }}" in page.words
    run = run_id(answer(client, page, "Yes"))  # he may go on
    wait_state(db, run, "done")
    assert all("{{" not in m.text and "またご案内します" in m.text for m in mail.wait(2))


def test_jobs_without_the_tag_are_told_of(db, org, client):
    job, = jobs(db, org, 1)
    page = compose(client, start_draft(client), body="本文だけ", job_ids=str(job))
    assert "本文に {{ JOB一覧 }} がないため" in page.words


def test_not_in_a_subject_and_not_in_other_kinds(db, org, client):  # S3-21
    page = compose(client, start_draft(client), subject="{{ JOB一覧 }}")
    assert page.status == 422 and "件名に {{ JOB一覧 }} は使えません" in page.words
    from harness.bulk import add_contact
    add_contact(db, org)
    page = start_draft(client, list="contact")
    assert "job_ids" not in page.form("subject").names()
    page = compose(client, page, subject="題", body="{{ JOB一覧 }}")
    assert page.status == 422 and "{{ JOB一覧 }} はありません" in page.words


def test_text_of_a_job_is_no_template(db, org, client, mail):
    job, = jobs(db, org, 1, name="{{ 氏名 }} ｛｛ 会社名 ｝｝", hours="{{{ x")
    run = send(client, subject="題", body="{{ JOB一覧 }}", job_ids=str(job))
    wait_state(db, run, "done")
    text = mail.wait(2)[0].text
    assert "■ { { 氏名 }}" in text and "候補" not in text and "{ { { x" in text


def test_from_the_list_of_jobs(db, org, client, mail):  # S3-01 S3-06
    ids = jobs(db, org, 3)
    page = client.get("/crm/job?state=open")
    form = next(f for f in page.forms if f.action.endswith("/select"))
    page = client.submit(page, form, id=ids[:2], button="選んだJOBを案内メールに入れる")
    assert page.path == "/mailing/new" and "JOB一覧でチェックしたJOB 2件" in page.words
    page = client.submit(page, page.form("scope"), scope="all")
    assert page.form("subject").get("job_ids") == f"{ids[0]},{ids[1]}" and "求人その1" in page.words
    page = compose(client, page, body=BODY)
    assert "■ 求人その2" in page.words and "■ 求人その3" not in page.words


def test_ticked_later(db, org, client):
    ids = jobs(db, org, 3)
    page = start_draft(client)
    assert "チェックしたJOBを入れる" not in page.words
    select(db, client.account, checked=ids[1:], list="job")
    page = client.get(page.path)
    page = client.submit(page, page.form("subject"), button="チェックしたJOBを入れる", job_ids=str(ids[2]), subject="打ちかけ")
    form = page.form("subject")
    assert form.get("job_ids") == f"{ids[2]},{ids[1]}" and form.get("subject") == "打ちかけ"  # once each


def test_too_many_ticked(db, org, client):
    ids = jobs(db, org, 21)
    select(db, client.account, checked=ids, list="job")
    page = client.get("/mailing/new?list=resume&jobs=1")
    page = client.submit(page, page.form("scope"), scope="all")
    assert page.status == 422 and "20件までにしてください(いまは21件です)" in page.words
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s", org.id) == 0


def test_preview_and_test_mail_have_it(db, org, client, mail):
    job, = jobs(db, org, 1)
    page = compose(client, start_draft(client), "test", body=BODY, subject="題", job_ids=str(job))
    assert page.status == 200 and "■ 求人その1" in mail.wait(1, to=client.account.mail)[0].text
    page = compose(client, page, "preview", body=BODY, job_ids=str(job))
    assert "■ 求人その1" in page.words
