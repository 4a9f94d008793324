"""Sign-in, sign-out, sessions and one's own settings. The requirements are those of product.md (accounts, audit) and of the
security rules: same answer for unknown and wrong, slow-down, lock, session renewal, local redirects only."""
import re
import time

import pytest

from harness.suite import until
from harness.world import PASSWORD, password_hash
from harness.turns import hold_waits

WRONG = "this-is-not-the-phrase"


pytestmark = pytest.mark.usefixtures("mailer_at_rest")


@pytest.fixture(autouse=True)
def no_throttle(db):
    """All tests come from one address: what one guesses wrong must not slow down the next."""
    db.run("DELETE FROM throttle")


@pytest.fixture
def account(world):
    return world.org("").account("admin")


def errors(page):
    return re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)


def mails(db, address):
    return db.all("SELECT m.subject, m.body FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.to_addr = %s ORDER BY o.id", address)


def audit(db, account, action):
    return db.all("SELECT action, org_id, account_id, noun, noun_id, detail, ip, request_id FROM audit "
                  "WHERE account_id = %s AND action = %s ORDER BY id", account.id, action)


# ---- sign-in ----

@pytest.mark.parametrize("typed", ["login", "mail", "full width", "upper case mail"])
def test_sign_in(db, client, account, typed):
    name = {"login": account.login, "mail": account.mail, "upper case mail": account.mail.upper(),
            "full width": account.login.translate(str.maketrans("0123456789", "０１２３４５６７８９"))}[typed]
    page = client.sign_in(name, PASSWORD)
    assert page.status == 200 and page.path == "/account/settings"
    row, = audit(db, account, "account.signin")
    assert row["org_id"] == account.org.id and row["ip"] == "127.0.0.1" and row["request_id"]
    assert db.value("SELECT signed_in_at IS NOT NULL FROM account WHERE id = %s", account.id)


def test_double_click_signs_in(client, account):
    """The browser drops the first answer, and its cookie with it."""
    page = client.get("/account/signin")
    before = client.http.cookies.copy()
    for _ in range(2):
        client.http.cookies = before.copy()
        done = client.submit(page, page.form("login", "password"), login=account.login, password=account.password)
    assert done.status == 200 and "ログアウト" in done.words and done.path != "/account/signin"


def test_cookie_flags_and_hash_only(db, client, account):
    page = client.sign_in(account.login, PASSWORD, follow=False)
    cookie = next(c for c in page.raw.headers.getlist("Set-Cookie") if c.startswith("musubi="))
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    token = cookie.split("=", 1)[1].split(";")[0]
    assert len(token) == 43  # 256 bits
    stored = db.one("SELECT token_hash FROM session WHERE account_id = %s", account.id)["token_hash"]
    assert token.encode() not in stored and len(stored) == 32
    assert page.headers["Cache-Control"] == "no-store"


def test_session_fixation(db, client, new_client, account):
    """A session id from before sign-in is never the one afterwards."""
    planted = "A" * 43
    client.http.cookies.set("musubi", planted, domain="127.0.0.1")
    client.sign_in(account.login, PASSWORD)
    first = client.http.cookies.get("musubi")
    assert first != planted
    thief = new_client()
    thief.http.cookies.set("musubi", planted)
    assert "signin" in thief.get("/account/settings").path
    assert db.value("SELECT COUNT(*) FROM session WHERE account_id = %s", account.id) == 1


def test_wrong_and_unknown_look_the_same(db, new_client, account):
    def answer(name):
        page = new_client().sign_in(name, WRONG)
        assert page.status == 422 and WRONG not in page.text
        return errors(page), page.words
    assert answer(account.login) == answer("10000009")
    assert answer(account.mail) == answer("nobody@nowhere.example.jp")
    first, _ = audit(db, account, "account.signin_failed")
    assert first["detail"] == '{"reason":"password"}'
    assert db.value("SELECT COUNT(*) FROM audit WHERE action = 'account.signin_failed' AND account_id = 0") >= 2


def test_wrong_and_unknown_take_the_same_time(suite, db, new_client, world):
    """With a cost that shows: the hash is computed for unknown accounts, too."""
    account = world.org("").account("admin")
    db.run("UPDATE account SET passwd = %s WHERE id = %s", password_hash(PASSWORD, 16), account.id)
    text = suite.conf.read_text()
    try:
        suite.conf.write_text(re.sub(r"scrypt_log2n = \d+;", "scrypt_log2n = 16;", text))
        suite.restart("fcgi:account")
        until(lambda: new_client().get("/account/signin").status == 200)

        client = new_client()

        def seconds(name):
            db.run("DELETE FROM throttle")
            page = client.get("/account/signin")
            form = page.form("login", "password")
            began = time.monotonic()
            assert client.submit(page, form, login=name, password=WRONG).status == 422
            return time.monotonic() - began

        # by turns, and the quickest of each, until they agree: what else the machine does must not matter
        names = (account.login, "10000009", "not a name at all")
        rounds = []
        for _ in range(40):
            rounds.append([seconds(name) for name in names])
            known, unknown, no_name = (min(times) for times in zip(*rounds))
            alike = 0.6 < unknown / known < 1.6 and 0.6 < no_name / known < 1.6
            if len(rounds) >= 6 and alike:
                break
        assert alike, (known, unknown, no_name)
        assert known > 0.05
    finally:
        suite.conf.write_text(text)
        suite.restart("fcgi:account")
        until(lambda: new_client().get("/account/signin").status == 200)
        until(lambda: new_client().get("/account/signin").status == 200)


