"""Rows that tests stand on. Only what a test cannot reach quickly from outside is written straight into the database."""
import base64
import hashlib
import itertools
import os

import pymysql

PASSWORD = "tests-need-a-phrase"


class Db:
    """The test's own connection, with all rights, every statement its own transaction."""

    def __init__(self, socket, name="musubi"):
        self.args = dict(unix_socket=socket, user="tester", password="tester", database=name, charset="utf8mb4", autocommit=True,
                         cursorclass=pymysql.cursors.DictCursor)
        self.connection = None

    def run(self, sql, *values):
        """Rows touched; the connection is made again after the server was away."""
        if self.connection is None or not self.connection.open:
            self.connection = pymysql.connect(**self.args)
        try:
            self.cursor = self.connection.cursor()
            return self.cursor.execute(sql, values)
        except (pymysql.err.OperationalError, pymysql.err.InterfaceError) as e:
            if e.args[0] in (0, 2006, 2013):
                self.connection = None
            raise

    def all(self, sql, *values):
        self.run(sql, *values)
        return list(self.cursor.fetchall())

    def one(self, sql, *values):
        rows = self.all(sql, *values)
        assert len(rows) == 1, f"{len(rows)} rows: {sql} {values}"
        return rows[0]

    def value(self, sql, *values):
        return next(iter(self.one(sql, *values).values()))

    def insert(self, table, **columns):
        names = ", ".join(f"`{c}`" for c in columns)
        self.run(f"INSERT INTO `{table}` ({names}) VALUES ({', '.join(['%s'] * len(columns))})", *columns.values())
        return self.cursor.lastrowid

    def close(self):
        if self.connection and self.connection.open:
            self.connection.close()


def password_hash(password, log2n=10):
    """As lib/base/passwd.c writes it."""
    text = lambda b: base64.urlsafe_b64encode(b).rstrip(b"=").decode()
    salt = os.urandom(16)
    key = hashlib.scrypt(password.encode(), salt=salt, n=1 << log2n, r=8, p=1, dklen=32, maxmem=1 << 28)
    return f"scrypt${log2n}$8$1${text(salt)}${text(key)}"


class Org:
    def __init__(self, world, id, name):
        self.world, self.id, self.name = world, id, name

    def account(self, roles="admin", name="試験 太郎", state="active", **more):
        return self.world.account(self, roles, name, state, **more)


class Account:
    def __init__(self, org, id, login, mail, name):
        self.org, self.id, self.login, self.mail, self.name, self.password = org, id, login, mail, name, PASSWORD


class World:
    """Organisations and accounts of a test: everything new, so that tests do not see each other."""

    numbers = itertools.count(1)

    def __init__(self, db, client):
        self.db, self.new_client = db, client
        self.hash = password_hash(PASSWORD)

    def org(self, features="agency", name=None, kind="customer", **more):
        n = next(self.numbers)
        name = name or f"試験会社{n}"
        id = self.db.insert("org", kind=kind, name=name, kana="シケンガイシャ", features=features, state="active",
                            created_at="2026-01-01", updated_at="2026-01-01", **more)
        return Org(self, id, name)

    def account(self, org, roles="admin", name="試験 太郎", state="active", **more):
        n = next(self.numbers)
        login, mail = f"9{n:07d}", more.pop("mail", f"user{n}@org{org.id}.example.jp")
        id = self.db.insert("account", org_id=org.id, login_id=login, name=name, kana="シケン タロウ", mail=mail, roles=roles,
                            state=state, passwd=self.hash, created_at="2026-01-01", updated_at="2026-01-01", **more)
        self.db.run("UPDATE org SET members_version = members_version + 1 WHERE id = %s", org.id)
        return Account(org, id, login, mail, name)

    def signed_in(self, account):
        """A client that has gone through the sign-in page."""
        client = self.new_client()
        page = client.sign_in(account.login, account.password, follow=False)
        assert page.status == 303, f"{page.status} {page.url}: {page.words[:300]}"
        client.account = account
        return client

    def agency(self, roles="admin"):
        """The shortest way to a recruiter of an agency of their own."""
        return self.signed_in(self.org("agency").account(roles))
