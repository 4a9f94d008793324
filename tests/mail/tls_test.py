"""A relay that asks for TLS and a login, as those of the providers do."""
import ssl
import subprocess

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from harness.mailserver import MailServer
from harness.suite import until
from outbox import mailer_with

NOTICE = dict(subject="お知らせ", body="本文\n")
LOGIN = ("musubi", "鍵 and key")


def certificate(directory, name, host):
    """A certificate that signs itself."""
    key, cert = directory / f"{name}.key", directory / f"{name}.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext",
                    f"subjectAltName={host}", "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    directory = tmp_path_factory.mktemp("tls")
    directory.chmod(0o755)
    return {"right": certificate(directory, "right", "IP:127.0.0.1"), "named": certificate(directory, "named", "DNS:other.example.jp")}


@pytest.fixture
def relay(certificates):
    """Gives a relay with one of the certificates; it takes mail after TLS and a login only."""
    started = []

    def start(name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, certificates[name]))
        server = MailServer(tls_context=context, require_starttls=True, auth_required=True, authenticator=check)
        server.logins = []
        started.append(server)
        server.start()
        return server

    def check(server, session, envelope, mechanism, data):
        given = tuple(x.decode() for x in (data.login, data.password)) if isinstance(data, LoginPassword) else ()
        started[-1].logins.append(given)
        return AuthResult(success=given == LOGIN, handled=False)

    yield start
    for server in started:
        server.stop()


def settings(server, ca, password, suite):
    file = suite.var / "secret" / "relay"
    file.write_text(password + "\n")
    file.chmod(0o640)
    return dict(mail__relay_port=server.port, mail__relay_tls='"starttls"', mail__relay_ca_file=f'"{ca}"', mail__relay_user=f'"{LOGIN[0]}"',
                mail__relay_password_file=f'"{file}"', mail__connections=1)


def test_tls_and_login(outbox, mail, suite, certificates, relay):
    server = relay("right")
    with mailer_with(suite, **settings(server, certificates["right"][0], LOGIN[1], suite)):
        id = outbox.single("tls@example.jp", **NOTICE)
        until(lambda: outbox.row(id)["state"] == "sent")
    assert server.logins == [LOGIN] and [m.to for m in server.messages] == ["tls@example.jp"] and not mail.messages


@pytest.mark.parametrize("shown, trusted", [("right", "named"), ("named", "named")])
def test_nothing_is_said_to_a_stranger(outbox, mail, suite, certificates, relay, shown, trusted):
    """A certificate nobody vouches for, and one of another host: no login, no mail; the mail waits."""
    server, told = relay(shown), len(suite.log("mailer"))
    with mailer_with(suite, **settings(server, certificates[trusted][0], LOGIN[1], suite)):
        id = outbox.single("tls@example.jp", **NOTICE)
        until(lambda: server.connections and "relay_away" in suite.log("mailer")[told:])
        row = outbox.row(id)
    assert row["state"] in ("ready", "claimed") and not row["attempts"] and not server.logins and not server.messages


def test_wrong_password_costs_no_mail(outbox, mail, suite, certificates, relay):
    server, told = relay("right"), len(suite.log("mailer"))
    with mailer_with(suite, **settings(server, certificates["right"][0], "wrong", suite)):
        id = outbox.single("tls@example.jp", **NOTICE)
        until(lambda: server.logins and "relay_away" in suite.log("mailer")[told:])
        assert outbox.row(id)["state"] in ("ready", "claimed") and not server.messages
    with mailer_with(suite, **settings(server, certificates["right"][0], LOGIN[1], suite)):
        until(lambda: outbox.row(id)["state"] == "sent", message=lambda: f"{outbox.row(id)} {server.logins}")
    assert len(server.messages) == 1 and "relay_away" in (suite.var / "log" / "mailer.log").read_text()
