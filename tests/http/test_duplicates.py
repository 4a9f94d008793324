"""重複の確認 and 統合: how two résumés of one person are found, shown, merged, and parted again (S3-33: records with their history and files)."""
import re

import pytest

from harness.scheduling import alone
from test_crm import RESUME, add, company

TANAKA = {"name": "田中 美咲", "kana": "タナカ ミサキ", "birth_on": "1990/5/6", "pref": "13", "address": "港区芝1丁目2番3号", "phone": "090-1111-2222",
          "mail": "misaki@example.jp"}


@pytest.fixture
def client(world):
    return world.agency("member")


def resume(client, **values):
    return add(client, "resume", values)


def pairs(db, client, state="open"):
    return {(r["low_id"], r["high_id"]): r["reasons"] for r in
            db.all("SELECT low_id, high_id, reasons FROM duplicate WHERE org_id = %s AND state = %s AND reasons > 0", client.account.org.id, state)}


def merge_page(client, left, right):
    page = client.get(f"/crm/resume/{left}/merge?with={right}")
    assert page.status == 200, page.words[:300]
    return page, page.form("keep")


def merge(client, left, right, keep="left", **values):
    page, form = merge_page(client, left, right)
    return client.submit(page, form, {"keep": keep, **values}, button="統合する")


def undo(client, kept):
    page = client.get(f"/crm/resume/{kept}")
    form = next(f for f in page.forms if f.action.endswith("/undo"))
    return client.submit(page, form)


# ---- found ----

MAIL, PHONE, KANA_BIRTH, NAME_BIRTH, NAME_ADDRESS = 1, 2, 4, 8, 16


@pytest.mark.parametrize("other, reasons", [
    ({"name": "鈴木 花", "kana": "スズキ ハナ", "mail_mobile": "ＭＩＳＡＫＩ@EXAMPLE.jp"}, MAIL),
    ({"name": "鈴木 花", "kana": "スズキ ハナ", "phone": "０９０ー１１１１ー２２２２"}, PHONE),
    ({"name": "旧姓 美咲", "kana": "ﾀﾅｶ　ﾐｻｷ", "birth_on": "19900506"}, KANA_BIRTH),
    ({"name": "田中　美咲", "kana": "デンチュウ", "birth_on": "1990-05-06"}, NAME_BIRTH),
    ({"name": "田中美咲", "kana": "デンチュウ", "address": "東京都港区芝１−２−３", "pref": "13"}, NAME_ADDRESS),
    ({**TANAKA, "name": "田中美咲"}, MAIL + PHONE + KANA_BIRTH + NAME_BIRTH + NAME_ADDRESS),
    ({"name": "田中 美咲", "kana": "タナカ ミサキ"}, 0),
    ({"name": "田中 美咲", "kana": "タナカ ミサキ", "birth_on": "1990/5/7", "address": "港区芝1-2-4"}, 0),
])
def test_what_two_have_in_common(db, client, other, reasons):
    """Normalised in width, kana, spaces and hyphens; a name alone makes no pair."""
    first = resume(client, **TANAKA)
    second = resume(client, **other)
    assert pairs(db, client) == ({(first, second): reasons} if reasons else {})


def test_variants_of_a_character(db, client):
    first = resume(client, name="髙﨑 邊", kana="タカサキ ベ", birth_on="1980/1/2")
    second = resume(client, name="高崎 辺", kana="コウサキ ベ", birth_on="1980/1/2")
    assert pairs(db, client) == {(first, second): NAME_BIRTH}


def test_pairs_follow_the_records(db, client):
    first = resume(client, **TANAKA)
    second = resume(client, name="鈴木 花", kana="スズキ ハナ", phone="03-0000-1111")
    assert pairs(db, client) == {}
    page = client.get(f"/crm/resume/{second}/edit")
    client.submit(page, page.form("version"), phone=TANAKA["phone"])
    assert pairs(db, client) == {(first, second): PHONE}
    page = client.get(f"/crm/resume/{first}/edit")
    client.submit(page, page.form("version"), phone="")
    assert pairs(db, client) == {}


