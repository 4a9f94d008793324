"""(e) Resident memory of a process of each program after 10,000 and after 50,000 requests."""
import re
import subprocess

from harness.figures import figure
from list_bench import cookie_of
from stage import HERE, say, resident_kb

FIRST, LAST = 10000, 50000
LIMIT_S = 150  # for one program; on a busy machine it is fewer requests then, and said
ORGS = {"office": 1}
PAGES = {
    "account": ["/account/settings", "/account/signin", "/account/forgot", "/account/members", "/account/sessions"],
    "crm": ["/crm/job/new", "/crm/resume/new", "/crm/process", "/crm/resume?size=20", "/crm/company?size=20", "/crm/"],
    "mailing": ["/mailing/runs/state", "/mailing/templates", "/mailing/template/new", "/mailing/signatures", "/mailing/stops", "/mailing/new?list=contact"],
    "office": ["/office/", "/office/org", "/office/org/new", "/office/audit", "/office/dnc"],
}


def served(stage, program):
    """Requests that the program has logged."""
    return int(subprocess.check_output(["grep", "-c", " info request ", str(stage.var / f"log/{program}.log")]))


def burn(stage, cookie, paths, seconds):
    subprocess.run(["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout", "20s", "-s", str(HERE / "paths.lua"), "-H", f"Cookie: {cookie}", stage.url,
                    "--", *paths], check=True, stdout=subprocess.DEVNULL)


def measure(stage, program, client, quick):
    cookie = cookie_of(client)
    for path in PAGES[program]:
        page = client.get(path, follow=False)
        assert page.status in (200, 303), f"{path}: {page.status}"
    pid, = stage.workers(program)
    before = served(stage, program)
    done, spent, sizes = 0, 0, []
    for goal in (FIRST // 10, LAST // 10) if quick else (FIRST, LAST):
        while done < goal and spent < LIMIT_S:
            seconds = 3
            burn(stage, cookie, PAGES[program], seconds)
            spent += seconds
            done = served(stage, program) - before
        sizes.append((done, resident_kb(pid)))
    assert stage.workers(program) == [pid], f"{program} was replaced"
    assert not re.search(r"status=5\d\d", stage.log(program)), f"{program} failed under load"
    say(f"  {program}: " + ", ".join(f"{kb} KB after {n} requests" for n, kb in sizes))
    figure(f"memory_{program}", sizes[-1][1] / 1024, "MB", "<=11")
    figure(f"memory_growth_{program}", (sizes[-1][1] - sizes[0][1]) / 1024, "MB", "<=0.5")


def run(stage, quick):
    stage.run_areas()
    stage.configure(http__processes=1)
    programs = [p for p in PAGES if p in stage.areas()]
    stage.run_areas("account", *programs)
    clients = {p: stage.client(ORGS[p]) if p in ORGS else stage.client() for p in programs}
    for program in programs:
        measure(stage, program, clients[program], quick)
    stage.run_areas()
    stage.configure(http__processes=2)
