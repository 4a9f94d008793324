"""Headers and the shape of every page, of every program: what lib/http/reply.c and nginx promise."""
import re

import html5lib
import pytest

from harness.sweep import NO_ID, OWN_IDS, sweep  # noqa: F401

CSP = {"default-src": ["'none'"], "frame-ancestors": ["'none'"], "base-uri": ["'none'"], "form-action": ["'self'"], "script-src": ["'self'"],
       "style-src": ["'self'"]}
TRACES = re.compile(r"\.c:\d+|#0 0x|mysql|mariadb|errno|SELECT |/work/|\.sock|NEOERR|lib/", re.I)


def pages(sweep):  # noqa: F811
    """(route, answer) of every GET, each as who may see it, an own record and one that is not there."""
    for route in (r for r in sweep.routes if r.method == "GET"):
        who = next((w for w in ("admin", "sysadmin", "support") if w in route.roles), "nobody")
        for id in (OWN_IDS[2], NO_ID) if route.ids else (0,):
            yield route, sweep.visitor(who).send(route, *[id] * len(route.ids))


@pytest.fixture(scope="module")
def answers(sweep):  # noqa: F811
    return list(pages(sweep))


def policy(page):
    return {p.split()[0]: p.split()[1:] for p in page.headers["Content-Security-Policy"].split(";") if p.strip()}


def test_headers(answers):
    wrong = []
    for route, page in answers:
        h = page.headers
        if "unsafe" in h.get("Content-Security-Policy", "unsafe") or any(policy(page).get(k) != v for k, v in CSP.items()):
            wrong.append(f"{route}: {h.get('Content-Security-Policy')}")
        for name, value in {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
                            "X-Frame-Options": "DENY"}.items():
            if h.get(name) != value:
                wrong.append(f"{route}: {name}: {h.get(name)}")
        if not re.fullmatch("[0-9a-f]{32}", h.get("X-Request-Id", "")):
            wrong.append(f"{route}: request id {h.get('X-Request-Id')}")
        if not re.match(r"text/(html|csv); charset=|application/json|(text/plain|message/rfc822|application/|image/)", h.get("Content-Type", "")):
            wrong.append(f"{route}: {h.get('Content-Type')}")
        if page.status == 200 and "html" not in h["Content-Type"] and "json" not in h["Content-Type"] and \
                not h.get("Content-Disposition", "").startswith("attachment"):
            wrong.append(f"{route}: {h['Content-Type']} is not sent as a file")
    assert not wrong, "\n".join(wrong)


def test_static_files(sweep, client, suite):  # noqa: F811
    for name in ("musubi.css", "page.js", "icon.svg"):
        page = client.get(f"/static/{name}")
        assert page.status == 200 and page.headers["X-Content-Type-Options"] == "nosniff"
        assert "unsafe" not in page.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in page.headers


def test_pages_are_what_the_policy_allows(answers):
    """No script or style inside a page, no handler attributes, nothing from elsewhere, forms with token, and HTML that parses."""
    wrong = []
    for route, page in answers:
        if "html" not in page.headers["Content-Type"] or page.status == 303:
            continue
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        document = parser.parse(page.text)
        wrong += [f"{route}: {page.status} not HTML: {kind} at line {at[0]}" for at, kind, _ in parser.errors[:3]]
        ids = [e.get("id") for e in document.iter() if isinstance(e.tag, str) and e.get("id")]
        wrong += [f"{route}: id {i} stands twice" for i in {i for i in ids if ids.count(i) > 1}]
        for element in document.iter():
            if not isinstance(element.tag, str):
                wrong.append(f"{route}: comment {element.text}")
                continue
            for name, value in element.attrib.items():
                if name.startswith("on") or name == "style" or re.match(r"\s*(javascript|data|vbscript):", value, re.I) and name != "src":
                    wrong.append(f"{route}: <{element.tag} {name}={value}>")
                if name in ("src", "action", "formaction") and not re.match(r"(/(?!/)|\?|$)", value):
                    wrong.append(f"{route}: <{element.tag} {name}={value}>")
            if element.tag == "script" and (element.text or "").strip() or element.tag == "style":
                wrong.append(f"{route}: {element.tag} inside the page")
            if element.tag == "form" and element.get("method", "get").lower() == "post" and \
                    not any(i.get("name") == "token" and i.get("value") for i in element.iter("input")):
                wrong.append(f"{route}: form {element.get('action')} without token")
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_errors_name_the_request_and_nothing_else(sweep, answers):  # noqa: F811
    wrong, seen = [], 0
    for route, page in answers:
        if page.status >= 400 and "html" in page.headers["Content-Type"]:
            seen += 1
            own = ":token" in route.path  # a link that is spent has a page of its own
            if not own and page.headers["X-Request-Id"] not in page.words or f" id={page.headers['X-Request-Id']} " not in sweep.log.of(page):
                wrong.append(f"{route}: {page.status} without the request's id")
        if TRACES.search(re.sub(r"<[^>]*>", "", page.text)) if page.status >= 400 else False:
            wrong.append(f"{route}: tells {TRACES.search(page.text)[0]}")
    assert not wrong, "\n".join(wrong)
    assert seen > 5
