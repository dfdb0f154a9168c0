"""The reason catalogue is complete, and says what the handbook says about rechecks."""

import re
from datetime import date
from itertools import product

import pytest

from luohu_contract import directory
from luohu_contract.claim import ClaimKind
from luohu_contract.item import ItemStatus, Remedy, Subject
from luohu_contract.message import Part
from luohu_contract.reasons import (
    REASON_OF,
    REASONS,
    Cause,
    Reason,
    ReasonOutcome,
    ReasonUnknown,
    display,
    instead,
    reason,
    rechecks_here,
    subject_in,
)
from luohu_contract.texts import DOCUMENTS

#: every code of the glossary (DOMAIN 1.9), and those of the cities with windows and archives
CODES: dict[str, list[str]] = {
    "property": ["not_matched", "registration_date_disputed", "expiry_date_disputed"],
    "spouse": ["period_mismatch", "name_mismatch", "id_mismatch", "document_unacceptable"],
    "filing": ["not_found", "use_not_residential", "no_title", "property_check_needed"],
    "education": ["date_after_cutoff", "level_number_mismatch", "not_found", "identity_mismatch"],
    "degree": ["date_malformed"],
    "overseas": ["level_not_stated", "not_found", "document_mismatch"],
    "area": ["not_outside_in_december", "months_below_twelve"],
    "award": [
        "not_matched",
        "type_mismatch",
        "not_filed_at_science_commission",
        "income_tax_below_limit",
        "shareholding_not_met",
    ],
    "tax": ["year_invalid", "partially_valid", "penalty_recorded"],
    "honour": ["not_matched"],
    "department": ["not_on_record", "certificate_differs", "name_differs", "value_differs"],
    "archive": ["not_held_there", "incomplete"],
    "degree_check": ["not_genuine", "certificate_missing"],
}

every = pytest.mark.parametrize("row", REASONS.values(), ids=REASONS)


def test_the_catalogue_has_every_code_of_the_glossary_and_no_other() -> None:
    assert sorted(REASONS) == sorted(f"{subject}.{cause}" for subject, causes in CODES.items() for cause in causes)


@every
def test_a_code_is_subject_and_reason(row: Reason) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+", row.code)
    assert row.subject in Subject
    assert reason(row.code) is row


@every
def test_a_reason_says_everything(row: Reason) -> None:
    assert re.search(r"[\u4e00-\u9fff]", row.zh)
    assert re.search(r"[\u4e00-\u9fff]", row.hint)
    assert row.en.endswith(".") or row.en.endswith("}.")
    assert row.hint_en.endswith(".")
    assert row.remedies
    assert len(set(row.remedies)) == len(row.remedies)
    assert re.fullmatch(r"[三四五]\.[一二三四五六七八九]+(\.\d)?|附件\d\([一二三]\)|\[00[23]\]", row.source)
    assert row.duration in {None, "P14D"}


@every
def test_a_reason_is_decided_by_somebody_who_exists(row: Reason) -> None:
    offices = {agency.name for agency in directory.AGENCIES}
    assert row.decided_by in offices | {"window", "declaration", "honours-registry"}


@every
def test_evidence_is_wanted_exactly_where_a_recheck_is_possible(row: Reason) -> None:
    assert bool(row.evidence) == (Remedy.RECHECK in row.remedies)
    assert len({one.case for one in row.evidence}) == len(row.evidence)
    for one in row.evidence:
        assert one.zh
        assert one.en
        assert all(one.wants)
        assert one.documents() <= set(DOCUMENTS)


@every
def test_valid_items_that_can_be_disputed_have_no_other_way_than_a_recheck(row: Reason) -> None:
    if row.outcome is ReasonOutcome.VALID_DISPUTED:
        assert row.remedies == (Remedy.RECHECK,)


