"""Reads server-sent events (WHATWG HTML, 9.2) out of text as it comes. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_LINE = re.compile(r"\r\n|\n|\r(?!\Z)")  #: a return at the very end may be half of a pair


@dataclass(frozen=True, slots=True)
class Frame:
    """One event of a stream."""

    id: str  #: a reader who comes again goes on after it
    event: str
    data: str


@dataclass(slots=True)
class Reader:
    """Takes one stream, over as many connections as it comes."""

    last_id: str = ""  #: of the last event that came whole
    comment: str = ""  #: the last one of this connection that said anything
    _rest: str = ""
    _id: str = ""
    _event: str = ""
    _data: list[str] = field(default_factory=list)

    def take(self, text: str) -> Iterator[Frame]:
        """The events that some more text completes. Only line breaks end lines: U+2028 and its like are data."""
        *lines, self._rest = _LINE.split(self._rest + text)
        for line in lines:
            if frame := self._line(line):
                yield frame

    def cut(self) -> None:
        """The connection ended: what was only begun is thrown away, and comes again with the next one."""
        self._rest, self._id, self._event, self.comment = "", "", "", ""
        self._data.clear()

    def _line(self, line: str) -> Frame | None:
        if not line:
            return self._complete()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if not name:
            self.comment = value or self.comment
        elif name == "event":
            self._event = value
        elif name == "data":
            self._data.append(value)
        elif name == "id" and "\0" not in value:
            self._id = value
        return None

    def _complete(self) -> Frame | None:
        event, data = self._event or "message", "\n".join(self._data)
        told = bool(self._data)
        self.last_id = self._id or self.last_id
        self._id, self._event = "", ""
        self._data.clear()
        return Frame(self.last_id, event, data) if told else None
