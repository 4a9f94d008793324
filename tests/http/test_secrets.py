"""Passwords and codes are never on a page, in a log or in the audit: not when a form comes back, and not on the page that keeps what was
typed while the session ended. What a form of the suite calls so is found by its name and by how its field is entered."""
import re

import pytest

from harness.bulk import add_resume, compose, run_id, start_draft
from harness.filler import TOKEN, Filler
from harness.mailfiles import NAME, TEXT, upload
from harness.sweep import OWN_IDS, sweep  # noqa: F401
from harness.world import PASSWORD

SECRET = re.compile("passw|secret|again$|^old$|code$|^pin")
MARK = "Kagi-7731-Himitsu"


@pytest.fixture(scope="module")
def filler(sweep):  # noqa: F811
    return Filler(sweep)


@pytest.fixture
def client(world):
    return world.agency()


@pytest.fixture
def org(client):
    return client.account.org


def secrets(route):
    return [n for n in route.fields if SECRET.search(n)]


def forms(sweep):  # noqa: F811
    return [r for r in sweep.routes if r.method == "POST" and r.token == TOKEN and secrets(r)]


def send(sweep, filler, route, visitor, **more):  # noqa: F811
    filled = filler.filled(route)
    sweep.forgive(filled.who)
    filled.settle(**dict.fromkeys(secrets(route), [MARK]))
    return filled.resend(visitor, *filled.ids, **more)


def test_every_secret_is_known(sweep):  # noqa: F811
    """No page asks for one in a field that the tests below would not find."""
    known, asked = {n for r in forms(sweep) for n in secrets(r)}, set()
    for route in (r for r in sweep.routes if r.method == "GET" and "csv" not in r.path):
        who = next((w for w in ("admin", "sysadmin", "support") if w in route.roles), "nobody")
        page = sweep.visitor(who).send(route, *[OWN_IDS[1]] * len(route.ids))
        for tag in re.findall(r"<input[^>]+>", page.text) if "html" in page.headers.get("Content-Type", "") else []:
            name = re.search(r'name="([^"]*)"|$', tag)[1] or ""
            if 'type="password"' in tag or "one-time-code" in tag or SECRET.search(name):
                asked.add(name)
                assert " value=" not in tag, tag
    assert asked <= known and {"password", "old"} <= asked, asked
    assert len(forms(sweep)) > 15


def test_the_session_ended(sweep, filler):  # noqa: F811
    """The page that keeps what was typed keeps no secret, but remembers that there was one."""
    wrong, tried = [], 0
    for route in forms(sweep):
        visitor = sweep.fresh(filler.filled(route).who if not route.public else "member")
        visitor.http.headers["Referer"] = sweep.suite.url + "/x"
        old = visitor.token(age=15 * 86400)
        for ended in ([False] if route.public else [False, True]):
            if ended:
                sweep.db.run("DELETE FROM session WHERE account_id = %s", visitor.account.id)
            page = send(sweep, filler, route, visitor, token=old)
            tried += 1
            if page.status != 401 or MARK in page.text or f'name="retype" value="{secrets(route)[0]}"' not in page.text:
                wrong.append(f"{route}: {page.status} {'has it' if MARK in page.text else ''}")
    assert not wrong, "\n".join(wrong)
    assert tried > 20


def test_forms_that_come_back(sweep, filler):  # noqa: F811
    """Wrong secrets, and right ones beside something else that is wrong."""
    wrong, back = [], 0
    for route in forms(sweep):
        filled = filler.filled(route)
        for emptied in [None] + [n for n in filled.body if n in route.fields and not SECRET.search(n)]:
            page = send(sweep, filler, route, sweep.fresh(filled.who), **({emptied: [""]} if emptied else {}))
            back += page.status == 422
            if MARK in page.text or page.status >= 500:
                wrong.append(f"{route} without {emptied}: {page.status}")
    assert not wrong, "\n".join(wrong)
    assert back > 20, back


def test_nobody_writes_them_down(sweep, filler, suite):  # noqa: F811
    page = None
    for route in forms(sweep):
        page = send(sweep, filler, route, sweep.fresh(filler.filled(route).who))
    sweep.log.of(page)
    found = [path.name for path in (suite.var / "log").iterdir() if MARK in path.read_text(errors="replace")]
    assert not found, found
    assert not sweep.db.value("SELECT COUNT(*) FROM audit WHERE detail LIKE %s", f"%{MARK}%")
    assert not sweep.db.value("SELECT COUNT(*) FROM mail WHERE body LIKE %s", f"%{MARK}%")


