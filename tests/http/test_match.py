"""マッチングリスト (S3-07) and what is done with it: score, reasons, marks, ticks, the four bulk mails (S3-08 to S3-13), phases (S3-23, S3-25)."""
import csv
import io
import re

import pytest

from harness import bulk, match
from harness.bulk import answer, compose, run_id, wait_state
from harness.match import add_contact, add_firm, add_job, add_resume, matches

NAME = "中村 健太"


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


# ---- the list -----------------------------------------------------------------------------------------------------------

JOB = dict(occupation=101, pref=13, salary_from=380, salary_to=420, skills="シフト管理、Excel", licences="介護福祉士", name="介護職員(日勤リーダー候補)",
           body="デイサービスでの送迎と入浴介助")


# S3-07: every rule alone, from both sides: (a résumé with just this, points, what the reason says)
@pytest.mark.parametrize("resume, points, reason", [
    (dict(occupation=101), 30, "職種が同じ +30"),
    (dict(occupation=102), 15, "職種が近い +15"),
    (dict(pref=13), 20, "勤務地が希望の都道府県 +20"),
    (dict(pref=14), 10, "勤務地が同じ地方 +10"),
    (dict(pref=13, salary_from=420), 35, "年収が希望以上 +15"),
    (dict(pref=13, salary_from=460), 27, "年収が希望に近い +7"),
    (dict(pref=13, salary_from=470), 20, "+20"),
    (dict(pref=13, search="EXCEL シフト管理"), 35, "スキル(シフト管理、Excel) +15"),
    (dict(pref=13, search="シフト管理"), 27, "スキル(シフト管理) +7"),
    (dict(pref=13, search="EXCELLENT"), 20, "+20"),
    (dict(pref=13, search="介護福祉士"), 30, "資格(介護福祉士) +10"),
    (dict(pref=13, search="デイサービス 入浴介助 送迎 日勤"), 25, "キーワード(日勤、デイサービス、送迎、入浴介助) +5"),
    (dict(pref=13, available_on="2026-01-01"), 25, "すぐに入社できる +5"),
    (dict(pref=13, available_on="soon"), 22, "早く入社できる +2"),
    (dict(pref=13, available_on="2099-01-01"), 20, "+20"),
])
def test_score_and_its_reasons(db, org, client, resume, points, reason):  # S3-07
    if "search" in resume:  # as words_of_resume() writes it: case folded
        resume["search"] = resume["search"].lower()
    if resume.get("available_on") == "soon":
        resume["available_on"] = db.value("SELECT CURDATE() + INTERVAL 30 DAY")
    job, person = add_job(db, org, **JOB), add_resume(db, org, **resume)
    for page, other in ((client.get(f"/crm/job/{job}/match"), person), (client.get(f"/crm/resume/{person}/match"), job)):
        row, = matches(page)
        assert (row.id, row.score) == (other, points) and reason in row.reasons, row


def test_all_that_fits_is_100(db, org, client):  # S3-07
    person = dict(occupation=101, pref=13, salary_from=400, available_on="2026-01-01",
                  search="介護福祉士 シフト管理 excel デイサービス 送迎 日勤")
    job, id = add_job(db, org, **JOB), add_resume(db, org, **person)
    assert [(m.id, m.score) for m in matches(client.get(f"/crm/job/{job}/match"))] == [(id, 100)]


def test_best_first_and_newer_first(db, org, client):  # S3-07
    job = add_job(db, org, **JOB)
    near, same, again, other = (add_resume(db, org, occupation=o, pref=p) for o, p in ((102, 14), (101, 13), (101, 13), (501, 1)))
    assert [m.id for m in matches(client.get(f"/crm/job/{job}/match"))] == [again, same, near]  # nothing in common: not there
    assert other


def test_buttons_on_the_records_pages(db, org, client):  # S3-07
    job, person = add_job(db, org, **JOB), add_resume(db, org, occupation=101)
    for path, words in ((f"/crm/job/{job}", "レジュメサーチ"), (f"/crm/resume/{person}", "JOBサーチ")):
        page = client.get(path)
        target = next(h for h, t in page.links if t == words)
        assert target == f"{path}/match" and "マッチングリスト" in client.get(target).words


