"""A world as one file: gzip over lines of JSON, so that any tool can look into it. Pure: bytes in, bytes out.

    {"luohu": "world", "format": 1, "version": ..., "world": ..., "settings": {...}, "clock": {...},
     "revisions": {service: ...}}
    {"service": ..., "part": ..., "columns": [...], "rows": n}     for each table that has rows
    [cell, ...]                                                    n times; a cell is text or null
    {"end": {"lines": ..., "sha256": ...}}                         of everything before it

A file counts only when it is whole (see `packed`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_kit.clock import ClockState
from luohu_kit.worlds import NewWorld
from luohu_sandbox.packed import MEDIA_TYPE, FileDamaged, Packer, line, model_of, values

__all__ = [
    "MEDIA_TYPE",
    "Contents",
    "FileDamaged",
    "Header",
    "OtherFormat",
    "Packer",
    "PartHead",
    "contents",
    "line",
    "read",
]

FORMAT = 1


class OtherFormat(Exception):
    """The file is whole as far as it was read, and of another version."""


class Header(Wire):
    """The first line: what the file says of the world."""

    luohu: str = Field(pattern=r"^world$")
    format: int
    version: str  #: of luohu
    world: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")  #: the name that it had
    settings: NewWorld  #: as it was made
    clock: ClockState  #: as it was when it was exported; its anchor in real time means nothing any more
    made_at: AwareDatetime  #: real time
    revisions: dict[str, str]  #: of each service


class PartHead(Wire):
    """What stands before the rows of a table."""

    service: str
    part: str
    columns: tuple[str, ...]
    rows: int = Field(gt=0)


@dataclass(slots=True)
class Contents:
    """What a whole file holds."""

    header: Header
    parts: list[PartHead] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Over all services."""
        return sum(part.rows for part in self.parts)


Row = list[str | None]


def read(chunks: Iterable[bytes]) -> Iterator[Header | PartHead | Row]:
    """The header, then each part's head and its rows. Whoever uses it before its end has an unproven file.

    Raises FileDamaged at the first thing that is wrong, and OtherFormat for a whole header of another format.
    """
    left = 0
    for count, value in enumerate(values(chunks)):
        if count == 0:
            yield _header(value)
        elif isinstance(value, list):
            left -= 1
            if left < 0:
                raise FileDamaged("There are more rows than the head of their table says.")
            yield _row(value)
        elif left > 0:
            raise _missing(left)
        else:
            head = model_of(PartHead, value)
            left = head.rows
            yield head
    if left > 0:
        raise _missing(left)


def _missing(rows: int) -> FileDamaged:
    return FileDamaged(f"{rows} rows of a table are missing.")


def contents(chunks: Iterable[bytes]) -> Contents:
    """What a file holds, once it is proven whole. Raises FileDamaged and OtherFormat."""
    found: Contents | None = None
    widths = 0
    for item in read(chunks):
        if isinstance(item, Header):
            found = Contents(item)
        elif isinstance(item, PartHead):
            assert found is not None  # noqa: S101 - narrows the type: the header comes first
            if any((item.service, item.part) == (part.service, part.part) for part in found.parts):
                raise FileDamaged(f"The table {item.part} of {item.service} comes twice.")
            found.parts.append(item)
            widths = len(item.columns)
        elif len(item) != widths:
            raise FileDamaged("A row has more or fewer cells than its table has columns.")
    if found is None:
        raise FileDamaged("The file is empty.")
    return found


def _row(value: list[Any]) -> Row:
    if not all(cell is None or (isinstance(cell, str) and "\0" not in cell) for cell in value):
        raise FileDamaged("A cell is neither null nor text that a database can hold.")
    return value


def _header(value: Any) -> Header:
    if not isinstance(value, dict) or value.get("luohu") != "world" or not isinstance(value.get("format"), int):
        raise FileDamaged("The first line is not that of an export of a world.")
    if value["format"] != FORMAT:
        raise OtherFormat(f"The file has the format {value['format']}; this version of luohu reads {FORMAT}.")
    return model_of(Header, value)
