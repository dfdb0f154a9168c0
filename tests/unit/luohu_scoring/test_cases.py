"""Every worked example of the handbook and of the published lists, as the case files beside the policies hold them."""

from pathlib import Path

import pytest

from luohu_scoring import load_policy, years
from luohu_scoring.cases import Case, differences, load_cases

FOLDER = Path(__file__).parents[3] / "policies" / "beijing"
FILES = sorted(FOLDER.glob("*.cases.yaml"))
CASES = [case for file in FILES for case in load_cases(file)]


def test_every_year_with_a_policy_has_cases() -> None:
    assert [int(file.name[:4]) for file in FILES] == list(years("beijing"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.facts.year} {case.name}")
def test_the_engine_says_what_the_case_says(case: Case) -> None:
    assert differences(case, load_policy("beijing", case.facts.year)) == ()
