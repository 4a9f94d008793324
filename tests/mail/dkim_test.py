"""DKIM signatures, verified by another implementation."""
import base64
import subprocess

import dkim
import pytest

from harness.suite import until
from outbox import mailer_with


def make_key(path, kind):
    """Private key in path; gives the DNS record."""
    args = ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if kind == "rsa" else ["-algorithm", "ed25519"]
    subprocess.run(["openssl", "genpkey", *args, "-out", str(path)], check=True, capture_output=True)
    der = subprocess.run(["openssl", "pkey", "-in", str(path), "-pubout", "-outform", "DER"], check=True, capture_output=True).stdout
    public = der if kind == "rsa" else der[-32:]
    return f"v=DKIM1; k={kind}; p={base64.b64encode(public).decode()}".encode()


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_signed(outbox, mail, suite, kind):
    if kind == "ed25519":
        pytest.importorskip("nacl")
    record = make_key(suite.var / "dkim.pem", kind)
    dns = lambda name, timeout=5: record if name == b"s2026._domainkey.agency.example.jp." else None
    with mailer_with(suite, mail__dkim_domain='"agency.example.jp"', mail__dkim_selector='"s2026"',
                     mail__dkim_key_file=f'"{suite.var}/dkim.pem"'):
        run = outbox.run(outbox.resumes(3), mail_id=outbox.mail(
            subject="【求人のご紹介】{{ 氏名 }}様に、とても長い件名でお知らせします。年収400万円〜450万円のお仕事です",
            body="{{ 氏名 }} 様\n\n  字下げ  と空白 \n\n.\n..点\n" + "長い行" * 300 + "\n\n\n"))
        until(lambda: outbox.state(run) == "done")
    assert len(mail.messages) == 3
    for m in mail.messages:
        assert dkim.verify(m.raw, dnsfunc=dns)
        assert "list-unsubscribe:list-unsubscribe-post" in m["DKIM-Signature"].replace(" ", "")
        # and it fails when anything that it covers is changed
        assert not dkim.verify(m.raw.replace(b"Subject: ", b"Subject: x"), dnsfunc=dns)
        assert not dkim.verify(b"From: x@example.jp\r\n" + m.raw, dnsfunc=dns)
        assert not dkim.verify(m.raw + b"x\r\n", dnsfunc=dns)
