"""Mail that comes in, through the real program: reports of the servers that recruiters' mails meet, replies, forgeries, and what is no
mail at all."""
import os
import random
import subprocess
import time

import pytest

from harness.suite import until
from incoming import LATER, STORED, Mailin, notice, report, sample
from outbox import utc

# sample: address it is about, kind, hard, status, part of the text that is shown
BOUNCES = {
    "postfix_user": ("sato.kenji@company.example.jp", "user", 1, "5.1.1", "User unknown in virtual mailbox table"),
    "postfix_host": ("info@gone-company.example.jp", "host", 1, "5.4.4", "Host not found"),
    "postfix_full": ("yamada@small.example.jp", "full", 0, "5.2.2", "Mailbox full"),
    "postfix_expired": ("kimura@slow.example.jp", "expired", 0, "4.4.1", "Connection timed out"),
    "postfix_size": ("shigeru@company.example.jp", "size", 0, "5.3.4", "exceeds size limit"),
    "postfix_spam": ("ota@guarded.example.jp", "policy", 0, "5.7.1", "blocked using"),
    "postfix_forwarded": ("second+jobs@company.example.jp", "user", 1, "5.1.1", "Recipient address rejected"),
    "exim_user": ("tanaka@shop.example.com", "user", 1, "", "Unrouteable address"),
    "exim_full": ("suzuki@shop.example.com", "full", 0, "", "552 mailbox is full"),
    "exim_expired": ("late@shop.example.com", "expired", 0, "", "retry timeout exceeded"),
    "exim_report": ("hayashi@clinic.example.com", "user", 1, "5.0.0", "550 No such user here"),
    "sendmail_user": ("ito@univ.example.ac.jp", "user", 1, "5.1.1", "User unknown"),
    "sendmail_host": ("mori@old.example.ac.jp", "host", 1, "", "Host unknown"),
    "sendmail_expired": ("abe@lab.example.ac.jp", "expired", 0, "", "Connection timed out"),
    "qmail_user": ("kato@kaisha.example.co.jp", "user", 1, "5.1.1", "no mailbox here by that name"),
    "qmail_host": ("kato@kaisya.example.co.jp", "host", 1, "5.1.2", "couldn't find any host"),
    "qmail_expired": ("ono@kaisha.example.co.jp", "expired", 0, "", "450 try again later"),
    "exchange_user": ("ueda@corp.example.com", "user", 1, "5.1.1", "RESOLVER.ADR.RecipNotFound"),
    "exchange_old": ("okada@old-corp.example.com", "user", 1, "5.1.1", "#5.1.1"),
    "m365_user_ja": ("nishida@tenant.example.com", "user", 1, "5.1.10", "not found by SMTP address lookup"),
    "m365_denied": ("sakai@tenant.example.com", "user", 1, "5.4.1", "Access denied"),
    "m365_blocked": ("chiba@tenant.example.com", "policy", 0, "5.7.606", "banned sending IP"),
    "gmail_user_ja": ("nagata.yui@gmail.example.com", "user", 1, "5.1.1", "does not exist"),
    "gmail_full": ("full.box@gmail.example.com", "full", 0, "5.2.2", "out of storage"),
    "gmail_domain": ("hello@no-such-firm.example.com", "host", 1, "5.1.2", "NXDOMAIN"),
    "yahoojp_user": ("momo_1985@yahoo.example.co.jp", "user", 1, "", "554 delivery error: dd This user doesn't have"),
    "yahoojp_full": ("kuma_2001@yahoo.example.co.jp", "full", 0, "", "over quota"),
    "docomo_user": ("hana.1224..x@docomo.example.ne.jp", "user", 1, "", "550 Unknown user"),
    "docomo_blocked": ("sora-2@docomo.example.ne.jp", "policy", 0, "", "受信拒否されました"),
    "au_user": ("rin.rin@ezweb.example.ne.jp", "user", 1, "", "550 user unknown"),
    "au_full": ("ao.k@au.example.com", "full", 0, "", "mailbox is full"),
    "softbank_user": ("yuki.m@softbank.example.ne.jp", "user", 1, "5.0.0", "Invalid recipient"),
    "softbank_full": ("kai.0707@i.softbank.example.jp", "full", 0, "", "メールボックスの容量を超えています"),
    "hosting_user": ("kikuchi@tenpo.example.jp", "user", 1, "5.1.1", "550 5.1.1 宛先不明"),
    "isp_full_euc": ("shima@old-isp.example.ne.jp", "full", 0, "", "受信者のメールボックスが一杯です"),
    "utf8_report": ("utf8@company.example.jp", "user", 1, "5.1.1", "宛先不明です"),
}
DELAYS = {"postfix_delayed": "kimura@slow.example.jp", "exim_delayed": "late@shop.example.com", "gmail_delayed": "slow@partner.example.com"}
KINDS = {"user": "宛先不明", "host": "ドメイン不明", "full": "メールボックス容量超過", "size": "サイズ超過", "policy": "受信拒否", "expired": "期限内に配信できず"}


@pytest.fixture
def mailin(suite, outbox):
    return Mailin(suite, outbox)


# ---- bounces -----------------------------------------------------------------------------------------------------------

