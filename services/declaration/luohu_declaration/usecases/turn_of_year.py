"""What the calendar does by itself, step after step on the world's clock (DOMAIN 3.1)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.season import Stage, Step
from luohu_declaration.storage import case_points, courses, scores, steps
from luohu_declaration.usecases.announce import announce
from luohu_declaration.usecases.casework.programme import has_casework, intakes_of
from luohu_declaration.usecases.grant_awards import grant_awards, lapse_awards
from luohu_declaration.usecases.publish_list import in_batches, publish_list
from luohu_declaration.usecases.rescore import rescore
from luohu_declaration.usecases.rights import season_of
from luohu_declaration.usecases.scoring import SEASON
from luohu_declaration.usecases.send_awards import send_to_commission
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_scoring import PolicyMissing

log = structlog.get_logger()

_BATCH = 5000  #: rows of one statement
_LOOK_AGAIN = timedelta(days=1)  #: of the world: when a year without a policy is looked at again


async def close_declarations(work: Work, overdue: timedelta) -> None:
    """Drafts are over: no points, no total, no rank. What has every result is scored now, the rest when it has.

    The science commission is asked now: what was to be filed there has been filed (handbook 三.五.2(1)).
    """
    for ids in in_batches(await courses.hold_all(work, CourseStatus.DRAFT), _BATCH):
        over: dict[UUID, dict[str, str]] = {each: {} for each in ids}
        await courses.move(work, over, CourseEvent.STAGE_CLOSED, status=CourseStatus.DRAFT, actor=SEASON)
    for ids in in_batches(await courses.hold_all(work, CourseStatus.SUBMITTED), _BATCH):
        await rescore(work, await send_to_commission(work, ids, overdue=overdue), "sent at the end of the stage")
        totals = await scores.totals(work, ids)
        stale = await scores.due_among(work, ids)
        scored = {each: {"total": f"{total:f}"} for each, total in totals.items() if each not in stale}
        await courses.move(work, scored, CourseEvent.SCORED, status=CourseStatus.SUBMITTED, actor=SEASON)


async def open_query(work: Work) -> None:
    """Everybody who submitted is told that the results can be seen, and until when they can be appealed."""
    closes = season_of(work.world).span(Stage.RESULT_QUERY).closes
    assert closes is not None  # noqa: S101 - only the last stage has no end
    until = closes.isoformat(timespec="minutes")
    for status in scores.OPEN:
        for ids in in_batches(await courses.hold_all(work, status), _BATCH):
            await announce(work, ids, "season.results", year=work.world.year, until=until)


#: What each step does besides the first, which needs to know when an agency is overdue.
TURNS: dict[Step, Callable[[Work], Awaitable[None]]] = {
    Step.QUERY_OPENS: open_query,
    Step.LIST_PUBLISHED: publish_list,
    Step.PUBLICITY_ENDS: grant_awards,
    Step.AWARDS_END: lapse_awards,
}


async def write_steps(work: Work) -> None:
    """Write the steps of the world's year down; a year without a policy has none, until there is one."""
    again = work.now + _LOOK_AGAIN
    if has_casework(work.world):
        intakes = {each.name: each.list_published for each in intakes_of(work.world)}
        await case_points.found_intakes(work, intakes)
        await steps.write(work, {}, founded=True, look_again=again)
        return
    try:
        await steps.write(work, season_of(work.world).steps, founded=True, look_again=again)
    except PolicyMissing as error:
        log.warning("year_without_policy", world=work.world.name, error=str(error))
        await steps.write(work, {}, founded=False, look_again=again)


class TurnOfYear:
    """The duty: the next step of each world's year. It follows the calendar, so nobody waits for it."""

    name = SEASON
    waiting = steps.WAITING
    calendar = True

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        """Write the steps of a new world down, or do the one that is due."""
        async with self._rt.begin(world) as work:
            if not await steps.written(work):
                await write_steps(work)
            elif (due := await steps.hold_next(work)) is None:
                return 0
            elif due.step is Step.FOUNDED:
                await write_steps(work)
            else:
                await self._turn(work, due.step)
                await steps.done(work, due.step)
                await work.note_fired(self.name, [(due.due_at, due.step.value)])
                log.info("season_turned", world=world, step=due.step.value)
            await work.commit()
        return 1

    async def _turn(self, work: Work, step: Step) -> None:
        if step is Step.DECLARATION_CLOSES:
            await close_declarations(work, timedelta(seconds=self._rt.settings.overdue_seconds))
        else:
            await TURNS[step](work)
