"""The office: organisations, accounts, outbox, do-not-contact ledger and audit, as the operator's staff see them."""
import csv
import io
import json
import re

import pytest

from harness.world import PASSWORD


@pytest.fixture(autouse=True)
def no_throttle(db):
    db.run("DELETE FROM throttle")


@pytest.fixture
def operator(world):
    return world.org("", kind="operator")


@pytest.fixture
def staff(world, operator):
    return lambda roles="sysadmin": world.signed_in(operator.account(roles, name="運営 一郎"))


@pytest.fixture
def boss(staff):
    return staff()


def errors(page):
    return re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)


def audit(db, action, org_id):
    return db.all("SELECT * FROM audit WHERE action = %s AND org_id = %s ORDER BY id", action, org_id)


def a_mail(db, org, to, state="sent", kind="notice", subject="件名", body="本文", vars="", run_id=0, **more):
    mail = db.insert("mail", org_id=org.id, kind=kind, bulk=0, from_name="差出人", from_addr="from@example.jp", subject=subject, body=body,
                     account_id=0, created_at="2026-11-01 00:00:00")
    return db.insert("outbox", org_id=org.id, run_id=run_id, mail_id=mail, noun="", noun_id=0, to_addr=to, to_name="宛先 様", vars=vars,
                     state=state, due_at="2026-11-01 00:00:00", created_at="2026-11-01 00:00:00", **more)


# ---- who ----

@pytest.mark.parametrize("role, open_to, closed", [
    ("sales", ["", "org", "org/new"], ["staff", "outbox", "dnc", "audit", "audit/csv"]),
    ("support", ["", "org", "org/new", "outbox", "dnc"], ["staff", "audit", "audit/csv"]),
    ("outreach", ["", "org"], ["org/new", "staff", "outbox", "dnc", "audit"]),
    ("sysadmin", ["", "org", "org/new", "staff", "staff/new", "outbox", "dnc", "audit", "audit/csv"], []),
])
def test_roles(staff, role, open_to, closed):
    client = staff(role)
    for path in open_to:
        assert client.get(f"/office/{path}").status == 200, path
    for path in closed:
        assert client.get(f"/office/{path}").status == 403, path


def test_customers_have_no_office(world):
    client = world.signed_in(world.org("").account("admin"))
    for path in ("", "org", "org/1", "staff", "outbox", "outbox/1", "dnc", "audit", "audit/csv"):
        assert client.get(f"/office/{path}").status == 403, path


def test_home_leads_to_the_queues(db, world, boss):
    org = world.org("")
    a_mail(db, org, "doubt@example.jp", state="doubt")
    page = boss.get("/office/")
    assert "確認要のメール" in page.words
    url = next(u for u, text in page.links if text == "確認要のメール")
    assert "doubt@example.jp" in boss.get(url).words


# ---- organisations ----

def new_org(client, **values):
    page = client.get("/office/org/new")
    return client.submit(page, page.form("name", "features"), **values)


def test_a_customer_from_the_start(db, boss, new_client, mail):
    """An organisation, its first 管理者, sign-in: all by pages and mail."""
    name = "みなと人材紹介<b>"
    page = new_org(boss, name=name, kana="みなと", features=["agency", "support"], zip="１０５０００１", phone="0312345678", mail_rate="20")
    assert page.status == 200 and "登録しました" in page.words and "みなと人材紹介&lt;b&gt;" in page.text
    id = int(page.path.rsplit("/", 1)[1])
    row = db.one("SELECT * FROM org WHERE id = %s", id)
    assert (row["kind"], row["kana"], row["features"], row["zip"], row["mail_rate"]) == ("customer", "ミナト", "agency,support", "105-0001", 20)
    assert len(audit(db, "office.org_new", id)) == 1
    page = boss.get(f"/office/org/{id}/account/new")
    address = f"first{id}@example.jp"
    page = boss.submit(page, page.form("name", "mail", "roles"), name="最初 花子", kana="サイショ ハナコ", mail=address, roles="admin")
    assert page.path == f"/office/org/{id}" and address in page.words
    assert audit(db, "account.invite", id)[0]["account_id"] == boss.account.id
    guest = new_client()
    page = guest.get(re.search(r"/account/invite/\S+", mail.wait(1, to=address)[0].text).group(0))
    guest.submit(page, page.form("password", "again"), password=PASSWORD, again=PASSWORD)
    guest.sign_in(address, PASSWORD)
    assert guest.get("/account/members").status == 200


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x", "kana": "漢字"}, {"name": "x", "zip": "12"}, {"name": "x", "features": ["everything"]},
                                    {"name": "x", "mail_rate": "0"}])