# S3-30, S3-31
@pytest.mark.parametrize("name", BOUNCES)
def test_bounce(mailin, name):
    addr, kind, hard, status, words = BOUNCES[name]
    row = mailin.sent(addr)
    assert mailin.give(sample(name), to=mailin.return_path(row["id"])) == STORED
    bounce, = mailin.bounces(row["id"])
    assert (bounce["kind"], bounce["hard"], bounce["status"]) == (kind, hard, status)
    assert words in bounce["diagnostic"] and bounce["addr"] == addr and bounce["org_id"] == mailin.org.id
    shown = mailin.outbox.row(row["id"])["bounce"]
    assert shown.startswith(f"{status} {KINDS[kind]}: ".lstrip())
    history, = mailin.history(row["noun_id"])
    assert history["kind"] == "bounce" and addr in history["body"] and KINDS[kind] in history["body"] and words in history["body"]
    assert mailin.ledger(addr) == ("hard" if hard else None)
    assert mailin.flag(row["noun_id"]) == ("bounced" if hard else "")
    assert mailin.outbox.row(row["id"])["state"] == "sent"


# What servers say of addresses that exist, under codes that say they do not: kind, Status, answer.
EXCUSES = {
    "blacklist": ("policy", "5.1.1", "550 5.1.1 192.0.2.1 is on our blacklist"),
    "blacklist, its code": ("policy", "5.1.1", "550 5.7.1 IP address blacklisted by recipient"),
    "list by URL": ("policy", "5.1.3", "553 http://www.spamhaus.org/query/ip/192.0.2.1"),
    "reputation": ("policy", "5.1.2", "550 5.1.2 poor reputation of your network"),
    "rate": ("policy", "5.1.1", "550 5.1.1 192.0.2.1 has sent to too many recipients this hour"),
    "rate of the mailbox": ("policy", "5.2.1", "550 5.2.1 This user is receiving mail at a rate that prevents more from being delivered"),
    "quota": ("full", "5.1.1", "552 sorry, this mailbox is over quota (#5.1.1)"),
    "quota, its code": ("full", "5.1.1", "550 5.1.1 refused; 552 5.2.2 over quota"),
    "quota, only the code": ("full", "5.1.1", "550 5.1.1 refused, 5.2.2"),
    "full": ("full", "5.1.10", "550 the recipient's mailbox is full"),
    "SPF": ("policy", "5.1.1", "550 5.1.1 SPF check failed for agency.example.jp"),
    "DKIM": ("policy", "5.1.1", "550 5.1.1 no valid DKIM signature"),
    "DMARC": ("policy", "5.1.1", "550 5.1.1 refused by the DMARC settings of agency.example.jp"),
    "greylisting": ("expired", "5.1.1", "550 5.1.1 greylisted"),
    "try again": ("expired", "5.1.1", "550 5.1.1 User unknown for the moment, please try again later"),
    "relay": ("policy", "5.1.2", "550 5.1.2 Relay access denied"),
    "size": ("size", "5.1.1", "550 5.1.1 message too big for this mailbox"),
    "content": ("policy", "5.1.1", "550 5.1.1 content rejected"),
    "spam": ("policy", "5.1.1", "550 5.1.1 User unknown or taken for spam"),
    "policy": ("policy", "5.1.1", "550 5.1.1 refused by local policy"),
    "code of policy": ("policy", "5.1.1", "550 5.7.1 no"),
    "TLS": ("policy", "5.1.1", "550 5.1.1 must issue a STARTTLS command first"),
    "sender": ("policy", "5.1.2", "550 5.1.2 <x@agency.example.jp>: Sender address rejected: Domain not found"),
    "disabled": ("user", "5.2.1", "550 5.2.1 this account is disabled"),
    "refusal by the filter": ("user", "5.0.0", "550 Unknown user ren (in reply to end of DATA command)"),
    "passing": ("user", "5.1.1", "450 4.1.1 User unknown"),
    "Japanese": ("policy", "5.1.1", "550 5.1.1 受信拒否されました"),
}


@pytest.mark.parametrize("what", EXCUSES)
def test_address_that_exists(mailin, what):  # S3-30 S3-31
    kind, status, said = EXCUSES[what]
    row = mailin.sent("ren@company.example.jp")
    assert mailin.give(report("ren@company.example.jp", status, said), to=mailin.return_path(row["id"])) == STORED
    bounce, = mailin.bounces(row["id"])
    assert (bounce["kind"], bounce["hard"]) == (kind, 0)
    assert mailin.ledger("ren@company.example.jp") is None and mailin.flag(row["noun_id"]) == ""


# The part for people knows what the fields do not.
@pytest.mark.parametrize("text, kind", [("<ren@company.example.jp>: host mx said: 552 5.2.2 over quota", "full"),
                                        ("<ren@company.example.jp>:\nyour network has a poor reputation", "policy"),
                                        ("Your message was rejected automatically:\nnot enough disk space", "full")])
