"""A declaration with all its items, read in one statement: what is shown, and what somebody waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.item import Item
from luohu_declaration.storage import items
from luohu_declaration.storage.declarations import MINE, made_of
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_GET = text(
    "WITH whole AS (SELECT d.*,"  # noqa: S608 - our own names
    f" EXISTS (SELECT FROM item i WHERE i.declaration_id = d.id AND {items.REVIEWED}) AS reviewed,"
    f" CASE WHEN d.status <> '{CourseStatus.DRAFT}' THEN (SELECT max(c.at) FROM course_event c"
    f" WHERE c.declaration_id = d.id AND c.event = '{CourseEvent.SUBMITTED}') END AS submitted_at"
    f" FROM declaration d WHERE d.id = :wanted AND {MINE})"
    " SELECT d.applicant, d.year, d.person, d.opened_at, d.status AS course, d.since AS course_since, d.submitted_at,"
    f" d.reviewed, {items.ALL} FROM whole d"
    " LEFT JOIN item i ON i.declaration_id = d.id AND NOT (d.reviewed AND CAST(:settled AS boolean))"
    " ORDER BY i.filed_at, i.id"
)


@dataclass(frozen=True, slots=True)
class Whole:
    """A declaration, its items in the order in which they were filed, and where both stand."""

    declaration: Declaration
    items: Sequence[Item]
    submitted_at: datetime | None  #: the last time; None when it never was, and while it is a draft again
    reviewed: bool  #: somebody other than the applicant is at work on an item


async def get(work: Work, declaration_id: UUID, applicant: str | None, *, settled: bool = False) -> Whole | None:
    """A declaration as a whole; None when there is none, or none of that applicant's. Without an applicant: anybody's.

    settled: whoever asks wants no items as long as it is `reviewed`.
    """
    rows = await work.rows(_GET, {"wanted": declaration_id, "applicant": applicant, "settled": settled})
    if not rows:
        return None
    first = rows[0]
    declaration = made_of(first, declaration_id, first.course, first.course_since)
    filed = [items.item_of(row) for row in rows if row.id is not None]
    submitted = None if first.submitted_at is None else first.submitted_at.astimezone(BEIJING)
    return Whole(declaration, filed, submitted, first.reviewed)
