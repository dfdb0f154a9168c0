"""Whether the city shows the points, the totals and the ranks that were worked out by hand."""

from decimal import Decimal

from luohu_scoring import Line
from luohu_year.people import Day, people
from luohu_year.town import Json, Resident, Town


def has_points(town: Town, day: Day) -> None:
    """The total and the rank of all who are decided on a day, and every line of who stays as they are."""
    ranks = ranking(day)

    def looks_right(resident: Resident) -> None:
        person, page = resident.person, resident.score()
        place = page["place"] or {}
        seen = (page["display"], place.get("rank"), place.get("count"))
        assert Decimal(page["total"] or 0) == person.total_on(day), seen
        assert seen[1:] == (ranks[person.name], len(ranks)), seen
        if person.total_on(day) == person.total:
            assert points_of(page) == person.points, page["lines"]

    town.each(town.those(lambda person: person.name in ranks), looks_right)


def points_of(page: Json) -> dict[Line, Decimal | None]:
    """The ten lines of a score page."""
    return {Line(row["line"]): None if row["points"] is None else Decimal(row["points"]) for row in page["lines"]}


def ranking(day: Day) -> dict[str, int]:
    """Competition ranks of those who are decided on a day: 1, and one more for each who has more points."""
    totals = {person.name: total for person in people() if (total := person.total_on(day)) is not None}
    return {name: 1 + sum(other > total for other in totals.values()) for name, total in totals.items()}
