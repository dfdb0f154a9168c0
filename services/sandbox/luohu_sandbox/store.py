"""The list of worlds, as the sandbox keeps it: claimed atomically, shown when ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, or_, select, text

from luohu_kit import tables
from luohu_kit.admission import Admission
from luohu_kit.clock import Clock, ClockMode, ClockState, machine_now, note_reading
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, WorldAway
from luohu_kit.worlds import NewWorld
from luohu_sandbox.records import State, world_record

SHOWN = (State.READY, State.RETURNING)

_CLAIM_WORLD = text(
    "INSERT INTO kit.world (name, programme, year, seed, admission, generation, mode, anchor_real, anchor_world, rate)"
    " SELECT each.name, :programme, :year, :seed, :admission, :generation, :mode, :anchor_real, :anchor_world, :rate"
    " FROM unnest(CAST(:names AS text[])) AS each(name) ON CONFLICT DO NOTHING"
)
_CLAIM_RECORD = text(
    "INSERT INTO world_record (world, state, personas, first_mode, first_at, first_rate)"
    " SELECT each.name, :state, :personas, :first_mode, :first_at, :first_rate"
    " FROM unnest(CAST(:names AS text[])) AS each(name) ON CONFLICT DO NOTHING RETURNING world"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A world that the sandbox knows."""

    name: str
    programme: str
    year: int
    seed: int
    admission: Admission
    clock: Clock
    state: State
    personas: bool
    created_at: datetime
    first: ClockState  #: the clock at creation; its anchor in real time means nothing any more
    resume: tuple[ClockMode, Decimal] | None  #: there while an advance moves the clock, and after one that died
    snapshot: str | None  #: that is being taken, or brought back; returning without one: to the beginning
    doors_turned: bool  #: doors of services may not stand open
    generation: str  #: of its rows on every service; see the kit's `generation`

    def as_new(self, clock: ClockState) -> NewWorld:
        """What a service is told of the world, with this clock."""
        return NewWorld(
            programme=self.programme,
            year=self.year,
            seed=self.seed,
            clock=clock,
            personas=self.personas,
            admission=self.admission,
        )


_COLUMNS: list[Any] = [tables.world, *(column for column in world_record.c if column.name != "world")]
_KNOWN = (
    select(*_COLUMNS)
    .select_from(tables.world)
    .join(world_record, world_record.c.world == tables.world.c.name)
    .order_by(tables.world.c.name)
)


def _known(row: Row[Any]) -> Known:
    first = ClockState(mode=row.first_mode, anchor_real=row.created_at, anchor_world=row.first_at, rate=row.first_rate)
    return Known(
        name=row.name,
        programme=row.programme,
        year=row.year,
        seed=row.seed,
        admission=Admission(row.admission),
        clock=Clock(row.mode, row.anchor_real, row.anchor_world, row.rate),
        state=row.state,
        personas=row.personas,
        created_at=row.created_at,
        first=first,
        resume=None if row.resume_mode is None else (row.resume_mode, row.resume_rate),
        snapshot=row.snapshot,
        doors_turned=row.doors_turned,
        generation=row.generation,
    )


async def claim(
    rt: Runtime, name: str, new: NewWorld, state: State = State.MAKING, *, first: ClockState | None = None
) -> bool:
    """Take a name for a new world; False when it is taken already. first: the clock of a reset, if it is another."""
    return bool(await claim_several(rt, [name], new, state, first=first))


async def claim_several(
    rt: Runtime, names: Sequence[str], new: NewWorld, state: State = State.MAKING, *, first: ClockState | None = None
) -> set[str]:
    """Take names for worlds that are all alike; those that nobody had."""
    values = {"names": list(names), "state": state.value, **new.model_dump(exclude={"clock"}), **new.clock.model_dump()}
    values["mode"] = new.clock.mode.value
    begins = first or new.clock
    values |= {"first_mode": begins.mode.value, "first_at": begins.anchor_world, "first_rate": begins.rate}
    async with rt.everywhere() as connection:
        await connection.execute(_CLAIM_WORLD, values)
        claimed = {row.world for row in await connection.execute(_CLAIM_RECORD, values)}
        await connection.commit()
    return claimed


