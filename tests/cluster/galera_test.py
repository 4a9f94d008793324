"""The suite on a Galera cluster of two nodes: what is locked on one node is not on the other, and the later one to commit loses. Programs and
a mailer on the first node, a second mailer on the second."""
import collections
import contextlib
import getpass
import os
import pathlib
import random
import subprocess
import threading
import time

import pymysql
import pytest

from harness.client import Client
from harness.mailserver import MailServer
from harness.suite import ROOT, TEST_VAR, Suite, free_port, until
from harness.world import Db

pytestmark = pytest.mark.alone  # two servers and two mailers, and a node that is slow to answer is given up by the other
HERE = pathlib.Path(__file__).parent
PROVIDER = "/usr/lib/galera/libgalera_smm.so"


class Cluster(Suite):
    """Both nodes begin with the same files, so that no state has to be transferred; one that was killed catches up from the other's cache."""

    def __init__(self, var, settings):
        super().__init__(var, settings)
        self.ports = [(free_port(), free_port()) for _ in range(2)]
        self.second = None
        self.options = ""

    def env(self):
        return dict(super().env(), MUSUBI_DB_OPTIONS=self.options, MUSUBI_STATE=str(self.var / "state"), PATH=f"{HERE}:{os.environ['PATH']}:/usr/sbin")

    def node(self, i, first=False):
        addresses = ",".join(f"127.0.0.1:{p}" for p, _ in self.ports)
        port, catch_up = self.ports[i]
        provider = (f"gmcast.listen_addr=tcp://127.0.0.1:{port};ist.recv_addr=127.0.0.1:{catch_up};evs.keepalive_period=PT1S;"
                    "evs.suspect_timeout=PT5S;evs.inactive_timeout=PT15S;pc.weight=" + ("2" if i == 0 else "1"))
        return ["--wsrep-on=ON", f"--wsrep-provider={PROVIDER}", "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2",
                "--wsrep-cluster-name=musubi", f"--wsrep-cluster-address=gcomm://{addresses}", f"--wsrep-node-address=127.0.0.1:{port}",
                f"--wsrep-node-name=node{i + 1}", "--wsrep-sst-method=catchup",
                f"--wsrep-provider-options={provider}"] + (["--wsrep-new-cluster"] if first else [])

    @property
    def socket2(self):
        return str(self.run_dir / "db2.sock")

    def start_second(self, position=None):
        data, run = self.run_dir / "var/db2", self.run_dir
        with open(self.var / "log/db2.log", "ab") as log:
            self.second = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", "--", "mariadbd", f"--defaults-file={ROOT}/conf/mariadb.cnf", f"--user={getpass.getuser()}",
                 f"--datadir={data}", f"--tmpdir={run}/var/tmp", f"--socket={self.socket2}", f"--pid-file={run}/db2.pid", "--skip-networking",
                 f"--log-error={self.var}/log/db2.log"] + self.node(1) + ([f"--wsrep-start-position={position}"] if position else []),
                env=self.env(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        until(lambda: self.ready(self.socket2), message=lambda: f"the second node does not join: {self.log('db2')[-3000:]}")

    def recovered(self):
        """Where a node that was killed had come to: as galera_recovery asks."""
        file = self.var / "recover.log"
        subprocess.run(["mariadbd", f"--defaults-file={ROOT}/conf/mariadb.cnf", f"--user={getpass.getuser()}", f"--datadir={self.run_dir}/var/db2",
                        f"--tmpdir={self.run_dir}/var/tmp", f"--socket={self.run_dir}/recover.sock", f"--pid-file={self.run_dir}/recover.pid",
                        "--skip-networking", f"--log-error={file}", *self.node(1), "--wsrep-recover"],
                       check=True, env=self.env())
        return file.read_text().split("Recovered position:")[1].split()[0]

    def ready(self, socket):
        with contextlib.suppress(pymysql.MySQLError):
            db = Db(socket)
            with contextlib.closing(db):
                return db.one("SHOW STATUS LIKE 'wsrep_ready'")["Value"] == "ON"
        return False

    def load_demo(self):
        """The last thing before the programs start: the database becomes a cluster."""
        super().load_demo()
        self.stop("db")
        self.options = " ".join(self.node(0, first=True))
        self.start_db()
        self.stop("db", seconds=60)
        subprocess.run(["cp", "-a", str(self.var / "db"), str(self.var / "db2")], check=True)
        self.start_db()
        self.start_second()

    def end(self):
        if self.second:
            self.second.terminate()
            self.second.wait(60)
        super().end()


@pytest.fixture(scope="module")
def received():
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def cluster(received):
    suite = Cluster(TEST_VAR + "-cluster", {
        "password.scrypt_log2n": "10", "mail.transport": '"smtp"', "mail.relay_host": '"127.0.0.1"', "mail.relay_port": str(received.port),
        "mail.relay_tls": '"none"', "mail.timeout_seconds": "20", "mail.lease_seconds": "30", "mail.poll_ms": "50", "mail.per_domain": "0"})
    try:
        suite.begin()
        yield suite
    finally:
        suite.end()
    assert not suite.damage(), "\n".join(suite.damage())


@pytest.fixture
def nodes(cluster):
    both = [Db(cluster.socket), Db(cluster.socket2)]
    yield both
    for db in both:
        db.close()


@contextlib.contextmanager
def mailer_on_second(cluster):
    conf = cluster.var / "second.conf"
    conf.write_text(cluster.conf.read_text().replace(cluster.socket, cluster.socket2))
    known = len(cluster.log("mailer2"))
    with open(cluster.var / "log/mailer2.log", "ab") as log:
        proc = subprocess.Popen([str(cluster.bin / "mailerd"), "-c", str(conf), "--var", str(cluster.var)], env=cluster.env(),
                                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        until(lambda: "mailerd info started" in cluster.log("mailer2")[known:])
        yield proc
    finally:
        if proc.poll() is None:
            proc.terminate()
        proc.wait(60)


def settled(db, run):
    left = db.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s AND state IN ('ready', 'claimed')", run)
    return not left and db.value("SELECT state FROM run WHERE id = %s", run) == "done"


def check(db, received, run, count):
    rows = db.all("SELECT * FROM outbox WHERE run_id = %s", run)
    got = collections.Counter(m.to for m in received.messages)
    assert len(rows) == count and len({r["to_addr"] for r in rows}) == count
    assert not [a for a, n in got.items() if n > 1]
    assert not [r["to_addr"] for r in rows if (r["state"] == "sent") > got[r["to_addr"]]]
    assert not [r["to_addr"] for r in rows if r["state"] not in ("sent", "doubt") and got[r["to_addr"]]]
    return collections.Counter(r["state"] for r in rows), {r["claimer"] for r in rows}


def test_mailers_on_two_nodes(cluster, nodes, received, outbox):  # S3-02 S3-26
    received.reset()
    received.delay = 0.01
    with mailer_on_second(cluster):
        run = outbox.run(outbox.resumes(1500))
        until(lambda: settled(nodes[0], run), 120)
    states, claimers = check(nodes[0], received, run, 1500)
    assert states == {"sent": 1500} and len(claimers - {""}) == 2


def test_a_node_is_killed_in_a_run(cluster, nodes, received, outbox):  # S3-26
    """The node with its mailer's connection dies and comes back; what its mailer had in hand is settled, by it or by the other."""
    received.reset()
    received.delay = 0.02
    with mailer_on_second(cluster):
        run = outbox.run(outbox.resumes(500))
        until(lambda: len({r["claimer"] for r in nodes[0].all("SELECT DISTINCT claimer FROM outbox WHERE run_id = %s AND claimer <> ''", run)}) == 2)
        cluster.second.kill()
        cluster.second.wait()
        until(lambda: nodes[0].one("SHOW STATUS LIKE 'wsrep_cluster_size'")["Value"] == "1")
        cluster.start_second(cluster.recovered())
        received.delay = 0.0
        until(lambda: settled(nodes[0], run), 120, lambda: str(check(nodes[0], received, run, 500)))
    states, _ = check(nodes[0], received, run, 500)
    assert set(states) <= {"sent", "doubt"} and states["doubt"] <= 8
    again = Db(cluster.socket2)
    with contextlib.closing(again):
        assert again.value("SELECT COUNT(*) FROM outbox WHERE run_id = %s", run) == 500


def test_the_later_one_to_commit_does_it_again(cluster, nodes, outbox):
    """A form that loses against the other node is done again by the program, and its user sees nothing of it."""
    client = Client(cluster.url)
    client.sign_in("takahashi@minato.example.jp", "musubi-demo-2026")
    id = nodes[0].value("SELECT MIN(id) FROM resume WHERE org_id = (SELECT org_id FROM account WHERE mail = 'takahashi@minato.example.jp')")
    over = threading.Event()
    lost = [0, 0]

    def other():
        db = Db(cluster.socket2)
        while not over.is_set():
            try:
                db.run("UPDATE resume SET updated_at = updated_at + INTERVAL 1 SECOND WHERE id = %s", id)
                lost[0] += 1
                time.sleep(random.uniform(0.02, 0.1))
            except pymysql.MySQLError as e:
                assert e.args[0] in (1213, 1205), e
                lost[1] += 1
        db.close()

    thread = threading.Thread(target=other)
    thread.start()
    try:
        for i in range(25):
            page = client.get(f"/crm/resume/{id}/edit")
            page = client.submit(page, page.form("version"), {"career": f"経歴 {i}"})
            assert page.path == f"/crm/resume/{id}" and f"経歴 {i}" in page.text, f"{page.status} {page.words[:300]}"
        until(lambda: lost[0] > 20)
    finally:
        over.set()
        thread.join()
