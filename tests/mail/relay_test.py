"""A single mail from the page to the receiving server, over a relay that behaves and one that does not."""
import pytest

from harness.suite import until


@pytest.fixture
def forgotten(world, client):
    """Ask for a new password; gives the account."""
    account = world.org("").account()
    page = client.get("/account/forgot")
    form = next(f for f in page.forms if "mail" in f.names() or "login" in f.names())
    name = "mail" if "mail" in form.names() else "login"
    client.submit(page, form, {name: account.mail})
    return account


def state(db, account):
    return db.one("SELECT state, attempts, smtp_code, smtp_text FROM outbox WHERE to_addr = %s", account.mail)


def wait_state(db, account, wanted):
    until(lambda: state(db, account)["state"] == wanted, message=lambda: f"never {wanted}: {state(db, account)}")
    return state(db, account)


def test_mail_arrives_alone(mail, db, forgotten):
    message = mail.wait(to=forgotten.mail)[0]
    assert message.recipients == [forgotten.mail]  # S3-02
    assert "/account/" in message.text
    assert wait_state(db, forgotten, "sent")["smtp_code"] == 250


def test_server_away_and_back(mail, db, request):
    mail.stop()
    account = request.getfixturevalue("forgotten")
    until(lambda: state(db, account)["state"] == "claimed")
    mail.start()
    mail.wait(to=account.mail)
    assert wait_state(db, account, "sent")["attempts"] <= 1


@pytest.mark.parametrize("answer, wanted", [("550 5.1.1 no such user", "failed"), ("452 4.2.2 mailbox full", "deferred")])
def test_refused_recipient(mail, db, request, answer, wanted):
    mail.rule("*", answer)
    account = request.getfixturevalue("forgotten")
    row = wait_state(db, account, wanted)
    assert row["smtp_code"] == int(answer[:3])
    assert answer[4:] in row["smtp_text"]
    assert mail.messages == []


@pytest.mark.parametrize("at", ["text", "data"])
def test_connection_lost_around_the_dot_is_in_doubt_and_never_sent_again(mail, db, suite, clock, request, at):
    """From our side nobody can tell whether the server still took the mail, so a person decides."""
    mail.rule("*", "drop", at=at, times=1)
    account = request.getfixturevalue("forgotten")
    wait_state(db, account, "doubt")
    clock(86400)
    suite.restart("daemon:mailer")
    assert len(mail.to(account.mail)) == (1 if at == "data" else 0)
    assert state(db, account)["state"] == "doubt"


def test_connection_lost_before_the_text_is_tried_again(mail, db, clock, request):
    mail.rule("*", "drop", at="rcpt", times=1)
    account = request.getfixturevalue("forgotten")
    until(lambda: state(db, account)["attempts"] > 0)
    clock(3600)
    mail.wait(to=account.mail)
    wait_state(db, account, "sent")
    assert len(mail.to(account.mail)) == 1
