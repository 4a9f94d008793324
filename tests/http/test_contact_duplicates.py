"""重複の確認 and 統合 of 企業担当者: found, shown, merged with everything that names her, and parted again (S3-33: records with their mails and
history; S3-13: the JOBs whose 企業担当者 gets the mail). What is the same for both nouns is in test_duplicates.py."""
import re

import pytest

from harness.scheduling import alone
from test_crm import add, company

TANAKA = {"company": "株式会社ひばり", "name": "田中 美咲", "kana": "タナカ ミサキ", "department": "人事部", "phone": "03-1111-2222",
          "mail": "misaki@hibari.example.jp"}
MAIL, NAME_PHONE, KANA_PHONE, NAME_COMPANY, KANA_COMPANY = 1, 2, 4, 8, 16


@pytest.fixture
def client(world):
    client = world.agency("member")
    company(client)
    company(client, "つばめ商事株式会社")
    return client


def contact(client, **values):
    return add(client, "contact", {**TANAKA, **values})


def pairs(db, client, state="open", noun="contact"):
    return {(r["low_id"], r["high_id"]): r["reasons"] for r in
            db.all("SELECT low_id, high_id, reasons FROM duplicate WHERE org_id = %s AND state = %s AND noun = %s AND reasons > 0",
                   client.account.org.id, state, noun)}


def merge_page(client, left, right, noun="contact"):
    page = client.get(f"/crm/{noun}/{left}/merge?with={right}")
    assert page.status == 200, page.words[:300]
    return page, page.form("keep")


def merge(client, left, right, keep="left", noun="contact", **values):
    page, form = merge_page(client, left, right, noun)
    return client.submit(page, form, {"keep": keep, **values}, button="統合する")


def undo_form(page):
    return next(f for f in page.forms if f.action.endswith("/undo"))


def undo(client, kept, noun="contact"):
    page = client.get(f"/crm/{noun}/{kept}")
    return client.submit(page, undo_form(page))


def rows_of_pairs(page):
    return [int(i) for i in re.findall(r'<th scope="row"><a href="/crm/contact/(\d+)"', page.text)]


def edit(client, id, noun="contact", **values):
    page = client.get(f"/crm/{noun}/{id}/edit")
    return client.submit(page, page.form("version"), values)


# ---- found ----

OTHER = {"name": "鈴木 花", "kana": "スズキ ハナ", "phone": "03-9999-8888", "mail": ""}
MOVED = {"company": "つばめ商事株式会社", "phone": "", "mail": ""}


@pytest.mark.parametrize("other, reasons", [
    ({**OTHER, "mail_mobile": "ＭＩＳＡＫＩ@Hibari.example.JP"}, MAIL),
    ({**OTHER, "mail": "misaki@hibari.example.jp", "company": "つばめ商事株式会社"}, MAIL),  # her own address went with her
    ({**MOVED, "phone": "０３（１１１１）２２２２", "name": "田中美咲", "kana": "デンチュウ"}, NAME_PHONE),
    ({**MOVED, "phone": "03-1111-2222", "name": "旧姓 美咲", "kana": "ﾀﾅｶ　ﾐｻｷ"}, KANA_PHONE),
    ({"phone": "", "mail": "", "name": "田中　美咲", "kana": "デンチュウ"}, NAME_COMPANY),
    ({"phone": "", "mail": "", "name": "旧姓 美咲"}, KANA_COMPANY),
    ({"name": "田中美咲"}, MAIL + NAME_PHONE + KANA_PHONE + NAME_COMPANY + KANA_COMPANY),
    ({**OTHER, "phone": "03-1111-2222"}, 0),  # the company's number
    (MOVED, 0),  # she, or somebody of her name, at another company
    ({**MOVED, "department": "人事部", "phone": "03-7777-6666", "mail": "misaki@tsubame.example.jp"}, 0),
])
def test_what_two_have_in_common(db, client, other, reasons):  # S3-33
    """Normalised in width, kana, spaces and hyphens; a name alone makes no pair, nor does the telephone of a company."""
    first = contact(client)
    second = contact(client, **other)
    assert pairs(db, client) == ({(first, second): reasons} if reasons else {})