def test_address_that_exists_by_the_text(mailin, text, kind):
    row = mailin.sent("ren@company.example.jp")
    said = report("ren@company.example.jp", "5.1.1", "550 5.1.1 User unknown", text)
    assert mailin.give(said, to=mailin.return_path(row["id"])) == STORED
    bounce, = mailin.bounces(row["id"])
    assert (bounce["kind"], bounce["hard"]) == (kind, 0) and mailin.ledger("ren@company.example.jp") is None


# sample: address, kind, hard, status
GIVEN = {
    "dsn_511_blacklisted": ("c@example.jp", "policy", 0, "5.7.1"),
    "dsn_511_quota": ("c@example.jp", "full", 0, "5.2.2"),
    "dsn_511_rate": ("c@example.jp", "policy", 0, "5.1.1"),
    "dsn_quoted": ("a..b@docomo.ne.jp", "user", 1, "5.1.1"),
    "domino_user": ("abe.hanako@corp.example.co.jp", "user", 1, ""),
    "domino_user_ja": ("abe.hanako@corp.example.co.jp", "user", 1, "5.0.0"),
    "notes_user": ("abe.hanako@corp.example.co.jp", "user", 1, ""),
    "sendmail_late": ("hana..1224@docomo.example.ne.jp", "user", 0, "5.2.0"),
}


@pytest.mark.parametrize("name", GIVEN)
def test_given(mailin, name):  # S3-30 S3-31
    addr, kind, hard, status = GIVEN[name]
    row = mailin.sent(addr)
    assert mailin.give(sample(name), to=mailin.return_path(row["id"])) == STORED
    bounce, = mailin.bounces(row["id"])
    assert (bounce["kind"], bounce["hard"], bounce["status"]) == (kind, hard, status)
    assert mailin.ledger(addr) == ("hard" if hard else None)


# How servers say that nobody is there, without a code that does.
@pytest.mark.parametrize("said", ["User Ren Ito (ren@company.example.jp) not listed in Domino Directory",
                                  "User ren (ren@company.example.jp) not listed in public Name & Address Book",
                                  "ユーザー Ren (ren@company.example.jp) は Domino ディレクトリには見つかりません。",
                                  "550 Unknown user ren@company.example.jp", "550 User not exist", "550 No such mailbox",
                                  "553 There is no one at this address", "Invalid final delivery userid: ren",
                                  "550 Requested action not taken: mailbox unavailable", "550 宛先不明", "ユーザーが見つかりません",
                                  "指定されたアドレスは存在しません", "550 #5.1.0 Address rejected."])
def test_nobody_there(mailin, said):
    row = mailin.sent("ren@company.example.jp")
    assert mailin.give(report("ren@company.example.jp", "5.0.0", said), to=mailin.return_path(row["id"])) == STORED
    assert mailin.ledger("ren@company.example.jp") == "hard" and mailin.bounces(row["id"])[0]["kind"] == "user"
    plain = mailin.sent("mio@company.example.jp")
    text = f"Your mail could not be delivered to:\n\n  mio@company.example.jp\n  {said.replace('ren@', 'mio@')}\n"
    assert mailin.give(notice("Delivery failure", text), to=mailin.return_path(plain["id"])) == STORED
    assert mailin.ledger("mio@company.example.jp") == "hard"


# The mail's address, and how a report writes it.
FORMS = [("a..b@docomo.example.jp", 'rfc822; "a..b"@docomo.example.jp'), ("abc@x.example.jp", 'rfc822;<"abc"@X.Example.JP>'),
         ("abc@x.example.jp", "rfc822; abc@x.example.jp."), ("abc@x.example.jp", "rfc822; <@relay.example.jp,@b.example.jp:abc@x.example.jp>"),
         ("abc@x.example.jp", "rfc822; abc (Ren Ito)@(here) x.example.jp (gone)"), ("abc@x.example.jp", "<abc@x.example.jp>"),
         ("abc@x.example.jp", "RFC822:abc@x.example.jp"), ("a+b@x.example.jp", "rfc822;a+2Bb@x.example.jp"),
         ("abc@x.example.jp", 'rfc822;"a\\bc"@x.example.jp'), ("abc@x.example.jp", "rfc822; Ren <abc@x.example.jp>"),
         ("abc@x.example.jp", "rfc822; abc@x.example.jp>")]


@pytest.mark.parametrize("addr, written", FORMS)
def test_address_in_another_form(mailin, addr, written):
    for fields in ({"final": written}, {"final": "rfc822; other@x.example.jp", "original": written}):
        row = mailin.sent(addr)
        text = report(addr, "5.1.1", "550 5.1.1 User unknown", "Not delivered.", **fields)
        assert mailin.give(text, to=mailin.return_path(row["id"])) == STORED
        assert mailin.said() == "user" and mailin.ledger(addr) == "hard"


@pytest.mark.parametrize("addr, written", [("a..b@docomo.example.jp", '<"a..b"@docomo.example.jp>'), ("abc@x.example.jp", "abc@X.example.jp."),
                                           ("abc@x.example.jp", "<@relay.example.jp:abc@x.example.jp>"), ("abc@x.example.jp", '"abc"@x.example.jp')])
def test_address_in_another_form_in_a_text(mailin, addr, written):
    row = mailin.sent(addr)
    text = f"Your mail could not be delivered.\n\n{written}:\n550 User unknown\n\nother@x.example.jp:\n552 over quota\n"
    assert mailin.give(notice("Delivery failure", text), to=mailin.return_path(row["id"])) == STORED
    assert mailin.said() == "user" and mailin.ledger(addr) == "hard"


