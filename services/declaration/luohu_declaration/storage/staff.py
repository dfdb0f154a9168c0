"""The people of an employer and how their declarations stand: what supervision looks at (handbook 二.一, ②)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import text

from luohu_contract.item import ItemStatus
from luohu_declaration.domain.course import CourseStatus
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

#: Whose declarations an employer sees: those of its associated people, and those of people who came to it in the year
#: and were associated with another employer, once the window has read its note (handbook 二.二, ②).
_PEOPLE = (
    "SELECT id_number, person_name, 'associated' AS tie, since FROM association"
    " WHERE employer_id = :employer AND year = :year AND status = 'approved'"
    " UNION ALL SELECT DISTINCT ON (a.id_number) a.id_number, a.person_name, 'joined', n.acknowledged_at"
    " FROM employer_note n JOIN association a"
    " ON a.year = n.year AND a.id_number = n.id_number AND a.status = 'approved' AND a.employer_id <> n.employer_id"
    " WHERE n.employer_id = :employer AND n.year = :year AND n.kind = 'change_of_employer'"
    " AND n.acknowledged_at IS NOT NULL"
)
_STAFF = text(
    f"WITH people AS ({_PEOPLE}) SELECT p.*, d.id AS declaration_id, d.status, d.since AS status_since,"  # noqa: S608
    " (SELECT coalesce(jsonb_object_agg(kind, statuses), '{}') FROM (SELECT kind, jsonb_object_agg(status, n)"
    " AS statuses FROM (SELECT kind, status, count(*) AS n FROM item WHERE declaration_id = d.id GROUP BY kind, status)"
    " AS counted GROUP BY kind) AS by_kind) AS items FROM people p LEFT JOIN declaration d ON d.year = :year"
    " AND d.person->>'id_number' = p.id_number ORDER BY p.person_name, p.id_number OFFSET :offset LIMIT :limit"
)
_IS_STAFF = text(
    f"WITH people AS ({_PEOPLE}) SELECT d.id FROM people p JOIN declaration d"  # noqa: S608
    " ON d.year = :year AND d.person->>'id_number' = p.id_number WHERE d.id = :declaration LIMIT 1"
)
#: Of each person whose insurance record was read: the last month that this employer has paid, if it paid any.
_INSURED = text(
    "SELECT d.person->>'id_number' AS id_number, max(span->>'last') FILTER (WHERE span->>'employer' = :uscc) AS until"
    " FROM declaration d JOIN item i ON i.declaration_id = d.id AND i.kind = 'employment'"
    " CROSS JOIN LATERAL jsonb_path_query(i.results, '$.*.findings') AS found"
    " LEFT JOIN LATERAL jsonb_array_elements(found->'spans') AS span ON true"
    " WHERE d.year = :year AND d.person->>'id_number' = ANY(:numbers) GROUP BY 1"
)


class Tie(StrEnum):
    """Why an employer sees a person."""

    ASSOCIATED = "associated"
    JOINED = "joined"  #: changed to this employer within the year


@dataclass(frozen=True, slots=True)
class Insured:
    """What the insurance record says about a person and an employer."""

    until: str | None  #: last month paid by this employer, YYYY-MM; None: it has paid none


@dataclass(frozen=True, slots=True)
class Member:
    """One person and their declaration of the year, if they have opened it."""

    id_number: str
    name: str
    tie: Tie
    since: datetime
    declaration_id: UUID | None = None
    status: CourseStatus | None = None
    status_since: datetime | None = None
    items: Mapping[str, Mapping[ItemStatus, int]] = field(default_factory=dict)  #: how many, by kind and status


async def of_employer(work: Work, employer_id: UUID, year: int, offset: int, limit: int) -> list[Member]:
    """The people of an employer in a year, by name."""
    values = {"employer": employer_id, "year": year, "offset": offset, "limit": limit}
    return [_member(row) for row in await work.rows(_STAFF, values)]


async def is_staff(work: Work, employer_id: UUID, year: int, declaration_id: UUID) -> bool:
    """Whether a declaration is one of the employer's people."""
    values = {"employer": employer_id, "year": year, "declaration": declaration_id}
    return await work.one(_IS_STAFF, values) is not None


async def insured(work: Work, uscc: str, year: int, id_numbers: list[str]) -> dict[str, Insured]:
    """By id number; people whose insurance record was not read yet are left out."""
    rows = await work.rows(_INSURED, {"uscc": uscc, "year": year, "numbers": id_numbers})
    return {row.id_number: Insured(row.until) for row in rows}


def _member(row: Any) -> Member:
    opened = row.declaration_id is not None
    return Member(
        id_number=row.id_number,
        name=row.person_name,
        tie=Tie(row.tie),
        since=row.since.astimezone(BEIJING),
        declaration_id=row.declaration_id,
        status=CourseStatus(row.status) if opened else None,
        status_since=row.status_since.astimezone(BEIJING) if opened else None,
        items={
            kind: {ItemStatus(status): count for status, count in statuses.items()}
            for kind, statuses in row.items.items()
        },
    )
