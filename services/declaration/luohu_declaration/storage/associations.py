"""Associations, by year and id number: asked for, decided, withdrawn, each with its event."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from luohu_contract.enrolment import TAKEN, AssociationStatus
from luohu_declaration.domain.association import Association, AssociationEvent, after
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.employer_tables import association, association_event, employer
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_FOUND = select(
    *(column for column in association.c if column.name != "world"),
    employer.c.uscc,
    employer.c.name.label("employer_name"),
    employer.c.handling_district,
).join_from(association, employer, employer.c.id == association.c.employer_id)

_APPEND = fan_out.telling(
    "INSERT INTO association_event (association_id, at, event, from_status, to_status, detail, actor)"
    " VALUES (:id, :at, :event, :from, :to, CAST(:detail AS jsonb), :actor)",
    "association",
    "'association_id', a.association_id, 'employer_id', s.employer_id",
    "JOIN association s ON s.id = a.association_id JOIN employer e ON e.id = s.employer_id"
    " JOIN webhook w ON (w.owner = 'employer' AND w.owner_id = e.uscc)"
    " OR (w.owner = 'applicant' AND w.id_number = s.id_number)",
)


async def of_person(work: Work, year: int, id_number: str) -> Association | None:
    """The association that takes the person's year: approved or pending."""
    wanted = _of(year, id_number).where(association.c.status.in_(TAKEN))
    return _maybe(await work.one(wanted))


async def approved(work: Work, year: int, id_number: str) -> Association | None:
    """The person's approved association of the year: who employs them, for everything that follows."""
    wanted = _of(year, id_number).where(association.c.status == AssociationStatus.APPROVED)
    return _maybe(await work.one(wanted))


async def last_of_person(work: Work, year: int, id_number: str) -> Association | None:
    """What the person asked for last, however it ended."""
    # Where a clock stands still, only the order of the events tells which one was the last.
    happened = select(func.max(association_event.c.seq)).where(association_event.c.association_id == association.c.id)
    wanted = _of(year, id_number).order_by(happened.scalar_subquery().desc()).limit(1)
    return _maybe(await work.one(wanted))


async def of_employer(
    work: Work, employer_id: UUID, year: int, status: AssociationStatus | None, offset: int, limit: int
) -> list[Association]:
    """An employer's associations of a year, the oldest request first."""
    wanted = _FOUND.where(association.c.employer_id == employer_id, association.c.year == year)
    if status is not None:
        wanted = wanted.where(association.c.status == status)
    wanted = wanted.order_by(association.c.requested_at, association.c.id).offset(offset).limit(limit)
    return [_association(row) for row in await work.rows(wanted)]


async def hold(work: Work, association_id: UUID, uscc: str | None) -> Association | None:
    """One association, held until the work is over; None when there is none, or none with that employer."""
    wanted = _FOUND.where(association.c.id == association_id)
    if uscc is not None:
        wanted = wanted.where(employer.c.uscc == uscc)
    return _maybe(await work.one(wanted.with_for_update(key_share=True, of=association)))


async def request(work: Work, new: Association) -> bool:
    """Keep a new request with its event; False when the person's year is taken."""
    row = {
        "id": new.id,
        "year": new.year,
        "id_number": new.id_number,
        "person_name": new.person_name,
        "employer_id": new.employer_id,
        "status": new.status,
        "since": new.since,
        "requested_at": new.requested_at,
    }
    statement = upsert(association).values(row).on_conflict_do_nothing().returning(association.c.id)
    if await work.one(statement) is None:
        return False
    await _append(work, new.id, AssociationEvent.REQUESTED, None, new.status, "applicant", {})
    await _wake(work, new)
    return True


async def move(
    work: Work, held: Association, event: AssociationEvent, actor: str, opinion: str | None = None
) -> Association:
    """Move a held association. Raises AssociationRefused. The person's readers and the employer's are woken."""
    to = after(held.status, event)
    values: dict[str, Any] = {"status": to, "since": work.now, "opinion": opinion}
    await work.execute(update(association).where(association.c.id == held.id).values(values))
    await _append(work, held.id, event, held.status, to, actor, {"opinion": opinion} if opinion else {})
    await _wake(work, held)
    moved = await work.one(_FOUND.where(association.c.id == held.id))
    assert moved is not None  # noqa: S101 - held until the work is over
    return _association(moved)


async def declarations_of(work: Work, year: int, id_number: str) -> list[UUID]:
    """The declarations of a person in a year: one, where one issuer speaks for each person."""
    statement = select(declaration.c.id).where(
        declaration.c.person["id_number"].astext == id_number, declaration.c.year == year
    )
    return [row.id for row in await work.rows(statement)]


async def sow(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Approved associations of a new world: rows with id, id_number, person_name, employer_id."""
    year, now = work.world.year, work.now
    common = {"year": year, "status": AssociationStatus.APPROVED, "since": now, "requested_at": now}
    await work.execute(insert(association), [{**row, **common} for row in rows])
    seeded = {"at": now, "event": AssociationEvent.SEEDED, "to_status": AssociationStatus.APPROVED}
    rest: dict[str, Any] = {"from_status": None, "detail": {}, "actor": "seed"}
    await work.execute(insert(association_event), [{"association_id": row["id"], **seeded, **rest} for row in rows])


async def _append(
    work: Work,
    association_id: UUID,
    event: AssociationEvent,
    before: AssociationStatus | None,
    to: AssociationStatus,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    values = {"id": association_id, "at": work.now, "event": event, "from": before, "to": to, "actor": actor}
    told = await work.execute(_APPEND, {**values, "detail": orjson.dumps(detail).decode(), **fan_out.cause()})
    fan_out.wake(work, told.rowcount)


async def _wake(work: Work, of: Association) -> None:
    readers = [str(each) for each in await declarations_of(work, of.year, of.id_number)]
    work.wake("watch", f"employer:{of.employer_id}", *readers)


def _of(year: int, id_number: str) -> Select[Any]:
    return _FOUND.where(association.c.year == year, association.c.id_number == id_number)


def _maybe(row: Row[Any] | None) -> Association | None:
    return None if row is None else _association(row)


def _association(row: Row[Any]) -> Association:
    return Association(
        id=row.id,
        year=row.year,
        id_number=row.id_number,
        person_name=row.person_name,
        employer_id=row.employer_id,
        uscc=row.uscc,
        employer_name=row.employer_name,
        handling_district=row.handling_district,
        status=row.status,
        since=row.since.astimezone(BEIJING),
        requested_at=row.requested_at.astimezone(BEIJING),
        opinion=row.opinion,
    )
