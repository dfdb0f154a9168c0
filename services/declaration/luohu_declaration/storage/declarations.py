"""Declarations: opened once, found by their applicant, held while anything of them changes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Integer, Row, Select, Text, Uuid, bindparam, or_, select, text, update

from luohu_contract.claim import Person
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.sanction import SanctionKind
from luohu_declaration.domain.states import LOCKED
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.tables import declaration, item, question
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_COLUMNS = [column for column in declaration.c if column.name != "world"]
_TOLD = fan_out.messages(
    "declaration",
    "'declaration_id', a.declaration_id",
    "JOIN opened d ON d.id = a.declaration_id JOIN webhook w ON w.owner = 'applicant' AND w.owner_id = d.applicant",
)
_OPEN = text(
    "WITH barred AS (SELECT s.id FROM sanction s LEFT JOIN sanction_revocation r ON r.sanction_id = s.id"  # noqa: S608
    " WHERE s.subject = :id_number AND s.kind = ANY (CAST(:barring AS text[]))"
    " AND s.from_year <= :year AND s.to_year >= :year AND r.sanction_id IS NULL),"
    " opened AS (INSERT INTO declaration (id, applicant, year, person, opened_at, status, since)"
    " SELECT :id, :applicant, :year, CAST(:person AS jsonb), :at, :status, :at"
    " WHERE NOT EXISTS (SELECT FROM barred) ON CONFLICT DO NOTHING RETURNING id, applicant),"
    " added AS (INSERT INTO course_event (declaration_id, at, event, to_status, detail, actor)"
    " SELECT id, :at, 'opened', :status, '{}', 'applicant' FROM opened RETURNING *),"
    f" told AS ({_TOLD} RETURNING 1)"
    " SELECT (SELECT count(*) FROM opened) AS opened, (SELECT count(*) FROM told) AS told"
).bindparams(
    bindparam("id", type_=Uuid),
    bindparam("applicant", type_=Text),
    bindparam("id_number", type_=Text),
    bindparam("year", type_=Integer),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("status", type_=Text),
)
_WANTED, _APPLICANT = bindparam("wanted", type_=Uuid), bindparam("applicant", type_=Text)
_OF_SOMEBODY = select(*_COLUMNS).where(or_(_APPLICANT.is_(None), declaration.c.applicant == _APPLICANT))
_GET = _OF_SOMEBODY.where(declaration.c.id == _WANTED)
_GET_SETTLED = _GET.add_columns(
    select(item.c.id)
    .where(
        item.c.declaration_id == declaration.c.id,
        item.c.status.in_(sorted(LOCKED)),
        item.c.evidence_requested.is_(None),
    )
    .exists()
    .label("reviewed")
)
_HOLD = _GET.with_for_update(key_share=True)
_OF_ITEM = _OF_SOMEBODY.where(
    declaration.c.id == select(item.c.declaration_id).where(item.c.id == _WANTED).scalar_subquery()
)
_HOLD_OF_ITEM = _OF_ITEM.with_for_update(key_share=True)
_HOLD_OF_QUESTIONS = (
    select(declaration.c.id, declaration.c.status)
    .where(declaration.c.id.in_(select(question.c.declaration_id).where(among(question.c.id))))
    .order_by(declaration.c.id)
    .with_for_update(key_share=True, of=declaration)
)


async def open_one(work: Work, new: Declaration, barring: Collection[SanctionKind]) -> bool:
    """Keep a new declaration with its first event; False when the applicant has one of that year, or is barred.

    barring: kinds of sanction that keep a person from applying. The caller holds the person's sanctions.
    """
    values = {
        "id": new.id,
        "applicant": new.applicant,
        "year": new.year,
        "person": new.person.model_dump_json(),
        "at": new.opened_at,
        "status": new.status.value,
        "id_number": new.person.id_number,
        "barring": [kind.value for kind in barring],
        **fan_out.cause(),
    }
    done = (await work.rows(_OPEN, values))[0]
    fan_out.wake(work, done.told)
    return bool(done.opened)


async def of_applicant(work: Work, applicant: str) -> list[Declaration]:
    """An applicant's declarations, the newest year first."""
    statement = select(*_COLUMNS).where(declaration.c.applicant == applicant).order_by(declaration.c.year.desc())
    return [declaration_of(row) for row in await work.rows(statement)]


