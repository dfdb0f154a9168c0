"""The catalogue of planted defects: what is wrong, what can be done, and how often it is there.

How often a kind of item fails at first, and which part of those is rechecked, filed again or given up, is DOMAIN 8.5;
how a failure spreads over the defects of its kind is [assumed].
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache

from luohu_sandbox.population.defects.admission import ADMISSION
from luohu_sandbox.population.defects.housing import HOUSING
from luohu_sandbox.population.defects.kind import FIX, RECHECK, REFILE, Defect
from luohu_sandbox.population.defects.merit import MERIT
from luohu_sandbox.population.defects.study import STUDY
from luohu_sandbox.population.draw import Draw, Table

__all__ = ["BY_NAME", "DEFECTS", "FIRST_INVALID", "Defect", "chosen_way", "drawn", "names_of"]

DEFECTS: tuple[Defect, ...] = (*HOUSING, *STUDY, *MERIT, *ADMISSION)
BY_NAME: Mapping[str, Defect] = {defect.name: defect for defect in DEFECTS}

#: How often an item of a kind fails at first, in hundred thousandths (DOMAIN 8.5; the last four are assumed).
FIRST_INVALID: Mapping[str, int] = {
    "home": 6_000,
    "dormitory": 6_000,
    "lease": 10_000,
    "spouse": 8_000,
    "education": 4_000,
    "overseas": 15_000,
    "date": 3_000,
}

#: Of every hundred that fail: rechecked, and filed again (DOMAIN 8.5); the others are given up.
RECHECKED, REFILED = 35, 50


@cache
def names_of(*kinds: str) -> tuple[str, ...]:
    """The defects of these kinds."""
    return tuple(defect.name for defect in DEFECTS if defect.kind in kinds)


@cache
def _table(names: tuple[str, ...]) -> Table[str]:
    return Table(*((name, BY_NAME[name].weight) for name in names))


def drawn(draw: Draw, kind: str, possible: Collection[str]) -> str | None:
    """The defect that an item of a kind has, of those that it can have; None: it is as it should be."""
    if not possible or not draw.chance(FIRST_INVALID[kind]):
        return None
    return _table(tuple(possible)).at(draw)


def chosen_way(draw: Draw, offered: Sequence[str]) -> str | None:
    """What is done about a failure, of what can be done; None: it is given up."""
    share = draw.below(100)
    if not offered or share >= RECHECKED + REFILED:
        return None
    wanted = (RECHECK, REFILE, FIX) if share < RECHECKED else (REFILE, FIX, RECHECK)
    return next(way for way in wanted if way in offered)
