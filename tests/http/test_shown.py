"""A page acts on what it showed: two tabs, two people, and what changes between a page and its answer (S3-14 to S3-16, S3-22)."""
import re

import pytest

from harness import match
from harness.bulk import add_resume, answer, compose, run_id, select, start_draft


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def pick(client, path, button, ids):
    """Tick rows of a list and press a button."""
    page = client.get(path)
    return client.submit(page, next(f for f in page.forms if f.action.endswith("/select")), button=button, id=ids)


def to_mail(client, query, ids=()):
    return pick(client, f"/crm/resume{query}", "検索した候補者に一斉メール送信", ids)


def counts(page):
    assert page.path == "/mailing/new", f"{page.status} {page.path} {page.words[:300]}"
    return re.findall(r'class="num">(.*?)</span></label>', page.text)


def draft(db, page):
    assert page.path.endswith("/compose"), f"{page.status} {page.path} {page.words[:300]}"
    return db.one("SELECT scope, query, ids, state FROM run WHERE id = %s", run_id(page))


def test_another_search_in_another_tab(db, org, client):  # S3-14
    for pref, n in ((13, 3), (27, 60)):
        for _ in range(n):
            add_resume(db, org, pref=pref)
    first = to_mail(client, "?pref=13")
    assert counts(first) == ["3件", "3件", "0件"]
    other = client.get("/crm/resume?pref=27")
    client.submit(other, next(f for f in other.forms if f.action.endswith("/select")), button="もっと見る")
    second = to_mail(client, "?pref=27")
    assert counts(second)[0] == "60件"
    page = client.submit(first, first.form("scope"), scope="all")
    assert draft(db, page)["query"] == "pref=13" and "3件" in page.words
    page = client.submit(second, second.form("scope"), scope="all")
    assert draft(db, page)["query"] == "pref=27"


def test_ticks_of_one_search_outlive_another(db, org, client):  # S3-06 S3-15
    here = [add_resume(db, org, pref=13) for _ in range(55)]
    there = [add_resume(db, org, pref=27) for _ in range(2)]
    page = client.get("/crm/resume?pref=13")
    form = next(f for f in page.forms if f.action.endswith("/select"))
    on_screen = [int(i) for i in form.get("shown").split(",")]
    more = client.submit(page, form, button="もっと見る", id=on_screen[:2])
    pick(client, "/crm/resume?pref=27", "すべて選択", there)
    rest = [i for i in here if i not in on_screen]
    page = client.submit(more, next(f for f in more.forms if f.action.endswith("/select")), button="検索した候補者に一斉メール送信", id=rest[:1])
    page = client.submit(page, page.form("scope"), scope="checked")
    assert draft(db, page)["ids"].split(",") == [str(i) for i in sorted(on_screen[:2] + rest[:1])]


def test_ticks_that_changed_meanwhile_are_shown(db, org, client):  # S3-15 S3-16
    ids = [add_resume(db, org) for _ in range(5)]
    page = to_mail(client, "", ids[:2])
    assert counts(page) == ["5件", "5件", "2件"]
    pick(client, "/crm/resume", "検索した候補者に一斉メール送信", ids[:4])
    page = client.submit(page, page.form("scope"), scope="checked")
    assert page.status == 422 and "一覧の選択が別の画面で変わりました" in page.words and counts(page) == ["5件", "5件", "4件"]
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s", org.id) == 0
    page = client.submit(page, page.form("scope"))  # who has seen it goes on
    assert draft(db, page)["ids"] == ",".join(str(i) for i in ids[:4])


def test_a_page_whose_selection_was_forgotten(db, org, client):  # S3-14
    for pref in (13, 27, 27):
        add_resume(db, org, pref=pref)
    oldest = to_mail(client, "?pref=13")
    for n in range(21):
        last = to_mail(client, f"?pref=27&updated_from=2020-01-{n + 1:02d}")
    page = client.submit(oldest, oldest.form("scope"), scope="all")
    assert page.status == 422 and counts(page) == ["1件", "0件", "0件"]
    page = client.submit(page, page.form("scope"))
    assert draft(db, page)["query"] == "pref=13"
    # The range of a draft begins with its own conditions.
    page = client.get(f"/mailing/new?list=resume&run={run_id(page)}")
    assert counts(page)[0] == "1件" and counts(last)[0] == "2件"
    assert draft(db, client.submit(page, page.form("scope"), scope="all"))["query"] == "pref=13"
    assert client.get("/mailing/new?list=resume&selection=1").status == 404