def test_csv_import_finds_them_too(db, client):
    first = resume(client, **TANAKA)
    page = client.get("/crm/resume/import")
    form = page.form("file")
    csv = "氏名,フリガナ,携帯メール\r\n鈴木 花,スズキ ハナ,misaki@example.jp\r\n".encode("utf-8-sig")
    page = client.submit(page, form, files={"file": ("a.csv", csv, "text/csv")})
    client.submit(page, next(f for f in page.forms if "/import/" in f.action), button="登録する")
    second = db.value("SELECT MAX(id) FROM resume WHERE org_id = %s", client.account.org.id)
    assert pairs(db, client) == {(first, second): MAIL}


def test_another_organisation_is_not_compared(db, world, client):
    resume(client, **TANAKA)
    stranger = world.agency("member")
    id = resume(stranger, **TANAKA)
    assert pairs(db, stranger) == {} and "重複の可能性" not in stranger.get(f"/crm/resume/{id}").words.split("統合の記録")[0].split("メニュー")[-1]


# ---- shown ----

def test_shown_after_creation_on_the_page_and_in_the_list(db, client):
    first = resume(client, **TANAKA)
    page = client.get("/crm/resume/new")
    page = client.submit(page, page.form("version"), {**TANAKA, "name": "田中美咲"})
    second = int(page.path.rsplit("/", 1)[1])
    assert "同じ人かもしれないレジュメがあります" in page.words
    assert "電話番号が同じ" in page.words and f"/crm/resume/{second}/merge?with={first}" in page.text
    page = client.get("/crm/duplicates")
    assert "メールアドレスが同じ" in page.words and f'href="/crm/resume/{first}"' in page.text and ">100<" in page.text
    fresh = client.get("/crm/resume/new")
    assert "同じ人かも" not in client.submit(fresh, fresh.form("version"), RESUME).words


def test_parted_and_taken_back(db, client):
    first, second = resume(client, **TANAKA), resume(client, **TANAKA)
    page = client.get("/crm/duplicates")
    page = decide(db, client, page, "apart")
    assert pairs(db, client) == {} and (first, second) in pairs(db, client, "apart")
    assert "別人として扱います" in page.words and rows_of_pairs(page) == []
    edit = client.get(f"/crm/resume/{first}/edit")
    client.submit(edit, edit.form("version"), phone="03-9999-0000")  # what is written later does not bring it back
    assert pairs(db, client) == {}
    page = client.get("/crm/duplicates?state=apart")
    assert rows_of_pairs(page) == [first]
    page = decide(db, client, page, "back")
    assert (first, second) in pairs(db, client) and pairs(db, client, "apart") == {}
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s ORDER BY id", client.account.org.id)]
    assert "resume.apart" in actions and "resume.apart_back" in actions


def decide(db, client, page, action):
    """The button of the newest pair on the list."""
    id = db.value("SELECT MAX(id) FROM duplicate WHERE org_id = %s", client.account.org.id)
    form = next(f for f in page.forms if f.id == "pairs")
    form.action = re.search(rf'formaction="(/crm/duplicates/{id}/{action})"', page.text).group(1)
    return client.submit(page, form)


def test_parted_on_the_record(db, client):
    first, second = resume(client, **TANAKA), resume(client, **TANAKA)
    page = client.get(f"/crm/resume/{second}")
    page = client.submit(page, next(f for f in page.forms if "/apart" in f.action))
    assert page.path == f"/crm/resume/{second}" and (first, second) in pairs(db, client, "apart")


def rows_of_pairs(page):
    return [int(i) for i in re.findall(r'<th scope="row"><a href="/crm/resume/(\d+)"', page.text)]


