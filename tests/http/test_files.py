"""Files inside one organisation (S3-20, S3-22, S3-33): whoever sees the record's page may have its files, and nobody else, whatever his role.
Of a bulk mail or an import only whose it is. Every row of table file is asked for through every route that takes one, found from the
route tables."""
import pytest

from harness.sweep import CUSTOMER_ROLES, NOW, OWN_IDS, blob_text, sweep  # noqa: F401

FIRST = 7_200_001  # no other table has rows of these ids: what answers to one of them takes files
MERGED = OWN_IDS[8]


class File:
    def __init__(self, row):
        self.__dict__.update(row)

    @property
    def text(self):
        return blob_text(self.blob_id)

    def __str__(self):
        return f"file {self.id} of {self.noun} {self.noun_id}{' (removed)' if self.deleted_at else ''}"


def all_files(sweep):  # noqa: F811
    return [File(row) for row in sweep.db.all("SELECT id, noun, noun_id, blob_id, deleted_at FROM file WHERE org_id = %s ORDER BY id", sweep.own.id)]


@pytest.fixture(scope="module")
def files(sweep):  # noqa: F811
    """Beside what the sweep has planted: of a record that was merged away, one that was removed, drafts, sent runs and imports of two."""
    db, admin, member = sweep.db, sweep.accounts["admin"].id, sweep.accounts["member"].id
    draft, sent, theirs = OWN_IDS[4:7]
    db.run("UPDATE run SET state = 'draft' WHERE id = %s", draft)
    db.run("UPDATE run SET state = 'done' WHERE id = %s", sent)
    db.run("UPDATE run SET state = 'draft', account_id = %s WHERE id = %s", member, theirs)
    db.run("UPDATE resume SET org_id = 0 WHERE id = %s", MERGED)
    kinds = [("resume", OWN_IDS[0], None), ("job", OWN_IDS[0], None), ("resume", MERGED, None), ("resume", OWN_IDS[0], NOW), ("run", draft, None),
             ("run", sent, None), ("run", theirs, None), ("import", admin, None), ("import", member, None)]
    for n, (noun, noun_id, deleted) in enumerate(kinds):
        db.run("REPLACE INTO file (id, org_id, noun, noun_id, blob_id, name, account_id, created_at, deleted_at) VALUES"
               " (%s, %s, %s, %s, %s, %s, %s, %s, %s)", FIRST + n, sweep.own.id, noun, noun_id, OWN_IDS[n], f"{n}.txt", admin, NOW, deleted)
    found = all_files(sweep)
    assert {f.noun for f in found} >= {"resume", "job", "run", "import"}
    yield found
    db.run("DELETE FROM resume WHERE id = %s", MERGED)


def customers(sweep, method):  # noqa: F811
    return [r for r in sweep.routes if r.method == method and r.roles & set(CUSTOMER_ROLES) and not r.public and len(r.ids) == 1]


@pytest.fixture(scope="module")
def takers(sweep, files):  # noqa: F811
    """The routes that know the number of a file. A form with fields is refused before its number is looked for, so it counts when its page
    knows files."""
    ids = [f.id for f in files if f.id >= FIRST]
    knows = lambda r: any(sweep.fresh(who).send(r, id).status not in (403, 404) for who in ("admin", "member") for id in ids)
    found = [r for r in customers(sweep, "GET") if knows(r)]
    pages = tuple(r.path for r in found)
    found += [r for r in customers(sweep, "POST") if (r.path.startswith(pages) if r.fields else knows(r))]
    restore(sweep)
    assert {"/crm/file/:id", "/crm/file/:id/remove", "/crm/resume/import/:id"} <= {r.path for r in found}
    return found


def restore(sweep):  # noqa: F811
    sweep.db.run("UPDATE file SET deleted_at = NULL WHERE org_id = %s AND id <> %s", sweep.own.id, FIRST + 3)


def may(sweep, route, who, file):  # noqa: F811
    """As the record's own page says. Imports have none: they are their account's alone."""
    if file.deleted_at or who not in route.roles:
        return False
    if "/import/" in route.path:
        return file.noun == "import" and file.noun_id == sweep.accounts[who].id
    page = next((r for r in sweep.routes if r.method == "GET" and r.path == f"/{route.area}/{file.noun}/:id"), None)
    return bool(page) and sweep.visitor(who).send(page, file.noun_id).status == 200


@pytest.mark.parametrize("who", CUSTOMER_ROLES)
def test_whoever_sees_the_record_has_its_files(sweep, files, takers, who):  # noqa: F811
    wrong = []
    for route in takers:
        for file in files:
            allowed = may(sweep, route, who, file)
            page = sweep.fresh(who).send(route, file.id)
            has = page.status not in (403, 404)
            if has != allowed or page.status >= 500 or who in route.roles and not has and page.status != 404:
                wrong.append(f"{route}, {file}: {page.status}, {'his' if allowed else 'not his'}")
            if has and route.path.endswith("/file/:id") and file.text not in page.content or not has and file.text in page.content:
                wrong.append(f"{route}, {file}: {page.content[:80]}")
            left = {f.id for f in all_files(sweep) if f.deleted_at} - {f.id for f in files if f.deleted_at}
            if left - ({file.id} if allowed else set()):
                wrong.append(f"{route}, {file}: {left} went")
            restore(sweep)
    assert not wrong, "\n".join(wrong)


def test_a_form_takes_no_file_of_a_colleague(sweep, files):  # noqa: F811
    """Ticks and buttons that name files: a draft takes none of somebody else's mail or import into itself, nor away from it."""
    visitor, draft, wrong = sweep.fresh("member"), OWN_IDS[6], []
    form = visitor.get(f"/mailing/run/{draft}/compose").form("subject", "body")
    assert form.action in ("", f"/mailing/run/{draft}/compose")
    before = {f.id: f.deleted_at for f in all_files(sweep)}
    for file in [f for f in files if f.noun in ("run", "import") and f.noun_id != draft]:
        for name in ("files", "drop"):
            data = [(n, v) for n, v in form.fields if n != "token"]
            page = visitor.post(f"/mailing/run/{draft}/compose", data + [("token", visitor.token()), ("op", "scope"), (name, str(file.id))], follow=False)
            if page.status not in (303, 422) or {f.id: f.deleted_at for f in all_files(sweep)} != before:
                wrong.append(f"{name}={file}: {page.status} {page.words[:300]}")
    assert not wrong, "\n".join(wrong)