def test_pairs_in_selection_are_marked(db, org, client):  # S3-07
    job, person, fresh = add_job(db, org, **JOB), add_resume(db, org, occupation=101), add_resume(db, org, occupation=102)
    process = match.add_process(db, org, person, job, "interview")
    first, second = matches(client.get(f"/crm/job/{job}/match"))
    assert (first.id, first.process, "面接" in first.reasons) == (person, process, True)
    assert (second.id, second.process) == (fresh, None)
    row, = matches(client.get(f"/crm/resume/{person}/match"))
    assert (row.id, row.process) == (job, process)


def test_only_open_jobs(db, org, client):  # S3-07
    person = add_resume(db, org, occupation=101)
    ids = {state: add_job(db, org, **{**JOB, "state": state}) for state in ("open", "paused", "closed")}
    assert [m.id for m in matches(client.get(f"/crm/resume/{person}/match"))] == [ids["open"]]


def test_search_form_narrows(db, org, client):  # S3-07
    job = add_job(db, org, **JOB)
    tokyo = match.add_with_words(client, name=NAME, occupation="101", pref="13", career="デイサービス")
    osaka = match.add_with_words(client, name=NAME, occupation="101", pref="27", career="特養")
    found = lambda query: [m.id for m in matches(client.get(f"/crm/job/{job}/match?{query}"))]
    assert found("") == [tokyo, osaka]
    assert found("pref=27") == [osaka] and found("pref=kinki") == [osaka] and found("pref=capital") == [tokyo]
    assert found("least=40") == [tokyo] and found("least=90") == []
    assert found("q=特養") == [osaka] and found("q=特養+東京") == []
    page = client.get(f"/crm/job/{job}/match?pref=27&least=10")
    assert "都道府県:大阪府" in page.words and "マッチ度の下限:10" in page.words
    assert "マッチ度の下限" in client.get(f"/crm/job/{job}/match?least=200").words


def test_jobs_by_words(db, org, client):  # S3-07
    person = add_resume(db, org, occupation=101)
    plain, day = add_job(db, org, **JOB), add_job(db, org, **{**JOB, "search": "日勤ノミ"})
    assert [m.id for m in matches(client.get(f"/crm/resume/{person}/match?q=日勤のみ"))] == [day]
    assert plain


def test_rare_skill_is_found_wherever_it_is(db, org, client):  # S3-07
    job = add_job(db, org, **{**JOB, "skills": "ボバース法"})
    far = match.add_with_words(client, name=NAME, occupation="501", pref="1", skills="ボバース法")
    row, = matches(client.get(f"/crm/job/{job}/match"))
    assert (row.id, row.score) == (far, 15) and "スキル(ボバース法) +15" in row.reasons


def test_pages_and_ticks(db, org, client):  # S3-06 S3-17
    job = add_job(db, org, **JOB)
    ids = [add_resume(db, org, occupation=101, pref=13) for _ in range(45)][::-1]
    url = f"/crm/job/{job}/match?size=20"
    page = client.get(url)
    assert [m.id for m in matches(page)] == ids[:20] and "45件" in page.words
    page = client.submit(page, page.form("id"), button="more", id=ids[1:3])
    assert [m.id for m in matches(page)] == ids[20:40]
    page = client.submit(page, page.form("id"), button="all")  # only what is on screen
    assert db.one("SELECT list, checked FROM selection WHERE account_id = %s", client.account.id) == {
        "list": f"job:{job}", "checked": ",".join(map(str, sorted(ids[20:40] + ids[1:3])))}
    page = client.get(url)
    assert sorted(int(v) for n, v in page.form("id").fields if n == "id") == sorted(ids[1:3]) and "22件を選択中" in page.words
    last = client.get(f"{url}&after=50-{ids[39]}")
    assert [m.id for m in matches(last)] == ids[40:]
    assert client.get(f"{url}&after=x").status == 400


