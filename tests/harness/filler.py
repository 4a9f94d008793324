"""Finds out by trying what every form of every program wants: a POST's form is looked for on the pages of the same organisation, what
the program refuses is given the next likely value, until it is taken. Nothing is known of any form beforehand."""
import itertools
import re

from harness.sweep import OWN_IDS, OWN_MARK, PASSWORD

MAIL = "a new address each time"
LIKELY = ["試験", "シケン", MAIL, str(OWN_IDS[0]), f"{OWN_MARK}{OWN_IDS[0]}", "5", "03-1234-5678", "100-0001", "https://example.jp/",
          "2026-01-15", PASSWORD, ""]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d494844520000000100000001080600000015c4890000000d49444154789c6360606060000000050001"
                    "a5f645400000000049454e44ae426082")
KNOWN = {"old": PASSWORD, "password": "another-long-phrase", "again": "another-long-phrase"}
ROUNDS = 14
GOOD = (200, 303)
TOKEN = "token"
numbers = itertools.count(1)


class Filled:
    """How to send a form so that it is taken: body and files for an id; whether it worked, and what was answered last."""

    def __init__(self, route, who):
        self.route, self.who, self.works, self.body, self.files, self.answer, self.ids, self.sent = route, who, False, {}, None, None, (), {}

    def settle(self, **changes):
        """What is going to be sent, with a new address where one is wanted."""
        body = {k: v for k, v in {**self.body, **changes}.items() if v is not None}
        self.sent = {k: f"fill{next(numbers)}@plant.example.jp" if v == MAIL else v for k, v in body.items()}

    def send(self, visitor, *ids, token=None, **changes):
        self.settle(**changes)
        return self.resend(visitor, *ids, token=token)

    def resend(self, visitor, *ids, token=None, **changes):
        """The same as before, to the letter but for the changes."""
        more = {"files": self.files} if self.files else {}
        return visitor.send(self.route, *ids, data=flat({**self.sent, **changes}), token=token, **more)


def flat(body):
    return [(n, v) for n, values in body.items() for v in (values if isinstance(values, list) else [values])]


def errors(page):
    return set(re.findall(r'id="([a-z_0-9]+)-err"', page.text)) | set(re.findall(r'<a href="#([a-z_0-9]+)">', page.text))


def role_for(route):
    roles = route.roles - {"public"}
    return next((r for r in ("admin", "member", "reader", "sysadmin", "support", "sales") if r in roles), min(roles) if roles else "nobody")


class Filler:
    def __init__(self, sweep):
        self.sweep = sweep
        self.done = {}

    def form_for(self, route, who, ids):
        """The form that leads to this route, on the page that is most like it."""
        target = route.at(*ids)
        visitor = self.sweep.fresh(who)
        sources = [g for g in self.sweep.routes if g.method == "GET" and g.area == route.area and len(g.ids) <= len(ids)
                   and (who in g.roles or g.public) and not g.path.endswith("/csv")]
        sources.sort(key=lambda g: (g.path != route.path, not g.path.startswith(route.path), -len(common(g.path, route.path)), len(g.path)))
        for source in sources[:6]:
            page = visitor.send(source, *ids[:len(source.ids)])
            for form in page.forms if page.status == 200 and "html" in page.headers["Content-Type"] else []:
                if form.method == "post" and (form.action or source.at(*ids)).split("?")[0] == target:
                    return form
        return None

    def files_for(self, route, who):
        """What an upload may want: the export of the same list, an image, a text."""
        found = []
        for g in self.sweep.routes:
            if g.method == "GET" and g.path.endswith("/csv") and not g.ids and common(g.path, route.path) == g.path[:-3] and who in g.roles:
                found.append(("一覧.csv", self.sweep.fresh(who).send(g).content, "text/csv"))
        return found + [("図.png", PNG, "image/png"), ("文.txt", "試験です。\n".encode(), "text/plain")]

    def filled(self, route):
        if route not in self.done:
            known = self.sweep.suite.filled.get(str(route))
            self.done[route] = known or self.fill(route)
            if set(self.done[route].ids) <= set(OWN_IDS):  # other records are gone with this test's rows
                self.sweep.suite.filled[str(route)] = self.done[route]
        return self.done[route]

    def fill(self, route):
        filled = Filled(route, role_for(route))
        # each form works on a record of its own: what one closes or deletes is not there for the next
        turn = sum(map(ord, route.path)) % len(OWN_IDS)
        for again in (False, True):
            if again:
                self.sweep.replant()
            for id in self.led_to(route) + (OWN_IDS[turn:] + OWN_IDS[:turn])[:len(OWN_IDS) if route.ids else 1]:
                filled.ids = tuple(self.sweep.own.id if p == "org_id" else id for p in route.ids)
                if self.try_one(filled):
                    return filled
        return filled

    def led_to(self, route):
        """The number that another form has led to, for the second step of two."""
        pattern = re.compile(re.sub(r":[a-z_]+", r"(\\d+)", route.path) + r"\b")
        found = [pattern.match(f.answer.headers.get("Location", "")) for f in self.done.values()] if len(route.ids) == 1 else []
        return tuple(int(m[1]) for m in found if m)[-1:]

    def try_one(self, filled):
        route, ids = filled.route, filled.ids
        form = self.form_for(route, filled.who, ids)
        options = dict(form.choices) if form else {}
        filled.body = start(form, route)
        upload = form.files[0] if form and form.files else None
        files = self.files_for(route, filled.who) if upload else []
        tried = {}
        for _ in range(ROUNDS):
            self.sweep.forgive(filled.who)
            filled.files = {upload: files[tried.get(upload, 0) % len(files)]} if upload else None
            page = filled.answer = filled.send(self.sweep.fresh(filled.who), *ids)
            wrong = errors(page) & set(route.fields)
            if page.status != 422 or not wrong:
                break
            for name in wrong:
                values = options.get(name) or LIKELY
                if name != upload:
                    filled.body[name] = values[tried.get(name, 0) % len(values)]
                tried[name] = tried.get(name, 0) + 1
        filled.works = page.status in GOOD
        return filled.works


def start(form, route):
    body = {}
    for name, value in form.fields if form else []:
        if name != TOKEN:
            body.setdefault(name, []).append(value)
    for name in route.fields:
        if name not in body and not (form and (name in form.files or name in form.choices)):
            body[name] = [LIKELY[0]]
        if name in KNOWN:
            body[name] = [KNOWN[name]]
    for button in form.buttons[:1] if form else []:
        if button[0]:
            body[button[0]] = [button[1]]
    return body


def common(a, b):
    n = 0
    while n < min(len(a), len(b)) and a[n] == b[n]:
        n += 1
    return a[:n]
