"""Casework: cities whose applications are handed in by employers and judged record by record (DOMAIN 9, 10)."""

from luohu_declaration.api import case_counts, case_documents, case_events, case_records, cases, programme
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.casework.case import NotYet, StepRefused
from luohu_declaration.domain.casework.records import RecordRefused
from luohu_declaration.usecases import cities
from luohu_declaration.usecases.casework import checking, conditions, effects, open_case
from luohu_declaration.usecases.casework.duties import Casework, IntakeLists
from luohu_declaration.usecases.casework.programme import ProcedureUnknown
from luohu_declaration.usecases.rights import OtherProgramme
from luohu_scoring import FactsInvalid

#: Modules whose conditions and effects procedures can name: they are there once these are imported.
NAMED = (*conditions.ALL, effects, open_case, *cities.ALL)
check_procedures = checking.check_procedures


AREA = Area(
    routers=(
        case_counts.router,  # before those that take what follows `/v1/cases/` for an id
        cases.router,
        case_events.router,
        case_records.router,
        case_documents.router,
        programme.router,
    ),
    problems={
        ProcedureUnknown: "procedure-unknown",
        OtherProgramme: "other-programme",
        StepRefused: "step-refused",
        NotYet: "not-yet",
        RecordRefused: "record-refused",
        FactsInvalid: "values-refused",
    },
    duties=(Casework, IntakeLists),
)