@pytest.mark.parametrize("state", ["closed", "invited", "org closed"])
def test_inactive_accounts_do_not_sign_in(db, client, world, state):
    account = world.org("").account("admin", state="active" if state == "org closed" else state)
    if state == "org closed":
        db.run("UPDATE org SET state = 'closed' WHERE id = %s", account.org.id)
    page = client.sign_in(account.login, PASSWORD)
    assert page.status == 422 and errors(page)


def test_guesses_are_slowed_down(db, client, new_client, account, clock):
    for _ in range(3):
        client.sign_in(account.login, WRONG)
    hold_waits(db)
    page = new_client().sign_in(account.login, PASSWORD)
    assert page.status == 422 and "待って" in errors(page)[0]
    clock(63)
    assert new_client().sign_in(account.login, PASSWORD).path == "/account/settings"


def test_lock_and_notice(db, client, account, clock):
    for name in (account.login, "10000009"):
        client.sign_in(name, WRONG)
    db.run("UPDATE throttle SET failures = 9, locked_until = NULL WHERE name LIKE 'account:%%'")
    for name in (account.login, "10000009"):
        client.sign_in(name, WRONG)
        page = client.sign_in(name, PASSWORD)
        assert page.status == 422 and "15分" in errors(page)[0]  # the same for both
    notice, = mails(db, account.mail)
    assert "15分" in notice["body"] and "127.0.0.1" in notice["body"] and "/account/forgot" in notice["body"]
    assert audit(db, account, "account.signin_failed")[-1]["detail"] == '{"reason":"locked"}'
    clock(14 * 60)
    assert client.sign_in(account.login, PASSWORD).status == 422
    clock(15 * 60 + 2)
    assert client.sign_in(account.login, PASSWORD).path == "/account/settings"
    assert len(mails(db, account.mail)) == 1


def test_address_is_slowed_down_too(db, client, account):
    """Many accounts from one address: ten times the guesses of an account."""
    client.sign_in("10000009", WRONG)
    db.run("UPDATE throttle SET failures = 99 WHERE name LIKE 'account-address:%%'")
    client.sign_in("10000017", WRONG)
    page = client.sign_in(account.login, PASSWORD)
    assert page.status == 422 and "15分" in errors(page)[0]


def test_stored_hash_is_raised(db, client, account):
    db.run("UPDATE account SET passwd = %s WHERE id = %s", password_hash(PASSWORD, 9), account.id)
    client.sign_in(account.login, PASSWORD)
    assert db.value("SELECT passwd FROM account WHERE id = %s", account.id).startswith("scrypt$10$")


@pytest.mark.parametrize("next, lands", [
    ("/account/sessions?x=1", "/account/sessions?x=1"), ("//evil.example", "/account/settings"),
    ("https://evil.example/", "/account/settings"), ("/\\evil.example", "/account/settings"),
    ("javascript:alert(1)", "/account/settings"), ("/\t/evil.example", "/account/settings"), ("", "/account/settings"),
])
def test_after_sign_in_only_local_paths(client, account, next, lands):
    page = client.get("/account/signin", params={"next": next})
    answer = client.submit(page, page.form("login", "password"), login=account.login, password=PASSWORD, follow=False)
    assert answer.status == 303 and answer.headers["Location"] == lands


def test_expired_session_comes_back_to_the_page(world, account, clock):
    client = world.signed_in(account)
    clock(121 * 60)
    page = client.get("/account/sessions")
    assert page.path == "/account/signin" and "ログアウトしました" in page.words
    page = client.submit(page, page.form("login", "password"), login=account.login, password=PASSWORD)
    assert page.path == "/account/sessions"


def test_sign_out(db, world, new_client, account):
    client = world.signed_in(account)
    cookie = client.http.cookies.get("musubi")
    page = client.get("/account/settings")
    token = page.form("name").get("token")
    page = client.post("/account/signout", {"token": token})
    assert page.path == "/account/signin" and "ログアウトしました" in page.words
    old = new_client()
    old.http.cookies.set("musubi", cookie)
    assert old.get("/account/settings").path == "/account/signin"
    assert audit(db, account, "account.signout")
    assert client.get("/account/signout").status == 405  # never by a link