def test_the_list_is_paged_newest_first(db, client):
    ids = [resume(client, name=f"田中 {'一二三四五六七'[i]}子", kana="タナカ", birth_on="1990/1/1") for i in range(7)]
    page = client.get("/crm/duplicates?size=20")
    first = rows_of_pairs(page)
    assert len(first) == 20 and "もっと見る" in page.words
    more = next(href for href, text in page.links if text == "もっと見る")
    second = client.get(more)
    newest = [r["low_id"] for r in db.all("SELECT low_id FROM duplicate WHERE org_id = %s ORDER BY id DESC", client.account.org.id)]
    assert first + rows_of_pairs(second) == newest and len(newest) == 21 and set(newest) <= set(ids)


# ---- merged ----

TABLES = ("resume", "resume_text", "resume_search", "process", "phase_log", "history", "file", "outbox", "run", "counter", "record_key", "duplicate")


def snapshot(db, org):
    """Every row of the organisation, but for versions and pairs that say nothing any more."""
    found = {}
    for table in TABLES:
        for row in db.all(f"SELECT * FROM `{table}` WHERE org_id = %s", org):
            row.pop("version", None)
            if table != "duplicate" or row["reasons"]:
                found[(table,) + tuple(row.get(k) for k in ("id", "resume_id", "record_id", "kind", "hash", "noun"))] = row
    return found


def words_of(db, org):
    """Which résumés each bigram names, whatever the form of the set."""
    found = set()
    for row in db.all("SELECT gram, block, bits FROM resume_gram WHERE org_id = %s", org):
        bits = row["bits"]
        numbers = [i * 8 + k for i, b in enumerate(bits[1:]) for k in range(8) if b >> k & 1] if len(bits) == 513 else \
            [int.from_bytes(bits[i:i + 2], "big") for i in range(0, len(bits), 2)]
        found |= {(row["gram"], row["block"] * 4096 + n) for n in numbers}
    return found


def full(db, client):
    """Two résumés of one person with everything that hangs on them: processes, two of them with the same JOB, files, notes, mails."""
    org, me = client.account.org.id, client.account.id
    company(client)
    jobs = [add(client, "job", {"name": f"JOB{i}", "company": "株式会社ひばり", "state": "open", "body": "日勤", "occupation": "101", "pref": "13"})
            for i in range(3)]
    left = resume(client, **{**TANAKA, "phone": "", "career": "左の職歴", "occupation": "101"})
    right = resume(client, **{**TANAKA, "mail": "misaki2@example.jp", "career": "", "skills": "Excel"})
    for id, which in ((left, (0, 1)), (right, (1, 2))):
        for n in which:
            page = client.get(f"/crm/process/new?resume_id={id}&job_id={jobs[n]}")
            client.submit(page, page.form("resume_id", "job_id"), {"resume_id": id, "job_id": jobs[n], "phase": "interview" if (id, n) == (right, 1) else "applied",
                                                                   "note": f"メモ{id}-{n}"})
        page = client.get(f"/crm/resume/{id}")
        page = client.submit(page, page.form("body"), body=f"履歴のメモ{id}")
        form = next(f for f in page.forms if "file" in f.files)
        client.submit(page, form, files={"file": (f"{id}.txt", b"text\n", "text/plain")})
        mail = db.insert("mail", org_id=org, kind="resume", bulk=1, from_name="試験", from_addr="a@example.jp", subject=f"件名{id}", body="本文", account_id=me,
                         created_at="2026-01-01")
        db.insert("outbox", org_id=org, run_id=0, mail_id=mail, noun="resume", noun_id=id, to_addr="x@example.jp", vars="", state="sent",
                  due_at="2026-01-01", created_at="2026-01-01")
    db.insert("run", org_id=org, account_id=me, kind="resume_offer", list="job", state="done", query="", ids="", body="", resume_id=right,
              created_at="2026-01-01", updated_at="2026-01-01")
    return left, right, jobs


