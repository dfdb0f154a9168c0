"""Declarations: opened once, found by their applicant, held while anything of them changes."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update

from luohu_contract.claim import Person
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.sanction import SanctionKind
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.recordset import among, listed
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_COLUMNS = [column for column in declaration.c if column.name != "world"]
_ALL = ", ".join(f"d.{column.name}" for column in _COLUMNS)
_TOLD = fan_out.messages(
    "declaration",
    "'declaration_id', a.declaration_id",
    "JOIN opened d ON d.id = a.declaration_id JOIN webhook w ON w.owner = 'applicant' AND w.owner_id = d.applicant",
)
_OPEN = text(
    "WITH barred AS (SELECT s.id FROM sanction s LEFT JOIN sanction_revocation r ON r.sanction_id = s.id"  # noqa: S608
    " WHERE s.subject = CAST(:id_number AS text) AND s.kind = ANY (CAST(:barring AS text[]))"
    " AND s.from_year <= CAST(:year AS integer) AND s.to_year >= CAST(:year AS integer) AND r.sanction_id IS NULL),"
    " opened AS (INSERT INTO declaration (id, applicant, year, person, opened_at, status, since)"
    " SELECT CAST(:id AS uuid), CAST(:applicant AS text), CAST(:year AS integer), CAST(:person AS jsonb),"
    " CAST(:at AS timestamptz), CAST(:status AS text), CAST(:at AS timestamptz)"
    " WHERE NOT EXISTS (SELECT FROM barred) ON CONFLICT DO NOTHING RETURNING id, applicant),"
    " added AS (INSERT INTO course_event (declaration_id, at, event, to_status, detail, actor)"
    " SELECT id, CAST(:at AS timestamptz), 'opened', CAST(:status AS text), '{}', 'applicant' FROM opened RETURNING *),"
    f" told AS ({_TOLD} RETURNING 1)"
    " SELECT (SELECT count(*) FROM opened) AS opened, (SELECT count(*) FROM told) AS told"
)
#: What limits a statement to an applicant's own; without an applicant it is anybody's.
MINE = "(CAST(:applicant AS text) IS NULL OR d.applicant = CAST(:applicant AS text))"
_GET = f"SELECT {_ALL} FROM declaration d WHERE d.id = :wanted AND {MINE}"  # noqa: S608 - our own names
_OF_ITEM = (
    f"SELECT {_ALL} FROM declaration d WHERE d.id = (SELECT i.declaration_id FROM item i WHERE i.id = :wanted)"  # noqa: S608
    f" AND {MINE}"
)
_HOLDING = " FOR NO KEY UPDATE"


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


async def of_ids(work: Work, ids: Collection[UUID]) -> dict[UUID, Declaration]:
    """Declarations by their ids."""
    rows = await work.rows(select(*_COLUMNS).where(among(declaration.c.id)), listed(ids))
    return {row.id: declaration_of(row) for row in rows}


async def of_item(work: Work, item_id: UUID, applicant: str | None) -> Declaration | None:
    """The declaration of an item, in the same way."""
    return await _one(work, _OF_ITEM, item_id, applicant)


async def hold(work: Work, declaration_id: UUID, applicant: str | None) -> Declaration | None:
    """One declaration, held until the work is over."""
    return await _one(work, _GET + _HOLDING, declaration_id, applicant)


async def hold_of_item(work: Work, item_id: UUID, applicant: str | None) -> Declaration | None:
    """The declaration of an item, held until the work is over."""
    return await _one(work, _OF_ITEM + _HOLDING, item_id, applicant)


async def hold_of_person(work: Work, id_number: str) -> list[Declaration]:
    """All declarations of a person, held until the work is over, in one order for everybody."""
    wanted = select(*_COLUMNS).where(declaration.c.person["id_number"].astext == id_number)
    rows = await work.rows(wanted.order_by(declaration.c.id).with_for_update(key_share=True))
    return [declaration_of(row) for row in rows]


async def id_numbers(work: Work, ids: Collection[UUID]) -> dict[UUID, str]:
    """The id numbers of the applicants, under which their notices go."""
    found = select(declaration.c.id, declaration.c.person["id_number"].astext.label("number"))
    return {row.id: row.number for row in await work.rows(found.where(among(declaration.c.id)), listed(ids))}


async def name_anew(work: Work, declaration_id: UUID, person: Person) -> None:
    """Keep how the identity card names the applicant today."""
    values = person.model_dump(mode="json")
    await work.execute(update(declaration).where(declaration.c.id == declaration_id).values(person=values))


async def _one(work: Work, statement: str, wanted: UUID, applicant: str | None) -> Declaration | None:
    row = await work.one(statement, {"wanted": wanted, "applicant": applicant})
    return None if row is None else declaration_of(row)


def declaration_of(row: Row[Any]) -> Declaration:
    """A row as a value."""
    return made_of(row, row.id, row.status, row.since)


def made_of(row: Row[Any], declaration_id: UUID, status: str, since: datetime) -> Declaration:
    """The same of a row in which something else has the names of these three."""
    return Declaration(
        declaration_id,
        row.applicant,
        row.year,
        Person.model_validate(row.person),
        row.opened_at.astimezone(BEIJING),
        CourseStatus(status),
        since.astimezone(BEIJING),
    )
