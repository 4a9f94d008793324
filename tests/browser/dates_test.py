"""The whole suite on days that programs get wrong: everything begins on that day, programs, daemons and demo data, and every page is what
it is today. A day is always one that is still to come."""
import calendar
import datetime
import email.utils
import time

import pytest

from harness import demo
from harness import pages as site
from harness.browser import Browser
from harness.client import Client
from harness.suite import TEST_VAR, Suite
from harness.world import Db

UTC = datetime.timezone.utc


def month_end():
    """Half past eleven in the evening of the 31st of a month, in Tokyo; the month after it is shorter."""
    now = datetime.datetime.now(UTC)
    days = (now + datetime.timedelta(days=n) for n in range(1, 366))
    day = next(d for d in days if d.day == 31 and (d + datetime.timedelta(days=1)).month in (2, 4, 6, 9, 11))
    return day.replace(hour=14, minute=30, second=0)


def leap_day():
    """Noon of a 29th of February."""
    now = datetime.datetime.now(UTC)
    year = next(y for y in range(now.year, now.year + 9) if calendar.isleap(y) and datetime.datetime(y, 2, 29, tzinfo=UTC) > now)
    return datetime.datetime(year, 2, 29, 3, tzinfo=UTC)


def new_year():
    """The first hour of a year in Tokyo: in UTC the old one goes on for nine hours."""
    now = datetime.datetime.now(UTC)
    at = datetime.datetime(now.year, 12, 31, 15, 30, tzinfo=UTC)
    return at if at > now else at.replace(year=now.year + 1)


@pytest.fixture(scope="module")
def beginnings():
    """The suite of this file, which begins anew each time it is asked for a time. Of the build without sanitizers, which starts in a tenth of
    the time: the same pages are shown with them by pages_test.py."""
    suite = Suite(TEST_VAR + "-dates", {"password.scrypt_log2n": "10", "test.clock": "true"}, "release")

    def begin(at):
        ahead = at.timestamp() - time.time()
        suite.begin_again(ahead) if suite.procs else suite.begin(ahead)
        suite.ahead = ahead
        return suite
    try:
        yield begin
    finally:
        suite.end()
    assert not suite.damage(), "\n".join(suite.damage())


@pytest.mark.parametrize("at", [month_end, leap_day, new_year])
def test_every_page(beginnings, at):
    suite = beginnings(at())
    db = Db(suite.socket)
    demo.dated(db, now_of(suite, Client(suite.url).get("/account/signin")))
    pages = site.every(suite, db)
    for lang in ("ja", "en"):
        wrong = site.faults(pages, lambda lang: Client(suite.url, lang), lang, markup=lang == "ja")
        assert not wrong, "\n".join(wrong)
    for login in demo.ADMINS:
        client = Client(suite.url)
        client.sign_in(login, demo.PASSWORD)
        page = client.get("/crm/")
        demo.lively(page, now_of(suite, page))
        today = now_of(suite, page).astimezone(demo.JAPAN).strftime("%Y/%m/%d")
        assert today in client.get("/account/sessions").words, today
    db.close()
    if at is new_year:
        look(suite)


def now_of(suite, page):
    """The programs' time of an answer."""
    return email.utils.parsedate_to_datetime(page.headers["Date"]) + datetime.timedelta(seconds=suite.ahead)


def look(suite):
    """A browser keeps its session although its own clock is another one, and draws the figures."""
    browser = Browser(suite.url)
    try:
        browser.open("/account/signin")
        browser.fill(login=demo.ADMINS[0], password=demo.PASSWORD)
        browser.follow(browser.one("form:has([name=password]) button"))
        browser.open("/crm/")
        assert len([bar for bar in browser.all("#mails ~ figure rect.f-sent") if bar.rect["height"] > 0]) >= 6, browser.words
        assert not browser.problems() and not browser.too_wide()
    finally:
        browser.quit()
