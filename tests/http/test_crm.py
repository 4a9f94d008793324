"""企業, 企業担当者, JOB, レジュメ, 選考プロセス from outside: records, lists, ticks, saved searches, files, CSV (S3-33, S3-03, S3-04, S3-06, S3-17)."""
import csv
import datetime
import io
import json
import re

import pytest

RESUME = {"name": "中村 健太", "kana": "なかむら けんた", "birth_on": "1985/4/1", "pref": "13", "address": "足立区千住1-2-3", "zip": "１２０－００３４",
          "phone": "０９０００００１２３４", "mail": "Nakamura@Example.JP", "occupation": "101", "salary_from": "380", "salary_to": "420",
          "skills": "シフト管理", "licences": "介護福祉士", "career": "特別養護老人ホームで9年。\nうちリーダー3年。", "wish": "日勤を希望", "note": ""}


def errors(page):
    return re.findall(r'<p class="err"[^>]*>(?:<span[^>]*>[^<]*</span>)?(.*?)</p>', page.text)


def add(client, noun, values):
    page = client.get(f"/crm/{noun}/new")
    page = client.submit(page, page.form("version"), values)
    assert re.fullmatch(rf"/crm/{noun}/\d+", page.path), f"{page.status} {page.path} {errors(page)} {page.words[:300]}"
    return int(page.path.rsplit("/", 1)[1])


def company(client, name="株式会社ひばり"):
    return add(client, "company", {"name": name, "kana": "カブシキガイシャヒバリ"})


def job(client, name="介護職員(日勤リーダー候補)"):
    return add(client, "job", {"name": name, "company": "株式会社ひばり", "state": "open", "body": "日勤のみ"})


def rows(page):
    """Ids of the records on a list page, in order."""
    noun = page.path.split("/")[2]
    return [int(i) for i in re.findall(rf'<th scope="row"><a href="/crm/{noun}/(\d+)"', page.text)]


@pytest.fixture
def client(world):
    return world.agency("member")


# ---- records ----

def test_resume_is_normalised_shown_and_audited(db, client):  # S3-33
    id = add(client, "resume", RESUME)
    row = db.one("SELECT * FROM resume WHERE id = %s", id)
    assert row["kana"] == "ナカムラ ケンタ" and row["zip"] == "120-0034" and row["phone"] == "090-0000-1234"
    assert row["mail"].lower() == "nakamura@example.jp" and str(row["birth_on"]) == "1985-04-01"
    page = client.get(f"/crm/resume/{id}")
    for text in ("中村 健太", "ナカムラ ケンタ", "1985/04/01", "東京都", "380〜420", "介護福祉士", "うちリーダー3年。", "登録"):
        assert text in page.words, text
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s AND noun = 'resume' ORDER BY id", client.account.org.id)]
    assert actions[0] == "resume.create" and "resume.view" in actions


def test_a_record_may_have_no_mail_or_three(db, client):  # S3-33
    assert add(client, "resume", {**RESUME, "mail": ""})
    id = add(client, "resume", {**RESUME, "mail_mobile": "a..b.@docomo.example.jp", "mail_sub": "third@example.com"})
    assert db.one("SELECT mail_mobile FROM resume WHERE id = %s", id)["mail_mobile"] == "a..b.@docomo.example.jp"


@pytest.mark.parametrize("field, value", [("name", ""), ("kana", "中村"), ("mail", "kenta"), ("mail", "a@b.jp\r\nBcc: c@d.jp"), ("zip", "12"),
                                          ("phone", "12"), ("birth_on", "2026/13/1"), ("birth_on", "2099/1/1"), ("salary_from", "many"),
                                          ("pref", "99"), ("name", "あ" * 81)])
def test_bad_input_comes_back_with_what_was_typed(db, client, field, value):
    before = db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", client.account.org.id)
    page = client.get("/crm/resume/new")
    page = client.submit(page, page.form("version"), {**RESUME, field: value})
    assert page.status == 422 and len(errors(page)) == 1, errors(page)
    assert f'id="{field}-err"' in page.text and "特別養護老人ホームで9年。" in page.text
    assert db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", client.account.org.id) == before


