"""What a new world holds here from the start."""

from luohu_declaration.usecases.seed_employers import seed_employers
from luohu_declaration.usecases.turn_of_year import write_steps
from luohu_kit.work import Work
from luohu_scoring import Scheme
from luohu_scoring.programmes import programme


async def seed(work: Work) -> None:
    """Put the seeds of this service into a new world."""
    await seed_employers(work)
    if programme(work.world.programme).scheme is Scheme.SEASON:
        await write_steps(work)
