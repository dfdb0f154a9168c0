"""What casework does by itself on the world's clock: steps whose time has come, looks at what was decided, lists."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from luohu_declaration.storage import case_points, case_waits
from luohu_declaration.storage.case_points import Listed
from luohu_declaration.storage.case_waits import Due
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.open_case import hold_case, hold_intake
from luohu_declaration.usecases.casework.programme import table_of
from luohu_declaration.usecases.casework.sight import Sight
from luohu_declaration.usecases.casework.stepping import go_on, time_over
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_scoring import Intake, select

log = structlog.get_logger()

_BATCH = 100
_ANYBODY = Whose()


class Casework:
    """The duty: cases whose time has come, and those whose records were decided."""

    name = case_waits.DUTY
    waiting = case_waits.WAITING

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt
        self._overdue = timedelta(seconds=rt.settings.overdue_seconds)

    async def run(self, world: str) -> int:
        """Take a batch of what is due, each case in a transaction of its own."""
        async with self._rt.begin(world) as work:
            due = await case_waits.due(work, _BATCH)
        for each in due:
            await self._take(world, each)
        return len(due)

    async def _take(self, world: str, each: Due) -> None:
        async with self._rt.begin(world) as work:
            sight = await hold_case(work, each.case_id, _ANYBODY, self._overdue)
            if not await case_waits.taken(work, each):
                return
            if each.step is None:
                await go_on(sight)
            else:
                await work.note_fired(self.name, [(each.due_at, f"{each.step} {each.case_id}")])
                taken = await time_over(sight, each.step)
                log.info("case_time_over", world=world, case=str(each.case_id), step=each.step, taken=taken)
            await work.commit()


class IntakeLists:
    """The duty: the list of an intake, made at its day. It follows the calendar, so nobody waits for it."""

    name = case_points.LISTS
    waiting = case_points.LISTS_WAITING
    calendar = True

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt
        self._overdue = timedelta(seconds=rt.settings.overdue_seconds)

    async def run(self, world: str) -> int:
        """Make the list that is due: everybody who is scored is ranked, and told."""
        async with self._rt.begin(world) as work:
            due = await case_points.hold_due_intake(work)
            if due is None:
                return 0
            name, at = due
            await make_list(work, name, self._overdue)
            await work.note_fired(self.name, [(at, name)])
            await work.commit()
        log.info("intake_listed", world=world, intake=name)
        return 1


async def make_list(work: Work, name: str, overdue: timedelta) -> None:
    """Rank everybody of an intake who waits for its list, of whatever kind, keep the list, and let all of them go on.

    What was decided up to now is looked at first, so that a veto comes before a place. Who has no total now is on no
    list; neither is who comes later. A list that was made stays as it is.
    """
    held = await hold_intake(work, name, overdue)
    for sight in held:
        await go_on(sight)
    if not await case_points.was_listed(work, name):
        await _publish(work, table_of(work.world).intake(name), [each for each in held if _waits_for_list(each)])
    for sight in held:
        if _waits_for_list(sight):
            await go_on(sight)


def _waits_for_list(sight: Sight) -> bool:
    return any(step.with_list for step in sight.procedure.own(sight.case.status))


async def _publish(work: Work, intake: Intake, waiting: Sequence[Sight]) -> None:
    totals = {str(each.case.id): total for each in waiting if (total := await each.total()) is not None}
    cases = {str(each.case.id): each.case for each in waiting}
    ranking = select(totals.items(), intake)
    places = [
        Listed(cases[place.id].id, place.rank, place.running, place.total, cases[place.id].name or "", place.admitted)
        for place in ranking.places
    ]
    await case_points.publish(work, intake.name, places)
