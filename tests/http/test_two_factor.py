"""Two-factor sign-in: setting up, signing in with code or recovery code, what is refused, required for staff, switched off by an
administrator, keys that change. The codes are made here, by harness.two_factor."""
import base64
import concurrent.futures
import json
import re
import secrets
import subprocess
import time

import pytest

from harness.scheduling import alone
from harness.suite import until
from harness.two_factor import STEP, App, begin, codes_of, hotp, secret_of, switch_on
from harness.world import PASSWORD
from harness.turns import hold_waits

WRONG = "this-is-not-the-phrase"
NEW = "another-long-phrase"


pytestmark = pytest.mark.usefixtures("mailer_at_rest")


@pytest.fixture(autouse=True)
def no_throttle(db):
    db.run("DELETE FROM throttle")


@pytest.fixture
def account(world):
    return world.org("").account("admin")


@pytest.fixture
def guarded(world, account, clock):
    """An account with two-factor sign-in; its app, its recovery codes, a client that is signed in."""
    client = world.signed_in(account)
    app, page = switch_on(client, clock)
    account.app, account.codes, account.client = app, codes_of(page), client
    return account


def errors(page):
    return re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)


def mails(db, address):
    return db.all("SELECT m.subject, m.body FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.to_addr = %s ORDER BY o.id", address)


def audit(db, account, action):
    return [json.loads(r["detail"] or "{}") for r in db.all("SELECT detail FROM audit WHERE noun = 'account' AND noun_id = %s AND action = %s ORDER BY id",
                                                           account.id, action)]


def is_on(db, account):
    return db.value("SELECT two_factor_at IS NOT NULL FROM account WHERE id = %s", account.id)


def asked(client, account, password=PASSWORD):
    """Until the page that asks for the code."""
    page = client.sign_in(account.login, password)
    assert page.path == "/account/signin/code", page.words[:300]
    return page


def answer(client, page, code, **kw):
    return client.submit(page, page.form("code"), code=code, **kw)


def change(client, what, old, code):
    page = client.get(f"/account/two-factor/{what}")
    return client.submit(page, page.form("old", "code"), old=old, code=code)


# ---- setting up ----

def test_setting_up(db, suite, world, account, clock):  # security: two-factor
    client, elsewhere = world.signed_in(account), world.signed_in(account)
    assert "2段階認証未設定" in client.get("/account/settings").words
    page = client.get("/account/two-factor")
    page = client.submit(page, page.form("old"), old=WRONG)  # security: the password is asked for again
    assert page.status == 422 and errors(page) == ["パスワードが違います。"]
    assert client.get("/account/two-factor/set").path == "/account/two-factor"
    page = begin(client)
    app = App(secret_of(page), clock)
    assert not is_on(db, account) and world.signed_in(account)
    page = client.submit(page, page.form("code"), code="000000" if app.code() != "000000" else "111111")
    assert page.status == 422 and "正しくありません" in errors(page)[0] and not is_on(db, account)
    assert secret_of(page) == app.secret  # the same one goes on
    before = client.http.cookies.get("musubi")
    db.run("DELETE FROM throttle")
    page = client.submit(page, page.form("code"), code=app.code())
    codes = codes_of(page)
    assert page.status == 200 and len(set(codes)) == 10 and account.login in page.words and is_on(db, account)
    assert client.http.cookies.get("musubi") != before and elsewhere.get("/account/settings").path == "/account/signin"
    assert "2段階認証使用中" in client.get("/account/settings").words and "残り10個" in client.get("/account/two-factor").words
    assert "有効になりました" in mails(db, account.mail)[-1]["subject"]
    assert [a["how"] for a in audit(db, account, "account.two_factor")] == ["begun", "on"]
    assert audit(db, account, "account.two_factor_failed") == [{"reason": "code"}]
    for path in ("/account/two-factor", "/account/two-factor/codes", "/account/two-factor/set"):
        assert not codes_of(client.get(path)) and app.secret[:4] not in client.get(path).text  # shown once


