"""(c) The mailer, with a durable ledger row for each mail, against smtp-source, into the same smtp-sink."""
import os
import statistics
import subprocess
import time

from bulk import Bulk
from harness.bulk import do
from harness.figures import figure
from harness.suite import free_port, until
from stage import say, resident_kb

MAILS, EARLY, LIMIT_S = 200000, 10000, 240
CONNECTIONS = 4


def source(port, mails):
    """Messages per second of smtp-source: 2 KB, as many kept connections."""
    began = time.monotonic()
    subprocess.run(["smtp-source", "-d", "-s", str(CONNECTIONS), "-m", str(mails), "-l", "2048", "-f", "from@example.com", "-t", "to@example.com",
                    f"127.0.0.1:{port}"], check=True)
    return mails / (time.monotonic() - began)


def window(bulk, run, seconds):
    """Mails per second that the run hands over."""
    do(bulk.client, run, "resume")
    before, began = bulk.run(run)["n_sent"], time.monotonic()
    until(lambda: bulk.run(run)["n_sent"] > before, 30, "nothing is sent")
    before, began = bulk.run(run)["n_sent"], time.monotonic()
    time.sleep(seconds)
    row = bulk.run(run)
    rate = (row["n_sent"] - before) / (time.monotonic() - began)
    do(bulk.client, run, "pause")
    time.sleep(0.5)
    return rate


def send_on(bulk, run, pid, goal, end):
    """Goes on until so many are sent; resident memory then."""
    do(bulk.client, run, "resume")
    while (row := bulk.run(run))["n_sent"] < goal and row["state"] == "sending" and time.monotonic() < end:
        time.sleep(0.1)
    size = resident_kb(pid), row["n_sent"]
    if row["state"] == "sending":
        do(bulk.client, run, "pause")
        time.sleep(0.5)
    return size


def run(stage, quick):
    port = free_port()
    as_nobody = ["-u", "nobody"] if os.getuid() == 0 else []
    stage.begin_beside("smtp-sink", "smtp-sink", *as_nobody, "-c", f"127.0.0.1:{port}", "1024")
    stage.configure(mail__transport='"smtp"', mail__relay_host='"127.0.0.1"', mail__relay_port=port, mail__relay_tls='"none"', mail__per_domain=0,
                    mail__connections=CONNECTIONS)
    bulk = Bulk(stage)
    mails = MAILS // 10 if quick else MAILS
    page = bulk.draft(bulk.query_for(mails * 1.1)[0])
    stage.start("daemon:mailer")
    run_id, _ = bulk.confirm(page)
    bulk.wait(run_id, "sending", seconds=120)
    do(bulk.client, run_id, "pause")
    time.sleep(1)
    pid = next(p for p in stage.pids("daemon:mailer") if open(f"/proc/{p}/comm").read().strip() == "mailerd")
    end = time.monotonic() + LIMIT_S
    early = send_on(bulk, run_id, pid, EARLY // 10 if quick else EARLY, end)
    ratios = []
    for _ in range(2 if quick else 4):
        one, ours, two = source(port, 10000), window(bulk, run_id, 2 if quick else 4), source(port, 10000)
        ratios.append(ours * 2 / (one + two))
        say(f"  smtp-source {one:.0f} and {two:.0f} mails/s, mailer {ours:.0f}")
    late = send_on(bulk, run_id, pid, mails, end)
    say(f"  mailer: {early[0]} KB after {early[1]} mails, {late[0]} KB after {late[1]}")
    figure("mail_vs_smtp_source", statistics.median(ratios), "ratio", ">=0.25")
    figure("mail_memory", late[0] / 1024, "MB", "<=30")
    figure("mail_memory_growth", (late[0] - early[0]) / 1024, "MB", "<=1")
    stage.stop("daemon:mailer", seconds=60)
    stage.end_beside("smtp-sink")
    bulk.close()
