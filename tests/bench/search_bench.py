"""(b) Full text search of one to three words, rare, medium and common mixed, through the page."""
import collections
import random
import re
import time
import urllib.parse

import load
from harness.figures import figure
from harness.world import Db
from stage import ORG, say

SAMPLE, WORDS_EACH, SEED = 4000, 60, 20261120
# Runs of one script, as people type words: 漢字, カタカナ, latin letters and digits.
WORD = re.compile(r"[一-鿿々]{2,6}|[ァ-ヶー]{2,10}|[A-Za-z][A-Za-z0-9+#]{1,11}")
CLASSES = (("rare", 0, 0.001), ("medium", 0.001, 0.05), ("common", 0.05, 1))


def draw_words(stage):
    """{class: words} by how many of the sampled résumés have them."""
    db = Db(stage.socket)
    low, high = db.one("SELECT MIN(id) AS a, MAX(id) AS b FROM resume WHERE org_id = %s", ORG).values()
    rng = random.Random(SEED)
    ids = [rng.randint(low, high) for _ in range(SAMPLE)]
    rows = db.all("SELECT r.name, r.address, r.experience, r.skills, r.licences, t.career, t.wish, t.note FROM resume r"
                  " JOIN resume_text t ON t.resume_id = r.id WHERE r.org_id = %s AND r.id IN %s", ORG, ids)
    db.close()
    counts = collections.Counter(word for row in rows for word in sorted(set(WORD.findall(" ".join(row.values())))))
    found = {}
    for name, least, most in CLASSES:
        words = sorted(w for w, n in counts.items() if least < n / len(rows) <= most)
        found[name] = rng.sample(words, min(WORDS_EACH, len(words)))
    return found


def queries(words, count):
    rng = random.Random(SEED + 1)
    classes = [c for c, _, _ in CLASSES]
    return [(mix, " ".join(rng.choice(words[c]) for c in mix)) for mix in
            (tuple(rng.choice(classes) for _ in range(rng.randint(1, 3))) for _ in range(count))]


def warm(stage):
    """What a search reads lies in the server's memory, as on a machine that has run for an hour."""
    db = Db(stage.socket)
    db.all("SELECT COUNT(*) FROM resume_gram FORCE INDEX (PRIMARY)")
    db.all("SELECT SUM(LENGTH(search)) FROM resume_search")
    db.all("SELECT MAX(skills), MAX(licences) FROM resume FORCE INDEX (PRIMARY)")
    for index in ("updated", "org"):
        db.all(f"SELECT COUNT(*) FROM resume FORCE INDEX (resume_{index}) WHERE org_id = %s", ORG)
    db.close()


def percentile(values, percent):
    return sorted(values)[min(len(values) - 1, int(len(values) * percent / 100))]


def run(stage, quick):
    stage.run_areas("account", "crm")
    client = stage.client()
    words = draw_words(stage)
    say("  words: " + ", ".join(f"{len(v)} {k} (such as {' '.join(v[:3])})" for k, v in words.items()))
    warm(stage)
    times = collections.defaultdict(list)
    client.get("/crm/resume")
    pids = stage.pids("db") + stage.workers("crm")
    before = load.cpu_seconds(pids)
    for mix, query in queries(words, 80 if quick else 400):
        began = time.perf_counter()
        page = client.get("/crm/resume?q=" + urllib.parse.quote(query))
        took = (time.perf_counter() - began) * 1000
        assert page.status == 200, f"{query}: {page.status}"
        times["all"].append(took)
        times["+".join(sorted(set(mix)))].append(took)
        if took > 200:
            say(f"  {took:.0f} ms: {query} ({'+'.join(mix)})")
    say(f"  processor: {(load.cpu_seconds(pids) - before) / len(times['all']) * 1000:.1f} ms a query")
    for name, values in sorted(times.items()):
        say(f"  {name}: {len(values)} queries, median {percentile(values, 50):.1f} ms, 95 % {percentile(values, 95):.1f} ms, worst {max(values):.1f} ms")
    figure("search_p95", percentile(times["all"], 95), "ms", "<=30")
    figure("search_median", percentile(times["all"], 50), "ms", "<=15")
