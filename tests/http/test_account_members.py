"""アカウント管理: invitation, roles, closing; and the first administrator of an empty suite."""
import json
import re
import subprocess

import pytest

from harness.world import PASSWORD

NEW = "another-long-phrase"


pytestmark = pytest.mark.usefixtures("mailer_at_rest")


@pytest.fixture(autouse=True)
def no_throttle(db):
    db.run("DELETE FROM throttle")


@pytest.fixture
def org(world):
    return world.org("")


@pytest.fixture
def admin(world, org):
    return world.signed_in(org.account("admin", name="管理 花子"))


def errors(page):
    return re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)


def mails(db, address):
    return db.all("SELECT m.subject, m.body FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.to_addr = %s ORDER BY o.id", address)


def link_of(mail):
    return re.search(r"https?://[^/\s]+(/account/\S+)", mail["body"]).group(1)


def invite(client, **values):
    page = client.get("/account/members/new")
    return client.submit(page, page.form("name", "mail", "roles"), **{"name": "新人 一郎", "kana": "シンジン イチロウ", "roles": "reader", **values})


def last_audit(db, org, action):
    return db.all("SELECT * FROM audit WHERE org_id = %s AND action = %s ORDER BY id DESC LIMIT 1", org.id, action)[0]


def test_invitation(db, org, admin, new_client):
    mail = f"shinjin{org.id}@example.jp"
    page = invite(admin, mail=mail)
    assert page.path == "/account/members" and "招待のメールを送りました" in page.words and "新人 一郎" in page.words and "招待中" in page.words
    row = db.one("SELECT * FROM account WHERE mail = %s", mail)
    assert row["org_id"] == org.id and row["roles"] == "reader" and row["state"] == "invited" and re.fullmatch(r"[1-9]\d{7}", row["login_id"])
    sent, = mails(db, mail)
    assert org.name in sent["subject"] and row["login_id"] in sent["body"]
    guest = new_client()
    page = guest.get(link_of(sent))
    assert org.name in page.words and row["login_id"] in page.words
    page = guest.submit(page, page.form("password", "again"), password=NEW, again=NEW)
    assert page.path == "/account/signin"
    assert guest.sign_in(row["login_id"], NEW).path == "/account/settings"
    assert guest.get(link_of(sent)).status == 404
    assert guest.get("/account/members").status == 403  # 閲覧のみ is no administrator
    written = last_audit(db, org, "account.invite")
    assert written["account_id"] == admin.account.id and written["noun_id"] == row["id"] and json.loads(written["detail"])["roles"] == "reader"


def test_invited_again(db, org, admin):
    mail = f"again{org.id}@example.jp"
    invite(admin, mail=mail)
    id = db.value("SELECT id FROM account WHERE mail = %s", mail)
    page = admin.get(f"/account/members/{id}")
    admin.submit(page, page.form(action=f"/account/members/{id}/invite"))
    first, second = (link_of(m) for m in mails(db, mail))
    assert admin.get(first).status == 404 and admin.get(second).status == 200


def test_forgotten_by_an_invited_account_gives_the_invitation(db, org, admin, client):
    mail = f"late{org.id}@example.jp"
    invite(admin, mail=mail)
    page = client.get("/account/forgot")
    client.submit(page, page.form("mail"), mail=mail)
    assert "/account/invite/" in link_of(mails(db, mail)[-1])


def test_invitation_refused(db, world, org, admin):
    taken = world.org("").account("admin").mail
    page = invite(admin, mail=taken)
    assert page.status == 422 and "使用できません" in errors(page)[0]
    assert page.form("name", "mail").get("name") == "新人 一郎" and page.form("name", "mail").get("mail") == taken
    before = db.value("SELECT COUNT(*) FROM account WHERE org_id = %s", org.id)
    for bad in ({"mail": "x"}, {"mail": "a@b.example", "kana": "漢字"}, {"mail": "a@b.example", "roles": "sysadmin"}, {"mail": "a@b.example", "name": ""}):
        assert invite(admin, **bad).status == 422, bad
    assert db.value("SELECT COUNT(*) FROM account WHERE org_id = %s", org.id) == before


def test_script_in_names_is_text(admin, org):
    evil = "<script>alert(1)</script>"
    page = invite(admin, name=evil, mail=f"evil{org.id}@example.jp")
    assert evil not in page.text and evil in page.words.replace("&lt;", "<")


