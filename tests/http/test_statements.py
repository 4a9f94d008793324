"""Every statement of sql/query in every form the programs send: the server takes it, and on tables with some 10,000 rows no statement
walks a whole table or sorts a large part of one. A list may walk its index in order: it stops when the page is full."""
import re
import subprocess

import pymysql
import pytest

from harness.suite import ROOT
from harness.sweep import choices, tables
from harness.world import Db

ROWS, ORGS, NTH = 12_000, 10, 4_321
MANY = 800  # rows: more than that is a large part
NAME = "musubi_explain"
# Statements that may: name → why.
ALLOWED = {
    "sysadmin_count": "once, when the first administrator is made",
    "match_job_cell": "without occupation and place, for a résumé that says neither; with one of them the index has the order",
    "file_removed": "nightly; takes no locks",
    "resume_of_condition": "asked only when a walk would look at more records than it reads entries, twenty thousand ids at once (lib/model/search/resume_plan.c)",
    "resume_few": "asked only when the index said that few are left to sort (lib/record/lists.h)",
}
# The texts of these are the program's own or of fixed choices.
ASCII_ONLY = {
    "account_by_login", "login_taken",  # eight digits, checked before
    "counter_get", "list_total", "session_find", "saved_search_count", "saved_search_delete", "saved_searches", "selection_drop_old", "selection_latest", "selection_lock", "selection_named", "selection_of", "merge_ticked",  # a noun
    "template_find", "template_list", "template_options", "run_draft_scope", "single_draft",  # a mail kind, a choice, a number
    "throttle_clear", "throttle_count",  # a hash
    "mailer_claimed_by", "mailer_held", "mailer_lapsed", "mailer_lease",  # the mailer's own name
    "lease_give", "lease_hold", "lease_look", "lease_take",  # the scheduler's
}
# Joined by the key of a row that is tied to the organisation.
BY_KEY = {("resume", "r")}
# Sorts that are asked for only together with a parameter; by_x needs x.
SORT_NEEDS = {("office_outbox", "due"): "state"}
GROWS_NOT = {"org", "schema_version", "throttle", "counter", "signature", "template"}


class Statement:
    def __init__(self, line):
        self.name, self.kind, self.form, sources, self.text = line.rstrip("\n").split("\t")
        self.sources = sources.split(",") if sources else []
        self.params = HEADS[self.name]

    def __str__(self):
        return f"{self.name} ({self.form})"

    def asked_for(self):
        """Is the sort's parameter among those of this form?"""
        order = re.search(r" by (\w+)", self.form)
        need = order and SORT_NEEDS.get((self.name, order[1]))
        if order and order[1].startswith("by_"):
            names = [n for n, _ in self.params]
            need = next((n for n in (order[1], order[1] + "_id", order[1][3:] + "_id", order[1][3:], f"from_{order[1][3:]}") if n in names), None)
        return not need or need in {self.params[int(s[1:])][0] for s in self.sources if s[0] == "p"}


def plain(db, text):
    """Rows of a text that may have % in it."""
    return db.all(text.replace("%", "%%"))


def heads():
    found = {}
    for path in (ROOT / "sql/query").glob("*.sql"):
        lines = iter(path.read_text().splitlines())
        for line in lines:
            while re.fullmatch(r"-- [a-z][a-z0-9_]*\([a-z0-9_?, ]*,", line):  # goes on in the next one
                line += " " + next(lines).lstrip("- ")
            head = re.match(r"-- ([a-z][a-z0-9_]*)\((.*)\) -> \w+$", line)
            if head:
                found[head[1]] = [tuple(p.split()) for p in head[2].split(", ") if p]
    return found


HEADS = heads()


def number(table, column):
    """An SQL expression of seq for a column."""
    name, kind = column["name"], column["type"]
    if name == "org_id":
        return f"1 + seq % {ORGS if table != 'account' else 400}"
    if name == "id" or column["col_key"] == "PRI" and kind == "bigint":
        return "seq"
    if name in ("account_id", "owner_id"):
        return "1 + seq % 6000"
    if name == "run_id":
        return "seq % 100"
    if name == "mail_id":
        return "1 + seq % 300"
    if name == "company_id":
        return "1 + seq % 3000"
    if name.endswith("_id") and kind == "bigint":
        return f"1 + seq * 7 % {ROWS}"
    if kind == "enum":
        # most rows have come to their end
        end = next((c for c in ("done", "sent", "active", "open") if c in choices(column)), "")
        return f"IF(seq % 40, '{end}', ELT(1 + seq DIV 40 % {len(choices(column))}, {', '.join(map(repr, choices(column)))}))" if end else \
            f"1 + seq % {len(choices(column))}"
    if kind == "set":
        return "1"
    if kind in ("datetime", "timestamp", "date"):
        return "'2026-01-01' + INTERVAL seq MINUTE" if kind != "date" else "'1950-01-01' + INTERVAL seq % 20000 DAY"
    if kind in ("binary", "varbinary"):
        return f"LEFT(UNHEX(SHA2(CONCAT('{table}{name}', seq), 256)), {column['len']})"
    if kind in ("varchar", "char", "text", "mediumtext", "mediumblob", "blob"):
        text = f"CONCAT('{name[:4]}', seq, '@x.jp')" if "mail" in name or "addr" in name else f"CONCAT('t', seq % {ROWS if (column['len'] or 0) > 20 else 9})"
        return f"LEFT({text}, {column['len'] or 60})" if name != "login_id" else "LPAD(seq, 8, '0')"
    return "seq % 100"


