"""What a person's authenticator app does, and what a camera does with a QR code, made anew here from RFC 6238 and ISO 18004."""
import base64
import hashlib
import hmac
import re
import time
import urllib.parse

STEP = 30


def hotp(secret, counter):
    mac = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), hashlib.sha1)
    at = mac[-1] & 15
    return f"{int.from_bytes(mac[at:at + 4], 'big') % (1 << 31) % 10 ** 6:06d}"


class App:
    """Codes of a secret. The programs' clock goes ahead for each, so that it is a new one, and so that it is the beginning of its step:
    there is time to send it before the step ends."""

    def __init__(self, secret, clock):
        self.secret, self.clock, self.ahead = secret, clock, 0

    def next_step(self, least=0):
        """The number of a step that is now, none that was before, at least so many seconds further."""
        self.ahead += least
        self.ahead += STEP + 1 - int(time.time() + self.ahead) % STEP
        self.clock(self.ahead)
        return int(time.time() + self.ahead) // STEP

    def code(self, away=0, least=0):
        """The code of the step that is now, or of one so many steps away from it."""
        return hotp(self.secret, self.next_step(least) + away)


# ---- QR codes ------------------------------------------------------------------------------------------------------------

ALIGN = {2: (6, 18), 3: (6, 22), 4: (6, 26), 5: (6, 30), 6: (6, 34), 7: (6, 22, 38), 8: (6, 24, 42), 9: (6, 26, 46)}
BLOCKS_M = {1: [16], 2: [28], 3: [44], 4: [32] * 2, 5: [43] * 2, 6: [27] * 4, 7: [31] * 4, 8: [38] * 2 + [39] * 2, 9: [36] * 3 + [37] * 2}
MASKS = [lambda y, x: (y + x) % 2, lambda y, x: y % 2, lambda y, x: x % 3, lambda y, x: (y + x) % 3, lambda y, x: (y // 2 + x // 3) % 2,
         lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2, lambda y, x: ((y + x) % 2 + y * x % 3) % 2]


def modules(page_text):
    """The dark modules of the page's SVG, without the border."""
    size, path = re.search(r'viewBox="0 0 (\d+) \1" shape-rendering="crispEdges">.*?<path fill="#000" d="([^"]+)"', page_text, re.S).groups()
    grid = [[0] * (int(size) - 8) for _ in range(int(size) - 8)]
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path)
    assert "".join(f"M{x} {y}h{n}v1h-{n}z" for x, y, n in runs) == path
    for x, y, n in (map(int, run) for run in runs):
        grid[y - 4][x - 4:x - 4 + n] = [1] * n
    return grid


def is_function(n, version, y, x):
    if y < 9 and (x < 9 or x >= n - 8) or x < 9 and y >= n - 8 or y == 6 or x == 6:
        return True
    if version >= 7 and (y < 6 and n - 11 <= x < n - 8 or x < 6 and n - 11 <= y < n - 8):
        return True
    centres = ALIGN.get(version, ())
    return any(abs(y - a) <= 2 and abs(x - b) <= 2 for a in centres for b in centres
               if (a, b) not in ((6, 6), (6, n - 7), (n - 7, 6)))


def qr_text(page_text):
    """What the QR code of a page says: one of correction level M with bytes, read without correcting anything."""
    grid = modules(page_text)
    n = len(grid)
    version = (n - 17) // 4
    form = [grid[8][x] for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [grid[y][8] for y in (7, 5, 4, 3, 2, 1, 0)]
    form = int("".join(map(str, form)), 2) ^ 0b101010000010010
    assert form >> 13 == 0, "another correction level"
    mask = MASKS[form >> 10 & 7]
    bits, up, x = [], True, n - 1
    while x > 0:
        x -= x == 6
        for y in range(n - 1, -1, -1) if up else range(n):
            bits += [grid[y][c] ^ (mask(y, c) == 0) for c in (x, x - 1) if not is_function(n, version, y, c)]
        up, x = not up, x - 2
    words = [int("".join(str(int(b)) for b in bits[i:i + 8]), 2) for i in range(0, len(bits) - 7, 8)]
    sizes = BLOCKS_M[version]
    blocks, at = [[] for _ in sizes], 0
    for i in range(max(sizes)):
        for block, size in zip(blocks, sizes):
            if i < size:
                block.append(words[at])
                at += 1
    data = int.from_bytes(bytes(sum(blocks, [])), "big")
    total = sum(sizes) * 8
    assert data >> total - 4 == 4, "not bytes"
    length = data >> total - 12 & 255
    return (data >> total - 12 - 8 * length & (1 << 8 * length) - 1).to_bytes(length, "big").decode()


def secret_of(page):
    """The secret of the set-up page as text in groups of four; the QR code says the same."""
    groups = re.search(r'<code id="secret">((?:[A-Z2-7]{4} ?){8})</code>', page.text).group(1)
    uri = urllib.parse.urlsplit(qr_text(page.text))
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp") and uri.path.startswith("/Musubi:")
    secret = groups.replace(" ", "")
    assert urllib.parse.parse_qs(uri.query) == {"secret": [secret], "issuer": ["Musubi"]}
    return secret


def codes_of(page):
    return re.findall(r"<code>([0-9a-z]{4}(?:-[0-9a-z]{4}){3})</code>", page.text)


def begin(client):
    """To the set-up page, with the password."""
    page = client.get("/account/two-factor")
    page = client.submit(page, page.form("old"), old=client.account.password)
    assert page.path == "/account/two-factor/set", page.words[:300]
    return page


def switch_on(client, clock):
    """Two-factor sign-in of who is signed in; the app, and the page with the recovery codes."""
    page = begin(client)
    app = App(secret_of(page), clock)
    page = client.submit(page, page.form("code"), code=app.code())
    assert page.status == 200 and len(codes_of(page)) == 10, page.words[:300]
    return app, page
