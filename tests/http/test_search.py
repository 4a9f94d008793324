"""Search of résumés over the demo data, against a plain reading of the tables (S3-03): every way the engine may choose gives the same records,
each once, in order. The suite runs with a small search.walk_limit here, so that pages that stop early and go on are among them."""
import concurrent.futures
import datetime
import itertools
import random
import re
import unicodedata

import pytest

from harness.world import Org

AGENCY = 3  # of the demo
ORDERS = {"updated": lambda r: (r["updated_at"], r["id"]), "kana": lambda r: (r["kana"].encode(), r["id"]),
          "age": lambda r: (r["birth_on"], r["id"]), "salary": lambda r: (r["salary_from"], r["id"])}
DOWN = {"updated", "age", "salary"}
CAPITAL = (11, 12, 13, 14)


def folded(text):
    """As lib/text/text_search.c does it: NFKC, case folded, hiragana to katakana, spaces single."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in text)
    return " ".join(text.split())


class Agency:
    """One agency's résumés as the tables have them, and a recruiter who asks for them."""

    def __init__(self, db, client):
        self.client = client
        self.rows = db.all("SELECT r.*, t.career, t.wish, t.note, CAST(s.search AS CHAR CHARACTER SET utf8mb4) AS search FROM resume r"
                           " JOIN resume_text t ON t.resume_id = r.id JOIN resume_search s ON s.resume_id = r.id WHERE r.org_id = %s",
                           client.account.org.id)

    def expected(self, match, sort="updated", turned=False):
        found = sorted((r for r in self.rows if match(r)), key=ORDERS[sort], reverse=(sort in DOWN) != turned)
        return [r["id"] for r in found]

    def listed(self, **query):
        """Ids of all pages."""
        ids, page = [], self.client.get("/crm/resume", params={"size": 100, **query})
        for _ in range(100):
            assert page.status == 200, page.words[:300]
            ids += [int(i) for i in re.findall(r'<th scope="row"><a href="/crm/resume/(\d+)"', page.text)]
            more = re.search(r'data-more="([^"]+)"|href="([^"]*after=[^"]+)"', page.text)
            if not more:
                return ids
            page = self.client.get((more.group(1) or more.group(2)).replace("&amp;", "&"))
        raise AssertionError("no end")


@pytest.fixture
def agency(db, world):
    return Agency(db, world.signed_in(Org(world, AGENCY, "demo").account("reader")))


def has(text):
    words = [folded(w) for w in text.split()]
    return lambda r: all(w in r["search"] for w in words)


# ---- free words ----

@pytest.mark.parametrize("words", [
    "足", "縹", "介護", "琥珀", "天体観測", "リーダー", "りーだー", "ﾘｰﾀﾞｰ", "ＡＷＳ", "aws", "２０１５年", "介護 リーダー", "琥珀 介護", "落語 透析",
    "東京都 看護師 夜勤", "𠮷", "𠮷田", "グエン・ティ", "100%", "_", "'", "存在しない言葉", "経験 希望 担当 株式会社", "ー", "a b c d e f g h i j",
    "090-0000-1", "example.jp", "勅使河原"])
def test_every_word_must_match(agency, words):  # S3-03
    assert agency.listed(q=words) == agency.expected(has(words))


def test_words_of_all_kinds_of_records_and_lengths(agency):  # S3-03
    chance = random.Random(20261120)
    for _ in range(60):
        record = chance.choice(agency.rows)["search"].replace(" ", "　")
        words = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            length = chance.choice((1, 2, 2, 3, 4, 7))
            at = chance.randrange(len(record) - length)
            words.append(record[at:at + length].strip("　"))
        words = " ".join(w for w in words if w)
        if folded(words):
            assert agency.listed(q=words) == agency.expected(has(words)), words


