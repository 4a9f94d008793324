"""Records that are merged while a mail to them is on its way: whatever becomes of it stands with the one that was kept (S3-34: the mail is
in the history of each record that got it)."""
import threading

import pymysql
import pytest

from harness import match
from harness.suite import until
from outbox import utc

NOUNS = ("resume", "contact")


class People:
    """Two records of one person, and a recruiter who merges them."""

    def __init__(self, outbox, world, noun):
        self.db, self.org, self.noun, self.outbox = outbox.db, outbox.org, noun, outbox
        self.account = outbox.org.account("member")
        self.client = world.signed_in(self.account)
        more = {"company": match.add_firm(self.db, self.org)} if noun == "contact" else {}
        add = match.add_contact if noun == "contact" else match.add_resume
        self.kept, self.gone, self.other = (add(self.db, self.org, name=name, kana="タナカ ミサキ", mail=self.address(name), **more)
                                            for name in ("kept", "gone", "other"))

    def address(self, name):
        return f"{name}.{self.noun}{self.org.id}@people.example.jp"

    def run(self, *ids, **more):
        return self.outbox.run(list(ids), kind=self.noun, list=self.noun, account_id=self.account.id, max_id=max(ids),
                               mail_id=self.outbox.mail(kind=self.noun, subject="ご案内 {{ 氏名 }}様", body="{{ 氏名 }}様\n", account_id=self.account.id), **more)

    def merge(self):
        page = self.client.get(f"/crm/{self.noun}/{self.kept}/merge?with={self.gone}")
        page = self.client.submit(page, page.form("keep"), {"keep": "left"}, button="統合する")
        assert page.status == 200 and page.path == f"/crm/{self.noun}/{self.kept}", page.words[:300]

    def undo(self):
        page = self.client.get(f"/crm/{self.noun}/{self.kept}")
        self.client.submit(page, next(f for f in page.forms if f.action.endswith("/undo")))

    def mails(self, id):
        """Subjects on the record's page; a page that leads elsewhere has none."""
        page = self.client.get(f"/crm/{self.noun}/{id}")
        return page.path == f"/crm/{self.noun}/{id}" and page.words.split("メールの履歴")[-1].count("ご案内")

    def row(self, run, name):
        rows = self.db.all("SELECT * FROM outbox WHERE run_id = %s AND to_addr = %s", run, self.address(name))
        return rows[0] if rows else {"state": ""}

    def done(self, run):
        until(lambda: self.outbox.state(run) == "done")
        assert self.outbox.counters_agree(run)


@pytest.fixture(params=NOUNS)
def people(request, outbox, world):
    return People(outbox, world, request.param)


def waiting(people, mail, run):
    """The mail to the one that will go was put off by her server."""
    until(lambda: people.row(run, "gone")["state"] == "deferred")


def again(people, run):
    people.db.run("UPDATE outbox SET due_at = %s WHERE run_id = %s AND state = 'deferred'", utc(minutes=1), run)


# S3-34 the history of the one that stays has the mail, and after undoing that of the one that came back
def test_merged_while_the_mail_waits(people, mail):
    mail.rule(people.address("gone"), "450 4.2.1 busy", times=1)
    run = people.run(people.kept, people.gone, people.other)
    waiting(people, mail, run)
    people.merge()
    again(people, run)
    people.done(run)
    row = people.row(run, "gone")
    assert (row["state"], row["noun"], row["noun_id"]) == ("sent", people.noun, people.kept) and len(mail.to(people.address("gone"))) == 1
    assert people.mails(people.kept) == 2 and people.mails(people.gone) is False
    people.undo()
    assert people.row(run, "gone")["noun_id"] == people.gone and (people.mails(people.kept), people.mails(people.gone)) == (1, 1)


# S3-31 an unknown user stands in the history of the one that stays
def test_refused_after_the_merge(people, mail):
    mail.rule(people.address("gone"), "450 4.2.1 busy", times=1)
    run = people.run(people.gone, people.other)
    waiting(people, mail, run)
    people.merge()
    mail.rule(people.address("gone"), "550 5.1.1 unknown user")
    again(people, run)
    people.done(run)
    assert people.row(run, "gone")["state"] == "failed"
    told = people.db.all("SELECT noun_id, body FROM history WHERE org_id = %s AND noun = %s AND kind = 'bounce'", people.org.id, people.noun)
    assert [h["noun_id"] for h in told] == [people.kept] and people.address("gone") in told[0]["body"]
    assert people.address("gone") in people.client.get(f"/crm/{people.noun}/{people.kept}").words


