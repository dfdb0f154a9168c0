"""What waits for the bots of a world, as its agencies have told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from luohu_kit.pace import BotTask, Decides
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_sandbox.records import BotState, bot_task

WAITING = "SELECT world, min(due_at) AS due_at FROM bot_task WHERE state = 'waiting' GROUP BY world"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task whose time has come."""

    id: UUID
    agency: str
    decides: Decides
    told_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task."""

    state: BotState
    what: str  #: the decision, or why it was left to people


async def take(work: Work, agency: str, told: Sequence[BotTask]) -> None:
    """Remember what an agency tells; what is known already stays as it is."""
    rows = [
        {
            "id": one.id,
            "agency": agency,
            "decides": one.decides,
            "told_at": work.now,
            "due_at": one.due_at,
            "state": BotState.WAITING,
        }
        for one in told
    ]
    await work.execute(insert(bot_task).values(rows).on_conflict_do_nothing())
    work.wake("bots")


async def due(work: Work, most: int) -> list[Waiting]:
    """What is due, in order."""
    wanted = (
        select(bot_task.c.id, bot_task.c.agency, bot_task.c.decides, bot_task.c.told_at, bot_task.c.due_at)
        .where(bot_task.c.state == BotState.WAITING, bot_task.c.due_at <= work.now)
        .order_by(bot_task.c.due_at, bot_task.c.id)
        .limit(most)
    )
    rows = await work.rows(wanted)
    return [Waiting(row.id, row.agency, row.decides, row.told_at, row.due_at) for row in rows]


async def listed(work: Work, most: int) -> list[Row[Any]]:
    """What waits and what was done, the latest due first."""
    return list(await work.rows(select(bot_task).order_by(bot_task.c.due_at.desc(), bot_task.c.id).limit(most)))


async def end(work: Work, task: Waiting, done: Done) -> bool:
    """Note what became of a task; False when somebody has noted it already."""
    statement = (
        update(bot_task)
        .where(bot_task.c.id == task.id, bot_task.c.state == BotState.WAITING)
        .values(state=done.state, what=done.what, done_at=work.now)
        .returning(bot_task.c.id)
    )
    return await work.one(statement) is not None


async def workplaces(rt: Runtime, world: str, instant: datetime) -> list[str]:
    """The agencies at which bots have something to do at an instant of the world's time."""
    wanted = select(bot_task.c.agency).where(bot_task.c.state == BotState.WAITING, bot_task.c.due_at <= instant)
    async with rt.begin(world) as work:
        return sorted({row.agency for row in await work.rows(wanted.distinct())})