def test_capped_lists_say_so(db, suite, world):  # S3-07
    org = world.org("agency")
    client, job = world.signed_in(org.account()), add_job(db, org, **JOB)
    assert "まで" not in client.get(f"/crm/job/{job}/match").words
    for _ in range(610):  # more than the cell of one occupation and place may give
        add_resume(db, org, occupation=101, pref=13)
    page = client.get(f"/crm/job/{job}/match")
    assert "1,500件までを比べ" in page.words and "500件" in page.words and len(page.content) < 50 * 1024


def test_of_another_organisation(db, world, org, client):
    stranger = world.org("agency")
    theirs = add_job(db, stranger, **JOB), add_resume(db, stranger, occupation=101, pref=13)
    assert client.get(f"/crm/job/{theirs[0]}/match").status == 404 and client.get(f"/crm/resume/{theirs[1]}/match").status == 404
    job = add_job(db, org, **JOB)
    page = client.get(f"/crm/job/{job}/match")
    assert matches(page) == [] and "条件に近いデータはありません" in page.words


# ---- the four mails -----------------------------------------------------------------------------------------------------

class Pairs:
    """A firm with a contact and two JOBs, a second firm with its own, three people; all of them fit."""

    def __init__(self, db, org):
        self.db, self.org = db, org
        self.contacts = [add_contact(db, org, company=(firm := add_firm(db, org, name)), name=who, mail=f"{mail}.{org.id}@firm.example.net", title="部長")
                         for name, who, mail in (("株式会社ひばり", "杉山 誠", "sugiyama"), ("うぐいす商事", "大野 恵", "ohno"))]
        firms = [db.value("SELECT company_id FROM contact WHERE id = %s", c) for c in self.contacts]
        self.jobs = [add_job(db, org, company=firms[f], contact=self.contacts[f], **{**JOB, "name": name, "address": "足立区"})
                     for f, name in ((0, "介護職員"), (0, "夜勤専従"), (1, "施設長"))]
        self.people = [add_resume(db, org, name=n, occupation=101, pref=13, mail=f"{m}.{org.id}@people.example.com")
                       for n, m in (("中村 健太", "kenta"), ("佐藤 花", "hana"), ("三浦 直樹", "naoki"))]

    def addr(self, noun, id):
        return self.db.value(f"SELECT mail FROM {noun} WHERE id = %s", id)

    def rows(self, run):
        return self.db.all("SELECT * FROM outbox WHERE run_id = %s ORDER BY id", run)

    def phases(self):
        return {(p["resume_id"], p["job_id"]): p["phase"] for p in self.db.all("SELECT * FROM process WHERE org_id = %s", self.org.id)}


@pytest.fixture
def pairs(db, org):
    return Pairs(db, org)


def begin(client, path, ids, words, scope="checked"):
    """Tick rows, choose the action, choose the scope: the compose page."""
    page = client.get(path)
    page = client.submit(page, page.form("id"), button=words, id=ids)
    assert page.status == 200 and page.path == "/mailing/new" and words in page.words, f"{page.status} {page.path} {page.words[:300]}"
    page = client.submit(page, page.form("scope"), scope=scope)
    assert page.status == 200 and page.path.endswith("/compose"), f"{page.status} {page.words[:300]}"
    return page


def finish(db, client, page, **values):
    """From the compose page to the run's end; the confirmation page and the run."""
    question = compose(client, page, **values)
    assert question.status == 200 and question.path.endswith("/confirm"), f"{question.status} {question.words[:600]}"
    run = run_id(answer(client, question, "Yes"))
    wait_state(db, run, "done")
    return question, run


def texts(mail, to):
    return sorted((m.subject, m.text.split("\r\n--")[0].split("\n")[0].strip()) for m in mail.to(to))