async def mark_several(rt: Runtime, names: Sequence[str], state: State) -> None:
    """Say where worlds stand."""
    async with rt.everywhere() as connection:
        await connection.execute(world_record.update().where(world_record.c.world.in_(names)).values(state=state))
        await connection.commit()


async def mark(
    rt: Runtime, name: str, state: State, *, snapshot: str | None = None, doors_turned: bool = False
) -> None:
    """Say where a world stands."""
    values = {"state": state, "snapshot": snapshot, "doors_turned": doors_turned}
    async with rt.everywhere() as connection:
        await connection.execute(world_record.update().where(world_record.c.world == name).values(**values))
        await connection.commit()


async def begin_reset(rt: Runtime, name: str) -> Known:
    """Say that a world is on its way back to its beginning; what it was. Raises as `known` does."""
    returning = world_record.update().where(world_record.c.world == name).values(state=State.RETURNING, snapshot=None)
    async with rt.everywhere() as connection:
        world = _ready(_seen((await connection.execute(_of(name))).one_or_none(), name))
        await connection.execute(returning)
        await connection.commit()
    return world


async def ready(rt: Runtime, name: str) -> Known:
    """Say that a world is on every service, and that no advance is under way; the world. Raises UnknownWorld."""
    values = {
        "state": State.READY, "snapshot": None, "doors_turned": False, "resume_mode": None, "resume_rate": None
    }  # fmt: skip
    at_rest = world_record.update().where(world_record.c.world == name).values(**values)
    async with rt.everywhere() as connection:
        await connection.execute(at_rest)
        row = (await connection.execute(_of(name))).one_or_none()
        await connection.commit()
    return _seen(row, name)


async def note_resume(rt: Runtime, name: str, clock: Clock | None) -> None:
    """Remember the mode that an advance will resume; None forgets it."""
    mode, rate = (None, None) if clock is None else (clock.mode, clock.rate)
    values = {"resume_mode": mode, "resume_rate": rate}
    async with rt.everywhere() as connection:
        await connection.execute(world_record.update().where(world_record.c.world == name).values(**values))
        await connection.commit()


async def everything(rt: Runtime) -> list[Known]:
    """Every world that there is, in whatever state, by name."""
    async with rt.everywhere() as connection:
        return [_known(row) for row in await connection.execute(_KNOWN)]


async def unfinished(rt: Runtime) -> list[Known]:
    """Worlds with an operation that has not ended: one that runs, or one that was cut off."""
    open_ends = or_(
        world_record.c.state != State.READY, world_record.c.resume_mode.is_not(None), world_record.c.doors_turned
    )
    async with rt.everywhere() as connection:
        return [_known(row) for row in await connection.execute(_KNOWN.where(open_ends))]


async def those(rt: Runtime, names: Sequence[str]) -> list[Known]:
    """The worlds of these names that can be seen, by name."""
    async with rt.everywhere() as connection:
        rows = await connection.execute(_KNOWN.where(tables.world.c.name.in_(names)))
        return [_known(row) for row in rows if row.state in SHOWN]


async def known(rt: Runtime, name: str) -> Known:
    """A world that is ready. Raises WorldAway for one that is being brought back, UnknownWorld for all others."""
    return _ready(await shown(rt, name))


async def shown(rt: Runtime, name: str) -> Known:
    """A world that can be seen, though it may be on its way back. Raises UnknownWorld."""
    async with rt.everywhere() as connection:
        row = (await connection.execute(_of(name))).one_or_none()
    return _seen(row, name)


def _of(name: str) -> Select[Any]:
    return _KNOWN.where(tables.world.c.name == name)


def _ready(world: Known) -> Known:
    if world.state is State.RETURNING:
        raise WorldAway(world.name)
    return world


def _seen(row: Row[Any] | None, name: str) -> Known:
    if row is None or row.state not in SHOWN:
        raise UnknownWorld(name)
    world = _known(row)
    note_reading(name, world.clock.at(machine_now()))
    return world
