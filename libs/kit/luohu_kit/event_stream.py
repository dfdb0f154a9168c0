"""Server-sent events (WHATWG HTML, 9.2): what happened, as it happens, to whoever keeps a GET open.

A stream looks, sends what it saw, and waits for a bell of the hub, with a poll as the net: while nothing happens it
holds no connection to the database. It ends when its token expires and when the service stops; the reader comes again
with the last id, and nothing is missed or told twice.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

import structlog
from fastapi import Depends, Header, Query
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from luohu_contract.model import Wire
from luohu_kit.auth import Caller
from luohu_kit.clock import machine_now
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime

MEDIA_TYPE = "text/event-stream"
#: For OpenAPI documents: one event of a stream, by its fields.
EVENT = {"type": "object", "properties": {name: {"type": "string"} for name in ("id", "event", "data")}}
BATCH = 500  #: events of one look
_NET = 5.0  #: seconds between two looks, should no bell ring
_RETRY = b"retry: 1000\n\n"  #: milliseconds after which a browser connects again
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Frame:
    """One event. place: where a reader goes on after it, which only the look understands."""

    place: str
    event: str
    data: Wire

    def __bytes__(self) -> bytes:
        data = self.data.model_dump_json(by_alias=True)
        return f"id: {self.place}\nevent: {self.event}\ndata: {data}\n\n".encode()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look saw: at most `BATCH` frames in order, and whether nothing more will happen by itself after them."""

    frames: Sequence[Frame]
    settled: bool


Look = Callable[[str], Awaitable[Seen]]  #: what happened after a place; the empty one is the beginning


@dataclass(frozen=True, slots=True)
class StreamWish:
    """How a reader wants to hear of events."""

    streamed: bool  #: as a stream rather than as a list
    after: str  #: Last-Event-ID; empty: from the beginning
    until_settled: bool


async def _wish(
    accept: Annotated[str, Header(alias="Accept", include_in_schema=False)] = "",
    last: Annotated[
        str, Header(alias="Last-Event-ID", max_length=60, description="A stream goes on after this event")
    ] = "",
    until: Annotated[
        Literal["settled"] | None, Query(description="A stream ends when nothing more happens without the applicant")
    ] = None,
) -> StreamWish:
    return StreamWish(MEDIA_TYPE in accept.lower(), last, until is not None)


Wish = Annotated[StreamWish, Depends(_wish)]


async def stream(rt: Runtime, caller: Caller, key: str, wish: StreamWish, look: Look) -> Response:
    """The answer to a reader who wants a stream. key: what rings when something happened.

    204, which tells a browser not to come again, where a stream until all is settled has nothing more to tell. Raises
    what the first look raises, and Problem 429 when the service holds as many streams as it may.
    """
    first = await look(wish.after)
    if wish.until_settled and first.settled and wish.after and not first.frames:
        return Response(status_code=204)
    if len(rt.streams) >= rt.settings.event_streams:
        raise Problem(
            "too-many-requests",
            f"{len(rt.streams)} event streams are open, as many as this service holds.",
            remedy="Close a stream, or read with Prefer: wait=30 instead.",
            headers={"Retry-After": "5"},
        )
    return EventStream(rt, caller, key, wish, look, first)


class EventStream(StreamingResponse):
    """One open stream."""

    def __init__(self, rt: Runtime, caller: Caller, key: str, wish: StreamWish, look: Look, first: Seen) -> None:
        self._rt = rt
        self._caller = caller
        self._key = key
        self._wish = wish
        self._look = look
        super().__init__(self._pieces(first), media_type=MEDIA_TYPE, headers=_HEADERS)
        rt.streams.add(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._rt.streams.discard(self)

    async def _pieces(self, first: Seen) -> AsyncIterator[bytes]:
        place, seen = self._wish.after, first
        yield _RETRY
        while True:
            if seen.frames:
                yield b"".join(map(bytes, seen.frames))
                place = seen.frames[-1].place
            if self._wish.until_settled and seen.settled:
                yield _comment("settled")
                return
            if why := self._over():
                yield _comment(why)
                return
            try:
                news = await self._news(place)
            except Exception as error:
                # The world is gone, or the database is away: whoever comes again is told by a problem.
                log.info("stream_ended", key=self._key, why=type(error).__name__)
                yield _comment("ended; come again")
                return
            if news is None:
                yield _comment("")
            seen = news or Seen((), settled=False)

    def _over(self) -> str:
        """Why the stream ends now; empty when it goes on."""
        if self._rt.hub.closing:
            return "the service stops; come again"
        return "the token has expired" if self._left() <= 0 else ""

    def _left(self) -> float:
        return self._caller.expires - machine_now().timestamp()

    async def _news(self, place: str) -> Seen | None:
        """What happens next; None when it is time for a sign of life."""
        seconds = min(self._rt.settings.event_heartbeat_seconds, self._left())
        look = partial(self._something, place)
        return await self._rt.hub.until(self._caller.world, self._key, look, seconds=seconds, poll=_NET)

    async def _something(self, place: str) -> Seen | None:
        seen = await self._look(place)
        return seen if seen.frames or (self._wish.until_settled and seen.settled) else None


def _comment(words: str) -> bytes:
    return f": {words}\n\n".encode()
