"""What is entered for an indicator of a point table.

The shape of an entry follows from what its parts ask. Nothing that an agency reads by itself is entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, ValidationError

from luohu_contract.archive import DegreeCertificate
from luohu_contract.claim import (
    CertificateFormat,
    ClaimKind,
    DegreeLevel,
    DegreeMethod,
    QualificationLevel,
)
from luohu_contract.department import Scalar
from luohu_contract.model import Wire
from luohu_declaration.domain.casework.procedure import Procedure
from luohu_declaration.domain.checks import FormInvalid
from luohu_scoring import TablePolicy

_Text = Annotated[str, Field(min_length=1, max_length=120)]


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