@pytest.mark.parametrize("written", ['rfc822; "abc@x.example.jp"@y.example.jp', "rfc822; xabc@x.example.jp", "rfc822; abc@x.example.jp.example.com",
                                     "rfc822; other@y.example.jp (abc@x.example.jp)", 'rfc822; "x abc"@x.example.jp',
                                     "rfc822; <abc@x.example.jp:other@y.example.jp>"])
def test_address_of_somebody_else(mailin, written):
    row = mailin.sent("abc@x.example.jp")
    text = report("abc@x.example.jp", "5.1.1", "550 5.1.1 User unknown", "Not delivered.", final=written)
    assert mailin.give(text, to=mailin.return_path(row["id"])) == STORED
    assert mailin.said() == "other-address" and mailin.ledger("abc@x.example.jp") is None


# Some servers put no empty line between recipients, or the fields into the text, or name a boundary that does not come.
def test_fields_in_other_places(mailin):
    rows = [mailin.sent(f"{name}@company.example.jp") for name in ("mio", "ren", "sui", "yua")]
    both = report("mio@company.example.jp", "5.2.2", "550 5.2.2 Mailbox full\nFinal-Recipient: rfc822; ren@company.example.jp\nAction: failed\n"
                  "Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown", "Not delivered.")
    for row in rows[:2]:
        assert mailin.give(both, to=mailin.return_path(row["id"])) == STORED
    text = "Not delivered.\n\nFinal-Recipient: rfc822; sui@company.example.jp\nAction: failed\nStatus: 5.1.1\n"
    assert mailin.give(notice("Returned mail", text), to=mailin.return_path(rows[2]["id"])) == STORED
    broken = report("yua@company.example.jp", "5.1.1", "550 5.1.1 User unknown").replace(b"boundary=b", b"boundary=c", 1)
    assert mailin.give(broken, to=mailin.return_path(rows[3]["id"])) == STORED
    assert [mailin.bounces(row["id"])[0]["kind"] for row in rows] == ["full", "user", "user", "user"]
    assert [mailin.ledger(row["to_addr"]) for row in rows] == [None, "hard", "hard", "hard"]


@pytest.mark.parametrize("name", DELAYS)
def test_delay_is_no_bounce(mailin, name):
    row = mailin.sent(DELAYS[name])
    for _ in range(4):
        assert mailin.give(sample(name), to=mailin.return_path(row["id"])) == STORED
    bounce, = mailin.bounces(row["id"])
    assert bounce["kind"] == "delayed"
    assert mailin.outbox.row(row["id"])["bounce"] == "" and not mailin.history(row["noun_id"]) and not mailin.ledger(DELAYS[name])


@pytest.mark.parametrize("name", ["not_vacation", "not_relayed", "not_receipt", "not_list"])
def test_no_report(mailin, mail, name):
    row = mailin.sent("sato.kenji@company.example.jp")
    assert mailin.give(sample(name), to=mailin.return_path(row["id"])) == STORED
    assert not mailin.bounces(row["id"]) and not mailin.history(row["noun_id"]) and mailin.outbox.row(row["id"])["bounce"] == ""
    assert mailin.said() in ("automatic", "delivered") and not mail.messages


# S3-31 after one hard or three soft bounces
def test_three_soft_bounces(mailin):
    addr = BOUNCES["postfix_full"][0]
    rows = [mailin.sent(addr) for _ in range(3)]
    for n, row in enumerate(rows, 1):
        assert mailin.ledger(addr) is None and mailin.flag(rows[0]["noun_id"]) == ""
        # The same report again, and another one about the same mail, count nothing more.
        for text in (sample("postfix_full"), sample("postfix_full"), sample("postfix_full").replace(b"<postfix_full.", b"<other.")):
            assert mailin.give(text, to=mailin.return_path(row["id"])) == STORED
        assert len(mailin.bounces(row["id"])) == 2
    assert mailin.ledger(addr) == "soft"
    assert {mailin.flag(row["noun_id"]) for row in rows} == {"bounced"}
    assert "配信停止先に登録しました" in mailin.history(rows[2]["noun_id"])[0]["body"]
    # Taken off the list by a person, it begins to count anew.
    mailin.db.run("DELETE FROM dnc WHERE org_id = %s AND addr = %s", mailin.org.id, addr)
    again = mailin.sent(addr)
    mailin.give(sample("postfix_full"), to=mailin.return_path(again["id"]))
    assert mailin.ledger(addr) is None


# S3-30 names what counts; a list that our server is on would empty the address book in three runs.
def test_refusals_by_policy_do_not_count(mailin):
    addr = "ren@company.example.jp"
    rows = [mailin.sent(addr) for _ in range(5)]
    for row in rows:
        mailin.give(report(addr, "5.1.1", f"550 5.7.1 your network is blacklisted ({row['id']})"), to=mailin.return_path(row["id"]))
    assert [mailin.bounces(row["id"])[0]["kind"] for row in rows] == ["policy"] * 5
    assert mailin.ledger(addr) is None and {mailin.flag(row["noun_id"]) for row in rows} == {""}