def test_edit_keeps_history_and_refuses_an_old_version(db, world, client):
    id = add(client, "resume", RESUME)
    first = client.get(f"/crm/resume/{id}/edit")
    second = client.get(f"/crm/resume/{id}/edit")
    page = client.submit(first, first.form("version"), phone="03-0000-1111", name="中村 健太郎")
    assert page.path == f"/crm/resume/{id}" and "中村 健太郎" in page.words
    assert "電話番号" in page.words and "氏名" in page.words
    audit = db.one("SELECT detail FROM audit WHERE noun_id = %s AND action = 'resume.update'", id)["detail"]
    assert "中村 健太郎" in audit and json.loads(audit)
    page = client.submit(second, second.form("version"), phone="03-0000-2222")
    assert page.status == 409
    assert db.one("SELECT phone FROM resume WHERE id = %s", id)["phone"] == "03-0000-1111"


def test_company_contact_job_process(db, client):  # S3-33
    firm = company(client)
    contact = add(client, "contact", {"company": "株式会社ひばり", "name": "石田 明", "kana": "イシダ アキラ", "mail": "ishida@hibari.example.jp"})
    work = add(client, "job", {"name": "介護職員", "company": "株式会社ひばり", "contact": "石田 明", "state": "open"})
    person = add(client, "resume", RESUME)
    page = client.get(f"/crm/company/{firm}")
    assert "石田 明" in page.words and "介護職員" in page.words
    process = add(client, "process", {"resume_id": person, "job_id": work, "phase": "approach"})
    assert db.one("SELECT contact_id FROM job WHERE id = %s", work)["contact_id"] == contact
    assert "介護職員" in client.get(f"/crm/resume/{person}").words and "中村 健太" in client.get(f"/crm/job/{work}").words
    page = client.get(f"/crm/process/{process}")
    page = client.submit(page, page.form("phase"), phase="interview")
    log = db.all("SELECT phase_from, phase_to, account_id FROM phase_log WHERE process_id = %s ORDER BY id", process)
    assert [(r["phase_from"], r["phase_to"]) for r in log] == [("", "approach"), ("approach", "interview")]
    assert all(r["account_id"] == client.account.id for r in log)
    assert "面接" in page.words and client.account.name in page.words
    assert db.one("SELECT phase FROM resume WHERE id = %s", person)["phase"] == "interview"
    page = client.get(f"/crm/process/new?resume_id={person}&job_id={work}")
    assert client.submit(page, page.form("resume_id")).status == 409


def test_telephone_numbers_take_their_form(db, client):  # S3-33
    id = company(client)
    for typed, stored in [("06012345678", "060-1234-5678"), ("０８０ー１２３４ー５６７８", "080-1234-5678"), ("0312345678", "03-1234-5678"),
                          ("0460-12-3456", "0460-12-3456"), ("0120123456", "0120-123-456"), ("08001234567", "0800-123-4567"),
                          ("+81 50 1234 5678", "050-1234-5678")]:
        page = client.get(f"/crm/company/{id}/edit")
        page = client.submit(page, page.form("version"), phone=typed)
        assert page.status == 200 and stored in page.words, f"{typed}: {errors(page)}"
        assert db.value("SELECT phone FROM company WHERE id = %s", id) == stored
    for typed in ("060-123-4567", "0800-123-456", "020-1234-5678", "1234-5678", "+1 212 555 0100"):
        page = client.get(f"/crm/company/{id}/edit")
        page = client.submit(page, page.form("version"), phone=typed)
        assert page.status == 422 and len(errors(page)) == 1 and typed in page.text, typed
    assert db.value("SELECT phone FROM company WHERE id = %s", id) == stored


def test_notes(client):
    id = add(client, "resume", RESUME)
    page = client.get(f"/crm/resume/{id}")
    page = client.submit(page, page.form("body"), body="電話で確認。<b>来月</b>から可。")
    assert "<b>来月</b>から可。" in page.words and client.account.name in page.words


def test_reader_may_look_but_not_write(world, client):
    id = add(client, "resume", RESUME)
    reader = world.signed_in(client.account.org.account("reader"))
    page = reader.get(f"/crm/resume/{id}")
    assert page.status == 200 and "/edit" not in page.text
    assert reader.get(f"/crm/resume/{id}/edit").status == 403 and reader.get("/crm/resume/new").status == 403


# ---- lists ----

def people(client, db, n, **more):
    return [add(client, "resume", {**RESUME, "name": f"人物 {i:02d}", "kana": "ジンブツ " + "アイウエオ"[i % 5] * (i + 1), **more}) for i in range(n)]