def test_merge_takes_over_everything(db, client):
    left, right, jobs = full(db, client)
    page, form = merge_page(client, left, right)
    assert "JOB1" in page.words  # the pair that both have a process with
    assert form.get("phone") == "right" and form.get("skills") == "right" and form.get("career") == "left"
    page = client.submit(page, form, {"keep": "left"}, button="統合する")
    assert page.path == f"/crm/resume/{left}" and "レジュメを統合しました" in page.words, page.words[:400]
    row = db.one("SELECT * FROM resume WHERE id = %s", left)
    assert row["phone"] == TANAKA["phone"] and row["skills"] == "Excel" and row["org_id"] == client.account.org.id
    org = client.account.org.id
    processes = {r["job_id"]: r for r in db.all("SELECT * FROM process WHERE org_id = %s", org)}
    assert {r["resume_id"] for r in processes.values()} == {left} and set(processes) == set(jobs)
    assert processes[jobs[1]]["phase"] == "interview" and f"メモ{left}-1" in processes[jobs[1]]["note"] and f"メモ{right}-1" in processes[jobs[1]]["note"]
    assert db.value("SELECT COUNT(*) FROM phase_log WHERE org_id = %s AND process_id = %s", org, processes[jobs[1]]["id"]) == 2
    assert row["phase"] == db.value("SELECT phase FROM process WHERE org_id = %s ORDER BY updated_at DESC, id DESC LIMIT 1", org)
    for table in ("file", "outbox", "history"):
        assert {r["noun_id"] for r in db.all(f"SELECT noun_id FROM {table} WHERE org_id = %s AND noun = 'resume'", org)} == {left}, table
    assert db.value("SELECT resume_id FROM run WHERE org_id = %s", org) == left
    for text in (f"件名{right}", f"履歴のメモ{right}", f"{right}.txt", "統合の記録"):
        assert text in page.words, text
    assert db.value("SELECT n FROM counter WHERE org_id = %s AND noun = 'resume'", org) == 1
    assert db.value("SELECT n FROM counter WHERE org_id = %s AND noun = 'process'", org) == 3


def test_the_other_one_is_nowhere_and_leads_to_the_survivor(db, client):
    left, right, jobs = full(db, client)
    stale = client.get(f"/crm/resume/{right}/edit")
    merge(client, left, right)
    for url in ("/crm/resume", "/crm/resume?q=田中", "/crm/resume?name=タナカ", "/crm/resume?pref=13", f"/crm/job/{jobs[0]}/match"):
        page = client.get(url)
        assert f'"/crm/resume/{right}"' not in page.text and f'"/crm/resume/{left}"' in page.text, url
    assert str(right) not in client.get("/crm/resume/csv").text
    for path in ("", "/edit", "/merge"):
        page = client.get(f"/crm/resume/{right}{path}", follow=False)
        assert page.status == 303 and page.headers["Location"] == f"/crm/resume/{left}?done=merged_here", path
    assert "統合先のレジュメを表示しています" in client.get(f"/crm/resume/{right}").words
    page = client.submit(stale, stale.form("version"), phone="03-1111-1111")  # a form that was open elsewhere
    assert page.status == 409 and "ほかのレジュメに統合されています" in page.words
    assert rows_of_pairs(client.get("/crm/duplicates")) == []


def test_merge_and_undo_gives_exactly_the_rows_from_before(db, client):
    left, right, _ = full(db, client)
    third = resume(client, **{**TANAKA, "mail": "misaki2@example.jp", "phone": "03-7777-8888"})
    org = client.account.org.id
    before, words = snapshot(db, org), words_of(db, org)
    assert "レジュメを統合しました" in merge(client, left, right, phone="right", mail="right").words
    assert snapshot(db, org) != before and words_of(db, org) != words
    page = undo(client, left)
    assert "統合を元に戻しました" in page.words and "そのままにしました" not in page.words, page.words[:500]
    after = snapshot(db, org)
    assert {k for k in before if before[k] != after.get(k)} | {k for k in after if k not in before} == set()
    assert words_of(db, org) == words
    assert client.get(f"/crm/resume/{right}").status == 200 and third
    actions = [r["action"] for r in db.all("SELECT action FROM audit WHERE org_id = %s ORDER BY id", org)]
    assert actions.count("resume.merge") == 1 and actions.count("resume.unmerge") == 1


