"""Worlds on one service: what is told of them, and their clocks set. `making` makes them."""

from collections.abc import Awaitable, Callable, Sequence
from importlib.metadata import version

from pydantic import Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.model import Wire
from luohu_kit.admission import Admission
from luohu_kit.clock import ClockMode, ClockState
from luohu_kit.door import Door
from luohu_kit.duty import due_in
from luohu_kit.generation import FIRST
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
    generation: str = Field(default=FIRST, pattern=r"^[a-z0-9]{1,32}$")  #: of its rows; see `generation`

    def in_generation(self, generation: str) -> "NewWorld":
        """The same with rows of this generation."""
        return self.model_copy(update={"generation": generation})


class DoorTurn(Wire):
    """How the door of a world is to stand."""

    door: Door
    kept: str | None = None  #: only if this is kept here, by this revision


class KeptView(Wire):
    """What a service has kept."""

    revision: str
    rows: int


class Health(Wire):
    """One service's own view of itself."""

    service: str
    version: str
    ready: bool  #: the database answers and the world `main` is there
    lag_seconds: float | None = None  #: age of the oldest live message in the outbox
    detail: str = ""


Seeder = Callable[[Work], Awaitable[None]]

_VERSION = version("luohu")  # read once: it lies in a file that is parsed like a letter
_HEALTH = text(
    "SELECT EXISTS (SELECT 1 FROM kit.world WHERE name = 'main') AS main, (SELECT extract(epoch"
    " FROM clock_timestamp() - min(written_at)) FROM kit.outbox WHERE dead_at IS NULL AND held_until IS NULL) AS lag"
)
_SET_CLOCK = text(
    "UPDATE kit.world SET mode = :mode, anchor_real = :anchor_real, anchor_world = :anchor_world, rate = :rate"
    " WHERE name = :name AND planted RETURNING name"
)


async def set_clock(rt: Runtime, name: str, clock: ClockState) -> Sequence[str]:
    """Give a world another clock, and wake the duties that have something to do by it; their names.

    By a clock that goes on, every duty counts anew how long it can wait: then all are woken.
    """
    await rt.journal.flush()  # what was noted under the old clock is written under it
    due = await _set(rt, name, clock)
    if due is None and rt.ground is not None and rt.ground.plant is not None:
        await rt.ground.plant(name)  # seeds are planted at the instant at which a world begins
        due = await _set(rt, name, clock)
    if due is None:
        raise UnknownWorld(name)
    rt.hub.after_commit(name, [(duty, name) for duty in due])
    return due


async def _set(rt: Runtime, name: str, clock: ClockState) -> Sequence[str] | None:
    """Set the clock of a world that is planted; the duties to be woken, None when there is no such world."""
    async with rt.everywhere() as connection:
        if (await connection.execute(_SET_CLOCK, {"name": name, **clock.model_dump()})).first() is None:
            return None
        if clock.mode is ClockMode.FROZEN:
            due = await due_in(connection, name, rt.runners, clock.anchor_world)
        else:
            due = [runner.duty.name for runner in rt.runners]
        await connection.commit()
    return due


def wake_duties(rt: Runtime, name: str) -> None:
    """Let every duty, and the dispatcher, look at a world that has changed as a whole."""
    rt.hub.after_commit(name, [("outbox", name), *((runner.duty.name, name) for runner in rt.runners)])


async def health(rt: Runtime) -> Health:
    """Whether this service can work."""
    told = {"service": rt.settings.service, "version": _VERSION}
    if rt.ground is None:
        return Health(**told, ready=True)
    try:
        async with rt.everywhere() as connection:
            row = (await connection.execute(_HEALTH)).one()
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return Health(**told, ready=False, detail=f"the database does not answer: {type(error).__name__}")
    lag = None if row.lag is None else round(float(row.lag), 3)
    return Health(**told, ready=row.main, lag_seconds=lag, detail="" if row.main else "waits for the world main")
