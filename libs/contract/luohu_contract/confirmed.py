"""Findings that bear a claim out as it was entered: what an agency would find if everything in it were true."""

import calendar
from datetime import date
from decimal import Decimal

from luohu_contract.archive import (
    CheckedCertificate,
    DegreeCheckClaim,
    DegreeCheckFindings,
    PersonnelFileClaim,
    PersonnelFileFindings,
)
from luohu_contract.awards import AWARD, AwardFamily
from luohu_contract.claim import (
    AwardClaim,
    Claim,
    ConductClaim,
    DegreeClaim,
    DormitoryClaim,
    HonourClaim,
    InsuranceClaim,
    OverseasEducationClaim,
    OwnHomeClaim,
    QualificationClaim,
    RentalClaim,
    ScienceAwardClaim,
    TaxClaim,
    TaxPenaltiesClaim,
    TaxTotalClaim,
)
from luohu_contract.department import DepartmentClaim, DepartmentFindings
from luohu_contract.finding import (
    AwardFindings,
    DegreeFindings,
    Findings,
    HonourFindings,
    LeaseFindings,
    OverseasFindings,
    PropertyFindings,
    QualificationFindings,
    ScienceAwardFindings,
    TaxFindings,
    TaxPenaltiesFindings,
    TaxTotalFindings,
    TaxYear,
)
from luohu_contract.honours import names_of
from luohu_contract.innovation import CompanyKind, InnovationType, WinnerRole
from luohu_contract.months import Month

_YEARS_OF_STUDY = 22  #: age at which a made-up study ends


class NothingToConfirm(Exception):
    """The claim is only read: it says nothing that could be borne out."""


def confirmed(claim: Claim, as_of: date) -> Findings:
    """The findings. What a claim does not say is made up so that it counts. Raises NothingToConfirm.

    as_of: the base date of the round; nothing is found later than that.
    """
    match claim:
        case OwnHomeClaim() | DormitoryClaim():
            return PropertyFindings(kind=claim.kind, registered_on=_first_day(claim.period.first))
        case RentalClaim():
            return LeaseFindings(lease_from=_first_day(claim.period.first), lease_to=_last_day(claim.period.last))
        case QualificationClaim() | DegreeClaim() | OverseasEducationClaim():
            return _studied(claim, as_of)
        case DepartmentClaim() | PersonnelFileClaim() | DegreeCheckClaim():
            return _at_a_window(claim, as_of)
        case InsuranceClaim() | ConductClaim():
            raise NothingToConfirm(f"a claim of the kind {claim.kind} is only read")
        case _:
            return _earned(claim, as_of.year)


def _studied(claim: QualificationClaim | DegreeClaim | OverseasEducationClaim, as_of: date) -> Findings:
    match claim:
        case QualificationClaim():
            return QualificationFindings(graduated_on=_graduation(claim.birth_date, as_of))
        case DegreeClaim():
            return DegreeFindings(degree_conferred_on=_graduation(claim.birth_date, as_of).isoformat())
        case OverseasEducationClaim():
            return OverseasFindings(level=claim.level, issued_on=as_of)


def _earned(
    claim: TaxClaim | TaxPenaltiesClaim | TaxTotalClaim | ScienceAwardClaim | AwardClaim | HonourClaim, year: int
) -> Findings:
    match claim:
        case TaxClaim():
            years = tuple(TaxYear(year=each, valid=True, paid=True) for each in sorted(claim.tax_years))
            return TaxFindings(years=years, valid_years=len(years), tax_penalties=0)
        case TaxPenaltiesClaim():
            return TaxPenaltiesFindings(tax_penalties=0, years=tuple(sorted(claim.penalty_years)))
        case TaxTotalClaim():
            return TaxTotalFindings(total=Decimal(100_000) * len(claim.years), years=tuple(sorted(claim.years)))
        case ScienceAwardClaim():
            return _filed(claim, year)
        case AwardClaim():
            return _award(claim, year)
        case HonourClaim():
            return HonourFindings(type=claim.type, name=claim.name or names_of(claim.type)[0], year=year)


def _at_a_window(claim: DepartmentClaim | PersonnelFileClaim | DegreeCheckClaim, as_of: date) -> Findings:
    match claim:
        case DepartmentClaim():
            return DepartmentFindings(department=claim.department, indicator=claim.indicator, values=claim.entered)
        case PersonnelFileClaim():
            return PersonnelFileFindings(held_by=claim.held_by, complete=True)
        case DegreeCheckClaim():
            checked = (
                CheckedCertificate(certificate_number=each.certificate_number, level=each.level, genuine=True)
                for each in claim.certificates
            )
            return DegreeCheckFindings(
                checked=tuple(checked),
                genuine=True,
                scarce_major=True,
                graduated=as_of,
                full_time=all(each.full_time for each in claim.certificates),
            )


def _filed(claim: ScienceAwardClaim, year: int) -> ScienceAwardFindings:
    if claim.type is InnovationType.SHAREHOLDING:
        return ScienceAwardFindings(
            filed_type=claim.type,
            registered_in_beijing=True,
            company_kind=CompanyKind.HIGH_TECH,
            shareholding_percent=Decimal(10),
            full_year=True,
            equity_raised=Decimal(5_000_000),
        )
    return ScienceAwardFindings(
        filed_type=claim.type,
        grade="一等奖",
        competition_year=year,
        role=WinnerRole.LEGAL_REPRESENTATIVE,
        registered_in_beijing=True,
        income_tax=Decimal(35_000),
    )


def _award(claim: AwardClaim, year: int) -> AwardFindings:
    known = AWARD.get(claim.award_kind)
    return AwardFindings(
        award_kind=claim.award_kind,
        project_name=claim.project_name,
        project_number=claim.project_number,
        grade=claim.grade,
        place=claim.place,
        role=claim.role,
        year=claim.year or year,
        first_founder=True if known is not None and known.family is AwardFamily.CONTEST else None,
    )


def _graduation(born: date, as_of: date) -> date:
    return min(date(min(born.year + _YEARS_OF_STUDY, as_of.year), 7, 1), as_of)


def _first_day(month: Month) -> date:
    return date(month.year, month.month, 1)


def _last_day(month: Month) -> date:
    return date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])