def test_search_conditions(db, client):  # S3-03
    one = add(client, "resume", RESUME)
    two = add(client, "resume", {**RESUME, "name": "小川 美咲", "kana": "オガワ ミサキ", "birth_on": "1992/4/1", "pref": "14", "occupation": "201",
                                 "salary_from": "500", "salary_to": "560", "skills": "電子カルテ", "licences": "看護師", "career": "総合病院の外科病棟で6年。",
                                 "wish": "夜勤あり"})
    def found(query):
        page = client.get("/crm/resume?" + query)
        assert page.status == 200, page.words[:200]
        return set(rows(page))
    both = {one, two}
    middle = datetime.date.today().year - 1989  # at least so old is who was born in 1985, at most who was in 1992, on any day of a year
    assert found("") == both
    for query, want in [("q=介護", {one}), ("q=外", {two}), ("q=病棟", {two}), ("q=9年", {one}), ("q=９年", {one}), ("q=りーだー", {one}), ("q=年 病院", {two}),
                        ("q=介護 病院", set()), ("q=リーダー　シフト", {one}), ("name=オガワ", {two}), ("name=小川", {two}), ("name=おがわ", {two}), ("pref=13", {one}),
                        ("pref=capital", both), ("occupation=201", {two}), (f"age_from={middle}", {one}), (f"age_to={middle}", {two}), ("salary_from=450", {two}),
                        ("salary_to=450", {one}), ("skills=カルテ", {two}), ("licences=介護福祉", {one}), ("phase=new", both), ("phase=offer", set()),
                        (f"owner_id={client.account.id}", set()), ("updated_from=2099/1/1", set()), ("updated_from=2020/1/1", both), ("updated_to=2020/1/1", set())]:
        assert found(query) == want, query


def to_half_past_midnight(clock):
    """Sets the suite's clock to the next 0:30 in Tokyo, when it is still the day before in UTC. That day."""
    now = datetime.datetime.now(datetime.timezone.utc)
    at = now.replace(hour=15, minute=30, second=0)
    at += datetime.timedelta(days=at < now)
    clock((at - now).total_seconds())
    return (at + datetime.timedelta(hours=9)).date()


def test_a_birthday_begins_at_midnight_in_tokyo(db, world, clock):  # S3-33 S3-03
    """Half an hour later, when it is still the day before in UTC: the record and the list say the new age."""
    day = to_half_past_midnight(clock)
    client = world.agency()
    born, next_day = (add(client, "resume", {**RESUME, "birth_on": f"{d.year - 28}/{d.month}/{d.day}"}) for d in (day, day + datetime.timedelta(days=1)))
    for id, age in ((born, 28), (next_day, 27)):
        assert f"({age}歳)" in client.get(f"/crm/resume/{id}").words
        assert rows(client.get(f"/crm/resume?age_from={age}&age_to={age}")) == [id]


def test_nobody_is_born_tomorrow_in_tokyo(world, clock):  # S3-33 S3-03
    """Who types today's date half an hour after midnight has not typed one of the future."""
    today = to_half_past_midnight(clock)
    client = world.agency()
    page = client.get("/crm/resume/new")
    refused = client.submit(page, page.form("version"), {**RESUME, "birth_on": f"{today + datetime.timedelta(days=1)}"})
    assert refused.status == 422 and "今日より前の日付" in refused.words
    assert f"{today:%Y/%m/%d}" in client.get(f"/crm/resume/{add(client, 'resume', {**RESUME, 'birth_on': f'{today}'})}").words


def test_contacts_are_searched(client):  # S3-04
    company(client)
    one = add(client, "contact", {"company": "株式会社ひばり", "name": "石田 明", "kana": "イシダ アキラ", "department": "人事部"})
    two = add(client, "contact", {"company": "株式会社ひばり", "name": "原 由紀", "kana": "ハラ ユキ", "department": "総務部"})
    assert set(rows(client.get("/crm/contact?q=人事"))) == {one}
    assert set(rows(client.get("/crm/contact?name=ハラ"))) == {two}
    assert set(rows(client.get("/crm/contact?company=ひばり"))) == {one, two}


def test_list_size_of_the_configuration(suite, db, client):
    ids = people(client, db, 25)
    text = suite.conf.read_text()
    assert text.count("  size = 50;") == 1
    try:
        suite.conf.write_text(text.replace("  size = 50;", "  size = 10;"))
        suite.restart("fcgi:crm")
        page = client.get("/crm/resume")
        assert len(rows(page)) == 10 and "/crm/resume?size=20" in page.text and "/crm/resume?size=10\"" not in page.text
        assert len(rows(client.get("/crm/resume?size=20"))) == 20 and "/crm/resume?size=10\"" in client.get("/crm/resume?size=20").text
        assert len(rows(client.get("/crm/resume?size=30"))) == 10, "only what is offered"
    finally:
        suite.conf.write_text(text)
        suite.restart("fcgi:crm")
    assert len(rows(client.get("/crm/resume"))) == len(ids)


