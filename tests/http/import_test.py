"""A CSV import of as many lines as are allowed (S3-33): how long it takes, how much memory, and whether colleagues can go on working
meanwhile. On the release build: with sanitizers every figure is another one."""
import pathlib
import random
import re
import threading
import time

import pytest

from harness.client import Client
from harness.suite import TEST_VAR, Suite, children
from harness.world import Db, World
from test_crm import RESUME, add, rows, upload

pytestmark = pytest.mark.alone
LINES = 2000
HEAD = "氏名,フリガナ,生年月日,郵便番号,都道府県,住所,電話番号,メール,希望職種,経験,スキル,資格,職務経歴,希望・自己PR,メモ"
PARTS = ["特別養護老人ホームで介護職員として勤務。", "日勤リーダーとしてシフトを作成。", "総合病院の外科病棟で看護業務に従事。", "新人の教育を担当。", "法人営業として新規開拓を行い、",
         "売上目標を三期続けて達成。", "経理部門で月次決算と年次決算を担当。", "給与計算と社会保険の手続き。", "倉庫の在庫管理システムを導入。", "店長としてアルバイト20名を管理。",
         "問い合わせ対応の手順書を整備。", "夜勤は月4回まで対応できます。", "通勤は片道1時間以内を希望。", "資格取得の支援がある職場を希望。", "土日は休みを希望します。"]
