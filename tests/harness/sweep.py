"""What the sweeps stand on: the route tables of all programs, sessions and form tokens made without pages, and two organisations
with a row in every table whose ids are known beforehand. Nothing here names an area: a new program is swept as soon as it is built."""
import base64
import collections
import contextlib
import hashlib
import hmac
import itertools
import os
import re
import subprocess
import time

import pytest

from harness.client import Client
from harness.world import PASSWORD, Account, Db, Org, World, password_hash

CUSTOMER_ROLES = ("admin", "member", "reader")
STAFF_ROLES = ("sales", "production", "support", "review", "finance", "outreach", "sysadmin")
FEATURES = "agency,client,outreach,support"

# One id stands for the row with that id in every table, so that a single request tries them all. ENUM columns take another value
# with each id.
OTHER_IDS = tuple(range(7_000_001, 7_000_010))
OWN_IDS = tuple(range(7_100_001, 7_100_010))
NO_ID = 7_900_001
NOW = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())
OTHER_MARK = "よそ者の秘密"
OWN_MARK = "わが社の記録"


class Route(collections.namedtuple("Route", "area method path roles features token fields audit page")):
    @property
    def params(self):
        return re.findall(r":([a-z_0-9]+)", self.path)

    @property
    def ids(self):
        return [p for p in self.params if p == "id" or p.endswith("_id")]

    @property
    def public(self):
        return "public" in self.roles

    def at(self, *ids, word="x" * 43):
        """The path with its numbers in order; other parameters are words."""
        ids = list(ids)
        return re.sub(r":([a-z_0-9]+)", lambda m: str(ids.pop(0)) if m[1] == "id" or m[1].endswith("_id") else word, self.path)

    def __str__(self):
        return f"{self.method} {self.path}"


def read_routes(suite):
    found = []
    for area in suite.areas():
        text = subprocess.run([suite.bin / f"{area}.fcgi", "--routes"], capture_output=True, text=True, check=True).stdout
        for line in text.splitlines():
            method, path, roles, features, token, fields, audit, page = line.split("\t")
            names = lambda s: frozenset(filter(None, s.split(",")))
            found.append(Route(area, method, path, names(roles), names(features), token, tuple(filter(None, fields.split(","))), audit, page))
    assert found, f"no programs in {suite.bin}"
    return found


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Visitor(Client):
    """Somebody with a cookie of his own, signed in or not; token() is what a page would have in its form (lib/http/csrf.h)."""

    def __init__(self, sweep, account=None):
        super().__init__(sweep.suite.url)
        self.sweep, self.account, self.secret = sweep, account, os.urandom(32)
        self.cookie = "musubi" if account else "visitor"
        self.purpose = b"session" if account else b"visitor"
        self.http.cookies.set(self.cookie, b64(self.secret))
        if account:
            sweep.db.insert("session", token_hash=hashlib.sha256(self.secret).digest(), account_id=account.id,
                            created_at=sweep.now, seen_at=sweep.now, ip="127.0.0.1", agent="sweep")

    def token(self, nonce=None, age=0):
        key = hmac.digest(self.sweep.secret, self.purpose.ljust(8, b"\0") + self.secret, "sha256")
        plain = (nonce or os.urandom(16)) + (int(time.time()) - age).to_bytes(8, "big")
        return b64(plain + hmac.digest(key, plain, "sha256"))

    def send(self, route, *ids, data=None, token=None, word="x" * 43, **kw):
        """A request for a row of the table, without following where it leads."""
        path = route.at(*ids, word=word)
        if route.method == "GET":
            return self.get(path, follow=False, **kw)
        fields = list((data or {}).items()) if not isinstance(data, list) else list(data)
        if token is None:
            token = self.token()
        return self.post(path, ([("token", token)] if token else []) + fields, follow=False, **kw)


class Log:
    """Lines of the programs' logs by request id, read on as they grow."""

    def __init__(self, suite):
        self.suite, self.at, self.found = suite, {}, collections.defaultdict(list)

    def of(self, page):
        id = page.headers.get("X-Request-Id")
        assert id, f"{page.url}: {page.status} without request id"
        for _ in range(20):
            self.read()
            if any(f" id={id} " in line for line in self.found[id]):
                break
            time.sleep(0.05)
        return "\n".join(self.found[id])

    def read(self):
        for area in self.suite.areas():
            path = self.suite.var / "log" / f"{area}.log"
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                file.seek(self.at.get(area, 0))
                data = file.read()
                whole = data[:data.rfind(b"\n") + 1]
                self.at[area] = self.at.get(area, 0) + len(whole)
                for line in whole.decode(errors="replace").splitlines():
                    for id in re.findall(r" (?:id|request)=([0-9a-f]{16,32})\b", line):
                        self.found[id].append(line)


