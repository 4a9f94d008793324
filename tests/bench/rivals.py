"""What the list page is compared with: bare.c and resume.php, behind the same nginx with as many processes."""
import pathlib
import re
import subprocess

from harness.suite import until
from stage import HERE, ORG, ROOT, say

import statements

PAGE = "/crm/resume"
FPM = """[global]
error_log = {var}/log/php-fpm.log
daemonize = no
[bench]
{user}
listen = {run}/php.sock
listen.mode = 0660
pm = static
pm.max_children = {processes}
clear_env = no
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
php_admin_value[display_errors] = 0
"""


def _quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _php(value):
    if isinstance(value, dict):
        return "[" + ", ".join(f"{_quoted(str(k))} => {_php(v)}" for k, v in value.items()) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_php(v) for v in value) + "]"
    return _quoted(value)


def _read_hdf(path, values):
    """The plain subset that the lint of messages allows: name = value, blocks, name << END."""
    block, end = [], None
    for row in path.read_text(encoding="utf-8").split("\n"):
        if end:
            if row.strip() == end:
                end = None
                values[name] = values[name].rstrip("\n")
            else:
                values[name] += row + "\n"
        elif found := re.fullmatch(r"\s*([\w.]+)\s*(\{|=\s*(.*?)|<<\s*(\w+))\s*", row):
            name = ".".join(block + [found.group(1)])
            if found.group(2) == "{":
                block.append(found.group(1))
            else:
                values[name], end = found.group(3) or "", found.group(4)
        elif row.strip() == "}":
            block.pop()


def _messages():
    """Text.* and Options.* in Japanese."""
    values = {}
    for path in sorted((ROOT / "templates/text").glob("*.hdf")):
        if path.name == "ja.hdf" or path.name.endswith(".ja.hdf"):
            _read_hdf(path, values)
    return values


def _named(statement):
    """The statement with named placeholders for what the session decides, and their names."""
    text, names = statement.one_line(), set()
    for value in statement.values:
        before = text[:text.index("?")]
        if re.fullmatch(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d'", value):
            name = "now"
        elif before.endswith("token_hash = "):
            name = "hash"
        elif before.endswith("org_id = "):
            name = "org"
        elif before.endswith("account_id = "):
            name = "actor"
        else:
            name = None
        text = text.replace("?", f":{name}" if name else value.replace("?", ""), 1)
        names |= {name} - {None}
    return [text, sorted(names)]


class Rivals:
    def __init__(self, stage, client, processes):
        self.stage, self.client, self.processes = stage, client, processes
        self.password = (stage.var / "secret/db_crm").read_text().strip()
        self.statements = statements.of_page(stage, client.get, PAGE)
        self.list = max((s for s in self.statements if s.name != "session_find"), key=lambda s: len(s.text))

    def start_bare(self):
        program = ROOT / "build/bench/bare"
        subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-o", program, HERE / "bare.c", "-I/usr/include/mariadb",
                        "-lmariadb", "-lfcgi"], check=True)
        numbers = [("n " if re.fullmatch(r"-?\d+", v) else "t ") + v.strip("'") for v in self.list.values]
        select = self.stage.var / "list.sql"
        select.write_text("\n".join([self.list.one_line()] + numbers) + "\n")
        run = self.stage.run_dir
        self.stage.begin_beside("bare", "spawn-fcgi", "-s", run / "bare.sock", "-b", "1024", "-M", "0660", "-n", "--", "/usr/bin/multiwatch", "-f",
                                self.processes, "--", program, run / "db.sock", "musubi_crm", self.password, "musubi", select)
        self._answers("bare")

    def start_php(self):
        var, run = self.stage.var, self.stage.run_dir
        texts = _messages()
        form = self.client.get(PAGE).form("q", "pref")
        for name, labels in (("pref", "pref"), ("occupation", "occupation"), ("phase", "phase")):
            texts[f"Choices.{name}"] = {v: texts[f"Options.{labels}.{v}"] for v in form.choices[name] if v}
        (var / "texts.php").write_text(f"<?php\nreturn {_php(texts)};\n")
        (var / "resume_page.php").write_text(squeezed((HERE / "resume_page.php").read_text()))
        selects = {s.name: _named(s) for s in self.statements}
        (var / "statements.php").write_text(f"<?php\nconst LIST_NAME = '{self.list.name}';\nreturn {_php(selects)};\n")
        root = subprocess.check_output(["id", "-u"], text=True).strip() == "0"
        (var / "php-fpm.conf").write_text(FPM.format(var=var, run=run, processes=self.processes, user="user = root" if root else ""))
        program = sorted(str(p) for p in pathlib.Path("/usr/sbin").glob("php-fpm*"))[-1]
        self.stage.begin_beside("php", program, "-F", *(["-R"] if root else []), "-y", var / "php-fpm.conf",
                                env={"BENCH_VAR": str(var), "BENCH_SOCKET": str(run / "db.sock"), "BENCH_PASSWORD": self.password})
        self._answers("php")

    def _answers(self, name):
        until(lambda: self.client.get(f"/bench/{name}").status == 200, 20, lambda: f"{name}: {self.stage.log(name)[-2000:]}"
              f"{self.client.get(f'/bench/{name}').status} {self.client.get(f'/bench/{name}').text[:500]}", 0.2)


def squeezed(page):
    """A template without line ends between tags, as ours are when they are loaded (lib/page/fast/page_file.h)."""
    return re.sub(r"(?<=>)\s*\n\s*(?=<)", "", page.strip())


def masked(text):
    """A page without what is new each time; PHP writes ' in another way."""
    text = re.sub(r'name="token" value="[^"]*"', 'name="token" value=""', text)
    return text.replace("&#039;", "&#39;")


def same_page(ours, theirs):
    """True, or the first difference is said."""
    a, b = masked(ours), masked(theirs)
    if a == b:
        return True
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    say(f"the PHP page differs at {at}: ours\n  {a[max(0, at - 80):at + 120]!r}\ntheirs\n  {b[max(0, at - 80):at + 120]!r}")
    return False
