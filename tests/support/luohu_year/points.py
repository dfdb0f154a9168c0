"""Whether the city shows the points, the totals and the ranks that were worked out by hand."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from luohu_scoring import Line
from luohu_year.people import Day, people
from luohu_year.town import Json, Resident, Town

NOBODY: Mapping[str, Decimal] = MappingProxyType({})


def has_points(town: Town, day: Day, for_now: Mapping[str, Decimal] = NOBODY) -> None:
    """Every line, the total and the rank of all who are decided by a day are as they were worked out by hand.

    for_now: totals of people who are among them, and are still to change something.
    """
    ranks = ranking(day, for_now)

    def looks_right(resident: Resident) -> None:
        person, page = resident.person, resident.score()
        total = for_now.get(person.name, person.total)
        place = page["place"] or {}
        seen = (page["display"], place.get("rank"), place.get("count"))
        assert Decimal(page["total"] or 0) == total, seen
        assert seen[1:] == (ranks[person.name], len(ranks)), seen
        if person.name not in for_now:
            assert points_of(page) == person.points, page["lines"]

    town.each(town.those(lambda person: person.name in ranks), looks_right)


def points_of(page: Json) -> dict[Line, Decimal | None]:
    """The ten lines of a score page."""
    return {Line(row["line"]): None if row["points"] is None else Decimal(row["points"]) for row in page["lines"]}


def ranking(day: Day, for_now: Mapping[str, Decimal] = NOBODY) -> dict[str, int]:
    """Competition ranks of those who are decided by a day: 1, and one more for each who has more points."""
    decided = {person.name: person.total for person in people() if person.decided_by(day)} | dict(for_now)
    return {name: 1 + sum(other > total for other in decided.values()) for name, total in decided.items()}