def test_variants_of_a_character(db, client):  # S3-33
    first = contact(client, name="髙﨑 邊", kana="タカサキ ベ", phone="", mail="")
    second = contact(client, name="高崎 辺", kana="コウサキ ベ", phone="", mail="")
    assert pairs(db, client) == {(first, second): NAME_COMPANY}


def test_pairs_follow_the_records_and_never_mix_nouns(db, client):  # S3-33
    first = contact(client)
    second = contact(client, **MOVED)
    person = add(client, "resume", {"name": TANAKA["name"], "kana": TANAKA["kana"], "mail": TANAKA["mail"], "phone": TANAKA["phone"]})
    assert pairs(db, client) == {} and pairs(db, client, noun="resume") == {} and person
    edit(client, second, company="株式会社ひばり")
    assert pairs(db, client) == {(first, second): NAME_COMPANY + KANA_COMPANY}
    edit(client, first, company="つばめ商事株式会社")
    assert pairs(db, client) == {}


def test_csv_import_finds_them_too(db, client):  # S3-33
    first = contact(client)
    page = client.get("/crm/contact/import")
    csv = "企業名,氏名,フリガナ,携帯メール\r\nつばめ商事株式会社,鈴木 花,スズキ ハナ,misaki@hibari.example.jp\r\n".encode("utf-8-sig")
    page = client.submit(page, page.form("file"), files={"file": ("a.csv", csv, "text/csv")})
    page = client.submit(page, next(f for f in page.forms if "/import/" in f.action), button="登録する")
    second = db.value("SELECT MAX(id) FROM contact WHERE org_id = %s", client.account.org.id)
    assert pairs(db, client) == {(first, second): MAIL}, page.words[:300]


def test_another_organisation_is_not_compared(db, world, client):  # S3-33
    contact(client)
    stranger = world.agency("member")
    company(stranger)
    contact(stranger)
    assert pairs(db, stranger) == {}


# ---- shown ----

def test_shown_after_creation_on_the_page_and_in_the_list(db, client):  # S3-33
    first = contact(client)
    page = client.get("/crm/contact/new")
    page = client.submit(page, page.form("version"), {**TANAKA, "name": "田中美咲"})
    second = int(page.path.rsplit("/", 1)[1])
    assert "同じ人かもしれない企業担当者がいます" in page.words
    assert "氏名と企業が同じ" in page.words and "株式会社ひばり" in page.words and f"/crm/contact/{second}/merge?with={first}" in page.text
    page = client.get("/crm/contact")
    assert '"/crm/contact/duplicates"' in page.text
    page = client.get("/crm/contact/duplicates")
    assert rows_of_pairs(page) == [first] and "メールアドレスが同じ" in page.words and ">100<" in page.text and "レジュメかも" not in page.words
    assert client.get("/crm/duplicates").status == 200 and rows_of_pairs(client.get("/crm/duplicates")) == []


def test_parted_and_taken_back(db, client):  # S3-33
    first, second = contact(client), contact(client)
    pair = db.value("SELECT id FROM duplicate WHERE org_id = %s", client.account.org.id)
    page = client.get(f"/crm/contact/{second}")
    page = client.submit(page, next(f for f in page.forms if "/apart" in f.action))
    assert page.path == f"/crm/contact/{second}" and "別人として扱います" in page.words and (first, second) in pairs(db, client, "apart")
    edit(client, first, phone="03-9999-0000")
    assert pairs(db, client) == {}
    page = client.get("/crm/contact/duplicates?state=apart")
    assert rows_of_pairs(page) == [first]
    form = next(f for f in page.forms if f.id == "pairs")
    form.action = f"/crm/contact/duplicates/{pair}/back"
    assert form.action in page.text
    client.submit(page, form)
    assert (first, second) in pairs(db, client)
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s AND noun = 'contact' ORDER BY id", client.account.org.id)]
    assert "contact.apart" in actions and "contact.apart_back" in actions


