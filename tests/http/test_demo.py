"""The demo data as a recruiter meets them: alive on whatever day it is made; in 重複の確認 what is listed is meant, everybody else has a
telephone of her own (S3-33)."""
import collections
import email.utils

import pytest

from harness import demo
from harness.world import Org

AGENCIES = (2, 3)  # of the demo


@pytest.mark.parametrize("login", demo.ADMINS)
def test_the_home_page_is_alive(suite, new_client, login):
    suite.load_demo()
    client = new_client()
    client.sign_in(login, demo.PASSWORD)
    page = client.get("/crm/")
    demo.lively(page, email.utils.parsedate_to_datetime(page.headers["Date"]))


def compared(name):
    return name.translate(str.maketrans({" ": "", "髙": "高", "﨑": "崎", "邊": "辺", "邉": "辺", "齋": "斎", "齊": "斎", "濵": "浜", "𠮷": "吉"}))


@pytest.mark.parametrize("noun, least", [("resume", 5), ("contact", 3)])
@pytest.mark.parametrize("org", AGENCIES)
def test_pairs_are_meant(db, org, noun, least):
    people = {r["id"]: r for r in db.all(f"SELECT * FROM {noun} WHERE org_id = %s AND id < 110000", org)}
    pairs = [r for r in db.all("SELECT * FROM duplicate WHERE org_id = %s AND noun = %s", org, noun) if {r["low_id"], r["high_id"]} <= set(people)]
    same = 0
    for pair in pairs:
        a, b = people[pair["low_id"]], people[pair["high_id"]]
        if compared(a["name"]) == compared(b["name"]):
            same += 1
        else:  # a family with one mail address
            assert noun == "resume" and pair["reasons"] == 1 and a["mail"] == b["mail"] and a["address"] == b["address"], (a["name"], b["name"])
            family = {p["name"].split(" ")[0] for p in (a, b)}
            assert len(family) == 1 or any("・" in p["name"] for p in (a, b)), family
    assert least <= same <= 20
    twice = {p["high_id"] for p in pairs}
    phones = collections.Counter(p["phone"] for id, p in people.items() if id not in twice)
    assert max(phones.values()) == 1 and len(phones) >= 290, phones.most_common(3)


def test_they_are_listed(db, world):
    for org in AGENCIES:
        client = world.signed_in(Org(world, org, "demo").account("reader"))
        for noun, url in (("resume", "/crm/duplicates"), ("contact", "/crm/contact/duplicates")):
            page = client.get(url)
            assert page.status == 200 and f'"/crm/{noun}/' in page.text and "氏名と" in page.words, url
