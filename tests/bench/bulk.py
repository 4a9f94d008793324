"""Runs of bulk mail for the parts that need them, made through the pages."""
import time

from harness.bulk import compose, run_id, select, start_draft
from harness.world import Account, Db, Org
from stage import ORG

# With the footer and the heads about 2 KB on the wire.
BODY = ("{{ 氏名 }} 様\n\nいつもお世話になっております。{{ 会社名 }}の{{ 担当者名 }}です。\n\nご希望の{{ 希望職種 }}に合う新しい求人が入りましたので、ご案内いたします。\n"
        "勤務地は首都圏で、年収は経験に応じてご相談のうえ決定いたします。\n\n"
        + "・週休二日制、年間休日百二十日以上、各種社会保険完備\n・資格取得の支援制度、住宅手当、交通費の全額支給\n" * 2 +
        "\nご興味がございましたら、このメールにご返信ください。\nどうぞよろしくお願いいたします。\n\n{{ 署名 }}")
TABLES = ("outbox", "outbox_try", "run", "mail", "selection")


class Bulk:
    def __init__(self, stage):
        self.stage = stage
        self.db = Db(stage.socket)
        stage.run_areas("account", "crm", "mailing")
        self.client = stage.client()
        row = self.db.one("SELECT id, login_id, mail, name FROM account WHERE org_id = %s ORDER BY id LIMIT 1", ORG)
        self.client.account = Account(Org(None, ORG, ""), row["id"], row["login_id"], row["mail"], row["name"])
        self.empty()

    def empty(self):
        """No run of an earlier time; the database is kept between benchmarks."""
        for table in TABLES:
            self.db.run(f"TRUNCATE {table}")

    def query_for(self, wanted):
        """(query string, records): the prefecture or all, whichever is nearest to the wanted number of records."""
        rows = self.db.all("SELECT pref, COUNT(*) AS n FROM resume WHERE org_id = %s GROUP BY pref", ORG)
        choices = [("", sum(r["n"] for r in rows))] + [(f"pref={r['pref']}", r["n"]) for r in rows if r["pref"]]
        return min(choices, key=lambda c: abs(c[1] - wanted))

    def draft(self, query="", checked=()):
        """The page that asks 「Yes」 or 「No」."""
        select(self.db, self.client.account, shown=checked, checked=checked, query=query)
        page = compose(self.client, start_draft(self.client, "checked" if checked else "all"), body=BODY)
        assert page.status == 200 and page.path.endswith("/confirm"), f"{page.status} {page.path} {page.words[:600]}"
        return page

    def confirm(self, page):
        """(run id, milliseconds of the POST)"""
        form = page.form(action=page.path)
        began = time.perf_counter()
        answer = self.client.submit(page, form, button="Yes", follow=False)
        took = (time.perf_counter() - began) * 1000
        assert answer.status == 303, f"{answer.status} {answer.words[:300]}"
        return run_id(page), took

    def run(self, id):
        return self.db.one("SELECT * FROM run WHERE id = %s", id)

    def wait(self, id, *states, seconds=300):
        """The run once it is in one of the states; the last look when it takes too long."""
        end = time.monotonic() + seconds
        while True:
            row = self.run(id)
            if row["state"] in states or time.monotonic() > end:
                return row
            time.sleep(0.02)

    def close(self):
        self.empty()
        self.db.close()
