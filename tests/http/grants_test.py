"""Each program signs in to the database with an account of its own that may do what its statements do, and nothing else."""


def rights(db):
    rows = db.all("SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges WHERE table_schema = 'musubi'")
    return {(r["grantee"].split("'")[1], r["table_name"], r["privilege_type"]) for r in rows
            if r["grantee"].startswith("'musubi_") and "demo" not in r["grantee"]}


def test_every_program_has_its_account(db, suite):
    users = {r["user"] for r in db.all("SELECT user FROM mysql.global_priv")}
    assert {f"musubi_{area}" for area in suite.areas()} <= users
    assert {f"musubi_{daemon}d" for daemon in suite.daemons()} <= users


def test_audit_can_only_be_added_to(db):
    """Only the scheduler removes rows, those that are in the log file and older than keep.audit_months."""
    assert {r for _, table, r in rights(db) if table == "audit"} <= {"SELECT", "INSERT", "DELETE"}
    assert {user for user, table, r in rights(db) if table == "audit" and r == "DELETE"} <= {"musubi_schedulerd"}
    assert {user for user, table, _ in rights(db) if table in ("audit_chain", "audit_head")} <= {"musubi_schedulerd"}


def test_rows_are_all_a_program_may_touch(db):
    assert {r for _, _, r in rights(db)} <= {"SELECT", "INSERT", "UPDATE", "DELETE"}
    everywhere = db.all("SELECT grantee, privilege_type FROM information_schema.user_privileges WHERE grantee LIKE %s", "'musubi%")
    assert {r["privilege_type"] for r in everywhere} <= {"USAGE"}
    on_schema = db.all("SELECT grantee FROM information_schema.schema_privileges WHERE grantee LIKE %s AND grantee NOT LIKE %s",
                       "'musubi%", "'musubi_demo%")
    assert not on_schema
