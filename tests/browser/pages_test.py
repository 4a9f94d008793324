"""Every page that the route tables show, with demo data: accessible, valid, small enough, never scrolling sideways, in both languages,
and with nothing on the browser's console (ui.md)."""
import pytest

from harness import judges
from harness import pages as site


@pytest.fixture(scope="module")
def demo(suite):
    suite.load_demo()


@pytest.fixture
def pages(demo, suite, db):
    return site.every(suite, db)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_markup_size_and_language(pages, new_client, db, lang):
    db.run("DELETE FROM throttle")
    wrong = site.faults(pages, new_client, lang)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [1280, 360])
def test_access_and_width(pages, browser, db, width):
    db.run("DELETE FROM throttle")
    wrong, now = [], None
    for area, path in sorted(pages):
        if area in site.EYES and site.EYES[area] != now:
            now = site.EYES[area]
            browser.driver.delete_all_cookies()
            browser.open("/account/signin")
            browser.fill(login=now, password=site.PASSWORD)
            browser.follow(browser.one("form:has([name=password]) button"))
        browser.size(width)
        browser.open(path)
        wrong += [f"{path} at {width}: {p}" for p in browser.problems()]
        if browser.too_wide():
            wrong.append(f"{path} at {width}: scrolls sideways")
        wrong += [f"{path} at {width}: {v}" for v in judges.axe(browser)]
    assert not wrong, "\n".join(wrong)
