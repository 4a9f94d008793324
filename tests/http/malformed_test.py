"""Requests that no browser sends. What nginx would already refuse is sent to the program itself, in the FastCGI protocol: a program must
not depend on the web server in front of it, and must be as well as before afterwards."""
import contextlib
import re
import socket
import struct

import pytest

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=XbX"
PART = b'--XbX\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
FILE = b'--XbX\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\nx\r\n'


def record(kind, content, ident=1):
    return struct.pack(">BBHHBx", 1, kind, ident, len(content), 0) + content


def pair(name, value):
    name, value = name.encode(), value if isinstance(value, bytes) else value.encode()
    return struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name + value


class Answer:
    def __init__(self, raw):
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.head = head.decode()
        found = re.match(r"Status: (\d{3})", self.head)
        self.status = int(found[1]) if found else None
        self.text = self.body.decode()


def ask(suite, body=b"", **params):
    """One FastCGI request (FastCGI specification 1.0) to the area account."""
    given = {"REQUEST_METHOD": "POST", "REQUEST_URI": "/account/signin", "QUERY_STRING": "", "CONTENT_TYPE": URLENCODED,
             "CONTENT_LENGTH": str(len(body)), "REMOTE_ADDR": "192.0.2.9", **params}
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as s:
        s.settimeout(20)
        s.connect(f"{(suite.var / 'run').readlink()}/account.sock")
        s.sendall(record(1, struct.pack(">HB5x", 1, 0)))
        s.sendall(record(4, b"".join(pair(n, v) for n, v in given.items() if v is not None)) + record(4, b""))
        for at in range(0, len(body), 60000):
            s.sendall(record(5, body[at:at + 60000]))
        s.sendall(record(5, b""))
        data = b""
        with contextlib.suppress(ConnectionResetError):
            while part := s.recv(65536):
                data += part
    out = b""
    while len(data) >= 8:
        _, kind, _, length, padding = struct.unpack(">BBHHBx", data[:8])
        if kind == 6:
            out += data[8:8 + length]
        data = data[8 + length + padding:]
    return Answer(out)


@pytest.fixture(autouse=True)
def still_well(suite, client):
    yield
    assert client.get("/account/signin").status == 200


def get(suite, **params):
    return ask(suite, REQUEST_METHOD="GET", CONTENT_TYPE="", CONTENT_LENGTH="", **params)


def test_a_good_request_passes(suite):
    """What the refusals below are measured against."""
    answer = get(suite)
    assert answer.status == 200
    assert "ログイン" in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "get", "", "POST\r\nX: y"])
def test_methods(suite, method):
    assert ask(suite, REQUEST_METHOD=method).status == 405


@pytest.mark.parametrize("path", [
    "/account/../account/signin", "/account//signin", "/account/%2e%2e/x", "/account/.", "/account/%00", "/account/%zz", "/account/%4",
    "/account/a%0d%0aSet-Cookie:%20a=b", "account", "", "http://example.jp/account/", "/account/%c0%ae", "/account/\\x", "/account/%ff",
])
def test_paths(suite, path):
    answer = get(suite, REQUEST_URI=path)
    assert answer.status == 400
    assert "Set-Cookie: a=b" not in answer.head


def test_long_paths_and_queries(suite):
    assert get(suite, REQUEST_URI="/" + "a" * 1000).status == 413
    assert get(suite, QUERY_STRING="a=" + "b" * 8000).status == 413
    assert get(suite, HTTP_COOKIE="a=" + "b" * 5000).status == 413
    assert get(suite, HTTP_COOKIE="a=1;" * 51).status == 400
    assert get(suite, QUERY_STRING="a=1&" * 1999 + "a=1").status == 200
    assert get(suite, QUERY_STRING="a&" * 2101).status == 400


@pytest.mark.parametrize("query", ["a=%", "a=%0", "a=%xy", "a=%00", "a=%ff", "a=b c", "=1", b"a=\xff"])
def test_queries(suite, query):
    assert get(suite, QUERY_STRING=query).status == 400


@pytest.mark.parametrize("length", ["-1", "+3", " 3", "3 ", "0x3", "3,3", "1e1", "99999999999999999999", "abc"])
def test_content_lengths_that_are_no_number(suite, length):
    assert ask(suite, b"a=1", CONTENT_LENGTH=length).status == 400


