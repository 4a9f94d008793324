"""(g) Matching lists of many JOBs and many résumés, through the page: all candidates are looked for and compared anew each time."""
import random
import time

from harness.figures import figure
from harness.world import Db
from search_bench import percentile
from stage import ORG, say

SEED = 20261122


def ids_of(stage, noun, count):
    db = Db(stage.socket)
    rows = db.all(f"SELECT id FROM {noun} WHERE org_id = %s ORDER BY RAND(%s) LIMIT %s", ORG, SEED, count)
    db.close()
    return [r["id"] for r in rows]


def measure(client, paths):
    times = []
    for path in paths:
        began = time.perf_counter()
        page = client.get(path)
        times.append((time.perf_counter() - began) * 1000)
        assert page.status == 200, f"{path}: {page.status}"
    return times


def run(stage, quick):
    stage.run_areas("account", "crm")
    client = stage.client()
    count = 60 if quick else 200
    rng = random.Random(SEED)
    for noun, ids in (("job", ids_of(stage, "job", count)), ("resume", ids_of(stage, "resume", count))):
        paths = [f"/crm/{noun}/{id}/match" for id in ids]
        first, times = measure(client, paths), measure(client, rng.sample(paths, len(paths)))
        say(f"  from a {noun}: median {percentile(times, 50):.1f} ms, 95 % {percentile(times, 95):.1f} ms, worst {max(times):.1f} ms; never"
            f" looked at before: 95 % {percentile(first, 95):.1f} ms")
        figure(f"match_{noun}_p95", percentile(times, 95), "ms", "<=100")