@pytest.fixture(scope="module")
def big(suite):
    user = subprocess.check_output(["id", "-un"], text=True).strip()
    suite.sql(f"DROP DATABASE IF EXISTS {NAME}")
    suite.call("sql/migrate", NAME, "--no-defaults", f"--socket={suite.socket}", f"--user={user}", "--default-character-set=utf8mb4")
    db = Db(suite.socket, NAME)
    db.run("SET SESSION unique_checks = 0")
    db.columns = tables(db)
    for table, columns in db.columns.items():
        if table != "schema_version":
            names = ", ".join(f"`{c['name']}`" for c in columns)
            plain(db, f"INSERT IGNORE INTO `{table}` ({names}) SELECT {', '.join(number(table, c) for c in columns)} FROM seq_1_to_{ROWS}")
    db.run("ANALYZE TABLE " + ", ".join(f"`{t}`" for t in db.columns))
    yield db
    db.close()
    suite.sql(f"DROP DATABASE {NAME}")


@pytest.fixture(scope="module")
def statements(suite):
    out = subprocess.run([suite.bin / "tool/statements"], capture_output=True, text=True, check=True).stdout
    found = [Statement(line) for line in out.splitlines()]
    assert {s.name for s in found} == set(HEADS)
    return [s for s in found if not s.name.startswith("demo_")]


def aliases(text):
    return {m[2]: m[1] for m in re.finditer(r"(?:FROM|JOIN|UPDATE|INTO|,) `?([a-z_]+)`? (?:AS )?([a-z]\w*)\b", text)}


def tables_of(db, text):
    """The statement's tables, the one it is about first."""
    return [t for t in re.findall(r"(?:FROM|JOIN|UPDATE|INTO) `?([a-z_]+)`?", text) if t in db.columns]


def sample(db, statement, name, kind):
    """A value that a row in the middle of the tables has."""
    names = tables_of(db, statement.text)
    column = {"from": "updated_at", "to": "updated_at", "q": "name", "mail": "to_addr"}.get(name, name)
    for table in names:
        found = next((c for c in db.columns[table] if c["name"] in (column, re.sub(r"_(from|to)$", "_at", name))), None)
        if found:
            return plain(db, f"SELECT {number(table, found)} AS v FROM (SELECT {NTH} AS seq) s")[0]["v"]
    if name in ("ids", "shown", "checked", "accounts", "prefs"):
        return f"[{NTH}, {NTH + 1}, {NTH + 2}]"
    if kind.startswith("blob"):
        return b"\1" * int(kind[4:].rstrip("?"))
    if kind.startswith("text"):
        return "2026-01-04 00:00:00" if re.search(r"(_at|_on|since|until|before|after)$", name) else "t4321"
    return 1 if name == "days" else 50 if re.search(r"limit|count|batch|^n$", name) else NTH


def literal(db, value):
    return db.connection.escape(value)


def key_sample(db, statement, k):
    expr = re.search(rf", ([^,]*?) AS _k{k}", statement.text)[1].strip()
    name = expr.split(".")[-1]
    for table in tables_of(db, statement.text):
        for column in db.columns[table]:
            if column["name"] == name:
                return plain(db, f"SELECT {number(table, column)} AS v FROM (SELECT {NTH} AS seq) s")[0]["v"]
    return NTH


def with_values(db, statement, word=None):
    """The text with values in it; word stands for every text, when given."""
    values = []
    for source in statement.sources:
        if source == "org":
            values.append(1 + NTH % ORGS)
        elif source == "actor":
            values.append(1 + NTH % 6000)
        elif source == "now":
            values.append("2026-01-09 06:00:00")
        elif source == "limit":
            values.append(51)
        elif source[0] == "k":
            values.append(key_sample(db, statement, int(source[1:])))
        else:
            name, kind = statement.params[int(source[1:])]
            values.append(word if word and kind.startswith("text") else sample(db, statement, name, kind))
    parts = statement.text.split("?")
    assert len(parts) == len(values) + 1, f"{statement}: ? in the text itself"
    return "".join(p + (literal(db, v) if i < len(values) else "") for i, (p, v) in enumerate(zip(parts, values + [None])))