# S3-02, S3-34 merged between confirmation and sending: the one that stays gets the mail, and never two
@pytest.mark.parametrize("both", [False, True])
def test_merged_before_the_rows_are_made(people, mail, both):
    ids = [people.gone, people.other] + [people.kept] * both
    run = people.run(*sorted(ids), start_at=utc(days=-1))
    people.merge()
    people.db.run("UPDATE run SET start_at = %s WHERE id = %s", utc(minutes=1), run)
    people.done(run)
    rows = {r["to_addr"]: r["noun_id"] for r in people.outbox.rows(run)}
    assert rows == {people.address("kept"): people.kept, people.address("other"): people.other}
    assert len(mail.to(people.address("kept"))) == 1 and not mail.to(people.address("gone")) and people.mails(people.kept) == 1
    assert mail.to(people.address("kept"))[0].subject == "ご案内 kept様"


def test_merged_before_the_run_was_confirmed_is_not_written_to(people, mail):
    """The confirmation page did not show the one that stayed."""
    people.merge()
    people.db.run("UPDATE merge_log SET at = %s WHERE org_id = %s", utc(hours=1), people.org.id)
    run = people.run(people.gone, people.other)
    people.done(run)
    assert [r["to_addr"] for r in people.outbox.rows(run)] == [people.address("other")]


# S3-34 while the mailer writes a run's rows down a merge waits, so that none is left with the one that goes
def test_a_merge_waits_for_rows_that_are_being_made(people, suite):
    suite.stop("daemon:mailer")
    mailer = pymysql.connect(unix_socket=str(suite.socket), database="musubi", autocommit=False)
    try:
        run = people.run(people.gone)
        at = mailer.cursor()
        at.execute("SELECT id FROM run WHERE id = %s FOR UPDATE", (run,))
        at.execute("INSERT INTO outbox (org_id, run_id, mail_id, noun, noun_id, once_key, to_addr, vars, state, due_at, created_at)"
                   " SELECT org_id, id, mail_id, %s, %s, 'x', 'x@example.jp', '', 'stopped', created_at, created_at FROM run WHERE id = %s",
                   (people.noun, people.gone, run))
        failed = []

        def merge():
            try:
                people.merge()
            except BaseException as e:  # for the test's own thread
                failed.append(e)

        thread = threading.Thread(target=merge)
        thread.start()
        until(lambda: people.db.value("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT' AND"
                                      " trx_query LIKE %s", "%FROM run%"), step=0.3)  # the server looks anew only when nobody has asked for 0.1 s
        mailer.commit()
        thread.join()
        assert not failed, failed
        assert people.db.value("SELECT noun_id FROM outbox WHERE run_id = %s", run) == people.kept
    finally:
        mailer.close()
        people.db.run("UPDATE run SET state = 'stopped' WHERE org_id = %s", people.org.id)
        suite.start("daemon:mailer")


# S3-25 the phase of the one that stays moves with a mail about the one that went
def test_phase_of_the_one_that_stays(outbox, world, mail):
    people = People(outbox, world, "resume")
    firm = match.add_firm(people.db, people.org)
    job = match.add_job(people.db, people.org, company=firm)
    mail.rule(people.address("gone"), "450 4.2.1 busy", times=1)
    run = outbox.run([people.gone, people.other], kind="resume_job", list="resume", job_id=job, phase="applied", account_id=people.account.id, max_id=0,
                     mail_id=outbox.mail(kind="resume_job", subject="{{ 氏名 }}", body="{{ 氏名 }}\n"))
    waiting(people, mail, run)
    people.merge()
    again(people, run)
    people.done(run)
    phases = {p["resume_id"]: p["phase"] for p in people.db.all("SELECT * FROM process WHERE org_id = %s AND job_id = %s", people.org.id, job)}
    assert phases == {people.kept: "applied", people.other: "applied"}
    assert people.db.value("SELECT phase FROM resume WHERE id = %s", people.kept) == "applied"
