"""How results and points are written for people."""

from pathlib import Path
from typing import get_args

import pytest

from luohu_contract.archive import DegreeCheckFindings, PersonnelFileFindings
from luohu_contract.department import DepartmentFindings
from luohu_contract.finding import Findings, TaxTotalFindings
from luohu_contract.item import ItemKind
from luohu_contract.standing import Permit, RegisteredIdentity
from luohu_gateway.site.outcome import blocks
from luohu_gateway.site.outcome.score import Step
from luohu_gateway.site.outcome.tracing import in_chinese
from luohu_gateway.site.outcome.transfer import children_of, fitting, flat, nested, without_child
from luohu_scoring import load_policy, score
from luohu_scoring.cases import load_cases

CASES = Path(__file__).parents[3] / "policies" / "beijing" / "2021.cases.yaml"
CASEWORK = (DepartmentFindings, PersonnelFileFindings, DegreeCheckFindings, TaxTotalFindings)  #: of other pages
SHOWN = [each for each in get_args(get_args(Findings)[0]) if each not in CASEWORK] + [RegisteredIdentity, Permit]


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model.__name__)
def test_every_finding_has_a_label(model: type) -> None:
    names = [name for name in model.model_fields if name not in {"kind", "spans", "detentions_by_year"}]  # type: ignore[attr-defined]
    told = {
        name: [] if name == "years" else {} if name in {"months_by_insurance", "identity"} else None for name in names
    }
    labels = [line.label for line in blocks.found(ItemKind.OWN_HOME, told)]
    assert [label.zh for label in labels if label.zh.isascii()] == []


def test_a_home_that_was_not_found_shows_which_dates_there_would_be() -> None:
    lines = blocks.found(ItemKind.OWN_HOME, None)
    assert [(line.label.zh, line.value) for line in lines] == [("登簿日期(填发日期)", "--"), ("权证失效日期", "--")]


def test_the_trace_of_every_worked_example_is_told_in_chinese() -> None:
    policy = load_policy("beijing", 2021)
    english = {
        phrase
        for case in load_cases(CASES)
        for step in score(case.facts, policy).trace
        for phrase in (step.finding, step.value, step.figure)
        if "lang=" in in_chinese(phrase)
    }
    assert {phrase for phrase in english if not phrase.endswith(" employee")} == set()  # a role that counts nowhere


def test_nothing_is_nothing_of_any_kind() -> None:
    assert in_chinese("none") == "无"


def test_a_phrase_that_nobody_knows_says_that_it_is_english() -> None:
    assert in_chinese("less <b>one</b>") == '<span lang="en">less &lt;b&gt;one&lt;/b&gt;</span>'


def test_what_was_rounded_shows_what_it_was_before() -> None:
    told = {"figure": "1 a year", "value": "41", "points": "3.42"}
    assert Step.of(told).exact == "3.416667…"
    assert Step.of({**told, "value": "36", "points": "3.00"}).exact == ""
    assert Step.of({**told, "figure": "at most 12"}).exact == ""


def test_transfer_data_goes_into_the_form_and_comes_back() -> None:
    data = {
        "household": {"address": "旧街9号", "police_station": "旧街派出所"},
        "marital_status": "unmarried",
        "destination": {"kind": "employer_collective", "no_home_in_city": True},
        "personnel_file": {"kind": "held", "in_beijing": False},
        "children": [{"name": "沈小禾", "birth_order": 1, "family_planning": {"kind": "exempt"}}],
    }
    values = flat(data)
    assert fitting(values) == values
    assert nested(values) == data


def test_fields_of_another_choice_are_left_out() -> None:
    values = {
        "marital_status": "unmarried",
        "spouse.name": "王建业",
        "destination.kind": "public_housing_direct",
        "destination.lease_number": "1",
        "destination.owner": "self",
    }
    assert fitting(values).keys() == {"marital_status", "destination.kind", "destination.lease_number"}


def test_when_a_child_is_taken_away_those_behind_move_up() -> None:
    values = {f"children.{number}.name": name for number, name in enumerate("甲乙丙")}
    assert without_child(values, "1") == {"children.0.name": "甲", "children.1.name": "丙"}
    assert children_of(without_child(values, "x")) == 3
