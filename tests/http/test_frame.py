"""What the frame does for every handler, asked of a program with handlers of the test's own (tests/tool/frame.c)."""
import re
import socket
import struct
import subprocess

import pytest

from harness.suite import ROOT


def record(kind, content=b""):
    return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def pair(name, value):
    return struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name.encode() + value.encode()


class Program:
    """One process behind a socket, asked as a web server asks it."""

    def __init__(self, suite, folder):
        text = suite.conf.read_text()
        for key, value in (("user", "tester"), ("password_file", str(folder / "password"))):
            text = re.sub(rf'^(db: \{{.*?^\s+{key} = )"[^"]*"', rf'\1"{value}"', text, flags=re.M | re.S)
        (folder / "musubi.conf").write_text(text)
        (folder / "password").write_text("tester\n")
        (folder / "password").chmod(0o600)
        self.path = str(folder / "sock")
        with socket.socket(socket.AF_UNIX) as listening, open(folder / "log", "wb") as log:
            listening.bind(self.path)
            listening.listen()
            self.process = subprocess.Popen([suite.bin / "tool/frame", "-c", folder / "musubi.conf", "--var", suite.var],
                                            stdin=listening, stdout=log, stderr=log, cwd=ROOT, env=suite.env())

    def ask(self, method, address):
        path, _, query = address.partition("?")
        params = {"REQUEST_METHOD": method, "DOCUMENT_URI": path, "REQUEST_URI": address, "QUERY_STRING": query, "CONTENT_LENGTH": "0",
                  "CONTENT_TYPE": "application/x-www-form-urlencoded", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1"}
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(self.path)
            s.sendall(record(1, struct.pack(">HB5x", 1, 0)) + record(4, b"".join(pair(*p) for p in params.items())) + record(4) + record(5))
            got = b"".join(iter(lambda: s.recv(65536), b""))
        answer = b""
        while got:
            _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", got[:8])
            answer += got[8:8 + length] if kind == 6 else b""
            got = got[8 + length + padding:]
        head, _, body = answer.partition(b"\r\n\r\n")
        return int(re.match(rb"Status: (\d+)", head)[1]), body.decode()


@pytest.fixture(scope="module")
def program(suite, tmp_path_factory):
    program = Program(suite, tmp_path_factory.mktemp("frame"))
    yield program
    program.process.terminate()
    assert program.process.wait(30) == 0


def test_bad_arguments_without_a_page_reach_no_handler(program):
    assert program.ask("GET", "/frame/without?number=3") == (200, "number 3\n")
    for bad in ("0", "10", "x", ""):
        status, body = program.ask("GET", f"/frame/without?number={bad}")
        assert status == 400 and "<h1>" in body and "number" not in body, body


def test_bad_arguments_with_a_page_are_absent(program):
    assert program.ask("GET", "/frame/with?number=3") == (200, "number 3\n")
    assert program.ask("GET", "/frame/with?number=10") == (200, "number 0\n")


def test_each_try_is_for_the_organisation_of_the_session(program):
    """A handler that had gone over to another organisation when it lost against another transaction begins at home again."""
    assert program.ask("POST", "/frame/elsewhere") == (200, "try 2 for 0\n")
