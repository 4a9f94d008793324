"""Matching lists: records that fit or do not, and what a list says of them."""
import html
import re
from collections import namedtuple

from harness import bulk

Match = namedtuple("Match", "id score reasons process")
STAMP = dict(created_at="2026-01-01", updated_at="2026-01-01")


def add_resume(db, org, search="", **columns):
    id = bulk.add_resume(db, org, **columns)
    db.insert("resume_text", resume_id=id, org_id=org.id, career="", wish="", note="")
    db.run("UPDATE resume_search SET search = %s WHERE resume_id = %s", search, id)
    return id


def add_firm(db, org, name="株式会社ひばり"):
    return db.insert("company", org_id=org.id, name=name, note="", search="", **STAMP)


def add_job(db, org, company=None, contact=0, **columns):
    row = {"name": "介護職員", "body": "", "note": "", "search": "", **STAMP, **columns}
    bulk.count(db, org, "job")
    return db.insert("job", org_id=org.id, company_id=company or add_firm(db, org), contact_id=contact, **row)


def add_contact(db, org, company=None, **columns):
    n = next(bulk.numbers)
    row = {"name": f"担当 {n}", "kana": "タントウ", "mail": f"tantou{n}@example.net", "note": "", "search": "", **STAMP, **columns}
    return db.insert("contact", org_id=org.id, company_id=company or add_firm(db, org), **row)


def add_process(db, org, resume, job, phase="new"):
    return db.insert("process", org_id=org.id, resume_id=resume, job_id=job, phase=phase, note="", **STAMP)


def add_with_words(client, **values):
    """Through the page, so that free words find it."""
    page = client.get("/crm/resume/new")
    page = client.submit(page, page.form("version"), {"kana": "カナ", **values})
    return int(re.fullmatch(r"/crm/resume/(\d+)", page.path).group(1))


def matches(page):
    """The rows of a matching list."""
    assert page.status == 200, f"{page.status} {page.words[:300]}"
    found = []
    for row in re.findall(r"<tr><td class=\"c-check\"><label.*?(?=<tr>|</tbody>)", page.text, re.S):
        process = re.search(r'/crm/process/(\d+)"', row)
        reasons = re.search(r'<td class="reasons"[^>]*>(.*?)(?=<td)', row, re.S).group(1)
        found.append(Match(int(re.search(r'name="id" value="(\d+)"', row).group(1)), int(re.search(r'<meter[^>]* value="(\d+)"', row).group(1)),
                           html.unescape(re.sub(r"<[^>]+>", "", reasons)), int(process.group(1)) if process else None))
    return found
