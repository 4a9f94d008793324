"""Pictures that are small as files and large in every other respect."""
import struct
import zlib

NOTHING = bytes(1 << 20)
# Width and height of the passes of an interlaced PNG, as shares of eight (ISO/IEC 15948, 8.2).
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def _zeros(count):
    deflate, out = zlib.compressobj(9), []
    while count:
        out.append(deflate.compress(NOTHING[:min(count, len(NOTHING))]))
        count -= min(count, len(NOTHING))
    return b"".join(out) + deflate.flush()


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, bits=8, colour=2, interlaced=False, before=b""):
    """One colour everywhere. colour: 2 RGB, 3 palette, 6 RGBA; before: chunks in front of the pixels."""
    channels = {2: 3, 3: 1, 6: 4}[colour]
    size = lambda w, h: h * (1 + (w * channels * bits + 7) // 8) if w and h else 0
    if interlaced:
        raw = sum(size((width - x + dx - 1) // dx, (height - y + dy - 1) // dy) for x, y, dx, dy in ADAM7)
    else:
        raw = size(width, height)
    palette = _chunk(b"PLTE", bytes(768)) if colour == 3 else b""
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + before + palette + _chunk(b"IDAT", _zeros(raw)) + _chunk(b"IEND", b"")


def texts(count, size=7_000_000):
    """Compressed comments of a PNG: each as large as libpng lets it be."""
    return _chunk(b"zTXt", b"a\0\0" + _zeros(size)) * count


def profile(size=200_000_000):
    return _chunk(b"iCCP", b"a\0\0" + _zeros(size))


def odd_chunks(count):
    """Each is worth a line on libpng's standard error."""
    return (struct.pack(">I", 0) + b"zTXt" + bytes(4)) * count


def _segment(marker, data):
    return struct.pack(">BBH", 0xff, marker, len(data) + 2) + data


def jpeg_of_scans(width, height, scans):
    """Progressive, grey: a scan is a few bytes that say "nothing here" of 32,767 blocks at a time, and each goes over the whole picture."""
    blocks = ((width + 7) // 8) * ((height + 7) // 8)
    # one Huffman code, "0": a run of 2^14 blocks and 14 more bits
    tables = _segment(0xdb, bytes(1) + bytes([1]) * 64) + _segment(0xc4, b"\x10" + bytes([1]) + bytes(15) + b"\xe0")
    bits = "".join("0" + "1" * 14 for _ in range(blocks // 32767 + 1))
    bits += "1" * (-len(bits) % 8)
    data = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\0")
    scan = _segment(0xda, bytes([1, 1, 0x00, 1, 63, 0])) + data
    return (b"\xff\xd8" + tables + _segment(0xc2, struct.pack(">BHHB", 8, height, width, 1) + bytes([1, 0x11, 0])) + scan * scans +
            b"\xff\xd9")


def gif(width, height, frames):
    """Every frame the same few codes: a clear code, then one pixel after another of the first colour."""
    frame = (b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02" + b"\x02\x4c\x01\0")
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes(6) + frame * frames + b";"