def test_paging_by_key_shows_each_row_once_and_keeps_ticks(db, client):  # S3-06 S3-17
    ids = people(client, db, 25)
    first = client.get("/crm/resume?sort=kana&size=20")
    assert len(rows(first)) == 20 and "25件" in first.words and "もっと見る" in first.text
    form = first.form("shown", "query")
    some = rows(first)[:3]
    second = client.submit(first, form, {"id": [str(i) for i in some]}, button="more")
    assert sorted(rows(first) + rows(second)) == sorted(ids)
    assert "3件を選択中" in second.words
    # 「すべて選択」 ticks what is on screen, never what is behind 「もっと見る」
    third = client.submit(second, second.form("shown", "query"), button="all")
    checked = db.one("SELECT checked FROM selection WHERE account_id = %s AND list = 'resume'", client.account.id)["checked"]
    assert {int(i) for i in checked.split(",")} == set(some) | set(rows(second))
    again = client.get("/crm/resume?sort=kana&size=20")
    assert "8件を選択中" in again.words and again.text.count(" checked") == 3
    other = client.get("/crm/resume?sort=kana&size=20&q=人物")
    assert "0件を選択中" in other.words  # another search begins with nothing ticked


def test_bulk_action_leads_to_the_scope_step(client, db):  # S3-05
    people(client, db, 2)
    page = client.get("/crm/resume")
    assert "一括アクション" in page.words and "検索した候補者に一斉メール送信" in page.words
    page = client.submit(page, page.form("shown", "query"), button="mail", follow=False)
    assert page.status == 303 and page.headers["Location"].startswith("/mailing/new?list=resume&selection=")


def test_saved_searches(client, world):
    page = client.get("/crm/resume?q=介護&pref=13")
    page = client.submit(page, page.form("name", "query"), name="都内の介護")
    assert "都内の介護" in page.words
    for _ in range(8):
        page = client.get("/crm/resume")
        assert "都内の介護" in page.words
    link = next(a for a in page.links if "pref=13" in str(a) and "size" not in str(a))
    assert link
    assert "都内の介護" not in world.signed_in(client.account.org.account("member")).get("/crm/resume").words
    drop = next(f for f in page.forms if f.action and "/drop" in f.action)
    assert "都内の介護" not in client.submit(page, drop).words
    for _ in range(8):  # whichever process answers
        assert "都内の介護" not in client.get("/crm/resume").words


def owners(client):
    return re.findall(r"<option[^>]*>([^<]*)", re.search(r'<select id="owner_id".*?</select>', client.get("/crm/resume").text, re.S)[0])[1:]


def test_who_may_be_in_charge_is_up_to_date_on_the_next_page(world, db, mail):
    """The programs keep these names: every change of an account counts at once, whichever process answers."""
    client = world.agency("admin")
    mine = client.account.name
    for _ in range(8):
        assert owners(client) == [mine]
    other = world.account(client.account.org, "member", name="二人目 次郎", state="invited")
    assert owners(client) == [mine]
    page = client.get(f"/account/members/{other.id}")
    client.submit(page, page.form(action=f"/account/members/{other.id}/invite"))
    page = client.get(re.search(r"https?://[^/\s]+(/account/\S+)", mail.wait(1, to=other.mail)[0].text)[1])
    client.submit(page, page.form("password", "again"), password="another-long-phrase", again="another-long-phrase")
    for _ in range(8):
        assert owners(client) == [mine, "二人目 次郎"]
    page = client.get("/account/settings")
    client.submit(page, page.form("name", "kana"), name="改姓 花子")
    for _ in range(8):
        assert owners(client) == ["改姓 花子", "二人目 次郎"]
    page = client.get(f"/account/members/{other.id}/close")
    client.submit(page, page.form(action=f"/account/members/{other.id}/close"))
    for _ in range(8):
        assert owners(client) == ["改姓 花子"]


def test_empty_list_says_what_to_do_next(client):
    assert "「新規登録」またはCSV取り込み" in client.get("/crm/resume").words
    add(client, "resume", RESUME)
    assert "条件を減らすか" in client.get("/crm/resume?q=ありえない語").words