def test_undo_with_the_younger_kept(db, client):
    left, right, _ = full(db, client)
    org = client.account.org.id
    before, words = snapshot(db, org), words_of(db, org)
    page = merge(client, left, right, keep="right", career="left", skills="left")
    assert page.path == f"/crm/resume/{right}"
    undo(client, right)
    assert snapshot(db, org) == before and words_of(db, org) == words


def test_undo_leaves_what_was_changed_since_and_says_so(db, client):
    left, right, jobs = full(db, client)
    merge(client, left, right)
    stale = client.get(f"/crm/resume/{left}/edit")
    page = client.get(f"/crm/resume/{left}/edit")
    client.submit(page, page.form("version"), phone="03-5555-6666")
    page = client.get(f"/crm/resume/{left}")
    client.submit(page, page.form("body"), body="統合のあとのメモ")
    page = undo(client, left)
    assert "そのままにしました:電話番号" in page.words
    row, other = db.one("SELECT * FROM resume WHERE id = %s", left), db.one("SELECT * FROM resume WHERE id = %s", right)
    assert row["phone"] == "03-5555-6666" and row["skills"] == "" and other["phone"] == TANAKA["phone"] and other["skills"] == "Excel"
    assert "統合のあとのメモ" in client.get(f"/crm/resume/{left}").words and "統合のあとのメモ" not in client.get(f"/crm/resume/{right}").words
    page = client.submit(stale, stale.form("version"), phone="03-1111-1111")
    assert page.status == 409


def test_merges_are_undone_newest_first(db, client):
    a, b, c = (resume(client, **TANAKA) for _ in range(3))
    merge(client, a, b)
    merge(client, a, c)
    page = client.get(f"/crm/resume/{a}")
    assert sum(f.action.endswith("/undo") for f in page.forms) == 1
    first = db.one("SELECT id FROM merge_log WHERE org_id = %s AND gone_id = %s", client.account.org.id, b)["id"]
    token = next(v for n, v in page.forms[-1].fields if n == "token")
    page = client.post(f"/crm/merge/{first}/undo", {"token": token})
    assert page.status == 409 and "先に新しい統合を元に戻してください" in page.words
    undo(client, a)
    undo(client, a)
    assert db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", client.account.org.id) == 3


def test_a_chain_leads_to_its_end(db, client):
    a, b, c = (resume(client, **TANAKA) for _ in range(3))
    merge(client, b, a, keep="left")
    old = client.get(f"/crm/resume/{b}")
    merge(client, c, b, keep="left")
    assert client.get(f"/crm/resume/{a}").path == f"/crm/resume/{c}"
    page = client.submit(old, next(f for f in old.forms if f.action.endswith("/undo")))
    assert page.status == 409 and "先にその統合を元に戻してください" in page.words


def test_not_after_the_time_that_is_configured(db, client):
    a, b = resume(client, **TANAKA), resume(client, **TANAKA)
    merge(client, a, b)
    page = client.get(f"/crm/resume/{a}")
    db.run("UPDATE merge_log SET at = at - INTERVAL 31 DAY WHERE org_id = %s", client.account.org.id)
    assert not any(f.action.endswith("/undo") for f in client.get(f"/crm/resume/{a}").forms)
    page = client.submit(page, next(f for f in page.forms if f.action.endswith("/undo")))
    assert page.status == 409 and "元に戻せる期間を過ぎています" in page.words


# ---- what cannot be ----

def test_messages_for_what_cannot_be_merged(db, world, client):
    a, b, c = (resume(client, **TANAKA) for _ in range(3))
    stranger = world.agency("member")
    foreign = resume(stranger, **TANAKA)
    assert "同じレジュメです" in client.get(f"/crm/resume/{a}/merge?with={a}").words
    assert "このIDのレジュメはありません" in client.get(f"/crm/resume/{a}/merge?with={foreign}").words
    assert client.get(f"/crm/resume/{foreign}/merge?with={a}").status == 404
    stale, form = merge_page(client, a, b)
    for with_, text in ((a, "同じレジュメです"), (foreign, "このIDのレジュメはありません")):
        page = client.submit(stale, form, {"with": with_}, button="統合する")
        assert page.status == 422 and text in page.words
        stale, form = merge_page(client, a, b)
    merge(client, b, c)  # c is gone, and b is changed
    page = client.submit(stale, form, button="統合する")
    assert page.status == 409, page.words[:300]
    assert "すでにほかのレジュメに統合されています" in client.get(f"/crm/resume/{a}/merge?with={c}").words
    assert db.value("SELECT COUNT(*) FROM merge_log WHERE org_id = %s", client.account.org.id) == 1