def test_names_without_their_space_and_by_reading(agency):  # S3-03
    row = next(r for r in agency.rows if r["name"].count(" ") == 1 and r["kana"].count(" ") == 1)
    for typed in (row["name"], row["name"].replace(" ", ""), row["kana"].replace(" ", "　"), row["kana"].replace(" ", "")):
        plain = typed.replace(" ", "").replace("　", "")
        found = agency.listed(name=typed)
        assert row["id"] in found, typed
        by_id = {r["id"]: r for r in agency.rows}
        for i in found:
            assert plain in by_id[i]["name"].replace(" ", "") or plain in by_id[i]["kana"].replace(" ", ""), typed
    family = row["kana"].split(" ")[0]
    hiragana = "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in family)
    assert row["id"] in agency.listed(name=hiragana)


# ---- conditions ----

# Days of a Japanese reader, so long ago: the demo data is as old on every day.
TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=9))).date()


def day(ago):
    return str(TODAY - datetime.timedelta(days=ago))


def utc(ago):
    """When that day began."""
    return f"{TODAY - datetime.timedelta(days=ago + 1)} 15:00:00"


CONDITIONS = [
    ({"pref": "13"}, lambda r: r["pref"] == 13),
    ({"pref": "capital"}, lambda r: r["pref"] in CAPITAL),
    ({"pref": "31"}, lambda r: r["pref"] == 31),
    ({"occupation": "201"}, lambda r: r["occupation"] == 201),
    ({"phase": "offer"}, lambda r: r["phase"] == "offer"),
    ({"phase": "new"}, lambda r: r["phase"] == "new"),
    ({"owner_id": "302"}, lambda r: r["owner_id"] == 302),
    ({"salary_from": "500"}, lambda r: r["salary_from"] > 0 and max(r["salary_from"], r["salary_to"]) >= 500),
    ({"salary_from": "300", "salary_to": "400"},
     lambda r: 0 < r["salary_from"] <= 400 and max(r["salary_from"], r["salary_to"]) >= 300),
    ({"licences": "介護福祉士"}, lambda r: "介護福祉士" in r["licences"]),
    ({"skills": "レジ 接客"}, lambda r: "接客" in r["skills"] and "レジ" in r["skills"]),
    ({"updated_from": day(20)}, lambda r: str(r["updated_at"]) >= utc(20)),
    ({"updated_from": day(170), "updated_to": day(141)}, lambda r: utc(170) <= str(r["updated_at"]) < utc(140)),
    ({"q": "介護"}, has("介護")),
    ({"q": "夜勤"}, has("夜勤")),
]


@pytest.mark.parametrize("condition,match", CONDITIONS, ids=["-".join(f"{k}={v}" for k, v in c.items() if "updated" not in k) or "-".join(c) for c, _ in CONDITIONS])
def test_a_condition(agency, condition, match):  # S3-03
    found = agency.expected(match)
    assert found, "the demo data has none: choose another"
    assert agency.listed(**condition) == found


PAIRS = [(a, b) for a, b in itertools.combinations(CONDITIONS, 2) if not set(a[0]) & set(b[0])]


@pytest.mark.parametrize("n", range(len(PAIRS)))
def test_two_conditions(agency, n):  # S3-03
    """Each pair in two of the eight orders, the next pair in the next two."""
    (a, match_a), (b, match_b) = PAIRS[n]
    both = lambda r: match_a(r) and match_b(r)
    for sort, turned in [list(itertools.product(ORDERS, (False, True)))[(2 * n + k * 3) % 8] for k in (0, 1)]:
        query = {**a, **b, "sort": sort, **({"dir": "turn"} if turned else {})}
        assert agency.listed(**query) == agency.expected(both, sort, turned), query


def test_age_is_that_of_today(db, agency):  # S3-03
    today = db.value("SELECT DATE(UTC_TIMESTAMP() + INTERVAL 9 HOUR) AS d")
    age = lambda r: today.year - r["birth_on"].year - ((today.month, today.day) < (r["birth_on"].month, r["birth_on"].day))
    for sort in ORDERS:
        listed = agency.listed(age_from="30", age_to="34", sort=sort)
        assert listed == agency.expected(lambda r: r["birth_on"].year > 1 and 30 <= age(r) <= 34, sort), sort


# ---- what changes is found at once, and by nobody else ----