def test_old_soft_bounces_count_no_more(mailin):
    addr = BOUNCES["postfix_full"][0]
    rows = [mailin.sent(addr) for _ in range(3)]
    for row in rows:
        mailin.give(sample("postfix_full"), to=mailin.return_path(row["id"]))
        mailin.db.run("UPDATE bounce SET at = %s WHERE outbox_id = %s", utc(days=200), row["id"])
    assert mailin.ledger(addr) is None


def test_other_organisations_are_not_touched(mailin, world):
    addr = BOUNCES["postfix_user"][0]
    other = world.org("agency")
    theirs = mailin.db.insert("resume", org_id=other.id, name="他社", kana="タシャ", mail=addr, created_at=utc(), updated_at=utc())
    row = mailin.sent(addr)
    mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"]))
    assert mailin.ledger(addr) == "hard" and mailin.flag(theirs) == ""
    assert not mailin.db.all("SELECT id FROM dnc WHERE org_id = %s", other.id)


def test_a_request_stays_a_request(mailin):
    addr = BOUNCES["postfix_user"][0]
    row = mailin.sent(addr)
    mailin.db.run("UPDATE resume SET mail_flag = 'stopped' WHERE id = %s", row["noun_id"])
    mailin.db.insert("dnc", org_id=mailin.org.id, addr=addr, reason="request", created_at=utc())
    mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"]))
    assert mailin.ledger(addr) == "request" and mailin.flag(row["noun_id"]) == "stopped"


def test_hard_replaces_soft_text(mailin):
    row = mailin.sent("yamada@small.example.jp")
    hard = sample("postfix_full").replace(b"552 5.2.2", b"550 5.1.1").replace(b"5.2.2", b"5.1.1").replace(b"Mailbox full", b"User unknown")
    hard = hard.replace(b"<postfix_full.", b"<other.")
    for text in (sample("postfix_full"), hard, sample("postfix_full").replace(b"<postfix_full.", b"<third.")):
        mailin.give(text, to=mailin.return_path(row["id"]))
    assert mailin.outbox.row(row["id"])["bounce"].startswith("5.1.1 宛先不明") and len(mailin.bounces(row["id"])) == 3


def test_english_mail(mailin):
    row = mailin.sent("sato.kenji@company.example.jp", lang="en")
    mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"]))
    assert mailin.outbox.row(row["id"])["bounce"].startswith("5.1.1 Unknown recipient: ")


# From the first mail to the page and the CSV that show the bounce.
def test_from_end_to_end(mailin, mail, world):
    client = world.signed_in(mailin.org.account())
    resume = mailin.outbox.resumes(1, mail="sato.kenji@company.example.jp")[0]
    mailin.db.insert("resume_text", resume_id=resume, org_id=mailin.org.id, career="", wish="", note="")
    run = mailin.outbox.run([resume], account_id=client.account.id)
    sender = mail.wait(1)[0].sender
    until(lambda: mailin.outbox.state(run) == "done")
    assert mailin.give(sample("postfix_user"), to=sender) == STORED
    page = client.get(f"/crm/resume/{resume}")
    assert "5.1.1 宛先不明" in page.words and "配信停止先に登録しました" in page.words
    assert "宛先不明" in client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig")


# ---- forgeries ---------------------------------------------------------------------------------------------------------

def test_forged_address(mailin):
    addr = BOUNCES["postfix_user"][0]
    row, other = mailin.sent(addr), mailin.sent("someone@company.example.jp")
    good = mailin.return_path(row["id"])
    flipped = good.replace("-", "-0", 1) if "-0" not in good else good.replace("-0", "-1", 1)
    bad = [flipped, good.replace(f"+{row['id']}-", f"+{other['id']}-"), f"bounces+{row['id']}@musubi.example.jp", "postmaster@musubi.example.jp",
           mailin.reply_path(row["id"]), "bounces+-@x", "bounces+99999999999999999999-0@x", ""]
    for to in bad:
        assert mailin.give(sample("postfix_user"), to=to or None) == STORED
        assert mailin.said() in ("not-ours", "automatic")
    assert not mailin.bounces(row["id"]) and not mailin.bounces(other["id"]) and mailin.ledger(addr) is None


def test_report_about_somebody_else(mailin):
    row = mailin.sent("victim@company.example.jp")
    for name in ("postfix_user", "exim_user", "qmail_user", "gmail_user_ja", "au_user", "docomo_blocked", "hosting_user", "exchange_old", "softbank_full"):
        assert mailin.give(sample(name), to=mailin.return_path(row["id"])) == STORED
        assert mailin.said() == "other-address"
    assert not mailin.bounces(row["id"]) and not mailin.db.all("SELECT id FROM dnc WHERE org_id = %s", mailin.org.id)


def test_address_without_regard_to_case(mailin):
    row = mailin.sent(BOUNCES["postfix_user"][0])
    text = sample("postfix_user").replace(b"sato.kenji@company", b"Sato.Kenji@Company")
    assert mailin.give(text, to=mailin.return_path(row["id"]).upper()) == STORED
    assert len(mailin.bounces(row["id"])) == 1


