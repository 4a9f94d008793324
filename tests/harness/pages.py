"""Every page that the route tables show, with ids of the demo data, and what any of them may have wrong that needs no browser."""
import re
import subprocess

from harness import judges

PASSWORD = "musubi-demo-2026"
LIMIT, ROOM = 50 * 1024, 1024  # bytes of a page (ui.md); what a date, a name or one more row of a menu may add without a page being too large

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


def every(suite, db):
    """(area, address) of each."""
    found = [(area, address(db, path)) for area, path in routes(suite)]
    found = [(area, path) for area, path in found if path]
    assert len(found) > 25, found
    return found


def eyes(new_client, areas, lang="ja"):
    """Area → a client who is signed in there."""
    clients = {}
    for who in {EYES[area] for area in areas}:
        clients[who] = new_client(lang)
        page = clients[who].sign_in(who, PASSWORD)
        assert page.status == 200 and page.path != "/account/signin", f"{who}: {page.status} {page.words[:300]}"
    return {area: clients[EYES[area]] for area in areas}


def faults(pages, new_client, lang, markup=True):
    """What is wrong with the pages of every(); the judge of markup takes the most time."""
    clients = eyes(new_client, {a for a, _ in pages}, lang)
    html, wrong = {}, []
    for area, path in pages:
        page = clients[area].get(path)
        if page.status != 200:
            wrong.append(f"{path}: {page.status}")
            continue
        html[path] = page.text
        if len(page.content) > LIMIT - ROOM and "size=" not in path:
            wrong.append(f"{path}: {len(page.content)} bytes")
        if f'<html lang="{lang}"' not in page.text:
            wrong.append(f"{path}: language")
        for key in re.findall(r">\s*((?:title|field|err|notice|hint)\.[a-z_.]+)\s*<", page.text):
            wrong.append(f"{path}: text {key} is missing")
        for link in re.findall(r"<a [^>]*>\s*</a>", page.text):
            wrong.append(f"{path}: a link without words: {link}")
    return wrong + (judges.markup(html) if markup else [])