def resume(client, **values):
    page = client.get("/crm/resume/new")
    page = client.submit(page, page.form("version"), {"name": "試験 検索", "kana": "シケン ケンサク", **values})
    assert re.fullmatch(r"/crm/resume/\d+", page.path), page.words[:300]
    return int(page.path.rsplit("/", 1)[1])


def test_a_changed_record_is_found_by_its_new_words_only(world):  # S3-03
    client = world.agency("member")
    ids = [resume(client, career="鸚鵡の飼育") for _ in range(3)]
    found = lambda q, c=client: sorted(int(i) for i in re.findall(r'<th scope="row"><a href="/crm/resume/(\d+)"', c.get("/crm/resume", params={"q": q}).text))
    assert found("鸚鵡") == ids and found("鸚鵡の飼育") == ids and found("鵡") == ids
    page = client.get(f"/crm/resume/{ids[1]}/edit")
    page = client.submit(page, page.form("version"), {"career": "梟の観察"})
    assert page.status == 200 and page.path == f"/crm/resume/{ids[1]}"
    assert found("鸚鵡") == [ids[0], ids[2]] and found("梟") == [ids[1]] and found("梟の 検索") == [ids[1]]
    assert found("鸚鵡", world.agency("member")) == []


def test_a_hit_says_what_the_list_says(world):  # S3-03
    """Whichever way a page was found, its rows are the same."""
    client = world.agency("member")
    for name, wish in (("甲", ("350", "")), ("乙", ("350", "500")), ("丙", ("", ""))):
        resume(client, name=f"鴇田 {name}", career="鴇の保護", salary_from=wish[0], salary_to=wish[1])
    rows = lambda page: sorted(r for r in re.findall(r"<tr><td.*?更新日", page.text, re.S) if "checkbox" in r)
    listed, found = rows(client.get("/crm/resume")), rows(client.get("/crm/resume", params={"q": "鴇の保護"}))
    assert len(found) == 3 and found == listed
    assert "350万円〜" in found[0] + found[1] + found[2] and "350〜500万円" in found[0] + found[1] + found[2]


def test_ids_that_lie_far_apart(db, world):  # S3-03
    """The walk tests ids as bits modulo 2 to the 21st: who only seems to be in the set is neither listed nor counted, and pages stay full."""
    client = world.agency("member")
    mine = lambda i: resume(client, career="鶉の世話" if i % 4 else "鶯の世話")
    near = [mine(i) for i in range(1, 27)]
    for at in (near[0] + (1 << 21), near[0] + (3 << 20) + (1 << 22)):
        db.run(f"ALTER TABLE resume AUTO_INCREMENT = {at}")
        near += [mine(i) for i in (0, 0, 1, 4, 1, 1, 0, 0, 1, 1, 1, 1, 1)]
    text = {r["id"]: r["search"] for r in Agency(db, client).rows}
    for q in ("鶉", "鶉の世話", "世話 鶉"):
        expected = sorted((i for i in near if "鶉" in text[i]), reverse=True)
        for size in (20, 50):
            listed = Agency(db, client).listed(q=q, size=size)
            assert sorted(listed, reverse=True) == expected, (q, size)
        page = client.get("/crm/resume", params={"q": q, "size": 20})
        assert len(re.findall(r'<th scope="row"><a href="/crm/resume/', page.text)) == 20 and f"{len(expected)}件" in page.words.replace(" ", "")


