"""Files of bulk mails as a recruiter attaches them, and as the receiver finds them."""
import io
import re
import subprocess
import zipfile

from harness import bulk

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
TEXT = "求人票です。\n月給 28万円から。\n".encode()
NAME = "求人票(介護職員).txt"


def upload(client, page, *files, button="files", **values):
    """Choose files on the compose page and press a button: the page that follows."""
    parts = [("file", (name, data, "application/octet-stream")) for name, data in files]
    return client.submit(page, page.form("subject", "body"), values, button=button, files=parts)


def add_file(client, db, noun, id, name=NAME, data=TEXT):
    """A file of a JOB or résumé, through its page; gives the file's id."""
    page = client.get(f"/crm/{noun}/{id}")
    page = client.submit(page, page.form("file", action=f"/crm/{noun}/{id}/file"), files=[("file", (name, data, "text/plain"))])
    assert page.status == 200, page.words[:300]
    return db.value("SELECT MAX(id) FROM file WHERE noun = %s AND noun_id = %s", noun, id)


def shown(page):
    """Uploads on the compose page: name → id."""
    rows = re.findall(r'<li><span class="any">([^<]*)</span>.*?name="drop" value="(\d+)"', page.text, re.S)
    return {name: int(id) for name, id in rows}


def send(client, page, **values):
    """From the compose page to the run."""
    page = bulk.compose(client, page, **values)
    assert page.path.endswith("/confirm"), f"{page.status} {page.path} {page.words[:600]}"
    page = bulk.answer(client, page, "Yes")
    assert page.path.endswith("/started"), f"{page.status} {page.words[:600]}"
    return bulk.run_id(page)


def unpack(data, password, folder):
    """What `unzip` and `7z` both make of a ZIP; None where they refuse."""
    folder.mkdir(exist_ok=True)
    path = folder / "mail.zip"
    path.write_bytes(data)
    found = []
    for tool in (["unzip", "-o", "-q", "-P", password, str(path), "-d"], ["7z", "x", "-y", "-bd", f"-p{password}", str(path), "-o"]):
        out = folder / tool[0]
        out.mkdir(exist_ok=True)
        command = tool + [str(out)] if tool[0] == "unzip" else tool[:-1] + [f"-o{out}"]
        done = subprocess.run(command, capture_output=True, env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}, stdin=subprocess.DEVNULL)
        found.append({p.name: p.read_bytes() for p in out.iterdir()} if done.returncode == 0 else None)
    return found


def infos(data):
    return zipfile.ZipFile(io.BytesIO(data)).infolist()