def test_forms_beside_the_recovery_codes_work(world, account, clock):  # security: two-factor
    """The answer that shows the codes belongs to a new session already."""
    client = world.signed_in(account)
    _, page = switch_on(client, clock)
    page = client.submit(page, page.form(action="/account/signout"))
    assert page.path == "/account/signin" and "ログアウトしました" in page.words


def test_the_set_up_page_again(db, world, account, clock):  # security: two-factor
    """Sent again after it was done: nothing happens, no codes are shown."""
    client = world.signed_in(account)
    first = begin(client)
    code = App(secret_of(first), clock).code()
    assert codes_of(client.submit(first, first.form("code"), code=code))
    hashes = db.all("SELECT code_hash FROM recovery_code WHERE account_id = %s ORDER BY code_hash", account.id)
    page = client.submit(first, first.form("code"), code=code)
    assert not codes_of(page)
    assert db.all("SELECT code_hash FROM recovery_code WHERE account_id = %s ORDER BY code_hash", account.id) == hashes


def test_set_up_ends_by_itself(world, account, clock):  # security: two-factor
    client = world.signed_in(account)
    page = begin(client)
    app = App(secret_of(page), clock)
    page = client.submit(page, page.form("code"), code=app.code(least=1900))
    assert page.path == "/account/two-factor" and page.form("old")


def test_nothing_in_the_database_opens(db, suite, guarded):  # security: TOTP secrets with AES-256-GCM, key id stored
    row = db.one("SELECT * FROM two_factor WHERE account_id = %s", guarded.id)
    assert re.fullmatch(r"[0-9a-f]{8}", row["key_id"])
    raw = base64.b32decode(guarded.app.secret)
    sealed = base64.urlsafe_b64decode(row["secret"] + "=" * (-len(row["secret"]) % 4))
    assert raw not in sealed and base64.urlsafe_b64encode(raw).rstrip(b"=") not in sealed and len(sealed) == 12 + 27 + 16
    hashes = [r["code_hash"] for r in db.all("SELECT code_hash FROM recovery_code WHERE account_id = %s", guarded.id)]
    assert len(hashes) == 10 and all(len(h) == 32 for h in hashes)
    told = str(db.all("SELECT detail FROM audit WHERE account_id = %s", guarded.id)) + str(mails(db, guarded.mail)) + suite.log("account")
    for secret in guarded.codes + [c.replace("-", "") for c in guarded.codes] + [guarded.app.secret]:
        assert secret not in told


def test_sealed_for_one_account_opens_for_no_other(db, world, new_client, clock):  # security: two-factor
    """Whoever can write to the database cannot give another account his own secret."""
    one, other = world.org("").account("admin"), world.org("").account("admin")
    app, _ = switch_on(world.signed_in(one), clock)
    switch_on(world.signed_in(other), clock)
    mine = db.one("SELECT key_id, secret FROM two_factor WHERE account_id = %s", one.id)
    db.run("UPDATE two_factor SET key_id = %s, secret = %s, last_step = 0 WHERE account_id = %s", mine["key_id"], mine["secret"], other.id)
    client = new_client()
    assert answer(client, asked(client, other), app.code()).status == 500
    assert client.get("/account/settings").path == "/account/signin"
    db.run("DELETE FROM two_factor WHERE account_id = %s", other.id)


# ---- signing in ----

def test_sign_in_with_a_code(db, client, guarded):  # security: two-factor
    sessions = db.value("SELECT COUNT(*) FROM session WHERE account_id = %s", guarded.id)
    page = asked(client, guarded)
    assert 'autocomplete="one-time-code"' in page.text and 'inputmode="numeric"' in page.text
    assert client.http.cookies.get("musubi") is None
    assert db.value("SELECT COUNT(*) FROM session WHERE account_id = %s", guarded.id) == sessions
    for path in ("/account/settings", "/account/two-factor", "/account/members", "/account/sessions"):
        assert client.get(path).path == "/account/signin"
    page = client.get("/account/signin/code")  # a reload
    page = answer(client, page, guarded.app.code())
    assert page.path == "/account/settings" and guarded.name in page.text
    assert [a.get("how") for a in audit(db, guarded, "account.signin")] == [None, "code"]
    assert len(audit(db, guarded, "account.code_asked")) == 1
    assert client.get("/account/signin/code").path == "/account/settings"


