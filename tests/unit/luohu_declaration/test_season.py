"""The stages of a year by instants, and the whole table of rights (DOMAIN 3.1, 3.2)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_declaration.domain.season import ALLOWED, Right, Season, Stage, StageClosed

BEIJING = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@dataclass(frozen=True)
class Dates:
    """The calendar of 2021 as DOMAIN 3.1 assumes it."""

    declaration_opens: datetime
    declaration_closes: datetime
    query_opens: datetime
    query_closes: datetime
    appeals_decided_by: datetime
    list_published: datetime
    publicity_ends: datetime


DATES = Dates(
    *map(at, ("2021-07-01", "2021-08-01", "2021-09-01", "2021-09-16", "2021-10-01", "2021-10-15", "2021-10-23"))
)
SEASON = Season.of(2021, DATES, at("2023-10-23"))
EDGES = {
    "2021-07-01": (Stage.BEFORE, Stage.DECLARATION),
    "2021-08-01": (Stage.DECLARATION, Stage.VERIFICATION_TAIL),
    "2021-09-01": (Stage.VERIFICATION_TAIL, Stage.RESULT_QUERY),
    "2021-09-16": (Stage.RESULT_QUERY, Stage.LIST_PREPARATION),
    "2021-10-15": (Stage.LIST_PREPARATION, Stage.PUBLICITY),
    "2021-10-23": (Stage.PUBLICITY, Stage.SETTLEMENT),
    "2023-10-23": (Stage.SETTLEMENT, Stage.OVER),
}


@pytest.mark.parametrize(("edge", "stages"), EDGES.items(), ids=EDGES)
def test_a_stage_ends_where_the_next_one_begins(edge: str, stages: tuple[Stage, Stage]) -> None:
    instant = at(edge)
    before, after = stages
    assert SEASON.stage_at(instant - timedelta(microseconds=1)) is before
    assert SEASON.stage_at(instant) is after
    assert SEASON.span(before).closes == SEASON.span(after).opens == instant


@given(st.timedeltas(timedelta(days=-200), timedelta(days=1500)))
def test_every_instant_lies_in_the_stage_whose_span_holds_it(since_the_opening: timedelta) -> None:
    now = DATES.declaration_opens + since_the_opening
    holding = [
        span.stage
        for span in SEASON.spans
        if (span.opens is None or span.opens <= now) and (span.closes is None or now < span.closes)
    ]
    assert holding == [SEASON.stage_at(now)]


#: DOMAIN 3.2, column by column: what may be done in which stage.
MATRIX = {
    Stage.BEFORE: set(),
    Stage.DECLARATION: {Right.EMPLOYER, Right.APPLY, Right.FILE, Right.RECHECK, Right.SUBMIT},
    Stage.VERIFICATION_TAIL: set(),
    Stage.RESULT_QUERY: {Right.APPEAL},
    Stage.LIST_PREPARATION: set(),
    Stage.PUBLICITY: {Right.REPORT, Right.FINAL_POINTS, Right.PUBLICATION},
    Stage.SETTLEMENT: {Right.FINAL_POINTS, Right.SETTLE},
    Stage.OVER: {Right.FINAL_POINTS},
}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("right", Right)
def test_a_right_can_be_used_in_its_stages_alone(stage: Stage, right: Right) -> None:
    span = SEASON.span(stage)
    now = span.opens or at("2021-06-01")
    assert (right in SEASON.rights_at(now)) is (right in MATRIX[stage])
    if right in MATRIX[stage]:
        SEASON.check(right, now)
        return
    with pytest.raises(StageClosed) as refused:
        SEASON.check(right, now)
    assert refused.value.extensions["stage"] == stage
    assert refused.value.extensions["allowed_in"] == [each for each in Stage if each in ALLOWED[right]]


def test_a_refusal_says_when_it_was_or_will_be_open() -> None:
    with pytest.raises(StageClosed, match=r"which opens 2021-09-01T00:00\+08:00. The stage now is declaration"):
        SEASON.check(Right.APPEAL, at("2021-07-05"))
    with pytest.raises(StageClosed, match=r"was open from 2021-07-01T00:00\+08:00 to 2021-08-01T00:00\+08:00"):
        SEASON.check(Right.FILE, at("2021-08-01"))
    with pytest.raises(StageClosed) as refused:
        SEASON.check(Right.PUBLICATION, at("2021-10-23"))
    assert (refused.value.extensions["opens"], refused.value.extensions["closes"]) == (
        "2021-10-15T00:00:00+08:00",
        "2021-10-23T00:00:00+08:00",
    )
    with pytest.raises(StageClosed) as refused:
        SEASON.check(Right.FINAL_POINTS, at("2021-08-01"))
    assert refused.value.extensions["closes"] is None


def test_a_calendar_that_goes_backwards_is_no_year() -> None:
    with pytest.raises(ValueError, match="do not follow one another"):
        Season.of(2021, replace(DATES, query_opens=at("2021-07-20")), at("2023-10-23"))


def test_the_page_about_the_year_has_the_table_of_rights() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "explanations" / "the-year.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    written = {Stage(row[1].split("`")[1]): set(row[3].replace("`", " ").split()) for row in rows}
    assert written == {stage: {right.value for right in rights} for stage, rights in MATRIX.items()}
