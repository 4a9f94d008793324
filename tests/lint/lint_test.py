"""Lints that hold the form of the C: each rule is broken in a copy of the tree, and the lint names the line."""
import contextlib
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
LINES = "".join(f"    n += {i};\n" for i in range(48))  # and one more: as long as a function may be
FUNCTION = "int longest(int n)\n{\n%s    return n;\n}\n"


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    tree = tmp_path_factory.mktemp("tree")
    for folder in ("lib", "cgi-bin", "daemons"):
        shutil.copytree(ROOT / folder, tree / folder)
    return tree


@contextlib.contextmanager
def written(path, text):
    """For a while the file is this text."""
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    try:
        yield
    finally:
        path.unlink() if before is None else path.write_text(before)


def lint(name, tree, text=None):
    """Status and lines; text: the lint itself, changed."""
    program = ROOT / "tests/lint" / name
    if text:
        program = tree / name
        program.write_text(text)
    done = subprocess.run(["/usr/bin/python3", str(program), str(tree)], capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.replace(f"{tree}/", "").splitlines()


# ---- rooms ----


def test_the_rooms_are_as_they_should_be(tree):
    assert lint("rooms", tree) == (0, [])


@pytest.mark.parametrize("file, include, what", [
    ("lib/base/arena.c", "http/app.h", "base does not include http"),
    ("lib/text/text.c", "db/db.h", "text does not include db"),
    ("lib/form/form.c", "frame/route.h", "form does not include frame"),
    ("lib/model/codes/pref.c", "model/crm/merge.h", "model/codes does not include model/crm"),
    ("lib/base/arena.c", "arena.h", "arena.h: written without its folder, or not in lib"),
    ("lib/base/arena.c", "base/nobody.h", "base/nobody.h: written without its folder, or not in lib"),
    ("cgi-bin/crm/main.c", "nobody.h", "nobody.h: neither of this folder nor of lib"),
    ("cgi-bin/crm/main.c", "mailing/mailing.h", "mailing/mailing.h: neither of this folder nor of lib"),
    ("cgi-bin/crm/main.c", "../mailing/mailing.h", "../mailing/mailing.h: neither of this folder nor of lib"),
    ("daemons/mailer/main.c", "app.h", "app.h: neither of this folder nor of lib"),
])
def test_an_include(tree, file, include, what):
    path = tree / file
    if not path.exists():  # files come and go: any of the room
        path = min(path.parent.rglob("*.c"))
    name = str(path.relative_to(tree))
    with written(path, f'#include "{include}"\n' + path.read_text()):
        assert lint("rooms", tree) == (1, [f"{name}:1: {what}"])


@pytest.mark.parametrize("file, what", [
    ("lib/attic/old.c", "lib/attic: no room of this name"),
    ("lib/model/attic/old.c", "lib/model/attic: no room of this name"),
    ("lib/old.c", "lib/old.c: no room of this name"),
])
def test_a_file_in_no_room(tree, file, what):
    with written(tree / file, "int old;\n"):
        assert lint("rooms", tree) == (1, [f"{file}:1: {what}"])


def test_a_room_that_sees_what_is_above_it(tree):
    text = (ROOT / "tests/lint/rooms").read_text()
    assert text.count('"conf": "base",') == 1
    status, lines = lint("rooms", tree, text.replace('"conf": "base",', '"conf": "base page",'))
    assert status == 1 and lines == ["tests/lint/rooms: conf sees page, which is not below it"]


# ---- the form of a file ----


@pytest.mark.parametrize("name", ["lib/base/x.c", "cgi-bin/crm/x.h", "tests/unit/x.c"])
@pytest.mark.parametrize("text, line, what", [
    ("int one;\nint  wide;\n", 2, "not as clang-format writes it"),
    ('char s[] = "%s";\n' % ("x" * 106), 0, ""),
    ('char s[] = "%s";\n' % ("x" * 107), 1, "121 columns, at most 120"),
    ('int a;\nchar s[] = "%s";\n' % ("字" * 53), 0, ""),
    ('int a;\nchar s[] = "%sx";\n' % ("字" * 53), 2, "121 columns, at most 120"),
    ("int a;\n" * 399, 0, ""),
    ("int a;\n" * 400, 400, "400 lines, under 400 are allowed"),
    (FUNCTION % LINES, 0, ""),
    ("int a;\n\n" + FUNCTION % (LINES + "    n += 48;\n"), 4, "a function of 50 lines, under 50 are allowed"),
])
def test_a_file(tmp_path, text, line, what, name):
    shutil.copy(ROOT / ".clang-format", tmp_path)
    with written(tmp_path / name, text):
        status, lines = lint("code", tmp_path)
    if what:  # of what is too wide clang-format may say something, too
        assert status == 1 and f"{name}:{line}: {what}" in lines and all(at.startswith(f"{name}:{line}: ") for at in lines), lines
    else:
        assert (status, lines) == (0, [])
