"""The age table of the handbook, every cell: the closed rule gives it, for rounds without a policy too (三.七.1)."""

from pathlib import Path

import pytest

from luohu_scoring import load_policy
from luohu_scoring.merit_points import age_points
from luohu_scoring.policy import read_file

TABLE = read_file(Path(__file__).parents[3] / "policies" / "beijing" / "age.cases.yaml").data
ROUNDS = TABLE["rounds"]
CELLS = [
    (born, year, points) for born, row in TABLE["points"].items() for year, points in zip(ROUNDS, row, strict=True)
]
POLICY = load_policy("beijing", 2021)


def test_the_table_has_all_its_cells_and_the_reference_of_the_rule() -> None:
    assert len(CELLS) == 176
    assert TABLE["ref"] == POLICY.figures.age.full.ref


@pytest.mark.parametrize(("born", "year", "points"), CELLS)
def test_the_rule_gives_the_cell(born: int, year: int, points: int) -> None:
    assert age_points(born, year, POLICY) == points


@pytest.mark.parametrize("year", ROUNDS)
def test_the_first_and_the_last_row_stand_for_all_beyond_them(year: int) -> None:
    assert age_points(1940, year, POLICY) == 0
    assert age_points(2000, year, POLICY) == 20
