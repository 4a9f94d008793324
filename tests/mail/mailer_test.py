"""The mailer from outside: rows in, mails at a receiving server, results back in the rows."""
import hashlib
import re
import signal

import pytest

from harness.suite import until
from harness.turns import mailer_looked
from outbox import mailer_with, utc

NOTICE = dict(subject="パスワード再設定のご案内", body="次のリンクをお使いください。\nhttps://musubi.example.jp/account/reset/abc\n")


def test_single_mail(outbox, mail):
    id = outbox.single("hanako@example.jp", **NOTICE)
    got = mail.wait(1)[0]
    assert got.to == "hanako@example.jp"
    assert got.subject == NOTICE["subject"]
    assert got.text.splitlines() == NOTICE["body"].splitlines()
    assert got["From"] == "高橋 恵美 <takahashi@agency.example.jp>" and got["To"] == "受取 花子 <hanako@example.jp>"
    assert got["Date"].endswith("+0900") and got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe"] is None
    assert re.fullmatch(rf"bounces\+{id}-[0-9a-f]{{16}}@musubi\.example\.jp", got.sender)
    row = until(lambda: (r := outbox.row(id))["state"] == "sent" and r)
    assert (row["attempts"], row["smtp_code"], row["smtp_text"]) == (1, 250, "2.0.0 taken")
    assert got["Message-ID"] == f"<{row['message_id']}>"
    # What opened an account does not stay in the database.
    assert outbox.db.value("SELECT body FROM mail WHERE id = %s", row["mail_id"]) == ""


# S3-02 one mail per address, no other recipient visible; S3-21 tags filled per record when sent
def test_run(outbox, mail):
    ids = outbox.resumes(30)
    outbox.db.run("UPDATE resume SET mail = %s WHERE id = %s", outbox.db.value("SELECT mail FROM resume WHERE id = %s", ids[0]), ids[1])
    outbox.db.run("UPDATE resume SET mail = '' WHERE id = %s", ids[2])
    run = outbox.run(ids, mail_id=outbox.mail(subject="{{ 氏名 }}様", body="{{ 氏名 }}様、{{会社名}}です。\n"))
    until(lambda: outbox.state(run) == "done")
    assert len(mail.messages) == 28 and len({m.to for m in mail.messages}) == 28
    for m in mail.messages:
        name = outbox.db.value("SELECT MIN(name) FROM resume WHERE mail = %s", m.to)
        assert m.subject == f"{name}様" and m.text.startswith(f"{name}様、{outbox.org.name}です。")
        assert m["To"].addresses[0].addr_spec == m.to and m["Cc"] is None
    r = outbox.db.one("SELECT * FROM run WHERE id = %s", run)
    assert (r["n_records"], r["n_empty"], r["n_duplicate"], r["n_total"], r["n_sent"]) == (30, 1, 1, 28, 28)
    assert outbox.counters_agree(run) and r["done_at"]