def test_bad_organisations(boss, values):
    page = new_org(boss, **values)
    assert page.status == 422 and errors(page)


def test_edit_records_what_changed(db, world, boss):
    org = world.org("agency")
    page = boss.get(f"/office/org/{org.id}/edit")
    form = page.form("name", "features")
    assert form.get("name") == org.name and ("features", "agency") in form.fields
    page = boss.submit(page, form, features=["agency", "outreach"], phone="03-1234-5678")
    assert page.status == 200 and page.path == f"/office/org/{org.id}", errors(page)
    detail = json.loads(audit(db, "office.org_edit", org.id)[0]["detail"])
    assert detail["features"] == {"before": "agency", "after": "agency,outreach"} and "name" not in detail


def test_close_organisation(db, world, boss, new_client):
    org = world.org("")
    theirs = world.signed_in(org.account("admin"))
    page = boss.get(f"/office/org/{org.id}/close")
    page = boss.submit(page, page.form(action=f"/office/org/{org.id}/close"))
    assert "終了しました" in page.words
    assert theirs.get("/account/settings").path == "/account/signin"
    assert db.value("SELECT COUNT(*) FROM session WHERE account_id = %s", theirs.account.id) == 0
    assert new_client().sign_in(theirs.account.login, PASSWORD).status == 422
    assert json.loads(audit(db, "office.org_close", org.id)[0]["detail"])["state"]["after"] == "closed"


def test_search_organisations(world, boss):
    org = world.org("agency", name="探す会社%_さくら")
    assert "探す会社%_さくら" in boss.get("/office/org", params={"q": "%_さく"}).words
    assert "探す会社%_さくら" not in boss.get("/office/org", params={"q": "さくら%"}).words
    assert "探す会社%_さくら" not in boss.get("/office/org", params={"q": "さくら", "state": "closed"}).words
    assert "探す会社%_さくら" not in boss.get("/office/org", params={"q": "さくら", "feature": "support"}).words
    assert org.id


def test_paging_reaches_every_organisation_once(db, world, boss):
    for i in range(45):
        world.org("", name=f"頁めくり{i:02d}")
    seen, url = [], "/office/org?q=頁めくり&size=20"
    for _ in range(3):
        page = boss.get(url)
        seen += re.findall(r"頁めくり\d\d", " ".join(text for _, text in page.links))
        url = next((u for u, text in page.links if text == "もっと見る"), None)
    assert url is None and len(seen) == len(set(seen)) == 45 and seen == sorted(seen)


def test_ids_of_other_kinds_are_404(db, world, operator, boss):
    """The operator is no customer; an account is reached only through its own organisation; staff roles are not for customers."""
    one, two = world.org(""), world.org("")
    member = one.account("member")
    for path in (f"org/{operator.id}", f"org/{operator.id}/edit", f"org/{operator.id}/account/{boss.account.id}", f"org/{two.id}/account/{member.id}",
                 "org/999999999", f"staff/{member.id}", "outbox/999999999", "dnc/999999999"):
        assert boss.get(f"/office/{path}").status == 404, path
    def post(path, **data):
        token = boss.get("/office/org/new").form("name").get("token")
        return boss.post(f"/office/{path}", {"token": token, **data}).status
    assert post(f"org/{two.id}/account/{member.id}/role", roles="reader") == 404
    assert post(f"org/{two.id}/account/{member.id}/close") == 404
    assert post(f"org/{operator.id}/close") == 404
    assert post(f"org/{operator.id}/account", name="x", kana="エ", mail="x@y.example", roles="admin") == 404
    assert post(f"org/{one.id}/account/{member.id}/role", roles="sysadmin") == 422
    assert post(f"staff/{member.id}/role", roles="sysadmin") == 404
    assert db.one("SELECT roles, state FROM account WHERE id = %s", member.id) == {"roles": "member", "state": "active"}


