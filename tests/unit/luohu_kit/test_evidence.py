"""Evidence is one PDF of at most 1 MB, really parsed; anything else is refused with the reason."""

import hashlib
import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from luohu_client.pdf import page
from luohu_kit.evidence import LARGEST, EvidenceRefused, inspect_pdf


def pdf(pages: int = 1, *, password: str | None = None) -> bytes:
    """A PDF with blank pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=200)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def padded(size: int) -> bytes:
    """A good PDF of exactly that size: comments before its trailer's place change nothing."""
    data = pdf()
    return data + b"\n%" + b"x" * (size - len(data) - 2)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"


def assembled(*objects: bytes) -> bytes:
    """A PDF by hand: objects 1, 2, 3, ... of which the first is the catalogue, and a table that finds them."""
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def looping() -> bytes:
    """A PDF whose page tree is its own child."""
    return assembled(CATALOGUE, b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>")


def deflated(content: bytes, extra: bytes) -> bytes:
    """A stream object."""
    packed = zlib.compress(content, 9)
    return b"<</Length %d/Filter/FlateDecode %b>>\nstream\n%b\nendstream" % (len(packed), extra, packed)


def in_streams(pages: int, numbers: int) -> bytes:
    """A PDF 1.5 of pages that each lie in an object stream of their own, with so many numbers beside them."""
    catalogue, tree, first = pages + 1, pages + 2, pages + 3
    table = first + pages
    kids = b" ".join(b"%d 0 R" % number for number in range(first, table))
    objects = []
    for number in range(first, table):
        head = b"%d 0 " % number
        inside = head + b"<</Type/Page/X[" + b"0 " * numbers + b"]>>"
        objects.append(deflated(inside, b"/Type/ObjStm/N 1/First %d" % len(head)))
    objects += [b"<</Type/Catalog/Pages %d 0 R>>" % tree, b"<</Type/Pages/Count %d/Kids[%b]>>" % (pages, kids)]
    data, rows = b"%PDF-1.5\n", [(0, 0, 255)]
    for number, one in enumerate(objects, 1):
        rows.append((1, len(data), 0))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    rows += [(2, container, 0) for container in range(1, pages + 1)] + [(1, len(data), 0)]
    packed = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for kind, place, last in rows)
    extra = b"/Type/XRef/Size %d/W[1 4 1]/Root %d 0 R" % (table + 1, catalogue)
    return data + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, deflated(packed, extra), len(data))


ONE_PAGE = assembled(CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Page/Parent 2 0 R>>")
LOST_PAGES = b"<</Type/Pages/Count 1/Kids[%b]>>" % b" ".join(b"%d 0 R" % number for number in range(10, 60_000))


def test_a_good_pdf_is_described() -> None:
    data = pdf(3)
    found = inspect_pdf(data)
    assert (found.sha256, found.size, found.pages) == (hashlib.sha256(data).hexdigest(), len(data), 3)


@pytest.mark.parametrize(
    ("data", "pages"),
    [
        pytest.param(ONE_PAGE, 1, id="by hand"),
        pytest.param(b"\xef\xbb\xbf\n" + ONE_PAGE, 1, id="blanks before the header"),
        pytest.param(in_streams(3, numbers=10), 3, id="pages in object streams"),
        pytest.param(page(["离婚证"]), 1, id="what the command line hands in"),
        pytest.param(pdf(200), 200, id="as many pages as may be"),
    ],
)
def test_every_way_to_write_a_pdf_is_read(data: bytes, pages: int) -> None:
    assert inspect_pdf(data).pages == pages


def test_exactly_one_megabyte_is_taken_and_one_byte_more_is_not() -> None:
    assert inspect_pdf(padded(LARGEST)).size == LARGEST
    with pytest.raises(EvidenceRefused, match="1,048,577 bytes"):
        inspect_pdf(padded(LARGEST + 1))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"a certificate", "no PDF", id="text renamed"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(2000), "no PDF", id="picture"),
        pytest.param(b"<html>" + b" " * 2000 + pdf(), "no PDF", id="page before the header"),
        pytest.param(pdf()[: len(pdf()) // 3], "cannot be read|no page|damaged", id="cut short"),
        pytest.param(b"%PDF-1.7\n" + zlib.compress(bytes(100_000)), "cannot be read|damaged", id="noise"),
        pytest.param(pdf(password="secret"), "password", id="locked"),
        pytest.param(pdf(0), "no page", id="no pages"),
        pytest.param(pdf(201), "201 pages", id="too many pages"),
        pytest.param(looping(), "no page", id="a tree that is its own child"),
        pytest.param(b"<html><script>x</script>\n" + ONE_PAGE, "no PDF", id="a web page that is also a PDF"),
        pytest.param(
            assembled(CATALOGUE, b"<</Type/Pages/Count 1/Kids[3 0 R]>>", b"<</Type/Font>>"),
            "names something that is no page",
            id="a font for a page",
        ),
        pytest.param(assembled(b"[" * 500_000), "cannot be read", id="half a million opening brackets"),
        pytest.param(in_streams(100, numbers=90_000), "too much work", id="decompression bombs"),
        pytest.param(in_streams(150, numbers=19_000), "too much work", id="streams that are each no bomb"),
        pytest.param(assembled(CATALOGUE, LOST_PAGES, b"x" * 400_000), "too much work", id="a vain search"),
    ],
)
def test_what_is_no_evidence_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(EvidenceRefused, match=why):
        inspect_pdf(data)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_pdf_is_accepted_or_refused_and_nothing_else(data: st.DataObject) -> None:
    good = bytearray(pdf(2))
    for _ in range(data.draw(st.integers(1, 12))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(EvidenceRefused):
        assert inspect_pdf(bytes(good)).pages >= 1
