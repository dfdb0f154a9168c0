"""The list is made: everybody scored is ranked, and what is published is frozen (handbook 五.一.2; DOMAIN 3.8, 8.1)."""

import asyncio
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.storage import courses, placings, scores
from luohu_declaration.usecases.close_appeals import close_at_the_list, hold_appeals
from luohu_declaration.usecases.rights import policy_of
from luohu_declaration.usecases.scoring import SEASON, compute_due
from luohu_kit.work import Work
from luohu_scoring import Place, rank

_T = TypeVar("_T")
_BATCH = 20_000  #: rows of one statement, which reads everybody's rows once


async def publish_list(work: Work) -> None:
    """Rank all whose total stands. Who is not decided by now is on no list, whatever comes later (R6).

    Appeals that are still open end here. Everybody is held first: points that somebody else's work has just made due
    are waited for and computed, not passed over.
    """
    await hold_appeals(work)
    await courses.hold(work, *scores.OPEN)
    await close_at_the_list(work, SEASON)
    while await compute_due(work):
        pass
    await courses.hold(work, CourseStatus.SCORED)
    totals = await scores.totals_in(work, CourseStatus.SCORED)
    # Beside the loop, as a whole city is sorted: others are answered meanwhile.
    places = await asyncio.to_thread(_ranked, totals, policy_of(work.world).quota)
    for batch in in_batches(places, _BATCH):
        await placings.freeze(work, batch)
        details = await asyncio.to_thread(_details, batch)
        await courses.move(work, details, CourseEvent.RANKED, status=CourseStatus.SCORED, actor=SEASON)


def _ranked(totals: Sequence[tuple[UUID, Decimal]], quota: int) -> Sequence[Place]:
    """By id, in the order of the indexes: written in that of the list, a city takes a fifth longer."""
    places = rank(((str(each), total) for each, total in totals), quota).places
    return sorted(places, key=lambda place: place.id)


def _details(places: Sequence[Place]) -> dict[UUID, dict[str, object]]:
    return {UUID(place.id): _detail(place) for place in places}


def _detail(place: Place) -> dict[str, object]:
    return {"rank": place.rank, "total": f"{place.total:f}", "admitted": place.admitted}


def in_batches(rows: Sequence[_T], size: int) -> Iterator[Sequence[_T]]:
    """The rows in their order, so many at a time."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