def test_damaged_cursor_and_bad_conditions_are_no_failure(client):
    assert client.get("/crm/resume?after=AAAA").status == 400
    assert client.get("/crm/resume?after=%27%20OR%201=1").status == 400
    page = client.get("/crm/resume?age_from=abc")
    assert page.status == 200 and len(errors(page)) == 1


# ---- files ----

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def test_files_of_a_job(client, world, db):  # S3-33
    company(client)
    id = job(client)
    page = client.get(f"/crm/job/{id}")
    page = client.submit(page, page.form("file"), files={"file": ("求人票.pdf", PDF, "text/html")})
    assert "求人票.pdf" in page.words
    link = re.search(r'href="(/crm/file/\d+)"', page.text).group(1)
    got = client.get(link)
    assert got.content == PDF and got.headers["Content-Type"] == "application/pdf" and got.headers["X-Content-Type-Options"] == "nosniff"
    assert "attachment" in got.headers["Content-Disposition"] and "%E6%B1%82" in got.headers["Content-Disposition"]
    assert world.agency().get(link).status == 404
    page = client.get(f"/crm/job/{id}")
    page = client.submit(page, next(f for f in page.forms if f.action and "/remove" in f.action))
    assert client.get(link).status == 404


def test_files_of_wrong_type_or_size_are_refused(client):
    company(client)
    id = job(client)
    for name, bytes in [("x.pdf", b"MZ\x90\x00" + b"\0" * 200), ("big.pdf", PDF + b"0" * (11 << 20))]:
        page = client.get(f"/crm/job/{id}")
        page = client.submit(page, page.form("file"), files={"file": (name, bytes, "application/pdf")})
        assert page.status in (400, 413, 422), name
    assert "big.pdf" not in client.get(f"/crm/job/{id}").words


def test_of_several_files_the_wrong_one_is_named_and_none_is_added(client, db):
    company(client)
    page = client.get(f"/crm/job/{job(client)}")
    page = client.submit(page, page.form("file"), files=[("file", ("求人票.pdf", PDF, "application/pdf")), ("file", ("空.txt", b"", "text/plain"))])
    assert page.status == 422 and "「空.txt」は追加できませんでした。ファイルが空です。" in page.words, page.words[:400]
    assert not db.value("SELECT COUNT(*) FROM file WHERE org_id = %s", client.account.org.id)


# ---- CSV ----

def table(response, encoding):
    return list(csv.reader(io.StringIO(response.content.decode(encoding))))


def test_csv_out_is_the_result_in_its_order(db, client):
    ids = people(client, db, 3, note="=cmd|' /C calc'!A0")
    got = client.get("/crm/resume/csv?sort=kana")
    assert got.content.startswith(b"\xef\xbb\xbf") and "attachment" in got.headers["Content-Disposition"]
    lines = table(got, "utf-8-sig")
    head = lines[0]
    assert head[:3] == ["ID", "氏名", "フリガナ"] and len(lines) == 4 and {int(l[0]) for l in lines[1:]} == set(ids)
    assert lines[1][head.index("都道府県")] == "東京都" and lines[1][head.index("メモ")].startswith("'=")
    assert [int(l[0]) for l in lines[1:]] == rows(client.get("/crm/resume?sort=kana"))
    assert db.value("SELECT COUNT(*) FROM audit WHERE account_id = %s AND action = 'resume.export'", client.account.id) == 1


def test_csv_out_in_cp932(db, client):
    add(client, "resume", {**RESUME, "name": "髙橋 﨑子", "kana": "タカハシ サキコ"})
    page = client.get("/account/settings")
    client.submit(page, page.form("csv"), csv="cp932")
    assert "髙橋 﨑子" in table(client.get("/crm/resume/csv"), "cp932")[1][1]


def upload(client, text, noun="resume", encoding="utf-8"):
    page = client.get(f"/crm/{noun}/import")
    return client.submit(page, page.form("file"), files={"file": ("people.csv", text.encode(encoding), "text/csv")})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_csv_in(db, client, encoding):
    page = upload(client, "氏名,フリガナ,メール,都道府県,謎\r\n山田 花子,やまだ はなこ,hanako@example.jp,東京都,x\r\n\"佐藤\r\n一\",サトウ ハジメ,,13,\r\n", encoding=encoding)
    assert page.status == 200 and "山田 花子" in page.words and "謎" in page.words, page.words
    assert db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", client.account.org.id) == 0
    page = client.submit(page, next(f for f in page.forms if "/import/" in (f.action or "")))
    got = db.all("SELECT name, kana, mail, pref FROM resume WHERE org_id = %s ORDER BY id", client.account.org.id)
    assert [(r["name"], r["kana"], r["pref"]) for r in got] == [("山田 花子", "ヤマダ ハナコ", 13), ("佐藤 一", "サトウ ハジメ", 13)]
    assert "2件" in page.words
    assert set(rows(client.get("/crm/resume?q=花子"))) == {int(r["id"]) for r in db.all("SELECT id FROM resume WHERE name = '山田 花子' AND org_id = %s", client.account.org.id)}


