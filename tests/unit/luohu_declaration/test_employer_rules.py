"""Employers and associations move by their tables; a taxpayer's record says who may go on; codes are read kindly."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.employers import Taxpayer
from luohu_contract.enrolment import AssociationAnswer, AssociationStatus, EmployerStatus, NotEligible
from luohu_declaration.domain import association, employer
from luohu_declaration.domain.association import AssociationEvent, AssociationRefused, OpinionMissing
from luohu_declaration.domain.employer import EmployerEvent, EmployerRefused
from luohu_declaration.domain.taxpayer import judge
from luohu_declaration.domain.unit_code import ALPHABET, LENGTH, make_unit_code, read_unit_code
from luohu_declaration.usecases.check_employers import LONGEST, pause_after

TODAY = date(2021, 7, 5)
RECORD = Taxpayer(
    uscc="91990105MA0LUH014J",
    name="北京示例（科技）有限公司",
    registered_in_beijing=True,
    tax_registered=True,
    deregistered_on=None,
    district="朝阳区",
)


@given(st.lists(st.sampled_from(EmployerEvent), max_size=30))
def test_an_employer_is_open_only_after_somebody_said_so(events: list[EmployerEvent]) -> None:
    status: EmployerStatus | None = None
    said = False
    for event in events:
        try:
            status = employer.after(status, event)
        except EmployerRefused:
            continue
        said = said or event in (EmployerEvent.FOUND_ELIGIBLE, EmployerEvent.ADMITTED, EmployerEvent.SEEDED)
    assert said or status is not EmployerStatus.OPEN


@given(st.lists(st.sampled_from(AssociationEvent), max_size=12))
def test_what_is_decided_about_an_association_stays(events: list[AssociationEvent]) -> None:
    status: AssociationStatus | None = None
    for event in events:
        before = status
        try:
            status = association.after(status, event)
        except AssociationRefused:
            continue
        assert before in (None, AssociationStatus.PENDING)


def test_a_return_wants_an_opinion_and_an_approval_does_not() -> None:
    assert association.decided(AssociationAnswer.APPROVE, "") is AssociationEvent.APPROVED
    assert association.decided(AssociationAnswer.RETURN, "非本单位员工") is AssociationEvent.RETURNED
    with pytest.raises(OpinionMissing):
        association.decided(AssociationAnswer.RETURN, "")


@pytest.mark.parametrize(
    ("change", "name", "reason"),
    [
        pytest.param({}, "北京示例(科技) 有限公司", None, id="eligible"),
        pytest.param({}, "北京示例有限公司", NotEligible.NAME_DIFFERS, id="another name"),
        pytest.param({"registered_in_beijing": False}, RECORD.name, NotEligible.NOT_REGISTERED_IN_CITY, id="elsewhere"),
        pytest.param({"tax_registered": False}, RECORD.name, NotEligible.NO_TAX_REGISTRATION, id="no tax"),
        pytest.param({"deregistered_on": TODAY}, RECORD.name, NotEligible.DEREGISTERED, id="deregistered today"),
        pytest.param({"deregistered_on": date(2021, 7, 6)}, RECORD.name, None, id="deregisters tomorrow"),
        pytest.param(
            {"deregistered_on": TODAY, "tax_registered": False}, "x", NotEligible.DEREGISTERED, id="first cause first"
        ),
    ],
)
def test_the_record_says_who_may_go_on(change: dict[str, object], name: str, reason: NotEligible | None) -> None:
    assert judge(RECORD.model_copy(update=change), name, TODAY) is reason


def test_a_code_that_the_tax_authority_does_not_know_is_not_of_the_city() -> None:
    assert judge(None, "某单位", TODAY) is NotEligible.NOT_REGISTERED_IN_CITY


@given(st.text(min_size=1), st.integers(), st.text(), st.integers(min_value=0, max_value=9))
def test_a_unit_code_is_the_same_again_and_can_be_read(secret: str, seed: int, uscc: str, attempt: int) -> None:
    secret, uscc = (each.encode("utf-8", "replace").decode() for each in (secret, uscc))
    code = make_unit_code(secret, seed, uscc, attempt)
    assert code == make_unit_code(secret, seed, uscc, attempt)
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read_unit_code(f" {code[:4].lower()}-{code[4:]}\n") == code


def test_codes_differ_by_secret_world_and_attempt() -> None:
    ways = [("a", 1, "x", 0), ("b", 1, "x", 0), ("a", 2, "x", 0), ("a", 1, "y", 0), ("a", 1, "x", 1)]
    assert len({make_unit_code(*way) for way in ways}) == len(ways)


@given(st.text(max_size=20))
def test_what_is_no_code_is_none(text: str) -> None:
    read = read_unit_code(text)
    assert read is None or (len(read) == LENGTH and set(read) <= set(ALPHABET))


def test_the_tax_authority_is_asked_ever_more_rarely() -> None:
    pauses = [pause_after(checks) for checks in range(1, 40)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST


def test_the_diagrams_draw_every_way_from_one_status_to_another() -> None:
    drawn = association.as_mermaid().splitlines()
    assert len(drawn) == len(association.TRANSITIONS) + 1
    ways = {f"    {before} --> {to}" for (before, _), to in employer.TRANSITIONS.items() if before not in (None, to)}
    assert ways == {line.partition(":")[0] for line in employer.as_mermaid().splitlines()[1:]} - {
        "    [*] --> checking",
        "    [*] --> open",
        "    open --> open",
    }
