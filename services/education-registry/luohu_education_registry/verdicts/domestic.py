"""学历 and 学位: the two halves of a domestic education, each judged on its own, by the same questions."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from luohu_contract.claim import (
    DegreeClaim,
    DegreeLevel,
    DegreeMethod,
    QualificationClaim,
    QualificationLevel,
)
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import DegreeFindings, Findings, QualificationFindings
from luohu_contract.message import Question
from luohu_contract.numbers import (
    CertificateNumber,
    NumberInvalid,
    normalise_identity_number,
    parse_degree_certificate,
    parse_qualification_certificate,
)
from luohu_education_registry.verdicts.degree_date import read_degree_date
from luohu_education_registry.verdicts.identity import Difference, identity_difference
from luohu_education_registry.verdicts.record import Degree, Holder, Qualification

AFTER_CUTOFF = "education.date_after_cutoff"
LEVEL_MISMATCH = "education.level_number_mismatch"
NOT_FOUND = "education.not_found"
IDENTITY_MISMATCH = "education.identity_mismatch"
DATE_MALFORMED = "degree.date_malformed"

Level = TypeVar("Level", QualificationLevel, DegreeLevel)


def judge_qualification(
    question: Question, claim: QualificationClaim, record: Qualification | None, *, accepted: bool = False
) -> Decision:
    """学历. accepted: an operator has seen proof that the person of the record is the applicant."""
    number = _read(parse_qualification_certificate, claim.certificate_number)
    if refused := _by_number(number, claim.level, question.as_of):
        return refused
    if record is None:
        return Invalid(NOT_FOUND, cause=Difference.NUMBER_UNKNOWN)
    if cause := _other_qualification(claim, record):
        return Invalid(NOT_FOUND, cause=cause)
    findings = QualificationFindings(graduated_on=record.graduated_on)
    return (
        _by_record(record.graduated_on > question.as_of, record.level is not claim.level, findings)
        or _by_identity(question, record.holder, accepted=accepted)
        or Valid(findings)
    )


def judge_degree(question: Question, claim: DegreeClaim, record: Degree | None, *, accepted: bool = False) -> Decision:
    """学位. `accepted` as for a qualification; its date must still be one."""
    number = _read(parse_degree_certificate, claim.certificate_number)
    if refused := _by_number(number, claim.level, question.as_of):
        return refused
    if record is None:
        return Invalid(NOT_FOUND, cause=Difference.NUMBER_UNKNOWN)
    if cause := _other_degree(claim, record):
        return Invalid(NOT_FOUND, cause=cause)
    conferred = read_degree_date(record.conferred_on)
    findings = DegreeFindings(degree_conferred_on=conferred.text if conferred else record.conferred_on)
    late = conferred is not None and conferred.first_day > question.as_of
    return (
        _by_record(late, record.level is not claim.level, findings)
        or _by_identity(question, record.holder, accepted=accepted)
        or (Valid(findings) if conferred else Invalid(DATE_MALFORMED, findings))
    )


def _read(parse: Callable[[str], CertificateNumber[Level]], number: str) -> CertificateNumber[Level]:
    """The number with what it tells; one that has no form tells nothing, and will not be found either."""
    try:
        return parse(number)
    except NumberInvalid:
        return CertificateNumber(number)


def _by_number(number: CertificateNumber[Level], claimed: Level, as_of: date) -> Invalid | None:
    if number.year is not None and number.year > as_of.year:
        return Invalid(AFTER_CUTOFF)
    return Invalid(LEVEL_MISMATCH) if number.contradicts(claimed) else None


def _by_record(late: bool, other_level: bool, findings: Findings) -> Invalid | None:
    if late:
        return Invalid(AFTER_CUTOFF, findings)
    return Invalid(LEVEL_MISMATCH, findings) if other_level else None


def _by_identity(question: Question, holder: Holder, *, accepted: bool) -> Invalid | None:
    cause = None if accepted else identity_difference(question.subject, holder)
    return Invalid(IDENTITY_MISMATCH, cause=cause) if cause else None


def _other_qualification(claim: QualificationClaim, record: Qualification) -> Difference | None:
    """Sex and birth date on the certificate are not compared: what counts is the record against the identity card."""
    used, recorded = (normalise_identity_number(number) for number in (claim.id_number, record.holder.id_number))
    return None if claim.name == record.holder.name and used == recorded else Difference.HOLDER_DIFFERS


def _other_degree(claim: DegreeClaim, record: Degree) -> Difference | None:
    """As above; the number must be on record for the chosen 学位认证方式 (填错、选错均为无效)."""
    on_record = {
        DegreeMethod.REGISTRATION_NUMBER: record.registration_number,
        DegreeMethod.CERTIFICATION_CODE: record.certification_code,
    }
    if claim.name != record.holder.name:
        return Difference.HOLDER_DIFFERS
    if claim.granted_by != record.granted_by:
        return Difference.GRANTED_BY_DIFFERS
    return None if on_record[claim.method] == claim.method_number else Difference.METHOD_NUMBER_DIFFERS