@pytest.fixture(scope="module")
def taken(big, statements):
    """Those that the server takes, and what it says of the others. A part may need the table that another part brings: then it is
    tried together with that one only."""
    good, bad = [], {}
    big.run("SELECT 1")
    for statement in statements:
        try:
            plain(big, f"PREPARE s FROM {literal(big, statement.text)}")
            good.append(statement)
        except pymysql.MySQLError as e:
            bad[statement] = e
    whole = {(s.name, s.form) for s in good}
    needy = [s for s in bad if re.match(r"p\d+( |$)", s.form) and (s.name, re.sub(r"^p\d+", r"\g<0>+", s.form)) in whole]
    return good, {s: e for s, e in bad.items() if s not in needy}


def test_the_server_takes_every_statement(taken):
    assert not taken[1], "\n".join(f"{s}: {e}" for s, e in taken[1].items())


def test_any_text_may_be_asked_for(big, taken):
    """A column of ASCII cannot be compared with Japanese text: what users type is converted in the statement."""
    wrong = set()
    for statement in taken[0]:
        if re.match(r"(SELECT|UPDATE|DELETE)\b", statement.text) and statement.name not in ASCII_ONLY:
            try:
                plain(big, "EXPLAIN " + with_values(big, statement, "試験"))
            except pymysql.MySQLError as e:
                wrong |= {f"{statement.name}: {e}"} if e.args[0] == 1267 else set()
    assert not wrong, "\n".join(sorted(wrong))


def test_every_tenant_table_is_scoped(big, statements):
    """sql/scope.awk asks it of what is written; here of what is sent."""
    free = {m for path in (ROOT / "sql/query").glob("*.sql")
            for m in re.findall(r"^-- (\w+)\(.*\n(?:--.*\n)*?-- unscoped: ", path.read_text(), re.M)}
    wrong = set()
    for statement in statements:
        for table, alias in re.findall(r"(?:FROM|JOIN|UPDATE|INTO) `?([a-z_]+)`?(?: (?:AS )?(\w+))?", statement.text):
            if statement.name in free or "org_id" not in {c["name"] for c in big.columns.get(table, [])}:
                continue
            named = re.search(rf"\b{alias}\.org_id\b", statement.text) if alias.islower() else "org_id" in statement.text
            if not named and (table, alias) not in BY_KEY:
                wrong.add(f"{statement.name}: {table} {alias}")
    assert not wrong, "\n".join(sorted(wrong))


def complaints(statement, row):
    rows = int(str(row["rows"] or 0).split()[0])  # "120 (6%)" with a filter of ids
    extra, table = row["Extra"] or "", row["table"] or ""
    if statement.kind == "list" and "ORDER BY" in statement.text and row["type"] in ("ref", "range") and "filesort" not in extra:
        return
    if row["type"] == "ALL" and rows > MANY:
        yield f"walks all of {table}"
    if row["type"] == "index" and rows > MANY and "LIMIT" not in statement.text:
        yield f"walks the index {row['key']} of {table}"
    if "filesort" in extra and rows > MANY:
        yield f"sorts {rows} rows of {table}"
    if "temporary" in extra and rows > MANY:
        yield f"collects {rows} rows of {table}"
    if row["type"] == "ref" and rows > MANY and "LIMIT" not in statement.text:
        yield f"reads {rows} rows of {table} by {row['key']} ({row['ref']})"


def test_no_statement_walks_a_table(big, taken):
    wrong = {}
    big.run("SELECT 1")
    for statement in taken[0]:
        if statement.name in ALLOWED or not statement.asked_for() or not re.match(r"(SELECT|UPDATE|DELETE|INSERT|REPLACE|WITH)\b", statement.text):
            continue
        try:
            plan = plain(big, "EXPLAIN " + with_values(big, statement))
        except pymysql.MySQLError as e:
            wrong[f"{statement}: {e}"] = ""
            continue
        for row in plan:
            if aliases(statement.text).get(row["table"], row["table"]) not in GROWS_NOT:
                for complaint in complaints(statement, row):
                    wrong.setdefault(f"{statement.name}: {complaint}", statement.form)
    assert not wrong, "\n".join(f"{k} [{v}]" for k, v in wrong.items())
