"""Months on one time line: which were employed, in which homes, where. Everything ends with the base date.

Months are ordinals (`Month.ordinal`), so that sets of them are counted and cut exactly; a month counts once, however
many periods name it.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from luohu_contract.districts import BY_NAME, CITY_LEVEL
from luohu_contract.months import Month
from luohu_contract.standing import Insurance
from luohu_scoring.facts import Facts, HomeKind, Spell
from luohu_scoring.policy import Policy


def months_of(spells: Iterable[Spell], first: int, last: int) -> set[int]:
    """Ordinals of the months in any of the spells, from first to last (ordinals, both counted)."""
    found: set[int] = set()
    for spell in spells:
        found.update(range(max(first, spell.first.ordinal), min(last, spell.last.ordinal) + 1))
    return found


def counted(months: Iterable[int], first: int, last: int) -> int:
    """How many of the months lie between first and last, both counted."""
    return sum(first <= month <= last for month in months)


def outside(district: str) -> bool:
    """Whether a district lies outside of the six. The city's own agency counts as inside (三.四.1)."""
    return district != CITY_LEVEL and not BY_NAME[district].inside_six


@dataclass(frozen=True, slots=True)
class Employment:
    """Months of each insurance, and the one that counts."""

    by_insurance: dict[Insurance, int]
    insurance: Insurance | None
    months: Set[int]  #: of that insurance

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Employment":
        """The insurance with the most months that were paid in time; of equals, the first in the handbook's order."""
        first, last = policy.figures.employment.first_month.value.ordinal, policy.last_month.ordinal
        found = {
            insurance: months_of(
                (spell for spell in facts.insurance if spell.insurance is insurance and not spell.back_paid),
                first,
                last,
            )
            for insurance in Insurance
        }
        longest = max(found, key=lambda insurance: len(found[insurance]))
        return cls(
            by_insurance={insurance: len(months) for insurance, months in found.items()},
            insurance=longest if found[longest] else None,
            months=found[longest],
        )


@dataclass(frozen=True, slots=True)
class Homes:
    """Months in own homes, and in rented homes or dormitories."""

    own: Set[int]
    shared: Set[int]

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Homes":
        """All months up to the base date, those before the first employed one too (DOMAIN 7.2)."""
        last = policy.last_month.ordinal
        return cls(
            own=months_of((home for home in facts.homes if home.kind is HomeKind.OWN_HOME), 0, last),
            shared=months_of((home for home in facts.homes if home.kind is not HomeKind.OWN_HOME), 0, last),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Where somebody lived in an own home and where the insurance was paid, outside or inside of the six.

    Of two own homes in one month the one outside counts; somebody who is insured inside works inside, whatever is paid
    elsewhere in the same month [assumed].
    """

    lived_outside: Set[int]
    lived_inside: Set[int]  #: in an own home
    worked_outside: Set[int]
    worked_inside: Set[int]

    @classmethod
    def of(cls, facts: Facts, policy: Policy) -> "Places":
        """All months up to the base date."""
        last = policy.last_month.ordinal
        owned = [home for home in facts.homes if home.kind is HomeKind.OWN_HOME]
        paid = [spell for spell in facts.insurance if not spell.back_paid]
        lived = months_of((home for home in owned if outside(home.district)), 0, last)
        worked = months_of((spell for spell in paid if not outside(spell.district)), 0, last)
        return cls(
            lived_outside=lived,
            lived_inside=months_of((home for home in owned if not outside(home.district)), 0, last) - lived,
            worked_outside=months_of((spell for spell in paid if outside(spell.district)), 0, last) - worked,
            worked_inside=worked,
        )


def window_before(graduated: Month, months: int) -> tuple[Month, Month]:
    """The months that end with the one of graduation, that one counted: 36 before 2010-07 begin in 2007-08."""
    return graduated.plus(1 - months), graduated
