"""Employers: registered once, held while anything of them changes, moved with an event each time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, Select, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from luohu_contract.enrolment import AnswerPace, EmployerStatus
from luohu_declaration.domain.employer import Contact, Employer, EmployerEvent, after
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.employer_tables import employer, employer_event
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

DUTY = "employer_checks"  #: the duty that asks the tax authority

_COLUMNS = [column for column in employer.c if column.name not in ("world", "next_check_real")]
_CLAIM = text(
    "UPDATE employer SET checks = checks + 1, next_check_real = clock_timestamp() + CAST(:lease AS interval)"
    " WHERE id IN (SELECT id FROM employer WHERE status = 'checking' AND next_check_real <= clock_timestamp()"
    " ORDER BY next_check_real LIMIT :most FOR UPDATE SKIP LOCKED) RETURNING id, uscc, checks"
)
_LOOKED = text(
    "UPDATE employer SET last_problem = :problem, next_check_real = clock_timestamp() + CAST(:again_in AS interval)"
    " WHERE id = :id AND status = 'checking' AND checks = :checks RETURNING id"
)
_APPEND = fan_out.telling(
    "INSERT INTO employer_event (employer_id, at, event, from_status, to_status, detail, actor)"
    " VALUES (:id, :at, :event, :from, :to, CAST(:detail AS jsonb), :actor)",
    "employer",
    "'employer_id', a.employer_id",
    "JOIN employer e ON e.id = a.employer_id JOIN webhook w ON w.owner = 'employer' AND w.owner_id = e.uscc",
)
_POUR = text(
    "WITH made AS (INSERT INTO employer (id, uscc, name, handling_district, contact_name, contact_telephone,"
    " unit_code, answers, active_year, status, since, registered_at)"
    " SELECT row.*, CAST(:year AS int), 'open', CAST(:now AS timestamptz), CAST(:now AS timestamptz)"
    " FROM unnest(CAST(:id AS uuid[]), CAST(:uscc AS text[]), CAST(:name AS text[]),"
    " CAST(:handling_district AS text[]), CAST(:contact_name AS text[]), CAST(:contact_telephone AS text[]),"
    " CAST(:unit_code AS text[]), CAST(:answers AS text[])) AS row ON CONFLICT DO NOTHING RETURNING id)"
    " INSERT INTO employer_event (employer_id, at, event, to_status, detail, actor)"
    " SELECT id, CAST(:now AS timestamptz), 'seeded', 'open', '{}', 'seed' FROM made RETURNING employer_id"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An employer that the tax authority is to be asked about."""

    id: UUID
    uscc: str
    checks: int  #: this one included


@dataclass(frozen=True, slots=True)
class EmployerHappened:
    """One line of an employer's history."""

    seq: int
    at: datetime
    event: EmployerEvent
    from_status: EmployerStatus | None
    to_status: EmployerStatus
    actor: str


async def register(work: Work, new: Employer) -> bool:
    """Keep a new employer with its event; False when its credit code, or its unit code, is there already."""
    row = {
        "id": new.id,
        "uscc": new.uscc,
        "name": new.name,
        "handling_district": new.handling_district,
        "contact_name": new.contact.name,
        "contact_telephone": new.contact.telephone,
        "status": new.status,
        "since": new.since,
        "registered_at": new.registered_at,
        "unit_code": new.unit_code,
    }
    statement = upsert(employer).values(row).on_conflict_do_nothing().returning(employer.c.id)
    if await work.one(statement) is None:
        return False
    await _append(work, new.id, EmployerEvent.REGISTERED, None, new.status, "employer", {})
    work.wake(DUTY)
    return True


async def of_uscc(work: Work, uscc: str) -> Employer | None:
    """The employer with a credit code."""
    return await _one(work, select(*_COLUMNS).where(employer.c.uscc == uscc))


async def of_unit_code(work: Work, code: str) -> Employer | None:
    """The open employer with a unit code: the code of any other is not given out yet."""
    wanted = select(*_COLUMNS).where(employer.c.unit_code == code, employer.c.status == EmployerStatus.OPEN)
    return await _one(work, wanted)


async def get(work: Work, employer_id: UUID, uscc: str | None) -> Employer | None:
    """One employer; None when there is none, or none with that credit code. Without one: anybody's."""
    return await _one(work, _owned(select(*_COLUMNS).where(employer.c.id == employer_id), uscc))


async def hold(work: Work, employer_id: UUID, uscc: str | None) -> Employer | None:
    """One employer, held until the work is over."""
    wanted = _owned(select(*_COLUMNS).where(employer.c.id == employer_id), uscc)
    return await _one(work, wanted.with_for_update(key_share=True))


async def page(work: Work, uscc: str | None, status: EmployerStatus | None, offset: int, limit: int) -> list[Employer]:
    """Employers in the order in which they registered; of one credit code only, where one is given."""
    wanted = _owned(select(*_COLUMNS), uscc)
    if status is not None:
        wanted = wanted.where(employer.c.status == status)
    wanted = wanted.order_by(employer.c.registered_at, employer.c.uscc).offset(offset).limit(limit)
    return [_employer(row) for row in await work.rows(wanted)]


