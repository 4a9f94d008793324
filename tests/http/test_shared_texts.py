"""Templates and signatures are shared or their owner's alone (S3-21, S3-34)."""
import re
import shutil
import subprocess

import pytest

from harness.bulk import add_resume, answer, compose, run_id, start_draft
from harness.suite import ROOT
from harness.world import Db


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def owner(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


@pytest.fixture
def colleague(world, org):
    return world.signed_in(org.account("admin", name="瀬戸 直樹"))


def last(db, table, org):
    return db.value(f"SELECT MAX(id) FROM {table} WHERE org_id = %s", org.id)


def new_template(db, client, **values):
    page = client.get("/mailing/template/new")
    values = {"name": "いつもの", "kind": "resume", "subject": "決まった件名", "body": "決まった本文", **values}
    page = client.submit(page, page.form("name", "body"), values)
    assert page.path == "/mailing/templates", page.words
    return last(db, "template", client.account.org)


def new_signature(db, client, **values):
    page = client.get("/mailing/signature/new")
    page = client.submit(page, page.form("name", "body"), {"name": "会社の署名", "body": "-- 会社", **values})
    assert page.path == "/mailing/signatures", page.words
    return last(db, "signature", client.account.org)


def change(client, noun, id, **values):
    page = client.get(f"/mailing/{noun}/{id}")
    return client.submit(page, page.form("name", "body"), values)


def choices(page, name):
    return [value for value in page.form("subject", "body").choices[name] if value]


def token(page):
    return {"token": page.form("token").get("token")}


# ---- templates ----------------------------------------------------------------------------------------------------------


def test_shared_template_is_everybodys(db, owner, colleague):  # S3-21 S3-34
    page = owner.get("/mailing/template/new")
    assert page.form("name").get("shared") == "1"
    template = new_template(db, owner)
    page = colleague.get("/mailing/templates")
    assert "いつもの" in page.words and "自分だけ</span>" not in page.text
    assert change(colleague, "template", template, subject="同僚の件名").path == "/mailing/templates"
    assert db.one("SELECT subject, shared, account_id FROM template WHERE id = %s", template) == \
        {"subject": "同僚の件名", "shared": 1, "account_id": owner.account.id}
    page = colleague.get(f"/mailing/template/{template}")
    assert colleague.submit(page, page.form(action=f"/mailing/template/{template}/delete")).path == "/mailing/templates"
    assert owner.get(f"/mailing/template/{template}").status == 404


def test_private_template_is_its_owners(db, org, owner, colleague):  # S3-21 S3-34
    person = add_resume(db, org)
    template = new_template(db, owner, shared="0", name="秘密の名前", subject="秘密の件名")
    assert "秘密の名前" in owner.get("/mailing/templates").words and "自分だけ</span>" in owner.get("/mailing/templates").text
    assert owner.get(f"/mailing/template/{template}").form("name").get("shared") == "0"
    draft, single = start_draft(colleague), colleague.get(f"/mailing/write/resume/{person}")
    for page in (colleague.get("/mailing/templates"), draft, single):
        assert page.status == 200 and "秘密" not in page.text
    data = {"name": "n", "kind": "resume", "subject": "s", "body": "b", "version": "1", "shared": "1", **token(draft)}
    for page in (colleague.get(f"/mailing/template/{template}"), colleague.post(f"/mailing/template/{template}", data),
                 colleague.post(f"/mailing/template/{template}/delete", token(draft))):
        assert page.status == 404 and "秘密" not in page.text
    for page in (draft, single):
        page = colleague.submit(page, page.form("subject", "body"), button="template", template_id=template, subject="打ちかけ", body="本文")
        assert page.status == 422 and "秘密" not in page.text and page.form("subject").get("subject") == "打ちかけ"
    kept = db.one("SELECT name, subject, shared, deleted_at FROM template WHERE id = %s", template)
    assert kept == {"name": "秘密の名前", "subject": "秘密の件名", "shared": 0, "deleted_at": None}
    for page in (start_draft(owner), owner.get(f"/mailing/write/resume/{person}")):
        assert str(template) in choices(page, "template_id")
        page = owner.submit(page, page.form("subject", "body"), button="template", template_id=template)
        assert page.form("subject").get("subject") == "秘密の件名"


def test_only_the_owner_says_whose_it_is(db, org, owner, colleague):  # S3-34
    template, signature = new_template(db, owner), new_signature(db, owner, shared="1")
    for noun, id in (("template", template), ("signature", signature)):
        page = colleague.get(f"/mailing/{noun}/{id}")
        assert "shared" not in page.form("name", "body").names() and "高橋 恵美さんが共有" in page.words
        data = [(n, v) for n, v in page.form("name", "body").data({"body": "同僚が変えた"}, None)] + [("shared", "0")]
        assert colleague.post(page.path, data).path == f"/mailing/{noun}s"
        assert db.one(f"SELECT body, shared, account_id FROM {noun} WHERE id = %s", id) == \
            {"body": "同僚が変えた", "shared": 1, "account_id": owner.account.id}
        assert change(owner, noun, id, shared="0").path == f"/mailing/{noun}s"
        assert colleague.get(f"/mailing/{noun}/{id}").status == 404 and owner.get(f"/mailing/{noun}/{id}").status == 200
        trail = [r["detail"] for r in db.all("SELECT detail FROM audit WHERE org_id = %s AND noun = %s ORDER BY id", org.id, noun)]
        assert '"after":"shared"' in trail[0] and '"before":"shared"' in trail[-1] and '"after":"private"' in trail[-1]
        page = owner.get(f"/mailing/{noun}/{id}")  # a form that does not say, from before
        owner.post(page.path, [d for d in page.form("name", "body").data({}, None) if d[0] != "shared"])
        assert db.value(f"SELECT shared FROM {noun} WHERE id = %s", id) == 0


def test_a_draft_keeps_the_text_of_a_template_that_is_private_now(db, org, owner, colleague):  # S3-21 S3-34
    add_resume(db, org)
    template = new_template(db, owner)
    page = start_draft(colleague)
    page = colleague.submit(page, page.form("subject", "body"), button="template", template_id=template)
    change(owner, "template", template, shared="0", subject="新しい秘密")
    page = colleague.get(page.path)
    assert page.form("subject").get("subject") == "決まった件名" and "新しい秘密" not in page.text
    question = colleague.submit(page, page.form("subject", "body"), button="confirm")
    assert question.path.endswith("/confirm") and answer(colleague, question, "Yes").path.endswith("/started")


# ---- signatures ---------------------------------------------------------------------------------------------------------


def test_private_signature_is_its_owners(db, org, owner, colleague):  # S3-21 S3-34
    person = add_resume(db, org)
    page = owner.get("/mailing/signature/new")
    assert page.form("name").get("shared") == "0"
    signature = new_signature(db, owner, name="秘密の名前", body="秘密の署名")
    draft, single = start_draft(colleague), colleague.get(f"/mailing/write/resume/{person}")
    for page in (colleague.get("/mailing/signatures"), draft, single):
        assert page.status == 200 and "秘密" not in page.text
    data = {"name": "n", "body": "b", "version": "1", "shared": "1", **token(draft)}
    for page in (colleague.get(f"/mailing/signature/{signature}"), colleague.post(f"/mailing/signature/{signature}", data),
                 colleague.post(f"/mailing/signature/{signature}/delete", token(draft))):
        assert page.status == 404 and "秘密" not in page.text
    for page in (draft, single):
        page = colleague.submit(page, page.form("subject", "body"), button="confirm", signature_id=signature, subject="件名", body="本文")
        assert page.status == 422 and 'id="signature_id-err"' in page.text and "秘密" not in page.text
    assert db.one("SELECT name, body, shared FROM signature WHERE id = %s", signature) == {"name": "秘密の名前", "body": "秘密の署名", "shared": 0}


def test_shared_signature_is_used_and_changed_by_colleagues(db, org, owner, colleague, mail):  # S3-21 S3-34
    address = db.value("SELECT mail FROM resume WHERE id = %s", add_resume(db, org))
    signature = new_signature(db, owner, shared="1")
    page = colleague.get("/mailing/signatures")
    assert "同僚が共有している署名" in page.words and "作成者 高橋 恵美" in page.words
    assert change(colleague, "signature", signature, body="-- 同僚が直した会社").path == "/mailing/signatures"
    page = start_draft(colleague)
    assert "会社の署名 (高橋 恵美)" in page.text and page.form("subject").get("signature_id") == "", "nobody else's unasked"
    question = compose(colleague, page, subject="件名", body="本文", signature_id=signature)
    assert "同僚が直した会社" in question.words
    answer(colleague, question, "Yes")
    assert "-- 同僚が直した会社" in mail.wait(1, to=address)[0].text
    assert "同僚が共有" not in owner.get("/mailing/signatures").words


def test_two_change_a_shared_signature(db, owner, colleague):  # S3-34
    signature = new_signature(db, owner, shared="1")
    stale = owner.get(f"/mailing/signature/{signature}")
    change(colleague, "signature", signature, body="先に")
    assert owner.submit(stale, stale.form("name", "body"), body="後から").status == 409
    assert db.value("SELECT body FROM signature WHERE id = %s", signature) == "先に"


def test_each_prefers_a_signature_of_its_own_choice(db, org, owner, colleague):  # S3-34
    add_resume(db, org)
    chosen = lambda client: start_draft(client).form("subject").get("signature_id")
    shared = new_signature(db, owner, shared="1")
    second = new_signature(db, owner, name="二つ目", is_default="1")
    own = new_signature(db, colleague, name="瀬戸の署名")
    assert (chosen(owner), chosen(colleague)) == (str(second), str(own))
    change(colleague, "signature", shared, is_default="1")
    assert (chosen(owner), chosen(colleague)) == (str(second), str(shared))
    assert colleague.get("/mailing/signatures").text.count("新しいメールに使う") == 1
    change(colleague, "signature", own, name="まだ使わない")
    assert chosen(colleague) == str(shared), "another one that is not preferred changes nothing"
    change(owner, "signature", shared, shared="0")
    assert (chosen(owner), chosen(colleague)) == (str(second), str(own)), "no longer his to use"
    change(owner, "signature", second, is_default=None)
    assert chosen(owner) == str(shared), "the first of its own"


@pytest.mark.parametrize("how", ["private", "deleted"])
def test_a_signature_that_is_gone_before_the_answer(db, org, owner, colleague, how):  # S3-22 S3-34
    add_resume(db, org)
    signature = new_signature(db, owner, shared="1")
    question = compose(colleague, start_draft(colleague), subject="件名", body="本文", signature_id=signature)
    if how == "private":
        change(owner, "signature", signature, shared="0")
    else:
        page = owner.get(f"/mailing/signature/{signature}")
        owner.submit(page, page.form(action=f"/mailing/signature/{signature}/delete"))
    refused = answer(colleague, question, "Yes")
    assert refused.status == 422 and "選んだ署名は" in refused.words and "-- 会社" not in refused.text
    assert db.value("SELECT state FROM run WHERE id = %s", run_id(question)) == "draft"
    page = answer(colleague, refused, "No")
    assert page.form("subject").get("body") == "本文"
    question = compose(colleague, page, subject="件名", body="本文", signature_id="")
    assert answer(colleague, question, "Yes").path.endswith("/started")


def test_many_shared_signatures_are_paged(db, org, owner, colleague):  # S3-34
    for n in range(60):
        db.insert("signature", org_id=org.id, account_id=owner.account.id, shared=1, name=f"署名{n:02}", body="b", created_at="2026-01-01", updated_at="2026-01-01")
    page, seen = colleague.get("/mailing/signatures"), []
    while True:
        seen += re.findall(r'<a href="/mailing/signature/\d+">(署名\d\d)</a>', page.text)
        more = [href for href, text in page.links if "もっと見る" in text]
        if not more:
            break
        page = colleague.get(more[0])
    assert sorted(set(seen)) == [f"署名{n:02}" for n in range(60)]


# ---- who leaves, who reads, what was there before ------------------------------------------------------------------------


def test_an_account_that_leaves(db, org, owner, colleague, world):  # S3-34
    add_resume(db, org)
    shared, private = new_template(db, owner, name="皆の"), new_template(db, owner, name="秘密の", shared="0")
    signature, own = new_signature(db, owner, shared="1", is_default="1"), new_signature(db, owner, name="秘密の署名")
    page = colleague.get(f"/account/members/{owner.account.id}/close")
    assert "共有しているテンプレート・署名は残ります" in page.words and "「自分だけ」" in page.words
    colleague.submit(page, page.form(action=f"/account/members/{owner.account.id}/close"))
    assert db.value("SELECT state FROM account WHERE id = %s", owner.account.id) == "closed"
    other = world.signed_in(org.account("member"))
    for client in (colleague, other):
        page = client.get("/mailing/templates")
        assert "皆の" in page.words and "高橋 恵美" in page.words and "秘密" not in page.text
        assert "秘密" not in client.get("/mailing/signatures").text
        assert (client.get(f"/mailing/template/{private}").status, client.get(f"/mailing/signature/{own}").status) == (404, 404)
        page = start_draft(client)
        assert choices(page, "template_id") == [str(shared)] and choices(page, "signature_id") == [str(signature)]
    assert change(other, "template", shared, name="引き継いだ").path == "/mailing/templates"
    page = other.get(f"/mailing/template/{shared}")
    assert other.submit(page, page.form(action=f"/mailing/template/{shared}/delete")).path == "/mailing/templates"


def test_a_reader_sees_the_shared_ones(db, org, owner, world):  # S3-34
    new_template(db, owner, name="皆の"), new_template(db, owner, name="秘密の", shared="0")
    page = world.signed_in(org.account("reader")).get("/mailing/templates")
    assert page.status == 200 and "皆の" in page.words and "秘密" not in page.text


def test_another_organisation_shares_nothing(db, org, owner, world):  # S3-34
    template, signature = new_template(db, owner, name="皆の"), new_signature(db, owner, shared="1")
    stranger = world.agency()
    add_resume(db, stranger.account.org)
    db.run("UPDATE account SET signature_id = %s WHERE id = %s", signature, stranger.account.id)
    page = start_draft(stranger)
    assert "皆の" not in page.text and "会社の署名" not in page.text and page.form("subject").get("signature_id") == ""
    assert (stranger.get(f"/mailing/template/{template}").status, stranger.get(f"/mailing/signature/{signature}").status) == (404, 404)
    assert "会社の署名" not in stranger.get("/mailing/signatures").text


def test_who_saw_it_before_sees_it_still(suite, tmp_path):
    """The upgrade: templates were everybody's, signatures their owner's, and one of them was the usual one."""
    name = "musubi_before"
    user = subprocess.check_output(["id", "-un"], text=True).strip()
    options = ["--no-defaults", f"--socket={suite.socket}", f"--user={user}", "--default-character-set=utf8mb4"]
    suite.sql(f"DROP DATABASE IF EXISTS {name}")
    shutil.copytree(ROOT / "sql", tmp_path / "sql")
    for path in (tmp_path / "sql/schema").glob("*.sql"):
        if int(path.name[:3]) >= 16:
            path.unlink()
    suite.call(str(tmp_path / "sql/migrate"), name, *options)
    old = Db(suite.socket, name)
    made = dict(org_id=1, name="n", body="b", created_at="2026-01-01", updated_at="2026-01-01")
    account = old.insert("account", org_id=1, login_id="12345678", name="n", mail="a@example.jp", roles="member", state="active",
                         created_at="2026-01-01", updated_at="2026-01-01")
    old.insert("template", kind="resume", subject="s", account_id=account, **made)
    old.insert("signature", account_id=account, is_default=0, **made)
    usual = old.insert("signature", account_id=account, is_default=1, **made)
    suite.call("sql/migrate", name, *options)
    assert old.value("SELECT shared FROM template") == 1 and old.all("SELECT DISTINCT shared FROM signature") == [{"shared": 0}]
    assert old.value("SELECT signature_id FROM account WHERE id = %s", account) == usual
    old.close()
    suite.sql(f"DROP DATABASE {name}")
