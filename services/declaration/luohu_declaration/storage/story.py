"""What happened to a declaration and to its items, as one story that can be read on from any place.

Item events and course events are numbered apart. Whoever writes either of a declaration holds its row, so both grow in
the order of the commits, and a pair of numbers is a place after which nothing is missing.
"""

import heapq
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from luohu_declaration.storage import courses, events
from luohu_declaration.storage.courses import Passed
from luohu_declaration.storage.events import Happened
from luohu_kit.work import Work

_PLACE = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)


class PlaceUnknown(ValueError):
    """It is no id of an event."""


class Place(NamedTuple):
    """How far somebody has read: the numbers of the last item event and of the last course event."""

    item: int = 0
    course: int = 0

    def __str__(self) -> str:
        return f"{self.item}.{self.course}"


def place_of(text: str) -> Place:
    """A place as it was written; the beginning when nothing was. Raises PlaceUnknown."""
    if not text:
        return Place()
    found = _PLACE.fullmatch(text)
    if found is None:
        raise PlaceUnknown(text)
    return Place(int(found[1]), int(found[2]))


async def of_declaration(
    work: Work, declaration_id: UUID, after: Place, most: int | None = None
) -> Sequence[tuple[Place, Happened | Passed]]:
    """What happened after a place, each with its own, in order; the first so many."""
    items = await events.of_declaration(work, declaration_id, after.item, most)
    course = await courses.history(work, declaration_id, after.course, most)
    return list(_merged(after, items, course))[:most]


def _merged(
    after: Place, items: Sequence[Happened], course: Sequence[Passed]
) -> Iterator[tuple[Place, Happened | Passed]]:
    lists: tuple[Sequence[Happened | Passed], ...] = (items, course)
    for each in heapq.merge(*lists, key=_order):
        after = after._replace(item=each.seq) if isinstance(each, Happened) else after._replace(course=each.seq)
        yield after, each


def _order(each: Happened | Passed) -> tuple[int, bool]:
    return (each.seq, False) if isinstance(each, Happened) else (each.after_item_event, True)
