"""Templates of mails (S3-21): they belong to a mail kind, bring subject, body and phase, and whatever becomes of one changes no mail."""
import re

import pytest

from harness import match
from harness.bulk import add_resume, answer, compose, run_id, start_draft, wait_state


@pytest.fixture
def org(world):
    return world.org("agency")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member"))


def new_template(db, client, **values):
    page = client.get("/mailing/template/new")
    values = {"name": "いつもの", "kind": "resume_job", "subject": "{{ JOB名 }}", "body": "本文 {{ 氏名 }}", "phase": "approach", **values}
    page = client.submit(page, page.form("name", "body"), values)
    return page, db.value("SELECT MAX(id) FROM template WHERE org_id = %s", client.account.org.id)


def draft_of_job(db, client, org):
    job = match.add_job(db, org, occupation=101, pref=13)
    person = match.add_resume(db, org, occupation=101, pref=13)
    page = client.get(f"/crm/job/{job}/match")
    page = client.submit(page, page.form("id"), button="求職者にメールする", id=[person])
    return client.submit(page, page.form("scope"), scope="checked")


def row(page, name):
    return next(re.sub(r"<[^>]+>", " ", r) for r in re.findall(r"<tr>.*?</tr>", page.text, re.S) if name in r)


def test_phase_is_seen_in_the_list_and_at_the_choice(db, org, client):  # S3-21
    page, template = new_template(db, client)
    new_template(db, client, name="案内だけ", phase="")
    page = client.get("/mailing/templates")
    assert "JOB打診" in row(page, "いつもの") and "更新しない" in row(page, "案内だけ")
    page = draft_of_job(db, client, org)
    options = re.findall(r'<option value="\d+">([^<]*)', page.text[page.text.index('id="template_id"'):page.text.index("テンプレートを反映</button>")])
    assert [re.sub(r"\s+", " ", o) for o in options] == ["いつもの (フェーズ:JOB打診)", "案内だけ"]


def test_subject_body_and_phase_come_with_it(db, org, client):  # S3-21 S3-25
    _, with_phase = new_template(db, client)
    _, without = new_template(db, client, name="案内だけ", subject="題", body="文", phase="")
    page = draft_of_job(db, client, org)
    page = client.submit(page, page.form("subject", "body"), button="テンプレートを反映", template_id=with_phase, subject="打ちかけ")
    form = page.form("subject", "body")
    assert (form.get("subject"), form.get("body"), form.get("phase")) == ("{{ JOB名 }}", "本文 {{ 氏名 }}", "approach")
    assert form.get("template_id") == str(with_phase)
    page = client.submit(page, form, button="テンプレートを反映", template_id=without)
    form = page.form("subject", "body")
    assert (form.get("subject"), form.get("body"), form.get("phase")) == ("題", "文", "")


def test_of_the_right_kind_only(db, org, client):  # S3-21
    _, template = new_template(db, client, kind="resume_offer", body="{{ JOB名 }}")
    page = draft_of_job(db, client, org)
    assert f'value="{template}"' not in page.text
    page = client.submit(page, page.form("subject", "body"), button="テンプレートを反映", template_id=template, subject="打ちかけ", body="文")
    assert page.status == 422 and 'id="template_id-err"' in page.text and page.form("subject").get("subject") == "打ちかけ"


@pytest.mark.parametrize("phase", ["nonsense", "' OR 1", "APPROACH"])
def test_unknown_phase(db, org, client, phase):
    page = client.get("/mailing/template/new")
    data = page.form("name", "body").data({"name": "T", "kind": "resume_job", "subject": "s", "body": "b"}, None)
    page = client.post(page.path, [(n, v) for n, v in data if n != "phase"] + [("phase", phase)])
    assert page.status == 422 and 'id="phase-err"' in page.text
    assert db.value("SELECT COUNT(*) FROM template WHERE org_id = %s", org.id) == 0


def test_tag_of_another_kind_is_refused_with_its_place(db, org, client):  # S3-21
    page, _ = new_template(db, client, kind="resume", phase="", subject="題", body="一行目\n\n{{ JOB名 }}")
    assert page.status == 422 and "3行目:タグ {{ JOB名 }} はありません。" in page.words
    page, _ = new_template(db, client, subject="{{ 企業担当者名 }}")
    assert page.status == 422 and "1行目:タグ {{ 企業担当者名 }} はありません。" in page.words
    _, template = new_template(db, client)  # and when the kind is changed under its texts
    page = client.get(f"/mailing/template/{template}")
    page = client.submit(page, page.form("name", "body"), kind="resume", phase="")
    assert page.status == 422 and "{{ JOB名 }} はありません" in page.words


@pytest.mark.parametrize("what", ["changed", "deleted"])
def test_a_template_that_changes_changes_no_mail(db, org, client, mail, suite, what):  # S3-21
    add_resume(db, org)
    _, template = new_template(db, client, kind="resume", phase="", subject="元の件名", body="元の本文")
    draft = start_draft(client)
    draft = client.submit(draft, draft.form("subject", "body"), button="テンプレートを反映", template_id=template)
    other = start_draft(client)
    other = client.submit(other, other.form("subject", "body"), button="テンプレートを反映", template_id=template)
    question = client.submit(draft, draft.form("subject", "body"), button="確認")
    suite.stop("daemon:mailer")
    try:
        run = run_id(answer(client, question, "Yes"))
        page = client.get(f"/mailing/template/{template}")
        if what == "changed":
            client.submit(page, page.form("name", "body"), subject="新しい件名", body="新しい本文")
        else:
            client.submit(page, page.form(action=f"/mailing/template/{template}/delete"))
    finally:
        suite.start("daemon:mailer")
    wait_state(db, run, "done")
    message, = mail.wait(1)
    assert message.subject == "元の件名" and "元の本文" in message.text
    page = client.get(other.path)
    form = page.form("subject", "body")
    assert (form.get("subject"), form.get("body")) == ("元の件名", "元の本文")
    page = client.submit(page, form, button="確認")  # its template may be gone: the text is the draft's own
    assert page.path.endswith("/confirm")


def test_nobody_elses(db, org, client, world):
    stranger = world.agency()
    add_resume(db, stranger.account.org)
    _, template = new_template(db, client, kind="resume", phase="", subject="秘密の件名")
    page = start_draft(stranger)
    assert "いつもの" not in page.words
    page = stranger.submit(page, page.form("subject", "body"), button="テンプレートを反映", template_id=template)
    assert page.status == 422 and "秘密の件名" not in page.text
    token = {"token": page.form("token").get("token")}
    assert stranger.post(f"/mailing/template/{template}/delete", token).status == 404
    assert db.value("SELECT COUNT(*) FROM template WHERE id = %s AND deleted_at IS NULL", template) == 1
