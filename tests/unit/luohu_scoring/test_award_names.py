"""The award lists and the policies speak of the same awards: what can be filed can earn points."""

from decimal import Decimal
from typing import Any

import pytest

from luohu_contract.awards import AWARDS, Award, Grade
from luohu_contract.honours import HONOURS, Honour
from luohu_scoring import Facts, Line, load_policy, score

POLICY = load_policy("beijing", 2021)
EVERY = [
    pytest.param(award, grade, role, id="-".join(filter(None, (award.name, grade.name, role))))
    for award in AWARDS
    for grade in award.grades
    for role in grade.roles or (None,)
]


def points(line: Line, **facts: Any) -> Decimal | None:
    return score(Facts(id="somebody", year=2021, birth_year=1980, **facts), POLICY).lines[line]


def won(award: Award, grade: Grade, role: str | None) -> dict[str, Any]:
    """An item as the lists bear it out, with the first place where there are places."""
    return {
        "type": award.type,
        "award": award.name,
        "grade": grade.name,
        "role": role,
        "place": 1 if "place" in grade.asks else None,
        "year": 2020,
        "first_founder": True if award.founder else None,
    }


@pytest.mark.parametrize(("award", "grade", "role"), EVERY)
def test_every_award_of_the_lists_earns_points(award: Award, grade: Grade, role: str | None) -> None:
    assert points(Line.INNOVATION, innovation=[won(award, grade, role)])


@pytest.mark.parametrize(("award", "grade", "role"), EVERY)
def test_what_the_list_asks_for_decides_about_points(award: Award, grade: Grade, role: str | None) -> None:
    def earns(**fields: Any) -> bool:
        return bool(points(Line.INNOVATION, innovation=[{**won(award, grade, role), **fields}]))

    if grade.roles:
        assert not earns(role="某职")
    if award.founder:
        assert not earns(first_founder=False)
    if award.since is not None:
        assert not earns(year=award.since - 1)


@pytest.mark.parametrize("honour", HONOURS, ids=lambda honour: honour.name)
def test_every_honour_of_the_annex_earns_its_points(honour: Honour) -> None:
    assert points(Line.HONOUR, honours=[{"type": honour.type, "name": honour.name}]) == 20
