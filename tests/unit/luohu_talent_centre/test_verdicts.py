"""The talent centre: where a file is and what it lacks, and which certificates their sources confirm."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.archive import (
    CertificateLevel,
    DegreeCertificate,
    DegreeCheckClaim,
    DegreeCheckFindings,
    PersonnelFileClaim,
    PersonnelFileFindings,
)
from luohu_contract.claim import Claim, InsuranceClaim, Person
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_talent_centre.verdicts import Certificate, Facts, File, judge
from luohu_testbed.messages import AT

SHEN = Person(name="沈一鸣", id_number="990301198506150012")
HOME = "落户县人才服务中心"
FILE = File("沈一鸣", HOME)
Level = CertificateLevel
COLLEGE = Certificate(
    certificate_number="999991200506990001",
    id_number=SHEN.id_number,
    name=SHEN.name,
    level=Level.JUNIOR_COLLEGE,
    genuine=True,
    full_time=True,
    upgraded=False,
    scarce_major=True,
    graduated=date(2005, 7, 1),
)
BACHELOR = replace(
    COLLEGE,
    certificate_number="9999942007990002",
    level=Level.BACHELOR,
    scarce_major=False,
    graduated=date(2007, 7, 1),
)
HELD = (COLLEGE, BACHELOR)
ENTERED = tuple(DegreeCertificate(level=each.level, certificate_number=each.certificate_number) for each in HELD)
LOWER, HIGHER = ENTERED


def question(claim: Claim) -> Question:
    return Question(id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=SHEN, claim=claim, as_of=AT.date())


def checked(*entered: DegreeCertificate, held: tuple[Certificate, ...] = HELD) -> Decision:
    return judge(question(DegreeCheckClaim(certificates=entered)), Facts(certificates=held))


def test_a_complete_file_that_is_where_it_was_said_to_be_is_valid() -> None:
    said = PersonnelFileClaim(held_by="落户县 人才服务中心")
    assert judge(question(said), Facts(FILE)) == Valid(PersonnelFileFindings(held_by=HOME, complete=True))


@pytest.mark.parametrize(
    ("file", "reason", "cause"),
    [
        pytest.param(None, "archive.not_held_there", "no_file", id="no file"),
        pytest.param(File("沈一鸣", "落户市档案馆"), "archive.not_held_there", "file_kept_elsewhere", id="elsewhere"),
        pytest.param(File("沈一名", HOME), "archive.not_held_there", "file_of_another_name", id="another name"),
        pytest.param(File("沈一鸣", HOME, ("学籍材料",)), "archive.incomplete", None, id="a paper is missing"),
    ],
)
def test_a_file_that_is_not_in_order_is_invalid_for_its_reason(
    file: File | None, reason: str, cause: str | None
) -> None:
    decision = judge(question(PersonnelFileClaim(held_by=HOME)), Facts(file))
    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == (reason, cause)
    if reason == "archive.incomplete":
        assert isinstance(decision.findings, PersonnelFileFindings)
        assert (decision.findings.complete, decision.findings.missing) == (False, ("学籍材料",))


def test_what_the_highest_confirmed_certificate_says_is_found() -> None:
    decision = checked(LOWER, HIGHER)
    assert isinstance(decision, Valid)
    found = decision.findings
    assert isinstance(found, DegreeCheckFindings)
    assert [(each.level, each.genuine) for each in found.checked] == [(each.level, True) for each in ENTERED]
    assert (found.genuine, found.scarce_major, found.graduated, found.full_time) == (
        True,
        False,
        date(2007, 7, 1),
        True,
    )


def test_a_qualification_and_the_degree_of_one_study_are_read_together() -> None:
    undergraduate = replace(
        BACHELOR,
        certificate_number="999991200705990003",
        level=Level.UNDERGRADUATE,
        scarce_major=True,
        full_time=False,
        graduated=None,
    )
    entered = DegreeCertificate(level=Level.UNDERGRADUATE, certificate_number=undergraduate.certificate_number)
    decision = checked(entered, HIGHER, held=(undergraduate, BACHELOR))
    assert isinstance(decision, Valid)
    assert isinstance(decision.findings, DegreeCheckFindings)
    assert decision.findings.scarce_major
    assert decision.findings.graduated == date(2007, 7, 1)
    assert not decision.findings.full_time


@pytest.mark.parametrize(
    ("held", "cause"),
    [
        pytest.param((COLLEGE,), "certificate_unknown", id="no such number"),
        pytest.param(
            (COLLEGE, replace(BACHELOR, id_number="990301198506150039")), "certificate_of_somebody_else", id="number"
        ),
        pytest.param((COLLEGE, replace(BACHELOR, name="沈一名")), "certificate_of_somebody_else", id="name"),
        pytest.param((COLLEGE, replace(BACHELOR, genuine=False)), "certificate_forged", id="forged"),
        pytest.param((COLLEGE, replace(BACHELOR, level=Level.MASTER)), "level_differs", id="another level"),
    ],
)
def test_one_certificate_that_is_not_confirmed_makes_the_check_fail_and_the_others_are_named(
    held: tuple[Certificate, ...], cause: str
) -> None:
    decision = checked(LOWER, HIGHER, held=held)
    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == ("degree_check.not_genuine", cause)
    found = decision.findings
    assert isinstance(found, DegreeCheckFindings)
    assert [each.genuine for each in found.checked] == [True, False]
    assert (found.genuine, found.scarce_major, found.graduated) == (False, True, date(2005, 7, 1))


@pytest.mark.parametrize("who", ["the applicant", "the source"])
def test_an_upgraded_study_is_checked_with_both_certificates(who: str) -> None:
    entered = HIGHER.model_copy(update={"upgraded": who == "the applicant"})
    held = (COLLEGE, replace(BACHELOR, upgraded=who == "the source"))
    alone = checked(entered, held=held)
    assert isinstance(alone, Invalid)
    assert alone.reason == "degree_check.certificate_missing"
    assert isinstance(checked(LOWER, entered, held=held), Valid)


def test_the_centre_is_not_asked_about_anything_else() -> None:
    with pytest.raises(TypeError, match="insurance"):
        judge(question(InsuranceClaim(through=Month(2017, 4))), Facts())


@given(st.lists(st.tuples(st.sampled_from(list(Level)), st.booleans()), min_size=1, max_size=10))
def test_the_check_passes_exactly_when_every_certificate_does(
    certificates: list[tuple[CertificateLevel, bool]],
) -> None:
    held = tuple(
        replace(COLLEGE, certificate_number=f"99{place}", level=level, genuine=genuine)
        for place, (level, genuine) in enumerate(certificates)
    )
    entered = tuple(DegreeCertificate(level=each.level, certificate_number=each.certificate_number) for each in held)
    decision = checked(*entered, held=held)
    assert isinstance(decision, Valid) is all(genuine for _, genuine in certificates)
    assert isinstance(decision, Valid | Invalid)
    assert isinstance(decision.findings, DegreeCheckFindings)
    assert [each.genuine for each in decision.findings.checked] == [genuine for _, genuine in certificates]
