"""The unit of work: one transaction in one world, at one instant of that world's clock.

    async with begin("main") as work:
        ...
        work.send("verifications", "tax", question.id, question)
        await work.commit()   # the answer leaves after this line

Leaving the block without `commit` rolls everything back. Messages sent become outbox rows of the same transaction;
wake-ups go out after the commit. No HTTP call belongs inside the block: it would hold locks for as long as a stranger
likes.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import orjson
from sqlalchemy import Executable, TextClause, text
from sqlalchemy.engine import CursorResult, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from luohu_contract.model import Wire
from luohu_kit.admission import Admission
from luohu_kit.causality import not_before
from luohu_kit.clock import Clock, ClockMode, note_reading
from luohu_kit.door import Door
from luohu_kit.generation import FIRST, entered, is_meant
from luohu_kit.handover import HANDED, Claimed, Handover, Route
from luohu_kit.metrics.meter import Meter
from luohu_kit.trace import Cause, current
from luohu_kit.transaction import BEGIN, Transaction, sql
from luohu_kit.wake import Hub

T_ = TypeVar("T_")

OWNER_ROLE = "luohu_owner"  #: owns the tables, so row-level security does not bind it: for workers over all worlds

_ENTER = text("SELECT *, clock_timestamp() AS real FROM kit.enter(:name)")
_AT_THE_DOOR = 10.0  #: seconds that somebody waits at a held door
_KNOCK = 0.005  #: seconds between two looks at it
_CATCH_UP = text(
    "UPDATE kit.world SET anchor_world = greatest(anchor_world, :sent) WHERE name = :name AND mode = 'frozen'"
    " RETURNING anchor_world"
)
_AS_OWNER = f"{BEGIN}; SET LOCAL ROLE {OWNER_ROLE}"  #: in one message to the server
_SEND = (
    "INSERT INTO kit.outbox (message_id, topic, destination, body, not_before, attempts, trace, scenario)"
    " SELECT m, t, d, b::jsonb, clock_timestamp() + CAST(:lease AS interval), :attempts, c, s"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:topics AS text[]), CAST(:destinations AS text[]),"
    " CAST(:bodies AS text[]), CAST(:traces AS text[]), CAST(:scenarios AS text[])) AS row(m, t, d, b, c, s)"
    " RETURNING id, message_id"
)
#: A statement beside it, in one round trip.
_SEND_BESIDE = (
    "WITH sent AS ({send}), beside AS ({beside} RETURNING 1)"
    " SELECT id, message_id, (SELECT count(*) FROM beside) AS beside FROM sent"
)
#: What `first_time` does, for statements that do more at once.
FIRST_TIME = (
    "INSERT INTO kit.inbox (source, message_id) SELECT :source, m FROM unnest(CAST(:ids AS uuid[])) AS m ORDER BY m"
    " ON CONFLICT DO NOTHING RETURNING message_id"
)
_FIRED = text(
    "INSERT INTO kit.fired (at, what, ref) SELECT a, :what, r"
    " FROM unnest(CAST(:ats AS timestamptz[]), CAST(:refs AS text[])) AS row(a, r)"
)


class UnknownWorld(Exception):
    """The service does not know the world; it was never made, or it was deleted."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no world {name!r} here."
            " Make it with POST /_luohu/worlds, or leave the header Luohu-World out for main."
        )


class WorldAway(UnknownWorld):
    """The world is there, and is being brought to another state: whoever comes again in a moment is let in."""

    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "1"}

    def __init__(self, name: str) -> None:
        Exception.__init__(self, f"The world {name!r} is just being brought to another state.")


@dataclass(frozen=True, slots=True)
class World:
    """One isolated city: a programme and a year, and the seed that its people come from."""

    name: str
    programme: str
    year: int
    seed: int
    clock: Clock
    admission: Admission = Admission.HANDBOOK
    generation: str = FIRST  #: of its rows; see `generation`

    @property
    def base_date(self) -> date:
        """31 December before the year of the round: everything is measured there (handbook 申报须知)."""
        return date(self.year - 1, 12, 31)


@dataclass(frozen=True, slots=True)
class Message:
    """A message on its way into the outbox."""

    topic: str
    destination: str
    message_id: UUID
    body: Mapping[str, Any]  #: as JSON has it
    cause: Cause


Wakes = list[tuple[str, str]]