def test_a_pair_is_decided_at_its_own_noun_only(db, client):  # S3-33
    contact(client), contact(client)
    pair = db.value("SELECT id FROM duplicate WHERE org_id = %s", client.account.org.id)
    page = client.get("/crm/contact/new")
    token = next(v for f in page.forms for n, v in f.fields if n == "token" and f.action == "/crm/contact")
    assert client.post(f"/crm/duplicates/{pair}/apart", {"token": token}).status == 404


# ---- merged ----

TABLES = ("contact", "company", "job", "history", "outbox", "run", "selection", "counter", "record_key", "duplicate", "dnc", "file", "saved_search")


def snapshot(db, org):
    """Every row of the organisation, but for versions and pairs that say nothing any more."""
    found = {}
    for table in TABLES:
        for row in db.all(f"SELECT * FROM `{table}` WHERE org_id = %s", org):
            row.pop("version", None)
            if table != "duplicate" or row["reasons"]:
                found[(table,) + tuple(row.get(k) for k in ("id", "record_id", "kind", "hash", "noun"))] = row
    return found


def differences(before, after):
    return {k: (before.get(k), after.get(k)) for k in before.keys() | after.keys() if before.get(k) != after.get(k)}


def full(db, client):
    """Two 企業担当者 of one person with everything that names them: JOBs, notes, mails, a stopped address, ticks, a draft."""
    org, me = client.account.org.id, client.account.id
    left = contact(client, phone="", note="左の備考\n二行目")
    right = contact(client, name="田中美咲", mail="misaki2@hibari.example.jp", title="課長", note="右の備考", department="")
    third = contact(client, **OTHER)
    jobs = []
    for n, id in enumerate((left, right, right)):
        job = add(client, "job", {"name": f"JOB{n}", "company": "株式会社ひばり", "state": "open", "body": "日勤"})
        db.run("UPDATE job SET contact_id = %s WHERE id = %s", id, job)
        jobs.append(job)
    for id in (left, right):
        page = client.get(f"/crm/contact/{id}")
        client.submit(page, page.form("body"), body=f"履歴のメモ{id}")
        mail = db.insert("mail", org_id=org, kind="contact", bulk=1, from_name="試験", from_addr="a@example.jp", subject=f"件名{id}", body="本文",
                         account_id=me, created_at="2026-01-01")
        db.insert("outbox", org_id=org, run_id=0, mail_id=mail, noun="contact", noun_id=id, to_addr="x@example.jp", vars="", state="sent",
                  due_at="2026-01-01", created_at="2026-01-01")
    # the same numbers, but of résumés
    db.insert("history", org_id=org, noun="resume", noun_id=right, kind="note", at="2026-01-01", body="求職者")
    db.insert("dnc", org_id=org, addr="misaki2@hibari.example.jp", reason="request", created_at="2026-01-01")
    db.run("UPDATE contact SET mail_flag = 'stopped' WHERE id = %s", right)
    both, one = f"{left},{right},{third}", f"{right},{third}"
    for account, name, checked in ((me, "contact", one), (me + 1_000_000, "contact", both), (me, "resume", one)):
        db.insert("selection", org_id=org, account_id=account, list=name, query="", shown=both, checked=checked, updated_at="2026-01-01")
    for kind, state in (("contact", "draft"), ("resume", "draft"), ("contact", "done")):
        db.insert("run", org_id=org, account_id=me, kind=kind, list=kind, state=state, scope="checked", query="", ids=one, body="",
                  created_at="2026-01-01", updated_at="2026-01-01")
    return left, right, third, jobs