FAMILY = [("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("渡辺", "ワタナベ"), ("伊藤", "イトウ"), ("山本", "ヤマモト"), ("中村", "ナカムラ")]
GIVEN = [("健太", "ケンタ"), ("美咲", "ミサキ"), ("翔", "ショウ"), ("由紀", "ユキ"), ("大輔", "ダイスケ"), ("花子", "ハナコ"), ("一郎", "イチロウ"), ("恵美", "エミ")]


def lines_of(n, seed):
    """Résumés as people write them: some five hundred characters each."""
    at = random.Random(seed)
    text = [HEAD]
    for i in range(n):
        family, given = at.choice(FAMILY), at.choice(GIVEN)
        words = lambda count: "".join(at.choice(PARTS) for _ in range(count)) + "".join(chr(at.randrange(0x4E00, 0x5E00)) for _ in range(12))
        text.append(f"{family[0]} {given[0]},{family[1]} {given[1]},19{at.randrange(60, 99)}/{at.randrange(1, 12)}/{at.randrange(1, 28)},"
                    f"{at.randrange(100, 999)}-{at.randrange(1000, 9999)},東京都,足立区千住{at.randrange(1, 30)}-{at.randrange(1, 30)}-{i},"
                    f"0901{at.randrange(1000000, 9999999)},p{seed}x{i}@example.jp,,経験{at.randrange(1, 20)}年,電話応対と表計算,普通自動車免許,"
                    f"{words(8)},{words(4)},取込{i:05d}番")
    return "\r\n".join(text) + "\r\n"


@pytest.fixture(scope="module")
def fast():
    """The suite as it runs on a server, without data."""
    suite = Suite(TEST_VAR + "-import", {"password.scrypt_log2n": "10", "log.level": '"warn"'}, "release")
    suite.load_demo = lambda: None
    suite.pieces = lambda: ["fcgi:account", "fcgi:crm", "nginx"]
    suite.areas = lambda: ["account", "crm"]
    try:
        suite.begin()
        yield suite
    finally:
        suite.end()


@pytest.fixture(scope="module")
def house(fast):
    db = Db(fast.socket)
    yield World(db, lambda: Client(fast.url))
    db.close()


def workers(suite):
    return [pid for pid in children(suite.procs["fcgi:crm"].pid) if pathlib.Path(f"/proc/{pid}/comm").read_text().strip() == "crm.fcgi"]


def peak_mb(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Colleague(threading.Thread):
    """Registers and changes résumés until told to end; seconds is the longest that one of them took, count how many there were."""

    def __init__(self, client):
        super().__init__()
        self.client, self.end, self.seconds, self.count, self.failed = client, threading.Event(), 0.0, 0, None

    def run(self):
        try:
            while not self.end.is_set():
                began = time.monotonic()
                id = add(self.client, "resume", {**RESUME, "mail": f"c{self.count}@example.jp", "phone": "", "note": f"同僚{self.count}"})
                page = self.client.get(f"/crm/resume/{id}/edit")
                page = self.client.submit(page, page.form("version"), note="変更済")
                assert page.path == f"/crm/resume/{id}", page.words[:300]
                self.seconds, self.count = max(self.seconds, time.monotonic() - began), self.count + 1
        except Exception as e:
            self.failed = e


def numbers(row):
    """The résumés of a set as it is stored (sql/schema/002_crm.sql)."""
    bits, first = row["bits"], row["block"] * 4096
    if len(bits) == 513:
        return {first + i for i in range(4096) if bits[1 + i // 8] >> i % 8 & 1}
    return {first + (bits[i] << 8 | bits[i + 1]) for i in range(0, len(bits), 2)}


def check_index(db, org):
    """Every set is what the texts say: of many grams, short lists and long ones."""
    texts = {r["resume_id"]: r["search"].decode() for r in db.all("SELECT resume_id, search FROM resume_search WHERE org_id = %s", org.id)}
    rows = db.all("SELECT gram, block, bits FROM resume_gram WHERE org_id = %s ORDER BY gram", org.id)
    long = [r for r in rows if len(r["bits"]) > 2 * 200]
    for gram in {r["gram"] for r in rows[::997] + long[::17]}:
        word = chr(gram) if gram < 65536 else chr(gram >> 16) + chr(gram & 0xFFFF)
        wanted = {id for id, text in texts.items() if word in text}
        assert set().union(*(numbers(r) for r in rows if r["gram"] == gram)) == wanted, word
        sampled = db.all("SELECT n FROM gram WHERE gram = %s", gram)
        assert (sampled[0]["n"] if sampled else 0) == sum(id % 64 == 0 for id in wanted), word


def confirm(client, page):
    form = next(f for f in page.forms if "/import/" in (f.action or ""))
    began = time.monotonic()
    page = client.submit(page, form)
    return page, time.monotonic() - began


def test_two_thousand_lines(fast, house):
    db, org = house.db, house.org("agency")
    client, other = house.signed_in(org.account("member", name="取込 担当")), house.signed_in(org.account("member", name="同僚"))
    page = upload(client, lines_of(LINES, 1))  # the first ones: what they are found by is new
    began = time.monotonic()
    page = client.get(page.path)
    preview = time.monotonic() - began
    assert "2,000" in page.words and preview < 2, f"preview: {preview:.2f} s"
    page, first = confirm(client, page)
    assert page.status == 200 and "2,000件" in page.words, page.words[:300]

    page = upload(client, lines_of(LINES, 2))
    colleague = Colleague(other)
    colleague.start()
    page, second = confirm(client, page)
    colleague.end.set()
    colleague.join()
    peak = max(peak_mb(pid) for pid in workers(fast))
    print(f"preview {preview:.2f} s, import {first:.2f} s and {second:.2f} s, colleague {colleague.count} times, {colleague.seconds:.2f} s at most, {peak:.0f} MB")
    assert not colleague.failed and colleague.count and page.status == 200, f"{colleague.failed} {page.words[:300]}"

    count = 2 * LINES + colleague.count
    assert db.value("SELECT COUNT(*) FROM resume WHERE org_id = %s", org.id) == count == db.value("SELECT n FROM counter WHERE org_id = %s AND noun = 'resume'", org.id)
    assert db.value("SELECT COUNT(*) FROM history WHERE org_id = %s AND noun = 'resume' AND kind = 'import'", org.id) == 2 * LINES
    check_index(db, org)
    for word in ("取込01234番", "取込001", "経験7年", "変更済"):  # what the index says is what the texts say
        wanted = db.value("SELECT COUNT(*) FROM resume_search WHERE org_id = %s AND LOCATE(%s, search) > 0", org.id, word)
        got = re.search(r"([\d,]+)件", client.get(f"/crm/resume?q={word}").words)[1]
        assert int(got.replace(",", "")) == wanted > 0, word
    assert max(first, second) < 20 and colleague.seconds < max(2, second / 2) and peak < 256  # a colleague waits for the last part at most


def test_one_line_too_many(fast, house):
    client = house.agency("member")
    assert "2,000" in client.get("/crm/resume/import").words
    page = upload(client, lines_of(LINES + 1, 3))
    assert page.status == 422 and "2,001" in page.words and "2,000" in page.words and "分けて" in page.words, page.words[:500]
    assert house.db.value("SELECT COUNT(*) FROM file WHERE org_id = %s", client.account.org.id) == 0