def stored(bits):
    """Numbers of a block as lib/model/search/words_set.c stores them."""
    if len(bits) == 513:
        return {i for i in range(4096) if bits[1 + i // 8] >> i % 8 & 1}
    return {bits[i] << 8 | bits[i + 1] for i in range(0, len(bits), 2)}


def grams(search):
    found = set()
    for run in search.split(" "):
        units = run.encode("utf-16-be")
        units = [int.from_bytes(units[i:i + 2], "big") for i in range(0, len(units), 2)]
        found |= {a << 16 | b for a, b in zip(units, units[1:])} | set(units)
    return found


def test_the_index_follows_the_texts(db, world):  # S3-03
    """After creating and changing more than a list of a block holds, the sets say what the texts say, and so do the frequencies."""
    client = world.agency("member")
    before = {r["gram"]: r["n"] for r in db.all("SELECT gram, n FROM gram")}
    ids = [resume(client, career=f"鵯と{chr(0x9d00 + i)}鳥") for i in range(70)]
    for i in ids[::3]:
        page = client.get(f"/crm/resume/{i}/edit")
        client.submit(page, page.form("version"), {"career": "鶺鴒", "skills": "観察"})
    # several at a time in one block
    clients = [world.signed_in(client.account.org.account("member")) for _ in range(3)]
    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda c: [resume(c, career=f"鴫 {i}") for i in range(8)], clients))
    for org in (client.account.org.id, AGENCY):
        said, meant = {}, {}
        for row in db.all("SELECT gram, block, bits FROM resume_gram WHERE org_id = %s", org):
            for number in stored(row["bits"]):
                said.setdefault(row["block"] * 4096 + number, set()).add(row["gram"])
        for row in db.all("SELECT resume_id, CAST(search AS CHAR CHARACTER SET utf8mb4) AS search FROM resume_search WHERE org_id = %s", org):
            meant[row["resume_id"]] = grams(row["search"])
        assert said == meant
    counted = {}
    for row in db.all("SELECT CAST(search AS CHAR CHARACTER SET utf8mb4) AS search FROM resume_search WHERE resume_id %% 64 = 0"
                      " AND org_id = %s", client.account.org.id):
        for g in grams(row["search"]):
            counted[g] = counted.get(g, 0) + 1
    more = {r["gram"]: r["n"] - before.get(r["gram"], 0) for r in db.all("SELECT gram, n FROM gram")}
    assert {g: n for g, n in more.items() if n} == counted  # other tests write rows past the words engine


def test_a_list_of_a_block_becomes_a_bitmap(db, world):  # S3-03
    """What is nearly full before goes on as a bitmap, and changes reach both forms."""
    client = world.agency("member")
    first = resume(client, career="鷽の声")
    block, number = divmod(first, 4096)
    others = [i for i in range(4096) if i != number][:239]  # of this block, in the list before
    gram = ord("鷽") << 16 | ord("ノ")  # as text_search() folds it
    bits = b"".join(i.to_bytes(2, "big") for i in [number] + others)
    db.run("UPDATE resume_gram SET bits = %s WHERE org_id = %s AND gram = %s AND block = %s", bits, client.account.org.id, gram, block)
    second = resume(client, career="鷽の群れ")
    found = db.all("SELECT block, bits FROM resume_gram WHERE org_id = %s AND gram = %s ORDER BY block", client.account.org.id, gram)
    if second // 4096 == block:
        assert len(found) == 1 and len(found[0]["bits"]) == 513
        assert stored(found[0]["bits"]) == {number, *others, second % 4096}
    page = client.get(f"/crm/resume/{first}/edit")
    client.submit(page, page.form("version"), {"career": "別の鳥"})
    found = db.all("SELECT block, bits FROM resume_gram WHERE org_id = %s AND gram = %s ORDER BY block", client.account.org.id, gram)
    assert number not in stored(found[0]["bits"]) and len(stored(found[0]["bits"])) >= 239


def test_as_many_rare_characters_as_the_form_takes(db, world):  # S3-03
    """Each is two units for the index, and every word has as many pairs as it can have."""
    client = world.agency("member")
    rare = [chr(0x20000 + n) for n in range(440)]
    text = lambda first, *sizes: " ".join("".join(rare[first + sum(sizes[:i]):][:n]) for i, n in enumerate(sizes))
    asked = dict(q=text(0, 50, 50, 50, 47), name=text(200, 80), skills=text(280, 50, 29), licences=text(360, 50, 29))
    page = client.get("/crm/resume", params=asked)
    assert page.status == 200, page.words[:300]
    id = resume(client, name=asked["name"], skills=asked["skills"], licences=asked["licences"], career=asked["q"])
    page = client.get("/crm/resume", params=asked)
    assert f"/crm/resume/{id}\"" in page.text, page.words[:500]
