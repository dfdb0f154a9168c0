"""Files that say they are PDFs."""

import io
import zlib
from random import Random

from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

HEAD = b"%PDF-1.7\n"


def paper(pages: int = 1, *, password: str = "", script: str = "") -> bytes:
    """A PDF that can be read, locked or with a script where it is said."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb(layers: int) -> bytes:
    """A stream that becomes a thousand times larger, each time that it is read."""
    packed = b"\0" * 30_000_000
    for _ in range(layers):
        packed = zlib.compress(packed, 9)
    filters = b"/FlateDecode " * layers
    stream = b"1 0 obj\n<</Type/ObjStm/N 1/First 4/Length %d/Filter[%b]>>\nstream\n%b\nendstream\nendobj\n"
    return HEAD + stream % (len(packed), filters, packed) + b"trailer\n<</Root 2 0 R/Size 9>>\nstartxref\n9\n%%EOF\n"


def papers() -> list[bytes]:
    """One of each kind. A few are readable, and whoever takes evidence may take them."""
    good = paper()
    return [
        good, paper(201), paper(3_000), paper(password="secret"), paper(script="app.alert(1)"), bomb(1), bomb(2),
        good[: len(good) // 2], good[:-30], good[20:], b"PK\x03\x04" + good, good + b"PK\x03\x04<script>",
        b"GIF89a" + good,
        b"<html>" + good, b"%PDF-", b"%PDF-1.4\n%%EOF", b"\x00" + good, HEAD + b"1 0 obj\n" + b"[" * 100_000,
        HEAD + b"<<" * 50_000,
        HEAD + b"1 0 obj\n<</Length 99999999999>>\nstream\n", HEAD + b"startxref\n" + b"9" * 400 + b"\n%%EOF",
        HEAD + b"trailer\n<</Root 1 0 R/Prev 9/Size 99999999>>\nstartxref\n9\n%%EOF",
    ]  # fmt: skip


def torn(rng: Random, good: bytes) -> bytes:
    """A file with some bytes changed, or some taken out of its middle."""
    data = bytearray(good)
    for _ in range(rng.randint(1, 20)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.4:
        start = rng.randrange(len(data))
        del data[start : start + rng.randrange(200)]
    return bytes(data)
