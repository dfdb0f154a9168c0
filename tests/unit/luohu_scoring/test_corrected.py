"""Figures that a decision put in the place of what was found: they count, and the trace says who decided."""

import pytest

from luohu_scoring import Facts, FactsInvalid, Line, explain, load_policy, score

POLICY = load_policy("beijing", 2021)
INSIDE = {"from": "2018-01", "to": "2020-12", "district": "海淀区"}
OUTSIDE = {**INSIDE, "district": "昌平区"}
PERSON = {
    "id": "wang",
    "year": 2021,
    "birth_date": "1985-06-15",
    "insurance": [{"insurance": "pension", **INSIDE}],
    "homes": [{"kind": "own_home", **INSIDE}],
    "area": {"committed": True},
}


@pytest.mark.parametrize(
    ("places", "points"),
    [
        ({}, 0),
        ({"worked": [OUTSIDE]}, 0),
        ({"lived": [OUTSIDE]}, 6),
        ({"lived": [OUTSIDE], "worked": [OUTSIDE]}, 9),
        ({"lived": [], "worked": [OUTSIDE]}, 0),
    ],
    ids=["as the homes and the insurance say", "worked outside", "lived outside", "both", "lived nowhere"],
)
def test_places_that_were_found_for_the_area_count_there_and_nowhere_else(places: object, points: int) -> None:
    facts = Facts.read({**PERSON, "area": {"committed": True, **dict(places)}})  # type: ignore[call-overload]
    found, plain = score(facts, POLICY).lines, score(Facts.read(PERSON), POLICY).lines
    assert found[Line.JOB_HOUSING_AREA] == points
    assert [found[line] for line in Line if line is not Line.JOB_HOUSING_AREA] == [
        plain[line] for line in Line if line is not Line.JOB_HOUSING_AREA
    ]


def test_places_before_the_birth_are_refused_by_their_field() -> None:
    with pytest.raises(FactsInvalid) as refused:
        Facts.read({**PERSON, "area": {"worked": [{**OUTSIDE, "from": "1984-01"}]}})
    assert refused.value.faults == (("area.worked.0.from", "1984-01 lies before the birth in 1985"),)


def test_the_trace_names_the_decision_behind_a_corrected_line() -> None:
    facts = Facts.read({**PERSON, "corrected": {"age": "appeal 7"}})
    assert Facts.read(facts.model_dump_json(by_alias=True)) == facts
    points = score(facts, POLICY)
    assert {step.line for step in points.trace if step.source} == {Line.AGE}
    (row,) = [step for step in points.document()["trace"] if "source" in step]
    assert (row["line"], row["source"]) == ("age", "appeal 7")
    assert [each for each in explain(points).splitlines() if "corrected by" in each] == [
        "    year of birth: 1985; 20 up to 45, then 4 less a year (三.七.1, the table) -> 20, corrected by appeal 7"
    ]
