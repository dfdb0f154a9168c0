"""Months on one time line: which were employed, in which homes, where. Everything ends with the base date.

A set of months is a whole number, one bit for each month from 1949-01 on. So a month counts once, however many periods
name it, sets are cut with `&` and `& ~`, and a city of 120,000 people is scored in seconds and not in minutes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from luohu_contract.districts import BY_NAME, CITY_LEVEL
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring.facts import Facts
from luohu_scoring.policy import Policy
from luohu_scoring.spells import HomeKind, HomePlace, HomeSpell, InsuranceSpell, Spell, WorkPlace

MonthSet: TypeAlias = int

EARLIEST = Month(1949, 1)
_AT_EARLIEST = EARLIEST.ordinal
_INSIDE = frozenset({CITY_LEVEL, *(name for name, district in BY_NAME.items() if district.inside_six)})


def span(first: Month, last: Month) -> MonthSet:
    """The months from first to last, both counted; none when last lies before first."""
    began = first.ordinal
    count = last.ordinal - began + 1
    return ((1 << count) - 1) << (began - _AT_EARLIEST) if count > 0 else 0


@lru_cache(maxsize=256)
def up_to(last: Month) -> MonthSet:
    """All months up to one, that one counted."""
    return span(EARLIEST, last)


def months_of(spells: Iterable[Spell], within: MonthSet) -> MonthSet:
    """The months in any of the spells, as far as they lie within others."""
    found = 0
    for spell in spells:
        found |= span(spell.first, spell.last)
    return found & within


def count(months: MonthSet) -> int:
    """How many months a set has."""
    return months.bit_count()


def after_first(months: MonthSet) -> MonthSet:
    """All months after the first one of a set; none after the first of nothing."""
    if not months:
        return 0
    lowest = months & -months
    return ~((lowest << 1) - 1)


def outside(district: str) -> bool:
    """Whether a district lies outside of the six. The city's own agency counts as inside (三.四.1)."""
    return district not in _INSIDE


@dataclass(frozen=True, slots=True)
class Employment:
    """Months of each insurance, and the one that counts."""

    by_insurance: dict[Insurance, int]
    insurance: Insurance | None
    months: MonthSet  #: of that insurance

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Employment":
        """The insurance with the most months that were paid in time; of equals, the first in the handbook's order."""
        within = span(policy.figures.employment.first_month.value, policy.last_month)
        found = dict.fromkeys(Insurance, 0)
        for spell in facts.insurance:
            if not spell.back_paid:
                found[spell.insurance] |= span(spell.first, spell.last)
        found = {insurance: paid & within for insurance, paid in found.items()}
        months = {insurance: paid.bit_count() for insurance, paid in found.items()}
        longest = max(months, key=months.__getitem__)
        return cls(by_insurance=months, insurance=longest if months[longest] else None, months=found[longest])


@dataclass(frozen=True, slots=True)
class Homes:
    """Months in own homes, and in rented homes or dormitories."""

    own: MonthSet
    shared: MonthSet

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Homes":
        """All months up to the base date, those before the first employed one too (DOMAIN 7.2)."""
        within = up_to(policy.last_month)
        return cls(
            own=months_of((home for home in facts.homes if home.kind is HomeKind.OWN_HOME), within),
            shared=months_of((home for home in facts.homes if home.kind is not HomeKind.OWN_HOME), within),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody lived in an own home and where the insurance was paid, outside or inside of the six.

    Of two own homes in one month the one outside counts; somebody who is insured inside works inside, whatever is paid
    elsewhere in the same month [assumed].
    """

    lived_outside: MonthSet
    lived_inside: MonthSet  #: in an own home
    worked_outside: MonthSet
    worked_inside: MonthSet

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Places":
        """All months up to the base date; places that were found for the area alone go before homes and insurance."""
        within = up_to(policy.last_month)
        owned: Sequence[HomeSpell | HomePlace] = [home for home in facts.homes if home.kind is HomeKind.OWN_HOME]
        paid: Sequence[InsuranceSpell | WorkPlace] = [spell for spell in facts.insurance if not spell.back_paid]
        lived_outside, lived_inside = _by_side(owned if facts.area.lived is None else facts.area.lived, within)
        worked_outside, worked_inside = _by_side(paid if facts.area.worked is None else facts.area.worked, within)
        return cls(
            lived_outside=lived_outside,
            lived_inside=lived_inside & ~lived_outside,
            worked_outside=worked_outside & ~worked_inside,
            worked_inside=worked_inside,
        )


def _by_side(
    places: Sequence[HomeSpell | HomePlace] | Sequence[InsuranceSpell | WorkPlace], within: MonthSet
) -> tuple[MonthSet, MonthSet]:
    """The months outside of the six, and those inside; a month can be both."""
    without = inside = 0
    for place in places:
        if outside(place.district):
            without |= span(place.first, place.last)
        else:
            inside |= span(place.first, place.last)
    return without & within, inside & within


def window_before(graduated: Month, months: int) -> tuple[Month, Month]:
    """The months that end with the one of graduation, that one counted: 36 before 2010-07 begin in 2007-08."""
    return graduated.plus(1 - months), graduated
