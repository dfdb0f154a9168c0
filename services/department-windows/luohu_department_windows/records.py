"""The register of the departments: one entry for each person, department and indicator."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy import Column, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.field import Name, PersonNumber
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.department import DepartmentClaim, Slug, Values
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number
from luohu_department_windows.verdicts import Entry, Facts
from luohu_kit.db import metadata
from luohu_kit.work import Work

meta = metadata()

entries = record_table(
    "entry",
    meta,
    Column("department", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("certificate_number", Text),
    Column("values", JSONB, nullable=False),
    UniqueConstraint("world", "department", "indicator", "id_number"),
)


class DepartmentEntry(Wire):
    """What one department has on record about one person and one indicator, in the words of the programme."""

    department: Slug
    indicator: Slug
    id_number: PersonNumber
    name: Name
    certificate_number: str | None = Field(default=None, min_length=1, max_length=60)
    values: Values = Field(default_factory=dict)


def _holder(record: DepartmentEntry) -> Sequence[str]:
    return [record.id_number]


ENTRY = RecordKind(
    name="entry",
    model=DepartmentEntry,
    table=entries,
    about=_holder,
    filters=("department", "indicator", "id_number", "name", "certificate_number"),
    title="部门登记信息",
)

_ENTRIES = text(
    """
    SELECT e.department, e.indicator, e.id_number, e.name, e.certificate_number, e."values" AS held
    FROM unnest(CAST(:departments AS text[]), CAST(:indicators AS text[]), CAST(:people AS text[]))
         AS asked(department, indicator, id_number)
    JOIN entry AS e USING (department, indicator, id_number)
    """
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The entry that each question is about, by question id; None where the department has none."""
    asked = {q.id: _key(q, q.claim) for q in questions if isinstance(q.claim, DepartmentClaim)}
    departments, indicators, people = zip(*sorted(set(asked.values())), strict=True) if asked else ((), (), ())
    wanted = {"departments": list(departments), "indicators": list(indicators), "people": list(people)}
    found = {
        (row.department, row.indicator, row.id_number): Entry(row.name, row.certificate_number, row.held)
        for row in await work.rows(_ENTRIES, wanted)
    }
    return {question.id: found.get(asked[question.id]) if question.id in asked else None for question in questions}


def _key(question: Question, claim: DepartmentClaim) -> tuple[str, str, str]:
    return claim.department, claim.indicator, normalise_identity_number(question.subject.id_number)
