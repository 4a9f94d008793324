"""The suite that most tests drive, and how it is set."""
from harness.suite import Suite


def running(var, mail_server, *variant):
    """A running suite. At its end the logs must tell of no memory error."""
    suite = Suite(var, {
        "password.scrypt_log2n": "10",
        "test.clock": "true",
        "log.level": '"debug"',
        "mail.transport": '"smtp"',
        "mail.relay_host": '"127.0.0.1"',
        "mail.relay_port": str(mail_server.port),
        "mail.relay_tls": '"none"',
        "mail.timeout_seconds": "20",
        "mail.lease_seconds": "30",
        "mail.poll_ms": "50",
        "mail.per_domain": "0",
        "search.walk_limit": "1000",
    }, *variant)
    suite.seeded = True
    try:
        suite.begin()
        mail_server.suites.append(suite)
        yield suite
    finally:
        suite.end()
        if suite in mail_server.suites:
            mail_server.suites.remove(suite)
    assert not suite.damage(), "\n".join(suite.damage())
