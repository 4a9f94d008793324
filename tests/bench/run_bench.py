"""(d) Confirming and expanding a run."""
import statistics
import time

import load
from bulk import Bulk
from harness.figures import figure
from stage import ORG, say

ROWS = 100000


def confirmations(bulk, stage, quick):
    """The slowest size decides; the runs are cancelled before the mailer starts."""
    ids = [r["id"] for r in bulk.db.all("SELECT id FROM resume WHERE org_id = %s ORDER BY id LIMIT 10", ORG)]
    worst = 0
    for label, query, checked in (("10", "", ids), ("100000", bulk.query_for(ROWS)[0], ()), ("1000000", "", ())):
        times = []
        for _ in range(2 if quick else 5):
            run, took = bulk.confirm(bulk.draft(query, checked))
            bulk.db.run("UPDATE run SET state = 'cancelled' WHERE id = %s", run)
            times.append(took)
        say(f"  confirming {label}: {statistics.median(times):.0f} ms, worst {max(times):.0f} ms")
        worst = max(worst, statistics.median(times))
    figure("run_confirm", worst, "ms", "<=300")


def expansion(bulk, stage):
    query, records = bulk.query_for(ROWS)
    page = bulk.draft(query)
    stage.start("daemon:mailer")
    time.sleep(1)
    parts = {"mailer": stage.pids("daemon:mailer"), "database": stage.pids("db")}
    before = {name: load.cpu_seconds(pids) for name, pids in parts.items()}
    run, _ = bulk.confirm(page)
    row = bulk.run(run)
    while not row["n_total"] and row["state"] in ("queued", "expanding"):
        time.sleep(0.005)
        row = bulk.run(run)
    began, first = time.monotonic(), row["n_total"]
    row = bulk.wait(run, "sending", "done")
    took = time.monotonic() - began
    spent = {name: (load.cpu_seconds(pids) - before[name]) / max(1, row["n_total"]) * 1e6 for name, pids in parts.items()}
    stage.stop("daemon:mailer", seconds=60)
    assert row["state"] in ("sending", "done"), f"the run is {row['state']} after {row['n_total']} rows"
    say(f"  {records} records, {row['n_total']} rows in {took:.1f} s; processor: "
        + ", ".join(f"{name} {us:.0f} µs a row" for name, us in spent.items()))
    figure("run_expand", (row["n_total"] - first) / took, "rows/s", ">=20000")


def run(stage, quick):
    stage.configure(mail__transport='"smtp"', mail__relay_host='"127.0.0.1"', mail__relay_port=1, mail__relay_tls='"none"')
    bulk = Bulk(stage)
    confirmations(bulk, stage, quick)
    bulk.empty()
    expansion(bulk, stage)
    bulk.close()