def test_first_address(world, client):
    """/ leads to sign-in, or to where the account works."""
    assert client.get("/").path == "/account/signin"
    for account, path in ((world.org("").account("admin"), "/account/settings"), (world.org("agency").account("reader"), "/crm/"),
                          (world.org("", kind="operator").account("sales"), "/office/")):
        assert world.signed_in(account).get("/", follow=False).status == 303
        assert world.signed_in(account).get("/account/", follow=False).headers["Location"] == path


# ---- forgery and replay ----

def posts(suite):
    import subprocess
    table = subprocess.run([suite.bin / "account.fcgi", "--routes"], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in table.splitlines()]
    return [re.sub(r":\w+", "7", r[1]) for r in rows if r[0] == "POST" and r[4] == "token"]


def test_every_post_needs_its_token(suite, world, new_client, account):
    client, other = world.signed_in(account), world.signed_in(world.org("").account("admin"))
    foreign = other.get("/account/settings").form("name").get("token")
    paths = posts(suite)
    assert len(paths) >= 15
    for path in paths:
        for data in ({}, {"token": "x"}, {"token": foreign}, {"token": foreign[:-1] + "A"}):
            assert client.post(path, data, follow=False).status == 403, (path, data)


def test_a_form_is_used_once(db, world, account):
    client = world.signed_in(account)
    page = client.get("/account/settings")
    form = page.form("name")
    for name, times in (("一回目", 1), ("一回目", 1), ("二回目", 2)):  # the same comes twice; other words are another submission
        page = client.submit(page, form, name=name, kana="イチ", follow=False)
        assert page.status == 303 and len(audit(db, account, "account.settings")) == times
        assert db.value("SELECT name FROM account WHERE id = %s", account.id) == name


# ---- settings and language ----

def test_settings(db, world, account):
    client = world.signed_in(account)
    page = client.get("/account/settings")
    evil = '"><script>alert(1)</script>'
    page = client.submit(page, page.form("name"), name=evil, kana="ﾔﾏﾀﾞ はなこ", csv="cp932")
    assert page.status == 200 and "保存しました" in page.words
    assert "<script>alert" not in page.text and page.form("name").get("name") == evil
    row = db.one("SELECT name, kana, csv FROM account WHERE id = %s", account.id)
    assert row == {"name": evil, "kana": "ヤマダ ハナコ", "csv": "cp932"}
    change, = audit(db, account, "account.settings")
    assert '"csv":{"before":"utf8","after":"cp932"}' in change["detail"]


def test_settings_refused_keep_what_was_typed(world, account):
    client = world.signed_in(account)
    page = client.get("/account/settings")
    page = client.submit(page, page.form("name"), name="山田 花子", kana="漢字")
    assert page.status == 422 and errors(page)
    assert page.form("name").get("name") == "山田 花子" and page.form("name").get("kana") == "漢字"


def test_language_of_the_account(db, world, account):
    client = world.signed_in(account)
    page = client.get("/account/settings")
    page = client.submit(page, page.form("name"), lang="en")
    assert '<html lang="en"' in page.text and "Saved." in page.words
    client.post("/account/lang", {"token": page.form("name").get("token"), "to": "ja", "back": "/account/settings"})
    assert db.value("SELECT lang FROM account WHERE id = %s", account.id) == "ja"


def test_language_of_a_visitor(client):
    page = client.get("/account/lang?to=en&back=/account/signin")
    assert page.path == "/account/signin" and '<html lang="en"' in page.text
    assert '<html lang="en"' in client.get("/account/forgot").text
    for back in ("//evil.example", "https://evil.example"):
        assert client.get("/account/lang", params={"to": "ja", "back": back}, follow=False).headers["Location"] == "/"
    assert client.get("/account/lang?to=fr", follow=False).headers["Location"] == "/"


# ---- sessions ----

def test_own_sessions(db, world, new_client, account):
    here, there, third = (world.signed_in(account) for _ in range(3))
    stranger = world.signed_in(world.org("").account("admin"))
    page = here.get("/account/sessions")
    ends = [f for f in page.forms if f.action.endswith("/end") and "others" not in f.action]
    assert len(ends) == 2 and "この端末" in page.words and "musubi-test" in page.words
    here.submit(page, ends[0])
    assert db.value("SELECT COUNT(*) FROM session WHERE account_id = %s", account.id) == 2
    foreign = db.value("SELECT id FROM session WHERE account_id = %s", stranger.account.id)
    token = here.get("/account/sessions").form("token").get("token")
    assert here.post(f"/account/sessions/{foreign}/end", {"token": token}).status == 404
    page = here.get("/account/sessions")
    here.submit(page, page.form(action="/account/sessions/others/end"))
    assert [here.get("/account/settings").path, there.get("/account/settings").path, third.get("/account/settings").path] == [
        "/account/settings", "/account/signin", "/account/signin"]
    assert stranger.get("/account/settings").path == "/account/settings"
    assert len(audit(db, account, "account.session_end")) == 2