def test_account_of_a_customer(db, world, boss):
    org = world.org("")
    member = org.account("member")
    theirs = world.signed_in(member)
    page = boss.get(f"/office/org/{org.id}/account/{member.id}")
    assert audit(db, "office.account_view", org.id)
    page = boss.submit(page, page.form("roles"), roles="admin")
    assert page.status == 200 and theirs.get("/account/settings").path == "/account/signin"
    row, = audit(db, "account.role", org.id)
    assert row["account_id"] == boss.account.id and json.loads(row["detail"])["roles"]["after"] == "admin"
    page = boss.get(f"/office/org/{org.id}/account/{member.id}/close")
    boss.submit(page, page.form(action=f"/office/org/{org.id}/account/{member.id}/close"))
    assert db.value("SELECT state FROM account WHERE id = %s", member.id) == "closed"


# ---- staff ----

def test_staff(db, operator, boss):
    page = boss.get("/office/staff/new")
    mail = f"staff{operator.id}@example.jp"
    page = boss.submit(page, page.form("name", "roles"), name="営業 次郎", kana="エイギョウ ジロウ", mail=mail, roles=["sales", "support"])
    assert page.path == "/office/staff" and "営業、サポート" in page.words
    id = db.value("SELECT id FROM account WHERE mail = %s", mail)
    page = boss.get(f"/office/staff/{id}")
    boss.submit(page, page.form("roles"), roles=["finance"])
    assert db.value("SELECT roles FROM account WHERE id = %s", id) == "finance"
    page = boss.get(f"/office/staff/{id}")
    page = boss.submit(page, page.form("roles"), roles=None)
    assert page.status == 422
    page = boss.get(f"/office/staff/{id}/close")
    boss.submit(page, page.form(action=f"/office/staff/{id}/close"))
    assert db.value("SELECT state FROM account WHERE id = %s", id) == "closed"
    assert "ご自身" in boss.get(f"/office/staff/{boss.account.id}").words


# ---- outbox ----

def test_outbox_list_and_filters(db, world, boss):
    org, other = world.org(""), world.org("")
    a_mail(db, org, f"one{org.id}@example.jp", state="failed", smtp_code=550, smtp_text="no <such> user")
    a_mail(db, org, f"two{org.id}@example.jp")
    a_mail(db, other, f"three{org.id}@example.jp", state="failed")
    page = boss.get("/office/outbox", params={"org_id": org.id})
    assert f"one{org.id}@" in page.words and f"two{org.id}@" in page.words and f"three{org.id}@" not in page.words
    assert "550 no <such> user" in page.words and "<such>" not in page.text
    page = boss.get("/office/outbox", params={"org_id": org.id, "state": "failed"})
    assert f"one{org.id}@" in page.words and f"two{org.id}@" not in page.words
    page = boss.get("/office/outbox", params={"mail": f"THREE{org.id}@example.jp"})
    assert f"three{org.id}@" in page.words and f"one{org.id}@" not in page.words
    assert boss.get("/office/outbox", params={"mail": "nobody@example.jp"}).words.count("ありません") >= 1
    assert db.all("SELECT 1 FROM audit WHERE action = 'office.outbox' AND account_id = %s", boss.account.id)


def test_mail_as_sent(db, world, boss):
    org = world.org("")
    id = a_mail(db, org, "hanako@example.jp", kind="resume", subject="{{ 氏名 }}様", body="{{ 氏名 }}様\n\n<script>alert(1)</script>", vars="name\t山田 花子\n",
                state="failed", attempts=2, run_id=7)
    db.insert("outbox_try", outbox_id=id, attempt=1, at="2026-11-01 00:00:00", smtp_code=451, smtp_text="try later")
    db.insert("outbox_try", outbox_id=id, attempt=2, at="2026-11-01 00:10:00", smtp_code=550, smtp_text="unknown user")
    page = boss.get(f"/office/outbox/{id}")
    assert "山田 花子様" in page.words and "{{" not in page.words and "<script>alert" not in page.text
    assert "451 try later" in page.words and "550 unknown user" in page.words and "2026/11/01 09:10" in page.words
    row, = audit(db, "office.mail", org.id)
    assert row["noun_id"] == id and row["account_id"] == boss.account.id


@pytest.mark.parametrize("purpose", ["reset", "invite", "mail", "mail2"])
def test_links_of_others_are_hidden(db, world, boss, purpose):
    """Who reads the outbox must not be able to set somebody's password."""
    token = "Abc-_" * 8 + "xyz"
    id = a_mail(db, world.org(""), "hanako@example.jp", body=f"次のリンク:\nhttps://musubi.example.jp/account/{purpose}/{token}\n以上")
    page = boss.get(f"/office/outbox/{id}")
    assert f"/account/{purpose}/…" in page.words and token not in page.text and "以上" in page.words