def test_mail_that_is_gone(mailin):
    assert mailin.give(sample("postfix_user"), to=mailin.return_path(10 ** 15)) == STORED
    assert mailin.said() == "not-ours"


# ---- replies -----------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("way", ["return", "reply", "references"])
def test_reply(mailin, mail, way):
    row = mailin.sent("sato.kenji@company.example.jp", reply_to="desk@agency.example.jp")
    text = sample("reply_ja")
    to = {"return": mailin.return_path, "reply": mailin.reply_path, "references": lambda id: "reply@musubi.example.jp"}[way](row["id"])
    if way == "references":
        text = text.replace(b"7.89abcdef01234567@musubi.example.jp", mailin.message_id(row["id"]).encode())
    for _ in range(2):
        assert mailin.give(text, to=to, sender="sato.kenji@company.example.jp") == STORED
    history, = mailin.history(row["noun_id"])
    assert history["kind"] == "answer"
    for words in ("差出人: 佐藤 健二 <sato.kenji@company.example.jp>", "件名: Re: 求人のご紹介", "ぜひお話を伺いたいです。{{ 氏名 }} <b>来週</b>は"):
        assert words in history["body"]
    got = mail.wait(1)[0]
    assert got.to == "desk@agency.example.jp" and got["Auto-Submitted"] == "auto-generated"
    assert got["Reply-To"] == "sato.kenji@company.example.jp" and got.subject == "返信: Re: 求人のご紹介"
    assert "{{ 氏名 }} <b>来週</b>" in got.text and got["From"].addresses[0].addr_spec == "noreply@musubi.example.jp"
    time.sleep(0.3)
    assert len(mail.messages) == 1


def test_reply_with_a_file_in_html(mailin, mail):
    row = mailin.sent("sato.kenji@company.example.jp")
    mailin.give(sample("reply_file"), to=mailin.return_path(row["id"]), sender="sato.kenji@company.example.jp")
    body = mailin.history(row["noun_id"])[0]["body"]
    assert "履歴書をお送りします。" in body and "佐藤 & 家族" in body and "履歴書.pdf" in body
    assert "color" not in body and "alert" not in body
    assert mail.wait(1)[0].to == "takahashi@agency.example.jp"


@pytest.mark.parametrize("mark", [b"Auto-Submitted: auto-replied", b"Auto-Submitted: auto-generated (x)", b"Precedence: bulk", b"Precedence: Junk",
                                  b"List-Id: <a.b>", b"List-Unsubscribe: <mailto:a@b.example.jp>", b"X-Autoreply: yes",
                                  b"From: MAILER-DAEMON@company.example.jp", b"From: <noreply@musubi.example.jp>"])
def test_no_answer_to_machines(mailin, mail, mark):
    row = mailin.sent("sato.kenji@company.example.jp")
    text = sample("reply_ja")
    if mark.startswith(b"From:"):
        text = b"".join(line for line in text.splitlines(True) if not line.startswith(b"From:"))
    for to in (mailin.return_path(row["id"]), mailin.reply_path(row["id"])):
        assert mailin.give(mark + b"\n" + text, to=to, sender="sato.kenji@company.example.jp") == STORED
        assert mailin.said() == "automatic"
    assert not mailin.history(row["noun_id"]) and not mail.messages


def test_no_answer_to_an_empty_sender(mailin, mail):
    row = mailin.sent("sato.kenji@company.example.jp")
    mailin.give(sample("reply_ja"), to=mailin.reply_path(row["id"]), sender="")
    assert not mailin.history(row["noun_id"]) and mailin.said() == "automatic"


def test_no_loop(mailin, mail):
    """What is forwarded belongs to no record; an address of the suite's own gets nothing forwarded; and there is a last answer."""
    row = mailin.sent("sato.kenji@company.example.jp")
    mailin.give(sample("reply_ja"), to=mailin.return_path(row["id"]), sender="sato.kenji@company.example.jp")
    forwarded = mail.wait(1)[0]
    mailin.give(sample("reply_ja").replace(b"<reply-1@", b"<reply-9@"), to=forwarded.sender, sender="takahashi@agency.example.jp")
    assert mailin.said() == "no-record"
    own = mailin.sent("sato.kenji@company.example.jp", from_addr="desk@musubi.example.jp")
    mailin.give(sample("reply_ja"), to=mailin.return_path(own["id"]), sender="sato.kenji@company.example.jp")
    assert len(mailin.history(own["noun_id"])) == 1
    many = mailin.sent("sato.kenji@company.example.jp")
    for i in range(22):
        mailin.give(sample("reply_ja").replace(b"<reply-1@", b"<many-%d@" % i), to=mailin.reply_path(many["id"]), sender="sato.kenji@company.example.jp")
    assert len(mailin.history(many["noun_id"])) == 20 and mailin.said() == "too-many"
    until(lambda: len(mail.messages) == 21)


