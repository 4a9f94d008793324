"""nginx alone: what it answers when no program is asked or none can answer."""
import socket

from harness.suite import until


def test_root_leads_to_account(client):
    page = client.get("/", follow=False)
    assert page.status == 303
    assert page.headers["Location"] == "/account/"


def test_unknown_area_is_a_calm_404(client):
    page = client.get("/nothing/here")
    assert page.status == 404
    assert "ページが見つかりません" in page.words
    assert "nginx" not in page.text


def test_headers_of_static_answers(client):
    headers = client.get("/nothing").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Server"] == "nginx"


def test_large_body_is_refused_before_it_is_read(suite, client):
    area = suite.areas()[0]
    page = client.post(f"/{area}/", data=b"x" * (35 << 20))
    assert page.status == 413
    assert "大きすぎます" in page.words


def test_503_while_an_area_is_away_and_back_by_itself(suite, client):
    area = suite.areas()[0]
    suite.stop(f"fcgi:{area}")
    try:
        page = client.get(f"/{area}/", follow=False)
        assert page.status == 503
        assert page.headers["Retry-After"] == "30"
        assert "ただいまご利用いただけません" in page.words
    finally:
        suite.start(f"fcgi:{area}")
    until(lambda: client.get(f"/{area}/", follow=False).status != 503)


def test_listens_on_the_loopback_address_only(suite):
    for line in open("/proc/net/tcp").readlines()[1:]:
        local, state = line.split()[1], line.split()[3]
        address, port = local.split(":")
        if state == "0A" and int(port, 16) == suite.port:
            assert socket.inet_ntoa(bytes.fromhex(address)[::-1]) == "127.0.0.1"
