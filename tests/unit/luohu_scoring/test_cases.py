"""Every worked example of the handbook and of the published lists, as the case files beside the policies hold them."""

from pathlib import Path

import pytest

from luohu_scoring import load_policy, years
from luohu_scoring.cases import Case, differences, load_cases

FOLDER = Path(__file__).parents[3] / "policies" / "beijing"
FILES = sorted(FOLDER.glob("[0-9]*.cases.yaml"))
CASES = [case for file in FILES for case in load_cases(file)]


def test_every_year_with_a_policy_has_cases() -> None:
    assert [int(file.name[:4]) for file in FILES] == list(years("beijing"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.facts.year} {case.name}")
def test_the_engine_says_what_the_case_says(case: Case) -> None:
    assert differences(case, load_policy("beijing", case.facts.year)) == ()


def test_every_name_of_the_annex_of_honours_is_a_row_of_its_table() -> None:
    named = {
        honour.name for case in CASES if case.name.startswith("honours, every name") for honour in case.facts.honours
    }
    rows = load_policy("beijing", 2021).figures.honours.rows
    assert named - {None} == {name for row in rows for name in row.names}
