"""Expectations are read strictly, fit only what an agency could say, and match by what was entered."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from luohu_contract.claim import ClaimKind
from luohu_contract.confirmed import NothingToConfirm, confirmed
from luohu_contract.directory import ANSWERED_BY, BY_NAME
from luohu_contract.expectation import ExpectationWish, QuestionMatch
from luohu_contract.fitting import ExpectationImpossible, kinds_for
from luohu_contract.item import Subject
from luohu_contract.possible import ONLY_READ, USUAL, disputes_for, part_of, reasons_for
from luohu_contract.reasons import REASONS, ReasonOutcome
from luohu_testbed.messages import CLAIMS, FINDINGS

HOME, SCHOOL, TAX = "housing-registry", "education-registry", "tax"


def wish(**told: Any) -> ExpectationWish:
    return ExpectationWish.model_validate({"verdict": {"outcome": "invalid"}, **told})


def invalid(told: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": {"outcome": "invalid", **told}}


def valid(told: dict[str, Any]) -> dict[str, Any]:
    return {"verdict": {"outcome": "valid", **told}}


def kinds(agency: str, **told: Any) -> list[str]:
    return [kind.value for kind in kinds_for(BY_NAME[agency].answers, wish(**told))]


@pytest.mark.parametrize(
    ("agency", "told", "left"),
    [
        (HOME, {}, ["dormitory", "own_home"]),
        (HOME, {"match": {"kind": "own_home"}}, ["own_home"]),
        (HOME, {"match": {"claim": {"owner.birth_date": "1985-06-15"}}}, ["own_home"]),
        (HOME, invalid({"subject": "property"}), ["dormitory", "own_home"]),
        (HOME, valid({"disputable": ["property.expiry_date_disputed"]}), ["dormitory", "own_home"]),
        (SCHOOL, invalid({"subject": "degree"}), ["degree"]),
        (SCHOOL, invalid({"reason": "education.not_found"}), ["degree", "qualification"]),
        (SCHOOL, {"match": {"part": "whole"}}, ["overseas_education"]),
        (TAX, {}, ["tax"]),
        (TAX, {"verdict": {"outcome": "valid"}}, ["tax", "tax_penalties", "tax_total"]),
        (TAX, valid({"findings": FINDINGS["tax_penalties"].model_dump()}), ["tax_penalties"]),
    ],
)  # fmt: skip
def test_an_expectation_is_for_the_kinds_that_it_fits(agency: str, told: dict[str, Any], left: list[str]) -> None:
    assert kinds(agency, **told) == left


@pytest.mark.parametrize(
    ("agency", "told", "pointer", "says"),
    [
        (HOME, {"match": {"kind": "tax"}}, "#/match/kind", "dormitory, own_home"),
        (HOME, {"match": {"part": "degree"}}, "#/match/part", "whole"),
        (HOME, {"match": {"claim": {"owner.age": 3}}}, "#/match/claim/owner.age", "owner.birth_date"),
        (HOME, invalid({"reason": "tax.year_invalid"}), "#/verdict/reason", "property.not_matched"),
        (HOME, invalid({"reason": "property.expiry_date_disputed"}), "#/verdict/reason", "not_matched"),
        (HOME, invalid({"subject": "filing"}), "#/verdict/subject", "property"),
        (HOME, valid({"disputable": ["property.not_matched"]}), "#/verdict/disputable/0", "expiry_date"),
        (HOME, valid({"findings": FINDINGS["tax"].model_dump()}), "#/verdict/findings/kind", "own_home"),
        ("social-insurance", {}, "#/verdict/outcome", "always valid"),
        ("public-security", {"verdict": {"outcome": "valid"}}, "#/verdict/findings", "only read"),
    ],
)  # fmt: skip
def test_what_no_question_could_be_answered_is_refused_by_its_field(
    agency: str, told: dict[str, Any], pointer: str, says: str
) -> None:
    with pytest.raises(ExpectationImpossible, match=says) as refused:
        kinds(agency, **told)
    assert refused.value.errors[0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"verdict": {"outcome": "valid", "reason": "property.not_matched"}}, ("verdict", "reason")),
        ({"verdict": {"outcome": "perhaps"}}, ("verdict", "outcome")),
        ({"verdict": {"outcome": "valid", "note": "x"}}, ("verdict", "note")),
        ({"times": 0}, ("times",)),
        ({"delay": "P11Y"}, ("delay",)),
        ({"delay": 14}, ("delay",)),
        ({"match": {"claim": {"Period..first": "2020-08"}}}, ("match", "claim")),
    ],
)
def test_what_is_no_expectation_is_refused_by_its_field(told: dict[str, Any], place: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        wish(**told)
    assert refused.value.errors()[0]["loc"][: len(place)] == place


def test_every_reason_of_an_agency_belongs_to_some_kind_of_its_claims() -> None:
    given = {code for kind in ClaimKind for code in (*reasons_for(kind), *disputes_for(kind))}
    elsewhere = {"declaration", "window"}
    mine = {code for code, row in REASONS.items() if row.decided_by not in elsewhere or row.elsewhere}
    assert given == mine
    for kind, code in USUAL.items():
        assert code in reasons_for(kind)
        assert REASONS[code].outcome is ReasonOutcome.INVALID
    assert {REASONS[code].subject for code in given} == set(Subject) - {Subject.SPOUSE, Subject.AREA}


@pytest.mark.parametrize("kind", sorted(set(ClaimKind) - ONLY_READ))
def test_a_claim_is_borne_out_by_findings_of_its_kind(kind: ClaimKind) -> None:
    found = confirmed(CLAIMS[kind][1], date(2020, 12, 31))
    assert found.kind is kind
    assert CLAIMS[kind][0] is part_of(kind)
    assert kind in BY_NAME[ANSWERED_BY[kind]].answers


@pytest.mark.parametrize("kind", sorted(ONLY_READ))
def test_what_is_only_read_cannot_be_borne_out(kind: ClaimKind) -> None:
    with pytest.raises(NothingToConfirm):
        confirmed(CLAIMS[kind][1], date(2020, 12, 31))


def test_a_match_without_fields_fits_everything() -> None:
    assert QuestionMatch().model_dump(exclude_unset=True) == {}
