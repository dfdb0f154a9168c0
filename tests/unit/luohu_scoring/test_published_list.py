"""The published list of the round 2020, rebuilt: facts made from its components give its totals and its cut-off.

The list is a public record of real people and no part of the project. It is looked for in the file that LUOHU_ORACLE
names, then beside the checkout; without it the test is skipped, and says so.
"""

import csv
import os
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from luohu_contract.months import Month
from luohu_scoring import Facts, Line, load_policy, rank, score

NAME = "beijing_2020_scores.csv"
LAST = Month(2019, 12)
ROUND = load_policy("beijing", 2020)
COLUMNS = {line: "law" if line is Line.LAW_ABIDING else line.value for line in Line}
HELD: dict[str, dict[str, str]] = {
    "10.50": {"qualification": "junior_college"},
    "15.00": {"qualification": "undergraduate", "degree": "bachelor"},
    "26.00": {"qualification": "master", "degree": "master"},
    "37.00": {"qualification": "doctor", "degree": "doctor"},
}
#: Months lived and worked outside of the six, and lived there only, in the 24 months to the base date.
AREA = {"0.00": (0, 0), "2.00": (0, 12), "3.00": (12, 0), "4.00": (0, 24), "5.00": (12, 12), "6.00": (24, 0)}
BORN = {"20.00": 1973, "16.00": 1972, "12.00": 1971, "8.00": 1970, "4.00": 1969, "0.00": 1968}
INNOVATION: dict[str, dict[str, object]] = {
    "12.00": {"type": "award_science", "award": "国家自然科学奖", "grade": "一等奖"},
    "11.00": {"type": "award_science", "award": "国家科学技术进步奖", "grade": "一等奖", "place": 6},
    "10.00": {"type": "award_science", "award": "国家自然科学奖", "grade": "二等奖", "place": 4},
    "9.00": {"type": "award_science", "award": "国家科学技术进步奖", "grade": "二等奖", "place": 4},
    "8.00": {"type": "award_science", "award": "国家科学技术进步奖", "grade": "二等奖", "place": 7},
    "6.00": {"type": "award_culture", "award": "首都精神文明建设奖"},
    "5.00": {"type": "award_science", "award": "北京市科学技术奖", "grade": "一等奖", "place": 7},
    "4.00": {"type": "award_science", "award": "北京市科学技术奖", "grade": "三等奖", "place": 4},
    "3.00": {"type": "competition_culture_creative", "grade": "三等奖"},
    "2.00": {"type": "award_culture", "award": "北京新闻奖", "grade": "三等奖"},
}
Row = Mapping[str, str]


def oracle() -> Path:
    """The list, or a skip that says why."""
    named = os.environ.get("LUOHU_ORACLE")
    checkout = Path(__file__).resolve().parents[3]
    path = Path(named) if named else checkout.parent / "shared" / "oracle" / NAME
    path = path / NAME if path.is_dir() else path
    if not path.is_file():
        pytest.skip(f"the published list is not here: no {path}; LUOHU_ORACLE may name it")
    return path


def rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


DEDUCTED = {rounded(Decimal(months) * 7 / 24): months for months in range(49)}


def months_back(count: int) -> str:
    """The first of so many months that end with the last one."""
    return str(LAST.plus(1 - count))


def own_months(row: Row, employed: int) -> int:
    """Months in own homes that give the housing points, as many as possible."""
    wanted = Decimal(row["housing"])
    fitting = [
        own
        for own in range(employed + 1)
        if rounded(Decimal(own) / 12) + rounded(Decimal(employed - own) / 24) == wanted
    ]
    return max(fitting)


def spells(count: int, outside: int, **more: str) -> list[dict[str, Any]]:
    """So many months up to the last one, the latest of them outside of the six."""
    parts = ((count, outside, "海淀区"), (outside, 0, "大兴区"))
    return [
        {"from": months_back(first), "to": str(LAST.plus(-last)), "district": district, **more}
        for first, last, district in parts
        if first > last
    ]


def rebuilt(row: Row, name: str) -> Facts:
    """One person whose facts have the components of a row."""
    employed = int(Decimal(row["employment"]) * 4)
    both, live = AREA[row["job_housing_area"]]
    before_graduation = DEDUCTED[-Decimal(row["education_deduction"])]
    graduated = str(Month.parse(months_back(employed)).plus(before_graduation - 1))
    good = int(Decimal(row["tax"]) / 2)
    document = {
        "id": name,
        "year": 2020,
        "birth_year": BORN[row["age"]],
        "insurance": spells(employed, both, insurance="pension"),
        "homes": spells(own_months(row, employed), both + live, kind="own_home"),
        "education": {**HELD[row["education"]], "graduated": graduated} if row["education"] in HELD else None,
        "area": {"committed": both + live > 0},
        "innovation": [INNOVATION[row["innovation"]]] if row["innovation"] in INNOVATION else [],
        "tax": {"years": [{"year": 2017 + at, "amount": 100_000 if at < good else 1} for at in range(3)]},
        "honours": [{"type": "model_worker"}] * (row["honour"] == "20.00"),
    }
    return Facts.model_validate(document)


def test_the_list_of_2020_comes_out_as_it_was_published() -> None:
    with oracle().open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    scores = [score(rebuilt(row, f"{at:05d}"), ROUND) for at, row in enumerate(rows)]

    for row, one in zip(rows, scores, strict=True):
        assert one.lines == {line: Decimal(row[column]) for line, column in COLUMNS.items()}, row
        assert one.total == Decimal(row["total"]), row
    ranking = rank(((one.id, one.total) for one in scores if one.total is not None), ROUND.quota)
    assert ranking.cut_off == Decimal("97.13")
    assert ranking.admitted == len(rows) == 6032
    assert ranking.tied == 54
    assert {place.rank for place in ranking.places if place.total == ranking.cut_off} == {5979}
    assert ranking.places[0].publication_number(2020) == "202000001"


def test_one_point_less_than_the_cut_off_is_not_admitted() -> None:
    totals = [("first", Decimal("97.14")), ("tied", Decimal("97.13")), ("also tied", Decimal("97.13"))]

    ranking = rank([*totals, ("out", Decimal("97.12"))], quota=2)

    assert {place.id for place in ranking.places if place.admitted} == {"first", "tied", "also tied"}