# ---- rows in every table -------------------------------------------------------------------------------------------------

# Tables that no organisation owns a row of.
NOT_PLANTED = {"lease", "audit_head", "audit_chain", "org", "throttle", "form_once", "gram", "schema_migration", "migration", "link_token"}
# Words that the programs understand, where any text will not do.
WORDS = {("run", "kind"): "resume", ("template", "kind"): "resume", ("mail", "kind"): "resume", "list": ("resume", "company", "contact", "job", "process"),
         "fields": "mail", "phase": "", "phase_from": "new", "phase_to": "approach", "action": "account.signin", "noun": "resume",
         "query": "", "ids": "", "shown": "", "checked": "", "vars": "", "detail": "{}", "request_id": "0" * 32, "type": "text/plain",
         "kana": "シケン", "zip": "", "phone": "", "url": "", "lang": "ja", "passwd": "", "grams": "", "claimer": "", "message_id": "", "ip": "",
         "once_key": None, "about": "", "csv": "utf8", "purpose": "invite", "counter": ""}


def tables(db):
    """Table → its columns, in order."""
    found = collections.defaultdict(list)
    for row in db.all("SELECT c.TABLE_NAME AS t, COLUMN_NAME AS name, DATA_TYPE AS type, COLUMN_TYPE AS full, IS_NULLABLE AS null_ok,"
                      " COLUMN_DEFAULT AS std, CHARACTER_MAXIMUM_LENGTH AS len, EXTRA AS extra, COLUMN_KEY AS col_key, CHARACTER_SET_NAME AS charset"
                      " FROM information_schema.COLUMNS c JOIN information_schema.TABLES t USING (TABLE_SCHEMA, TABLE_NAME)"
                      " WHERE c.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' ORDER BY c.TABLE_NAME, ORDINAL_POSITION"):
        found[row["t"]].append(row)
    return found


def choices(column):
    return re.findall(r"'([^']*)'", column["full"])


def blob_text(id):
    return f"{OTHER_MARK if id in OTHER_IDS else OWN_MARK}{id}\n".encode()


def blob_hash(id):
    return hashlib.sha256(blob_text(id)).digest()


def value_of(table, column, id, nth, org, account, mark):
    name, kind = column["name"], column["type"]
    if name == "org_id":
        return org
    if name in ("account_id", "owner_id"):
        return account
    if name == "id" or name.endswith("_id") and kind == "bigint":
        return id
    if table == "blob" and name in ("hash", "size"):
        return blob_hash(id) if name == "hash" else len(blob_text(id))
    if name == "login_id":
        return str(id).zfill(8)[-8:]
    if kind == "enum":
        return choices(column)[nth % len(choices(column))]
    if kind == "set":
        return "admin"
    word = WORDS.get((table, name), WORDS.get(name, ""))
    if (table, name) in WORDS or name in WORDS:
        return word[nth % len(word)] if isinstance(word, tuple) else word
    if kind in ("binary", "varbinary", "mediumblob", "blob"):
        return hashlib.sha256(f"{table}{name}{id}".encode()).digest()[:column["len"] if kind == "binary" else 32]
    if kind in ("datetime", "timestamp"):
        return None if column["null_ok"] == "YES" else NOW
    if kind == "date":
        return "1990-04-05"
    if kind in ("varchar", "char", "text", "mediumtext"):
        if column["charset"] == "ascii":
            return f"x{id}"[:column["len"]]
        if "mail" in name or "addr" in name or name == "reply_to":
            return f"{'own' if mark == OWN_MARK else 'other'}{id}@plant.example.jp"
        return f"{mark}{id}"[:column["len"]]
    return column["std"] if column["std"] not in (None, "NULL") else 1


def plant(db, blobs, org, account, ids, mark):
    """A row with each of these ids in every table, all pointing at the rows of the same id, and a file for each blob."""
    for id in ids:
        name = blob_hash(id).hex()
        (blobs / name[:2]).mkdir(exist_ok=True)
        (blobs / name[:2] / name).write_bytes(blob_text(id))
    for table, columns in tables(db).items():
        if table in NOT_PLANTED:
            continue
        names = [c["name"] for c in columns]
        for nth, id in enumerate(ids if table != "counter" else ids[:1]):
            row = [value_of(table, c, id, nth, org, account, mark) for c in columns]
            db.run(f"REPLACE INTO `{table}` ({', '.join(f'`{n}`' for n in names)}) VALUES ({', '.join(['%s'] * len(names))})", *row)


