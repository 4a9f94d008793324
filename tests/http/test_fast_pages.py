"""The lists are written by lib/page/fast: a template that leaves what it can read loses the speed of its page, and nobody would see it."""
import subprocess

import pytest

LISTS = ["resume", "company", "contact", "process"]  # not of jobs: its template cuts the column of the salary in two
PARTS = {"def:part_nav", "def:part_run_icon", "def:part_crumbs", "def:part_search", "def:part_thead"}


@pytest.fixture(scope="module")
def pages(suite):
    """Template → what --pages says that is made of it."""
    text = subprocess.run([suite.bin / "crm.fcgi", "--pages"], capture_output=True, text=True, check=True).stdout
    return {name: set(made) for name, *made in (line.split("\t") for line in text.splitlines())}


@pytest.mark.parametrize("noun", LISTS)
def test_lists(pages, noun):
    assert "each:Rows" in pages[f"crm/{noun}_list.cs"]


@pytest.mark.parametrize("noun", [*LISTS, "job"])
def test_what_stands_around_a_list(pages, noun):
    assert PARTS <= pages[f"crm/{noun}_list.cs"]


def test_every_page_with_menu_keeps_it(pages):
    assert all("def:part_nav" in made for name, made in pages.items() if not name.startswith("error/")), pages