# RFC 8058, 特定電子メール法: unsubscribe link, name and address of the sender
def test_bulk_mail_can_be_unsubscribed(outbox, mail, suite):
    outbox.run(outbox.resumes(1))
    m = mail.wait(1)[0]
    link = m["List-Unsubscribe"].strip("<>")
    assert re.fullmatch(re.escape(suite.url) + r"/mailing/u/[\w-]{32}", link)
    assert m["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for words in (link, outbox.org.name, "〒100-0001 東京都千代田区丸の内1-1"):
        assert words in m.text


def test_ledger_is_checked_when_sending(outbox, mail):
    ids = outbox.resumes(3)
    addr = outbox.db.value("SELECT mail FROM resume WHERE id = %s", ids[1])
    outbox.db.insert("dnc", org_id=outbox.org.id, addr=addr, reason="request", created_at="2026-01-01")
    run = outbox.run(ids)
    until(lambda: outbox.state(run) == "done")
    assert outbox.states(run) == {"sent": 2, "suppressed": 1} and not mail.to(addr) and outbox.counters_agree(run)
    # A notice is no advertising: it goes out all the same.
    outbox.single(addr, **NOTICE)
    mail.wait(1, to=addr)


# 広告停止 holds for what has not left: also for a mail that the mailer has in hand, waiting for the relay
def test_ledger_is_asked_when_a_mail_leaves(outbox, mail, world):
    client = world.signed_in(outbox.org.account("member"))
    ids = outbox.resumes(12)
    at_the_door, in_memory = (outbox.db.value("SELECT mail FROM resume WHERE id = %s", ids[i]) for i in (0, 7))
    mail.held = True
    run = outbox.run(ids)
    notice = outbox.single(in_memory, **NOTICE)
    until(lambda: mail.waiting == 4 and outbox.states(run) == {"claimed": 12})
    for addr in (at_the_door, in_memory):
        page = client.get("/mailing/stops")
        assert "登録しました" in client.submit(page, page.form("addr"), {"addr": addr}).text
    # The one that no sender has is given up at once, the other when it would be handed over.
    until(lambda: any(r["to_addr"] == in_memory and r["state"] == "suppressed" for r in outbox.rows(run)))
    mail.held = False
    until(lambda: outbox.state(run) == "done")
    assert outbox.states(run) == {"sent": 10, "suppressed": 2} and outbox.counters_agree(run)
    assert not {m.to for m in mail.messages if m.subject != NOTICE["subject"]} & {at_the_door, in_memory}
    # What is no advertising goes out all the same.
    until(lambda: outbox.row(notice)["state"] == "sent")


def test_refusals_are_told_apart(outbox, mail):
    mail.rule("gone@example.jp", "550 5.1.1 unknown user")
    mail.rule("full@example.jp", "452 4.2.2 mailbox full")
    mail.rule("spam@example.jp", "554 5.7.1 spam", at="data")
    mail.rule("slow@example.jp", "451 4.3.0 later", at="data")
    mail.rule("long@example.jp", "550-5.1.1 This mail\r\n550-5.1.1 was not taken.\r\n550 Ask us why.")
    rows = {a: outbox.single(f"{a}@example.jp", **NOTICE) for a in ("gone", "full", "spam", "slow", "long", "fine")}
    said = lambda a: (outbox.row(rows[a])["state"], outbox.row(rows[a])["smtp_code"], outbox.row(rows[a])["smtp_text"])
    until(lambda: all(outbox.row(id)["state"] not in ("ready", "claimed") for id in rows.values()))
    assert said("gone") == ("failed", 550, "5.1.1 unknown user")
    assert said("full") == ("deferred", 452, "4.2.2 mailbox full")
    assert said("spam") == ("failed", 554, "5.7.1 spam")
    assert said("slow") == ("deferred", 451, "4.3.0 later")
    assert said("long") == ("failed", 550, "5.1.1 This mail was not taken. Ask us why.")
    assert said("fine")[0] == "sent"
    tries = outbox.db.all("SELECT outbox_id, attempt, smtp_code FROM outbox_try WHERE outbox_id >= %s ORDER BY 1", min(rows.values()))
    assert {(t["outbox_id"], t["attempt"], t["smtp_code"]) for t in tries} == {
        (rows["gone"], 1, 550), (rows["full"], 1, 452), (rows["spam"], 1, 554), (rows["slow"], 1, 451), (rows["long"], 1, 550)}


def test_tried_again_with_growing_gaps_until_it_expires(outbox, mail, suite):
    rule = mail.rule("busy@example.jp", "450 4.2.1 busy")
    id = outbox.single("busy@example.jp", **NOTICE)
    dues, ahead = [], 0
    try:
        for attempt in range(1, 5):
            row = until(lambda: (r := outbox.row(id))["attempts"] == attempt and r)
            assert row["state"] == "deferred"
            dues.append(outbox.db.value("SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), due_at) FROM outbox WHERE id = %s", id) - ahead)
            ahead += dues[-1] + 5
            suite.set_clock(ahead)
        assert [round(d / 60) for d in dues] == [5, 10, 20, 40]
        until(lambda: outbox.row(id)["attempts"] == 5)
        suite.set_clock(5 * 86400 + 60)
        row = until(lambda: (r := outbox.row(id))["state"] == "failed" and r)
        assert row["smtp_code"] == 450 and row["smtp_text"].startswith("expired: ")
        assert not mail.to("busy@example.jp") and rule.times is None
    finally:
        suite.set_clock(0)


def test_lost_after_the_dot_is_in_doubt_and_never_sent_again(outbox, mail, suite):
    mail.rule("lost@example.jp", "drop", at="data", times=1)
    mail.rule("cut@example.jp", "drop", at="text", times=1)
    lost = outbox.single("lost@example.jp", **NOTICE)
    cut = outbox.single("cut@example.jp", subject="大きなメール", body=("あ" * 25 + "\n") * 40000)
    assert until(lambda: (r := outbox.row(lost))["state"] == "doubt" and r)["attempts"] == 1
    # The end of this one was not even given to the connection: it cannot have been taken and is tried again.
    until(lambda: outbox.row(cut)["state"] in ("deferred", "sent"))
    suite.restart("daemon:mailer")
    mailer_looked(outbox.db)
    assert outbox.row(lost)["state"] == "doubt" and len(mail.to("lost@example.jp")) == 1


def test_server_that_does_not_answer(outbox, mail, suite):
    mail.rule("early@example.jp", "hang", times=1)
    mail.rule("after@example.jp", "hang", at="data", times=1)
    with mailer_with(suite, mail__timeout_seconds=5):
        early, after = outbox.single("early@example.jp", **NOTICE), outbox.single("after@example.jp", **NOTICE)
        until(lambda: outbox.row(early)["state"] == "deferred")
        until(lambda: outbox.row(after)["state"] == "doubt")
        # The connections on which it hangs are not used again.
        for i in range(8):
            outbox.single(f"next{i}@example.jp", **NOTICE)
        until(lambda: len(mail.messages) == 8)


def test_idle_connection_closed_by_the_server(outbox, mail):
    mail.delay = 0.2
    for i in range(8):  # until every sender has a connection
        outbox.single("one@example.jp", **NOTICE)
    mail.wait(8, to="one@example.jp")
    mail.rule("*", "421 4.4.2 idle too long", at="mail", times=1)
    id = outbox.single("two@example.jp", **NOTICE)
    until(lambda: outbox.row(id)["state"] == "sent")
    assert outbox.row(id)["attempts"] == 1


def test_relay_away_costs_no_tries(outbox, mail, suite):
    told = len(suite.log("mailer"))
    mail.stop()
    ids = [outbox.single(f"w{i}@example.jp", **NOTICE) for i in range(5)]
    until(lambda: suite.log("mailer").count("relay_away", told) > 1)
    assert {outbox.row(i)["state"] for i in ids} <= {"ready", "claimed"}
    mail.start()
    until(lambda: all(outbox.row(i)["state"] == "sent" and outbox.row(i)["attempts"] == 1 for i in ids))


def test_nothing_gets_into_headers(outbox, mail):
    bad = outbox.single("victim@example.jp\r\nRCPT TO:<other@example.jp>", **NOTICE)
    row = until(lambda: (r := outbox.row(bad))["state"] == "failed" and r)
    assert row["attempts"] == 1
    named = outbox.single("named@example.jp", to_name="名前\r\nBcc: other@example.jp", **NOTICE)
    until(lambda: outbox.row(named)["state"] == "failed")
    run = outbox.run(outbox.resumes(1, name="甲\r\nBcc: x@example.jp"), mail_id=outbox.mail(subject="{{ 氏名 }}様"))
    until(lambda: outbox.state(run) == "done")
    assert not mail.to("other@example.jp") and not mail.to("x@example.jp")


# S3-27 pause, resume, stop
def test_pause_and_stop(outbox, mail):
    mail.delay = 1.0
    run = outbox.run(outbox.resumes(120))
    mail.wait(5)
    outbox.db.run("UPDATE run SET state = 'paused', resume_state = 'sending' WHERE id = %s", run)
    until(lambda: set(outbox.states(run)) == {"ready", "sent"})
    here = len(mail.messages)
    mailer_looked(outbox.db)
    assert len(mail.messages) == here < 110
    assert set(outbox.states(run)) == {"ready", "sent"} and outbox.counters_agree(run)
    outbox.db.run("UPDATE run SET state = 'stopped' WHERE id = %s", run)
    until(lambda: set(outbox.states(run)) == {"stopped", "sent"})
    assert outbox.counters_agree(run) and len(mail.messages) == here


def test_start_in_the_future(outbox, mail):
    run = outbox.run(outbox.resumes(1), start_at="2099-01-01")
    mailer_looked(outbox.db)
    assert outbox.state(run) == "queued"
    outbox.db.run("UPDATE run SET start_at = '2026-01-01' WHERE id = %s", run)
    mail.wait(1)


def test_ends_in_order(outbox, mail, suite):
    mail.delay = 1.0
    run = outbox.run(outbox.resumes(60))
    mail.wait(3)
    assert suite.stop("daemon:mailer", signal.SIGTERM) == 0
    here = len(mail.messages)
    assert outbox.states(run) == {"ready": 60 - here, "sent": here} and outbox.counters_agree(run)
    mail.delay = 0
    suite.start("daemon:mailer")
    until(lambda: outbox.state(run) == "done")
    assert len(mail.messages) == 60


def job(outbox):
    company = outbox.db.insert("company", org_id=outbox.org.id, name="みどり介護", kana="ミドリカイゴ", note="", search="", created_at=utc(),
                               updated_at=utc())
    return outbox.db.insert("job", org_id=outbox.org.id, company_id=company, name="介護職員(日勤リーダー候補)", pref=13, address="足立区",
                            body="", note="", search="", created_at=utc(), updated_at=utc())


# S3-25 the phase moves with the mail, and only for mail that our server handed over
def test_phase_moves_with_the_mail(outbox, mail):
    ids = outbox.resumes(3)
    mail.rule(outbox.db.value("SELECT mail FROM resume WHERE id = %s", ids[1]), "550 5.1.1 unknown user")
    account = outbox.org.account(name="高橋 恵美")
    run = outbox.run(ids, kind="resume_job", mail_id=outbox.mail(kind="resume_job", subject="{{ JOB名 }}", body="{{勤務地}} {{担当者名}}\n"),
                     job_id=job(outbox), phase="approach", account_id=account.id)
    until(lambda: outbox.state(run) == "done")
    reached = outbox.db.all("SELECT resume_id, phase, owner_id FROM process WHERE org_id = %s ORDER BY resume_id", outbox.org.id)
    assert [(p["resume_id"], p["phase"], p["owner_id"]) for p in reached] == [(ids[0], "approach", account.id), (ids[2], "approach", account.id)]
    log = outbox.db.all("SELECT run_id, account_id, phase_to FROM phase_log WHERE org_id = %s", outbox.org.id)
    assert [(e["run_id"], e["account_id"], e["phase_to"]) for e in log] == [(run, account.id, "approach")] * 2
    # S3-21 tags of the JOB and the sender
    assert {m.subject for m in mail.messages} == {"介護職員(日勤リーダー候補)"}
    assert mail.messages[0].text.startswith("東京都足立区 高橋 恵美")


# S3-20 files of the run travel with each mail
def test_files(outbox, mail, suite):
    content = bytes(range(256)) * 500
    digest = hashlib.sha256(content).hexdigest()
    path = suite.var / "blobs" / digest[:2] / digest
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    blob = outbox.db.insert("blob", hash=bytes.fromhex(digest), size=len(content), type="application/pdf", created_at=utc())
    mail_id = outbox.mail()
    run = outbox.run(outbox.resumes(5), state="draft", mail_id=mail_id)
    outbox.db.insert("file", org_id=outbox.org.id, noun="run", noun_id=run, blob_id=blob, name="募集要項(11月).pdf", account_id=1, created_at=utc())
    outbox.db.insert("run_files", run_id=run, org_id=outbox.org.id, way="plain")
    outbox.db.run("UPDATE run SET state = 'queued' WHERE id = %s", run)
    until(lambda: outbox.state(run) == "done", message=lambda: str(outbox.rows(run)))
    assert len(mail.messages) == 5 and all(m.attachments == [("募集要項(11月).pdf", content)] for m in mail.messages)


def per_second(messages):
    at = sorted(m.at for m in messages)
    return (len(at) - 1) / (at[-1] - at[0])


@pytest.mark.parametrize("limit", ["per_second", "per_domain", "per_org"])
def test_limits(outbox, mail, suite, limit):
    with mailer_with(suite, **{f"mail__{limit}": 20}):
        ids = outbox.resumes(120, domain="slow.example.jp")
        run = outbox.run(ids)
        mail.wait(1)
        # A notice of another domain does not wait for the run.
        outbox.single("quick@example.jp", **NOTICE)
        mail.wait(1, to="quick@example.jp")
        until(lambda: outbox.state(run) == "done")
    assert mail.messages[-1].to != "quick@example.jp"
    # the lower bound is wide: what else the machine does must not matter
    assert 4 <= per_second([m for m in mail.messages if m.to != "quick@example.jp"]) <= 25


def test_limit_of_an_organisation(outbox, mail):
    outbox.db.run("UPDATE org SET mail_rate = 15 WHERE id = %s", outbox.org.id)
    run = outbox.run(outbox.resumes(30))
    until(lambda: outbox.state(run) == "done")
    assert 3 <= per_second(mail.messages) <= 19


def test_new_connection_after_so_many(outbox, mail, suite):
    with mailer_with(suite, mail__per_connection=5, mail__connections=1):
        run = outbox.run(outbox.resumes(25))
        until(lambda: outbox.state(run) == "done")
    assert mail.connections == 5 and len(mail.messages) == 25


def test_relay_certificate_is_verified(outbox, mail, suite):
    """starttls without an offer: nothing goes out in clear. More is in tls_test.py."""
    told = len(suite.log("mailer"))
    with mailer_with(suite, mail__relay_tls='"starttls"'):
        id = outbox.single("tls@example.jp", **NOTICE)
        until(lambda: suite.log("mailer").count("relay_away", told) > 1)
        assert outbox.row(id)["state"] in ("ready", "claimed") and not mail.messages
    until(lambda: outbox.row(id)["state"] == "sent")
