"""Mails of matching lists and their phases when the mailer is killed (S3-11, S3-25): each pair once, and only those that were handed over."""
import collections
import random
import time

from harness import match
from harness.suite import until
from outbox import utc


def settled(outbox, run):
    return not {"ready", "claimed"} & set(outbox.states(run)) and outbox.state(run) == "done"


def pairs_of(outbox, count):
    """A JOB with its 企業担当者 and so many résumés; a few of them are in selection already."""
    firm = match.add_firm(outbox.db, outbox.org)
    contact = match.add_contact(outbox.db, outbox.org, company=firm, mail=f"firm{outbox.org.id}@firm.example.jp")
    job = match.add_job(outbox.db, outbox.org, company=firm, contact=contact)
    ids = outbox.resumes(count)
    for id in ids[:20]:
        match.add_process(outbox.db, outbox.org, id, job, "new")
    for id in ids[20:40]:
        match.add_process(outbox.db, outbox.org, id, job, "applied")
    return job, ids


# S3-11: one address, as many mails as résumés; S3-25: phases of exactly those that are 送信済
def test_killed_again_and_again(outbox, mail, suite):
    job, ids = pairs_of(outbox, 200)
    account = outbox.org.account()
    mail.late = 0.02
    run = outbox.run(ids, kind="job_recommend", list="resume", job_id=job, phase="applied", account_id=account.id, max_id=0,
                     mail_id=outbox.mail(kind="job_recommend", subject="{{ レジュメID }}", body="{{ 企業担当者名 }} {{ 氏名 }}\n"))
    dice = random.Random(1)
    mail.wait(1)
    for _ in range(5):
        time.sleep(dice.uniform(0.1, 0.5))
        suite.kill("daemon:mailer")
        suite.start("daemon:mailer")
    mail.late = 0.0
    until(lambda: settled(outbox, run))
    rows = outbox.rows(run)
    assert sorted(int(r["about"]) for r in rows) == ids and len({r["to_addr"] for r in rows}) == 1
    got = collections.Counter(int(m.subject) for m in mail.messages)
    assert set(got.values()) == {1}
    sent = {int(r["about"]) for r in rows if r["state"] == "sent"}
    assert sent <= set(got) and {r["state"] for r in rows} <= {"sent", "doubt"} and outbox.counters_agree(run)
    reached = {p["resume_id"]: p["phase"] for p in outbox.db.all("SELECT * FROM process WHERE org_id = %s", outbox.org.id)}
    assert {id for id, phase in reached.items() if phase == "applied"} == sent | set(ids[20:40])
    assert set(reached) == sent | set(ids[:40])
    moves = outbox.db.all("SELECT p.resume_id, l.run_id FROM phase_log l JOIN process p ON p.id = l.process_id WHERE l.org_id = %s", outbox.org.id)
    assert sorted(m["resume_id"] for m in moves) == sorted(sent - set(ids[20:40])) and {m["run_id"] for m in moves} == {run}


# S3-25: what a person did meanwhile stays, and so does what is gone
def test_records_that_are_gone(outbox, mail, suite):
    job, ids = pairs_of(outbox, 3)
    outbox.db.run("DELETE FROM process WHERE org_id = %s", outbox.org.id)
    suite.stop("daemon:mailer")
    try:
        run = outbox.run(ids, kind="resume_job", job_id=job, phase="approach", account_id=outbox.org.account().id, state="sending",
                         n_total=3, n_ready=3, mail_id=(letter := outbox.mail(kind="resume_job")))
        for id in ids:
            addr = outbox.db.value("SELECT mail FROM resume WHERE id = %s", id)
            outbox.db.insert("outbox", org_id=outbox.org.id, run_id=run, mail_id=letter, noun="resume", noun_id=id, about=str(id), once_key=addr,
                             to_addr=addr, vars="", state="ready", due_at=utc(), created_at=utc())
        outbox.db.run("DELETE FROM resume WHERE id = %s", ids[1])
    finally:
        suite.start("daemon:mailer")
    until(lambda: settled(outbox, run))
    assert outbox.states(run) == {"sent": 3} and len(mail.messages) == 3
    assert {p["resume_id"] for p in outbox.db.all("SELECT resume_id FROM process WHERE org_id = %s", outbox.org.id)} == {ids[0], ids[2]}
