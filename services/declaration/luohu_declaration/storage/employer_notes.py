"""What employers tell the district window, and that the window has read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, select, update

from luohu_contract.enrolment import NoteKind
from luohu_declaration.storage.employer_tables import employer, employer_note
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_FOUND = select(
    *(column for column in employer_note.c if column.name != "world"),
    employer.c.uscc,
    employer.c.name.label("employer_name"),
    employer.c.handling_district,
).join_from(employer_note, employer, employer.c.id == employer_note.c.employer_id)


@dataclass(frozen=True, slots=True)
class EmployerNote:
    """One note, with who sent it."""

    id: UUID
    employer_id: UUID
    uscc: str
    employer_name: str
    handling_district: str
    year: int
    kind: NoteKind
    words: str
    id_number: str | None  #: of the person that it is about
    sent_at: datetime
    acknowledged_at: datetime | None


async def keep(work: Work, note_id: UUID, employer_id: UUID, kind: NoteKind, words: str, id_number: str | None) -> None:
    """Keep a new note."""
    await work.execute(
        insert(employer_note).values(
            id=note_id,
            employer_id=employer_id,
            year=work.world.year,
            kind=kind,
            words=words,
            id_number=id_number,
            sent_at=work.now,
        )
    )


async def get(work: Work, note_id: UUID) -> EmployerNote | None:
    """One note."""
    row = await work.one(_FOUND.where(employer_note.c.id == note_id))
    return None if row is None else _note(row)


async def page(
    work: Work, employer_id: UUID | None, district: str | None, open_only: bool, offset: int, limit: int
) -> list[EmployerNote]:
    """Notes, the oldest first: of one employer, or of those that one window handles, or all."""
    wanted: Select[Any] = _FOUND
    if employer_id is not None:
        wanted = wanted.where(employer_note.c.employer_id == employer_id)
    if district is not None:
        wanted = wanted.where(employer.c.handling_district == district)
    if open_only:
        wanted = wanted.where(employer_note.c.acknowledged_at.is_(None))
    wanted = wanted.order_by(employer_note.c.sent_at, employer_note.c.id).offset(offset).limit(limit)
    return [_note(row) for row in await work.rows(wanted)]


async def acknowledge(work: Work, note_id: UUID, clerk: str) -> None:
    """The window has read it; only the first time counts."""
    await work.execute(
        update(employer_note)
        .where(employer_note.c.id == note_id, employer_note.c.acknowledged_at.is_(None))
        .values(acknowledged_at=work.now, acknowledged_by=clerk)
    )


def _note(row: Row[Any]) -> EmployerNote:
    return EmployerNote(
        id=row.id,
        employer_id=row.employer_id,
        uscc=row.uscc,
        employer_name=row.employer_name,
        handling_district=row.handling_district,
        year=row.year,
        kind=row.kind,
        words=row.words,
        id_number=row.id_number,
        sent_at=row.sent_at.astimezone(BEIJING),
        acknowledged_at=row.acknowledged_at and row.acknowledged_at.astimezone(BEIJING),
    )