def test_merge_takes_over_everything(db, client):  # S3-33, S3-13
    left, right, third, jobs = full(db, client)
    page, form = merge_page(client, left, right)
    assert form.get("phone") == "right" and form.get("title") == "right" and form.get("department") == "left" and not form.get("company")
    assert re.search(r"担当するJOB\s*1\s*2", page.words), page.words
    page = client.submit(page, form, {"keep": "left", "note": "both"}, button="統合する")
    assert page.path == f"/crm/contact/{left}" and "企業担当者を統合しました" in page.words, page.words[:400]
    org = client.account.org.id
    row = db.one("SELECT * FROM contact WHERE id = %s", left)
    assert (row["org_id"], row["phone"], row["title"], row["department"]) == (org, TANAKA["phone"], "課長", "人事部")
    assert row["note"] == "左の備考\n二行目\n\n右の備考"
    assert f'"/crm/contact/{left}"' in client.get("/crm/contact?q=右の備考").text
    assert {r["contact_id"] for r in db.all("SELECT contact_id FROM job WHERE org_id = %s", org)} == {left} and len(jobs) == 3
    for table in ("outbox", "history"):
        ids = {r["noun_id"] for r in db.all(f"SELECT noun_id FROM {table} WHERE org_id = %s AND noun = 'contact'", org)}
        assert right not in ids and left in ids, table
    assert db.value("SELECT noun_id FROM history WHERE org_id = %s AND noun = 'resume'", org) == right
    for text in (f"件名{right}", f"履歴のメモ{right}", "統合の記録"):
        assert text in page.words, text
    assert db.value("SELECT n FROM counter WHERE org_id = %s AND noun = 'contact'", org) == 2
    ticks = {(r["account_id"] - client.account.id, r["list"]): (r["shown"], r["checked"]) for r in db.all("SELECT * FROM selection WHERE org_id = %s", org)}
    now = f"{left},{third}"
    assert ticks[0, "contact"] == (now, now) and ticks[1_000_000, "contact"] == (now, now)
    assert ticks[0, "resume"] == (f"{left},{right},{third}", f"{right},{third}")  # résumés with these numbers are others
    ids = {(r["kind"], r["state"]): r["ids"] for r in db.all("SELECT kind, state, ids FROM run WHERE org_id = %s", org)}
    assert ids == {("contact", "draft"): now, ("resume", "draft"): f"{right},{third}", ("contact", "done"): f"{right},{third}"}


def test_the_address_that_was_stopped_stays_stopped(db, client):  # S3-31
    left, right, *_ = full(db, client)
    merge(client, left, right, mail="right")
    assert db.value("SELECT mail_flag FROM contact WHERE id = %s", left) == "stopped"
    undo(client, left)
    assert db.value("SELECT mail_flag FROM contact WHERE id = %s", left) == ""
    assert db.value("SELECT mail_flag FROM contact WHERE id = %s", right) == "stopped"


def test_the_other_one_is_nowhere_and_leads_to_the_survivor(db, client):  # S3-33
    left, right, *_ = full(db, client)
    stale = client.get(f"/crm/contact/{right}/edit")
    merge(client, left, right)
    firm = db.value("SELECT company_id FROM contact WHERE id = %s", left)
    for url in ("/crm/contact", "/crm/contact?q=田中", "/crm/contact?name=タナカ", f"/crm/company/{firm}"):
        page = client.get(url)
        assert f'"/crm/contact/{right}"' not in page.text and f'"/crm/contact/{left}"' in page.text, url
    assert not re.search(rf"^{right},", client.get("/crm/contact/csv").text, re.M)
    for path in ("", "/edit", "/merge"):
        page = client.get(f"/crm/contact/{right}{path}", follow=False)
        assert page.status == 303 and page.headers["Location"] == f"/crm/contact/{left}?done=merged_here_contact", path
    assert "統合先の企業担当者を表示しています" in client.get(f"/crm/contact/{right}").words
    page = client.submit(stale, stale.form("version"), phone="03-1111-1111")  # a form that was open elsewhere
    assert page.status == 409 and "ほかの企業担当者に統合されています" in page.words
    assert rows_of_pairs(client.get("/crm/contact/duplicates")) == []


@pytest.mark.parametrize("keep, values", [("left", {}), ("right", {"note": "both", "department": "left"}),
                                          ("left", {"name": "right", "mail": "right", "note": "right"})])
