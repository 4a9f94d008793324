"""What a CSV import leaves is what the form leaves, record by record (S3-33): texts and sets they are found by, keys and pairs of
duplicates, marks of addresses that get no mail, totals. How fast it is: import_test.py."""
import pytest

from test_crm import RESUME, add, company, errors, upload

COLUMNS = {"name": "氏名", "kana": "フリガナ", "birth_on": "生年月日", "pref": "都道府県", "address": "住所", "zip": "郵便番号", "phone": "電話番号",
           "mail": "メール", "mail_mobile": "携帯メール", "occupation": "希望職種", "skills": "スキル", "career": "職務経歴", "department": "部署", "company": "企業名"}
PEOPLE = [
    {"name": "中村 健太", "kana": "ナカムラ ケンタ", "birth_on": "1985/4/1", "pref": "13", "phone": "090-0000-1234", "mail": "kenta@example.jp", "career": "介護で9年。\nうちリーダー3年。"},
    {"name": "中村 健太", "kana": "ナカムラ ケンタ", "birth_on": "1985/4/1", "phone": "090-0000-1234", "mail": "other@example.jp", "skills": "シフト管理"},  # the first one again
    {"name": "小川 美咲", "kana": "オガワ ミサキ", "birth_on": "1992/4/1", "mail": "stopped@example.jp", "mail_mobile": "kenta@example.jp"},  # his address, and one that is stopped
    {"name": "石田 明", "kana": "イシダ アキラ", "birth_on": "1970/1/2", "phone": "03-1234-5678", "address": "足立区千住1-2-3"},  # nobody else
    {"name": "石田 明", "kana": "イシダ メイ", "address": "足立区千住1丁目2番3号", "mail": "bounced@example.jp"},
]
CONTACTS = [
    {"company": "株式会社ひばり", "name": "石田 明", "kana": "イシダ アキラ", "mail": "stopped@example.jp", "phone": "03-1234-5678"},
    {"company": "株式会社ひばり", "name": "石田 明", "kana": "イシダ アキラ", "department": "人事部"},
    {"company": "株式会社ひばり", "name": "原 由紀", "kana": "ハラ ユキ", "mail_mobile": "bounced@example.jp"},
]


def csv_of(people):
    names = [n for n in COLUMNS if any(n in p for p in people)]
    cell = lambda text: f'"{text}"' if "\n" in text else text
    return "\r\n".join([",".join(COLUMNS[n] for n in names)] + [",".join(cell(p.get(n, "")) for n in names) for p in people]) + "\r\n"


def begin(world, db):
    """A recruiter whose agency has one record of each noun that others may be like, and addresses that get no mail."""
    client = world.agency("member")
    for addr, reason in (("stopped@example.jp", "request"), ("bounced@example.jp", "hard")):
        db.insert("dnc", org_id=client.account.org.id, addr=addr, reason=reason, created_at="2026-01-01")
    company(client)
    add(client, "resume", {**RESUME, **PEOPLE[0], "name": "中村 健太郎", "mail": "first@example.jp"})
    add(client, "contact", {**CONTACTS[0], "name": "石田 新", "mail": "first@example.jp"})
    return client


def left(db, org, noun):
    """What stands in the database about the records of an organisation, without their numbers: by their place."""
    ids = [r["id"] for r in db.all(f"SELECT id FROM {noun} WHERE org_id = %s ORDER BY id", org.id)]
    place = {id: i for i, id in enumerate(ids)}
    columns = "name, kana, mail_flag, phone, mail, mail_mobile, version" + (", company_id > 0 AS firm, search" if noun == "contact" else ", pref, zip, address, birth_on, skills")
    found = {"records": db.all(f"SELECT {columns} FROM {noun} WHERE org_id = %s ORDER BY id", org.id),
             "total": db.value("SELECT n FROM counter WHERE org_id = %s AND noun = %s", org.id, noun),
             "pairs": {(place[r["low_id"]], place[r["high_id"]], r["reasons"]) for r in
                       db.all("SELECT low_id, high_id, reasons FROM duplicate WHERE org_id = %s AND noun = %s", org.id, noun)},
             "keys": sorted((place[r["record_id"]], r["kind"], r["hash"]) for r in
                            db.all("SELECT record_id, kind, hash FROM record_key WHERE org_id = %s AND noun = %s AND (noun = 'resume' OR kind < 4)", org.id, noun))}
    if noun == "resume":
        found["texts"] = db.all("SELECT t.career, t.wish, t.note, s.search FROM resume_text t JOIN resume_search s ON s.resume_id = t.resume_id AND s.org_id = t.org_id"
                                " WHERE t.org_id = %s ORDER BY t.resume_id", org.id)
        sets = {}
        for r in db.all("SELECT gram, block, bits FROM resume_gram WHERE org_id = %s", org.id):
            assert len(r["bits"]) < 512
            for i in range(0, len(r["bits"]), 2):
                sets.setdefault(r["gram"], set()).add(place[r["block"] * 4096 + (r["bits"][i] << 8 | r["bits"][i + 1])])
        found["sets"] = sets
    return found


@pytest.mark.parametrize("noun, people", [("resume", PEOPLE), ("contact", CONTACTS)])
def test_an_import_leaves_what_the_form_leaves(world, db, noun, people):
    typed, imported = begin(world, db), begin(world, db)
    for person in people:
        base = dict.fromkeys(RESUME, "") if noun == "resume" else {}
        add(typed, noun, {**base, **person})
    page = upload(imported, csv_of(people), noun)
    assert f"{len(people)}" in page.words and not errors(page), page.words[:400]
    page = imported.submit(page, next(f for f in page.forms if "/import/" in (f.action or "")))
    assert page.path == f"/crm/{noun}", page.words[:300]
    by_form, by_import = (left(db, c.account.org, noun) for c in (typed, imported))
    for what in by_form:
        assert by_import[what] == by_form[what], what
    assert len(by_form["pairs"]) >= 2 and {r["mail_flag"] for r in by_form["records"]} == {"", "stopped", "bounced"}
    assert db.value("SELECT COUNT(*) FROM history WHERE org_id = %s AND noun = %s AND kind = 'import'", imported.account.org.id, noun) == len(people)


def test_an_owner_is_somebody_who_may_be(world, db):
    client = world.agency("member")
    org, stranger = client.account.org, world.org("agency").account("member", name="他社の人")
    gone = org.account("member", name="退社 一郎", state="closed")
    for owner in (stranger.id, "他社の人", gone.id, "退社 一郎", 99999999):
        page = upload(client, f"氏名,フリガナ,担当者\r\n山田 花子,ヤマダ ハナコ,{owner}\r\n")
        assert "担当者: " in page.words and not [f for f in page.forms if "/import/" in (f.action or "")], f"{owner}: {page.words[:300]}"
    for owner in (client.account.id, client.account.name, ""):
        page = upload(client, f"氏名,フリガナ,担当者\r\n山田 花子,ヤマダ ハナコ,{owner}\r\n")
        client.submit(page, next(f for f in page.forms if "/import/" in (f.action or "")))
    assert [r["owner_id"] for r in db.all("SELECT owner_id FROM resume WHERE org_id = %s ORDER BY id", org.id)] == [client.account.id, client.account.id, 0]
