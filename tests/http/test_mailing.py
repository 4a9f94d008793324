"""Bulk mail through its pages (S3): scope, compose, confirmation, what arrives, what can be done with a run, the result file."""
import csv
import io
import re

import pytest

from harness.bulk import BODY, add_contact, add_resume, answer, compose, do, run_id, select, send, start_draft, wait_state
from harness.suite import until


@pytest.fixture
def org(world):
    return world.org("agency", zip="105-0001", address="東京都港区虎ノ門1-1-1", phone="03-1234-5678")


@pytest.fixture
def client(world, org):
    return world.signed_in(org.account("member", name="高橋 恵美"))


def errors(page):
    return [re.sub(r"<[^>]+>", "", e) for e in re.findall(r'<p class="err"[^>]*><span[^>]*>[^<]*</span>(.*?)</p>', page.text)]


def values(page):
    return dict(page.form("subject", "body").fields)


def outbox(db, run):
    return db.all("SELECT * FROM outbox WHERE run_id = %s ORDER BY id", run)


# ---- scope --------------------------------------------------------------------------------------------------------------


def test_scope_all_takes_everything(db, org, client, mail):  # S3-14
    ids = [add_resume(db, org) for _ in range(3)]
    page = start_draft(client, "all")
    assert "全件(検索条件範囲内)" in page.words and "3件" in page.words
    page = answer(client, compose(client, page), "Yes")
    run = run_id(page)
    wait_state(db, run, "done")
    assert sorted(r["noun_id"] for r in outbox(db, run)) == ids


def test_records_made_after_the_question_are_not_in_the_run(db, org, client, mail, suite):  # S3-14
    first = add_resume(db, org)
    page = compose(client, start_draft(client))
    suite.stop("daemon:mailer")
    try:
        run = run_id(answer(client, page, "Yes"))
        add_resume(db, org)
    finally:
        suite.start("daemon:mailer")
    wait_state(db, run, "done")
    assert [r["noun_id"] for r in outbox(db, run)] == [first]


def test_scope_all_keeps_to_the_conditions(db, org, client, mail):  # S3-14
    tokyo = [add_resume(db, org, pref=13) for _ in range(2)]
    add_resume(db, org, pref=27)
    select(db, client.account, shown=tokyo[:1], query="pref=13&sort=updated")
    page = client.get("/mailing/new?list=resume")
    assert re.findall(r'class="num">(.*?)</span></label>', page.text) == ["2件", "1件", "0件"]
    assert '/crm/resume?pref=13&amp;sort=updated' in page.text  # the way back has the conditions
    run = send(client, "all")
    wait_state(db, run, "done")
    assert sorted(r["noun_id"] for r in outbox(db, run)) == tokyo


