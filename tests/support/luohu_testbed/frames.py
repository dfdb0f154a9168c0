"""A reader of server-sent events, as strict about their form as a browser is lenient."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson

PATIENCE = 20.0  #: seconds without anything, not even a sign of life


@dataclass(frozen=True)
class Frame:
    """One event as it came."""

    id: str
    event: str
    data: dict[str, Any]


@dataclass
class Frames:
    """An open stream."""

    answer: httpx.Response
    comments: list[str] = field(default_factory=list)
    _blocks: AsyncIterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._blocks = self._read()

    async def _read(self) -> AsyncIterator[str]:
        left = ""
        async for text in self.answer.aiter_text():
            *whole, left = (left + text).split("\n\n")
            for block in whole:
                yield block
        assert not left, f"the stream ended within a frame: {left!r}"

    async def take(self, count: int) -> list[Frame]:
        """The next so many events."""
        found: list[Frame] = []
        while len(found) < count:
            async with asyncio.timeout(PATIENCE):
                block = await anext(self._blocks)
            found += self._frame(block)
        return found

    async def rest(self) -> list[Frame]:
        """What comes until the stream ends."""
        async with asyncio.timeout(PATIENCE):
            return [frame async for block in self._blocks for frame in self._frame(block)]

    async def comment(self) -> str:
        """The next comment; no event may come before."""
        seen = len(self.comments)
        while len(self.comments) == seen:
            async with asyncio.timeout(PATIENCE):
                assert not self._frame(block := await anext(self._blocks)), block
        return self.comments[-1]

    def _frame(self, block: str) -> list[Frame]:
        lines = [tuple(line.split(": ", 1)) for line in block.split("\n")]
        if lines[0][0] == "":
            self.comments.append(lines[0][1])
        if len(lines) == 1:
            assert lines[0][0] in ("", "retry"), block
            return []
        assert [name for name, _ in lines] == ["id", "event", "data"], block
        values = dict(lines)
        return [Frame(values["id"], values["event"], orjson.loads(values["data"]))]


@asynccontextmanager
async def frames(
    client: httpx.AsyncClient, path: str, headers: Mapping[str, str], *, after: str = "", **query: str
) -> AsyncIterator[Frames]:
    """A stream of events, read on `after` an id."""
    wanted = {"Accept": "text/event-stream", **headers, **({"Last-Event-ID": after} if after else {})}
    async with client.stream("GET", path, headers=wanted, params=query) as answer:
        if answer.status_code == 200:
            assert answer.headers["content-type"].startswith("text/event-stream")
        yield Frames(answer)
