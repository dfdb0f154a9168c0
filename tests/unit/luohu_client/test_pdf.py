"""The evidence that personas hand in."""

import io

import pypdf
from hypothesis import given
from hypothesis import strategies as st

from luohu_client.pdf import page

LIMIT = 1024 * 1024


@given(st.lists(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1), max_size=5))
def test_every_page_is_a_pdf_that_a_strict_reader_takes(lines: list[str]) -> None:
    content = page(lines)
    reader = pypdf.PdfReader(io.BytesIO(content), strict=True)

    assert len(content) < LIMIT
    assert len(reader.pages) == 1
    assert reader.pages[0].extract_text().split() == lines


def test_latin_letters_and_digits_are_text_too() -> None:
    content = page(["X京房权证怀字第11111111号"])

    assert "X京房权证怀字第11111111号" in pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
