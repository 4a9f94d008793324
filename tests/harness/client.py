"""A browser without script: a requests session that reads forms out of pages and sends them back as a browser would."""
import html.parser
import re
import urllib.parse

import requests


class Form:
    def __init__(self, attrs):
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.multipart = attrs.get("enctype") == "multipart/form-data"
        self.id = attrs.get("id") or ""
        self.fields = []   # (name, value) as a browser would send them now
        self.choices = {}  # name → values of check boxes, radio buttons and select options
        self.files = []    # names of file fields
        self.buttons = []  # (name, value, text)

    def names(self):
        return [n for n, _ in self.fields] + list(self.choices) + self.files

    def get(self, name):
        return next((v for n, v in self.fields if n == name), None)

    def data(self, values, button):
        """What is sent: the fields as they stand, changed by values (None leaves a field out, a list gives several)."""
        known = set(self.names()) | {n for n, _, _ in self.buttons}
        unknown = [n for n in values if n not in known]
        assert not unknown, f"form {self.action} has no field {unknown}, only {sorted(known)}"
        sent = [(n, v) for n, v in self.fields if n not in values]
        for name, value in values.items():
            if value is not None:
                sent += [(name, str(v)) for v in (value if isinstance(value, (list, tuple)) else [value])]
        if button is not None:
            found = [b for b in self.buttons if button in (b[0], b[1], b[2])]
            assert found, f"form {self.action} has no button {button!r}, only {self.buttons}"
            sent += [found[0][:2]] if found[0][0] else []
        return sent


class _Reader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.by_id, self.form = [], {}, None
        self.select = self.option = self.area = self.button = None
        self.links, self.link, self.out, self.mute = [], None, [], 0

    def owner(self, a):
        return self.by_id.get(a["form"]) if a.get("form") else self.form

    def handle_starttag(self, tag, attrs):
        a = {k: "" if v is None else v for k, v in attrs}
        if tag in ("script", "style", "template"):
            self.mute += 1
        if tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
            self.by_id[self.form.id] = self.form
        elif tag == "a" and "href" in a:
            self.link = [a["href"], ""]
        form = self.owner(a)
        if form is None or "disabled" in a:
            return
        name = a.get("name", "")
        if tag == "input":
            self.input(form, name, a)
        elif tag == "select" and name:
            self.select = (form, name, [], "multiple" in a)
        elif tag == "option" and self.select:
            self.end_option()  # its end tag may be left out
            self.option = [a.get("value"), "", "selected" in a]
        elif tag == "textarea":
            self.area = (form, name, [])
        elif tag == "button" and a.get("type", "submit") == "submit":
            self.button = [form, name, a.get("value", ""), ""]

    def input(self, form, name, a):
        kind = a.get("type", "text").lower()
        if kind in ("submit", "image"):
            form.buttons.append((name, a.get("value", ""), a.get("value", "")))
        elif not name or kind in ("button", "reset"):
            pass
        elif kind == "file":
            form.files.append(name)
        elif kind in ("checkbox", "radio"):
            form.choices.setdefault(name, []).append(a.get("value", "on"))
            if "checked" in a:
                form.fields.append((name, a.get("value", "on")))
        else:
            form.fields.append((name, a.get("value", "")))

    def handle_data(self, data):
        if not self.mute:
            self.out.append(data)
        for target in (self.option, self.link):
            if target is not None:
                target[1] += data
        if self.area:
            self.area[2].append(data)
        if self.button:
            self.button[3] += data

    def handle_endtag(self, tag):
        if tag in ("script", "style", "template"):
            self.mute -= 1
        if tag == "form":
            self.form = None
        elif tag == "a" and self.link:
            self.links.append((self.link[0], self.link[1].strip()))
            self.link = None
        elif tag == "option":
            self.end_option()
        elif tag == "select" and self.select:
            self.end_option()
            self.end_select()
        elif tag == "textarea" and self.area:
            form, name, parts = self.area
            text = "".join(parts)
            form.fields.append((name, text[1:] if text.startswith("\n") else text))
            self.area = None
        elif tag == "button" and self.button:
            form, name, value, text = self.button
            form.buttons.append((name, value, text.strip()))
            self.button = None

    def end_option(self):
        if self.select and self.option:
            value = self.option[1].strip() if self.option[0] is None else self.option[0]
            self.select[2].append((value, self.option[2]))
        self.option = None

    def end_select(self):
        form, name, options, multiple = self.select
        chosen = [v for v, selected in options if selected] or ([options[0][0]] if options and not multiple else [])
        form.choices[name] = [v for v, _ in options]
        form.fields += [(name, v) for v in chosen]
        self.select = None


class Page:
    """An answer: status, headers, text, forms, links; missing attributes come from the requests response."""

    def __init__(self, response):
        self.response = response
        self._read = None

    def __getattr__(self, name):
        return getattr(self.response, name)

    @property
    def status(self):
        return self.response.status_code

    @property
    def read(self):
        if self._read is None:
            read = _Reader()
            read.feed(self.response.text)
            read.close()
            self._read = read  # whole: threads share a page
        return self._read

    @property
    def forms(self):
        return self.read.forms

    @property
    def links(self):
        return self.read.links

    @property
    def words(self):
        """The text that is seen, white space folded."""
        return re.sub(r"\s+", " ", "".join(self.read.out)).strip()

    @property
    def path(self):
        return urllib.parse.urlsplit(self.response.url).path

    def form(self, *fields, action=None):
        """The form that has all these fields (or this action)."""
        for form in self.forms:
            if set(fields) <= set(form.names()) and action in (None, form.action):
                return form
        raise AssertionError(f"{self.response.url} ({self.status}): no form with {fields or action}; it has "
                             f"{[(f.action, f.names()) for f in self.forms]}: {self.words[:500]}")


class Client:
    def __init__(self, url, lang="ja"):
        self.url = url
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers.update({"Accept-Language": lang, "User-Agent": "musubi-test"})

    def request(self, method, path, follow=True, **kw):
        return Page(self.http.request(method, urllib.parse.urljoin(self.url + "/", path), allow_redirects=follow, timeout=120, **kw))

    def get(self, path, follow=True, **kw):
        return self.request("GET", path, follow, **kw)

    def post(self, path, data=None, follow=True, **kw):
        """A bare POST, without token unless data has one: for tests of refusals."""
        return self.request("POST", path, follow, data=data, **kw)

    def submit(self, page, form, values=None, button=None, files=None, follow=True, **more):
        """Send a form of a page, with values as changes; files: {field: (name, bytes, type)} or a list of pairs."""
        data = form.data({**(values or {}), **more}, button)
        target = urllib.parse.urljoin(page.response.url, form.action or page.response.url)
        if form.method == "get":
            return self.request("GET", target.split("?")[0], follow, params=data)
        if form.multipart:
            parts = list(files.items() if isinstance(files, dict) else files or [])
            # A browser sends an empty part for a file field without file.
            parts += [(name, ("", b"", "application/octet-stream")) for name in form.files if name not in dict(parts)]
            return self.request("POST", target, follow, files=[(n, (None, v)) for n, v in data] + parts)
        return self.request("POST", target, follow, data=data)

    def sign_in(self, login, password, follow=True):
        page = self.get("/account/signin")
        form = next(f for f in page.forms if "password" in f.names())
        name = next(n for n, _ in form.fields if n in ("login", "login_id", "mail"))
        return self.submit(page, form, {name: login, "password": password}, follow=follow)
