"""The log of a world as one file: what everybody asked of it, in order. Pure: bytes in, bytes out.

{"luohu": "log", "format": 1, "version": ..., "world": ..., "settings": {...}, ...}
{"at": ..., "to": "declaration", "method": "POST", "target": "/v1/declarations", ...}     for each input
{"ended": ..., "digest": {service: ...}}
{"end": {"lines": ..., "sha256": ...}}                                                    of everything before it
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from pydantic import AwareDatetime, ConfigDict, Field

from luohu_contract.model import Wire
from luohu_kit.digest import Sums
from luohu_kit.worlds import NewWorld
from luohu_sandbox.packed import FileDamaged, model_of, values

FORMAT = 1


class LogDamaged(Exception):
    """The log was cut short or altered, or it never was one."""


class LogVersion(Exception):
    """The log is whole as far as it was read, and of another version."""


class Header(Wire):
    """The first line: what the world was when it began."""

    luohu: str = Field(pattern=r"^log$")
    format: int
    version: str  #: of luohu
    world: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")  #: the name that it had
    settings: NewWorld  #: as it was made, its first clock included
    stood: bool  #: its clock stood still throughout and was only moved: then a replay has the same instants
    inputs: int  #: how many lines follow that changed something
    reports: int  #: how many reports the world has: they are confidential, and in no log
    made_at: AwareDatetime  #: real time


class Input(Wire):
    """One request of somebody outside and what was answered."""

    model_config = ConfigDict(str_strip_whitespace=False, str_max_length=None)

    real: AwareDatetime  #: real time at which it began
    took: int  #: milliseconds of real time
    at: AwareDatetime  #: the world's time
    to: str  #: the service that took it
    method: str
    target: str  #: path and query as that service saw them
    headers: dict[str, str]
    caller: dict[str, Any] | None  #: what the token said; None: there was none, or none that was good
    status: int | None  #: of the answer; None: none was given
    problem: str | None  #: of a refusal
    fault: str | None  #: what was done to it on purpose
    now: AwareDatetime | None  #: where a move of the clock ended
    told: dict[str, tuple[str, ...]]  #: what the answer made up, by the place where it stood
    body: str | None = None
    base64: str | None = None  #: of a body that is no text

    @property
    def path(self) -> str:
        """Without the query."""
        return self.target.partition("?")[0]

    @property
    def content(self) -> bytes:
        """The body."""
        return base64.b64decode(self.base64) if self.base64 is not None else (self.body or "").encode()

    @property
    def reads(self) -> bool:
        """Whether it only looks: such a line is there because somebody used an id that it told."""
        return self.method in ("GET", "HEAD", "OPTIONS")

    def ended_before(self, other: "Input") -> bool:
        """Whether it was over when the other began."""
        return self.real + timedelta(milliseconds=self.took) <= other.real


class Ending(Wire):
    """The last line but one: what the world had come to."""

    ended: AwareDatetime  #: what its clock showed
    digest: dict[str, Sums]  #: by service; with instants where the clock stood


Part = Header | Input | Ending


def read(chunks: Iterable[bytes]) -> Iterator[Part]:
    """The header, the inputs in order, the ending. Whoever uses one before the end has an unproven log.

    Raises LogDamaged, and LogVersion for a whole header of another format.
    """
    try:
        yield from _parts(chunks)
    except FileDamaged as error:
        raise LogDamaged(str(error)) from None


def _parts(chunks: Iterable[bytes]) -> Iterator[Part]:
    header: Header | None = None
    left, ended = 0, False
    for value in values(chunks):
        if ended:
            raise FileDamaged("Something follows what the world had come to.")
        if header is None:
            header = _header(value)
            left = header.inputs
            yield header
        elif isinstance(value, dict) and "ended" in value:
            ended = True
            yield model_of(Ending, value)
        else:
            one = model_of(Input, value)
            left -= not one.reads
            yield one
    if header is None or not ended or left:
        raise FileDamaged("There are more or fewer inputs than the first line says, or the log has no end.")


def proven(chunks: Iterable[bytes]) -> tuple[Header, int]:
    """The header of a log that is whole, and how many lines are to be asked again. Raises as `read` does."""
    found: Header | None = None
    lines = 0
    for part in read(chunks):
        found = part if isinstance(part, Header) else found
        lines += isinstance(part, Input)
    if found is None:
        raise LogDamaged("The file is empty.")
    return found, lines


def _header(value: Any) -> Header:
    if not isinstance(value, dict) or value.get("luohu") != "log" or not isinstance(value.get("format"), int):
        raise FileDamaged("The first line is not that of a log.")
    if value["format"] != FORMAT:
        raise LogVersion(f"The log has the format {value['format']}; this version of luohu reads {FORMAT}.")
    return model_of(Header, value)