@pytest.mark.parametrize(
    ("code", "both", "claim", "allowed"),
    [
        ("property.not_matched", False, ClaimKind.OWN_HOME, True),
        ("property.registration_date_disputed", False, ClaimKind.OWN_HOME, True),
        ("property.expiry_date_disputed", False, ClaimKind.DORMITORY, True),
        ("spouse.period_mismatch", False, None, False),
        ("spouse.name_mismatch", False, None, False),
        ("spouse.id_mismatch", False, None, False),
        ("spouse.document_unacceptable", False, None, False),
        ("filing.not_found", False, ClaimKind.RENTAL, False),
        ("filing.use_not_residential", False, ClaimKind.RENTAL, False),
        ("filing.no_title", False, ClaimKind.RENTAL, False),
        ("filing.property_check_needed", False, ClaimKind.RENTAL, True),
        ("education.date_after_cutoff", True, ClaimKind.DEGREE, False),
        ("education.level_number_mismatch", False, ClaimKind.DEGREE, False),
        ("education.not_found", False, ClaimKind.QUALIFICATION, False),
        ("education.identity_mismatch", False, ClaimKind.QUALIFICATION, True),
        ("education.identity_mismatch", True, ClaimKind.DEGREE, True),
        ("degree.date_malformed", False, ClaimKind.DEGREE, True),
        ("degree.date_malformed", True, ClaimKind.DEGREE, False),
        ("overseas.level_not_stated", False, ClaimKind.OVERSEAS_EDUCATION, False),
        ("overseas.not_found", False, ClaimKind.OVERSEAS_EDUCATION, False),
        ("overseas.document_mismatch", False, ClaimKind.OVERSEAS_EDUCATION, False),
        ("area.not_outside_in_december", False, None, False),
        ("area.months_below_twelve", False, None, False),
        ("award.not_matched", False, ClaimKind.SCIENCE_AWARD, False),
        ("award.not_matched", False, None, False),
        ("award.type_mismatch", False, ClaimKind.SCIENCE_AWARD, False),
        ("award.not_filed_at_science_commission", False, ClaimKind.SCIENCE_AWARD, False),
        ("award.income_tax_below_limit", False, ClaimKind.SCIENCE_AWARD, False),
        ("award.shareholding_not_met", False, ClaimKind.SCIENCE_AWARD, False),
        ("tax.year_invalid", False, ClaimKind.TAX, True),
        ("tax.partially_valid", False, ClaimKind.TAX, True),
        ("tax.penalty_recorded", False, ClaimKind.TAX, True),
        ("honour.not_matched", False, None, True),
        ("department.not_on_record", False, ClaimKind.DEPARTMENT, True),
        ("department.certificate_differs", False, ClaimKind.DEPARTMENT, True),
        ("department.name_differs", False, ClaimKind.DEPARTMENT, True),
        ("department.value_differs", False, ClaimKind.DEPARTMENT, True),
        ("archive.not_held_there", False, ClaimKind.PERSONNEL_FILE, True),
        ("archive.incomplete", False, ClaimKind.PERSONNEL_FILE, False),
        ("degree_check.not_genuine", False, ClaimKind.DEGREE_CHECK, True),
        ("degree_check.certificate_missing", False, ClaimKind.DEGREE_CHECK, False),
    ],
)
def test_a_recheck_is_taken_where_the_handbook_allows_it(
    code: str, both: bool, claim: ClaimKind | None, allowed: bool
) -> None:
    assert rechecks_here(code, both_halves=both, claim=claim) is allowed


@every
def test_whoever_gets_no_recheck_is_told_what_to_do(row: Reason) -> None:
    for claim, both in product([None, *ClaimKind], [False, True]):
        way = instead(row.code, both_halves=both, claim=claim)
        assert Remedy.RECHECK not in way.remedies
        assert way.zh
        assert way.en
        assert way.remedies or rechecks_here(row.code, both_halves=both, claim=claim)


@pytest.mark.parametrize(
    ("code", "both", "remedies", "words"),
    [
        ("filing.not_found", False, (Remedy.REFILE, Remedy.FIX_AT_SOURCE), "filed at the rental platform"),
        ("education.not_found", False, (Remedy.FIX_AT_SOURCE, Remedy.REFILE), "confirm the record"),
        ("degree.date_malformed", True, (Remedy.REFILE,), "file the qualification again"),
        ("spouse.period_mismatch", False, (Remedy.REFILE,), "delete the residences"),
    ],
)
def test_the_way_out_is_named(code: str, both: bool, remedies: tuple[Remedy, ...], words: str) -> None:
    way = instead(code, both_halves=both)
    assert way.remedies == remedies
    assert words in way.en


def test_the_science_commission_takes_its_rechecks_itself() -> None:
    assert Remedy.FIX_AT_SOURCE in instead("award.not_matched", claim=ClaimKind.SCIENCE_AWARD).remedies


def test_the_label_with_a_date_is_printed_for_the_round() -> None:
    row = reason("education.date_after_cutoff")
    assert row.label(date(2020, 12, 31)) == "取得学历(学位)时间应为2020年12月31日以前"
    assert "2020-12-31" in row.english(date(2020, 12, 31))
    for printed in (row.label, row.english):
        with pytest.raises(ValueError, match="base date"):
            printed()


@every
def test_no_blank_is_left_in_a_label(row: Reason) -> None:
    base = date(2021, 12, 31)
    assert "{" not in row.label(base) + row.english(base) + row.hint + row.hint_en


def test_an_unknown_code_is_answered_with_the_valid_ones() -> None:
    with pytest.raises(ReasonUnknown, match=r"filing\.not_found") as caught:
        reason("filing.nowhere")
    assert caught.value.code == "filing.nowhere"
    for ask in (rechecks_here, instead):
        with pytest.raises(LookupError):
            ask("")


def test_every_cause_at_a_register_has_its_reason() -> None:
    assert set(REASON_OF) == set(Cause)
    assert set(REASON_OF.values()) <= set(REASONS)


def test_the_degree_half_prints_its_own_subject() -> None:
    assert subject_in("education.not_found", Part.DEGREE) is Subject.DEGREE
    assert subject_in("education.not_found", Part.QUALIFICATION) is Subject.EDUCATION
    assert subject_in("property.not_matched", Part.WHOLE) is Subject.PROPERTY


@pytest.mark.parametrize(
    ("status", "subject", "word"),
    [
        (ItemStatus.INVALID, Subject.PROPERTY, "invalid(property)"),
        (ItemStatus.INVALID, None, "invalid"),
        (ItemStatus.VALID, None, "valid"),
        (ItemStatus.VALID, Subject.TAX, "valid"),
        (ItemStatus.PENDING, None, "pending"),
    ],
)
def test_status_and_subject_make_one_word(status: ItemStatus, subject: Subject | None, word: str) -> None:
    assert display(status, subject) == word
