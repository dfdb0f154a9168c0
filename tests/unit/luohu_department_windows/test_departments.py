"""Departments have names, and whatever a point table asks of them is a claim."""

import pytest

from luohu_contract.department import DepartmentClaim
from luohu_contract.texts import department
from luohu_scoring import TablePolicy, load_every_policy

TABLES = [policy for policy in load_every_policy() if isinstance(policy, TablePolicy)]


@pytest.mark.parametrize("policy", TABLES, ids=lambda policy: policy.rules)
def test_every_department_of_a_table_can_be_asked_about_its_indicator(policy: TablePolicy) -> None:
    for indicator in policy.indicators.values():
        for part in indicator.parts:
            claim = DepartmentClaim(department=part.department, indicator=indicator.name)
            assert not claim.says_something


def test_a_department_that_only_a_programme_knows_is_called_by_its_identifier() -> None:
    assert (department("blood_centre").zh, department("blood_centre").en) == ("blood_centre", "blood centre")
