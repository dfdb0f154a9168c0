"""Worlds on one service: what is told of them, their clocks set, their pulse felt. `making` makes them."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from importlib.metadata import version

from pydantic import AwareDatetime, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.model import Wire
from luohu_kit.admission import Admission
from luohu_kit.clock import ClockState
from luohu_kit.door import Door
from luohu_kit.duty import due_sql, follows_calendar
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, Work


class NewWorld(Wire):
    """What a service is told of a world."""

    programme: str = Field(pattern=r"^[a-z][a-z0-9-]{0,39}$")
    year: int = Field(ge=2000, le=2099)
    seed: int = Field(ge=0, lt=2**63)
    clock: ClockState
    personas: bool = True  #: load the seeds that ship with the service
    admission: Admission = Admission.HANDBOOK  #: what is demanded before anything is filed
    kept: str | None = None  #: what was kept of it under this name is its content, instead of the seeds
    anew: bool = False  #: a world of this name is replaced


class DoorTurn(Wire):
    """How the door of a world is to stand."""

    door: Door
    kept: str | None = None  #: only if this is kept here, by this revision


class KeptView(Wire):
    """What a service has kept."""

    revision: str
    rows: int


class Fired(Wire):
    """Something that had waited on the world's clock."""

    seq: int
    at: AwareDatetime
    what: str
    ref: str


class Pulse(Wire):
    """What still moves in one world on one service. Settled is: nothing due, nothing to send, nobody busy, twice."""

    now: AwareDatetime
    next_due: AwareDatetime | None  #: earliest thing that waits on the clock, in the world's time
    awaited: bool = True  #: whether something waits besides the dates of the year
    due: int  #: duties that have something to do now
    outbox: int  #: live messages
    edges: dict[str, int]  #: live messages by destination
    busy: int  #: requests on their way and duties at work
    dead: int  #: messages refused for good
    activity: int  #: grows with every commit in this world (by this process) and with everything that fires
    fired_seq: int
    fired: tuple[Fired, ...]  #: since the sequence number asked for, at most 10,000


class Health(Wire):
    """One service's own view of itself."""

    service: str
    version: str
    ready: bool  #: the database answers and the world `main` is there
    lag_seconds: float | None = None  #: age of the oldest live message in the outbox
    detail: str = ""


Seeder = Callable[[Work], Awaitable[None]]

_SET_CLOCK = text(
    "UPDATE kit.world SET mode = :mode, anchor_real = :anchor_real, anchor_world = :anchor_world, rate = :rate"
    " WHERE name = :name RETURNING name"
)
_OUTBOX = text(
    "SELECT destination, count(*) FILTER (WHERE dead_at IS NULL) AS live, count(dead_at) AS dead"
    " FROM kit.outbox GROUP BY destination"
)
_FIRED = text("SELECT seq, at, what, ref FROM kit.fired WHERE seq > :since ORDER BY seq LIMIT 10000")
_FIRED_SEQ = text("SELECT coalesce(max(seq), 0) AS fired_seq FROM kit.fired")


async def set_clock(rt: Runtime, name: str, clock: ClockState) -> None:
    """Give a world another clock, then wake every duty to look at it."""
    async with rt.everywhere() as connection:
        found = (await connection.execute(_SET_CLOCK, {"name": name, **clock.model_dump()})).first()
        if found is None:
            raise UnknownWorld(name)
        await connection.commit()
    wake_duties(rt, name)


def wake_duties(rt: Runtime, name: str) -> None:
    """Let every duty, and the dispatcher, look at a world that has changed as a whole."""
    rt.hub.after_commit(name, [("outbox", name), *((runner.duty.name, name) for runner in rt.runners)])


async def pulse(rt: Runtime, name: str, since: int) -> Pulse:
    """What still moves in a world on this service."""
    async with rt.begin(name) as work:
        now = work.now
        dues: list[datetime] = []
        awaited = False
        for runner in rt.runners:
            rows = await work.rows(due_sql(runner.duty.waiting))
            mine = [row.due_at for row in rows if row.world == name]
            dues += mine
            awaited = awaited or (bool(mine) and not follows_calendar(runner.duty))
        edges = {row.destination: row for row in await work.rows(_OUTBOX)}
        fired_seq = await work.scalar(_FIRED_SEQ)
        fired = await work.rows(_FIRED, {"since": since})
    return Pulse(
        now=now,
        next_due=min(dues, default=None),
        awaited=awaited,
        due=sum(due <= now for due in dues),
        outbox=sum(edge.live for edge in edges.values()),
        edges={destination: edge.live for destination, edge in edges.items() if edge.live},
        busy=rt.busy,
        dead=sum(edge.dead for edge in edges.values()),
        activity=rt.hub.commits[name] + fired_seq,
        fired_seq=fired_seq,
        fired=tuple(Fired(seq=row.seq, at=row.at, what=row.what, ref=row.ref) for row in fired),
    )


async def health(rt: Runtime) -> Health:
    """Whether this service can work."""
    told = {"service": rt.settings.service, "version": version("luohu")}
    if rt.ground is None:
        return Health(**told, ready=True)
    try:
        async with rt.everywhere() as connection:
            row = (
                await connection.execute(
                    text(
                        "SELECT EXISTS (SELECT 1 FROM kit.world WHERE name = 'main') AS main, (SELECT extract(epoch"
                        " FROM clock_timestamp() - min(written_at)) FROM kit.outbox WHERE dead_at IS NULL) AS lag"
                    )
                )
            ).one()
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return Health(**told, ready=False, detail=f"the database does not answer: {type(error).__name__}")
    lag = None if row.lag is None else round(float(row.lag), 3)
    return Health(**told, ready=row.main, lag_seconds=lag, detail="" if row.main else "waits for the world main")
