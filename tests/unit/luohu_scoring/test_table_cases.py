"""Every worked example of every point table, and that every row of a table has one."""

from dataclasses import replace
from pathlib import Path

import pytest

from luohu_scoring import TablePolicy, load_every_policy
from luohu_scoring.table.cases import TableCase, TableExpected, load_table_cases, table_differences
from luohu_scoring.table.coverage import uncovered

FOLDER = Path(__file__).parents[3] / "policies"
TABLES = [policy for policy in load_every_policy() if isinstance(policy, TablePolicy)]
CASES = {policy: load_table_cases(FOLDER / policy.city / f"{policy.year}.cases.yaml") for policy in TABLES}
each_table = pytest.mark.parametrize("policy", TABLES, ids=lambda policy: f"{policy.city} {policy.year}")


@pytest.mark.parametrize(
    ("policy", "case"),
    [pytest.param(policy, case, id=f"{policy.city} {case.name}") for policy, cases in CASES.items() for case in cases],
)
def test_the_table_says_what_the_case_says(policy: TablePolicy, case: TableCase) -> None:
    assert table_differences(case, policy) == ()


@each_table
def test_every_row_of_the_table_has_a_case(policy: TablePolicy) -> None:
    assert uncovered(policy, CASES[policy]) == ()


@each_table
def test_a_row_whose_cases_are_taken_away_is_missed(policy: TablePolicy) -> None:
    for indicator in policy.indicators:
        others = [case for case in CASES[policy] if indicator not in case.facts.records]

        assert indicator in {row.split(",")[0] for row in uncovered(policy, others)}


def test_one_tier_one_band_and_one_limit_without_a_case_are_named() -> None:
    policy = next(policy for policy in TABLES if policy.city == "shanghai")
    gone = {"age: 47, 23", "honours: city_general, 60", "outer areas: 4, 0", "outer areas: 11, 20"}

    missed = uncovered(policy, [case for case in CASES[policy] if case.name not in gone])

    assert missed == (
        "age, public_security: age from 47, below 48",
        "outer_area, community_service: years from 4, below 5",
        "outer_area, community_service: years from 11",
        "honour, human_resources: tier city_general",
    )


def test_a_case_that_is_wrong_is_told_apart() -> None:
    policy = next(policy for policy in TABLES if policy.city == "tianjin")
    case = next(case for case in CASES[policy] if case.name == "age: 35, 20")
    told = {"lines": {"age": 10}, "parts": {"age": {"health": 1}}, "total": 10, "vetoed": ("violations",)}
    wrong = replace(case, expected=TableExpected.model_validate(told))

    assert table_differences(wrong, policy) == (
        "age is 20.00, not 10",
        "age of health is no such part, not 1",
        "total is 20.00, not 10",
        "vetoed is (), not ('violations',)",
    )
