"""Reads the journal of one world, as far as this service keeps it. What was noted a moment ago is written first."""

from datetime import datetime
from typing import Any

import orjson
from pydantic import AwareDatetime, Field
from sqlalchemy import Row, func, select, text, tuple_
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.model import Wire
from luohu_kit.clock import BEIJING
from luohu_kit.journal.buffer import KEY
from luohu_kit.journal.hop import parted
from luohu_kit.journal.match import Match
from luohu_kit.journal.table import journal as hops
from luohu_kit.journal.table import journal_cut
from luohu_kit.nesting import too_deep
from luohu_kit.runtime import Runtime

_SHOWS = text("SELECT kit.world_now(w) FROM kit.world w WHERE name = :world")
MOST = 1000  #: hops in one answer


class Place(Wire):
    """A place in the merged journal: after this hop."""

    at: AwareDatetime
    service: str = Field(max_length=60)
    seq: int = Field(ge=0, lt=2**63)


class Asked(Wire):
    """What the sandbox asks a service for."""

    match: Match = Match()
    limit: int = Field(default=100, ge=0, le=MOST)
    newest_first: bool = False
    after: Place | None = None


class Counting(Wire):
    """How many there are, as soon as there are more than `above`, or when the time is up."""

    match: Match = Match()
    above: int = Field(default=-1, ge=-1)
    wait: float = Field(default=0.0, ge=0, le=30)  #: real seconds


class Caller(Wire):
    subject: str | None
    role: str | None


class HopView(Wire):
    """One hop as it is shown."""

    id: str  #: `<service that noted it>-<seq>`
    seq: int
    service: str  #: that noted it
    at: AwareDatetime  #: real time at which it began
    world_at: AwareDatetime  #: the world's time
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    method: str
    path: str  #: with the query, as the receiver sees it
    topic: str | None
    status: int | None
    error: str | None
    took_ms: float
    request: Any  #: JSON as JSON, other texts as texts, null for what is neither; its beginning where it is long
    request_size: int
    response: Any
    response_size: int
    trace: str
    traces: list[str]
    concerns: list[list[str]]
    fault: str | None
    scenario: str | None
    caller: Caller | None


class Page(Wire):
    hops: list[HopView]
    cut: int = 0  #: older hops that are no longer kept here


class Count(Wire):
    count: int


_SAME = ("seq", "method", "topic", "status", "error", "took_ms", "request_size", "response_size", "fault", "scenario")
_SHOWN = [column for column in hops.c if column.name not in ("world", "replay", "input")]


async def find(rt: Runtime, world: str, asked: Asked) -> Page:
    """Hops of a world that match. Raises UnknownWorld."""
    await rt.journal.flush()
    order = (hops.c.at.desc(), hops.c.seq.desc()) if asked.newest_first else (hops.c.at, hops.c.seq)
    statement = select(*_SHOWN).where(asked.match.where()).order_by(*order).limit(asked.limit)
    if asked.after is not None:
        statement = statement.where(_beyond(rt.settings.service, asked.after, newest_first=asked.newest_first))
    async with rt.begin(world) as work:
        rows = await work.rows(statement)
        cut = await work.scalar(select(journal_cut.c.hops))
    return Page(hops=[_view(rt.settings.service, row) for row in rows], cut=cut or 0)


def _beyond(service: str, place: Place, *, newest_first: bool) -> Any:
    """After that place in the order of (at, service, seq) over all services."""
    seq = place.seq
    if service != place.service:
        # Of the same instant, what another service noted lies wholly before the place or wholly after it.
        seq = -1 if service > place.service else 2**63 - 1
    row, bound = tuple_(hops.c.at, hops.c.seq), tuple_(place.at, seq)
    return row < bound if newest_first else row > bound


async def count(rt: Runtime, world: str, asked: Counting) -> Count:
    """How many match; waits until there are more than `above`. Raises UnknownWorld."""
    statement = select(func.count()).select_from(hops).where(asked.match.where())
    seen = 0

    async def look() -> int | None:
        nonlocal seen
        await rt.journal.flush()
        async with rt.begin(world) as work:
            seen = await work.scalar(statement)
        return seen if seen > asked.above else None

    await rt.hub.until(world, KEY, look, seconds=asked.wait)
    return Count(count=seen)


async def shown_by(rt: Runtime, world: str) -> datetime | None:
    """What the world's clock shows here; None for a world that is not there, or when the database is away."""
    try:
        async with rt.everywhere() as connection:
            shown: datetime | None = (await connection.execute(_SHOWS, {"world": world})).scalar()
    except (SQLAlchemyError, OSError, TimeoutError):
        return None
    return shown


def _view(service: str, row: Row[Any]) -> HopView:
    traces = row.traces.split(" ")
    return HopView(
        **{name: getattr(row, name) for name in _SAME},
        **{"from": row.sender, "to": row.receiver},
        id=f"{service}-{row.seq}",
        service=service,
        at=_shown(row.at),
        world_at=_shown(row.world_at),
        path=row.target,
        request=_body(row.request),
        response=_body(row.response),
        trace=traces[0],
        traces=traces,
        concerns=parted(row.concerns),
        caller=None if row.subject is None else Caller(subject=row.subject, role=row.role),
    )


def _shown(instant: datetime) -> datetime:
    return instant.astimezone(BEIJING)


def _body(text: str | None) -> Any:
    """JSON as JSON; what is none, only the beginning of one, or nested too deep to be answered, as a text."""
    if not text:
        return None
    if too_deep([text.encode()]):
        return text
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
