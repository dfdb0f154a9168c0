"""The publicity ends: the award stands for two years; what was not used then lapses (handbook 五.一.2, 五.二.1)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.season import Stage
from luohu_declaration.domain.settlement.figures import last_day
from luohu_declaration.storage import courses, placings, settlements
from luohu_declaration.usecases.announce import announce
from luohu_declaration.usecases.open_settlement import open_settlements
from luohu_declaration.usecases.publish_list import in_batches
from luohu_declaration.usecases.rights import season_of
from luohu_declaration.usecases.scoring import SEASON
from luohu_declaration.usecases.stop_settlement import Why, stop_settlement
from luohu_kit.work import Work

_BATCH = 5000  #: rows of one statement


async def grant_awards(work: Work) -> None:
    """Give the award to those on the list, and tell everybody. A place that was freed meanwhile stays free (R7)."""
    until = season_of(work.world).span(Stage.SETTLEMENT).closes
    assert until is not None  # noqa: S101 - every award ends
    for ids in in_batches(await courses.hold_all(work, CourseStatus.RANKED), _BATCH):
        admitted = await placings.admitted_among(work, ids)
        await _grant(work, sorted(admitted), until)
        refused = [each for each in ids if each not in admitted]
        await _refuse(work, refused, CourseStatus.RANKED, {"why": "below_the_cut_off"}, "award.refused")
    for late in (CourseStatus.SUBMITTED, CourseStatus.SCORED):
        for ids in in_batches(await courses.hold_all(work, late), _BATCH):
            await _refuse(work, ids, late, {"why": "not_decided_in_time"}, "award.not_ranked")


async def _grant(work: Work, ids: Sequence[UUID], until: datetime) -> None:
    details = {each: {"valid_until": until.isoformat()} for each in ids}
    await courses.move(work, details, CourseEvent.AWARDED, status=CourseStatus.RANKED, actor=SEASON)
    await placings.award(work, ids, until)
    await open_settlements(work, ids, valid_until=until)
    await announce(work, ids, "award.granted", year=work.world.year, until=last_day(until).isoformat())


async def _refuse(
    work: Work, ids: Sequence[UUID], status: CourseStatus, detail: Mapping[str, object], notice: str
) -> None:
    await courses.move(work, dict.fromkeys(ids, detail), CourseEvent.NOT_AWARDED, status=status, actor=SEASON)
    await announce(work, ids, notice, year=work.world.year)


async def lapse_awards(work: Work) -> None:
    """Awards that were not used are given up (逾期未办理的视为自行放弃). Who is being registered goes on.

    One by one, because each settlement ends with its own letters; there are some thousands of them at most.
    """
    lapsed: list[UUID] = []
    for each in await courses.hold_all(work, CourseStatus.AWARDED):
        stopped = await stop_settlement(work, each, Why.LAPSED, actor=SEASON)
        if stopped or await settlements.get(work, each) is None:
            lapsed.append(each)
    for ids in in_batches(lapsed, _BATCH):
        unused: dict[UUID, dict[str, str]] = {each: {} for each in ids}
        await courses.move(work, unused, CourseEvent.LAPSED, status=CourseStatus.AWARDED, actor=SEASON)
        await announce(work, ids, "award.lapsed", year=work.world.year)