def test_a_run_finds_what_its_conditions_say(db, org, client, mail):  # S3-14
    """Whichever index leads to them: each of them alone, with one that it does not know, and with the days of updates."""
    rows = []
    for i in range(24):
        row = {"pref": (13, 27)[i % 2], "occupation": (201, 202, 203)[i % 3], "phase": ("new", "offer")[i % 4 // 2], "salary_from": 300 + 10 * i,
               "owner_id": client.account.id if i % 5 else 0, "updated_at": f"2026-0{1 + i // 6}-10"}
        rows.append({**row, "id": add_resume(db, org, **row)})
    for query, match in (
            ("pref=13", lambda r: r["pref"] == 13), ("occupation=202", lambda r: r["occupation"] == 202),
            ("phase=offer", lambda r: r["phase"] == "offer"), (f"owner_id={client.account.id}", lambda r: r["owner_id"]),
            ("pref=27&occupation=203", lambda r: r["pref"] == 27 and r["occupation"] == 203),
            ("phase=new&salary_from=400", lambda r: r["phase"] == "new" and r["salary_from"] >= 400),
            ("pref=13&updated_from=2026-02-01&updated_to=2026-03-31", lambda r: r["pref"] == 13 and "2026-02" <= r["updated_at"] < "2026-04"),
            ("updated_from=2026-04-01", lambda r: r["updated_at"] >= "2026-04"), ("salary_to=350", lambda r: r["salary_from"] <= 350)):
        select(db, client.account, query=query)
        run = send(client, "all")
        wait_state(db, run, "sending", "done")
        assert [r["noun_id"] for r in outbox(db, run)] == [r["id"] for r in rows if match(r)], query


def test_scope_shown_and_checked(db, org, client, mail):  # S3-15 S3-16
    ids = [add_resume(db, org) for _ in range(5)]
    select(db, client.account, shown=ids[:3], checked=ids[2:4])
    page = client.get("/mailing/new?list=resume")
    choices = re.findall(r'value="(all|shown|checked)".*?</label>', page.text, re.S)
    assert choices == ["all", "shown", "checked"] and "表示されているデータ" in page.words and "チェックされているデータ" in page.words
    assert page.form("scope").get("scope") == "checked"  # somebody has ticked: that is what he wants
    for scope, expected in (("shown", ids[:3]), ("checked", ids[2:4])):
        run = send(client, scope)
        wait_state(db, run, "done")
        assert sorted(r["noun_id"] for r in outbox(db, run)) == expected


def test_from_the_list(db, org, client, mail):  # S3-05 S3-06
    ids = [add_resume(db, org) for _ in range(4)]
    page = client.get("/crm/resume")
    form = next(f for f in page.forms if f.action.endswith("/select"))
    page = client.submit(page, form, id=ids[1:3], button="検索した候補者に一斉メール送信")
    assert page.path == "/mailing/new" and re.findall(r'class="num">(.*?)</span></label>', page.text) == ["4件", "4件", "2件"]
    page = client.submit(page, page.form("scope"))
    run = run_id(answer(client, compose(client, page), "Yes"))
    wait_state(db, run, "done")
    assert sorted(r["noun_id"] for r in outbox(db, run)) == ids[1:3]


def test_scope_without_data_is_refused(db, org, client):  # S3-16
    add_resume(db, org)
    page = client.get("/mailing/new?list=resume")
    page = client.submit(page, page.form("scope"), scope="checked")
    assert page.status == 422 and "対象のデータがありません" in errors(page)[0]
    assert client.get("/mailing/new?list=nobody").status == 404


def test_other_scope_keeps_the_text(db, org, client):  # S3-14
    ids = [add_resume(db, org) for _ in range(3)]
    select(db, client.account, shown=ids[:2])
    page = compose(client, start_draft(client), "scope", subject="残る件名", body="残る本文")
    assert page.path == "/mailing/new"
    page = client.submit(page, page.form("scope"), scope="shown")
    assert values(page)["subject"] == "残る件名" and values(page)["body"] == "残る本文"
    assert "表示されているデータ 2件" in page.words
    assert db.value("SELECT COUNT(*) FROM run WHERE account_id = %s", client.account.id) == 1


# ---- compose ------------------------------------------------------------------------------------------------------------


def test_mail_fields_with_counts(db, org, client):  # S3-18
    add_resume(db, org, mail_mobile="a@mobile.example.com")
    add_resume(db, org)
    add_resume(db, org, mail="", mail_sub="b@sub.example.com")
    page = start_draft(client)
    counts = re.findall(r'name="fields" value="(\w+)".*?class="num">(.*?)</span>', page.text, re.S)
    assert counts == [("mail", "2件"), ("mail_mobile", "1件"), ("mail_sub", "1件")]
    assert [v for n, v in page.form("subject").fields if n == "fields"] == ["mail"]
    assert "送信予定 2通" in page.words and "アドレスが空の1件には送りません" in page.words
    page = compose(client, page, fields=["mail", "mail_mobile", "mail_sub"])
    assert "4通のメールを送信します" in page.words


def test_no_field_for_another_recipient(db, org, client):  # S3-19
    add_resume(db, org)
    page = start_draft(client)
    form = page.form("subject", "body")
    assert set(form.names()) == {"token", "fields", "from_name", "from_addr", "reply_to", "shared", "template_id", "signature_id", "subject", "body", "start", "start_date", "start_time",
                                 "file", "way", "password", "job_ids", "job_company"}
    data = form.data({"subject": "x", "body": "y"}, "confirm") + [("to", "more@example.com"), ("fields", "cc"), ("bcc", "more@example.com")]
    client.post(page.path, data)
    page = client.get(page.path.replace("compose", "confirm"))
    assert "more@example.com" not in page.text


def test_nobody_chosen(db, org, client):  # S3-18
    add_resume(db, org)
    page = compose(client, start_draft(client), fields=None)
    assert page.status == 422 and len(errors(page)) == 1


@pytest.mark.parametrize("values, field", [({"body": ""}, "body"), ({"subject": ""}, "subject"), ({"from_name": ""}, "from_name"),
                                           ({"subject": "あ" * 350_000}, "subject"), ({"body": "あ" * 10_001}, "body"),
                                           ({"subject": "a\x00b"}, None)])
def test_bad_texts(db, org, client, values, field):
    add_resume(db, org)
    page = compose(client, start_draft(client), **values)
    assert page.status in (400, 413, 422), page.words[:300]
    assert field is None or page.status == 413 or f'id="{field}-err"' in page.text
    assert db.value("SELECT COUNT(*) FROM run WHERE org_id = %s AND state <> 'draft'", org.id) == 0


def test_line_break_in_a_subject_does_not_reach_the_header(db, org, client, mail):
    add_resume(db, org)
    run = send(client, subject="件名\r\nBcc: more@example.com")
    wait_state(db, run, "done")
    message, = mail.wait(1)
    assert message["Bcc"] is None and "\n" not in str(message.subject)


def test_unknown_tag_has_its_place_and_a_suggestion(db, org, client):  # S3-21
    add_resume(db, org)
    body = "一行目\n\n{{ 氏名様 }}のご経験"
    page = compose(client, start_draft(client), body=body, subject="題")
    assert page.status == 422
    assert errors(page) == ["3行目:タグ {{ 氏名様 }} はありません。{{ 氏名 }} に直してください。"]
    assert "本文:3行目" in page.words and values(page)["body"] == body
    for body, text in (("{{ 氏名", "1行目"), ("a\n{{ }}", "2行目"), ("{{ まったく別の言葉 }}", "はありません")):
        page = compose(client, start_draft(client), body=body)
        assert page.status == 422 and text in errors(page)[0]


def test_tags_of_resumes_are_no_tags_of_contacts(db, org, client):  # S3-21
    add_contact(db, org)
    page = compose(client, start_draft(client, list="contact"), subject="題", body="{{ 希望職種 }}")
    assert page.status == 422 and "希望職種" in errors(page)[0]


def test_tags_stay_on_the_compose_page(db, org, client):  # S3-21
    add_resume(db, org, name="中村 健太", occupation=0)
    page = start_draft(client)
    assert re.search(r"\{\{ 氏名 \}\}</span></td><td[^>]*>中村 健太", page.text)
    page = compose(client, page)
    page = answer(client, page, "No")  # S3-22
    assert values(page)["subject"] == "求人のご案内 {{ 氏名 }}様" and values(page)["body"] == BODY


def test_sender_must_be_ones_own(db, org, client):  # S3-34
    add_resume(db, org)
    colleague = org.account("member", name="小林 大輔")
    page = start_draft(client)
    assert page.form("subject").choices["from_addr"] == [client.account.mail]
    page = compose(client, page, from_addr=colleague.mail)
    assert page.status == 422 and 'id="from_addr-err"' in page.text
    page = compose(client, start_draft(client), reply_to="stranger@example.org")
    assert page.status == 422 and 'id="reply_to-err"' in page.text
    stranger = org.world.org("agency").account()
    page = compose(client, start_draft(client), reply_to=stranger.mail)
    assert page.status == 422 and 'id="reply_to-err"' in page.text


def test_second_address_and_reply_to(db, org, client, mail):  # S3-34
    add_resume(db, org)
    second = f"second{org.id}@example.jp"
    db.run("UPDATE account SET mail2 = %s WHERE id = %s", second, client.account.id)
    colleague = org.account("member", name="小林 大輔")
    send(client, from_addr=second, from_name="みなと人材紹介", reply_to=colleague.mail)
    message, = mail.wait(1)
    assert message["From"].addresses[0].addr_spec == second and message["From"].addresses[0].display_name == "みなと人材紹介"
    assert message["Reply-To"].addresses[0].addr_spec == colleague.mail


def test_template_is_put_in(db, org, client):  # S3-21
    add_resume(db, org)
    page = client.get("/mailing/template/new")
    page = client.submit(page, page.form("name", "body"), name="介護のご紹介", kind="resume", subject="{{ 氏名 }}様へ", body="テンプレート本文\n{{ 署名 }}")
    assert page.path == "/mailing/templates" and "介護のご紹介" in page.words
    template = db.value("SELECT id FROM template WHERE org_id = %s", org.id)
    page = compose(client, start_draft(client), "template", template_id=template, subject="", body="")
    assert page.status == 200 and values(page)["subject"] == "{{ 氏名 }}様へ" and values(page)["body"] == "テンプレート本文\n{{ 署名 }}"
    page = compose(client, start_draft(client), "template", subject="打ちかけ", body="")
    assert page.status == 422 and values(page)["subject"] == "打ちかけ"


def test_menu_offers_what_the_account_may(world):
    assert 'href="/mailing/signatures"' in world.agency("member").get("/mailing/runs").text
    reader = world.agency("reader")
    assert 'href="/mailing/signatures"' not in reader.get("/mailing/runs").text
    assert reader.get("/mailing/signatures").status == 403


def test_signature(db, org, client, mail):  # S3-21
    add_resume(db, org)
    page = client.get("/mailing/signature/new")
    refused = client.submit(page, page.form("name", "body"), name="署名", body="{{ 氏名 }}")
    assert refused.status == 422 and "氏名" in errors(refused)[0]
    page = client.get("/mailing/signature/new")
    page = client.submit(page, page.form("name", "body"), name="いつもの", body="--\n{{ 会社名 }} 高橋", is_default="1")
    assert page.path == "/mailing/signatures" and "いつもの" in page.words
    send(client, body="本文です。\n{{ 署名 }}\n追伸", subject="一")
    send(client, body="本文です。", subject="二")
    texts = {m.subject: m.text.replace("\r\n", "\n") for m in mail.wait(2)}
    assert f"本文です。\n--\n{org.name} 高橋\n追伸" in texts["一"]
    assert f"本文です。\n\n--\n{org.name} 高橋" in texts["二"]
    page = compose(client, start_draft(client), subject="{{ 署名 }}")
    assert page.status == 422 and 'id="subject-err"' in page.text


def test_template_or_signature_that_is_gone_loses_no_text(db, org, client, world):  # S3-21
    add_resume(db, org)
    made = dict(org_id=org.id, account_id=client.account.id, name="N", body="B", created_at="2026-01-01", updated_at="2026-01-01")
    of_contacts = db.insert("template", kind="contact", subject="S", **made)
    for button, more in (("template", {"template_id": of_contacts}), ("template", {"template_id": 999999999}), ("confirm", {"signature_id": 999999999})):
        page = compose(client, start_draft(client), button, subject="打ちかけ", body="本文", **more)
        assert page.status == 422 and f'id="{next(iter(more))}-err"' in page.text and values(page)["subject"] == "打ちかけ"


def test_sender_is_looked_at_again_when_it_goes_out(db, org, client):  # S3-34
    add_resume(db, org)
    second = f"second{org.id}@example.jp"
    db.run("UPDATE account SET mail2 = %s WHERE id = %s", second, client.account.id)
    page = compose(client, start_draft(client), from_addr=second)
    db.run("UPDATE account SET mail2 = '' WHERE id = %s", client.account.id)
    refused = answer(client, page, "Yes")
    assert refused.status == 422 and f"{second} は使えなくなりました" in refused.words
    assert db.value("SELECT state FROM run WHERE account_id = %s", client.account.id) == "draft"


def test_preview_goes_through_the_mails(db, org, client):
    for name in ("中村 健太", "佐藤 花"):
        add_resume(db, org, name=name)
    page = compose(client, start_draft(client), "preview")
    assert page.path.endswith("/preview") and "中村 健太 様" in page.words and "{{" not in page.words
    page = client.get(next(href for href, text in page.links if text == "次のメール"))
    assert "佐藤 花 様" in page.words
    page = client.get(next(href for href, text in page.links if text == "次のメール"))
    assert "最後のメールまで確認しました" in page.words


def test_long_values_do_not_break_a_test_mail(db, org, client, mail):
    add_resume(db, org, skills="あ" * 400)
    page = compose(client, start_draft(client), "test", subject="{{ スキル }}" * 8)
    assert page.status == 200, page.words[:300]
    assert len(mail.wait(1)[0].subject) <= 200


def test_test_mail_goes_to_oneself_only(db, org, client, mail):
    add_resume(db, org, name="中村 健太")
    page = compose(client, start_draft(client), "test", subject="案内 {{ 氏名 }}", body="{{ 氏名 }} 様 {{ 署名 }}")
    assert "自分あてにテストメールを送りました" in page.words
    message, = mail.wait(1, to=client.account.mail)
    assert "中村 健太 様" in message.text and "【テスト送信】案内 中村 健太" == message.subject and "配信停止" in message.text
    assert [m.to for m in mail.messages] == [client.account.mail]
    assert db.value("SELECT state FROM run WHERE account_id = %s", client.account.id) == "draft"


# ---- confirmation --------------------------------------------------------------------------------------------------------


def test_empty_tags_are_shown_before(db, org, client):  # S3-21
    add_resume(db, org, occupation=101)
    without = add_resume(db, org, name="三浦 直樹")
    page = compose(client, start_draft(client))
    assert "1件のデータで、タグに入る値がありません" in page.words and "三浦 直樹" in page.words and "{{ 希望職種 }}" in page.words
    rows = list(csv.reader(io.StringIO(client.get(page.path.replace("/confirm", "/empty/csv")).content.decode("utf-8-sig"))))
    assert rows[1:] == [[str(without), "三浦 直樹", "{{ 希望職種 }}"]]


def test_nobody_to_send_to(db, org, client):
    add_resume(db, org, mail="")
    page = compose(client, start_draft(client))
    assert "送信できる宛先がありません" in page.words and [b[2] for b in page.form(action=page.path).buttons] == ["No"]


def test_confirmation_twice_sends_once(db, org, client, mail):  # S3-22
    add_resume(db, org)
    page = compose(client, start_draft(client))
    data = page.form(action=page.path).data({}, "Yes")
    first = client.post(page.path, data)
    assert first.path.endswith("/started")
    run = run_id(first)
    again = client.post(page.path, data)
    assert again.status in (200, 409) and (again.status == 409 or again.path.endswith("/started"))
    fresh = client.get(f"/mailing/run/{run}/confirm")
    assert fresh.status == 409 and "一括処理" in fresh.words
    wait_state(db, run, "done")
    assert len(mail.wait(1)) == 1 and len(outbox(db, run)) == 1
    assert db.value("SELECT COUNT(*) FROM run WHERE account_id = %s", client.account.id) == 1


def test_started_and_the_list_of_runs(db, org, client, mail):  # S3-24 S3-26 S3-27
    add_resume(db, org)
    page = answer(client, compose(client, start_draft(client), subject="一斉のご案内"), "Yes")
    assert "メールの送信を開始しました" in page.words and "一斉のご案内" in page.words
    run = run_id(page)
    assert ("OK" in [t for _, t in page.links]) and client.get(next(h for h, t in page.links if t == "OK")).path == f"/mailing/run/{run}"
    wait_state(db, run, "done")
    page = client.get("/mailing/runs")
    assert "一斉のご案内" in page.words and "完了" in page.words and "一括処理 完了 1件" in page.words
    page = client.submit(page, page.form(action="/mailing/runs/seen"))
    assert "一括処理 なし" in page.words


# ---- what arrives --------------------------------------------------------------------------------------------------------


def test_one_mail_an_address_and_nobody_sees_another(db, org, client, mail):  # S3-01 S3-02
    twice = "both@family.example.com"
    add_resume(db, org, name="中村 健太", mail=twice, occupation=101)
    add_resume(db, org, name="中村 花子", mail=twice)
    add_resume(db, org, name="佐藤 一郎", mail="ichiro@example.com", mail_mobile="ichiro@mobile.example.com")
    page = compose(client, start_draft(client), fields=["mail", "mail_mobile"])
    assert "3通のメールを送信します" in page.words and "重複1件は1通にまとめます" in page.words
    run = run_id(answer(client, page, "Yes"))
    wait_state(db, run, "done")
    messages = mail.wait(3)
    assert sorted(m.to for m in messages) == ["both@family.example.com", "ichiro@example.com", "ichiro@mobile.example.com"]
    for m in messages:
        assert [a.addr_spec for a in m["To"].addresses] == [m.to] and m["Cc"] is None and m["Bcc"] is None
        assert not [a for a in ("both@family.example.com", "ichiro@example.com", "ichiro@mobile.example.com") if a != m.to and a.encode() in m.raw]
    first = next(m for m in messages if m.to == twice)
    assert first.subject == "求人のご案内 中村 健太様" and "中村 健太 様" in first.text and f"{org.name}の高橋 恵美です" in first.text
    assert "{{" not in first.text


def test_mail_to_contacts(db, org, client, mail):  # S3-01 S3-04
    add_contact(db, org, company="社会福祉法人ひばり会", name="青木 誠", department="人事部", title="課長")
    send(client, list="contact", subject="移転のお知らせ", body="{{ 企業名 }} {{ 部署 }} {{ 役職 }} {{ 氏名 }} 様")
    message, = mail.wait(1)
    assert "社会福祉法人ひばり会 人事部 課長 青木 誠 様" in message.text


def test_footer_and_headers(db, org, client, mail):
    add_resume(db, org)
    send(client)
    message, = mail.wait(1)
    assert org.name in message.text and "東京都港区虎ノ門1-1-1" in message.text
    url = re.search(r"https?://\S+/mailing/u/\S+", message.text).group(0)
    assert f"<{url}>" in message["List-Unsubscribe"] and message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def unsubscribe_path(message):
    return re.search(r"https?://[^/\s]+(/mailing/u/[\w-]+)", message.text).group(1)


def test_unsubscribe_asks_then_the_next_run_skips(db, org, client, mail, new_client):
    resume = add_resume(db, org)
    add_resume(db, org)
    send(client)
    message = mail.wait(2)[0]
    guest = new_client()
    page = guest.get(unsubscribe_path(message))
    assert page.status == 200 and org.name in page.words and message.to in page.words
    assert guest.get(unsubscribe_path(message)).status == 200 and db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 0
    page = guest.submit(page, page.form(action=unsubscribe_path(message)))
    assert page.status == 200 and "配信を停止しました" in page.words
    row = db.one("SELECT * FROM dnc WHERE org_id = %s", org.id)
    assert row["addr"] == message.to and row["reason"] == "request"
    assert "すでに停止されています" in guest.get(unsubscribe_path(message)).words
    stopped = db.value("SELECT id FROM resume WHERE org_id = %s AND mail_flag = 'stopped'", org.id)
    assert stopped == db.value("SELECT id FROM resume WHERE mail = %s", message.to) and stopped >= resume
    mail.reset()
    page = compose(client, start_draft(client))
    assert "1通のメールを送信します" in page.words and "配信停止先の1件には送りません" in page.words
    run = run_id(answer(client, page, "Yes"))
    wait_state(db, run, "done")
    assert len(mail.wait(1)) == 1 and not mail.to(message.to)
    assert {r["to_addr"]: r["state"] for r in outbox(db, run)}[message.to] == "suppressed"


def test_one_click_of_a_mail_program(db, org, client, mail, new_client):  # RFC 8058: POST, no session, no cookie, no token
    add_resume(db, org)
    send(client)
    message, = mail.wait(1)
    page = new_client().post(unsubscribe_path(message), {"List-Unsubscribe": "One-Click"})
    assert page.status == 200 and db.value("SELECT addr FROM dnc WHERE org_id = %s", org.id) == message.to
    assert new_client().post(unsubscribe_path(message), {"List-Unsubscribe": "One-Click"}).status == 200  # again is no error
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 1


def state_path(message):
    return unsubscribe_path(message) + "/back"


def test_the_link_shows_what_is_sent_and_by_whom(db, org, client, world, mail, new_client):
    """The recipient ledger of S3: a visible link, the sender's name and address; GET on the link only asks. It shows the organisation,
    the kinds of mails and the last 20 bulk mails to this address from it, with their subjects as they were; nothing of other
    addresses or organisations, and no single mails."""
    add_resume(db, org)
    add_resume(db, org)
    wait_state(db, send(client), "done")
    message, other = mail.wait(2)
    stranger = world.org("agency", name="よその人材紹介")
    for owner, addr, run_id_, bulk, subject in ((org, message.to, 0, 0, "個別のメール"), (org, "else@example.jp", 9_000_000_077, 1, "ほかの人あて"),
                                                (stranger, message.to, 9_000_000_078, 1, "よその会社から")):
        id = db.insert("mail", org_id=owner.id, kind="resume", bulk=bulk, from_name=owner.name, from_addr="a@example.jp", subject=subject, body="本文の秘密",
                       created_at="2026-01-01")
        db.insert("outbox", org_id=owner.id, run_id=run_id_, mail_id=id, noun="resume", noun_id=1, to_addr=addr, vars="", state="sent", due_at="2026-01-01",
                  created_at="2026-01-01")
    before = db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s", org.id)
    page = new_client().get(unsubscribe_path(message))
    for text in (org.name, "〒105-0001 東京都港区虎ノ門1-1-1", "03-1234-5678", "お仕事をお探しの方へのお知らせ", message.subject, "配信を停止する", message.to):
        assert text in page.words, text
    for text in ("個別のメール", "ほかの人あて", "よその会社から", "よその人材紹介", "本文の秘密", other.to, "{{"):
        assert text not in page.text, text
    assert db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s", org.id) == before and db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 0
    source = db.one("SELECT * FROM outbox WHERE org_id = %s AND to_addr = %s AND run_id > 0", org.id, message.to)
    for n in range(25):
        db.insert("outbox", org_id=org.id, run_id=source["run_id"] + 10**9 + n, mail_id=source["mail_id"], noun="resume", noun_id=1, to_addr=message.to,
                  vars=source["vars"].replace("\n", f"{n}\n") or "", state="sent", due_at="2026-01-01", created_at="2026-01-01")
    assert new_client().get(unsubscribe_path(message)).text.count('<li class="msg">') == 20


def test_the_way_back_is_for_who_stopped_by_the_link(db, org, client, mail, new_client):
    """S3, do-not-contact: the state with since when, and a way back by POST, audited, only when the reason was the person's own wish."""
    add_resume(db, org)
    send(client)
    message, = mail.wait(1)
    guest = new_client()
    guest.post(unsubscribe_path(message), {"List-Unsubscribe": "One-Click"})
    page = guest.get(unsubscribe_path(message))
    day = db.value("SELECT DATE_FORMAT(created_at + INTERVAL 9 HOUR, '%%Y/%%m/%%d') FROM dnc WHERE org_id = %s", org.id)
    assert "すでに停止されています" in page.words and day in page.words and "配信を停止する" not in page.words
    assert guest.post(state_path(message)).status == 403  # without the token of a form
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 1
    page = guest.submit(page, page.form(action=state_path(message)))
    assert "配信を再開しました" in page.words and "配信を停止する" in page.words
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 0
    assert db.value("SELECT mail_flag FROM resume WHERE org_id = %s", org.id) == ""
    assert db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s AND action = 'dnc.subscribe'", org.id) == 1
    for reason in ("hand", "hard", "soft"):
        stale = new_client()
        stale.post(unsubscribe_path(message), {"List-Unsubscribe": "One-Click"})
        page = stale.get(unsubscribe_path(message))
        db.run("UPDATE dnc SET reason = %s WHERE org_id = %s", reason, org.id)
        assert not any(f.action == state_path(message) for f in new_client().get(unsubscribe_path(message)).forms)
        page = stale.submit(page, page.form(action=state_path(message)))
        assert page.status == 409 and db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 1
        db.run("DELETE FROM dnc WHERE org_id = %s", org.id)


def test_forged_unsubscribe_links(db, org, client, mail, new_client):
    add_resume(db, org)
    send(client)
    path = unsubscribe_path(mail.wait(1)[0])
    flipped = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert new_client().get(path).status == 200
    for bad in (flipped, "/mailing/u/" + "A" * 32, "/mailing/u/x"):
        assert new_client().get(bad).status == 404 and new_client().post(bad).status == 404
    assert db.value("SELECT COUNT(*) FROM dnc WHERE org_id = %s", org.id) == 0


# ---- a run while it works -----------------------------------------------------------------------------------------------


def slow(mail):
    mail.delay = 1.5


def test_pause_resume(db, org, client, mail):  # S3-27
    for _ in range(40):
        add_resume(db, org)
    slow(mail)
    run = send(client)
    mail.wait(1)
    page = do(client, run, "pause")
    assert "一時停止しました" in page.words and "再開する" in page.words
    until(lambda: db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND state = 'claimed'", run) == 0)
    sent = len(mail.messages)
    assert 0 < sent < 40
    mail.delay = 0
    do(client, run, "resume")
    wait_state(db, run, "done")
    assert len(mail.wait(40)) == 40 and len({m.to for m in mail.messages}) == 40


def test_stop(db, org, client, mail):  # S3-27
    for _ in range(40):
        add_resume(db, org)
    slow(mail)
    run = send(client)
    mail.wait(1)
    page = do(client, run, "stop")
    assert "送信を中止しました" in page.words
    until(lambda: db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND state NOT IN ('sent', 'stopped')", run) == 0)
    row = db.one("SELECT * FROM run WHERE id = %s", run)
    assert row["state"] == "stopped" and row["n_stopped"] > 0 and row["n_sent"] + row["n_stopped"] == 40
    assert len(mail.messages) == row["n_sent"]
    page = client.get(f"/mailing/run/{run}")
    assert not [f.action for f in page.forms if re.search(r"/(pause|resume|stop|cancel)$", f.action)]


def test_failures_again(db, org, client, mail):  # S3-27
    add_resume(db, org, mail="full@example.com")
    add_resume(db, org, mail="good@example.com")
    mail.rule("full@example.com", "552 5.2.2 mailbox full", times=1)
    run = send(client)
    wait_state(db, run, "done")
    page = client.get(f"/mailing/run/{run}?state=failed")
    assert "552" in page.words and "mailbox full" in page.words and "good@example.com" not in page.words
    page = do(client, run, "again")
    assert "もう一度送ります" in page.words
    wait_state(db, run, "done")
    until(lambda: len(mail.to("full@example.com")) == 1)
    assert len(mail.to("good@example.com")) == 1
    page = client.get(f"/mailing/run/{run}")
    assert not [f for f in page.forms if f.action.endswith("/again")]
    assert db.one("SELECT n_sent, n_failed FROM run WHERE id = %s", run) == {"n_sent": 2, "n_failed": 0}


def test_impossible_changes_are_refused(db, org, client, mail):  # S3-27
    add_resume(db, org)
    run = send(client)
    wait_state(db, run, "done")
    page = client.get("/mailing/runs")
    token = page.form("token").get("token")
    for action in ("pause", "resume", "stop", "cancel", "again"):
        refused = client.post(f"/mailing/run/{run}/{action}", {"token": client.get("/mailing/runs").form("token").get("token")})
        assert refused.status == 409, (action, refused.words[:200])
    assert token and db.value("SELECT state FROM run WHERE id = %s", run) == "done"


def test_result_file_at_any_moment(db, org, client, mail):  # S3-28
    add_resume(db, org, name="=HYPERLINK(1)", mail="a1@example.com")
    for n in range(2, 30):
        add_resume(db, org, mail=f"a{n}@example.com")
    mail.rule("a1@example.com", "550 5.1.1 unknown user")
    slow(mail)
    run = send(client)
    mail.wait(1)
    read = lambda: list(csv.reader(io.StringIO(client.get(f"/mailing/run/{run}/csv").content.decode("utf-8-sig"))))
    early = read()
    assert early[0] == ["レコードID", "氏名", "メールアドレス", "送信状態", "応答コード", "応答", "送信回数", "日時", "Message-ID", "エラー通知",
                        "確認要の判断", "ダウンロード回数"]
    assert len(early) == 30 and any("送信待ち" in r or "送信中" in r for r in early)
    mail.delay = 0
    wait_state(db, run, "done")
    late = {r[2]: r for r in read()[1:]}
    failed = late["a1@example.com"]
    assert failed[1] == "'=HYPERLINK(1)" and failed[3] == "送信失敗" and failed[4] == "550" and "unknown user" in failed[5] and failed[6] == "1"
    assert late["a2@example.com"][3] == "送信済" and late["a2@example.com"][8] in mail.to("a2@example.com")[0]["Message-ID"]
    assert db.value("SELECT COUNT(*) FROM audit WHERE org_id = %s AND action = 'run.export' AND noun_id = %s", org.id, run) == 2


def test_run_page_says_what_sent_means(db, org, client, mail):  # S3-29
    add_resume(db, org)
    run = send(client)
    wait_state(db, run, "done")
    page = client.get(f"/mailing/run/{run}")
    assert "送信メールサーバーから正常に送り出せたことを表します" in page.words
    assert "一括メール送信結果ファイルをダウンロード" in [t for _, t in page.links]
    progress = client.get(f"/mailing/run/{run}/progress").json()
    assert progress["state"] == "done" and progress["sent"] == 1 and progress["total"] == 1


def test_history_of_the_record(db, org, client, mail):  # S3-34
    resume = add_resume(db, org)
    run = send(client, shared="0")
    wait_state(db, run, "done")
    row = db.one("SELECT o.noun, o.noun_id, m.shared, m.account_id FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.run_id = %s", run)
    assert row == {"noun": "resume", "noun_id": resume, "shared": 0, "account_id": client.account.id}


# ---- whose it is --------------------------------------------------------------------------------------------------------


def test_started_only_when_it_has(db, org, client):  # S3-24
    add_resume(db, org)
    draft = run_id(start_draft(client))
    assert client.get(f"/mailing/run/{draft}/started").path == f"/mailing/run/{draft}/compose"
    assert client.get(f"/mailing/run/{draft}").path == f"/mailing/run/{draft}/compose"


def test_nobody_elses_runs(db, org, client, mail, world):
    add_resume(db, org)
    draft = run_id(start_draft(client))
    run = send(client)
    wait_state(db, run, "done")
    colleague = world.signed_in(org.account("admin"))
    stranger = world.agency()
    for other in (colleague, stranger):
        for path in (f"{draft}/compose", f"{draft}/confirm", f"{draft}/preview", f"{draft}/empty/csv", str(run), f"{run}/csv", f"{run}/progress", f"{run}/started"):
            assert other.get(f"/mailing/run/{path}").status == 404, path
        for path in (f"{draft}/delete", f"{run}/again", f"{run}/stop"):
            token = other.get("/mailing/runs").form("token").get("token")
            assert other.post(f"/mailing/run/{path}", {"token": token}).status == 404, path
        assert str(run) not in re.findall(r"/mailing/run/(\d+)", other.get("/mailing/runs").text)
    assert db.value("SELECT COUNT(*) FROM run WHERE id = %s", draft) == 1


def test_another_organisation_gets_no_mail(db, org, client, mail, world):
    mine = add_resume(db, org)
    theirs = add_resume(db, world.org("agency"))
    select(db, client.account, checked=[mine, theirs])
    run = send(client, "checked")
    wait_state(db, run, "done")
    assert [r["noun_id"] for r in outbox(db, run)] == [mine] and len(mail.messages) == 1


def test_templates_and_signatures_of_others(db, org, client, world):
    template = db.insert("template", org_id=org.id, kind="resume", name="T", subject="S", body="B", account_id=client.account.id, created_at="2026-01-01", updated_at="2026-01-01")
    signature = db.insert("signature", org_id=org.id, account_id=client.account.id, name="S", body="B", created_at="2026-01-01", updated_at="2026-01-01")
    colleague, stranger = world.signed_in(org.account("member")), world.agency()
    assert colleague.get(f"/mailing/template/{template}").status == 200 and stranger.get(f"/mailing/template/{template}").status == 404
    assert colleague.get(f"/mailing/signature/{signature}").status == 404 and stranger.get(f"/mailing/signature/{signature}").status == 404
    add_resume(db, stranger.account.org)
    page = compose(stranger, start_draft(stranger), "template", template_id=template)
    assert page.status in (404, 422)


def test_reader_sees_but_does_not_send(db, org, world):
    add_resume(db, org)
    reader = world.signed_in(org.account("reader"))
    assert reader.get("/mailing/new?list=resume").status == 403
    assert reader.get("/mailing/templates").status == 200 and reader.get("/mailing/runs").status == 200
    page = reader.get("/mailing/stops")
    assert page.status == 200 and "addr" not in [n for f in page.forms for n in f.names()]


def test_feature_is_needed(world):
    other = world.signed_in(world.org("client").account())
    assert other.get("/mailing/runs").status == 404


# ---- templates, 配信停止先 -----------------------------------------------------------------------------------------------


def test_template_life(db, org, client):
    page = client.get("/mailing/template/new")
    refused = client.submit(page, page.form("name", "body"), name="T", kind="contact", subject="題", body="一\n{{ 希望職種 }}")
    assert refused.status == 422 and "2行目" in errors(refused)[0]
    page = client.submit(refused, refused.form("name", "body"), body="{{ 企業名 }} 御中")
    assert page.path == "/mailing/templates"
    template = db.value("SELECT id FROM template WHERE org_id = %s", org.id)
    page, stale = client.get(f"/mailing/template/{template}"), client.get(f"/mailing/template/{template}")
    page = client.submit(page, page.form("name", "body"), name="新しい名前")
    assert "新しい名前" in page.words
    conflict = client.submit(stale, stale.form("name", "body"), name="古い画面から")
    assert conflict.status == 409 and db.value("SELECT name FROM template WHERE id = %s", template) == "新しい名前"
    page = client.get(f"/mailing/template/{template}")
    page = client.submit(page, page.form(action=f"/mailing/template/{template}/delete"))
    assert "新しい名前" not in page.words and client.get(f"/mailing/template/{template}").status == 404


def test_stops_by_hand(db, org, client, world, mail):
    add_resume(db, org, mail="stop@example.com")
    page = client.get("/mailing/stops")
    page = client.submit(page, page.form("addr"), addr="stop@example.com", note="電話で申し出")
    assert "stop@example.com" in page.words and "手動登録" in page.words
    assert db.value("SELECT mail_flag FROM resume WHERE org_id = %s", org.id) == "stopped"
    again = client.submit(page, page.form("addr"), addr="stop@example.com")
    assert again.status == 422 and "すでに配信停止先に登録されています" in errors(again)[0]
    assert "stop@example.com" in client.get("/mailing/stops?q=stop").words and "stop@example.com" not in client.get("/mailing/stops?q=other").words
    assert client.post("/mailing/stop/1/drop", {"token": page.form("token").get("token")}).status == 403  # 管理者 only
    run = send(client)
    wait_state(db, run, "done")
    assert outbox(db, run)[0]["state"] == "suppressed" and not mail.messages
    admin = world.signed_in(org.account("admin"))
    page = admin.get("/mailing/stops")
    page = admin.submit(page, next(f for f in page.forms if f.action.endswith("/drop")))
    assert "stop@example.com" not in page.words and db.value("SELECT mail_flag FROM resume WHERE org_id = %s", org.id) == ""
    assert admin.get("/mailing/stops").status == 200


def test_flag_of_a_record_with_two_stopped_addresses(db, org, world):
    resume = add_resume(db, org, mail="one@example.com", mail_sub="two@example.com")
    other = add_contact(db, org, mail="one@example.com")
    admin = world.signed_in(org.account("admin"))
    for addr in ("one@example.com", "two@example.com"):
        page = admin.get("/mailing/stops")
        admin.submit(page, page.form("addr"), addr=addr)
    flags = lambda: (db.value("SELECT mail_flag FROM resume WHERE id = %s", resume), db.value("SELECT mail_flag FROM contact WHERE id = %s", other))
    assert flags() == ("stopped", "stopped")
    for addr, left in (("one@example.com", ("stopped", "")), ("two@example.com", ("", ""))):
        id = db.value("SELECT id FROM dnc WHERE org_id = %s AND addr = %s", org.id, addr)
        page = admin.get("/mailing/stops")
        admin.submit(page, page.form(action=f"/mailing/stop/{id}/drop"))
        assert flags() == left


def test_new_record_is_not_flagged_unless_the_ledger_has_it(db, org, client):
    db.insert("dnc", org_id=org.id, addr="bad@example.com", reason="hard", created_at="2026-01-01")
    for addr, flag in (("good@example.com", ""), ("bad@example.com", "bounced")):
        page = client.get("/crm/resume/new")
        page = client.submit(page, page.form("name", "mail"), name="山田 花子", kana="ヤマダ ハナコ", mail=addr)
        assert page.status == 200 and db.value("SELECT mail_flag FROM resume WHERE org_id = %s AND mail = %s", org.id, addr) == flag


def test_every_page_in_english(db, org, world, mail):
    account = org.account("admin", lang="en")
    client = world.signed_in(account)
    add_resume(db, org)
    page = start_draft(client)
    assert "Recipients" in page.words
    page = compose(client, page)
    assert "will be sent" in page.words
    run = run_id(answer(client, page, "Yes"))
    wait_state(db, run, "done")
    for path in ("/mailing/runs", f"/mailing/run/{run}", "/mailing/templates", "/mailing/template/new", "/mailing/signatures", "/mailing/signature/new", "/mailing/stops"):
        page = client.get(path)
        assert page.status == 200 and 'lang="en"' in page.text, path
