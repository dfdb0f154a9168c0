"""A file of lines: gzip over JSON, whole or nothing. Pure: bytes in, bytes out.

The last line says how many lines came before it and what they hash to, and nothing follows it.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from luohu_contract.model import Wire

M = TypeVar("M", bound=Wire)

MEDIA_TYPE = "application/gzip"
LONGEST_LINE = 8 * 1024 * 1024  #: bytes: a row with a file of 1 MB takes a good 2
_CHUNK = 64 * 1024
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"  #: of every file that is written here: no name, no time of making


class FileDamaged(Exception):
    """The file was cut short or altered, or it never was what it should be."""


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


def values(chunks: Iterable[bytes]) -> Iterator[Any]:
    """The value of each line but the last, which is checked. Whoever uses one before the end has an unproven file.

    Raises FileDamaged at the first thing that is wrong.
    """
    sha, ended = hashlib.sha256(), False
    for count, raw in enumerate(_lines(chunks)):
        value = _json(raw)
        if ended:
            raise FileDamaged("Something follows the last line.")
        if count and isinstance(value, dict) and "end" in value:
            if value != {"end": {"lines": count, "sha256": sha.hexdigest()}}:
                raise FileDamaged("The lines are not those that the last line counts and sums up.")
            ended = True
        else:
            yield value
        sha.update(raw + b"\n")
    if not ended:
        raise FileDamaged("The file ends before its last line.")


def model_of(model: type[M], value: Any) -> M:
    """A line as what it should be. Raises FileDamaged."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise FileDamaged(f"A line is not as it should be, at {where}: {first['msg']}.") from None


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
                    raise FileDamaged("This is no file of luohu: it begins with other bytes.")
            data = chunk
            while data and not gzip.eof:
                rest += gzip.decompress(data, _CHUNK)
                data = gzip.unconsumed_tail
                *whole, rest = rest.split(b"\n")
                yield from whole
                if len(rest) > LONGEST_LINE:
                    raise FileDamaged("A line is longer than any that is written here.")
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
