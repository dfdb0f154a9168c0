"""Evidence is one PDF of at most 1 MB, really parsed; anything else is refused with the reason."""

import hashlib
import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

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


def looping() -> bytes:
    """A PDF whose page tree is its own child."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<</Root 1 0 R/Size 3>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 3\n0000000000 65535 f \n" + table + end


def test_a_good_pdf_is_described() -> None:
    data = pdf(3)
    found = inspect_pdf(data)
    assert (found.sha256, found.size, found.pages) == (hashlib.sha256(data).hexdigest(), len(data), 3)


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