async def move(
    work: Work,
    held: Employer,
    event: EmployerEvent,
    actor: str,
    detail: Mapping[str, Any] | None = None,
    **values: Any,
) -> Employer:
    """Move a held employer and change columns of it. Raises EmployerRefused. Its readers are woken."""
    to = after(held.status, event)
    changed: dict[str, Any] = {"status": to, **values}
    if to is not held.status:
        changed["since"] = work.now
    if to is EmployerStatus.CHECKING:
        changed |= {"checks": 0, "last_problem": None, "next_check_real": text("clock_timestamp()")}
        work.wake(DUTY)
    statement = update(employer).where(employer.c.id == held.id).values(changed).returning(*_COLUMNS)
    row = (await work.execute(statement)).one()
    await _append(work, held.id, event, held.status, to, actor, detail or {})
    work.wake("watch", f"employer:{held.id}")
    return _employer(row)


async def claim_checks(work: Work, lease: timedelta, most: int) -> list[Claimed]:
    """Employers of this world whose turn it is to be checked. lease: real time until another may take them."""
    rows = await work.rows(_CLAIM, {"lease": lease, "most": most})
    return [Claimed(row.id, row.uscc, row.checks) for row in rows]


async def looked(work: Work, claimed: Claimed, problem: str, *, again_in: timedelta) -> None:
    """The tax authority gave no answer: say why, and ask again after that much real time."""
    values = {"id": claimed.id, "checks": claimed.checks, "problem": problem, "again_in": again_in}
    if await work.one(_LOOKED, values) is not None:
        work.wake("watch", f"employer:{claimed.id}")


async def on_licence(work: Work, employer_id: UUID) -> bool:
    """Whether an employer was let in by the window last, and not by the tax authority's record."""
    happened = employer_event.c
    let_in = (EmployerEvent.FOUND_ELIGIBLE, EmployerEvent.ADMITTED, EmployerEvent.SEEDED)
    last = select(happened.event).where(happened.employer_id == employer_id, happened.event.in_(let_in))
    return bool(await work.scalar(last.order_by(happened.seq.desc()).limit(1)) == EmployerEvent.ADMITTED)


async def history(work: Work, employer_id: UUID) -> list[EmployerHappened]:
    """What happened to an employer, in order."""
    wanted = select(employer_event).where(employer_event.c.employer_id == employer_id).order_by(employer_event.c.seq)
    return [
        EmployerHappened(row.seq, row.at.astimezone(BEIJING), row.event, row.from_status, row.to_status, row.actor)
        for row in await work.rows(wanted)
    ]


async def sow(work: Work, rows: Sequence[Mapping[str, Any]]) -> None:
    """Open employers of a new world: rows with id, uscc, name, handling_district, contact_name, contact_telephone,
    unit_code, active_year, answers.
    """
    now, status = work.now, EmployerStatus.OPEN
    await work.execute(
        insert(employer), [{**row, "status": status, "since": now, "registered_at": now} for row in rows]
    )
    seeded = {"at": now, "event": EmployerEvent.SEEDED, "to_status": status, "detail": {}, "actor": "seed"}
    await work.execute(insert(employer_event), [{"employer_id": row["id"], **seeded} for row in rows])


async def pour(work: Work, rows: Sequence[Mapping[str, Any]]) -> int:
    """Open employers of a population, as `sow` has them; how many were new. One that is there stays as it is."""
    names = ("id", "uscc", "name", "handling_district", "contact_name", "contact_telephone", "unit_code", "answers")
    columns: dict[str, Any] = {name: [row[name] for row in rows] for name in names}
    year, now = work.world.year, work.now
    return len(await work.rows(_POUR, {**columns, "year": year, "now": now}))


async def _append(
    work: Work,
    employer_id: UUID,
    event: EmployerEvent,
    before: EmployerStatus | None,
    to: EmployerStatus,
    actor: str,
    detail: Mapping[str, Any],
) -> None:
    values = {"id": employer_id, "at": work.now, "event": event, "from": before, "to": to, "actor": actor}
    told = await work.execute(_APPEND, {**values, "detail": orjson.dumps(detail).decode(), **fan_out.cause()})
    fan_out.wake(work, told.rowcount)


async def _one(work: Work, statement: Select[Any]) -> Employer | None:
    row = await work.one(statement)
    return None if row is None else _employer(row)


def _owned(statement: Select[Any], uscc: str | None) -> Select[Any]:
    return statement if uscc is None else statement.where(employer.c.uscc == uscc)


def _employer(row: Row[Any]) -> Employer:
    return Employer(
        id=row.id,
        uscc=row.uscc,
        name=row.name,
        handling_district=row.handling_district,
        contact=Contact(row.contact_name, row.contact_telephone),
        status=row.status,
        since=row.since.astimezone(BEIJING),
        registered_at=row.registered_at.astimezone(BEIJING),
        unit_code=row.unit_code,
        active_year=row.active_year,
        answers=AnswerPace(row.answers),
        reason=row.reason,
        opinion=row.opinion,
        checks=row.checks,
        last_problem=row.last_problem,
    )
