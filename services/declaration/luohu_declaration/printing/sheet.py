"""A printed sheet as data, and its PDF.

Chinese is set in STSong-Light, one of the fonts that every PDF reader has for Chinese: the file names the font and
holds its text, so that nothing is shipped and everything can be searched.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values, two pairs to a line."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, the names of the columns, the rows."""

    heading: str
    columns: Row
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Lines:
    """Paragraphs."""

    texts: Sequence[str]


Block = Fields | Table | Lines


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document of one or more pages."""

    title: str
    number: str  #: printed under the title
    blocks: Sequence[Block]
    closing: Sequence[str] = ()  #: who issues it and when, at the right
    author: str = "北京市积分落户在线申报系统"  #: the system that prints it, among the file's properties

    async def rendered(self) -> bytes:
        """The PDF. Drawing takes a while, and other requests wait for the loop."""
        return await asyncio.to_thread(self.pdf)

    def pdf(self) -> bytes:
        """The PDF: the same bytes for the same sheet."""
        # Loaded when something is printed: every replica would carry the library otherwise.
        from luohu_declaration.printing.drawing import draw  # noqa: PLC0415

        out = BytesIO()
        draw(self, out)
        return out.getvalue()
