"""The Apache configuration serves the same programs as nginx."""
import os
import pathlib
import shutil
import subprocess
import tempfile

import pytest

from harness.client import Client
from harness.suite import ROOT, free_port, until

MODULES = ("mpm_event", "authz_core", "alias", "env", "setenvif", "headers", "expires", "deflate", "filter", "mime", "reqtimeout", "proxy",
           "proxy_fcgi")


@pytest.fixture(scope="module")
def apache(suite):
    """Apache does not serve as root, so it gets a copy of the files and leave to use the sockets."""
    port = free_port()
    folder = pathlib.Path(tempfile.mkdtemp(prefix="musubi-apache-"))
    folder.chmod(0o755)
    for part in ("templates/static", "conf/nginx/pages"):
        shutil.copytree(ROOT / part, folder / "share" / part)
    suite.run_dir.chmod(0o711)
    for area in suite.areas():
        (suite.run_dir / f"{area}.sock").chmod(0o666)
    filled = subprocess.run(["awk", "-f", "conf/fill.awk", "conf/apache/musubi.conf"], cwd=ROOT, check=True, capture_output=True, text=True,
                            env={"PATH": "/usr/bin:/bin", "AREAS": " ".join(suite.areas()), "RUN": str(suite.run_dir),
                                 "SHARE": str(folder / "share"), "MAX_BODY": "35651584"}).stdout
    (folder / "musubi.conf").write_text(filled)
    modules = "\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES)
    (folder / "apache.conf").write_text(f"""
ServerRoot {folder}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/error.log
DefaultRuntimeDir {folder}
{modules}
TypesConfig /etc/mime.types
{"User www-data" if os.getuid() == 0 else ""}
<VirtualHost *:{port}>
Include {folder}/musubi.conf
</VirtualHost>
""")
    proc = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", "--", "/usr/sbin/apache2", "-f", str(folder / "apache.conf"), "-DFOREGROUND"],
                            stderr=subprocess.PIPE, text=True)
    client = Client(f"http://127.0.0.1:{port}")

    def answers():
        assert proc.poll() is None, proc.stderr.read()
        try:
            return client.get("/nothing")
        except OSError:
            return None

    until(answers)
    yield client
    proc.terminate()
    proc.wait(60)
    suite.run_dir.chmod(0o700)
    shutil.rmtree(folder)


def test_root_leads_to_account(apache):
    page = apache.get("/", follow=False)
    assert page.status == 303 and page.headers["Location"].endswith("/account/")


def test_unknown_area_is_a_calm_404(apache):
    page = apache.get("/nothing/here")
    assert page.status == 404 and "ページが見つかりません" in page.words
    assert page.headers["X-Content-Type-Options"] == "nosniff"


def test_program_answers_as_behind_nginx(apache, suite, new_client):
    for path in ("/account/signin", "/account/no-such-page", "/account/signin?lang=en&x=%E7%B5%90"):
        assert apache.get(path).status == new_client().get(path).status != 503


def test_forms_work(apache, world):
    account = world.org().account()
    assert apache.sign_in(account.login, account.password, follow=False).status == 303
    assert apache.get("/account/settings").status == 200


def test_large_body_is_refused(apache):
    assert apache.post("/account/signin", data=b"x" * (35 << 20)).status == 413
