"""A bulk mail as a recruiter makes it: from the scope to the question, through the pages."""
import itertools
import re

from harness.suite import PATIENCE, until

numbers = itertools.count(1)
BODY = "{{ 氏名 }} 様\n\n{{ 会社名 }}の{{ 担当者名 }}です。\nご希望は{{ 希望職種 }}ですね。\n\n{{ 署名 }}"


def add_resume(db, org, **columns):
    """A résumé without a way to find it by free words; enough for a mail."""
    n = next(numbers)
    row = {"name": f"候補 {n}", "kana": "コウホ", "mail": f"kouho{n}@example.com", "created_at": "2026-01-01", "updated_at": "2026-01-01", **columns}
    id = db.insert("resume", org_id=org.id, **row)
    db.insert("resume_search", resume_id=id, org_id=org.id, search="")
    count(db, org, "resume")
    return id


def count(db, org, noun):
    """The whole list's length is kept beside it."""
    db.run("INSERT INTO counter (org_id, noun, n) VALUES (%s, %s, 1) ON DUPLICATE KEY UPDATE n = n + 1", org.id, noun)


def add_contact(db, org, company="取引先 株式会社", **columns):
    n = next(numbers)
    firm = db.insert("company", org_id=org.id, name=company, note="", search="", created_at="2026-01-01", updated_at="2026-01-01")
    row = {"name": f"担当 {n}", "kana": "タントウ", "mail": f"tantou{n}@example.net", "note": "", "search": "", "created_at": "2026-01-01",
           "updated_at": "2026-01-01", **columns}
    count(db, org, "contact")
    return db.insert("contact", org_id=org.id, company_id=firm, **row)


def select(db, account, shown=(), checked=(), list="resume", query=""):
    """What the account has on screen and ticked."""
    text = lambda ids: ",".join(str(i) for i in sorted(ids))
    db.run("REPLACE INTO selection (account_id, org_id, list, query, query_key, shown, checked, updated_at)"
           " VALUES (%s, %s, %s, %s, UNHEX(MD5(%s)), %s, %s, now())", account.id, account.org.id, list, query, query, text(shown), text(checked))


def start_draft(client, scope="all", list="resume"):
    """The compose page of a new draft."""
    page = client.get(f"/mailing/new?list={list}")
    assert page.status == 200, page.words
    page = client.submit(page, page.form("scope"), scope=scope)
    assert page.status == 200 and re.fullmatch(r"/mailing/run/\d+/compose", page.path), f"{page.status} {page.path} {page.words[:300]}"
    return page


def compose(client, page, button="confirm", **values):
    """Write into the compose page and press a button."""
    values = {"subject": "求人のご案内 {{ 氏名 }}様", "body": BODY, **values}
    return client.submit(page, page.form("subject", "body"), values, button=button)


def run_id(page):
    return int(re.search(r"/mailing/run/(\d+)", page.path).group(1))


def answer(client, page, button):
    return client.submit(page, page.form(action=page.path), button=button)


def send(client, scope="all", list="resume", **values):
    """The whole way; gives the run's id."""
    page = compose(client, start_draft(client, scope, list), **values)
    assert page.status == 200 and page.path.endswith("/confirm"), f"{page.status} {page.path} {page.words[:600]}"
    page = answer(client, page, "Yes")
    assert page.status == 200 and page.path.endswith("/started"), f"{page.status} {page.path} {page.words[:300]}"
    return run_id(page)


def wait_state(db, run, *states, seconds=PATIENCE):
    state = lambda: db.value("SELECT state FROM run WHERE id = %s", run)
    until(lambda: state() in states, seconds, f"run {run} is {state()}, not {states}")


def do(client, run, action):
    """One of the buttons of a run's page: pause, resume, stop, cancel, again."""
    page = client.get(f"/mailing/run/{run}")
    return client.submit(page, page.form(action=f"/mailing/run/{run}/{action}"))
