"""What the demo data promises on whatever day it is made: a home page that is alive, and no date that stands still."""
import datetime
import re

from harness.sweep import tables

PASSWORD = "musubi-demo-2026"
ADMINS = ("takahashi@minato.example.jp", "kuwahara@kitanohikari.example.jp")
JAPAN = datetime.timezone(datetime.timedelta(hours=9))
AHEAD = {"birth_on", "available_on"}  # what is no date of work


def chart(page):
    """The rows of 一括メールの結果: (day as shown, sent)."""
    table = page.text[page.text.index('id="mails"'):]
    return [(day, int(sent.replace(",", ""))) for day, sent in re.findall(r'<th scope="row">(\d\d/\d\d)</th><td class="num">([\d,]+)</td>', table)]


def lively(page, now):
    """The home page of an agency's administrator at a time: today stands where it belongs, and the days before it were busy."""
    today = now.astimezone(JAPAN)
    days = [(today - datetime.timedelta(days=back)).strftime("%m/%d") for back in range(13, -1, -1)]
    shown = chart(page)
    assert [day for day, _ in shown] == days, (days, shown)
    busy = [day for day, sent in shown if sent >= 20]
    assert len(busy) >= 6 and set(busy) & set(days[:4]) and set(busy) & set(days[-4:]), shown
    waiting = re.findall(r'<td class="num">(\d+)</td></tr>', page.text[page.text.index('id="waiting"'):page.text.index('id="runs"')])
    assert len(waiting) >= 5 and all(7 <= int(days) <= 70 for days in waiting), waiting
    assert len(re.findall(r'<a href="/mailing/run/\d+">', page.text)) >= 2, "no 一括処理 of the last week"


def dated(db, now):
    """Everything was done within some years before now, the newest within a day; what texts tell of is not of another time."""
    now = now.replace(tzinfo=None)
    found = {}
    for table, columns in tables(db).items():
        names = {c["name"] for c in columns}
        for c in columns:
            if c["type"] not in ("datetime", "date") or c["name"] in AHEAD or "org_id" not in names or table in ("audit", "session"):
                continue
            where = "org_id IN (2, 3)" + (" AND id BETWEEN 100001 AND 104800" if table == "resume" else "")
            row = db.one(f"SELECT MIN(`{c['name']}`) AS oldest, MAX(`{c['name']}`) AS newest FROM `{table}` WHERE {where} AND `{c['name']}` IS NOT NULL")
            if row["oldest"]:
                found[f"{table}.{c['name']}"] = (row["oldest"], row["newest"])
    assert {"resume.updated_at", "phase_log.at", "run.confirmed_at", "history.at", "saved_search.created_at", "outbox.done_at"} <= set(found), found
    old = {name: oldest for name, (oldest, _) in found.items() if oldest < now - datetime.timedelta(days=1300)}
    assert not old, old
    newest = {name: found[name][1] for name in ("resume.updated_at", "process.updated_at", "run.confirmed_at")}
    assert all(now - datetime.timedelta(days=2) < at <= now for at in newest.values()), (now, newest)
    texts(db, now)


def texts(db, now):
    month = lambda year, month: int(year) * 12 + int(month)
    until = max(month(*m) for r in db.all("SELECT career FROM resume_text WHERE resume_id BETWEEN 100001 AND 104800")
                for m in re.findall(r"(\d{4})年(\d+)月", r["career"]))
    assert month(now.year, now.month) - 6 <= until <= month(now.year, now.month), until
    for run in db.all("SELECT subject, body, confirmed_at FROM run WHERE org_id IN (2, 3) AND subject REGEXP '月の新着|病院見学会'"):
        made = run["confirmed_at"] + datetime.timedelta(hours=9)
        for of in re.findall(r"(\d+)月の新着", run["subject"]):
            assert int(of) == made.month, run
        for day in re.findall(r"(\d+)月(\d+)日に病院見学会", run["body"]):
            assert day in [(str(d.month), str(d.day)) for d in (made + datetime.timedelta(days=n) for n in range(7, 22))], run
