"""What can be rechecked here, and what an applicant is told where it cannot."""

from datetime import UTC, datetime
from typing import Any

import pytest

from luohu_contract.item import ItemKind, Remedy
from luohu_contract.message import Decider, Outcome, Part
from luohu_declaration.domain.item import PartResult, Standing
from luohu_declaration.domain.recheck import (
    DisputeUnknown,
    PartNeeded,
    PartNotFiled,
    RecheckNotAllowed,
    RecheckOpen,
    options,
    part_to_recheck,
)
from luohu_declaration.domain.states import Status

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
MISMATCH, NOT_FOUND = "education.identity_mismatch", "education.not_found"


def result(reason: str | None = None, *disputable: str) -> PartResult:
    outcome = Outcome.INVALID if reason else Outcome.VALID
    return PartResult(outcome, reason, None, disputable, None, Decider.REGISTER, NOW)


def invalid(reason: str, part: Part = Part.WHOLE, **others: PartResult) -> Standing:
    results = {part: result(reason)} | {Part(name): each for name, each in others.items()}
    return Standing(Status.INVALID, NOW, 1, reason, part, results)


def valid(*disputable: str, **parts: PartResult) -> Standing:
    results = {Part(name): each for name, each in parts.items()} or {Part.WHOLE: result(None, *disputable)}
    return Standing(Status.VALID, NOW, 1, results=results)


HOME, LEASE, ROOM, MARRIED = ItemKind.OWN_HOME, ItemKind.RENTAL, ItemKind.DORMITORY, ItemKind.SPOUSE
STUDIED, ABROAD, AWARD, TAX = (
    ItemKind.DOMESTIC_EDUCATION,
    ItemKind.OVERSEAS_EDUCATION,
    ItemKind.INNOVATION,
    ItemKind.TAX,
)
HONOUR = ItemKind.HONOUR
WHOLE, QUALIFICATION, DEGREE = Part.WHOLE, Part.QUALIFICATION, Part.DEGREE

ALLOWED: dict[str, tuple[ItemKind, Standing, str, Part | None, Part]] = {
    "a home that was not found": (HOME, invalid("property.not_matched"), "property.not_matched", None, WHOLE),
    "a dormitory that was not found": (ROOM, invalid("property.not_matched"), "property.not_matched", None, WHOLE),
    "a lease whose home needs a check": (
        LEASE,
        invalid("filing.property_check_needed"),
        "filing.property_check_needed",
        WHOLE,
        WHOLE,
    ),
    "the dates of a valid home": (
        HOME,
        valid("property.registration_date_disputed", "property.expiry_date_disputed"),
        "property.expiry_date_disputed",
        None,
        WHOLE,
    ),
    "no year of tax": (TAX, invalid("tax.year_invalid"), "tax.year_invalid", None, WHOLE),
    "a penalty although no year counts": (
        TAX,
        Standing(
            Status.INVALID,
            NOW,
            1,
            "tax.year_invalid",
            WHOLE,
            {WHOLE: result("tax.year_invalid", "tax.penalty_recorded")},
        ),
        "tax.penalty_recorded",
        None,
        WHOLE,
    ),
    "some years of tax": (TAX, valid("tax.partially_valid"), "tax.partially_valid", None, WHOLE),
    "the one half that differs from the identity card": (
        STUDIED,
        valid(qualification=result(), degree=result(MISMATCH)),
        MISMATCH,
        None,
        DEGREE,
    ),
    "one of two halves, by name": (
        STUDIED,
        invalid(MISMATCH, QUALIFICATION, degree=result(MISMATCH)),
        MISMATCH,
        DEGREE,
        DEGREE,
    ),
    "the date of a degree alone": (
        STUDIED,
        invalid("degree.date_malformed", DEGREE),
        "degree.date_malformed",
        None,
        DEGREE,
    ),
}

REFUSED: dict[str, tuple[ItemKind, Standing, str, set[Remedy]]] = {
    "a lease that does not exist": (LEASE, invalid("filing.not_found"), "filing.not_found", {Remedy.REFILE}),
    "a shop": (LEASE, invalid("filing.use_not_residential"), "filing.use_not_residential", {Remedy.REFILE}),
    "a home without a title": (LEASE, invalid("filing.no_title"), "filing.no_title", {Remedy.REFILE}),
    "a home of an invalid spouse": (HOME, invalid("spouse.period_mismatch"), "spouse.period_mismatch", {Remedy.REFILE}),
    "an invalid spouse": (MARRIED, invalid("spouse.name_mismatch"), "spouse.name_mismatch", {Remedy.REFILE}),
    "a date after the base date": (
        STUDIED,
        invalid("education.date_after_cutoff", QUALIFICATION),
        "education.date_after_cutoff",
        {Remedy.REFILE},
    ),
    "a record that was not found": (STUDIED, invalid(NOT_FOUND, DEGREE), NOT_FOUND, {Remedy.FIX_AT_SOURCE}),
    "the date of a degree beside a qualification": (
        STUDIED,
        invalid("degree.date_malformed", DEGREE, qualification=result(NOT_FOUND)),
        "degree.date_malformed",
        {Remedy.REFILE},
    ),
    "an overseas certificate": (ABROAD, invalid("overseas.not_found"), "overseas.not_found", {Remedy.REFILE}),
    "another type at the commission": (AWARD, invalid("award.type_mismatch"), "award.type_mismatch", {Remedy.REFILE}),
    "shares that are too few": (
        AWARD,
        invalid("award.shareholding_not_met"),
        "award.shareholding_not_met",
        {Remedy.FIX_AT_SOURCE},
    ),
    "a valid lease": (LEASE, valid(), "filing.not_found", set()),
}


