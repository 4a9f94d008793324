"""Passwords and mail addresses: links from mails, and what is changed with the old password."""
import hashlib
import base64
import re

import pytest

from harness.world import PASSWORD
from harness.turns import hold_waits

NEW = "another-long-phrase"


pytestmark = pytest.mark.usefixtures("mailer_at_rest")


@pytest.fixture(autouse=True)
def no_throttle(db):
    db.run("DELETE FROM throttle")


@pytest.fixture
def account(world):
    return world.org("").account("admin")


def errors(page):
    return re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)


def mails(db, address):
    return db.all("SELECT m.subject, m.body FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.to_addr = %s ORDER BY o.id", address)


def link_of(mail):
    return re.search(r"https?://[^/\s]+(/account/\S+)", mail["body"]).group(1)


def ask(client, address):
    page = client.get("/account/forgot")
    return client.submit(page, page.form("mail"), mail=address, follow=False)


def forgot(db, client, account):
    ask(client, account.mail)
    return link_of(mails(db, account.mail)[-1])


def set_password(client, link, password=NEW, again=None):
    page = client.get(link)
    return client.submit(page, page.form("password", "again"), password=password, again=again or password)


def test_forgotten_same_answer(db, client, account):
    """Known and unknown address: same answer, but only the known one gets a mail."""
    known, unknown = ask(client, account.mail), ask(client, "nobody@nowhere.example.jp")
    assert (known.status, known.headers["Location"]) == (unknown.status, unknown.headers["Location"]) == (303, "/account/forgot/sent")
    assert client.get("/account/forgot/sent").status == 200
    assert len(mails(db, account.mail)) == 1 and not mails(db, "nobody@nowhere.example.jp")
    assert db.value("SELECT COUNT(*) FROM audit WHERE action = 'account.reset_asked' AND account_id = %s", account.id) == 1


def test_forgotten_password_is_set_by_link(db, client, new_client, world, account):
    elsewhere = world.signed_in(account)
    link = forgot(db, client, account)
    page = client.get(link)
    assert page.status == 200 and account.login in page.words and page.headers["Referrer-Policy"] == "same-origin"
    page = set_password(client, link)
    assert page.path == "/account/signin" and "パスワードを設定しました" in page.words
    assert elsewhere.get("/account/settings").path == "/account/signin"  # all sessions ended
    assert client.sign_in(account.login, PASSWORD).status == 422
    assert client.sign_in(account.login, NEW).path == "/account/settings"
    assert "パスワードが変更" in mails(db, account.mail)[-1]["subject"]
    assert db.value("SELECT detail FROM audit WHERE action = 'account.password' AND account_id = %s", account.id) == '{"how":"reset"}'


def test_link_is_random_hashed_and_single_use(db, client, account):
    link = forgot(db, client, account)
    token = link.rsplit("/", 1)[1]
    raw = base64.urlsafe_b64decode(token + "=")
    assert len(raw) == 32
    assert db.value("SELECT COUNT(*) FROM link_token WHERE token_hash = %s", hashlib.sha256(raw).digest()) == 1
    page = client.get(link)
    form = page.form("password", "again")
    assert client.submit(page, form, password=NEW, again=NEW).path == "/account/signin"
    assert client.get(link).status == 404
    other = client.get("/account/forgot")  # a fresh form token, but the same link
    token = other.form("mail").get("token")
    assert client.post(link, {"token": token, "password": "yet-another-phrase", "again": "yet-another-phrase"}).status == 404
    assert client.sign_in(account.login, NEW).path == "/account/settings"


def test_opening_a_link_does_not_spend_it(db, client, account):
    link = forgot(db, client, account)
    for _ in range(3):
        assert client.get(link).status == 200
    assert set_password(client, link).path == "/account/signin"


def test_link_expires(db, client, account, clock):
    link = forgot(db, client, account)
    clock(3590)
    assert client.get(link).status == 200
    clock(3610)
    page = client.get(link)
    assert page.status == 404 and "使えません" in page.words


@pytest.mark.parametrize("purpose", ["invite", "mail", "mail2"])
def test_link_is_bound_to_its_purpose(db, client, account, purpose):
    link = forgot(db, client, account)
    assert client.get(link.replace("/reset/", f"/{purpose}/")).status == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 42 + "_", "0" * 200])
def test_made_up_links(client, token):
    assert client.get(f"/account/reset/{token}").status == 404


def test_a_new_link_ends_the_one_before(db, client, account):
    first = forgot(db, client, account)
    second = forgot(db, client, account)
    assert client.get(first).status == 404 and client.get(second).status == 200


def test_forgotten_does_not_flood(db, client, account):
    for _ in range(6):
        assert ask(client, account.mail).status == 303
    assert len(mails(db, account.mail)) == 3


def test_closed_account_gets_no_link(db, client, world):
    account = world.org("").account("admin", state="closed")
    assert ask(client, account.mail).status == 303
    assert not mails(db, account.mail)


def test_reset_clears_the_lock(db, client, account):
    client.sign_in(account.login, "wrong-wrong")
    db.run("UPDATE throttle SET failures = 10, locked_until = '2099-01-01' WHERE name LIKE 'account:%%'")
    assert client.sign_in(account.login, PASSWORD).status == 422
    set_password(client, forgot(db, client, account))
    assert client.sign_in(account.login, NEW).path == "/account/settings"


