"""What becomes of mails after they were handed over, as the pages and the result file say it: bounces, refusals, and mails in doubt that
a person decides about."""
import csv
import io

import pytest

from harness import match
from harness.bulk import wait_state
from harness.suite import until
from incoming import STORED, Mailin, sample

USER, FULL = "sato.kenji@company.example.jp", "yamada@small.example.jp"


@pytest.fixture
def client(world, outbox):
    return world.signed_in(outbox.org.account("member"))


def start(outbox, client, ids, **more):
    return outbox.run(ids, account_id=client.account.id, **more)


def result(client, run):
    rows = list(csv.DictReader(io.StringIO(client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig"))))
    return {r["メールアドレス"]: r for r in rows}


def form_of(page, run, row):
    return next(f for f in page.forms if f.action == f"/mailing/run/{run}/doubt" and f.get("row") == str(row))


def in_doubt(outbox, client, mail, count=1, good=1, keep=False, **more):
    """A run with so many mails whose fate nobody knows; ids of all rows."""
    ids = more.pop("ids", None) or outbox.resumes(count + good)
    for id in ids[:count]:
        mail.rule(outbox.db.value("SELECT mail FROM resume WHERE id = %s", id), "drop", at="data", times=1, keep=keep)
    run = start(outbox, client, ids, **more)
    wait_state(outbox.db, run, "done")
    assert outbox.states(run) == {k: v for k, v in {"doubt": count, "sent": good}.items() if v}
    return run, [r["id"] for r in outbox.rows(run)]


# ---- bounces ----

def test_bounces_on_the_page_and_in_the_file(outbox, client, mail, suite, db):  # S3-28 S3-30 S3-31
    ids = [match.add_resume(db, outbox.org, mail=addr) for addr in (USER, FULL, "good@example.com")]
    run = start(outbox, client, ids)
    wait_state(db, run, "done")
    page = client.get(f"/mailing/run/{run}")
    assert "あとからエラー通知が返ってきたメール" not in page.words
    mailin = Mailin(suite, outbox)
    rows = {r["to_addr"]: r["id"] for r in outbox.rows(run)}
    for _ in range(2):  # the same report twice is one
        for addr, name in ((USER, "postfix_user"), (FULL, "postfix_full")):
            assert mailin.give(sample(name), to=mailin.return_path(rows[addr])) == STORED
    page = client.get(f"/mailing/run/{run}")
    assert "あとからエラー通知が返ってきたメール 2通" in page.words and "エラー通知 5.1.1 宛先不明" in page.words
    page = client.get(next(h for h, t in page.links if t == "あとからエラー通知が返ってきたメール 2通"))
    assert USER in page.words and FULL in page.words and "good@example.com" not in page.words
    lines = result(client, run)
    assert lines[USER]["送信状態"] == "送信済" and lines[USER]["エラー通知"].startswith("5.1.1 宛先不明") and lines["good@example.com"]["エラー通知"] == ""
    assert "メールボックス容量超過" in lines[FULL]["エラー通知"]
    page = client.get(f"/crm/resume/{ids[0]}")
    assert "メール不達" in page.words and "宛先不明" in page.words
    assert (mailin.ledger(USER), mailin.ledger(FULL)) == ("hard", None)
    assert outbox.counters_agree(run) and db.value("SELECT n_bounced FROM run WHERE id = %s", run) == 2


# ---- refusals of the server that we talk to ----

@pytest.mark.parametrize("answer, kind", [("550 5.1.1 <x>: Recipient address rejected: User unknown", "user"), ("550 5.1.2 Bad destination system", "host"),
                                          ("556 5.1.10 Recipient domain has null MX", "user")])
def test_no_such_address_goes_to_the_ledger(outbox, client, mail, suite, db, answer, kind):  # S3-30 S3-31
    ids = outbox.resumes(2)
    addr = db.value("SELECT mail FROM resume WHERE id = %s", ids[0])
    mail.rule(addr, answer)
    run = start(outbox, client, ids)
    wait_state(db, run, "done")
    assert outbox.states(run) == {"failed": 1, "sent": 1}
    mailin = Mailin(suite, outbox)
    row = next(r for r in outbox.rows(run) if r["to_addr"] == addr)
    bounce, = mailin.bounces(row["id"])
    assert (bounce["kind"], bounce["hard"], bounce["status"], bounce["spent"]) == (kind, 1, answer.split()[1], 1)
    assert mailin.ledger(addr) == "hard" and mailin.flag(ids[0]) == "bounced" and mailin.flag(ids[1]) == ""
    history, = mailin.history(ids[0])
    assert history["kind"] == "bounce" and addr in history["body"] and "配信停止先に登録しました" in history["body"]
    mail.rules.clear()
    again = start(outbox, client, ids)
    wait_state(db, again, "done")
    assert outbox.states(again) == {"suppressed": 1, "sent": 1}


@pytest.mark.parametrize("answer", ["550 5.7.1 Relay access denied", "550 5.1.0 <a@b>: Sender address rejected: User unknown", "552 5.2.2 Mailbox full",
                                    "550 5.1.1 Sender unknown", "550 no", "554 5.4.4 Host not found", "550 5.1.1 your network is blacklisted",
                                    "550 5.1.1 over quota", "550 5.1.2 too many recipients this hour", "556 5.1.10 refused by the DMARC settings",
                                    "550 5.1.1 refused, 5.7.1", "550-5.1.1 This mail was not taken.\r\n550 5.1.1 Your IP is on a blocklist."])
def test_other_refusals_do_not(outbox, client, mail, suite, db, answer):
    ids = outbox.resumes(1)
    addr = db.value("SELECT mail FROM resume WHERE id = %s", ids[0])
    mail.rule(addr, answer)
    run = start(outbox, client, ids)
    until(lambda: not {"ready", "claimed"} & set(outbox.states(run)) and outbox.states(run))
    mailin = Mailin(suite, outbox)
    assert mailin.ledger(addr) is None and mailin.flag(ids[0]) == "" and not mailin.history(ids[0])


def test_refused_again_counts_once(outbox, client, mail, db, suite):
    ids = outbox.resumes(1)
    mail.rule(db.value("SELECT mail FROM resume WHERE id = %s", ids[0]), "550 5.1.1 unknown user")
    run = start(outbox, client, ids)
    wait_state(db, run, "done")
    db.run("DELETE FROM dnc WHERE org_id = %s", outbox.org.id)
    page = client.get(f"/mailing/run/{run}")
    client.submit(page, page.form(action=f"/mailing/run/{run}/again"))
    until(lambda: db.value("SELECT attempts FROM outbox WHERE run_id = %s", run) == 2 and outbox.state(run) == "done")
    row, = outbox.rows(run)
    assert len(Mailin(suite, outbox).bounces(row["id"])) == 2 and len(Mailin(suite, outbox).history(ids[0])) == 2


# ---- mails in doubt ----

def test_taken_as_delivered(outbox, client, mail, db):  # S3-27: in doubt
    run, rows = in_doubt(outbox, client, mail, 2, 1)
    page = client.get(f"/mailing/run/{run}")
    assert "確認要のメール2通の扱いを決める" in page.words and "同じメールが2通届くことがあります" in page.words
    page = client.submit(page, form_of(page, run, rows[0]), button="届いたとみなす")
    assert "届いたものとして扱います" in page.words and outbox.states(run) == {"sent": 2, "doubt": 1}
    assert outbox.counters_agree(run) and outbox.state(run) == "done" and len(mail.messages) == 1  # nothing was sent
    lines = result(client, run)
    assert [r["確認要の判断"] for r in lines.values()] == ["届いたとみなす", "", ""]
    audit = db.one("SELECT detail FROM audit WHERE org_id = %s AND action = 'run.decide'", outbox.org.id)["detail"]
    assert '"sent"' in audit and str(rows[0]) in audit


def test_sent_again(outbox, client, mail, db):
    run, rows = in_doubt(outbox, client, mail, 2, 1, keep=True)
    ids = {m["Message-ID"] for m in mail.messages}
    page = client.get(f"/mailing/run/{run}")
    page = client.submit(page, form_of(page, run, 0), button="もう一度送る")
    assert "もう一度送ります" in page.words
    wait_state(db, run, "done")
    assert outbox.states(run) == {"sent": 3} and outbox.counters_agree(run)
    assert len(mail.messages) == 5 and {m["Message-ID"] for m in mail.messages} == ids  # a mail program can see that they are the same
    assert sorted(r["decided"] for r in outbox.rows(run)) == ["", "again", "again"]


def test_decided_once(outbox, client, mail, db, world):
    run, rows = in_doubt(outbox, client, mail, 1, 1)
    page = client.get(f"/mailing/run/{run}")
    first = client.submit(page, form_of(page, run, rows[0]), button="もう一度送る")
    assert first.status == 200
    client.submit(page, form_of(page, run, rows[0]), button="もう一度送る")  # the same page once more: led to where the first one led
    wait_state(db, run, "done")
    assert len(mail.messages) == 2
    fresh = client.get("/mailing/stops").form("token").get("token")
    late = client.post(f"/mailing/run/{run}/doubt", {"token": fresh, "row": rows[0], "decision": "again"})  # from another window
    assert late.status == 409 and "確認要のメールはありません" in late.words and outbox.states(run) == {"sent": 2}
    assert db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s AND action = 'run.decide'", outbox.org.id) == 1


def test_decisions_of_others_and_of_other_rows(outbox, client, mail, db, world):
    run, rows = in_doubt(outbox, client, mail, 1, 1)
    for other, status in ((world.signed_in(outbox.org.account("admin")), 404), (world.agency(), 404), (world.signed_in(outbox.org.account("reader")), 403)):
        token = next(f.get("token") for f in other.get("/crm/resume").forms + other.get("/account/settings").forms if "token" in f.names())
        assert other.post(f"/mailing/run/{run}/doubt", {"token": token, "row": "0", "decision": "sent"}).status == status
    token = lambda: client.get("/mailing/stops").form("token").get("token")
    assert client.post(f"/mailing/run/{run}/doubt", {"token": token(), "row": rows[1], "decision": "again"}).status == 409  # it is sent
    assert client.post(f"/mailing/run/{run}/doubt", {"token": token(), "row": rows[0], "decision": "maybe"}).status == 422
    assert outbox.states(run) == {"doubt": 1, "sent": 1} and len(mail.messages) == 1


def test_in_a_stopped_run_nothing_goes_out_again(outbox, client, mail, db):
    run, rows = in_doubt(outbox, client, mail, 1, 1)
    db.run("UPDATE run SET state = 'stopped' WHERE id = %s", run)
    page = client.get(f"/mailing/run/{run}")
    assert [b[2] for b in form_of(page, run, rows[0]).buttons] == ["届いたとみなす"]
    fresh = page.form("token").get("token")
    assert client.post(f"/mailing/run/{run}/doubt", {"token": fresh, "row": rows[0], "decision": "again"}).status == 409
    page = client.get(f"/mailing/run/{run}")
    client.submit(page, form_of(page, run, rows[0]), button="届いたとみなす")
    assert outbox.states(run) == {"sent": 2} and outbox.state(run) == "stopped"


def test_phase_follows_the_decision(outbox, client, mail, db):  # S3-25: handed over, as far as anybody can know
    job = match.add_job(db, outbox.org)
    ids = outbox.resumes(3)
    run, rows = in_doubt(outbox, client, mail, 2, 1, ids=ids, kind="resume_job", list="resume", job_id=job, phase="approach", max_id=0)
    phases = lambda: {p["resume_id"]: p["phase"] for p in db.all("SELECT resume_id, phase FROM process WHERE org_id = %s", outbox.org.id)}
    assert phases() == {ids[2]: "approach"}
    page = client.get(f"/mailing/run/{run}")
    client.submit(page, form_of(page, run, rows[0]), button="届いたとみなす")
    assert phases() == {ids[0]: "approach", ids[2]: "approach"}
    page = client.get(f"/mailing/run/{run}")
    client.submit(page, form_of(page, run, rows[1]), button="もう一度送る")
    wait_state(db, run, "done")
    assert set(phases()) == set(ids)