# ---- how it goes on ----

def ended(db, client, page, form, **values):
    """Sent after the session was gone, signed in again, sent again from the page that kept it."""
    own = {"Referer": client.url + page.path}
    db.run("DELETE FROM session WHERE account_id = %s", client.account.id)
    kept = client.request("POST", form.action or page.path, False, data=form.data(values, values.pop("button", None)), headers=own)
    assert kept.status == 401 and not [v for n, v in values.items() if SECRET.search(n) and v in kept.text]
    assert "もう一度入力してください" in kept.words
    client.sign_in(client.account.login, client.account.password)
    again = client.request("POST", form.action or page.path, False, data=kept.forms[0].data({}, None), headers=own)
    assert again.status == 401 and "このまま送信する" in again.words
    return client.request("POST", form.action or page.path, True, data=again.forms[0].data({}, None), headers=own)


def test_a_password_that_the_session_did_not_survive(db, client):
    page = client.get("/account/mail")
    form = page.form("old", "mail")
    back = ended(db, client, page, form, mail="atarashii@example.jp", old=PASSWORD)
    assert back.status == 422 and PASSWORD not in back.text and back.form("mail").get("mail") == "atarashii@example.jp"
    assert re.findall(r'id="(\w+)-err"', back.text) == ["old"] and re.search(r'<input[^>]+name="old"[^>]+autofocus', back.text)
    done = client.submit(back, back.form("old"), old=PASSWORD)
    assert done.path == "/account/settings" and "メール" in done.words


def test_a_password_for_files_that_the_session_did_not_survive(db, client, org):  # S3-20
    """It may be left out, and would be without a word: the links would open for everybody."""
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), subject="件名", body="本文")
    form = page.form("subject", "body")
    back = ended(db, client, page, form, password=MARK, subject="残る件名", op="confirm")
    assert back.status == 422 and back.form("subject").get("subject") == "残る件名" and 'id="password-err"' in back.text
    assert db.value("SELECT guard FROM run_files WHERE run_id = %s", run_id(page)) == ""
    question = compose(client, back, subject="残る件名", password=MARK)
    assert question.path.endswith("/confirm") and MARK in question.words
    assert db.value("SELECT guard <> '' FROM run_files WHERE run_id = %s", run_id(page))


def test_a_password_for_files_beside_a_mistake(db, client, org):  # S3-20
    """What was refused as a whole saved no password, and the page says that it is to be typed again."""
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), subject="件名", body="本文")
    back = compose(client, page, subject="題" * 121, password=MARK)
    assert back.status == 422 and MARK not in back.text and "もう一度入力してください" in back.words and 'id="password-err"' in back.text
    assert db.value("SELECT password FROM run_files WHERE run_id = %s", run_id(page)) == ""


def test_a_saved_password_stays_until_it_is_taken_away(db, client, org):  # S3-20
    add_resume(db, org)
    page = upload(client, start_draft(client), (NAME, TEXT), subject="件名", body="本文", password=MARK)
    assert page.status == 200 and MARK not in page.text and "パスワードは設定済みです" in page.words
    question = compose(client, page, subject="件名", body="本文")
    assert MARK in question.words
    page = client.submit(page, page.form("subject", "body"), button="nopassword")
    assert "パスワードは設定済みです" not in page.words
    question = compose(client, page, subject="件名", body="本文")
    assert MARK not in question.words and db.value("SELECT guard FROM run_files WHERE run_id = %s", run_id(page)) == ""


def test_a_password_before_the_file(db, client, org):  # S3-20
    """Of a single mail it is saved with the draft, whatever comes first."""
    person = add_resume(db, org)
    page = client.get(f"/mailing/write/resume/{person}")
    question = client.submit(page, page.form("subject", "body"), button="confirm", subject="件名", body="本文", password=MARK)
    assert question.status == 200 and MARK not in question.text
    back = client.submit(question, question.form("body"), button="back")
    assert "パスワードは設定済みです" in back.words
    question = client.submit(back, back.form("subject", "body"), button="confirm", files={"file": (NAME, TEXT, "text/plain")})
    assert MARK in question.words and NAME in question.words
