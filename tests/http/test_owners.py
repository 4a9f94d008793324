"""担当者 whose account was closed: their records keep them until somebody takes over, and are found by them (S0-17, S3-03, S3-33)."""
import re

import pytest

from test_crm import RESUME, add, company, errors, job, rows

NOUNS = ("company", "contact", "job", "resume", "process")
LEFT = "退社 一郎"
MARKED = f"{LEFT}（停止）"


@pytest.fixture
def client(world):
    return world.agency("admin")


@pytest.fixture
def left(client):
    return client.account.org.account("member", name=LEFT)


def close(client, account):
    page = client.get(f"/account/members/{account.id}/close")
    page = client.submit(page, page.form(action=f"/account/members/{account.id}/close"))
    assert page.status == 200, page.words[:300]


def records(client, owner):
    """A record of every noun in somebody's charge."""
    mine = {"owner_id": str(owner)}
    made = {"company": add(client, "company", {"name": "株式会社ひばり", "kana": "カブシキガイシャヒバリ", **mine}),
            "contact": add(client, "contact", {"company": "株式会社ひばり", "name": "石田 明", "kana": "イシダ アキラ", **mine}),
            "job": add(client, "job", {"name": "介護職員", "company": "株式会社ひばり", "state": "open", **mine}),
            "resume": add(client, "resume", {**RESUME, **mine})}
    made["process"] = add(client, "process", {"resume_id": made["resume"], "job_id": made["job"], "phase": "new", **mine})
    return made


def choices(page):
    """Value → label of the select of 担当者, and what is chosen."""
    select = re.search(r'<select[^>]* id="owner_id".*?</select>', page.text, re.S)[0]
    return ({v: l for v, l in re.findall(r'<option value="(\d+)"[^>]*>([^<]*)', select)},
            next(iter(re.findall(r'<option value="(\d+)" selected', select)), ""))


def save(client, noun, id, **values):
    page = client.get(f"/crm/{noun}/{id}/edit")
    return client.submit(page, page.form("version"), values)


def test_who_left_stays_in_charge_until_somebody_takes_over(db, client, left):
    made = records(client, left.id)
    close(client, left)
    for noun, id in made.items():
        page = client.get(f"/crm/{noun}/{id}/edit")
        assert choices(page) == ({str(client.account.id): client.account.name, str(left.id): MARKED}, str(left.id)), noun
        page = client.submit(page, page.form("version"), note="電話した")
        assert page.path == f"/crm/{noun}/{id}", f"{noun}: {errors(page)}"
        assert db.value(f"SELECT owner_id FROM {noun} WHERE id = %s", id) == left.id, noun
        assert db.value("SELECT body FROM history WHERE noun = %s AND noun_id = %s AND kind = 'update'", noun, id) == "note", noun
        assert save(client, noun, id, owner_id=client.account.id).path == f"/crm/{noun}/{id}"
        assert str(left.id) not in choices(client.get(f"/crm/{noun}/{id}/edit"))[0], noun


def test_who_left_is_nobodys_new_choice(db, client, left):
    made = records(client, client.account.id)
    close(client, left)
    for noun, id in made.items():
        assert choices(client.get(f"/crm/{noun}/new"))[0] == {str(client.account.id): client.account.name}, noun
        page = save(client, noun, id, owner_id=left.id, note="ほかの人に")
        assert page.status == 422 and LEFT in errors(page)[0] and "ほかの人に" in page.text, noun
        assert choices(page)[0] == {str(client.account.id): client.account.name}
        assert db.value(f"SELECT owner_id FROM {noun} WHERE id = %s", id) == client.account.id, noun
    page = client.get("/crm/company/new")
    page = client.submit(page, page.form("version"), name="株式会社つばめ", owner_id=left.id)
    assert page.status == 422 and LEFT in errors(page)[0]


def test_after_an_error_the_form_still_has_who_left(client, left):
    made = records(client, left.id)
    close(client, left)
    page = save(client, "company", made["company"], name="")
    assert page.status == 422 and choices(page) == ({str(client.account.id): client.account.name, str(left.id): MARKED}, str(left.id))


def test_records_are_found_by_who_left(client, left):
    made = records(client, left.id)
    close(client, left)
    for noun, id in made.items():
        page = client.get(f"/crm/{noun}")
        assert choices(page)[0] == {str(client.account.id): client.account.name, str(left.id): MARKED}, noun
        page = client.submit(page, page.form("owner_id", "q"), owner_id=left.id)
        assert rows(page) == [id] if noun != "process" else f"/crm/process/{id}" in page.text, noun
        assert choices(page)[1] == str(left.id), noun


def test_a_search_kept_by_its_address_says_whom_it_is_about(client, left, world):
    """Somebody who left and has nothing: nobody is offered him, but what was asked for is shown."""
    close(client, left)
    assert str(left.id) not in choices(client.get("/crm/resume"))[0]
    assert choices(client.get(f"/crm/resume?owner_id={left.id}")) == ({str(client.account.id): client.account.name, str(left.id): MARKED}, str(left.id))
    stranger = world.org("agency").account("member", name="他社の人")
    assert "他社の人" not in client.get(f"/crm/resume?owner_id={stranger.id}").text


def test_the_mark_in_english(client, left, db):
    made = records(client, left.id)
    close(client, left)
    db.run("UPDATE account SET lang = 'en' WHERE id = %s", client.account.id)
    assert f"{LEFT} (closed)" in client.get(f"/crm/job/{made['job']}/edit").text