def test_jobs_ticked_meanwhile_are_shown(db, org, client):  # S3-01
    add_resume(db, org)
    company = match.add_firm(db, org)
    jobs = [match.add_job(db, org, company, name=f"求人その{i}") for i in range(3)]
    new = pick(client, "/crm/job", "選んだJOBを案内メールに入れる", jobs[:1])
    assert "チェックしたJOB 1件" in new.words
    old = start_draft(client)
    pick(client, "/crm/job", "選んだJOBを案内メールに入れる", jobs)
    page = client.submit(new, new.form("scope"), scope="all")
    assert page.status == 422 and "チェックしたJOB 3件" in page.words
    page = client.submit(page, page.form("scope"))
    assert page.form("subject").get("job_ids") == ",".join(map(str, jobs))
    page = client.submit(old, old.form("subject"), {"subject": "打ちかけ"}, button="チェックしたJOBを入れる")
    assert page.status == 422 and "別の画面で変わりました" in page.words and page.form("subject").get("subject") == "打ちかけ"
    page = client.submit(page, page.form("subject"), button="チェックしたJOBを入れる")
    assert page.form("subject").get("job_ids") == ",".join(map(str, jobs))


def test_yes_to_what_the_page_showed_only(db, org, client):  # S3-22
    add_resume(db, org)
    written = start_draft(client)
    page = compose(client, written, subject="はじめの件名")
    assert page.path.endswith("/confirm") and "1通のメールを送信します" in page.words
    compose(client, written, subject="別のタブの件名")
    run, left = run_id(page), lambda: db.one("SELECT state, mail_id FROM run WHERE id = %s", run_id(page))
    page = answer(client, page, "Yes")
    assert page.status == 422 and "内容または宛先が変わりました" in page.words and "別のタブの件名" in page.words
    assert left() == {"state": "draft", "mail_id": 0}
    add_resume(db, org)  # and one more who matches
    page = answer(client, page, "Yes")
    assert page.status == 422 and "2通のメールを送信します" in page.words and left()["state"] == "draft"
    page = answer(client, page, "Yes")
    assert page.path == f"/mailing/run/{run}/started"
    mail = db.one("SELECT m.subject FROM run r JOIN mail m ON m.id = r.mail_id WHERE r.id = %s", run)
    assert mail["subject"] == "別のタブの件名"


def test_others_of_the_same_number(db, org, client):  # S3-22
    first, second = add_resume(db, org, pref=13), add_resume(db, org, pref=27)
    page = to_mail(client, "?pref=13", [first])
    page = client.submit(page, page.form("scope"), scope="checked")
    page = compose(client, page)
    db.run("UPDATE resume SET mail = 'moved.to@example.jp' WHERE id = %s", first)
    page = answer(client, page, "Yes")
    assert page.status == 422 and "moved.to@example.jp" in page.words
    page = to_mail(client, "?pref=13")
    page = compose(client, client.submit(page, page.form("scope"), scope="all"))
    db.run("UPDATE resume SET pref = 40 - pref WHERE id IN (%s, %s)", first, second)
    page = answer(client, page, "Yes")
    assert page.status == 422 and "1通のメールを送信します" in page.words and "moved.to@example.jp" not in page.words


def test_of_more_than_are_counted_the_page_says_no_last_number(db, org, client):  # S3-22
    db.run("""INSERT INTO resume (org_id, name, kana, mail, created_at, updated_at)
        SELECT %s, CONCAT('候補 ', seq), 'コウホ', CONCAT('many', seq, '@example.com'), '2026-01-01', '2026-01-01' FROM seq_1_to_10002""", org.id)
    db.run("INSERT INTO counter (org_id, noun, n) VALUES (%s, 'resume', 10002)", org.id)
    page = compose(client, start_draft(client))
    assert "10,000通以上のメールを送信します" in page.words
    db.run("DELETE FROM resume WHERE org_id = %s ORDER BY id LIMIT 2", org.id)  # as many as are counted: now it does
    page = answer(client, page, "Yes")
    assert page.status == 422 and "10,000通のメールを送信します" in page.words
    add_resume(db, org)
    page = answer(client, page, "Yes")
    assert page.status == 422 and "10,000通以上のメールを送信します" in page.words
    add_resume(db, org)  # one more is what the page said
    assert answer(client, page, "Yes").path == f"/mailing/run/{run_id(page)}/started"


