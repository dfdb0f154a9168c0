"""A step names the items that it looked at, in the document and in the words for people."""

from collections.abc import Sequence
from typing import Any

import pytest

from luohu_scoring import Facts, Line, explain, load_policy, score

POLICY = load_policy("beijing", 2021)
PAID = {"insurance": "pension", "from": "2009-01", "to": "2020-12", "district": "通州区"}


def home(item: str, kind: str, first: str, last: str, district: str = "通州区") -> dict[str, str]:
    return {"item": item, "kind": kind, "from": first, "to": last, "district": district}


FACTS: dict[str, Any] = {
    "id": "somebody",
    "year": 2021,
    "birth_year": 1985,
    "insurance": [PAID],
    "homes": [
        home("old-home", "own_home", "2012-01", "2016-12", "海淀区"),
        home("home", "own_home", "2019-01", "2020-12"),
        home("home", "own_home", "2017-01", "2017-06"),
        home("lease", "rental", "2015-01", "2020-12"),
    ],
    "education": {"item": "studies", "qualification": "undergraduate", "degree": "bachelor", "graduated": "2010-07"},
    "area": {"committed": True},
    "innovation": [
        {"item": "second", "type": "award_science", "award": "北京市科学技术奖", "grade": "特等奖", "place": 1},
        {"item": "first", "type": "award_science", "award": "国家自然科学奖", "grade": "二等奖", "place": 4},
    ],
    "honours": [{"item": "no-honour", "type": "none"}, {"item": "honour", "type": "model_worker"}],
}
ITEMS: dict[Line, list[Sequence[str]]] = {
    Line.EMPLOYMENT: [()],
    Line.HOUSING: [("old-home", "home"), (), ("home",), ("lease",)],
    Line.EDUCATION: [("studies",)],
    Line.EDUCATION_DEDUCTION: [("studies",)],
    Line.JOB_HOUSING_AREA: [("home",), ("home",)],
    Line.INNOVATION: [("second",), ("first",)],
    Line.TAX: [()],
    Line.AGE: [()],
    Line.HONOUR: [("honour",)],
    Line.LAW_ABIDING: [()],
}


@pytest.mark.parametrize("line", Line)
def test_a_step_names_the_items_that_it_looked_at(line: Line) -> None:
    result = score(Facts.read(FACTS), POLICY)
    shown = [each["items"] for each in result.document()["trace"] if each["line"] == line.value]
    assert shown == [list(items) for items in ITEMS[line]]
    words = explain(result)
    assert all(f"[{', '.join(items)}]" in words for items in ITEMS[line] if items)


def test_what_does_not_count_is_named_too() -> None:
    late = {**FACTS, "education": {**FACTS["education"], "graduated": "2021-01"}, "honours": FACTS["honours"][:1]}
    steps = {step.line: step for step in score(Facts.read(late), POLICY).trace}
    assert (steps[Line.EDUCATION].items, steps[Line.HONOUR].items) == (("studies",), ("no-honour",))


def test_the_words_say_when_a_total_is_by_the_last_results() -> None:
    result = score(Facts.read({**FACTS, "rechecked": ["housing"]}), POLICY)
    assert (result.total, result.provisional) == (None, score(Facts.read(FACTS), POLICY).total)
    assert f"{result.provisional} by the last results" in explain(result)
