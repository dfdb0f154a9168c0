"""The steps of the season: written down once for each world, then done one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.domain.season import Step
from luohu_declaration.storage.season_tables import season_step
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

#: Worlds whose steps were never written down are due at once, whatever way they came to be.
WAITING = (
    "SELECT w.name AS world, CASE WHEN count(s.step) = 0 THEN w.anchor_world"
    " ELSE min(s.due_at) FILTER (WHERE s.done_at IS NULL) END AS due_at"
    " FROM kit.world w LEFT JOIN season_step s ON s.world = w.name WHERE w.planted"
    " GROUP BY w.name, w.anchor_world HAVING count(s.step) = 0 OR count(*) FILTER (WHERE s.done_at IS NULL) > 0"
)
# One replica at a time turns the year: it holds the first row, and the others leave it alone.
_HOLD = (
    select(season_step.c.done_at).where(season_step.c.step == Step.FOUNDED).with_for_update(skip_locked=True).limit(1)
)
_COUNT = text("SELECT count(*) FROM season_step")


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step whose time has come."""

    step: Step
    due_at: datetime


async def written(work: Work) -> bool:
    """Whether the steps of the world are written down."""
    return bool(await work.scalar(_COUNT))


async def write(work: Work, steps: Mapping[Step, datetime], *, founded: bool, look_again: datetime) -> None:
    """Write the steps down. Not founded: the year has no policy yet, and is looked at again at that instant."""
    rows = [{"step": step, "due_at": due_at, "done_at": None} for step, due_at in steps.items()]
    rows.append({"step": Step.FOUNDED, "due_at": look_again, "done_at": work.now if founded else None})
    new = insert(season_step)
    replaced = {"due_at": new.excluded.due_at, "done_at": new.excluded.done_at}
    await work.execute(new.on_conflict_do_update(index_elements=["world", "step"], set_=replaced), rows)


async def hold_next(work: Work) -> DueStep | None:
    """The earliest step that is due, held; None when there is none, or when another replica is at work."""
    if (await work.execute(_HOLD)).first() is None:
        return None
    found = (
        await work.execute(
            select(season_step.c.step, season_step.c.due_at)
            .where(season_step.c.done_at.is_(None), season_step.c.due_at <= work.now)
            .order_by(season_step.c.due_at)
            .limit(1)
        )
    ).first()
    return None if found is None else DueStep(found.step, found.due_at.astimezone(BEIJING))


async def done(work: Work, step: Step) -> None:
    """The step was done now."""
    await work.execute(update(season_step).where(season_step.c.step == step).values(done_at=work.now))


async def was_done(work: Work, step: Step) -> bool:
    """Whether the step was done already."""
    found = await work.scalar(select(season_step.c.done_at).where(season_step.c.step == step))
    return found is not None
