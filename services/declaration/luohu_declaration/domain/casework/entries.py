"""What is entered for an indicator of a point table, and what the department or agency is asked about it.

The shape of an entry follows from what its parts ask. Nothing that an agency reads by itself is entered.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from luohu_contract.archive import DegreeCertificate
from luohu_contract.claim import (
    CertificateFormat,
    Claim,
    ClaimKind,
    ConductClaim,
    DegreeCheckClaim,
    DegreeClaim,
    DegreeLevel,
    DegreeMethod,
    DepartmentClaim,
    InsuranceClaim,
    OwnHomeClaim,
    Period,
    Person,
    PersonnelFileClaim,
    QualificationClaim,
    QualificationLevel,
    Sex,
    TaxTotalClaim,
)
from luohu_contract.department import Scalar
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_contract.numbers import parse_resident_id
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_declaration.domain.checks import FormInvalid
from luohu_scoring import TablePolicy

_Text = Annotated[str, Field(min_length=1, max_length=120)]
_YEARS = 3  #: of tax and of detentions that are asked about, where the table does not say


class QualificationEntry(Wire):
    """学历 as the certificate has it."""

    level: QualificationLevel
    certificate_number: _Text


class DegreeEntry(Wire):
    """学位 as the certificate has it."""

    level: DegreeLevel
    certificate_number: _Text
    granted_by: _Text
    method: DegreeMethod = DegreeMethod.REGISTRATION_NUMBER
    method_number: _Text


class OwnHomeEntry(Wire):
    """The home in which the household is to be registered; the owner is the person, or somebody of the family."""

    certificate_format: CertificateFormat = CertificateFormat.OTHER_TITLE
    certificate_number: _Text
    district: _Text
    owner_name: _Text | None = None
    owner_id_number: Annotated[str, Field(min_length=4, max_length=30)] | None = None


class TaxEntry(Wire):
    """The authorisation to read the tax."""

    authorised: Literal[True]


class PersonnelFileEntry(Wire):
    """Who keeps the personnel file; the HR person must know (上海, [003] 6)."""

    held_by: _Text


class DegreeCheckEntry(Wire):
    """The certificates for the background check; 专升本 hands in both."""

    certificates: Annotated[tuple[DegreeCertificate, ...], Field(min_length=1, max_length=6)]


class DepartmentEntered(Wire):
    """What is claimed at a department's window, by the names that its register uses."""

    certificate_number: _Text | None = None
    values: Annotated[dict[str, Scalar], Field(max_length=20)] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and at which day everything is measured."""

    person: Person
    as_of: date
    years: int = _YEARS


_MODELS: dict[ClaimKind, type[BaseModel]] = {
    ClaimKind.QUALIFICATION: QualificationEntry,
    ClaimKind.DEGREE: DegreeEntry,
    ClaimKind.OWN_HOME: OwnHomeEntry,
    ClaimKind.TAX_TOTAL: TaxEntry,
    ClaimKind.PERSONNEL_FILE: PersonnelFileEntry,
    ClaimKind.DEGREE_CHECK: DegreeCheckEntry,
    ClaimKind.DEPARTMENT: DepartmentEntered,
}
#: Claims about which nothing is entered.
READ = frozenset({ClaimKind.CONDUCT, ClaimKind.INSURANCE})


@dataclass(frozen=True, slots=True)
class Judged:
    """One thing that a department judges: a part of an indicator, or a check of the procedure."""

    indicator: str
    department: str
    ask: ClaimKind
    papers: bool  #: material is delivered to the department's window; else its register alone is read


def judged(policy: TablePolicy, procedure: Procedure) -> tuple[Judged, ...]:
    """Everything that is judged about a case, in the order of the table, checks of the procedure last."""
    parts = [
        Judged(name, part.department, part.ask, part.papers)
        for name, row in policy.indicators.items()
        for part in row.parts
    ]
    checks = [Judged(name, each.department, each.ask, papers=True) for name, each in procedure.checks.items()]
    return (*parts, *checks)


def read_entries(wanted: Sequence[Judged], entered: Mapping[str, Any], at: str) -> dict[str, dict[str, Any]]:
    """Entries by indicator and department, as they are kept: `{"skill": {"human_resources": {...}}}`.

    wanted: everything that is judged. at: JSON pointer of the object. Raises FormInvalid, which names every field that
    is wrong.
    """
    faults: list[tuple[str, str]] = []
    kept: dict[str, dict[str, Any]] = {}
    open_to_entries: dict[str, dict[str, Judged]] = {}
    for each in wanted:
        if each.ask not in READ:
            open_to_entries.setdefault(each.indicator, {})[each.department] = each
    for indicator, departments in entered.items():
        here = f"{at}/{indicator}"
        parts = open_to_entries.get(indicator, {})
        if not parts:
            faults.append((here, f"nothing is entered here; there are entries for {', '.join(open_to_entries)}"))
        elif not isinstance(departments, Mapping):
            faults.append((here, f"give an object by department: {', '.join(parts)}"))
        else:
            kept[indicator] = _of_departments(parts, departments, here, faults)
    if faults:
        raise FormInvalid(faults)
    return kept


def _of_departments(
    parts: Mapping[str, Judged], departments: Mapping[str, Any], at: str, faults: list[tuple[str, str]]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for department, entry in departments.items():
        here = f"{at}/{department}"
        if department not in parts:
            faults.append((here, f"this department judges another indicator; here there are {', '.join(parts)}"))
            continue
        try:
            read = _MODELS[parts[department].ask].model_validate(entry)
        except ValidationError as error:
            faults += [
                ("/".join([here, *map(str, each["loc"])]), each["msg"])
                for each in error.errors(include_url=False, include_input=False)
            ]
        else:
            kept[department] = read.model_dump(mode="json", exclude_none=True)
    return kept


def claim_of(part: Judged, entry: Mapping[str, Any] | None, asker: Asker) -> Claim:
    """What is asked about a part. entry: as it was kept; None where nothing was entered.

    Raises KeyError for a part that wants an entry and has none: such a part is not asked about.
    """
    if part.ask is ClaimKind.CONDUCT:
        return ConductClaim(detention_years=_years(asker))
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
    return TaxTotalClaim(years=_years(asker))


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


def _years(asker: Asker) -> tuple[int, ...]:
    """The calendar years up to the day of measure, its own year the last."""
    return tuple(range(asker.as_of.year - asker.years + 1, asker.as_of.year + 1))


def _born(person: Person) -> tuple[date, Sex]:
    number = parse_resident_id(person.id_number)
    return person.birth_date or number.birth_date, person.sex or number.sex
