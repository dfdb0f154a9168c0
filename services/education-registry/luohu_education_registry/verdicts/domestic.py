"""学历 and 学位: the two halves of a domestic education, each judged on its own."""

from datetime import date

from luohu_contract.claim import DegreeClaim, DegreeMethod, QualificationClaim
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import DegreeFindings, QualificationFindings
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number

from luohu_education_registry.verdicts.degree_date import read_degree_date
from luohu_education_registry.verdicts.identity import Difference, identity_difference
from luohu_education_registry.verdicts.record import Degree, Qualification

AFTER_CUTOFF = "education.date_after_cutoff"
LEVEL_MISMATCH = "education.level_number_mismatch"
NOT_FOUND = "education.not_found"
IDENTITY_MISMATCH = "education.identity_mismatch"
DATE_MALFORMED = "degree.date_malformed"


def judge_qualification(
    question: Question, claim: QualificationClaim, record: Qualification | None, *, accepted: bool = False
) -> Decision:
    number = qualification_number(claim.certificate_number)
    if reason := _by_number(number and number.year, number and number.level, claim.level, question.as_of):
        return Invalid(reason)
    if record is None:
        return Invalid(NOT_FOUND, cause=Difference.NUMBER_UNKNOWN)
    used, recorded = (normalise_identity_number(n) for n in (claim.id_number, record.holder.id_number))
    if claim.name != record.holder.name or used != recorded:
        return Invalid(NOT_FOUND, cause=Difference.HOLDER_DIFFERS)
    findings = QualificationFindings(graduated_on=record.graduated_on)
    if record.graduated_on > question.as_of:
        return Invalid(AFTER_CUTOFF, findings)
    if record.level is not claim.level:
        return Invalid(LEVEL_MISMATCH, findings)
    if not accepted and (cause := identity_difference(question.subject, record.holder)):
        return Invalid(IDENTITY_MISMATCH, cause=cause)
    return Valid(findings)


def judge_degree(question: Question, claim: DegreeClaim, record: Degree | None, *, accepted: bool = False) -> Decision:
    number = degree_number(claim.certificate_number)
    if reason := _by_number(number and number.year, number and number.level, claim.level, question.as_of):
        return Invalid(reason)
    if record is None:
        return Invalid(NOT_FOUND, cause=Difference.NUMBER_UNKNOWN)
    if cause := _other_degree(claim, record):
        return Invalid(NOT_FOUND, cause=cause)
    conferred = read_degree_date(record.conferred_on)
    findings = DegreeFindings(degree_conferred_on=conferred.text if conferred else record.conferred_on)
    if conferred and conferred.first_day > question.as_of:
        return Invalid(AFTER_CUTOFF, findings)
    if record.level is not claim.level:
        return Invalid(LEVEL_MISMATCH, findings)
    if not accepted and (cause := identity_difference(question.subject, record.holder)):
        return Invalid(IDENTITY_MISMATCH, cause=cause)
    return Valid(findings) if conferred else Invalid(DATE_MALFORMED, findings)


def _by_number(year: int | None, level: str | None, claimed: str, as_of: date) -> str | None:
    if year is not None and year > as_of.year:
        return AFTER_CUTOFF
    if level is not None and level != claimed:
        return LEVEL_MISMATCH
    return None


def _other_degree(claim: DegreeClaim, record: Degree) -> Difference | None:
    on_record = {
        DegreeMethod.REGISTRATION_NUMBER: record.registration_number,
        DegreeMethod.CERTIFICATION_CODE: record.certification_code,
    }
    if claim.name != record.holder.name:
        return Difference.HOLDER_DIFFERS
    if claim.granted_by != record.granted_by:
        return Difference.GRANTED_BY_DIFFERS
    return None if on_record[claim.method] == claim.method_number else Difference.METHOD_NUMBER_DIFFERS
