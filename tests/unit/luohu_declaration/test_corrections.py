"""Corrections in the place of what was found: which lines they decide, which later findings they outlast."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.indicators import Indicator
from luohu_declaration.domain.correction import (
    LINES_OF,
    PART_OF,
    Corrected,
    Correction,
    CorrectionImpossible,
    born_by,
    overlay,
)
from luohu_declaration.domain.correction_checks import check_correction
from luohu_scoring import Facts, Line, load_policy, score

POLICY = load_policy("beijing", 2021)
FOUND = Facts.read(
    {
        "id": "wang",
        "year": 2021,
        "birth_date": "1985-06-15",
        "insurance": [{"insurance": "pension", "from": "2011-01", "to": "2020-12", "district": "海淀区"}],
        "area": {"committed": True},
        "law": {"detentions": 1},
    }
)
OUTSIDE = {"from": "2018-01", "to": "2020-12", "district": "昌平区"}
PENSION = {"insurance": "pension", "from": "2010-01", "to": "2020-12", "district": "海淀区"}
HOME = {"kind": "own_home", "from": "2012-01", "to": "2020-12", "district": "怀柔区"}
GIVEN: dict[Indicator, Any] = {
    Indicator.EMPLOYMENT: [PENSION],
    Indicator.HOUSING: [HOME],
    Indicator.EDUCATION: {"degree": "bachelor", "graduated": "2008-07"},
    Indicator.JOB_HOUSING_AREA: {"lived": [OUTSIDE], "worked": [OUTSIDE]},
    Indicator.INNOVATION: [{"type": "shareholding", "equity_raised": 40_000_000}],
    Indicator.TAX: {"years": [{"year": year, "amount": "100000"} for year in (2018, 2019, 2020)]},
    Indicator.AGE: "1973-03-01",
    Indicator.HONOUR: [{"type": "model_worker"}],
    Indicator.LAW_ABIDING: {"detentions": 0},
}


def decided(indicator: Indicator, value: Any = None, source: str = "/appeals/1") -> Corrected:
    body = {PART_OF[indicator]: GIVEN[indicator] if value is None else value}
    return Corrected(indicator, Correction.model_validate(body).figures(), source)


@pytest.mark.parametrize("indicator", Indicator)
def test_a_corrected_line_waits_for_nothing_and_names_its_source(indicator: Indicator) -> None:
    waiting = Facts.read({**FOUND.model_dump(), "pending": [line.value for line in LINES_OF[indicator]][:1]})
    assert score(waiting, POLICY).total is None
    check_correction(indicator, Correction.model_validate({PART_OF[indicator]: GIVEN[indicator]}), POLICY, waiting)
    points = score(overlay(waiting, [decided(indicator)]), POLICY)
    assert points.total is not None
    assert points.lines[Line(indicator.value)] != score(FOUND, POLICY).lines[Line(indicator.value)]
    assert {step.line for step in points.trace if step.source == "/appeals/1"} <= set(LINES_OF[indicator])
    assert all(step.source for step in points.trace if step.line is Line(indicator.value))


@pytest.mark.parametrize("indicator", Indicator)
def test_a_corrected_line_is_final_although_its_items_are_rechecked(indicator: Indicator) -> None:
    again = Facts.read({**FOUND.model_dump(), "rechecked": [indicator.value]})
    assert score(again, POLICY).total is None
    assert score(overlay(again, [decided(indicator)]), POLICY).total is not None


def test_a_correction_leaves_every_other_part_alone() -> None:
    corrected = overlay(FOUND, [decided(Indicator.TAX)])
    same = {name for name in Facts.model_fields if getattr(corrected, name) == getattr(FOUND, name)}
    assert set(Facts.model_fields) - same == {"tax", "corrected"}


def test_the_area_follows_own_homes_that_were_corrected() -> None:
    waiting = Facts.read({**FOUND.model_dump(), "pending": ["housing", "job_housing_area"]})
    assert overlay(waiting, [decided(Indicator.HOUSING)]).pending == set()
    assert overlay(waiting, [decided(Indicator.JOB_HOUSING_AREA)]).pending == {Line.HOUSING}


@pytest.mark.parametrize("committed", [True, False])
def test_whether_the_area_counts_stays_the_applicants_choice(committed: bool) -> None:
    found = Facts.read({**FOUND.model_dump(), "area": {"committed": committed}})
    points = score(overlay(found, [decided(Indicator.JOB_HOUSING_AREA)]), POLICY)
    assert points.lines[Line.JOB_HOUSING_AREA] == (9 if committed else 0)
    assert points.lines[Line.EMPLOYMENT] == 30, "where the months were paid changes no month"


def test_of_two_about_one_indicator_the_later_counts() -> None:
    twice = [decided(Indicator.HOUSING), decided(Indicator.HOUSING, [], "/appeals/2")]
    assert overlay(FOUND, twice).homes == ()
    assert overlay(FOUND, twice).corrected == {Line.HOUSING: "/appeals/2"}
    assert len(overlay(FOUND, twice[::-1]).homes) == 1


def test_an_education_can_be_corrected_to_none() -> None:
    studied = Facts.read({**FOUND.model_dump(), "education": GIVEN[Indicator.EDUCATION]})
    none = Correction.model_validate({"education": None})
    check_correction(Indicator.EDUCATION, none, POLICY, studied)
    assert none.figures() == {"education": None}
    assert overlay(studied, [Corrected(Indicator.EDUCATION, none.figures(), "x")]).education is None


def test_the_last_birth_date_is_the_one_that_months_are_cut_at() -> None:
    assert born_by([]) is None
    assert born_by([decided(Indicator.HOUSING)]) is None
    found = born_by([decided(Indicator.AGE), decided(Indicator.AGE, "1974-02-03")])
    assert found is not None
    assert found.isoformat() == "1974-02-03"


@given(st.permutations(list(Indicator)))
def test_corrections_of_different_indicators_come_in_any_order(order: list[Indicator]) -> None:
    assert overlay(FOUND, [decided(each) for each in order]) == overlay(FOUND, [decided(each) for each in Indicator])


@given(st.sampled_from(list(Indicator)), st.sampled_from(list(Indicator)))
def test_an_appeal_is_corrected_by_the_part_of_its_own_indicator(appealed: Indicator, given_for: Indicator) -> None:
    correction = Correction.model_validate({PART_OF[given_for]: GIVEN[given_for]})
    if appealed is given_for:
        check_correction(appealed, correction, POLICY, FOUND)
        return
    with pytest.raises(CorrectionImpossible) as refused:
        check_correction(appealed, correction, POLICY, FOUND)
    assert {each["pointer"] for each in refused.value.errors} == {
        f"#/correction/{PART_OF[appealed]}",
        f"#/correction/{PART_OF[given_for]}",
    }
