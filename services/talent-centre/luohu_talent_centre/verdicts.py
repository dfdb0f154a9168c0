"""The rules of the talent centre, before formal acceptance ([003], DOMAIN 10.4 step 9): file, and background check.

A personnel file is in order when it is kept where it was said to be, and complete. Certificates are in order when the
source of each confirms it for this person; of an upgraded study (专升本) the junior college's is checked, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luohu_contract.archive import (
    CertificateLevel,
    CheckedCertificate,
    DegreeCertificate,
    DegreeCheckClaim,
    DegreeCheckFindings,
    PersonnelFileClaim,
    PersonnelFileFindings,
)
from luohu_contract.claim import Person
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.writing import one_form

NOT_HELD_THERE = "archive.not_held_there"
INCOMPLETE = "archive.incomplete"
NOT_GENUINE = "degree_check.not_genuine"
CERTIFICATE_MISSING = "degree_check.certificate_missing"

#: Which certificate says more; a qualification and the degree of the same study say as much.
_RANK: dict[CertificateLevel, int] = {
    CertificateLevel.JUNIOR_COLLEGE: 0,
    CertificateLevel.UNDERGRADUATE: 1,
    CertificateLevel.BACHELOR: 1,
    CertificateLevel.MASTER: 2,
    CertificateLevel.DOCTOR: 3,
}


class Shortfall(StrEnum):
    """What an operator reads beside the reason."""

    NO_FILE = "no_file"  #: no file of this person is known
    FILE_KEPT_ELSEWHERE = "file_kept_elsewhere"
    FILE_OF_ANOTHER_NAME = "file_of_another_name"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    CERTIFICATE_OF_SOMEBODY_ELSE = "certificate_of_somebody_else"
    CERTIFICATE_FORGED = "certificate_forged"  #: the source says that it never gave it
    LEVEL_DIFFERS = "level_differs"


@dataclass(frozen=True, slots=True)
class File:
    """A personnel file."""

    name: str
    held_by: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the source of a certificate says about it."""

    certificate_number: str
    id_number: str
    name: str
    level: CertificateLevel
    genuine: bool
    full_time: bool
    upgraded: bool
    scarce_major: bool
    graduated: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """The person's file, and every certificate that has one of the numbers asked about."""

    file: File | None = None
    certificates: tuple[Certificate, ...] = ()


def judge(question: Question, facts: Facts) -> Decision:
    """Compare a file or certificates with the registers. TypeError for any other claim."""
    claim = question.claim
    if isinstance(claim, PersonnelFileClaim):
        return _file(claim, question.subject, facts.file)
    if isinstance(claim, DegreeCheckClaim):
        return _check(claim, question.subject, facts.certificates)
    raise TypeError(f"the talent centre does not judge a claim of kind {claim.kind}")


def _file(claim: PersonnelFileClaim, applicant: Person, file: File | None) -> Decision:
    if file is None:
        return Invalid(NOT_HELD_THERE, cause=Shortfall.NO_FILE)
    if one_form(file.held_by) != one_form(claim.held_by):
        return Invalid(NOT_HELD_THERE, cause=Shortfall.FILE_KEPT_ELSEWHERE)
    if one_form(file.name) != one_form(applicant.name):
        return Invalid(NOT_HELD_THERE, cause=Shortfall.FILE_OF_ANOTHER_NAME)
    found = PersonnelFileFindings(held_by=file.held_by, complete=not file.missing, missing=file.missing)
    return Valid(found) if found.complete else Invalid(INCOMPLETE, found)


def _check(claim: DegreeCheckClaim, applicant: Person, held: Sequence[Certificate]) -> Decision:
    confirmed: list[Certificate] = []
    checked: list[CheckedCertificate] = []
    shortfalls: list[Shortfall] = []
    for entered in claim.certificates:
        result = _confirm(entered, applicant, held)
        if isinstance(result, Certificate):
            confirmed.append(result)
        else:
            shortfalls.append(result)
        number, genuine = entered.certificate_number, isinstance(result, Certificate)
        checked.append(CheckedCertificate(certificate_number=number, level=entered.level, genuine=genuine))
    found = _findings(checked, confirmed)
    if shortfalls:
        return Invalid(NOT_GENUINE, found, shortfalls[0])
    return Invalid(CERTIFICATE_MISSING, found) if _one_is_missing(claim, confirmed) else Valid(found)


def _confirm(entered: DegreeCertificate, applicant: Person, held: Sequence[Certificate]) -> Certificate | Shortfall:
    """The certificate as its source has it, or why the source does not confirm it."""
    number = one_form(entered.certificate_number)
    certificate = next((each for each in held if one_form(each.certificate_number) == number), None)
    if certificate is None:
        return Shortfall.CERTIFICATE_UNKNOWN
    if not _is(applicant, certificate):
        return Shortfall.CERTIFICATE_OF_SOMEBODY_ELSE
    if not certificate.genuine:
        return Shortfall.CERTIFICATE_FORGED
    return certificate if certificate.level is entered.level else Shortfall.LEVEL_DIFFERS


def _one_is_missing(claim: DegreeCheckClaim, confirmed: Sequence[Certificate]) -> bool:
    """Whether a study was upgraded from a junior college, whoever says so, and that certificate was not handed in."""
    upgraded = any(each.upgraded for each in claim.certificates) or any(each.upgraded for each in confirmed)
    return upgraded and all(each.level is not CertificateLevel.JUNIOR_COLLEGE for each in claim.certificates)


def _findings(checked: Sequence[CheckedCertificate], confirmed: Sequence[Certificate]) -> DegreeCheckFindings:
    """What the highest of the confirmed certificates say; of two that say as much, both."""
    top = max((_RANK[each.level] for each in confirmed), default=None)
    highest = [each for each in confirmed if _RANK[each.level] == top]
    return DegreeCheckFindings(
        checked=tuple(checked),
        genuine=all(each.genuine for each in checked),
        scarce_major=any(each.scarce_major for each in highest),
        graduated=max((each.graduated for each in highest if each.graduated), default=None),
        full_time=bool(highest) and all(each.full_time for each in highest),
    )


def _is(applicant: Person, certificate: Certificate) -> bool:
    number = normalise_identity_number(applicant.id_number)
    same_number = normalise_identity_number(certificate.id_number) == number
    return same_number and one_form(certificate.name) == one_form(applicant.name)
