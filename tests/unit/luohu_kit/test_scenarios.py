"""The catalogue of scenarios is read strictly, and everything in it can come about."""

import pytest

from luohu_contract.directory import ANSWERED_BY, EDGES
from luohu_contract.expectation import ExpectationWish
from luohu_contract.fitting import kinds_for
from luohu_contract.item import Subject
from luohu_contract.message import Outcome
from luohu_contract.possible import part_of, reasons_for
from luohu_contract.reasons import REASONS, subject_in
from luohu_kit.scenarios import Scenario, ScenariosUnreadable, ScenarioUnknown, everything, fault_of, named
from luohu_kit.scenarios.catalogue import parse
from luohu_kit.trace import Cause

GOOD = """
- name: slow
  does: It is slow.
  outcome: later
  on: [verification]
  pace: P1D
"""
ALL = everything().values()
TOLD = [one for one in ALL if one.answer is not None and one.answer.verdict is not None]
every = pytest.mark.parametrize("scenario", ALL, ids=[one.name for one in ALL])


def test_a_scenario_is_read_as_the_file_has_it() -> None:
    slow = parse(GOOD, "told.yaml")["slow"]
    assert (str(slow.pace), slow.claims, slow.gives) == ("P1D", (), None)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("does: ", "do: ", r"told.yaml:2: 0.does: Field required"),
        ("pace: P1D", "pace: P1D\n  colour: red", r"told.yaml:7: 0.colour: Extra inputs"),
        ("pace: P1D", "pace: P11Y", r"told.yaml:6: 0.pace"),
        ("[verification]", "[sleeping]", r"told.yaml:5: 0.on.0"),
        ("pace: P1D", "answer: {act: uphold}", r"say `on: \[recheck\]`"),
        ("pace: P1D", "answer: {}", r"one of the two"),
        ("  pace: P1D\n", "", r"does something"),
        ("name: slow", "name: Slow!", r"0.name"),
        ("  pace:", "  does: x\n  pace:", r"told.yaml: line 6: does comes twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(ScenariosUnreadable, match=told):
        parse(GOOD.replace(old, new, 1), "told.yaml")


def test_two_scenarios_of_one_name_are_refused() -> None:
    with pytest.raises(ScenariosUnreadable, match="slow comes twice"):
        parse(GOOD + GOOD, "told.yaml")


def test_an_unknown_name_is_told_the_known_ones() -> None:
    with pytest.raises(ScenarioUnknown, match="verdict-twice"):
        named("nothing")


@every
def test_the_name_travels_in_the_header(scenario: Scenario) -> None:
    headers = Cause("0" * 31 + "1", scenario.name).headers()
    assert Cause.read(headers["traceparent"], headers["Luohu-Scenario"]).scenario == scenario.name


@pytest.mark.parametrize("scenario", TOLD, ids=[one.name for one in TOLD])
def test_what_an_agency_is_to_say_fits_every_kind_of_claim_and_is_what_is_given(scenario: Scenario) -> None:
    assert scenario.answer is not None
    assert scenario.answer.verdict is not None
    assert scenario.gives is not None
    told = scenario.answer.verdict
    assert scenario.claims
    for kind in scenario.claims:
        assert kinds_for([kind], ExpectationWish(verdict=told)) == (kind,)
        reason = told.reason_for(kind)
        assert (scenario.gives.status, scenario.gives.reason) == (told.outcome, reason)
        assert scenario.gives.subject == (None if reason is None else subject_in(reason, part_of(kind)))


def test_every_reason_that_an_agency_can_give_has_a_scenario() -> None:
    told = {one.gives.reason for one in ALL if one.gives and one.gives.reason}
    given = {code for kind in ANSWERED_BY for code in reasons_for(kind)}
    assert given <= told
    assert {REASONS[code].subject for code in told} == set(Subject) - {Subject.AREA}  # which nobody is asked about
    assert {one.answer.verdict.outcome for one in TOLD if one.answer and one.answer.verdict} == set(Outcome)


@every
def test_its_faults_lie_on_edges_of_the_city(scenario: Scenario) -> None:
    for one in scenario.faults:
        assert any(one.lies_between(*edge) for edge in EDGES)


def test_a_fault_is_on_its_own_edge_alone() -> None:
    twice = fault_of("verdict-twice", "tax", "declaration")
    assert twice is not None
    assert twice.duplicate == 1
    assert fault_of("verdict-twice", "declaration", "tax") is None
    assert fault_of("verdict-twice", "gateway", "declaration") is None
    assert fault_of("nothing", "tax", "declaration") is None