def test_csv_in_is_all_or_nothing_with_every_bad_line(db, client):
    page = upload(client, "氏名,フリガナ,メール\n山田 花子,ヤマダ ハナコ,hanako@example.jp\n,ナシ,x@example.jp\n鈴木 一,鈴木,bad\n")
    assert page.status == 200 and "登録する" not in [b for f in page.forms for b in re.findall(r">([^<]+)</button>", page.text) if "import/" in (f.action or "")]
    lines = re.findall(r'data-label="行">(\d+)<', page.text)
    assert lines == ["3", "4"], page.words
    assert not [f for f in page.forms if "/import/" in (f.action or "")]
    token = page.form(action=None).get("token") if page.forms else None
    id = page.path.rsplit("/", 1)[1]
    forced = client.post(f"/crm/resume/import/{id}", {"token": token})
    assert forced.status == 409
    assert db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", client.account.org.id) == 0


def test_csv_in_refuses_what_is_no_csv(client):
    page = upload(client, "名前なし\n1\n")
    assert "使える項目名がありません" in page.words
    page = client.get("/crm/resume/import")
    page = client.submit(page, page.form("file"), files={"file": ("x.csv", b"\x00\x01\x02\xff\xfe" * 50, "text/csv")})
    assert page.status in (400, 422)


# ---- tenants ----

def test_counts_and_rows_of_others_are_never_seen(world, client):
    other = world.agency("member")
    add(other, "resume", {**RESUME, "name": "他社 太郎", "kana": "タシャ タロウ"})
    page = client.get("/crm/resume")
    assert "他社 太郎" not in page.text and rows(page) == []
    assert client.get("/crm/resume?q=他社").status == 200 and "他社 太郎" not in client.get("/crm/resume?q=他社").text


def test_a_refusal_stands_in_the_audit(db, world, client):
    reader = world.signed_in(client.account.org.account("reader"))
    assert reader.get("/crm/resume/new").status == 403
    row = db.one("SELECT org_id, detail FROM audit WHERE account_id = %s AND action = 'refused'", reader.account.id)
    assert row["org_id"] == client.account.org.id and json.loads(row["detail"])["path"] == "/crm/resume/new"


def test_what_was_typed_survives_the_end_of_the_session(db, world, client):
    page = client.get("/crm/resume/new")
    form = page.form("version")
    db.run("DELETE FROM session WHERE account_id = %s", client.account.id)
    own = {"Referer": client.url + "/crm/resume/new"}
    data = form.data(RESUME, None)
    kept = client.request("POST", "/crm/resume", False, data=data, headers=own)
    assert kept.status == 401 and "特別養護老人ホームで9年。" in kept.text
    client.sign_in(client.account.login, client.account.password)
    again = client.request("POST", "/crm/resume", False, data=kept.form("career").data({}, None), headers=own)
    assert again.status == 401 and "このまま送信する" in again.words
    done = client.request("POST", "/crm/resume", True, data=again.form("career").data({}, None), headers=own)
    assert "中村 健太" in done.words and re.fullmatch(r"/crm/resume/\d+", done.path)
    # words that come from elsewhere are not taken over
    foreign = client.request("POST", "/crm/resume", False, data=data, headers={"Referer": "https://evil.example/"})
    assert foreign.status == 403 and "特別養護" not in foreign.text


def test_home_shows_what_waits_for_me(db, world, client):
    company(client)
    person, work = add(client, "resume", RESUME), job(client)
    process = add(client, "process", {"resume_id": person, "job_id": work, "phase": "interview", "owner_id": str(client.account.id)})
    assert "中村 健太" not in client.get("/crm/").words
    db.run("UPDATE process SET updated_at = updated_at - INTERVAL 9 DAY WHERE id = %s", process)
    page = client.get("/crm/")
    assert f'href="/crm/process/{process}"' in page.text and "面接" in page.words and "9" in page.words
    colleague = world.signed_in(client.account.org.account("member"))
    assert "中村 健太" not in colleague.get("/crm/").words
    assert page.text.count("<svg") > 5 and "表で見る" in page.words