def test_forged_references(mailin):
    row = mailin.sent("sato.kenji@company.example.jp")
    for id in (b"%d.0123456789abcdef@musubi.example.jp" % row["id"], b"%d.@musubi.example.jp" % row["id"], b"%d" % row["id"]):
        text = sample("reply_ja").replace(b"7.89abcdef01234567@musubi.example.jp", id)
        assert mailin.give(text, to="reply@musubi.example.jp", sender="sato.kenji@company.example.jp") == STORED
        assert mailin.said() == "not-ours"
    assert not mailin.history(row["noun_id"])


# ---- what is no mail ---------------------------------------------------------------------------------------------------

def shapes():
    dice = random.Random(7)
    yield "empty", b""
    yield "nothing", b"\r\n\r\n"
    yield "garbage", dice.randbytes(300_000)
    yield "zeros", b"\0" * 100_000
    yield "one long line", b"Subject: " + b"a" * 900_000
    yield "many fields", b"".join(b"X-%d: y\n" % i for i in range(60_000)) + b"\ntext"
    yield "many commas", b"From: " + b"a@b.example.jp," * 60_000 + b"\n\ntext"
    yield "groups in groups", b"From: " + b"a:" * 400_000 + b"\n\ntext"
    yield "comments in comments", b"From: " + b"(" * 900_000 + b"\n\ntext"
    yield "encoded words", b"Subject: " + b"=?iso-2022-jp?b?GyRC?= " * 40_000 + b"\n\ntext"
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(20_000))
    yield "parts in parts", b"From: a@b.example.jp\n" + nested + b"\ntext"
    yield "messages in messages", b"Content-Type: message/rfc822\n\n" * 30_000
    yield "digests", b"".join(b"Content-Type: multipart/digest; boundary=b%d\n\n--b%d\n\n" % (i, i) for i in range(15_000))
    yield "many parts", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000
    for charset in ("no-such-charset", "iso-2022-jp", "shift_jis", "utf-16", "utf-7", "", "a" * 5000, "\x1b$B"):
        yield f"charset {charset[:12]}", f"Content-Type: text/plain; charset=\"{charset}\"\n\n".encode() + dice.randbytes(2000) + b"\x1b$B$\x1b(B \xe3\x81"
    yield "bad base64", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n====!!!!" + dice.randbytes(3000)
    yield "bad uuencode", b"Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 x\nM" + dice.randbytes(3000)
    status = b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n"
    yield "status of nobody", status + b"Reporting-MTA: dns; x\n\n--b--\n"
    yield "status of garbage", status + dice.randbytes(5000) + b"\n--b--\n"
    yield "status of thousands", status + b"\n".join(b"Final-Recipient: rfc822; a%d@b.example.jp\nAction: failed\nStatus: 5.1.1\n" % i for i in range(15_000)) + b"\n--b--\n"
    yield "status cut", sample("postfix_user")[:900]


@pytest.mark.parametrize("what,message", [pytest.param(w, m, id=w) for w, m in shapes()])
def test_malformed(mailin, what, message):
    row = mailin.sent("sato.kenji@company.example.jp")
    begun = time.monotonic()
    for sender in ("", "sato.kenji@company.example.jp"):
        assert mailin.give(message, to=mailin.return_path(row["id"]), sender=sender) == STORED
    assert time.monotonic() - begun < 60
    assert mailin.ledger("sato.kenji@company.example.jp") is None


def test_thirty_megabytes(mailin):
    addr = BOUNCES["postfix_user"][0]
    row = mailin.sent(addr)
    large = sample("postfix_user").replace(b"44GT44KT44Gr44Gh44GvCg==\n", b"44GT44KT44Gr44Gh44GvCg==\n" * 1_200_000)
    assert len(large) > 30_000_000
    assert mailin.give(large, to=mailin.return_path(row["id"])) == STORED
    assert len(mailin.bounces(row["id"])) == 1
    reply = sample("reply_ja") + b"long text of a person\n" * 1_500_000
    assert mailin.give(reply, to=mailin.return_path(row["id"]), sender=addr) == STORED
    assert "(以下省略)" in mailin.history(row["noun_id"])[-1]["body"]


# ---- envelopes ---------------------------------------------------------------------------------------------------------

def test_recipient_from_the_environment_or_the_header(mailin):
    row = mailin.sent(BOUNCES["postfix_user"][0])
    assert mailin.give(sample("postfix_user"), sender=None, ORIGINAL_RECIPIENT=mailin.return_path(row["id"]), SENDER="") == STORED
    assert len(mailin.bounces(row["id"])) == 1
    for field in (b"X-Original-To", b"Delivered-To"):
        other = mailin.sent(BOUNCES["postfix_user"][0])
        text = b"%s: %s\n" % (field, mailin.return_path(other["id"]).encode()) + sample("postfix_user")
        assert mailin.give(text, sender=None) == STORED
        assert len(mailin.bounces(other["id"])) == 1


def test_mbox_line(mailin):
    row = mailin.sent(BOUNCES["postfix_user"][0])
    mailin.give(b"From MAILER-DAEMON Fri Nov 20 10:12:40 2026\n" + sample("postfix_user"), to=mailin.return_path(row["id"]))
    assert len(mailin.bounces(row["id"])) == 1


# ---- trouble -----------------------------------------------------------------------------------------------------------