async def page(work: Work, offset: int, limit: int) -> list[Declaration]:
    """All declarations of the world, in the order in which they were opened."""
    statement = select(*_COLUMNS).order_by(declaration.c.opened_at, declaration.c.id).offset(offset).limit(limit)
    return [declaration_of(row) for row in await work.rows(statement)]


async def get(work: Work, declaration_id: UUID, applicant: str | None) -> Declaration | None:
    """One declaration; None when there is none, or none of that applicant's. Without an applicant: anybody's."""
    return await _one(work, _GET, declaration_id, applicant)


async def get_settled(work: Work, declaration_id: UUID, applicant: str | None) -> tuple[Declaration | None, bool]:
    """The same, and whether nobody but the applicant is left to act on any of its items."""
    row = await work.one(_GET_SETTLED, {"wanted": declaration_id, "applicant": applicant})
    return (None, True) if row is None else (declaration_of(row), not row.reviewed)


async def of_ids(work: Work, ids: Collection[UUID]) -> dict[UUID, Declaration]:
    """Declarations by their ids."""
    rows = await work.rows(select(*_COLUMNS).where(among(declaration.c.id)), listed(ids))
    return {row.id: declaration_of(row) for row in rows}


async def of_item(work: Work, item_id: UUID, applicant: str | None) -> Declaration | None:
    """The declaration of an item, in the same way."""
    return await _one(work, _OF_ITEM, item_id, applicant)


async def hold(work: Work, declaration_id: UUID, applicant: str | None) -> Declaration | None:
    """One declaration, held until the work is over."""
    return await _one(work, _HOLD, declaration_id, applicant)


async def hold_of_item(work: Work, item_id: UUID, applicant: str | None) -> Declaration | None:
    """The declaration of an item, held until the work is over."""
    return await _one(work, _HOLD_OF_ITEM, item_id, applicant)


async def hold_of_person(work: Work, id_number: str) -> list[Declaration]:
    """All declarations of a person, held until the work is over, in one order for everybody."""
    wanted = select(*_COLUMNS).where(declaration.c.person["id_number"].astext == id_number)
    rows = await work.rows(wanted.order_by(declaration.c.id).with_for_update(key_share=True))
    return [declaration_of(row) for row in rows]


async def hold_of_questions(work: Work, question_ids: Collection[UUID]) -> dict[UUID, CourseStatus]:
    """Hold the declarations that questions belong to, in one order, so that two batches never block each other.

    Where each of them stands, by id.
    """
    return {row.id: row.status for row in await work.rows(_HOLD_OF_QUESTIONS, listed(question_ids))}


async def id_numbers(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """The id numbers of the applicants, under which their notices go."""
    found = select(declaration.c.id, declaration.c.person["id_number"].astext.label("number"))
    return {row.id: row.number for row in await work.rows(found.where(among(declaration.c.id)), listed(ids))}


async def name_anew(work: Work, declaration_id: UUID, person: Person) -> None:
    """Keep how the identity card names the applicant today."""
    values = person.model_dump(mode="json")
    await work.execute(update(declaration).where(declaration.c.id == declaration_id).values(person=values))


async def _one(work: Work, statement: Select[Any], wanted: UUID, applicant: str | None) -> Declaration | None:
    row = await work.one(statement, {"wanted": wanted, "applicant": applicant})
    return None if row is None else declaration_of(row)


def declaration_of(row: Row[Any]) -> Declaration:
    """A row as a value."""
    return Declaration(
        row.id,
        row.applicant,
        row.year,
        Person.model_validate(row.person),
        row.opened_at.astimezone(BEIJING),
        row.status,
        row.since.astimezone(BEIJING),
    )
