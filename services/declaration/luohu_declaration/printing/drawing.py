"""Draws a sheet with reportlab."""

from collections.abc import Sequence
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
from reportlab.platypus import Table as Grid

from luohu_declaration.printing.sheet import Block, Fields, Lines, Row, Sheet

FONT = "STSong-Light"
_WIDTH = A4[0] - 40 * mm
_RULES = [
    ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]

pdfmetrics.registerFont(UnicodeCIDFont(FONT))

_BODY = ParagraphStyle("body", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
_TITLE = ParagraphStyle("title", _BODY, fontSize=18, leading=26, alignment=TA_CENTER)
_NUMBER = ParagraphStyle("number", _BODY, alignment=TA_CENTER)
_HEADING = ParagraphStyle("heading", _BODY, fontSize=12, leading=18, spaceBefore=8)
_CLOSING = ParagraphStyle("closing", _BODY, alignment=TA_RIGHT)


def draw(sheet: Sheet, out: BinaryIO) -> None:
    """Write the sheet as a PDF."""
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=sheet.title,
        author=sheet.author,
        invariant=1,  # no machine time, no random id: the same sheet is the same file
    )
    story: list[Any] = [_text(sheet.title, _TITLE), _text(sheet.number, _NUMBER), Spacer(1, 4 * mm)]
    for block in sheet.blocks:
        story += [*_drawn(block), Spacer(1, 3 * mm)]
    story += [_text(line, _CLOSING) for line in sheet.closing]
    document.build(story)


def _drawn(block: Block) -> list[Any]:
    if isinstance(block, Fields):
        return [_fields(block)]
    if isinstance(block, Lines):
        return [_text(line, _BODY) for line in block.texts]
    return [_text(block.heading, _HEADING), _grid([block.columns, *block.rows], header=True)]


def _fields(block: Fields) -> Any:
    cells = [cell for pair in block.pairs for cell in pair]
    cells += [""] * (-len(cells) % 4)
    rows = [cells[start : start + 4] for start in range(0, len(cells), 4)]
    return _grid(rows, widths=[_WIDTH * share for share in (0.16, 0.34, 0.16, 0.34)])


def _grid(rows: Sequence[Row], *, widths: list[float] | None = None, header: bool = False) -> Any:
    columns = len(rows[0])
    cells = [[_text(cell, _BODY) for cell in row] for row in rows]
    grid = Grid(cells, colWidths=widths or [_WIDTH / columns] * columns, repeatRows=1 if header else 0)
    grid.setStyle([*_RULES, ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke)] if header else _RULES)
    return grid


def _text(text: str, style: ParagraphStyle) -> Any:
    return Paragraph(escape(text), style)  # markup means nothing here
