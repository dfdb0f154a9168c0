"""Employers and associations (handbook 二.一, 二.二.3)."""

from luohu_declaration.api import associations, credentials, employer_notes, employers
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.association import (
    AssociationFinal,
    AssociationRefused,
    NotInsuredHere,
    OpinionMissing,
    UnitCodeInactive,
    UnitCodeUnknown,
)
from luohu_declaration.domain.employer import (
    AlreadyActive,
    CredentialLimit,
    DataFixed,
    EmployerExists,
    EmployerRefused,
)
from luohu_declaration.usecases.check_employers import EmployerChecks
from luohu_declaration.usecases.employer_notes import PersonMissing
from luohu_declaration.usecases.employer_standing import EmployerBarred

AREA = Area(
    routers=(employers.router, credentials.router, employer_notes.router, associations.router),
    problems={
        EmployerExists: "employer-exists",
        EmployerRefused: "employer-refused",
        EmployerBarred: "employer-barred",
        DataFixed: "employer-data-fixed",
        AlreadyActive: "employer-active",
        CredentialLimit: "credential-limit",
        PersonMissing: "validation-failed",
        AssociationFinal: "association-final",
        AssociationRefused: "association-refused",
        NotInsuredHere: "not-insured-here",
        OpinionMissing: "validation-failed",
        UnitCodeUnknown: "unit-code-unknown",
        UnitCodeInactive: "unit-code-inactive",
    },
    duties=(EmployerChecks,),
)