@pytest.mark.parametrize(("kind", "standing", "code", "named", "part"), ALLOWED.values(), ids=ALLOWED)
def test_a_recheck_that_the_reason_allows_finds_its_part(
    kind: ItemKind, standing: Standing, code: str, named: Part | None, part: Part
) -> None:
    assert part_to_recheck(kind, standing, (), code, named) is part
    assert code in options(kind, standing).codes


@pytest.mark.parametrize(("kind", "standing", "code", "remedies"), REFUSED.values(), ids=REFUSED)
def test_a_recheck_that_the_reason_forbids_says_what_to_do_instead(
    kind: ItemKind, standing: Standing, code: str, remedies: set[Remedy]
) -> None:
    with pytest.raises(RecheckNotAllowed) as refused:
        part_to_recheck(kind, standing, (), code, None)
    assert remedies <= set(refused.value.extensions["remedies"])
    assert Remedy.RECHECK not in refused.value.extensions["remedies"]
    assert not remedies or refused.value.remedy


def test_an_innovation_result_is_rechecked_at_the_commission() -> None:
    shares = {"type": "shareholding"}
    for code in ("award.income_tax_below_limit", "award.not_matched"):
        with pytest.raises(RecheckNotAllowed, match="/agencies/science-commission/v1/filings") as refused:
            part_to_recheck(AWARD, invalid(code), (), code, None, shares)
        assert refused.value.extensions["recheck_at"].startswith("/agencies/science-commission/")


@pytest.mark.parametrize(("kind", "entered"), [(AWARD, {"type": "award_science"}), (HONOUR, {"type": "model_worker"})])
def test_what_the_lists_did_not_bear_out_is_rechecked_here(kind: ItemKind, entered: dict[str, str]) -> None:
    code = "honour.not_matched" if kind is HONOUR else "award.not_matched"
    standing = invalid(code)
    assert part_to_recheck(kind, standing, (), code, None, entered) is WHOLE
    assert options(kind, standing, entered).elsewhere is None
    with pytest.raises(RecheckOpen):
        part_to_recheck(kind, standing, {WHOLE}, code, None, entered)


def test_an_innovation_item_of_no_known_type_is_not_rechecked() -> None:
    with pytest.raises(RecheckNotAllowed):
        part_to_recheck(AWARD, invalid("award.not_matched"), (), "award.not_matched", None)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING])
def test_what_has_no_result_cannot_be_disputed(status: Status) -> None:
    with pytest.raises(RecheckNotAllowed, match=status.value):
        part_to_recheck(HOME, Standing(status, NOW), (), "property.not_matched", None)


def test_a_code_that_no_result_holds_is_refused_with_those_that_they_hold() -> None:
    with pytest.raises(DisputeUnknown, match=r"property\.not_matched") as refused:
        part_to_recheck(HOME, invalid("property.not_matched"), (), "property.expiry_date_disputed", None)
    assert refused.value.errors[0]["pointer"] == "#/disputes"


def test_two_halves_with_one_code_want_a_name() -> None:
    both = invalid(MISMATCH, QUALIFICATION, degree=result(MISMATCH))
    with pytest.raises(PartNeeded) as refused:
        part_to_recheck(STUDIED, both, (), MISMATCH, None)
    assert refused.value.errors[0]["pointer"] == "#/part"


def test_a_half_that_was_not_filed_is_refused() -> None:
    with pytest.raises(PartNotFiled, match="degree"):
        part_to_recheck(STUDIED, invalid(MISMATCH, DEGREE), (), MISMATCH, QUALIFICATION)


def test_one_recheck_at_a_time_for_each_half() -> None:
    both: dict[str, Any] = {"qualification": result(MISMATCH), "degree": result(MISMATCH)}
    running = Standing(Status.RECHECK, NOW, 2, results={Part(name): each for name, each in both.items()})
    with pytest.raises(RecheckOpen, match="degree"):
        part_to_recheck(STUDIED, running, {DEGREE}, MISMATCH, DEGREE)
    assert part_to_recheck(STUDIED, running, {DEGREE}, MISMATCH, QUALIFICATION) is QUALIFICATION
