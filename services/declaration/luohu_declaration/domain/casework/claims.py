"""What a department or agency is asked about a case: the claim that is made of what was entered, or of nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luohu_contract.claim import (
    Claim,
    ClaimKind,
    ConductClaim,
    DegreeCheckClaim,
    DegreeClaim,
    DepartmentClaim,
    InsuranceClaim,
    OwnHomeClaim,
    Period,
    Person,
    PersonnelFileClaim,
    QualificationClaim,
    Sex,
    TaxTotalClaim,
)
from luohu_contract.months import Month
from luohu_contract.numbers import parse_resident_id
from luohu_declaration.domain.casework.entries import (
    DegreeCheckEntry,
    DegreeEntry,
    DepartmentEntered,
    Judged,
    OwnHomeEntry,
    PersonnelFileEntry,
    QualificationEntry,
    TaxEntry,
)

_YEARS = 3  #: that are asked about where the city's table does not say


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and at which day everything is measured."""

    person: Person
    as_of: date
    tax_years: int = _YEARS  #: calendar years up to that day's
    detention_years: int = _YEARS


def claim_of(part: Judged, entry: Mapping[str, Any] | None, asker: Asker) -> Claim:
    """What is asked about a part. entry: as it was kept; None where nothing was entered.

    Raises KeyError for a part that wants an entry and has none: such a part is not asked about.
    """
    if part.ask is ClaimKind.CONDUCT:
        return ConductClaim(detention_years=_years(asker, asker.detention_years))
    if part.ask is ClaimKind.INSURANCE:
        return InsuranceClaim(through=Month.of(asker.as_of))
    if part.ask is ClaimKind.DEPARTMENT:
        claimed = DepartmentEntered.model_validate(entry or {})
        return DepartmentClaim(
            department=part.department,
            indicator=part.indicator,
            entered=claimed.values,
            certificate_number=claimed.certificate_number,
        )
    if entry is None:
        raise KeyError(part.ask)
    return _BUILD[part.ask](entry, asker)


def _qualification(entry: Mapping[str, Any], asker: Asker) -> Claim:
    read = QualificationEntry.model_validate(entry)
    born, sex = _born(asker.person)
    return QualificationClaim(
        level=read.level,
        id_number=asker.person.id_number,
        name=asker.person.name,
        sex=sex,
        birth_date=born,
        certificate_number=read.certificate_number,
    )


def _degree(entry: Mapping[str, Any], asker: Asker) -> Claim:
    read = DegreeEntry.model_validate(entry)
    born, sex = _born(asker.person)
    return DegreeClaim(
        level=read.level,
        name=asker.person.name,
        sex=sex,
        birth_date=born,
        certificate_number=read.certificate_number,
        granted_by=read.granted_by,
        method=read.method,
        method_number=read.method_number,
    )


def _own_home(entry: Mapping[str, Any], asker: Asker) -> Claim:
    read = OwnHomeEntry.model_validate(entry)
    owner = asker.person
    if read.owner_name and read.owner_id_number:
        owner = Person(name=read.owner_name, id_number=read.owner_id_number)
    now = Month.of(asker.as_of)
    return OwnHomeClaim(
        owner=owner,
        certificate_format=read.certificate_format,
        certificate_number=read.certificate_number,
        district=read.district,
        period=Period(first=now, last=now),
    )


def _tax(entry: Mapping[str, Any], asker: Asker) -> Claim:
    TaxEntry.model_validate(entry)
    return TaxTotalClaim(years=_years(asker, asker.tax_years))


def _personnel_file(entry: Mapping[str, Any], asker: Asker) -> Claim:
    return PersonnelFileClaim(held_by=PersonnelFileEntry.model_validate(entry).held_by)


def _degree_check(entry: Mapping[str, Any], asker: Asker) -> Claim:
    return DegreeCheckClaim(certificates=DegreeCheckEntry.model_validate(entry).certificates)


_BUILD: dict[ClaimKind, Callable[[Mapping[str, Any], Asker], Claim]] = {
    ClaimKind.QUALIFICATION: _qualification,
    ClaimKind.DEGREE: _degree,
    ClaimKind.OWN_HOME: _own_home,
    ClaimKind.TAX_TOTAL: _tax,
    ClaimKind.PERSONNEL_FILE: _personnel_file,
    ClaimKind.DEGREE_CHECK: _degree_check,
}


def _years(asker: Asker, years: int) -> tuple[int, ...]:
    """The calendar years up to the day of measure, its own year the last."""
    return tuple(range(asker.as_of.year - years + 1, asker.as_of.year + 1))


def _born(person: Person) -> tuple[date, Sex]:
    number = parse_resident_id(person.id_number)
    return person.birth_date or number.birth_date, person.sex or number.sex