def test_a_job_to_many_candidates(db, client, pairs, mail):  # S3-01 S3-08 S3-10
    job = pairs.jobs[0]
    page = begin(client, f"/crm/job/{job}/match", pairs.people[:2], "求職者にメールする")
    assert "{{ 勤務地 }}" in page.words and "東京都足立区" in page.words and "送信予定 2通" in page.words
    assert (f"/crm/job/{job}/match", "「介護職員」のマッチングリスト") in page.links
    question, run = finish(db, client, page, subject="{{ JOB名 }}のご案内", body="{{ 氏名 }}様 {{ 企業名 }} {{ 勤務地 }}")
    assert "2通のメールを送信します。よろしいですか？" in question.words and "更新します。よろしい" not in question.words and "「介護職員」のマッチングリスト" in question.words
    assert texts(mail, pairs.addr("resume", pairs.people[0])) == [("介護職員のご案内", "中村 健太様 株式会社ひばり 東京都足立区")]
    assert texts(mail, pairs.addr("resume", pairs.people[1])) == [("介護職員のご案内", "佐藤 花様 株式会社ひばり 東京都足立区")]
    assert [(r["noun"], r["noun_id"], r["about"]) for r in pairs.rows(run)] == [("resume", p, str(p)) for p in pairs.people[:2]]
    assert len(mail.messages) == 2 and pairs.phases() == {}
    assert db.one("SELECT kind, list, job_id, resume_id FROM run WHERE id = %s", run) == dict(kind="resume_job", list="resume", job_id=job, resume_id=0)


def test_the_same_address_twice_gets_one_mail(db, client, pairs, mail):  # S3-02 S3-10
    db.run("UPDATE resume SET mail = %s WHERE id = %s", pairs.addr("resume", pairs.people[0]), pairs.people[1])
    page = begin(client, f"/crm/job/{pairs.jobs[0]}/match", pairs.people, "求職者にメールする")
    assert "送信予定 2通" in page.words and "重複1件は1通にまとめます" in page.words
    finish(db, client, page)
    assert len(mail.messages) == 2


