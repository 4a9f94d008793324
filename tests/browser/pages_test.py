"""Every page that the route tables show, with demo data: accessible, valid, small enough, never scrolling sideways, in both languages,
and with nothing on the browser's console (ui.md)."""
import re
import subprocess

import pytest

from harness import judges

PASSWORD = "musubi-demo-2026"

# Whose eyes see which program; a page that needs more than an id of the demo data is named in SPECIAL.
EYES = {"account": "takahashi@minato.example.jp", "crm": "takahashi@minato.example.jp", "mailing": "takahashi@minato.example.jp",
        "office": "utsumi@unei.example.jp"}
TABLES = {"/crm/resume": "resume", "/crm/company": "company", "/crm/contact": "contact", "/crm/job": "job", "/crm/process": "process",
          "/mailing/template": "template", "/mailing/signature": "signature", "/mailing/run": "run", "/mailing/write/resume": "resume", "/mailing/write/contact": "contact", "/office/org": "org", "/office/dnc": "dnc",
          "/office/account": "account", "/account/member": "account"}
SPECIAL = {"/mailing/new": "/mailing/new?list=resume"}


def routes(suite):
    for area in suite.areas():
        text = subprocess.run([suite.bin / f"{area}.fcgi", "--routes"], capture_output=True, text=True, check=True).stdout
        for line in text.splitlines():
            method, path, *_, page = line.split("\t")
            if method == "GET" and page != "-":
                yield area, path


def address(db, path):
    """A path with ids of the demo data in it, None where there is no such row."""
    if path in SPECIAL:
        return SPECIAL[path]
    if ":" not in path:
        return path
    if re.search(r":(?!id)", path):
        return None
    stem = path.split("/:")[0].rstrip("s")
    table = TABLES.get(stem)
    if not table or "/import/" in path:
        return None
    where = {"run": "state = 'draft'" if re.search("compose|confirm|preview", path) else "state <> 'draft'"}.get(table, "1")
    org = " AND id = (SELECT org_id FROM account WHERE mail = 'takahashi@minato.example.jp')" if table == "org" else " AND org_id = (SELECT org_id FROM account WHERE mail = 'takahashi@minato.example.jp')"
    if table == "account":
        org += " AND mail <> 'takahashi@minato.example.jp'"
    if table == "signature":
        org += " AND account_id = (SELECT id FROM account WHERE mail = 'takahashi@minato.example.jp')"
    row = db.all(f"SELECT id FROM `{table}` WHERE {where}{org} ORDER BY id LIMIT 1")
    return re.sub(r":id", str(row[0]["id"]), path) if row else None


@pytest.fixture(scope="module")
def demo(suite):
    suite.load_demo()


@pytest.fixture
def pages(demo, suite, db):
    found = [(area, address(db, path)) for area, path in routes(suite)]
    found = [(area, path) for area, path in found if path]
    assert len(found) > 25, found
    return found


def eyes(new_client, area, lang):
    client = new_client(lang)
    client.sign_in(EYES[area], PASSWORD)
    return client


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_markup_size_and_language(pages, new_client, db, lang):
    db.run("DELETE FROM throttle")
    clients = {area: eyes(new_client, area, lang) for area in {a for a, _ in pages}}
    html, wrong = {}, []
    for area, path in pages:
        page = clients[area].get(path)
        if page.status != 200:
            wrong.append(f"{path}: {page.status}")
            continue
        html[path] = page.text
        if len(page.content) > 50 * 1024 and "size=" not in path:
            wrong.append(f"{path}: {len(page.content)} bytes")
        if f'<html lang="{lang}"' not in page.text:
            wrong.append(f"{path}: language")
        for key in re.findall(r">\s*((?:title|field|err|notice|hint)\.[a-z_.]+)\s*<", page.text):
            wrong.append(f"{path}: text {key} is missing")
    wrong += judges.markup(html)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [1280, 360])
def test_access_and_width(pages, browser, db, width):
    db.run("DELETE FROM throttle")
    wrong, now = [], None
    for area, path in sorted(pages):
        if area in EYES and EYES[area] != now:
            now = EYES[area]
            browser.driver.delete_all_cookies()
            browser.open("/account/signin")
            browser.fill(login=now, password=PASSWORD)
            browser.follow(browser.one("form:has([name=password]) button"))
        browser.size(width)
        browser.open(path)
        wrong += [f"{path} at {width}: {p}" for p in browser.problems()]
        if browser.too_wide():
            wrong.append(f"{path} at {width}: scrolls sideways")
        wrong += [f"{path} at {width}: {v}" for v in judges.axe(browser)]
    assert not wrong, "\n".join(wrong)