@dataclass(slots=True)
class Work:
    """An open transaction in `world`. `now` is the world's time, the same for the whole unit of work."""

    connection: AsyncConnection
    world: World
    now: datetime
    ground: "Ground"
    _messages: list[Message] = field(default_factory=list)
    _handed: list[tuple[Route, Claimed]] = field(default_factory=list)
    _wakes: Wakes = field(default_factory=list)

    async def execute(
        self, statement: Executable | str, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[Any]:
        """Run a statement; a string is SQL with `:name` parameters."""
        statement = sql(statement) if isinstance(statement, str) else statement
        return await self.connection.execute(statement, parameters)

    async def rows(
        self, statement: Executable | str, parameters: Mapping[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """All rows of a query."""
        return (await self.execute(statement, parameters)).all()

    async def one(self, statement: Executable | str, parameters: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The only row of a query, or None."""
        return (await self.execute(statement, parameters)).one_or_none()

    async def scalar(self, statement: Executable | str, parameters: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return (await self.execute(statement, parameters)).scalar()

    def send(
        self,
        topic: str,
        destination: str,
        message_id: UUID,
        body: Wire | Mapping[str, Any] | str,
        *,
        cause: Cause | None = None,
    ) -> Mapping[str, Any]:
        """Put a message into the outbox, in this transaction; its body as JSON has it.

        It arrives at least once, in any order. body: a text is JSON that was written already. cause: why it is sent,
        where that is not the request that is being answered.
        """
        if isinstance(body, Wire):
            plain = body.model_dump(mode="json")
        else:
            plain = orjson.loads(body if isinstance(body, str) else orjson.dumps(dict(body)))
        self._messages.append(Message(topic, destination, message_id, plain, cause or current() or Cause.new()))
        return plain

    async def first_time(self, source: str, ids: Iterable[UUID]) -> set[UUID]:
        """Those of the ids that were not seen from this source before; they are seen from now on."""
        found = await self.execute(FIRST_TIME, {"source": source, "ids": sorted(set(ids))})
        return {row.message_id for row in found}

    async def note_fired(self, what: str, due: Sequence[tuple[datetime, str]]) -> None:
        """Record what had waited on the world's clock and fires now: pairs of the due time and what it is about."""
        if due:
            ats, refs = zip(*due, strict=True)
            await self.execute(_FIRED, {"what": what, "ats": list(ats), "refs": list(refs)})

    def wake(self, name: str, *keys: str) -> None:
        """After the commit, wake the duty of that name for this world; or, for `watch`, the readers of the keys."""
        self._wakes.extend((name, key) for key in (keys or (self.world.name,)))

    async def write_last(self, statement: str, parameters: Mapping[str, Any]) -> int:
        """Run the last statement of the work, with its messages in the same round trip; how many rows it changed.

        It is one that inserts, updates or deletes. Nothing is sent afterwards.
        """
        if not self._messages:
            return (await self.execute(statement, parameters)).rowcount
        together = _SEND_BESIDE.format(send=_SEND, beside=statement)
        return int((await self._write_messages(together, parameters))[0].beside)

    async def commit(self) -> None:
        """Write the messages, commit, then wake whoever waits. The work is over."""
        if self._messages:
            await self._write_messages(_SEND, {})
        await self.connection.commit()
        if self._handed:
            at = asyncio.get_running_loop().time()
            for route, message in self._handed:
                self.ground.handover.put(route, message, at)
            self.ground.hub.bell("outbox").ring(HANDED)
        self.ground.hub.after_commit(self.world.name, self._wakes)

    async def _write_messages(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[Row[Any]]:
        """Outbox rows for the messages; the dispatcher of this process may take them after the commit."""
        messages, self._messages = self._messages, []
        hand_over = self.ground.handover.room_for(len(messages))
        rows = await self.rows(
            statement,
            {
                "lease": self.ground.lease if hand_over else timedelta(0),
                "attempts": 1 if hand_over else 0,
                "ids": [m.message_id for m in messages],
                "topics": [m.topic for m in messages],
                "destinations": [m.destination for m in messages],
                "bodies": [orjson.dumps(m.body).decode() for m in messages],
                "traces": [m.cause.trace for m in messages],
                "scenarios": [m.cause.scenario for m in messages],
                **parameters,
            },
        )
        if not hand_over:
            self._wakes.append(("outbox", self.world.name))
            return rows
        ids = {row.message_id: row.id for row in rows}
        self._handed += [
            (
                Route(self.world.name, m.topic, m.destination, m.cause.scenario, generation=self.world.generation),
                Claimed(ids[m.message_id], m.message_id, m.body, 1, self.now, m.cause.trace),
            )
            for m in messages
        ]
        return rows


@dataclass(slots=True)
class Ground:
    """What units of work of one process share."""

    engine: AsyncEngine
    hub: Hub
    handover: Handover = field(default_factory=Handover)
    lease: timedelta = timedelta(seconds=4)
    meter: Meter = field(default_factory=Meter)
    plant: Callable[[str], Awaitable[None]] | None = None  #: plants a world; see `planting`


Begin = Callable[[str], AbstractAsyncContextManager[Work]]


def make_begin(ground: Ground) -> Begin:
    """The way into a unit of work of one service.

    Raises UnknownWorld for a name that the service has no world for, WorldAway for one whose rows are being replaced,
    or are not those that a request is for, and whatever the driver raises when PostgreSQL is away. A connection that
    died while it lay in the pool is replaced once, silently: nothing had been done on it.
    """

    @asynccontextmanager
    async def begin(name: str) -> AsyncIterator[Work]:
        connection, row = await _entered(ground, name)
        try:
            if not is_meant(name, row.generation):
                raise WorldAway(name)
            entered(name, row.generation)
            clock = Clock(ClockMode(row.mode), row.anchor_real, row.anchor_world, row.rate)
            if clock.mode is ClockMode.FROZEN and (sent := not_before.get()) and sent > clock.anchor_world:
                clock = await _caught_up(connection, name, clock, sent)
            world = World(row.name, row.programme, row.year, row.seed, clock, Admission(row.admission), row.generation)
            now = clock.at(row.real)
            note_reading(name, now)
            yield Work(connection, world, now, ground)
        finally:
            await connection.close()

    return begin


async def _caught_up(connection: AsyncConnection, name: str, clock: Clock, sent: datetime) -> Clock:
    """A clock that stands still, moved on to the time at which a message was sent; see `causality`."""
    moved = (await connection.execute(_CATCH_UP, {"name": name, "sent": sent})).scalar()
    return clock if moved is None else clock.frozen_at(moved)


async def _entered(ground: Ground, name: str) -> tuple[AsyncConnection, Row[Any]]:
    """A transaction inside of a world, and the world's row; a door that is held for a moment is waited at, and a world
    that is not planted is planted.
    """
    loop = asyncio.get_running_loop()
    end = loop.time() + _AT_THE_DOOR
    while True:
        connection, found = await _first(ground.engine, BEGIN, lambda begun: begun.execute(_ENTER, {"name": name}))
        row = found.one_or_none()
        if row is not None and row.door == Door.OPEN and (row.planted or ground.plant is None):
            return connection, row
        await connection.close()
        if row is None:
            raise UnknownWorld(name)
        if row.door == Door.OPEN and ground.plant is not None:
            await ground.plant(name)
            continue
        if row.door == Door.SHUT or loop.time() > end:
            raise WorldAway(name)
        await asyncio.sleep(_KNOCK)


class BeginEverywhere:
    """The way into all worlds, for the kit's own workers."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[AsyncConnection]:
        """A transaction over all worlds. Commit explicitly, as ever."""
        connection, _ = await _first(self._engine, _AS_OWNER, Transaction.begun)
        try:
            yield connection
        finally:
            await connection.close()

    async def alone(self, statement: TextClause, parameters: Mapping[str, Any]) -> None:
        """One statement that is a transaction of its own, in one message to the server. It runs in the role of the
        service: over more than one world reach only functions that say so. It may run twice, when a connection dies.
        """
        connection, _ = await _first(self._engine, BEGIN, lambda idle: idle.alone(statement, parameters))
        await connection.close()


def make_begin_everywhere(engine: AsyncEngine) -> BeginEverywhere:
    """The way into all worlds of one service."""
    return BeginEverywhere(engine)


async def _first(
    engine: AsyncEngine, opening: str, first: Callable[[Transaction], Awaitable[T_]]
) -> tuple[Transaction, T_]:
    """A connection and what came of the first that was done in its transaction.

    A connection that died while it lay in the pool may show it only then; nothing was done on it, so another one takes
    its place, once.
    """
    try:
        return await _tried(engine, opening, first)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return await _tried(engine, opening, first)


async def _tried(
    engine: AsyncEngine, opening: str, first: Callable[[Transaction], Awaitable[T_]]
) -> tuple[Transaction, T_]:
    connection = await Transaction(engine, opening).start()
    try:
        return connection, await first(connection)
    except BaseException:
        await connection.close()
        raise