def test_after_the_code_to_the_page_that_was_asked_for(client, guarded):  # security: two-factor
    page = client.get("/account/sessions?x=1")
    page = client.submit(page, page.form("login", "password"), login=guarded.login, password=PASSWORD)
    page = client.get(page.url)
    link = next(href for href, _ in page.links if "recovery" in href)
    assert client.get(link).form("code").get("next") == "/account/sessions?x=1"
    page = answer(client, page, guarded.app.code())
    assert page.path == "/account/sessions" and page.url.endswith("?x=1")


@pytest.mark.parametrize("next", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_after_the_code_only_local_paths(client, guarded, next):  # security: redirects
    page = asked(client, guarded)
    page = client.get("/account/signin/code", params={"next": next})
    page = answer(client, page, guarded.app.code(), follow=False)
    assert page.status == 303 and page.headers["Location"] == "/account/settings"


@pytest.mark.parametrize("away, good", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_step_early_or_late(client, guarded, away, good):  # security: two-factor
    page = asked(client, guarded)
    code = guarded.app.code(away, least=5 * STEP)
    near = {hotp(guarded.app.secret, int(time.time() + guarded.app.ahead) // STEP + d) for d in (-1, 0, 1)}
    page = answer(client, page, code)
    assert (page.path == "/account/settings") == (good or code in near)


@pytest.mark.parametrize("how", ["full width", "with a space"])
def test_how_a_code_may_be_typed(client, guarded, how):  # security: two-factor
    page, code = asked(client, guarded), guarded.app.code()
    typed = code.translate(str.maketrans("0123456789", "０１２３４５６７８９")) if how == "full width" else f"{code[:3]} {code[3:]}"
    assert answer(client, page, typed).path == "/account/settings"


def test_a_code_is_good_once(db, client, new_client, guarded):  # security: two-factor, replayed one-time tokens
    code = guarded.app.code()
    assert answer(client, asked(client, guarded), code).path == "/account/settings"
    thief = new_client()
    replayed = answer(thief, asked(thief, guarded), code)
    assert replayed.status == 422 and thief.get("/account/settings").path == "/account/signin"
    wrong = answer(thief, asked(thief, guarded), f"{(int(code) + 1) % 1000000:06d}")
    assert errors(replayed) == errors(wrong) and replayed.words == wrong.words
    assert audit(db, guarded, "account.signin_failed") == [{"reason": "code"}] * 2


def test_an_earlier_code_is_not_good_after_a_later_one(client, new_client, guarded):  # security: two-factor
    early = new_client()
    page = asked(early, guarded)
    assert answer(client, asked(client, guarded), guarded.app.code(+1)).path == "/account/settings"
    now = hotp(guarded.app.secret, int(time.time() + guarded.app.ahead) // STEP)
    assert answer(early, page, now).status == 422


def test_two_with_the_same_code_at_the_same_moment(guarded, new_client):  # security: two-factor
    clients = [new_client() for _ in range(4)]
    pages = [asked(c, guarded) for c in clients]
    code = guarded.app.code()
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda cp: answer(*cp, code), zip(clients, pages)))
    assert sorted(p.status for p in done) == [200, 422, 422, 422], [p.words[:100] for p in done]


def test_wrong_password_tells_nothing_of_it(client, new_client, guarded, world):  # security: same answer
    plain = world.org("").account("admin")
    def words(account):
        return new_client().sign_in(account.login, WRONG).words
    assert words(guarded) == words(plain) and "確認コード" not in words(guarded)


def test_the_wait_for_a_code_ends(client, guarded):  # security: two-factor
    page = asked(client, guarded)
    page = answer(client, page, guarded.app.code(least=10 * 60))
    assert page.path == "/account/signin" and "期限が過ぎました" in page.words
    assert client.get("/account/signin/code").path == "/account/signin"
    assert client.get("/account/settings").path == "/account/signin"


def test_the_wait_for_a_code_is_good_once(client, new_client, guarded):  # security: single use
    page = asked(client, guarded)
    copy = new_client()
    copy.http.cookies.update(client.http.cookies)
    assert answer(client, page, guarded.app.code()).path == "/account/settings"
    assert copy.get("/account/signin/code").path == "/account/signin"


def test_the_wait_is_no_session(db, client, new_client, guarded):  # security: two-factor
    """Its cookie does not open anything, wherever it is put, and the database has its hash only."""
    asked(client, guarded)
    token = client.http.cookies.get("signin")
    thief = new_client()
    thief.http.cookies.set("musubi", token)
    assert thief.get("/account/settings").path == "/account/signin"
    stored = db.one("SELECT token_hash FROM signin_code WHERE account_id = %s", guarded.id)["token_hash"]
    assert token.encode() not in stored and len(stored) == 32 and len(token) == 43


def test_what_is_forgotten(db, suite, client, guarded):  # security: two-factor
    """The scheduler removes what waited too long."""
    count = lambda: db.value("SELECT COUNT(*) FROM signin_code WHERE account_id = %s", guarded.id)
    with alone(suite, db) as scheduling:
        asked(client, guarded)
        scheduling.once("signin_codes")
        assert count() == 1
        db.run("UPDATE signin_code SET expires_at = expires_at - INTERVAL 11 MINUTE WHERE account_id = %s", guarded.id)
        assert scheduling.once("signin_codes") >= 1 and count() == 0


def test_guesses_are_slowed_down_and_locked(db, new_client, guarded, clock):  # security: slow-down per account
    client = new_client()
    page = asked(client, guarded)
    for _ in range(4):
        page = answer(client, page, "abcdef")
    hold_waits(db)
    assert page.status == 422 and "待って" in answer(client, page, "abcdef").words
    # the right password does not forgive wrong codes
    db.run("UPDATE throttle SET failures = 9, locked_until = NULL WHERE name LIKE 'code:%%'")
    page = answer(client, asked(client, guarded), "abcdef")
    assert page.status == 422
    other = new_client()
    page = answer(other, asked(other, guarded), guarded.app.code())
    assert page.status == 422 and "15分" in errors(page)[0]
    assert "確認コードの誤り" in mails(db, guarded.mail)[-1]["subject"] and "/account/forgot" in mails(db, guarded.mail)[-1]["body"]
    assert audit(db, guarded, "account.signin_failed")[-1] == {"reason": "locked"}
    guarded.app.next_step(least=15 * 60 + 2)
    assert answer(other, asked(other, guarded), guarded.app.code()).path == "/account/settings"


def test_guesses_from_one_address(db, client, guarded):  # security: slow-down per address
    page = asked(client, guarded)
    answer(client, page, "abcdef")
    db.run("UPDATE throttle SET failures = 99, locked_until = NULL WHERE name LIKE 'code-address:%%'")
    answer(client, client.get("/account/signin/code"), "abcdef")
    db.run("DELETE FROM throttle WHERE name LIKE 'code:%%'")
    page = answer(client, client.get("/account/signin/code"), guarded.app.code())
    assert page.status == 422 and "15分" in errors(page)[0]


# ---- recovery codes ----

@pytest.mark.parametrize("typed", [str, str.upper, lambda c: c.replace("-", ""), lambda c: c.replace("-", " ").replace("0", "o").replace("1", "l")],
                         ids=["as shown", "upper case", "without hyphens", "misread"])
def test_recovery_code(db, client, new_client, guarded, typed):  # security: recovery codes
    page = asked(client, guarded)
    page = client.get("/account/signin/recovery")
    page = answer(client, page, typed(guarded.codes[3]))
    assert page.path == "/account/settings" and "残り9個" in client.get("/account/two-factor").words
    notice = mails(db, guarded.mail)[-1]
    assert "リカバリーコードが使われました" in notice["subject"] and "残りは9個" in notice["body"] and "127.0.0.1" in notice["body"]
    assert audit(db, guarded, "account.recovery_used") == [{"left": "9"}] and audit(db, guarded, "account.signin")[-1] == {"how": "recovery"}
    thief = new_client()
    asked(thief, guarded)
    again = answer(thief, thief.get("/account/signin/recovery"), guarded.codes[3])
    assert again.status == 422 and thief.get("/account/settings").path == "/account/signin"
    unknown = answer(thief, thief.get("/account/signin/recovery"), "0000-0000-0000-0000")
    assert unknown.words == again.words


def test_recovery_codes_of_another_account(world, client, guarded, clock):  # security: recovery codes
    other = world.org("").account("admin")
    switch_on(world.signed_in(other), clock)
    asked(client, other)
    assert answer(client, client.get("/account/signin/recovery"), guarded.codes[0]).status == 422


def test_recovery_codes_made_anew(db, client, guarded):  # security: recovery codes
    for old, code in ((WRONG, guarded.app.code()), (PASSWORD, "000000x")):
        page = change(guarded.client, "codes", old, code)
        assert page.status == 422 and not codes_of(page)
        db.run("DELETE FROM throttle")
    page = change(guarded.client, "codes", PASSWORD, guarded.app.code())
    fresh = codes_of(page)
    assert len(fresh) == 10 and not set(fresh) & set(guarded.codes)
    assert "再発行" in mails(db, guarded.mail)[-1]["subject"] and audit(db, guarded, "account.two_factor")[-1] == {"how": "codes"}
    asked(client, guarded)
    assert answer(client, client.get("/account/signin/recovery"), guarded.codes[0]).status == 422
    assert answer(client, client.get("/account/signin/recovery"), fresh[0]).path == "/account/settings"


# ---- switching off, passwords, sessions that ended ----

def test_switching_off(db, client, guarded):  # security: the password is asked for again
    code = guarded.app.code()
    assert change(guarded.client, "off", WRONG, code).status == 422
    db.run("DELETE FROM throttle")
    assert change(guarded.client, "off", PASSWORD, "12345").status == 422 and is_on(db, guarded)
    db.run("DELETE FROM throttle")
    page = change(guarded.client, "off", PASSWORD, code)
    assert page.path == "/account/two-factor" and "解除しました" in page.words and not is_on(db, guarded)
    assert "解除されました" in mails(db, guarded.mail)[-1]["subject"] and audit(db, guarded, "account.two_factor")[-1] == {"how": "off"}
    assert db.value("SELECT COUNT(*) FROM two_factor WHERE account_id = %s", guarded.id) == 0
    assert db.value("SELECT COUNT(*) FROM recovery_code WHERE account_id = %s", guarded.id) == 0
    assert client.sign_in(guarded.login, PASSWORD).path == "/account/settings"


def test_a_new_password_by_mail_does_not_lead_past_it(db, client, new_client, guarded):  # security: two-factor
    waiting = new_client()
    asked(waiting, guarded)
    page = client.get("/account/forgot")
    client.submit(page, page.form("mail"), mail=guarded.mail)
    link = re.search(r"/account/reset/\S+", mails(db, guarded.mail)[-1]["body"]).group()
    page = client.get(link)
    page = client.submit(page, page.form("password", "again"), password=NEW, again=NEW)
    assert page.path == "/account/signin" and client.get("/account/settings").path == "/account/signin"
    assert waiting.get("/account/signin/code").path == "/account/signin"  # who knew the old password begins anew
    page = asked(client, guarded, NEW)
    assert answer(client, page, guarded.app.code()).path == "/account/settings"


def test_typed_text_outlives_the_session(db, guarded):  # ui: what was typed is never lost, security: two-factor
    client = guarded.client
    page = client.get("/account/settings")
    guarded.app.next_step(least=121 * 60)
    client.http.headers["Referer"] = page.url
    kept = client.submit(page, page.form("name"), name="残る 名前", kana="ノコル")
    assert kept.status == 401
    other = answer(client, asked(client, guarded), guarded.app.code())
    assert other.path == "/account/settings"
    kept = client.submit(kept, kept.form("name"))
    assert kept.status == 401 and "残る 名前" in kept.text
    page = client.submit(kept, kept.form("name"))
    assert page.status == 200 and page.form("name").get("name") == "残る 名前"
    assert db.value("SELECT name FROM account WHERE id = %s", guarded.id) == "残る 名前"


# ---- required for staff ----

@pytest.fixture
def required(suite, new_client):
    text = suite.conf.read_text()
    def write(new):
        suite.conf.write_text(new)
        for area in ("account", "office"):
            suite.restart(f"fcgi:{area}")
            until(lambda: new_client().get(f"/{area}/").status == 200)
    try:
        assert 'two_factor_staff = "optional";' in text
        write(text.replace('two_factor_staff = "optional";', 'two_factor_staff = "required";'))
        yield
    finally:
        write(text)


def test_required_for_staff(db, world, new_client, required, clock):  # security: two-factor, required for staff by conf
    org = world.org("", kind="operator")
    staff, customer = org.account("sales,support"), world.org("agency").account("admin")
    client = new_client()
    client.account = staff
    page = client.sign_in(staff.login, PASSWORD)
    assert page.path == "/account/two-factor" and "必須です" in page.words
    assert "組織" not in [words for _, words in page.links]
    token = page.form("old").get("token")
    for path in ("/office/", "/office/org", "/office/outbox", "/account/settings", "/account/sessions", "/account/mail", "/"):
        assert client.get(path).path == "/account/two-factor", path
    for path in ("/office/org", "/account/settings", "/account/mail"):
        refused = client.post(path, {"token": token, "name": "x"}, follow=False)
        assert refused.status == 403 and "先に2段階認証を設定してください" in refused.words
    assert "English" in page.text and client.post("/account/lang", {"token": token, "to": "ja", "back": "/"}, follow=False).status == 303
    app, page = switch_on(client, clock)
    page = client.submit(page, page.form(action="/account/signout"))
    assert page.path == "/account/signin"
    page = answer(client, asked(client, staff), app.code())
    assert page.path == "/office/" and client.get("/office/org").path == "/office/org"
    assert change(client, "off", PASSWORD, app.code()).path == "/account/two-factor"
    assert client.get("/office/").path == "/account/two-factor"
    assert new_client().sign_in(customer.login, PASSWORD).path == "/crm/"  # customers: as they like


def test_optional_for_staff(world, new_client):  # security: two-factor
    staff = world.org("", kind="operator").account("support")
    assert new_client().sign_in(staff.login, PASSWORD).path == "/office/"


# ---- an administrator helps ----

def reset(client, path, old=PASSWORD):
    page = client.get(path)
    assert page.status == 200, page.words[:200]
    return client.submit(page, page.form("old"), old=old)


def helper(world, guarded, who):
    """Somebody who may switch it off for the member, and the member's page for it."""
    if who == "administrator":
        return world.signed_in(guarded.org.account("admin", name="管理 花子")), f"/account/members/{guarded.id}"
    return world.signed_in(world.org("", kind="operator").account("support")), f"/office/org/{guarded.org.id}/account/{guarded.id}"


@pytest.mark.parametrize("who", ["administrator", "office"])
def test_switched_off_for_a_member(db, world, client, guarded, who):  # security: two-factor
    admin, path = helper(world, guarded, who)
    page = admin.get(path)
    assert "使用中" in page.words and (f"{path}/two-factor", "2段階認証を解除する") in page.links
    page = reset(admin, f"{path}/two-factor", WRONG)
    assert page.status == 422 and errors(page) == ["パスワードが違います。"] and is_on(db, guarded)
    assert audit(db, guarded, "account.two_factor")[-1] == {"how": "on"}
    page = reset(admin, f"{path}/two-factor")
    assert page.path == path and "解除しました" in page.words and not is_on(db, guarded)
    assert guarded.client.get("/account/settings").path == "/account/signin"
    assert "管理者が2段階認証を解除しました" in mails(db, guarded.mail)[-1]["subject"]
    row = db.one("SELECT org_id, account_id FROM audit WHERE noun_id = %s AND detail LIKE '%%administrator%%'", guarded.id)
    assert row == {"org_id": guarded.org.id, "account_id": admin.account.id}
    assert client.sign_in(guarded.login, PASSWORD).path == "/account/settings"
    token = page.form(action="/account/signout").get("token")
    assert admin.post(f"{path}/two-factor", {"token": token, "old": PASSWORD}).status == 409  # it is off already


def test_staff_for_staff(db, world, clock):  # security: two-factor
    org = world.org("", kind="operator")
    member, chief = org.account("sales"), org.account("sysadmin")
    switch_on(world.signed_in(member), clock)
    admin = world.signed_in(chief)
    page = reset(admin, f"/office/staff/{member.id}/two-factor")
    assert page.path == f"/office/staff/{member.id}" and not is_on(db, member)


def test_not_for_oneself_and_not_for_others(db, world, guarded):  # security: two-factor, tenants
    page = guarded.client.get(f"/account/members/{guarded.id}/two-factor")
    assert "個人設定から" in page.words
    token = page.form(action="/account/signout").get("token")
    assert guarded.client.post(f"/account/members/{guarded.id}/two-factor", {"token": token, "old": PASSWORD}).status == 409
    stranger = world.signed_in(world.org("").account("admin"))
    token = stranger.get("/account/settings").form("name").get("token")
    assert stranger.get(f"/account/members/{guarded.id}/two-factor").status == 404
    assert stranger.post(f"/account/members/{guarded.id}/two-factor", {"token": token, "old": PASSWORD}).status == 404
    assert is_on(db, guarded)


# ---- keys ----

def rotate(suite):
    return subprocess.run([suite.bin / "account.fcgi", "-c", suite.conf, "--var", suite.var, "--rotate-keys"], env=suite.env(), capture_output=True, text=True)


def test_a_new_key(db, suite, client, new_client, guarded):  # security: keys from files, rotation by a command
    db.run("DELETE FROM two_factor WHERE account_id NOT IN (SELECT id FROM account WHERE two_factor_at IS NOT NULL)")
    file, before = suite.var / "secret/seal", suite.var / "secret/seal.before"
    old = file.read_bytes()
    first = db.value("SELECT key_id FROM two_factor WHERE account_id = %s", guarded.id)
    try:
        before.touch(0o600)
        before.write_bytes(old)
        new = file.with_suffix(".new")
        new.touch(0o600)
        new.write_text(secrets.token_hex(32) + "\n")
        new.rename(file)
        assert answer(client, asked(client, guarded), guarded.app.code()).path == "/account/settings"  # both are good
        done = rotate(suite)
        key, sealed, lost = re.fullmatch(r"key ([0-9a-f]{8}) sealed (\d+) lost (\d+)\n", done.stdout).groups()
        assert done.returncode == 0 and key != first and int(sealed) >= 1 and lost == "0", done
        assert db.value("SELECT key_id FROM two_factor WHERE account_id = %s", guarded.id) == key
        assert json.loads(db.all("SELECT detail FROM audit WHERE action = 'account.rotate_keys' ORDER BY id DESC LIMIT 1")[0]["detail"])["key"] == key
        before.unlink()
        other = new_client()
        assert answer(other, asked(other, guarded), guarded.app.code()).path == "/account/settings"
        assert rotate(suite).stdout == f"key {key} sealed 0 lost 0\n"  # again: nothing to do
        # a key that is gone: nobody gets in by the app, the recovery codes are good, and the command says what it is
        file.write_text(secrets.token_hex(32))
        done = rotate(suite)
        assert done.returncode == 1 and re.search(r" lost [1-9]", done.stdout)
        lost = new_client()
        assert answer(lost, asked(lost, guarded), guarded.app.code()).status == 500
        assert answer(lost, lost.get("/account/signin/recovery"), guarded.codes[0]).path == "/account/settings"
    finally:
        file.write_bytes(old)
        before.unlink(missing_ok=True)
        db.run("UPDATE account SET two_factor_at = NULL")
        db.run("DELETE FROM two_factor")


def test_the_command_says_how_it_is_called(suite):  # security: rotation by a command
    done = subprocess.run([suite.bin / "account.fcgi", "-c", suite.conf, "--var", suite.var, "--rotate"], env=suite.env(), capture_output=True, text=True)
    assert done.returncode == 2 and "--rotate-keys" in done.stderr and "--create-admin" in done.stderr