def test_a_double_click_merges_once(db, client):
    a, b = resume(client, **TANAKA), resume(client, **TANAKA)
    page, form = merge_page(client, a, b)
    first = client.submit(page, form, button="統合する", follow=False)
    second = client.submit(page, form, button="統合する", follow=False)
    assert first.status == second.status == 303 and first.headers["Location"] == second.headers["Location"]
    assert db.value("SELECT COUNT(*) FROM merge_log WHERE org_id = %s", client.account.org.id) == 1
    page = client.get(f"/crm/resume/{a}")
    form = next(f for f in page.forms if f.action.endswith("/undo"))
    assert [client.submit(page, form, follow=False).status for _ in range(2)] == [303, 303]


def test_values_that_do_not_go_together_come_back(client):
    a = resume(client, **TANAKA, salary_from="500", salary_to="600")
    b = resume(client, **TANAKA, salary_from="300", salary_to="400")
    page = merge(client, a, b, salary_from="left", salary_to="right")
    assert page.status == 422 and "下限以上の金額" in page.words


def test_who_only_reads_cannot(world, client):
    a, b = resume(client, **TANAKA), resume(client, **TANAKA)
    reader = world.signed_in(client.account.org.account("reader"))
    page = reader.get(f"/crm/resume/{a}")
    assert "重複の可能性" in page.words and "/merge" not in page.text and reader.get(f"/crm/resume/{a}/merge?with={b}").status == 403
    assert reader.get("/crm/duplicates").status == 200


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


def test_resumes_from_before_are_compared_too(db, client, scheduler):
    """A database of the version before has no keys: the scheduler makes them."""
    first, second = resume(client, **TANAKA), resume(client, **TANAKA)
    org, was = client.account.org.id, pairs(db, client)
    db.run("DELETE FROM record_key WHERE org_id = %s", org)
    db.run("DELETE FROM duplicate WHERE org_id = %s", org)
    db.run("UPDATE duplicate_fill SET next_id = %s, last_id = %s", first - 1, second)
    assert scheduler("duplicates") >= 2
    assert pairs(db, client) == was and list(was) == [(first, second)]
    assert scheduler("duplicates") == 0


def test_what_was_set_aside_goes_for_good(db, client, scheduler):
    left, right, _ = full(db, client)
    merge(client, left, right)
    org = client.account.org.id
    scheduler("merges")
    assert db.value("SELECT COUNT(*) FROM resume WHERE id = %s AND org_id = 0", right) == 1
    aside = db.value("SELECT item_id FROM merge_item WHERE org_id = %s AND kind = 'aside'", org)
    assert db.value("SELECT org_id FROM process WHERE id = %s", aside) == 0
    db.run("UPDATE merge_log SET at = at - INTERVAL 31 DAY WHERE org_id = %s", org)
    assert scheduler("merges") == 1
    for table, column in (("resume", "id"), ("resume_text", "resume_id"), ("record_key", "record_id"), ("process", "resume_id")):
        assert db.value(f"SELECT COUNT(*) FROM {table} WHERE {column} = %s", right) == 0, table
    assert db.value("SELECT COUNT(*) FROM merge_item WHERE org_id = %s", org) == 0
    assert db.all("SELECT id FROM process WHERE id = %s", aside) == []
    assert client.get(f"/crm/resume/{right}").path == f"/crm/resume/{left}"
    assert db.value("SELECT COUNT(*) FROM process WHERE org_id = %s", org) == 3