def uproot(db, orgs):
    for table, columns in tables(db).items():
        names = {c["name"] for c in columns}
        if "org_id" in names and table != "account":
            db.run(f"DELETE FROM `{table}` WHERE org_id IN %s", list(orgs))
        elif "id" in names and table not in NOT_PLANTED | {"account"}:
            db.run(f"DELETE FROM `{table}` WHERE id BETWEEN {OTHER_IDS[0]} AND {OWN_IDS[-1]}")
        elif table not in NOT_PLANTED and columns[0]["name"].endswith("_id"):
            db.run(f"DELETE FROM `{table}` WHERE `{columns[0]['name']}` BETWEEN {OTHER_IDS[0]} AND {OWN_IDS[-1]}")
    db.run("DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE org_id IN %s)", list(orgs))
    db.run("DELETE FROM account WHERE org_id IN %s", list(orgs))
    db.run("DELETE FROM org WHERE id IN %s", list(orgs) + list(OWN_IDS))


# ---- all of it -----------------------------------------------------------------------------------------------------------

class Sweep:
    def __init__(self, suite):
        self.suite = suite
        self.db = Db(suite.socket)
        self.world = World(self.db, lambda: Client(suite.url))
        self.routes = read_routes(suite)
        self.log = Log(suite)
        # as lib/frame/app.c makes it of the file
        self.secret = hashlib.sha256((suite.var / "secret/session").read_bytes().strip()).digest()
        self.now = NOW
        self.own, self.bare = self.world.org(FEATURES, "自社"), self.world.org("", "機能なし")
        self.staff, self.other = self.world.org("", "運営", kind="operator"), self.world.org(FEATURES, OTHER_MARK)
        self.accounts = {role: self.own.account(role, name=role) for role in CUSTOMER_ROLES}
        self.accounts |= {role: self.staff.account(role, name=role) for role in STAFF_ROLES}
        self.accounts["bare"] = self.bare.account("admin", name="bare")
        self.stranger = self.other.account("admin", name=OTHER_MARK)
        self.replant()
        plant(self.db, self.suite.var / "blobs", self.other.id, self.stranger.id, OTHER_IDS, OTHER_MARK)
        self.kept = {}

    def replant(self):
        """The own organisation's rows as they were, also those that a form has deleted."""
        plant(self.db, self.suite.var / "blobs", self.own.id, self.accounts["admin"].id, OWN_IDS, OWN_MARK)
        for id in OWN_IDS:  # for the staff's pages
            self.db.run("REPLACE INTO org (id, kind, name, created_at, updated_at) VALUES (%s, 'customer', %s, %s, %s)",
                        id, f"{OWN_MARK}{id}", NOW, NOW)

    def forgive(self, who):
        """The password as it was, and nothing known of wrong ones."""
        self.db.run("DELETE FROM throttle")
        if who in self.accounts:
            self.db.run("UPDATE account SET passwd = %s WHERE id = %s", self.world.hash, self.accounts[who].id)

    def orgs(self):
        return [o.id for o in (self.own, self.bare, self.staff, self.other)]

    def fresh(self, who):
        """A session of one's own, for requests that may end it."""
        return Visitor(self, self.accounts.get(who))

    def visitor(self, who):
        if who not in self.kept:
            self.kept[who] = self.fresh(who)
        return self.kept[who]

    def checksum(self, orgs=None):
        """Table → what its rows say now; with orgs only the rows of these."""
        result = {}
        for table, columns in tables(self.db).items():
            names = [c["name"] for c in columns]
            if table in ("audit", "session", "throttle", "form_once"):
                continue
            where = "1"
            if orgs is not None:
                if "org_id" not in names:
                    where = f"`{names[0]}` BETWEEN {OTHER_IDS[0]} AND {OTHER_IDS[-1]}" if names[0].endswith("id") else "0"
                else:
                    where = f"org_id IN ({', '.join(map(str, orgs))})"
            row = self.db.one(f"SELECT COUNT(*) AS n, COALESCE(BIT_XOR(CRC32(CONCAT_WS('|', {', '.join(f'COALESCE(`{n}`, 0)' for n in names)}))), 0)"
                              f" AS sum FROM `{table}` WHERE {where}")
            result[table] = (row["n"], row["sum"])
        return result

    def end(self):
        uproot(self.db, self.orgs())
        self.db.close()


@pytest.fixture(scope="module")
def sweep(suite):
    """Rows in every table, and no daemon that would work on them."""
    stopped = [d for d in suite.daemons() if f"daemon:{d}" in suite.procs]
    for daemon in stopped:
        suite.stop(f"daemon:{daemon}")
    suite.filled = getattr(suite, "filled", {})  # what harness.filler has found out, for all tests
    sweep = Sweep(suite)
    try:
        yield sweep
    finally:
        sweep.end()
        for daemon in stopped:
            suite.start(f"daemon:{daemon}")
