"""Every row of every route table with every role, from outside: what the table allows is not refused, what it does not allow is
refused in the way that suits. That the table itself is right is told by the short lists below, which know nothing of it."""
import re

import pytest

from harness.sweep import CUSTOMER_ROLES, NO_ID, OWN_IDS, STAFF_ROLES, sweep  # noqa: F401

WHO = ("nobody", "bare") + CUSTOMER_ROLES + STAFF_ROLES
NOT_SIGNED_IN = {"/account/", "/account/signin", "/account/signin/code", "/account/signin/recovery", "/account/forgot", "/account/forgot/sent", "/account/invite/:token", "/account/reset/:token",
                 "/account/mail/:token", "/account/mail2/:token", "/account/lang", "/mailing/u/:token", "/mailing/u/:token/back", "/mailing/d/:token", "/mailing/d/:token/:file_id"}
NO_TOKEN = {"/mailing/u/:token"}
# 閲覧のみ changes nothing but himself: his own session, settings, icon, saved searches and what he has ticked.
READER_MAY_POST = {"/account/signout", "/account/settings", "/account/password", "/account/mail", "/account/sessions/:id/end",
                   "/account/sessions/others/end", "/mailing/runs/seen",
                   "/account/two-factor", "/account/two-factor/set", "/account/two-factor/codes", "/account/two-factor/off"}
READER_MAY_TICK = re.compile(r"^/crm/[a-z_/:]+/(select|save|saved)(/.*)?$")
CHANGES = re.compile(r"/(new|edit|close|import|compose|confirm|delete)$")
ONLY = {  # these prefixes are for nobody but these roles
    "/account/members": {"admin"},
    "/office/": set(STAFF_ROLES),
    "/office/audit": {"sysadmin"},
    "/office/staff": {"sysadmin"},
    "/crm/": set(CUSTOMER_ROLES),
    "/mailing/": set(CUSTOMER_ROLES),
}
NEEDS = {"/crm/": "agency", "/mailing/": "agency"}


def expected(sweep, route, who):  # noqa: F811
    if route.public:
        return "open"
    if who == "nobody":
        return "ask"
    has = {"agency", "client", "outreach", "support"} if who in CUSTOMER_ROLES else set()
    if not route.features <= has:
        return "hidden"
    return "open" if (who if who != "bare" else "admin") in route.roles else "denied"


def outcome(sweep, page):  # noqa: F811
    if page.status == 303 and page.headers["Location"].startswith("/account/signin?next=") or page.status == 401:
        return "ask"
    if page.status >= 500:
        return f"broken {page.status} {sweep.log.of(page)}"
    if page.status == 403:
        return "denied" if " key=denied " in sweep.log.of(page) else f"403 {sweep.log.of(page)}"
    if page.status == 404 and "lacks a feature" in sweep.log.of(page):
        return "hidden"
    return "open"


@pytest.mark.parametrize("who", WHO)
def test_get(sweep, who):  # noqa: F811
    wrong = []
    visitor = sweep.visitor(who)
    for route in (r for r in sweep.routes if r.method == "GET"):
        ids = [OWN_IDS[0]] * len(route.ids)
        page = visitor.send(route, *ids)
        want, got = expected(sweep, route, who), outcome(sweep, page)
        if want == "open" and not route.params and page.status not in (200, 303, 422):
            got = f"{got} {page.status}"
        if want != got:
            wrong.append(f"{route}: {want}, but {got}")
        if want == "ask" and page.headers.get("Location", "").startswith("/account/signin?next=") and \
                not page.headers["Location"].startswith("/account/signin?next=%2F" + route.area):
            wrong.append(f"{route}: leads back to {page.headers['Location']}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", WHO)
def test_post(sweep, who):  # noqa: F811
    wrong = []
    before = sweep.checksum()
    denied = [r for r in sweep.routes if r.method == "POST" and expected(sweep, r, who) != "open"]
    for route in denied:
        page = sweep.visitor(who).send(route, *[OWN_IDS[0]] * len(route.ids), data={"name": "書いた<言葉>"}, headers={"Referer": sweep.suite.url + "/x"})
        want, got = expected(sweep, route, who), outcome(sweep, page)
        if want != got:
            wrong.append(f"{route}: {want}, but {got}")
        if want == "ask" and (page.status != 401 or ("name", "書いた<言葉>") not in [f for form in page.forms for f in form.fields]):
            wrong.append(f"{route}: {page.status}, what was typed is lost")
        if want == "ask" and "書いた" in sweep.visitor(who).send(route, *[NO_ID] * len(route.ids), data={"name": "書いた"}).text:
            wrong.append(f"{route}: keeps what another site sent")
    assert not wrong, "\n".join(wrong)
    assert sweep.checksum() == before, "refused, but something was changed"
    for route in (r for r in sweep.routes if r.method == "POST" and r not in denied):
        page = sweep.fresh(who).send(route, *[NO_ID] * len(route.ids))
        if outcome(sweep, page) != "open":
            wrong.append(f"{route}: open, but {outcome(sweep, page)}")
    assert not wrong, "\n".join(wrong)


def test_pages_of_own_records_open(sweep):  # noqa: F811
    """The ids that the other sweep tries are good ones: their pages open for the organisation that owns them."""
    closed = []
    for route in (r for r in sweep.routes if r.method == "GET" and r.ids and "admin" in r.roles):
        seen = {sweep.visitor("admin").send(route, *[id] * len(route.ids)).status for id in OWN_IDS}
        if not seen & {200, 303}:
            closed.append(f"{route}: {seen}")
    assert not closed, "\n".join(closed)


# ---- is the table right? ----

def test_what_is_open_to_everybody_is_known(sweep):  # noqa: F811
    assert {r.path for r in sweep.routes if r.public} - NOT_SIGNED_IN == set()


def test_every_post_needs_its_token(sweep):  # noqa: F811
    assert {r.path for r in sweep.routes if r.method == "POST" and r.token != "token"} - NO_TOKEN == set()


def test_reader_changes_nothing(sweep):  # noqa: F811
    may = [r for r in sweep.routes if "reader" in r.roles]
    assert [str(r) for r in may if r.method == "POST" and r.path not in READER_MAY_POST and not READER_MAY_TICK.match(r.path)] == []
    assert [str(r) for r in may if CHANGES.search(r.path)] == []


@pytest.mark.parametrize("prefix", ONLY)
def test_for_nobody_else(sweep, prefix):  # noqa: F811
    assert {str(r): sorted(r.roles - ONLY[prefix]) for r in sweep.routes
            if r.path.startswith(prefix) and r.path not in NOT_SIGNED_IN and r.roles - ONLY[prefix]} == {}


def test_features(sweep):  # noqa: F811
    for prefix, feature in NEEDS.items():
        assert [str(r) for r in sweep.routes if r.path.startswith(prefix) and not r.public and feature not in r.features] == []


def test_exports_and_rights_are_recorded(sweep):  # noqa: F811
    """Every export, change of rights and view of a person leaves an audit row."""
    must = re.compile(r"/csv$|/export$|^/crm/(resume|contact)/:id$|/role$|^/account/members$")
    assert [str(r) for r in sweep.routes if must.search(r.path) and r.audit == "-" and (r.path, r.method) != ("/account/members", "GET")] == []