@pytest.mark.parametrize("password, again, message", [
    ("short12", None, "8文字以上"), ("x" * 129, None, "128文字以内"), ("Password123", None, "よく使われている"),
    (NEW, NEW + "x", "一致しません"),
])
def test_password_rules(db, client, account, password, again, message):
    page = set_password(client, forgot(db, client, account), password, again)
    assert page.status == 422 and any(message in e for e in errors(page))
    assert password not in page.text


def test_any_character_in_a_password(db, client, account):
    phrase = "日本語の 合い言葉 ✿ <&>"
    set_password(client, forgot(db, client, account), phrase)
    assert client.sign_in(account.login, phrase).path == "/account/settings"


# ---- with the old password ----

def change(client, **values):
    page = client.get("/account/password")
    return client.submit(page, page.form("old", "password", "again"), **values)


def test_password_change(db, world, account):
    client, elsewhere = world.signed_in(account), world.signed_in(account)
    cookie = client.http.cookies.get("musubi")
    page = change(client, old="wrong-wrong", password=NEW, again=NEW)
    assert page.status == 422 and "パスワードが違います" in errors(page)[0] and NEW not in page.text
    assert db.value("SELECT failures FROM throttle WHERE name LIKE 'account:%%'") == 1
    page = change(client, old=PASSWORD, password=NEW, again=NEW)
    assert page.path == "/account/settings" and "変更しました" in page.words
    assert client.http.cookies.get("musubi") != cookie
    assert elsewhere.get("/account/settings").path == "/account/signin"
    assert "パスワードが変更" in mails(db, account.mail)[-1]["subject"]
    assert db.value("SELECT COUNT(*) FROM audit WHERE action = 'account.password' AND account_id = %s", account.id) == 1


def test_old_password_cannot_be_guessed(db, world, account):
    client = world.signed_in(account)
    for _ in range(3):
        change(client, old="wrong-wrong", password=NEW, again=NEW)
    hold_waits(db)
    page = change(client, old=PASSWORD, password=NEW, again=NEW)
    assert page.status == 422 and "待って" in errors(page)[0]


# ---- addresses ----

def ask_mail(client, which, mail, old=PASSWORD):
    page = client.get(f"/account/mail?which={which}")
    return client.submit(page, page.form("which", "mail", "old"), which=which, mail=mail, old=old)


def test_mail_change(db, world, new_client, account):
    client, new = world.signed_in(account), f"new{account.id}@example.jp"
    page = ask_mail(client, "mail", new, old="wrong-wrong")
    assert page.status == 422 and page.form("which", "mail").get("mail") == new and not mails(db, new)
    page = ask_mail(client, "mail", new)
    assert page.path == "/account/settings" and "確認のメール" in page.words
    assert db.value("SELECT mail FROM account WHERE id = %s", account.id) == account.mail  # not yet
    link, other = link_of(mails(db, new)[-1]), new_client()
    page = other.get(link)
    assert new in page.words
    page = other.submit(page, page.form(action=link))
    assert db.value("SELECT mail FROM account WHERE id = %s", account.id) == new
    assert "メールアドレスが変更" in mails(db, account.mail)[-1]["subject"]  # the old address hears of it
    assert other.get(link).status == 404
    assert new_client().sign_in(new, PASSWORD).path == "/account/settings"


def test_mail_of_somebody_else(db, world, account):
    """The answer does not tell that the address has an account; its owner gets a mail without link."""
    client, owner = world.signed_in(account), world.org("").account("admin")
    page = ask_mail(client, "mail", owner.mail)
    assert page.path == "/account/settings" and "確認のメール" in page.words
    mail, = mails(db, owner.mail)
    assert "/account/mail/" not in mail["body"]
    assert db.value("SELECT COUNT(*) FROM link_token WHERE account_id = %s", account.id) == 0


def test_mail_taken_meanwhile(db, world, account):
    client, new = world.signed_in(account), f"race{account.id}@example.jp"
    ask_mail(client, "mail", new)
    link = link_of(mails(db, new)[-1])
    page = client.get(link)
    world.org("").account("admin", mail=new)
    assert client.submit(page, page.form(action=link)).status == 404
    assert db.value("SELECT mail FROM account WHERE id = %s", account.id) == account.mail


def test_second_address(db, world, account):
    client, new = world.signed_in(account), f"second{account.id}@example.jp"
    ask_mail(client, "mail2", new)
    assert db.value("SELECT mail2 FROM account WHERE id = %s", account.id) == ""
    link = link_of(mails(db, new)[-1])
    page = client.get(link)
    client.submit(page, page.form(action=link))
    assert db.value("SELECT mail2 FROM account WHERE id = %s", account.id) == new
    assert db.value("SELECT mail FROM account WHERE id = %s", account.id) == account.mail
    ask_mail(client, "mail2", "")
    assert db.value("SELECT mail2 FROM account WHERE id = %s", account.id) == ""


@pytest.mark.parametrize("mail", ["", "no-address", "a@b.example\r\nBcc: x@y.example", "a@b.example, c@d.example"])
def test_bad_addresses(db, world, account, mail):
    page = ask_mail(world.signed_in(account), "mail", mail)
    assert page.status == 422 and errors(page)
    assert db.value("SELECT COUNT(*) FROM link_token WHERE account_id = %s", account.id) == 0
