"""Intakes of the tables, and who is selected: by a quota with its ties, by a line, by a threshold."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_scoring import Quota, Ranking, ScoreLine, Threshold, load_table, select

TIANJIN, SHANGHAI = load_table("tianjin", 2016), load_table("shanghai", 2017)
FIRST, SECOND = TIANJIN.intakes
TOTALS = st.dictionaries(st.uuids().map(str), st.integers(0, 300).map(Decimal), max_size=12)


def admitted(ranking: Ranking) -> dict[str, int]:
    """Ranks by id of those who are in."""
    return {place.id: place.rank for place in ranking.places if place.admitted}


def people(**totals: str) -> list[tuple[str, Decimal]]:
    return [(name, Decimal(total)) for name, total in totals.items()]


def test_tianjin_takes_applications_twice_a_year_and_publishes_in_june_and_december() -> None:
    assert [intake.name for intake in TIANJIN.intakes] == ["first_half", "second_half"]
    assert (FIRST.opens.isoformat(), SECOND.opens.isoformat()) == (
        "2016-01-01T00:00:00+08:00",
        "2016-07-01T00:00:00+08:00",
    )
    assert [intake.closes and intake.closes.isoformat() for intake in TIANJIN.intakes] == [
        "2016-05-01T00:00:00+08:00",
        "2016-11-01T00:00:00+08:00",
    ]
    assert (FIRST.as_of, SECOND.as_of) == (date(2015, 12, 31), date(2016, 6, 30))
    assert [intake.list_published and intake.list_published.month for intake in TIANJIN.intakes] == [6, 12]
    assert FIRST.selection == ScoreLine(Decimal(146))
    assert isinstance(SECOND.selection, Quota)
    assert TIANJIN.guide == 140


def test_shanghai_takes_applications_at_any_time_and_has_no_list() -> None:
    (intake,) = SHANGHAI.intakes

    assert (intake.closes, intake.list_published) == (None, None)
    assert intake.selection == Threshold(Decimal(120))
    assert (SHANGHAI.guide, SHANGHAI.floor) == (120, 0)


def test_an_intake_is_found_by_its_name() -> None:
    assert TIANJIN.intake("second_half") is SECOND
    with pytest.raises(LookupError, match="tianjin 2016 has no intake autumn; there are first_half, second_half"):
        TIANJIN.intake("autumn")


def test_lags_periods_and_conditions_stand_in_the_files_with_their_marks() -> None:
    assert TIANJIN.working_days["material_delivery"] == 3
    assert str(TIANJIN.periods["registration"]) == "P6M"
    assert TIANJIN.eligibility["continuous_months"].value == 12
    assert TIANJIN.eligibility["permit_needed"].value is True
    assert SHANGHAI.working_days == {
        "account_after_permit": 3,
        "hand_in_after_submission": 3,
        "renewal_after_endorsement": 3,
        "file_review": 10,
        "degree_check": 15,
        "approval": 20,
        "renewal_check": 3,
    }
    assert SHANGHAI.refs["working_days.degree_check"] == "[assumed]"
    assert SHANGHAI.refs["working_days.account_after_permit"].startswith("[003]")
    assert TIANJIN.refs["guide"].startswith("[002]")


def test_everybody_who_ties_for_the_last_place_is_in() -> None:
    intake = replace(SECOND, selection=Quota(2))

    ranking = select(people(a="182", b="154", c="154", d="153.99"), intake)

    assert admitted(ranking) == {"a": 1, "b": 2, "c": 2}
    assert (ranking.quota, ranking.cut_off, ranking.admitted, ranking.tied) == (2, 154, 3, 2)


def test_the_line_lets_in_whoever_reaches_it_and_nobody_below() -> None:
    ranking = select(people(a="145.99", b="146", c="200", d="146"), FIRST)

    assert admitted(ranking) == {"c": 1, "b": 2, "d": 2}
    assert (ranking.quota, ranking.cut_off, ranking.admitted, ranking.tied) == (None, 146, 3, 2)
    assert [place.rank for place in ranking.places] == [1, 2, 2, 4]


def test_nobody_reaches_the_line() -> None:
    ranking = select(people(a="100", b="90"), FIRST)

    assert (admitted(ranking), ranking.cut_off, ranking.admitted, ranking.tied) == ({}, None, 0, 0)
    assert select([], FIRST).places == ()


@pytest.mark.parametrize(("total", "eligible"), [("119.99", False), ("120", True), ("130", True)])
def test_a_threshold_is_reached_by_each_alone(total: str, eligible: bool) -> None:
    assert bool(admitted(select(people(one=total), SHANGHAI.intakes[0]))) is eligible


def test_an_id_comes_once() -> None:
    for intake in (FIRST, SECOND):
        with pytest.raises(ValueError, match="an id comes twice"):
            select([("a", Decimal(1)), ("a", Decimal(2))], intake)


@given(TOTALS, st.integers(0, 300).map(Decimal), st.integers(1, 12))
def test_equal_totals_are_in_or_out_together_and_the_best_come_first(
    totals: dict[str, Decimal], line: Decimal, quota: int
) -> None:
    by_line, by_quota = replace(FIRST, selection=ScoreLine(line)), replace(SECOND, selection=Quota(quota))
    for intake in (by_line, by_quota):
        inside = admitted(select(totals.items(), intake))
        chosen = {total for who, total in totals.items() if who in inside}
        left = {total for who, total in totals.items() if who not in inside}

        assert not chosen & left
        assert not chosen or not left or min(chosen) > max(left)
    reached = {who for who, total in totals.items() if total >= line}
    assert admitted(select(totals.items(), by_line)).keys() == reached
    assert len(admitted(select(totals.items(), by_quota))) >= min(quota, len(totals))
