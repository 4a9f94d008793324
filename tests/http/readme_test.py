"""The example of README.md, "Adding a page": put into a copy of the tree as it stands there, built, and tried by its own test."""
import os
import pathlib
import re
import shutil
import subprocess

import pytest

from harness.suite import ROOT, TEST_VAR

INDENT = " " * 7
LINTS = ("rooms", "style", "templates", "texts")


def blocks():
    """(file, text) of each block: the file is the last one that was named before it."""
    text = (ROOT / "README.md").read_text().split("\n## Adding a page\n")[1].split("\n## ")[0]
    found, name = [], None
    for line in text.splitlines():
        if line.startswith(INDENT) or not line and found and found[-1][0] == name:
            if not found or found[-1][0] != name:
                found.append((name, []))
            found[-1][1].append(line[len(INDENT):])
        else:
            name = ([name] + re.findall(r"`([\w-]+(?:/[\w.-]+)+)`", line))[-1]
    return [(name, "\n".join(lines).rstrip() + "\n") for name, lines in found]


def put(path, text):
    if not path.exists():
        path.write_text(text)
        return
    before = path.read_text()
    end = {"main.c": "    {.path = NULL},\n"}.get(path.name, "#endif\n" if path.suffix == ".h" else "")
    at = before.rindex(end) if end else len(before)
    path.write_text(before[:at] + ("" if path.name == "main.c" else "\n") + text + ("\n" if path.suffix == ".h" else "") + before[at:])


@pytest.fixture
def tree():
    """Sources, and what was made of them at the same times."""
    tree = pathlib.Path(TEST_VAR + "-readme")
    shutil.rmtree(tree, ignore_errors=True)
    files = subprocess.check_output(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, text=True).splitlines()
    for name in files:
        if (ROOT / name).exists():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for made in ("gen", "release"):
        shutil.copytree(ROOT / "build" / made, tree / "build" / made, symlinks=True)
    yield tree
    shutil.rmtree(tree)


def test_the_example_works(tree):
    found = blocks()
    assert len(found) >= 7, found
    for name, text in found:
        put(tree / name, text)
    for lint in LINTS:
        done = subprocess.run([f"tests/lint/{lint}"], cwd=tree, capture_output=True, text=True)
        assert not done.returncode, f"{lint}: {done.stdout}{done.stderr}"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "MUSUBI", "MAKE", "MFLAGS"))}
    test, = (name for name, _ in found if name.startswith("tests/http/"))
    done = subprocess.run(["make", "test", f"WHAT={test}"], cwd=tree, env=env, capture_output=True, text=True)
    assert not done.returncode and re.search(r"^1 passed", done.stdout, re.M), done.stdout[-5000:] + done.stderr[-5000:]
    code = [(name, text) for name, text in found if name.endswith(".c") and "main.c" not in name]
    for name, text in code:
        assert subprocess.check_output(["clang-format", name], cwd=tree, text=True) == text