def test_merge_and_undo_gives_exactly_the_rows_from_before(db, client, keep, values):  # S3-33
    left, right, *_ = full(db, client)
    org, kept = client.account.org.id, left if keep == "left" else right
    before = snapshot(db, org)
    assert "企業担当者を統合しました" in merge(client, left, right, keep, **values).words
    assert snapshot(db, org) != before
    page = undo(client, kept)
    assert "統合を元に戻しました" in page.words and "そのままにしました" not in page.words, page.words[:500]
    assert differences(before, snapshot(db, org)) == {}
    assert client.get(f"/crm/contact/{right}").status == 200
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s ORDER BY id", org)]
    assert actions.count("contact.merge") == 1 and actions.count("contact.unmerge") == 1


def test_undo_leaves_what_was_changed_since_and_says_so(db, client):  # S3-33
    left, right, third, jobs = full(db, client)
    org, me = client.account.org.id, client.account.id
    merge(client, left, right, note="both")
    edit(client, left, phone="03-5555-6666")
    page = client.get(f"/crm/contact/{left}")
    client.submit(page, page.form("body"), body="統合のあとのメモ")
    db.run("UPDATE job SET contact_id = %s WHERE id = %s", third, jobs[2])  # given to somebody else
    db.run("UPDATE selection SET checked = %s WHERE org_id = %s AND account_id = %s AND list = 'contact'", str(third), org, me)  # no longer ticked
    page = undo(client, left)
    assert "そのままにしました:電話番号" in page.words
    row, other = db.one("SELECT * FROM contact WHERE id = %s", left), db.one("SELECT * FROM contact WHERE id = %s", right)
    assert row["phone"] == "03-5555-6666" and row["title"] == "" and row["note"] == "左の備考\n二行目" and other["phone"] == TANAKA["phone"]
    assert [db.value("SELECT contact_id FROM job WHERE id = %s", j) for j in jobs] == [left, right, third]
    assert db.value("SELECT checked FROM selection WHERE org_id = %s AND account_id = %s AND list = 'contact'", org, me) == str(third)
    assert "統合のあとのメモ" in client.get(f"/crm/contact/{left}").words and "統合のあとのメモ" not in client.get(f"/crm/contact/{right}").words


def test_two_companies(db, client):  # S3-33, S3-13
    """She who is kept at her new company takes the JOBs of the old one along: that is said before, and their forms go on working."""
    old, new = contact(client), contact(client, company="つばめ商事株式会社", mail="misaki@tsubame.example.jp", mail_mobile="misaki@hibari.example.jp")
    job = add(client, "job", {"name": "JOB", "company": "株式会社ひばり", "contact": "田中 美咲", "state": "open", "body": "日勤"})
    org = client.account.org.id
    before = snapshot(db, org)
    page, _ = merge_page(client, old, new)
    assert "2件の企業が異なります" in page.words
    assert "企業が異なります" not in merge_page(client, old, contact(client, **OTHER))[0].words
    db.run("DELETE FROM contact WHERE org_id = %s AND name = %s", org, OTHER["name"])
    before = snapshot(db, org)
    merge(client, old, new, company="right", mail="right")
    firm = db.value("SELECT id FROM company WHERE org_id = %s AND name = 'つばめ商事株式会社'", org)
    assert db.value("SELECT company_id FROM contact WHERE id = %s", old) == firm and db.value("SELECT contact_id FROM job WHERE id = %s", job) == old
    page = edit(client, job, "job", body="日勤のみ")
    assert page.status == 200 and page.path == f"/crm/job/{job}" and db.value("SELECT contact_id FROM job WHERE id = %s", job) == old, page.words[:300]
    edit(client, job, "job", body="日勤")
    undo(client, old)
    changed = differences(before, snapshot(db, org))
    assert {k[0] for k in changed} <= {"job", "history"}, changed  # the JOB's own two edits
    assert db.value("SELECT contact_id FROM job WHERE id = %s", job) == old


