"""A second organisation's ids everywhere (S0 to S4, product.md: one organisation never sees another's rows, files, counts, ids or
existence): in every path with a number, in every field of every form. The other organisation has a row with the same id in every
table, so one request tries all of them."""
import itertools

import pytest

from harness.filler import Filler
from harness.sweep import CUSTOMER_ROLES, OTHER_IDS, OTHER_MARK, OWN_IDS, sweep, tables  # noqa: F401


@pytest.fixture(scope="module")
def filler(sweep):  # noqa: F811
    return Filler(sweep)


def customers(sweep, method):  # noqa: F811
    return [r for r in sweep.routes if r.method == method and r.roles & set(CUSTOMER_ROLES) and not r.public]


def who(route):
    return next(r for r in CUSTOMER_ROLES if r in route.roles)


def foreign(route):
    """Numbers for the path: every mixture of own and foreign ones that has a foreign one."""
    for id in OTHER_IDS:
        for mask in itertools.product((True, False), repeat=len(route.ids)):
            if any(mask):
                yield tuple(id if other else OWN_IDS[0] for other in mask)


def leaks(page):
    return OTHER_MARK in page.text or OTHER_MARK.encode("cp932") in page.content


def test_the_other_has_rows(sweep):  # noqa: F811
    """The bait is real: its owner sees it."""
    shown = 0
    owner = type(sweep.visitor("admin"))(sweep, sweep.stranger)
    for route in customers(sweep, "GET"):
        shown += any(leaks(owner.send(route, *[id] * len(route.ids))) for id in (OTHER_IDS if route.ids else (0,)))
    assert shown >= len(customers(sweep, "GET")) // 3


def test_get(sweep):  # noqa: F811
    wrong = []
    for route in customers(sweep, "GET"):
        for ids in foreign(route) if route.ids else ((),):
            page = sweep.visitor(who(route)).send(route, *ids)
            if route.ids and page.status != 404:
                wrong.append(f"{route.at(*ids)}: {page.status}")
            elif route.ids and " key=missing " not in sweep.log.of(page):
                wrong.append(f"{route.at(*ids)}: not in the log: {sweep.log.of(page)}")
            if leaks(page):
                wrong.append(f"{route.at(*ids)}: shows the other's text")
    assert not wrong, "\n".join(wrong)


def test_post(sweep, filler):  # noqa: F811
    """With a body that is good for one's own record."""
    wrong = []
    bodies = [filler.filled(route) for route in customers(sweep, "POST") if route.ids]
    before = sweep.checksum([sweep.other.id])
    for filled in bodies:
        for ids in foreign(filled.route):
            page = filled.send(sweep.fresh(filled.who), *ids)
            if page.status != 404:
                wrong.append(f"{filled.route.at(*ids)}: {page.status} {filled.body}")
            elif " key=missing " not in sweep.log.of(page):
                wrong.append(f"{filled.route.at(*ids)}: not in the log: {sweep.log.of(page)}")
            if leaks(page):
                wrong.append(f"{filled.route.at(*ids)}: shows the other's text")
    assert sweep.checksum([sweep.other.id]) == before
    assert not wrong, "\n".join(wrong)


def mine_that_point_at(sweep):  # noqa: F811
    """Rows of the own organisation that name a row of the other, or have its text: tables with their numbers."""
    found = set()
    for table, columns in tables(sweep.db).items():
        names = [c["name"] for c in columns]
        if "org_id" not in names or table == "audit":
            continue
        marks = [f"`{c['name']}` BETWEEN {OTHER_IDS[0]} AND {OTHER_IDS[-1]}" for c in columns
                 if c["name"].endswith("_id") and c["type"] == "bigint"]
        marks += [f"INSTR(CONVERT(`{c['name']}` USING utf8mb4), '{OTHER_MARK}') > 0" for c in columns if "text" in c["type"] or c["type"] == "varchar"]
        if table not in ("selection", "saved_search"):  # these keep what was asked for; what is shown for it is tried by every list
            marks += [f"FIND_IN_SET('{id}', `{c['name']}`)" for c in columns if c["name"] == "ids" for id in OTHER_IDS]
        n = sweep.db.value(f"SELECT COUNT(*) AS n FROM `{table}` WHERE org_id = {sweep.own.id} AND ({' OR '.join(marks) or '0'})")
        if n:
            found.add(f"{table}: {n}")
    return found


def test_ids_in_fields(sweep, filler):  # noqa: F811
    """Every field that may be an id, of every form, filled with the other's."""
    wrong, known = [], set()
    before = sweep.checksum([sweep.other.id])
    for route in customers(sweep, "POST"):
        filled = filler.filled(route)
        for name in route.fields:
            if name.endswith(("id", "ids")) or str((filled.body.get(name) or [""])[0]).isdigit():
                page = filled.send(sweep.fresh(filled.who), *filled.ids, **{name: [str(OTHER_IDS[1])]})
                if page.status >= 500 or leaks(page):
                    wrong.append(f"{route} {name}: {page.status} {sweep.log.of(page) if page.status >= 500 else 'shows the text'}")
                pointing = mine_that_point_at(sweep)
                if pointing - known:
                    wrong.append(f"{route} {name}: {pointing - known}")
                known = pointing
    for route in customers(sweep, "GET"):
        for name in route.fields:
            page = sweep.visitor(who(route)).send(route, *[OWN_IDS[0]] * len(route.ids), params={name: str(OTHER_IDS[1])})
            if page.status >= 500 or leaks(page):
                wrong.append(f"{route} {name}: {page.status}")
    assert sweep.checksum([sweep.other.id]) == before
    assert not wrong, "\n".join(wrong)


def test_forms_were_tried_in_earnest(sweep, filler):  # noqa: F811
    """Refusals above prove little when nothing is ever taken: most forms work on one's own records."""
    tried = [filler.filled(r) for r in customers(sweep, "POST")]
    failed = [f"{f.route}: {f.answer.status} {sorted(set(f.route.fields))} {f.answer.words[:80]}" for f in tried if not f.works]
    assert len(failed) <= len(tried) // 3, "\n".join(failed)