def test_role(db, world, org, admin):
    member = org.account("member")
    theirs = world.signed_in(member)
    page = admin.get(f"/account/members/{member.id}")
    page = admin.submit(page, page.form("roles"), roles="reader")
    assert page.status == 200 and db.value("SELECT roles FROM account WHERE id = %s", member.id) == "reader"
    assert theirs.get("/account/settings").path == "/account/signin"  # rights changed: sessions ended
    detail = json.loads(last_audit(db, org, "account.role")["detail"])
    assert detail["roles"] == {"before": "member", "after": "reader"}


def test_close(db, world, org, admin, new_client):
    member = org.account("member")
    theirs = world.signed_in(member)
    page = admin.get(f"/account/members/{member.id}/close")
    assert "よろしいですか" in page.words
    page = admin.submit(page, page.form(action=f"/account/members/{member.id}/close"))
    assert page.path == "/account/members" and "停止しました" in page.words
    assert theirs.get("/account/settings").path == "/account/signin"
    assert new_client().sign_in(member.login, PASSWORD).status == 422
    assert json.loads(last_audit(db, org, "account.close")["detail"])["state"] == {"before": "active", "after": "closed"}


def test_not_oneself(db, admin):
    id = admin.account.id
    assert "ご自身" in admin.get(f"/account/members/{id}").words
    token = admin.get("/account/members/new").form("name").get("token")
    for what, data in (("role", {"roles": "reader"}), ("close", {})):
        token = admin.get("/account/members/new").form("name").get("token")
        assert admin.post(f"/account/members/{id}/{what}", {"token": token, **data}).status == 409
    assert db.one("SELECT roles, state FROM account WHERE id = %s", id) == {"roles": "admin", "state": "active"}


def test_another_organisation_is_404(db, world, admin):
    """Ids of a second tenant do not exist."""
    theirs = world.org("").account("member", state="invited")
    before = db.one("SELECT * FROM account WHERE id = %s", theirs.id)
    for path in ("", "/close"):
        assert admin.get(f"/account/members/{theirs.id}{path}").status == 404
    for what, data in (("role", {"roles": "reader"}), ("close", {}), ("invite", {})):
        token = admin.get("/account/members/new").form("name").get("token")
        assert admin.post(f"/account/members/{theirs.id}/{what}", {"token": token, **data}).status == 404
    assert db.one("SELECT * FROM account WHERE id = %s", theirs.id) == before
    assert theirs.mail not in admin.get("/account/members").text


@pytest.mark.parametrize("role", ["member", "reader", "sysadmin"])
def test_only_administrators(world, org, role):
    client = world.signed_in(org.account(role))
    for path in ("/account/members", "/account/members/new", f"/account/members/{client.account.id}"):
        assert client.get(path).status == 403
    assert client.get("/account/settings").status == 200


def test_first_administrator(db, suite, new_client):
    """account.fcgi --create-admin: only while there is none; a link to set the password is printed once."""
    def run(*args):
        return subprocess.run([suite.bin / "account.fcgi", "-c", suite.conf, "--var", suite.var, "--create-admin", *args],
                              env=suite.env(), capture_output=True, text=True)
    others = db.all("SELECT id, roles FROM account WHERE FIND_IN_SET('sysadmin', roles) AND state = 'active'")
    db.run("UPDATE account SET roles = 'support' WHERE FIND_IN_SET('sysadmin', roles)")
    try:
        assert run("no-address", "x", "y").returncode == 2
        done = run("First@Example.jp", "最初 管理", "結び運営")
        assert done.returncode == 0, done.stderr
        login, link = re.fullmatch(r"login (\d{8})\nlink \S+?(/account/invite/\S+)\n", done.stdout).groups()
        again = run("first@example.jp", "最初 管理", "結び運営")  # the link was lost
        assert again.returncode == 0 and login in again.stdout
        client = new_client()
        assert client.get(link).status == 404
        link = re.search(r"(/account/invite/\S+)", again.stdout).group(1)
        page = client.get(link)
        client.submit(page, page.form("password", "again"), password=NEW, again=NEW)
        row = db.one("SELECT a.roles, a.state, o.kind FROM account a JOIN org o ON o.id = a.org_id WHERE a.login_id = %s", login)
        assert row == {"roles": "sysadmin", "state": "active", "kind": "operator"}
        assert run("second@example.jp", "x", "y").returncode == 1
        db.run("UPDATE account SET roles = 'support' WHERE login_id = %s", login)
    finally:
        for row in others:
            db.run("UPDATE account SET roles = %s WHERE id = %s", row["roles"], row["id"])
