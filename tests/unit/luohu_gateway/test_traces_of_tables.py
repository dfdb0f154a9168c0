"""How the points of a table came to be, in the language of the page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from luohu_declaration.api.programme_schemas import ProgrammeView
from luohu_declaration.usecases.casework.programme import procedures_of
from luohu_gateway.site.cases.programme import Programme
from luohu_gateway.site.cases.tracing import Traced, Tracing
from luohu_kit.clock import Clock, ClockMode, machine_now
from luohu_kit.work import World
from luohu_scoring import load_table, score_table
from luohu_scoring.table.cases import load_table_cases

POLICIES = Path(__file__).parents[3] / "policies"
CITIES = [("tianjin", 2016), ("shanghai", 2017)]


def told(city: str, year: int, language: str) -> Iterator[Traced]:
    """Every step of every worked example of a table."""
    table, now = load_table(city, year), machine_now()
    world = World(city, city, year, 0, Clock(ClockMode.FROZEN, now, now))
    view = ProgrammeView.of(world, procedures_of(world), table).model_dump(mode="json")
    tracing = Tracing(Programme(view), language)
    for case in load_table_cases(POLICIES / city / f"{year}.cases.yaml"):
        yield from tracing.steps(score_table(case.facts, table).document()["trace"])


def known(step: Traced) -> tuple[str, ...]:
    """The value of a step, unless the table does not know it: then it is shown as the department wrote it."""
    return () if step.stray else (step.value,)


@pytest.mark.parametrize(("city", "year"), CITIES)
def test_the_trace_of_every_worked_example_is_told_in_chinese(city: str, year: int) -> None:
    phrases = {phrase for step in told(city, year, "zh") for phrase in (step.finding, step.figure, *known(step))}
    english = {phrase for phrase in phrases if re.search("[a-z]", phrase)}
    assert english == set()


@pytest.mark.parametrize(("city", "year"), CITIES)
def test_no_identifier_stands_in_the_english_trace(city: str, year: int) -> None:
    phrases = {phrase for step in told(city, year, "en") for phrase in (step.finding, *known(step))}
    assert [phrase for phrase in phrases if "_" in phrase] == []
