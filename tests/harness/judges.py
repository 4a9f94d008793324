"""Independent judges of pages: axe-core for accessibility (WCAG 2.2 AA) and the Nu HTML checker for markup."""
import fcntl
import json
import pathlib
import shutil
import subprocess

from harness.suite import ROOT, TEST_VAR

HERE = pathlib.Path(__file__).parent / "tools"
TOOLS = ROOT / "build/tools"


def tool(path):
    """A file of the packages in tools/package.json, which are fetched once, by whoever comes first."""
    wanted = (HERE / "package.json").read_bytes()
    here = TOOLS / "package.json"
    TOOLS.mkdir(parents=True, exist_ok=True)
    with open(TOOLS / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not here.exists() or here.read_bytes() != wanted or not (TOOLS / "node_modules" / path).exists():
            shutil.rmtree(TOOLS / "node_modules", ignore_errors=True)
            here.write_bytes(wanted)
            subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=TOOLS, check=True, capture_output=True)
    return TOOLS / "node_modules" / path


def axe(browser):
    """Violations on the page that is open: rule, help and the first elements. Run through the debugger: the page's own policy holds."""
    source = tool("axe-core/axe.min.js").read_text()
    browser.driver.execute_script(source)
    found = browser.driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(r => done(r.violations), e => done([{id: 'failed', help: String(e), nodes: []}]))")
    return [f"{v['id']}: {v['help']}: " + " | ".join(n["html"][:160] for n in v["nodes"][:3]) for v in found]


def markup(pages):
    """Errors of the Nu HTML checker for {name: html}, one run for all."""
    folder = pathlib.Path(TEST_VAR + "-pages")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, (name, html) in enumerate(pages.items()):
        (folder / f"{number:03d}.html").write_text(html, encoding="utf-8")
    names = list(pages)
    # The quick compiler and deep enough a stack: half the time of a run that is over in seconds.
    java = ["java", "-Xss4m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(tool("vnu-jar/build/dist/vnu.jar"))]
    done = subprocess.run([*java, "--errors-only", "--format", "json", *[str(p) for p in sorted(folder.iterdir())]], capture_output=True, text=True)
    found = json.loads(done.stderr or done.stdout)["messages"]
    return [f"{names[int(pathlib.Path(m['url']).stem)]}: line {m.get('lastLine')}: {m['message']} {m.get('extract', '')[:120]}" for m in found]