def test_many_resumes_to_the_contact_of_a_job(db, client, pairs, mail):  # S3-09 S3-11
    page = begin(client, f"/crm/job/{pairs.jobs[0]}/match", pairs.people, "企業担当者にメールする")
    assert "送信予定 3通" in page.words and "選択した1件につき1通" in page.words
    assert re.findall(r'name="fields" value="(\w+)".*?class="num">(.*?)</span>', page.text, re.S) == [("mail", "3件"), ("mail_mobile", "0件"), ("mail_sub", "0件")]
    question, run = finish(db, client, page, subject="{{ 氏名 }}様のご推薦", body="{{ 企業担当者名 }}様 {{ 役職 }} {{ JOB名 }} {{ 氏名 }} {{ レジュメID }}")
    to = pairs.addr("contact", pairs.contacts[0])
    assert [m.to for m in mail.messages] == [to] * 3
    assert texts(mail, to) == sorted((f"{n}様のご推薦", f"杉山 誠様 部長 介護職員 {n} {i}") for n, i in
                                     zip(("中村 健太", "佐藤 花", "三浦 直樹"), pairs.people))
    assert [(r["noun"], r["noun_id"], r["about"], r["once_key"]) for r in pairs.rows(run)] == [
        ("contact", pairs.contacts[0], str(p), f"{p}:{to}") for p in pairs.people]
    assert f"対象のレジュメID {pairs.people[0]}" in client.get(f"/mailing/run/{run}").words  # S3-28
    result = list(csv.reader(io.StringIO(client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig"))))
    assert [(r[0], r[1], r[-1]) for r in result] == [("レコードID", "氏名", "対象のレジュメID")] + [
        (str(pairs.contacts[0]), "杉山 誠", str(p)) for p in pairs.people]


def test_many_jobs_to_a_candidate(db, client, pairs, mail):  # S3-08 S3-12
    person = pairs.people[0]
    page = begin(client, f"/crm/resume/{person}/match", pairs.jobs, "求職者にメールする")
    assert "送信予定 3通" in page.words and "JOB チェックされているデータ" in page.words
    assert (f"/crm/resume/{person}/match", "「中村 健太」のマッチングリスト") in page.links
    question, run = finish(db, client, page, subject="{{ JOB名 }}({{ 企業名 }})", body="{{ 氏名 }}様 {{ 給与 }} {{ JOBID }} {{ レジュメID }}")
    assert texts(mail, pairs.addr("resume", person)) == sorted(
        (f"{n}({f})", f"中村 健太様 380万円〜420万円 {j} {person}") for n, f, j in
        zip(("介護職員", "夜勤専従", "施設長"), ("株式会社ひばり", "株式会社ひばり", "うぐいす商事"), pairs.jobs))
    assert [(r["noun"], r["noun_id"], r["about"]) for r in pairs.rows(run)] == [("resume", person, str(j)) for j in pairs.jobs]
    assert len(mail.messages) == 3


def test_a_resume_to_the_contacts_of_many_jobs(db, client, pairs, mail):  # S3-01 S3-09 S3-13
    person = pairs.people[0]
    without = add_job(db, pairs.org, **JOB)
    page = begin(client, f"/crm/resume/{person}/match", pairs.jobs + [without], "企業担当者にメールする")
    assert "送信予定 2通" in page.words
    question, run = finish(db, client, page, subject="{{ 氏名 }}様のご推薦", body="{{ 企業名 }} {{ 企業担当者名 }}様 {{ JOB名 }}")
    assert texts(mail, pairs.addr("contact", pairs.contacts[0])) == [("中村 健太様のご推薦", "株式会社ひばり 杉山 誠様 介護職員、夜勤専従")]
    assert texts(mail, pairs.addr("contact", pairs.contacts[1])) == [("中村 健太様のご推薦", "うぐいす商事 大野 恵様 施設長")]
    first, second, third = pairs.jobs
    assert [(r["noun"], r["noun_id"], r["about"]) for r in pairs.rows(run)] == [
        ("contact", pairs.contacts[0], f"{first},{second}"), ("contact", pairs.contacts[1], str(third))]


@pytest.mark.parametrize("start, words", [("job", "求職者にメールする"), ("job", "企業担当者にメールする"), ("resume", "求職者にメールする"),
                                          ("resume", "企業担当者にメールする")])
def test_scopes_preview_test_mail_and_empty_tags(db, client, pairs, mail, start, words):  # S3-10 S3-11 S3-12 S3-13 S3-14 S3-15 S3-21
    id = (pairs.jobs if start == "job" else pairs.people)[0]
    path = f"/crm/{start}/{id}/match"
    page = client.get(path + "?least=10")
    page = client.submit(page, page.form("id"), button=words)
    assert re.findall(r'class="num">(.*?)</span></label>', page.text) == ["3件", "3件", "0件"] and f"{path}?least=10" in page.text
    back = client.submit(page, page.form("scope"), scope="checked")
    assert back.status == 422
    page = client.submit(page, page.form("scope"), scope="all")
    page = compose(client, page, "scope")
    page = client.submit(page, page.form("scope"), scope="shown")
    body = "{{ 氏名 }} {{ 経験 }} {{ 署名 }}"
    assert "自分あてにテストメールを送りました" in compose(client, page, "test", body=body).words
    mail.wait(1, to=client.account.mail)
    preview = compose(client, client.get(page.path), "preview", body=body)
    assert "中村 健太" in preview.words or "三浦 直樹" in preview.words
    question = compose(client, client.get(page.path), body=body)
    n = 2 if (start, words) == ("resume", "企業担当者にメールする") else 3
    assert f"{n}件のデータで、タグに入る値がありません" in question.words and f"{n}通のメールを送信します" in question.words
    record = re.search(r'href="/crm/(resume|job|contact)/(\d+)">\2</a></td><th scope="row">([^<]+)', question.text)
    assert client.get(f"/crm/{record[1]}/{record[2]}").status == 200 and record[3] in client.get(f"/crm/{record[1]}/{record[2]}").words


def test_everything_means_what_matched_when_it_was_chosen(db, client, pairs, mail):  # S3-14
    job = pairs.jobs[0]
    page = begin(client, f"/crm/job/{job}/match", [], "求職者にメールする", scope="all")
    add_resume(db, pairs.org, occupation=101, pref=13)
    question, run = finish(db, client, page)
    assert sorted(r["noun_id"] for r in pairs.rows(run)) == sorted(pairs.people)


def test_tags_of_another_kind_are_refused(db, client, pairs):  # S3-21
    for path, words, tag in ((f"/crm/job/{pairs.jobs[0]}/match", "求職者にメールする", "企業担当者名"),
                             (f"/crm/resume/{pairs.people[0]}/match", "企業担当者にメールする", "仕事内容")):
        page = client.get(path)
        page = client.submit(page, page.form("id"), button=words)
        page = client.submit(page, page.form("scope"), scope="all")
        page = compose(client, page, body=f"{{{{ {tag} }}}}")
        assert page.status == 422 and f"{tag} }}}} はありません" in page.words


def test_job_without_contact(db, client, pairs):  # S3-11
    job = add_job(db, pairs.org, **JOB)
    page = client.get(f"/crm/job/{job}/match")
    page = client.submit(page, page.form("id"), button="企業担当者にメールする", id=pairs.people)
    assert page.status == 409 and "このJOBには企業担当者が登録されていません" in page.words


def test_stopped_addresses_get_nothing(db, client, pairs, mail):  # S3-10 S3-11
    addr = pairs.addr("resume", pairs.people[1])
    db.insert("dnc", org_id=pairs.org.id, addr=addr, reason="request", created_at="2026-01-01")
    page = begin(client, f"/crm/job/{pairs.jobs[0]}/match", pairs.people, "求職者にメールする")
    assert "送信予定 2通" in page.words and "配信停止先の1件には送りません" in page.words
    finish(db, client, page, phase="approach")
    assert len(mail.messages) == 2 and not mail.to(addr)
    assert pairs.phases() == {(p, pairs.jobs[0]): "approach" for p in (pairs.people[0], pairs.people[2])}  # S3-25


def test_of_another_organisation_no_mail(db, world, client, pairs):
    stranger = world.signed_in(world.org("agency").account())
    for list in (f"job:{pairs.jobs[0]}", f"resume:{pairs.people[0]}"):
        for to in ("person", "firm"):
            assert client.get(f"/mailing/new?list={list}&to={to}").status == 200
            assert stranger.get(f"/mailing/new?list={list}&to={to}").status == 404
        assert client.get(f"/mailing/new?list={list}").status == 404
    assert client.get("/mailing/new?list=job:x&to=firm").status == 404 and client.get("/mailing/new?list=contact:1&to=firm").status == 404
    page = stranger.get("/mailing/new")
    page = stranger.submit(page, page.form("scope"), list=f"job:{pairs.jobs[0]}", to="person", scope="all")
    assert page.status == 404


# ---- phases -------------------------------------------------------------------------------------------------------------

def test_phase_is_asked_for_and_moves_with_the_mail(db, client, pairs, mail):  # S3-23 S3-25
    job = pairs.jobs[0]
    first, second, third = pairs.people
    match.add_process(db, pairs.org, first, job, "new")
    match.add_process(db, pairs.org, second, job, "approach")
    mail.rule(pairs.addr("resume", third), "550 5.1.1 unknown user")
    fourth, stopped = (add_resume(db, pairs.org, occupation=101, pref=13) for _ in range(2))
    db.insert("dnc", org_id=pairs.org.id, addr=pairs.addr("resume", stopped), reason="request", created_at="2026-01-01")
    page = begin(client, f"/crm/job/{job}/match", [*pairs.people, fourth, stopped], "求職者にメールする")
    question, run = finish(db, client, page, phase="approach")
    assert "4通のメールを送信し、フェーズを「JOB打診」に更新します。よろしいですか？" in question.words
    assert "新しく登録する選考プロセスは2件、" in question.words and "フェーズを更新するのは1件です" in question.words and "1件はすでにこのフェーズです" in question.words
    assert pairs.phases() == {(first, job): "approach", (second, job): "approach", (fourth, job): "approach"}  # not the one that was refused
    logs = db.all("SELECT p.resume_id, l.phase_from, l.phase_to, l.run_id, l.account_id FROM phase_log l JOIN process p ON p.id = l.process_id"
                  " WHERE l.org_id = %s ORDER BY p.resume_id", pairs.org.id)
    assert [tuple(e.values()) for e in logs] == [(first, "new", "approach", run, client.account.id), (fourth, "", "approach", run, client.account.id)]
    process = db.value("SELECT id FROM process WHERE resume_id = %s AND job_id = %s", first, job)
    page = client.get(f"/crm/process/{process}")
    assert "一括メール送信による更新" in page.words and "高橋 恵美" in page.words


@pytest.mark.parametrize("start, words", [("job", "企業担当者にメールする"), ("resume", "求職者にメールする"), ("resume", "企業担当者にメールする")])
def test_phase_of_every_pair(db, client, pairs, mail, start, words):  # S3-11 S3-12 S3-13 S3-25
    one, many = (pairs.jobs[0], pairs.people) if start == "job" else (pairs.people[0], pairs.jobs)
    page = begin(client, f"/crm/{start}/{one}/match", many, words)
    question, run = finish(db, client, page, phase="applied")
    assert "フェーズを「応募」に更新します" in question.words and "新しく登録する選考プロセスは3件、" in question.words
    assert pairs.phases() == {((m, one) if start == "job" else (one, m)): "applied" for m in many}


def test_template_brings_its_phase(db, client, pairs):  # S3-21 S3-25
    page = client.get("/mailing/template/new")
    values = dict(name="打診", kind="resume_job", subject="{{ JOB名 }}", body="本文", phase="approach")
    assert client.submit(page, page.form("name", "body"), values).path == "/mailing/templates"
    template = db.value("SELECT id FROM template WHERE org_id = %s", pairs.org.id)
    page = begin(client, f"/crm/job/{pairs.jobs[0]}/match", pairs.people, "求職者にメールする")
    page = compose(client, page, "template", template_id=template)
    form = page.form("subject", "body")
    assert form.get("phase") == "approach" and form.get("subject") == "{{ JOB名 }}"
    page = client.get("/mailing/template/new")
    page = client.submit(page, page.form("name", "body"), {**values, "kind": "resume", "subject": "題"})
    assert page.status == 422 and 'id="phase-err"' in page.text


def test_phase_is_not_for_ordinary_lists(db, client, pairs):  # S3-25
    page = bulk.start_draft(client)
    form = page.form("subject", "body")
    assert "phase" not in form.names()
    refused = client.post(page.path, form.data({"subject": "x", "body": "y"}, "confirm") + [("phase", "approach")])
    assert refused.status == 422
    page = begin(client, f"/crm/job/{pairs.jobs[0]}/match", pairs.people, "求職者にメールする")
    form = page.form("subject", "body")
    data = [(n, v) for n, v in form.data({"subject": "x", "body": "y"}, "confirm") if n != "phase"] + [("phase", "'; DROP")]
    assert client.post(page.path, data).status == 422


def test_funnel_of_a_job(db, org, client):  # S3-25
    job = add_job(db, org)
    assert "選考の進み具合" not in client.get(f"/crm/job/{job}").words
    for phase, farthest in (("new", None), ("approach", None), ("interview", None), ("joined", "offer"), ("declined", "interview"), ("rejected", "applied")):
        process = match.add_process(db, org, add_resume(db, org), job, phase)
        if farthest:
            db.insert("phase_log", org_id=org.id, process_id=process, phase_from="new", phase_to=farthest, account_id=1, at="2026-01-01")
    page = client.get(f"/crm/job/{job}")
    figure = page.text[page.text.index('id="funnel"'):page.text.index("</figure>")]
    cells = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", figure, re.S)]
    assert cells == [["未着手", "6", "1"], ["JOB打診", "5", "83%", "1"], ["応募", "4", "80%", "0"], ["書類選考", "3", "75%", "0"], ["面接", "3", "100%", "1"],
                     ["内定", "1", "33%", "0"], ["入社", "1", "100%", "1"], ["辞退", "1"], ["不採用", "1"]]
    assert re.findall(r'<text class="v" x="364"[^>]*>(\d+)', figure) == ["6", "5", "4", "3", "3", "1", "1"]
