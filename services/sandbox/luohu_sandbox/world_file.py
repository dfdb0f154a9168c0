"""A world as one file: gzip over lines of JSON, so that any tool can look into it. Pure: bytes in, bytes out.

    {"luohu": "world", "format": 1, "version": ..., "world": ..., "settings": {...}, "clock": {...},
     "revisions": {service: ...}}
    {"service": ..., "part": ..., "columns": [...], "rows": n}     for each table that has rows
    [cell, ...]                                                    n times; a cell is text or null
    {"end": {"lines": ..., "sha256": ...}}                         of everything before it

A file counts only when it is whole: its last line says how many lines came before and what they hash to, and nothing
follows it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import orjson
from pydantic import AwareDatetime, Field, ValidationError

from luohu_contract.model import Wire
from luohu_kit.clock import ClockState
from luohu_kit.worlds import NewWorld

M = TypeVar("M", bound=Wire)

FORMAT = 1
MEDIA_TYPE = "application/gzip"
LONGEST_LINE = 8 * 1024 * 1024  #: bytes: a row with a file of 1 MB takes a good 2
_CHUNK = 64 * 1024
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"  #: of every file that is written here: no name, no time of making


class FileDamaged(Exception):
    """The file was cut short or altered, or it never was an export of a world."""


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


class Packer:
    """Makes a file of lines. What it returns may be empty: the bytes come when there are enough."""

    def __init__(self) -> None:
        self._gzip = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
        self._sha = hashlib.sha256()
        self._crc = 0
        self._size = 0
        self._lines = 0
        self._begun = False

    def add(self, lines: bytes) -> bytes:
        """Whole lines, each with its end."""
        self._sha.update(lines)
        self._lines += lines.count(b"\n")
        return self._compress(lines)

    def end(self) -> bytes:
        """The last line, and the end of the file."""
        end = {"end": {"lines": self._lines, "sha256": self._sha.hexdigest()}}
        packed = self._compress(line(end)) + self._gzip.flush()
        return packed + self._crc.to_bytes(4, "little") + (self._size % 2**32).to_bytes(4, "little")

    def _compress(self, data: bytes) -> bytes:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        head = b"" if self._begun else _HEAD
        self._begun = True
        return head + self._gzip.compress(data)


def line(value: object) -> bytes:
    """A value as a line of the file."""
    return orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)


def read(chunks: Iterable[bytes]) -> Iterator[Header | PartHead | Row]:
    """The header, then each part's head and its rows. Whoever uses it before its end has an unproven file.

    Raises FileDamaged at the first thing that is wrong, and OtherFormat for a whole header of another format.
    """
    sha, left, ended = hashlib.sha256(), 0, False
    for count, raw in enumerate(_lines(chunks)):
        value = _json(raw)
        if ended:
            raise FileDamaged("Something follows the last line.")
        if count == 0:
            yield _header(value)
        elif isinstance(value, list):
            left -= 1
            if left < 0:
                raise FileDamaged("There are more rows than the head of their table says.")
            yield _row(value)
        elif left > 0:
            raise FileDamaged(f"{left} rows of a table are missing.")
        elif isinstance(value, dict) and "end" in value:
            if value != {"end": {"lines": count, "sha256": sha.hexdigest()}}:
                raise FileDamaged("The lines are not those that the last line counts and sums up.")
            ended = True
        else:
            head = _model(PartHead, value)
            left = head.rows
            yield head
        sha.update(raw + b"\n")
    if not ended:
        raise FileDamaged("The file ends before its last line.")


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


def _lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a gzipped file of one member, without their ends."""
    gzip = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    head = b""
    rest = b""
    try:
        for chunk in chunks:
            if len(head) < len(_HEAD):
                head += chunk[: len(_HEAD) - len(head)]
                if head != _HEAD[: len(head)]:
                    raise FileDamaged("This is no export of a world: it begins with other bytes.")
            data = chunk
            while data and not gzip.eof:
                rest += gzip.decompress(data, _CHUNK)
                data = gzip.unconsumed_tail
                *whole, rest = rest.split(b"\n")
                yield from whole
                if len(rest) > LONGEST_LINE:
                    raise FileDamaged("A line is longer than any row of a world.")
            if data or gzip.unused_data:
                raise FileDamaged("Something follows the end of the file.")
    except zlib.error as error:
        raise FileDamaged(f"The file cannot be unpacked: {error}.") from None
    if not gzip.eof or rest:
        raise FileDamaged("The file ends in the middle.")


def _json(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except ValueError:
        raise FileDamaged("A line is no JSON.") from None


def _row(value: list[Any]) -> Row:
    if not all(cell is None or (isinstance(cell, str) and "\0" not in cell) for cell in value):
        raise FileDamaged("A cell is neither null nor text that a database can hold.")
    return value


def _header(value: Any) -> Header:
    if not isinstance(value, dict) or value.get("luohu") != "world" or not isinstance(value.get("format"), int):
        raise FileDamaged("The first line is not that of an export of a world.")
    if value["format"] != FORMAT:
        raise OtherFormat(f"The file has the format {value['format']}; this version of luohu reads {FORMAT}.")
    return _model(Header, value)


def _model(model: type[M], value: Any) -> M:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FileDamaged(f"A line is not as it should be, at {where}: {first['msg']}.") from None
