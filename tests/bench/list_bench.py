"""(a) The résumé list of 50 rows for somebody signed in, through nginx with session, rights and layout, against a bare program and a PHP page."""
import statistics

import load
from harness.figures import figure
from rivals import PAGE, Rivals, same_page
from stage import say

PROCESSES = 2


def cookie_of(client):
    return "; ".join(f"{c.name}={c.value}" for c in client.http.cookies)


def run(stage, quick):
    stage.run_areas("account", "crm")
    client = stage.client()
    rivals = Rivals(stage, client, PROCESSES)
    rivals.start_bare()
    rivals.start_php()
    page = client.get(PAGE)
    assert page.status == 200 and page.text.count("<tr>") == 51, f"{page.status} {page.text.count('<tr>')}"
    same = same_page(page.text, client.get("/bench/php").text)
    stage.run_areas("crm")
    urls = {name: stage.url + path for name, path in (("ours", PAGE), ("bare", "/bench/bare"), ("php", "/bench/php"))}
    common = {"nginx": stage.pids("nginx"), "database": stage.pids("db")}
    parts = {"ours": {"program": stage.workers("crm")}, "bare": {"program": stage.below("bare", "bare")}, "php": {"program": stage.below("php", "php-fpm")}}
    parts = {name: {**own, **common} for name, own in parts.items()}
    load.interleaved(urls, cookie_of(client), 1, 1, parts)
    found = load.interleaved(urls, cookie_of(client), 2 if quick else 5, 3 if quick else 7, parts)
    for name, loads in found.items():
        say(f"  {name}: {statistics.median(x.rate for x in loads):.0f} pages/s, median {statistics.median(x.median_ms for x in loads):.2f} ms,"
            f" 99 % {statistics.median(x.slow_ms for x in loads):.2f} ms; processor: "
            + ", ".join(f"{part} {statistics.median(x.cpu_us[part] for x in loads):.0f} µs" for part in parts[name]))
    figure("list_php_same_html", int(same), "yes", ">=1")
    figure("list_vs_bare", load.median_ratio(found["ours"], found["bare"]), "ratio", ">=0.6")
    figure("list_vs_php", load.median_ratio(found["ours"], found["php"]), "ratio", ">=2.2")
    figure("list_p99_vs_p50", statistics.median(x.slow_ms / x.median_ms for x in found["ours"]), "ratio", "<=10")
    figure("list_page_size", len(page.content) / 1024, "KB", "<=60")
    for name in ("bare", "php"):
        stage.end_beside(name)
