"""Times in which applications are taken, and who is selected among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from luohu_scoring.ranking import Ranking, rank, rank_by_line


@dataclass(frozen=True, slots=True)
class Quota:
    """So many places, and everybody who ties with the last of them."""

    places: int


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Everybody with so many points, decided when the list is made."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Threshold:
    """Everybody with so many points, each by itself: there is no list."""

    points: Decimal


Selection = Quota | ScoreLine | Threshold


@dataclass(frozen=True, slots=True)
class Intake:
    """One time in which applications are taken. Instants have the city's offset; `closes` is the first one after."""

    name: str
    opens: datetime
    closes: datetime | None  #: None: never
    as_of: date  #: ages, insurance and years are measured here
    list_published: datetime | None  #: None: there is no list
    selection: Selection


def select(entries: Iterable[tuple[str, Decimal]], intake: Intake) -> Ranking:
    """Rank the totals of an intake, and admit as it selects: a quota with all who tie for its last place, or a line.

    entries: id and total of each applicant who may be selected, in any order; ids come once. Who is vetoed, or has no
    total, is not among them. A threshold works as a line does; it needs no list, and one applicant is a ranking, too.
    Raises ValueError when an id comes twice. Source: DOMAIN 9.6 and 10.1.
    """
    match intake.selection:
        case Quota(places):
            return rank(entries, places)
        case ScoreLine(points) | Threshold(points):
            return rank_by_line(entries, points)
