"""Which people a world has, and how far they are on their way into its registers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, text, update

from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_sandbox.population import Crowd, crowd_of
from luohu_sandbox.records import PopulationState, population

Counts = Mapping[str, Mapping[str, int]]  #: by service, then by what was counted

_UNFINISHED = text("SELECT world FROM population WHERE state = 'loading' ORDER BY world")


class PopulationExists(Exception):
    """A world holds one population."""

    def __init__(self, held: "Population") -> None:
        self.extensions = {"seed": held.seed, "size": held.size}
        super().__init__(f"The world {held.world} has the population of seed {held.seed} and size {held.size} already.")
        self.remedy = f"Make another world for it, or reset this one: POST /_luohu/worlds/{held.world}/reset."


class PopulationImpossible(Exception):
    """Nobody has written down who lives in the city."""

    def __init__(self, world: str, city: str) -> None:
        super().__init__(f"The world {world} is of {city}, and nobody has written down who lives there.")


class PopulationMissing(Exception):
    """Nobody was made up for the world."""

    def __init__(self, world: str) -> None:
        super().__init__(f"The world {world} has no population.")
        self.remedy = 'Make one with POST /_luohu/population {"seed": 1, "size": 200}.'


@dataclass(frozen=True, slots=True)
class Population:
    """The people of one world."""

    world: str
    programme: str
    year: int
    seed: int
    size: int
    state: PopulationState
    loaded: int
    counts: Counts
    problem: str | None

    def crowd(self) -> Crowd:
        """Who they are. Raises PolicyMissing."""
        return crowd_of(self.seed, self.programme, self.year)


async def claim(rt: Runtime, world: str, seed: int | None, size: int) -> Population:
    """Say who is to live in a world; once more for the same people goes on with them.

    seed: the world's own, when it is left out. Raises UnknownWorld, PopulationExists.
    """
    async with rt.begin(world) as work:
        wanted = work.world.seed if seed is None else seed
        held = await _held(work, for_update=True)
        if held is None:
            loading = {"state": PopulationState.LOADING, "loaded": 0, "counts": {}}
            await work.execute(insert(population).values(seed=wanted, size=size, **loading))
        elif (held.seed, held.size) != (wanted, size):
            raise PopulationExists(held)
        elif held.state is PopulationState.FAILED:
            await work.execute(update(population).values(state=PopulationState.LOADING, problem=None))
        await work.commit()
    return await found(rt, world)


async def found(rt: Runtime, world: str) -> Population:
    """The people of a world. Raises UnknownWorld, PopulationMissing."""
    async with rt.begin(world) as work:
        held = await _held(work)
    if held is None:
        raise PopulationMissing(world)
    return held


async def note(rt: Runtime, world: str, **values: Any) -> None:
    """How far they are."""
    async with rt.begin(world) as work:
        await work.execute(update(population).values(**values))
        await work.commit()


async def unfinished(rt: Runtime) -> list[str]:
    """Worlds whose people are still on their way."""
    async with rt.everywhere() as connection:
        return [row.world for row in await connection.execute(_UNFINISHED)]


async def _held(work: Work, *, for_update: bool = False) -> Population | None:
    statement = select(population)
    row = await work.one(statement.with_for_update() if for_update else statement)
    if row is None:
        return None
    return Population(
        work.world.name,
        work.world.programme,
        work.world.year,
        row.seed,
        row.size,
        row.state,
        row.loaded,
        row.counts,
        row.problem,
    )