# ---- do-not-contact ledger ----

def test_ledger(db, world, boss):
    org = world.org("agency")
    addr = f"stop{org.id}@example.jp"
    resume = db.insert("resume", org_id=org.id, name="停止 太郎", kana="テイシ タロウ", mail=addr, created_at="2026-01-01", updated_at="2026-01-01")
    page = boss.get("/office/dnc")
    page = boss.submit(page, page.form("org", "addr", "note"), org=org.id, addr=addr.upper(), note="電話で申し出")
    assert page.path == "/office/dnc" and "登録しました" in page.words and addr in page.words
    row = db.one("SELECT * FROM dnc WHERE org_id = %s", org.id)
    assert row["addr"] == addr and row["reason"] == "hand" and row["account_id"] == boss.account.id
    assert db.value("SELECT mail_flag FROM resume WHERE id = %s", resume) == "stopped"
    page = boss.get("/office/dnc")
    page = boss.submit(page, page.form("org", "addr", "note"), org=org.id, addr=addr, note="もう一度")
    assert page.status == 422 and "すでに登録" in errors(page)[0] and page.form("addr").get("note") == "もう一度"
    page = boss.get("/office/dnc", params={"mail": addr})
    url = next(u for u, text in page.links if text == addr)
    page = boss.get(url)
    form = page.form("why")
    assert boss.submit(page, form, why="").status == 422  # not without a reason
    page = boss.get(url)
    page = boss.submit(page, page.form("why"), why="本人から再開の申し出")
    assert "解除しました" in page.words and not db.all("SELECT 1 FROM dnc WHERE org_id = %s", org.id)
    assert db.value("SELECT mail_flag FROM resume WHERE id = %s", resume) == ""
    assert json.loads(audit(db, "dnc.drop", org.id)[0]["detail"])["why"] == "本人から再開の申し出"
    assert json.loads(audit(db, "dnc.add", org.id)[0]["detail"])["addr"] == addr


# ---- audit ----

def test_audit_viewer(db, world, boss):
    org = world.org("")
    member = org.account("member", name="記録 される")
    world.signed_in(member)
    page = boss.get("/office/audit", params={"org_id": org.id})
    assert "account.signin" in page.words and "記録 される" in page.words and "127.0.0.1" in page.words
    for filters, found in (({"action": "account."}, True), ({"action": "office."}, False), ({"account_id": member.id}, True),
                           ({"noun": "account", "noun_id": member.id}, True), ({"noun": "resume"}, False),
                           ({"since": "2020/01/01", "until": "2099-12-31"}, True), ({"until": "2020/01/01"}, False), ({"since": "2099/01/01"}, False)):
        page = boss.get("/office/audit", params={"org_id": org.id, **filters})
        assert ("記録 される" in page.words) == found, filters
    assert boss.get("/office/audit", params={"since": "2026/02/30"}).status in (200, 422)
    assert db.all("SELECT 1 FROM audit WHERE action = 'office.audit' AND account_id = %s", boss.account.id)


def test_audit_days_are_japanese(db, world, boss):
    """A day in Japan begins at 15:00 UTC of the day before."""
    org = world.org("")
    for at, action in (("2026-11-20 14:59:59", "test.before"), ("2026-11-20 15:00:00", "test.first"), ("2026-11-21 14:59:59", "test.last"),
                       ("2026-11-21 15:00:00", "test.after")):
        db.insert("audit", at=at, org_id=org.id, request_id="x", action=action, detail="")
    words = boss.get("/office/audit", params={"org_id": org.id, "since": "2026/11/21", "until": "2026/11/21"}).words
    assert [a in words for a in ("test.before", "test.first", "test.last", "test.after")] == [False, True, True, False]
    assert "2026/11/21 00:00:00" in words


def test_audit_csv(db, world, boss):
    org = world.org("")
    for i in range(60):
        db.insert("audit", at="2026-11-20 00:00:00", org_id=org.id, request_id="x", action="test.csv", detail='=HYPERLINK("x")')
    page = boss.get("/office/audit/csv", params={"org_id": org.id, "action": "test.csv"})
    assert page.headers["Content-Type"].startswith("text/csv") and "attachment" in page.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
    assert rows[0][0] == "番号" and len(rows) == 61 and all(r[-1].startswith("'=") for r in rows[1:])
    assert db.all("SELECT 1 FROM audit WHERE action = 'office.audit_csv' AND account_id = %s", boss.account.id)


