"""When a family planning proof is needed for a child that moves along (handbook 五.二.3 (3), DOMAIN 3.11 row 3a)."""

from collections.abc import Callable
from datetime import date

from luohu_contract.household import BirthExemption

TWO_CHILDREN_SINCE = date(2016, 1, 1)

_RULES: dict[BirthExemption, Callable[[date, int], bool]] = {
    BirthExemption.FIRST_BEFORE_2016: lambda born, order: order == 1 and born < TWO_CHILDREN_SINCE,
    BirthExemption.SECOND_SINCE_2016: lambda born, order: order == 2 and born >= TWO_CHILDREN_SINCE,
    BirthExemption.UP_TO_TWO_SINCE_2016: lambda born, order: order <= 2 and born >= TWO_CHILDREN_SINCE,
}


def exemptions(born: date, order: int) -> list[BirthExemption]:
    """The reasons that hold for a child of that birth date and order; none: a proof is needed."""
    return [reason for reason, holds in _RULES.items() if holds(born, order)]


def proof_needed(born: date, order: int) -> bool:
    """Whether a proof must be handed in. order: 1 for the first child of the family."""
    return not exemptions(born, order)