def test_companies_of_one_name_are_told_apart(db, client):  # S3-33
    org = client.account.org.id
    left, right = contact(client), contact(client, company="つばめ商事株式会社")
    db.run("UPDATE company SET name = '株式会社ひばり' WHERE org_id = %s", org)
    firms = {id: db.value("SELECT company_id FROM contact WHERE id = %s", id) for id in (left, right)}
    assert merge(client, left, right, company="right").status == 200
    assert db.value("SELECT company_id FROM contact WHERE id = %s", left) == firms[right]
    assert "統合を元に戻しました" in undo(client, left).words
    assert {id: db.value("SELECT company_id FROM contact WHERE id = %s", id) for id in (left, right)} == firms


@pytest.mark.parametrize("noun, field, most", [("contact", "note", 4000), ("resume", "career", 8000)])
def test_both_texts_have_to_fit(db, client, noun, field, most):  # S3-33
    who = {**TANAKA} if noun == "contact" else {"name": "田中 美咲", "kana": "タナカ ミサキ"}
    left, right = add(client, noun, {**who, field: "あ" * (most - 10)}), add(client, noun, {**who, field: "い" * 9})
    page = merge(client, left, right, noun=noun, **{field: "both"})
    assert page.status == 422 and "両方を残すと長すぎます" in page.words and page.form("keep").get(field) == "both"
    edit(client, right, noun, **{field: "い" * 8})
    page = merge(client, left, right, noun=noun, **{field: "both"})
    assert page.path == f"/crm/{noun}/{left}", page.words[:300]
    assert "い" * 8 in page.words
    undo(client, left, noun)
    table, key = ("contact", "id") if noun == "contact" else ("resume_text", "resume_id")
    assert [db.value(f"SELECT {field} FROM {table} WHERE {key} = %s", id) for id in (left, right)] == ["あ" * (most - 10), "い" * 8]


def test_both_is_offered_for_long_texts_that_both_have(db, client):  # S3-33
    person = {"name": "田中 美咲", "kana": "タナカ ミサキ"}
    left = add(client, "resume", {**person, "career": "左の職歴\n詳細", "wish": "左の希望", "note": "同じ備考", "skills": "Excel"})
    right = add(client, "resume", {**person, "career": "左の職歴\n詳細\n続き", "note": "同じ備考", "skills": "Word"})
    page, _ = merge_page(client, left, right, "resume")
    assert re.findall(r'name="(\w+)" value="both"', page.text) == ["career"]
    merge(client, left, right, noun="resume", career="both")
    assert db.value("SELECT career FROM resume_text WHERE resume_id = %s", left) == "左の職歴\n詳細\n続き"  # what is in the other is not written twice
    bad, form = merge_page(client, left, add(client, "resume", {**person, "skills": "Word"}), "resume")
    assert client.submit(bad, form, {"skills": "both"}, button="統合する").status == 422


def test_ticks_and_drafts_of_resumes(db, client):  # S3-06, S3-33
    """On the list and on the matching list of a JOB; the matching list of a résumé shows JOBs, which may have the same numbers."""
    org, me = client.account.org.id, client.account.id
    left, right = (add(client, "resume", {"name": "田中 美咲", "kana": "タナカ ミサキ"}) for _ in range(2))
    for name in ("resume", "job:5", "resume:7", "job"):
        db.insert("selection", org_id=org, account_id=me, list=name, query="", shown=f"{right}", checked=f"{left},{right}" if name == "job:5" else f"{right}",
                  updated_at="2026-01-01")
    for kind in ("resume", "resume_job", "job_recommend", "resume_offer", "contact"):
        db.insert("run", org_id=org, account_id=me, kind=kind, list="resume", state="draft", scope="checked", query="", ids=f"{right}", body="",
                  created_at="2026-01-01", updated_at="2026-01-01")
    before = snapshot(db, org)
    merge(client, left, right, noun="resume")
    ticks = {r["list"]: (r["shown"], r["checked"]) for r in db.all("SELECT * FROM selection WHERE org_id = %s", org)}
    old, new = (f"{right}",) * 2, (f"{left}",) * 2
    assert ticks == {"resume": new, "job:5": new, "resume:7": old, "job": old}
    ids = {r["kind"]: r["ids"] for r in db.all("SELECT kind, ids FROM run WHERE org_id = %s", org)}
    assert ids == {"resume": new[0], "resume_job": new[0], "job_recommend": new[0], "resume_offer": old[0], "contact": old[0]}
    undo(client, left, "resume")
    assert differences(before, snapshot(db, org)) == {}