def test_an_address_that_can_no_longer_be_used(db, org, client):  # S3-34
    add_resume(db, org)
    colleague = org.account("member")
    page = compose(client, start_draft(client), reply_to=colleague.mail)
    db.run("UPDATE account SET state = 'closed' WHERE id = %s", colleague.id)
    page = answer(client, page, "Yes")
    assert page.status == 422 and f"{colleague.mail} は使えなくなりました" in page.words
    assert answer(client, page, "No").path.endswith("/compose")


def test_files_of_the_question(db, org, client):  # S3-20 S3-22
    add_resume(db, org)
    written = start_draft(client)
    page = compose(client, written)
    form = written.form("subject", "body")
    client.submit(written, form, {"subject": "題", "body": "本文"}, button="アップロードする", files={"file": ("案内.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")})
    page = answer(client, page, "Yes")
    assert page.status == 422 and "案内.pdf" in page.words


def test_single_mail_goes_where_its_confirmation_said(db, org, client, mail):  # S3-33
    id = add_resume(db, org, name="中村 健太", mail="kenta@example.jp")
    db.insert("resume_text", resume_id=id, org_id=org.id, career="", wish="", note="")
    page = client.get(f"/mailing/write/resume/{id}")
    page = client.submit(page, page.form("body"), {"subject": "件名", "body": "{{ 氏名 }} 様", "to": "mail"}, button="確認")
    assert "kenta@example.jp" in page.words
    db.run("UPDATE resume SET mail = 'moved@example.jp' WHERE id = %s", id)
    page = client.submit(page, page.form("body"), button="送信する")
    assert "内容または宛先が変わりました" in page.words and "moved@example.jp" in page.words
    assert db.value("SELECT COUNT(*) FROM outbox WHERE org_id = %s", org.id) == 0
    page = client.submit(page, page.form("body"), button="送信する")
    assert page.path == f"/crm/resume/{id}" and mail.wait(1, to="moved@example.jp")


def test_all_in_doubt_are_those_that_were_counted(db, org, client):  # S3-27
    run = db.insert("run", org_id=org.id, account_id=client.account.id, kind="resume", list="resume", state="done", scope="all", query="", ids="",
                    body="", n_total=3, n_doubt=2, n_sent=1, created_at="2026-01-01", updated_at="2026-01-01", confirmed_at="2026-01-01")
    mail = db.insert("mail", org_id=org.id, kind="resume", bulk=1, from_name="x", from_addr="x@example.jp", subject="x", body="x", account_id=client.account.id,
                     created_at="2026-01-01")
    rows = [db.insert("outbox", org_id=org.id, run_id=run, mail_id=mail, noun="resume", noun_id=1, to_addr=f"d{i}@example.jp", to_name="", vars="",
                      state=state, once_key=f"{i}", due_at="2026-01-01", created_at="2026-01-01") for i, state in enumerate(("doubt", "doubt", "sent"))]
    page = client.get(f"/mailing/run/{run}")
    form = lambda page: next(f for f in page.forms if f.action.endswith("/doubt") and f.get("row") == "0")
    db.run("UPDATE outbox SET state = 'doubt' WHERE id = %s", rows[2])
    db.run("UPDATE run SET n_doubt = 3, n_sent = 0 WHERE id = %s", run)
    page = client.submit(page, form(page), button="届いたとみなす")
    assert page.status == 422 and "2件から3件に変わりました" in page.words
    assert db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND state = 'doubt'", run) == 3
    page = client.submit(page, form(page), button="届いたとみなす")
    assert page.status == 200 and db.value("SELECT n_sent FROM run WHERE id = %s", run) == 3


def test_phase_that_somebody_else_moved(db, org, client, world):  # S3-23
    person = add_resume(db, org)
    process = db.insert("process", org_id=org.id, resume_id=person, job_id=match.add_job(db, org, match.add_firm(db, org)), phase="approach", note="",
                        created_at="2026-01-01", updated_at="2026-01-01")
    colleague = world.signed_in(org.account("member"))
    mine, theirs = (c.get(f"/crm/process/{process}") for c in (client, colleague))
    assert colleague.submit(theirs, theirs.form("phase"), phase="interview").status == 200
    page = client.submit(mine, mine.form("phase"), phase="declined")
    assert page.status == 422 and "フェーズが「面接」に変わりました" in page.words and page.form("phase").get("phase") == "declined"
    assert db.value("SELECT phase FROM process WHERE id = %s", process) == "interview"
    page = client.submit(page, page.form("phase"))  # who has seen it goes on
    assert page.path == f"/crm/process/{process}" and db.value("SELECT phase FROM process WHERE id = %s", process) == "declined"
