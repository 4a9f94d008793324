"""(f) The last page of the list against the first."""
import base64
import statistics

import load
from harness.figures import figure
from harness.world import Db
from list_bench import PAGE, cookie_of
from stage import ORG, say


def last_page(stage):
    """The address of the last 50 rows, as 「もっと見る」 would lead to in the end."""
    db = Db(stage.socket)
    row = db.all("SELECT updated_at, id FROM resume FORCE INDEX (resume_updated) WHERE org_id = %s ORDER BY updated_at, id LIMIT 50, 1", ORG)[0]
    db.close()
    cursor = f"updated\x1fs{row['updated_at']}\x1fn{row['id']}".encode()
    return f"{PAGE}?after={base64.urlsafe_b64encode(cursor).decode().rstrip('=')}"


def run(stage, quick):
    stage.run_areas("account", "crm")
    client = stage.client()
    path = last_page(stage)
    page = client.get(path)
    assert page.status == 200 and page.text.count("<tr>") == 51 and 'data-more="' not in page.text, page.words[:500]
    stage.run_areas("crm")
    urls = {"first": stage.url + PAGE, "last": stage.url + path}
    parts = dict.fromkeys(urls, {"database": stage.pids("db")})
    load.interleaved(urls, cookie_of(client), 1, 1, parts)
    found = load.interleaved(urls, cookie_of(client), 2 if quick else 4, 3 if quick else 5, parts)
    for name, loads in found.items():
        say(f"  {name}: {statistics.median(x.rate for x in loads):.0f} pages/s, database {statistics.median(x.cpu_us['database'] for x in loads):.0f} µs")
    figure("list_last_vs_first", load.median_ratio(found["first"], found["last"]), "ratio", "<=1.5")