def test_database_away(mailin, suite):
    row = mailin.sent(BOUNCES["postfix_user"][0])
    suite.stop("db")
    try:
        assert mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"])) == LATER
    finally:
        suite.start_db()
        mailin.db.connection = None
    assert not mailin.bounces(row["id"])
    assert mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"])) == STORED
    assert len(mailin.bounces(row["id"])) == 1


def test_configuration_away(mailin, tmp_path):
    row = mailin.sent(BOUNCES["postfix_user"][0])
    bad = tmp_path / "bad.conf"
    bad.write_text("nonsense")
    assert mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"]), conf=bad) == LATER
    assert mailin.give(sample("postfix_user"), to=mailin.return_path(row["id"]), conf=tmp_path / "none.conf") == LATER


def test_many_at_a_time(mailin):
    """Soft bounces of one address that arrive at once are counted, whoever comes first."""
    addr = BOUNCES["postfix_full"][0]
    rows = [mailin.sent(addr) for _ in range(6)]
    with open(mailin.suite.var / "log" / "mailin.log", "ab") as log:
        procs = [subprocess.Popen(mailin.command("--to", mailin.return_path(row["id"]), "--from", ""), stdin=subprocess.PIPE, stdout=log,
                                  stderr=log, env=mailin.suite.env()) for row in rows]
        for proc in procs:
            proc.stdin.write(sample("postfix_full"))
            proc.stdin.close()
        statuses = [proc.wait(60) for proc in procs]
    # A deadlock that did not end is a later, never a loss.
    assert set(statuses) <= {STORED, LATER}
    for row, status in zip(rows, statuses):
        if status == LATER:
            assert mailin.give(sample("postfix_full"), to=mailin.return_path(row["id"])) == STORED
    assert mailin.ledger(addr) == "soft" and all(len(mailin.bounces(row["id"])) == 1 for row in rows)


# ---- spool -------------------------------------------------------------------------------------------------------------

@pytest.fixture
def spool(tmp_path):
    path = tmp_path / "maildir"
    for sub in ("new", "cur", "tmp"):
        (path / sub).mkdir(parents=True)
    return path


def put(spool, name, mailin, row, text, sender=""):
    head = b"Return-Path: <%s>\nX-Original-To: %s\n" % (sender.encode(), mailin.return_path(row["id"]).encode())
    (spool / "tmp" / name).write_bytes(head + text)
    os.rename(spool / "tmp" / name, spool / "new" / name)


def run_spool(mailin, spool, *more):
    with open(mailin.suite.var / "log" / "mailin.log", "ab") as log:
        return subprocess.Popen(mailin.command("--spool", str(spool), *more), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                env=mailin.suite.env())


def test_spool(mailin, spool):
    rows = {}
    for i, (name, expected) in enumerate(BOUNCES.items()):
        rows[name] = mailin.sent(expected[0])
        put(spool, f"{i}.M1.host", mailin, rows[name], sample(name))
    (spool / "new" / "garbage").write_bytes(bytes(range(256)) * 100)
    (spool / "new" / "empty").write_bytes(b"")
    assert run_spool(mailin, spool, "--once").wait(60) == 0
    assert not list((spool / "new").iterdir()) and not list((spool / "failed").iterdir())
    for name, row in rows.items():
        assert [b["kind"] for b in mailin.bounces(row["id"])] == [BOUNCES[name][1]], name


def test_spool_goes_on(mailin, spool, suite):
    """Files that come later; the database away and back; SIGTERM."""
    proc = run_spool(mailin, spool)
    try:
        first, second = (mailin.sent(BOUNCES["postfix_user"][0]) for _ in range(2))
        put(spool, "1", mailin, first, sample("postfix_user"))
        until(lambda: mailin.bounces(first["id"]))
        suite.stop("db")
        put(spool, "2", mailin, second, sample("postfix_user"))
        time.sleep(1.5)
        assert proc.poll() is None and (spool / "new" / "2").exists()
        suite.start_db()
        mailin.db.connection = None
        until(lambda: mailin.bounces(second["id"]))
        until(lambda: not (spool / "new" / "2").exists())
    finally:
        proc.terminate()
        assert proc.wait(60) == 0


def test_spool_killed(mailin, spool):
    """kill -9 at any moment: what was committed counts once, what was not is done by the next one."""
    rows = [mailin.sent(f"u{i}@company.example.jp") for i in range(200)]
    for i, row in enumerate(rows):
        put(spool, f"{i:04}", mailin, row, sample("postfix_user").replace(b"sato.kenji@company", b"u%d@company" % i))
    for pause in (0.15, 0.25, 0.4):
        proc = run_spool(mailin, spool)
        time.sleep(pause)
        proc.kill()
        proc.wait()
    assert run_spool(mailin, spool, "--once").wait(120) == 0
    assert not list((spool / "new").iterdir())
    counts = mailin.db.all("SELECT COUNT(*) AS n FROM bounce WHERE org_id = %s GROUP BY outbox_id", mailin.org.id)
    assert [c["n"] for c in counts] == [1] * 200
    assert all(len(mailin.history(row["noun_id"])) == 1 for row in rows)


def test_spool_directory_away(mailin, tmp_path):
    assert run_spool(mailin, tmp_path / "none", "--once").wait(60) == LATER
