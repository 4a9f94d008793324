"""An address from its postal code: the table made of Japan Post's file, what the script asks for, and the button without script. The
sample's rows are in conf/zip/sample.csv."""
import json
import subprocess

import pytest

from harness.suite import ROOT
from harness.sweep import CUSTOMER_ROLES

UNKNOWN = "この郵便番号は一覧にありません"


@pytest.fixture
def member(world):
    return world.signed_in(world.org("agency").account("member"))


def places(client, code):
    page = client.get(f"/crm/zip/{code}")
    assert page.status == 200 and page.headers["Content-Type"] == "application/json"
    return json.loads(page.text)["places"]


def test_script_asks(member):
    assert places(member, "1000001") == places(member, "100-0001") == [{"pref": "13", "text": "千代田区千代田"}]
    assert places(member, "4980000") == [{"pref": "23", "text": "弥富市"}, {"pref": "24", "text": "桑名郡木曽岬町"}]
    for none in ("1000099", "100000", "x", "10000011"):
        assert places(member, none) == []


def test_who_may_ask(world, client):
    assert client.get("/crm/zip/1000001", follow=False).headers["Location"].startswith("/account/signin")
    for role in CUSTOMER_ROLES:
        page = world.signed_in(world.org("agency").account(role)).get("/crm/zip/1000001")
        assert page.status == (403 if role == "reader" else 200)


def fill(client, page, values, button="zip"):
    return client.submit(page, page.form("zip"), values, button=button)


def now(page):
    form = page.form("zip")
    return tuple(form.get(name) for name in ("zip", "pref", "address"))


@pytest.mark.parametrize("noun", ["company", "resume"])
def test_button(member, noun):
    page = member.get(f"/crm/{noun}/new")
    page = fill(member, page, {"zip": "１００－０００１", "phone": "これから", "pref": "", "address": ""})
    assert page.status == 200 and now(page)[1:] == ("13", "千代田区千代田")
    assert page.form("zip").get("phone") == "これから", "what was typed stays"
    assert 'id="errors"' not in page.text, "the form was not sent yet"
    page = fill(member, page, {"zip": "1500001"})
    assert now(page)[1:] == ("13", "渋谷区神宮前"), "what was filled in follows the code"
    page = fill(member, page, {"zip": "1000001", "address": "渋谷区神宮前1-2"})
    assert now(page)[1:] == ("13", "渋谷区神宮前1-2"), "what was typed is not replaced"


def test_several_places(member):
    page = member.get("/crm/company/new")
    page = fill(member, page, {"zip": "498-0000"})
    assert now(page)[1:] == ("", "") and "愛知県 弥富市" in page.words and "三重県 桑名郡木曽岬町" in page.words
    page = fill(member, page, {}, button="1")
    assert now(page) == ("498-0000", "24", "桑名郡木曽岬町")


def test_unknown_code_is_no_error(member):
    page = member.get("/crm/company/new")
    page = fill(member, page, {"zip": "999-9999", "address": "どこか1-1"})
    assert UNKNOWN in page.words and now(page) == ("999-9999", "", "どこか1-1")
    page = member.submit(page, page.form("zip"), {"name": "株式会社大口"})
    assert "/crm/company/" in page.path and "株式会社大口" in page.words


def test_no_code(member):
    page = fill(member, member.get("/crm/company/new"), {"zip": ""})
    assert page.status == 200 and "郵便番号を入力してから" in page.words
    page = fill(member, page, {"zip": "123"})
    assert "郵便番号を7桁で" in page.words and page.form("zip").get("zip") == "123"


def test_edit_and_save(member):
    page = member.get("/crm/company/new")
    page = fill(member, page, {"name": "株式会社千住", "zip": "1200034"})
    page = member.submit(page, page.form("zip"), {})
    assert "足立区千住" in page.words
    page = member.get(page.path + "/edit")
    page = fill(member, page, {"zip": "1350061", "pref": "", "address": "", "name": ""})
    assert page.form("zip").get("name") == "" and now(page)[1:] == ("13", "江東区豊洲")
    page = member.submit(page, page.form("zip"), {"name": "株式会社豊洲"})
    assert "江東区豊洲" in page.words and "株式会社豊洲" in page.words


def test_without_table(suite, member):
    table = suite.var / "zip-table"
    kept = table.read_bytes()
    try:
        for wrong in (b"", b"nothing of the kind", None):
            table.unlink() if wrong is None else table.write_bytes(wrong)
            suite.restart("fcgi:crm")
            assert "住所を入れる" not in member.get("/crm/company/new").words
            assert places(member, "1000001") == []
        assert suite.log("crm").count("no_zip_table") >= 3
    finally:
        table.with_suffix(".new").write_bytes(kept)
        table.with_suffix(".new").rename(table)
        suite.restart("fcgi:crm")
    assert "住所を入れる" in member.get("/crm/company/new").words


def test_program(suite, tmp_path):
    """Both charsets give the same table; what is no such file leaves the table that is there."""
    text = (ROOT / "conf/zip/sample.csv").read_text()
    made = []
    for charset, name in (("utf-8", "utf_ken_all.csv"), ("cp932", "KEN_ALL.CSV")):
        (tmp_path / name).write_bytes(text.replace("～", "\uff5e").encode(charset))
        subprocess.run([suite.bin / "zip-table", tmp_path / name, tmp_path / "table"], check=True)
        made.append((tmp_path / "table").read_bytes())
    assert made[0] == made[1] == (suite.var / "zip-table").read_bytes()
    (tmp_path / "bad.csv").write_text("郵便番号,住所\n")
    done = subprocess.run([suite.bin / "zip-table", tmp_path / "bad.csv", tmp_path / "table"], capture_output=True, text=True)
    assert done.returncode == 1 and "line 1" in done.stderr and (tmp_path / "table").read_bytes() == made[0]