# ---- what cannot be ----

def test_merged_twice_newest_first_and_chains(db, client):  # S3-33
    a, b, c, d = (contact(client) for _ in range(4))
    org = client.account.org.id
    before = snapshot(db, org)
    merge(client, a, b)
    merge(client, a, c)
    page = client.get(f"/crm/contact/{a}")
    assert sum(f.action.endswith("/undo") for f in page.forms) == 1
    first = db.value("SELECT id FROM merge_log WHERE org_id = %s AND gone_id = %s", org, b)
    token = next(v for n, v in undo_form(page).fields if n == "token")
    page = client.post(f"/crm/contact/merge/{first}/undo", {"token": token})
    assert page.status == 409 and "先に新しい統合を元に戻してください" in page.words
    old = client.get(f"/crm/contact/{a}")
    merge(client, d, a)
    assert client.get(f"/crm/contact/{b}").path == f"/crm/contact/{d}"
    page = client.submit(old, undo_form(old))
    assert page.status == 409 and "先にその統合を元に戻してください" in page.words
    for kept in (d, a, a):
        assert "統合を元に戻しました" in undo(client, kept).words
    after = snapshot(db, org)
    for rows in (before, after):  # she was changed when the newer merge was undone
        rows["contact", a, None, None, None, None].pop("updated_at")
    assert differences(before, after) == {}


def test_not_after_the_time_that_is_configured(db, client):  # S3-33
    a, b = contact(client), contact(client)
    merge(client, a, b)
    page = client.get(f"/crm/contact/{a}")
    db.run("UPDATE merge_log SET at = at - INTERVAL 31 DAY WHERE org_id = %s", client.account.org.id)
    assert not any(f.action.endswith("/undo") for f in client.get(f"/crm/contact/{a}").forms)
    page = client.submit(page, undo_form(page))
    assert page.status == 409 and "元に戻せる期間を過ぎています" in page.words


def test_messages_for_what_cannot_be_merged(db, world, client):  # S3-33
    a, b, c = (contact(client) for _ in range(3))
    stranger = world.agency("member")
    company(stranger)
    foreign = contact(stranger)
    assert "同じ企業担当者です" in client.get(f"/crm/contact/{a}/merge?with={a}").words
    assert "このIDの企業担当者はいません" in client.get(f"/crm/contact/{a}/merge?with={foreign}").words
    assert client.get(f"/crm/contact/{foreign}/merge?with={a}").status == 404
    stale, form = merge_page(client, a, b)
    for with_, text in ((a, "同じ企業担当者です"), (foreign, "このIDの企業担当者はいません")):
        page = client.submit(stale, form, {"with": with_}, button="統合する")
        assert page.status == 422 and text in page.words
        stale, form = merge_page(client, a, b)
    merge(client, b, c)  # c is gone, and b is changed
    page = client.submit(stale, form, button="統合する")
    assert page.status == 409, page.words[:300]
    assert "すでにほかの企業担当者に統合されています" in client.get(f"/crm/contact/{a}/merge?with={c}").words
    assert db.value("SELECT COUNT(*) FROM merge_log WHERE org_id = %s", client.account.org.id) == 1


def test_nobody_undoes_the_merge_of_another_organisation_or_noun(db, world, client):  # S3-33
    a, b = contact(client), contact(client)
    merge(client, a, b)
    id = db.value("SELECT id FROM merge_log WHERE org_id = %s", client.account.org.id)
    for who, path in ((world.agency("member"), f"/crm/contact/merge/{id}/undo"), (client, f"/crm/merge/{id}/undo")):
        page = who.get("/crm/contact/new")
        token = next(v for f in page.forms for n, v in f.fields if n == "token" and f.action == "/crm/contact")
        assert who.post(path, {"token": token}).status == 404, path
    assert db.value("SELECT org_id FROM contact WHERE id = %s", b) == 0


