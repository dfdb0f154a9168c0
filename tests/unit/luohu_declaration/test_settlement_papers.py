"""Which papers every counter wants of whom; when a family planning proof is needed; where one may register."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.duration import Duration
from luohu_contract.household import BirthExemption, HomeOwner
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.settlement.birth_policy import exemptions, proof_needed
from luohu_declaration.domain.settlement.figures import last_day, letters_until
from luohu_declaration.domain.settlement.papers import NEEDS, Case, Counter, PapersUnknown, missing
from luohu_declaration.domain.settlement.transfer import TransferData
from luohu_declaration.domain.settlement.transfer_checks import (
    Awardee,
    ChildNotDeclared,
    DestinationNotAllowed,
    FiledHome,
    check_transfer,
)
from luohu_kit.clock import BEIJING
from luohu_settling import bodies

B = BirthExemption
BEFORE, SINCE = date(2015, 12, 31), date(2016, 1, 1)
HOME = FiledHome(bodies.TITLE, HomeOwner.SELF, ended=False, outside=True)
INSIDE = FiledHome("京(2014)朝不动产权第9900042号", HomeOwner.SELF, ended=False)


def data(**fields: Any) -> TransferData:
    return TransferData.model_validate(bodies.transfer_data(**fields))


def keys(counter: Counter, *, spouses_home: bool = False, by_proxy: bool = False, **fields: Any) -> list[str]:
    case = Case(data(**fields), points_from_spouses_home=spouses_home, by_proxy=by_proxy)
    return [need.key for need in NEEDS[counter](case)]


def awardee(**fields: Any) -> Awardee:
    usual: dict[str, Any] = {"homes": [], "bound_to_area": False, "declared_children": None}
    return Awardee(**{"id_number": "990105197707071717", "today": date(2021, 11, 1), **usual, **fields})


@pytest.mark.parametrize(
    ("born", "order", "reasons"),
    [
        (BEFORE, 1, [B.FIRST_BEFORE_2016]),
        (BEFORE, 2, []),
        (BEFORE, 3, []),
        (SINCE, 1, [B.UP_TO_TWO_SINCE_2016]),
        (SINCE, 2, [B.SECOND_SINCE_2016, B.UP_TO_TWO_SINCE_2016]),
        (SINCE, 3, []),
        (date(2021, 6, 1), 4, []),
    ],
)
def test_no_proof_is_needed_in_the_three_cases_of_the_handbook_alone(
    born: date, order: int, reasons: list[BirthExemption]
) -> None:
    assert exemptions(born, order) == reasons
    assert proof_needed(born, order) is not bool(reasons)


@given(st.dates(date(1990, 1, 1), date(2022, 1, 1)), st.integers(1, 20))
def test_a_first_child_never_needs_a_proof_and_a_third_always_does(born: date, order: int) -> None:
    assert proof_needed(born, order) == (order > 2 or (order == 2 and born < SINCE))


@pytest.mark.parametrize("reason", B)
@pytest.mark.parametrize("born", ["20151231", "20160101"])
@pytest.mark.parametrize("order", [1, 2, 3])
def test_an_exemption_that_does_not_hold_is_refused(reason: BirthExemption, born: str, order: int) -> None:
    child = bodies.child(born, order, family_planning={"kind": "exempt", "reason": reason.value})
    wanted = data(children=[child])
    if reason in exemptions(wanted.children[0].birth_date, order):
        check_transfer(wanted, awardee())
        return
    with pytest.raises(FormInvalid) as refused:
        check_transfer(wanted, awardee())
    assert refused.value.errors[0]["pointer"] == "#/children/0/family_planning/reason"


def test_everybody_brings_four_papers_to_the_district() -> None:
    usual = ["materials_list", "application_form", "identity_document", "household_register"]
    assert keys(Counter.DISTRICT) == usual
    assert keys(Counter.DISTRICT, spouses_home=True) == [*usual, "home.marriage_evidence"]
    no_file = {"kind": "none", "no_file_statement": True}
    assert keys(Counter.DISTRICT, personnel_file=no_file) == [*usual, "no_file_statement"]
    proxys = ["power_of_attorney", "proxy.identity_document"]
    assert keys(Counter.DISTRICT, by_proxy=True) == [*usual, *proxys]


def test_every_child_brings_its_own_papers() -> None:
    first, second = bodies.child(), bodies.child("20150301", 2, family_planning=bodies.proof())
    papers = keys(Counter.DISTRICT, children=[first, second], **bodies.married())
    assert papers[4:] == [
        "child-1.household_register", "child-1.birth_certificate", "child-1.marriage_evidence",
        "child-2.household_register", "child-2.birth_certificate", "child-2.family_planning_proof",
        "child-2.marriage_evidence",
    ]  # fmt: skip
    assert "child-1.marriage_evidence" not in keys(Counter.DISTRICT, children=[first])
    assert "child-2.family_planning_proof" in keys(Counter.HALL, children=[first, second])
    assert keys(Counter.OLD_STATION, children=[first])[-1] == "child-1.household_register"


@pytest.mark.parametrize("registered_with", ["applicant", "spouse", "other"])
@pytest.mark.parametrize("owner", ["self", "spouse"])
def test_the_spouse_comes_along_where_home_or_child_is_theirs(owner: str, registered_with: str) -> None:
    child = bodies.child(registered_with=registered_with)
    fields = bodies.married(destination=bodies.own_home(owner=owner), children=[child])
    assert ("spouse_identity" in keys(Counter.NEW_STATION, **fields)) is ("spouse" in (owner, registered_with))


@pytest.mark.parametrize("counter", Counter)
def test_nobody_is_asked_for_a_proof_of_no_criminal_record(counter: Counter) -> None:
    assert not [key for key in keys(counter, by_proxy=True) if "crim" in key]


def test_what_serves_is_taken_and_what_does_not_is_named() -> None:
    case = Case(data(), points_from_spouses_home=True)
    needs = NEEDS[Counter.DISTRICT](case)
    brought = {need.key: need.accepts[-1] for need in needs}
    assert missing(needs, brought) == []
    assert [need.key for need in missing(needs, {})] == [need.key for need in needs]
    with pytest.raises(PapersUnknown) as refused:
        missing(needs, {**brought, "home.marriage_evidence": "lease", "permit": "lease"})
    assert [error["pointer"] for error in refused.value.errors] == [
        "#/papers/home.marriage_evidence",
        "#/papers/permit",
    ]


def test_who_scored_on_area_registers_in_a_home_that_scored() -> None:
    bound = awardee(bound_to_area=True, homes=[HOME, INSIDE])
    check_transfer(data(), bound)
    elsewhere = bodies.own_home(certificate_number=INSIDE.certificate_number)
    for destination, pointer in (
        (elsewhere, "#/destination/certificate_number"),
        (bodies.collective(), "#/destination/kind"),
    ):
        with pytest.raises(DestinationNotAllowed) as refused:
            check_transfer(data(destination=destination), bound)
        assert refused.value.errors[0]["pointer"] == pointer
        assert bodies.TITLE in refused.value.errors[0]["detail"]
        assert INSIDE.certificate_number not in refused.value.errors[0]["detail"]


def test_the_collective_household_is_for_those_without_a_home_and_of_their_own_employer() -> None:
    wanted = data(destination=bodies.collective())
    check_transfer(wanted, awardee(employer_name="北京示例科技有限公司"))
    check_transfer(wanted, awardee(homes=[FiledHome(bodies.TITLE, HomeOwner.SELF, ended=True)]))
    for refusing in (awardee(homes=[HOME]), awardee(employer_name="另一公司")):
        with pytest.raises(DestinationNotAllowed):
            check_transfer(wanted, refusing)


def test_only_declared_minors_move_along_each_once() -> None:
    child = bodies.child()
    check_transfer(data(children=[child]), awardee(declared_children=[child["id_number"]]))
    with pytest.raises(ChildNotDeclared):
        check_transfer(data(children=[child]), awardee(declared_children=[]))
    with pytest.raises(FormInvalid):
        check_transfer(data(children=[child, child]), awardee())
    exempt = {"kind": "exempt", "reason": "first_before_2016"}
    for born, grown in (("20031101", True), ("20031102", False)):
        wanted = data(children=[bodies.child(born, family_planning=exempt)])
        if grown:
            with pytest.raises(FormInvalid):
                check_transfer(wanted, awardee())
        else:
            check_transfer(wanted, awardee())


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"marital_status": "married"}, "#/spouse"),
        (bodies.married(marital_status="divorced"), "#/spouse"),
        ({"destination": bodies.own_home(owner="spouse")}, "#/destination/owner"),
        ({"children": [bodies.child(registered_with="spouse")]}, "#/children/0/registered_with"),
    ],
)
def test_a_spouse_is_named_exactly_by_the_married(fields: dict[str, Any], pointer: str) -> None:
    with pytest.raises(FormInvalid) as refused:
        check_transfer(data(**fields), awardee())
    assert refused.value.errors[0]["pointer"] == pointer


def test_letters_end_with_a_whole_day_in_beijing_and_that_day_is_the_one_that_is_told() -> None:
    until = letters_until(datetime(2021, 10, 23, 15, 0, tzinfo=BEIJING), Duration(days=180))
    assert until == datetime(2022, 4, 22, tzinfo=BEIJING)
    assert last_day(until) == date(2022, 4, 21)
