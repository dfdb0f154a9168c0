"""The age table of the handbook, every cell: the closed rule gives it, for rounds without a policy too (三.七.1)."""

import pytest

from luohu_scoring import load_policy
from luohu_scoring.merit_points import age_points

ROUNDS = range(2020, 2031)
TABLE = """
1968  0  0  0  0  0  0  0  0  0  0  0
1969  4  0  0  0  0  0  0  0  0  0  0
1970  8  4  0  0  0  0  0  0  0  0  0
1971 12  8  4  0  0  0  0  0  0  0  0
1972 16 12  8  4  0  0  0  0  0  0  0
1973 20 16 12  8  4  0  0  0  0  0  0
1974 20 20 16 12  8  4  0  0  0  0  0
1975 20 20 20 16 12  8  4  0  0  0  0
1976 20 20 20 20 16 12  8  4  0  0  0
1977 20 20 20 20 20 16 12  8  4  0  0
1978 20 20 20 20 20 20 16 12  8  4  0
1979 20 20 20 20 20 20 20 16 12  8  4
1980 20 20 20 20 20 20 20 20 16 12  8
1981 20 20 20 20 20 20 20 20 20 16 12
1982 20 20 20 20 20 20 20 20 20 20 16
1983 20 20 20 20 20 20 20 20 20 20 20
"""
ROWS = [[int(cell) for cell in line.split()] for line in TABLE.strip().splitlines()]
CELLS = [(born, year, points) for born, *row in ROWS for year, points in zip(ROUNDS, row, strict=True)]


def test_the_table_has_all_its_cells() -> None:
    assert len(CELLS) == 176


@pytest.mark.parametrize(("born", "year", "points"), CELLS)
def test_the_rule_gives_the_cell(born: int, year: int, points: int) -> None:
    assert age_points(born, year, load_policy("beijing", 2021)) == points


@pytest.mark.parametrize("year", ROUNDS)
def test_the_first_and_the_last_row_stand_for_all_beyond_them(year: int) -> None:
    policy = load_policy("beijing", 2021)

    assert age_points(1940, year, policy) == 0
    assert age_points(2000, year, policy) == 20