def test_content_length_beyond_32_bits(suite):
    """ClearSilver's parser took 4294967299 for 3."""
    assert ask(suite, b"a=1", CONTENT_LENGTH="4294967299").status == 413


@pytest.mark.parametrize("kind", [URLENCODED, MULTIPART])
def test_bodies_that_end_early(suite, kind):
    answer = ask(suite, b"--XbX\r\n", CONTENT_TYPE=kind, CONTENT_LENGTH="1000")
    assert answer.status == 400
    assert "途中で切れました" in answer.text


@pytest.mark.parametrize("kind", ["", "text/plain", "application/json", "multipart/mixed; boundary=XbX", "a" * 5000])
def test_content_types(suite, kind):
    answer = ask(suite, b"a=1", CONTENT_TYPE=kind)
    assert answer.status == 400
    assert "形式" in answer.text


@pytest.mark.parametrize("body", [b"a=%", b"a=%00", b"a=\0", b"a=%ff", b"=1", b"a" * 65 + b"=1", b"a&" * 2101])
def test_urlencoded_bodies(suite, body):
    assert ask(suite, body).status == 400


@pytest.mark.parametrize("body", [
    b"", b"--XbX", b"--XbX\r\n", b"preamble\r\n" + PART % (b"a", b"1") + b"--XbX--", PART % (b"a", b"1"), PART % (b"", b"1") + b"--XbX--",
    PART % (b"a", b"\xff") + b"--XbX--", PART % (b"a", b"\0") + b"--XbX--", b"--XbX\r\nX: " + b"x" * 9000 + b"\r\n\r\n1\r\n--XbX--",
    b"--XbX\r\nContent-Disposition: form-data\r\n\r\n1\r\n--XbX--", PART % (b"a", b"1") * 2101 + b"--XbX--", FILE + b"--XbX--",
])
def test_multipart_bodies(suite, body):
    """The sign-in form takes no files, so one is refused like the rest."""
    assert ask(suite, body, CONTENT_TYPE=MULTIPART).status == 400


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "x" * 71,
                                  'multipart/form-data; boundary="XbX', "multipart/form-data; boundary=a; boundary=b",
                                  "multipart/form-data; boundary=\xff"])
def test_boundaries(suite, kind):
    """One upload without boundary crashed ClearSilver's parser."""
    assert ask(suite, PART % (b"a", b"1") + b"--XbX--", CONTENT_TYPE=kind).status == 400


def test_large_bodies(suite):
    assert ask(suite, b"a=" + b"1" * (2 << 20)).status == 413
    assert ask(suite, PART % (b"a", b"1" * (2 << 20)) + b"--XbX--", CONTENT_TYPE=MULTIPART).status == 413


def test_the_client_names_neither_its_address_nor_tls(suite, db):
    """Only the web server's own parameters count: what came as a header is not believed."""
    before = db.value("SELECT COALESCE(MAX(id), 0) FROM audit")
    answer = get(suite, HTTP_X_FORWARDED_FOR="203.0.113.1", HTTP_X_FORWARDED_PROTO="https", HTTP_HTTPS="on", HTTP_HOST="evil.example")
    assert answer.status == 200
    assert "Strict-Transport-Security" not in answer.head
    assert "evil.example" not in answer.text
    assert "Strict-Transport-Security" in get(suite, HTTPS="on").head
    assert not db.all("SELECT id FROM audit WHERE id > %s AND ip = '203.0.113.1'", before)


def test_errors_have_all_headers_and_a_page(suite):
    answer = ask(suite, b"a=%", HTTP_ACCEPT_LANGUAGE="ja")
    for name in ("Content-Security-Policy:", "X-Content-Type-Options: nosniff", "X-Request-Id:", "Cache-Control: no-store"):
        assert name in answer.head
    assert "読み取れませんでした" in answer.text
    assert "req_parse" not in answer.text and "percent" not in answer.text, "the detail is for the log only"


def test_what_stands_for_pieces_of_a_page_cannot_be_typed(world):
    """A page is put together of pieces, for each of which a mark stands in it until it is sent. What a field holds is no such mark."""
    client = world.agency("member")
    for number in range(6):
        page = client.get(f"/crm/resume?age_from=%1e{number}%1e")
        assert page.status == 200
        shown = re.search(r'<input id="age_from"[^>]* value="(.*?)">', page.text, re.S)[1]
        assert shown.strip("\x1e") == str(number), f"{number}: {shown[:200]}"
