"""What casework does by itself on the world's clock: steps whose time has come, looks at what was decided, lists."""

from datetime import timedelta
from decimal import Decimal

import structlog

from luohu_declaration.domain.casework.case import Case
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_declaration.storage import case_points, case_waits, cases
from luohu_declaration.storage.case_points import Listed
from luohu_declaration.storage.case_waits import Due
from luohu_declaration.storage.cases import Whose
from luohu_declaration.usecases.casework.open_case import hold_case, sight_of
from luohu_declaration.usecases.casework.programme import procedures_of, table_of
from luohu_declaration.usecases.casework.stepping import by_list, go_on, time_over
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work
from luohu_scoring import Threshold, select

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
    """Rank the cases of an intake that wait for its list, keep the list, and let them go on."""
    intake = table_of(work.world).intake(name)
    for procedure in procedures_of(work.world).values():
        statuses = _listed_from(procedure)
        held = await cases.hold_all(work, procedure.kind, statuses, name) if statuses else []
        places = await _places(work, held) if not isinstance(intake.selection, Threshold) else []
        ranking = select([(str(each.id), total) for each, total in places], intake)
        names = {str(each.id): each.name or "" for each, _ in places}
        ids = {str(each.id): each.id for each, _ in places}
        await case_points.publish(
            work,
            name,
            [
                Listed(ids[place.id], place.rank, place.running, place.total, names[place.id], place.admitted)
                for place in ranking.places
            ],
        )
        for each, _ in places:
            await by_list(sight_of(work, each, overdue))


def _listed_from(procedure: Procedure) -> set[str]:
    return {status for step in procedure.steps.values() if step.with_list for status in step.sources}


async def _places(work: Work, held: list[Case]) -> list[tuple[Case, Decimal]]:
    found = []
    for each in held:
        points = await case_points.get(work, each.id)
        if points is not None and points.total is not None:
            found.append((each, points.total))
    return found
