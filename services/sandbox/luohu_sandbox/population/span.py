"""Months and days as the generator reckons with them: months are whole numbers since year 0."""

from dataclasses import dataclass
from datetime import date

from luohu_contract.months import Month
from luohu_scoring import Policy

_FIRST = 1949 * 12
MONTHS = tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(_FIRST, 2100 * 12))
_DAYS = tuple(f"-{day:02d}" for day in range(32))


def month(year: int, number: int) -> int:
    """2014-08 is month(2014, 8)."""
    return year * 12 + number - 1


def ym(ordinal: int) -> str:
    """A month as text, `yyyy-mm`."""
    return MONTHS[ordinal - _FIRST]


def ymd(ordinal: int, day: int) -> str:
    """A day as text; the day is 1 to 28."""
    return MONTHS[ordinal - _FIRST] + _DAYS[day]


def month_of(text: str) -> int:
    """The month of `yyyy-mm` or `yyyy-mm-dd`."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


@dataclass(frozen=True, slots=True)
class Round:
    """What the generator needs to know of a round."""

    policy: Policy
    year: int
    base: int  #: month of the base date
    base_date: date
    first: int  #: first month that employment is counted from
    filed_from: int  #: first month of rented homes and dormitories that are filed

    @classmethod
    def of(cls, policy: Policy) -> "Round":
        """The round of a policy."""
        figures = policy.figures
        return cls(
            policy,
            policy.year,
            Month.of(policy.base_date).ordinal,
            policy.base_date,
            figures.employment.first_month.value.ordinal,
            figures.housing.filed_from.value.ordinal,
        )
