"""What a new world holds here from the start."""

from luohu_declaration.usecases.seed_employers import seed_employers
from luohu_declaration.usecases.turn_of_year import write_steps
from luohu_kit.work import Work


async def seed(work: Work) -> None:
    """Put the seeds of this service into a new world."""
    await seed_employers(work)
    await write_steps(work)
