"""Points: exact decimals, rounded half up to two places as the published lists are (DOMAIN 7.1)."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


def half_up(value: Decimal) -> Decimal:
    """The value with two decimals; a half goes away from zero: 0.125 is 0.13, -0.125 is -0.13."""
    return value.quantize(CENT, ROUND_HALF_UP)


@lru_cache(maxsize=8192)  # months times the rates of some policies: people are many, these are few
def per_year(months: int, points_per_year: Decimal) -> Decimal:
    """Points for some months at a rate a year, rounded. Multiplied first, so that no fraction is lost on the way."""
    return half_up(months * points_per_year / 12)


def added(points: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, which is not rounded again; None while one of them is not decided."""
    known = list(points)
    return None if None in known else sum((each for each in known if each is not None), NOTHING)


def printed(points: Decimal | None) -> str:
    """As the score page prints it: no trailing zeros, and `-` for what is not decided (handbook 三.十)."""
    if points is None:
        return "-"
    text = f"{points:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