def test_a_double_click_merges_once(db, client):  # S3-33
    a, b = contact(client), contact(client)
    page, form = merge_page(client, a, b)
    answers = [client.submit(page, form, button="統合する", follow=False) for _ in range(2)]
    assert [p.status for p in answers] == [303, 303] and len({p.headers["Location"] for p in answers}) == 1
    assert db.value("SELECT COUNT(*) FROM merge_log WHERE org_id = %s", client.account.org.id) == 1
    page = client.get(f"/crm/contact/{a}")
    form = undo_form(page)
    assert [client.submit(page, form, follow=False).status for _ in range(2)] == [303, 303]
    assert db.value("SELECT COUNT(*) FROM contact WHERE org_id = %s", client.account.org.id) == 2


def test_who_only_reads_cannot(world, client):  # S3-33
    a, b = contact(client), contact(client)
    reader = world.signed_in(client.account.org.account("reader"))
    page = reader.get(f"/crm/contact/{a}")
    assert "重複の可能性" in page.words and "/merge" not in page.text and reader.get(f"/crm/contact/{a}/merge?with={b}").status == 403
    page = reader.get("/crm/contact/duplicates")
    assert page.status == 200 and rows_of_pairs(page) == [a] and "/merge" not in page.text and "/apart" not in page.text


# ---- by the clock ----

@pytest.fixture
def scheduler(suite, db):
    """`schedulerd once RULE`, with no other scheduler at work: rows."""
    with alone(suite, db) as s:
        def once(rule):
            done = s.call("once", rule)
            assert done.returncode == 0, done.stderr
            return int(done.stdout.split()[-1])
        yield once


def test_contacts_from_before_are_compared_too(db, client, scheduler):  # S3-33
    first, second = contact(client), contact(client)
    org, was = client.account.org.id, pairs(db, client)
    db.run("DELETE FROM record_key WHERE org_id = %s", org)
    db.run("DELETE FROM duplicate WHERE org_id = %s", org)
    db.run("UPDATE duplicate_fill SET next_id = %s, last_id = %s WHERE noun = 'contact'", first - 1, second)
    assert scheduler("duplicates") >= 2
    assert pairs(db, client) == was and list(was) == [(first, second)]
    assert scheduler("duplicates") == 0


def test_what_was_set_aside_goes_for_good(db, client, scheduler):  # S3-33
    left, right, *_ = full(db, client)
    merge(client, left, right)
    org = client.account.org.id
    scheduler("merges")
    assert db.value("SELECT org_id FROM contact WHERE id = %s", right) == 0
    person = add(client, "resume", {"name": "田中 美咲", "kana": "タナカ ミサキ", "mail": "misaki@example.jp"})
    db.insert("record_key", org_id=org, noun="resume", kind=1, hash=b"\1" * 16, record_id=right)  # of a résumé with the number
    db.run("UPDATE merge_log SET at = at - INTERVAL 31 DAY WHERE org_id = %s", org)
    assert scheduler("merges") == 1
    assert db.all("SELECT id FROM contact WHERE id = %s", right) == []
    assert {r["noun"] for r in db.all("SELECT noun FROM record_key WHERE org_id = %s AND record_id IN (%s, %s)", org, right, person)} == {"resume"}
    assert db.all("SELECT id FROM duplicate WHERE org_id = %s AND noun = 'contact' AND %s IN (low_id, high_id)", org, right) == []
    assert db.value("SELECT COUNT(*) FROM merge_item WHERE org_id = %s", org) == 0
    assert client.get(f"/crm/contact/{right}").path == f"/crm/contact/{left}"
    assert db.value("SELECT COUNT(*) FROM job WHERE org_id = %s AND contact_id = %s", org, left) == 3
