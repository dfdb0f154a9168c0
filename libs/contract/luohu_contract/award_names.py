"""The names of grades and roles that an award can be given under, for whoever writes figures for them."""

from luohu_contract.awards import awards_of
from luohu_contract.innovation import InnovationType, WinnerRole

#: Grades of the two competitions that the science commission judges (附件1(二) rows 1 and 2).
COMPETITION_GRADES = ("一等奖", "二等奖", "三等奖")

_COMPETITIONS = frozenset({InnovationType.COMPETITION_NATIONAL_STARTUP, InnovationType.COMPETITION_BEIJING_STARTUP})


def grade_names(kind: InnovationType, award: str | None) -> tuple[str, ...]:
    """获奖等级 of an award, each once; of all awards of the type where none is named. Empty: it has no grades."""
    if kind in _COMPETITIONS:
        return COMPETITION_GRADES
    grades = [grade.name for each in awards_of(kind) if award in (None, each.name) for grade in each.grades]
    return tuple(dict.fromkeys(name for name in grades if name is not None))


def role_names(kind: InnovationType, award: str | None) -> tuple[str, ...]:
    """What a winner can have been, each once, as for the grades."""
    if kind in _COMPETITIONS:
        return tuple(WinnerRole)
    grades = (grade for each in awards_of(kind) if award in (None, each.name) for grade in each.grades)
    return tuple(dict.fromkeys(role for grade in grades for role in grade.roles))
