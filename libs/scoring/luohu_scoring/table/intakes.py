"""Times in which applications are taken, and who is selected among them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


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
