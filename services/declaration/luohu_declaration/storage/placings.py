"""The published list: who stands where, frozen when it was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select, text, update

from luohu_contract.enrolment import AssociationStatus
from luohu_declaration.storage.employer_tables import association, employer
from luohu_declaration.storage.recordset import among, encoded, listed
from luohu_declaration.storage.scores import lines_of
from luohu_declaration.storage.season_tables import placing
from luohu_declaration.storage.tables import declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work
from luohu_scoring import Line
from luohu_scoring import Place as Ranked

_COLUMNS = [column for column in placing.c if column.name != "world"]
_FREEZE = text(
    "INSERT INTO list_place (declaration_id, rank, running, publication_number, total, lines, name, birth_month,"
    " employer_name, admitted, published_at)"
    " SELECT r.id, r.rank, r.running, r.number, s.total, s.lines, d.person->>'name',"
    " substr(coalesce(c.born, known.born, d.person->>'birth_date', substr(d.person->>'id_number', 7, 4) || '-'"
    " || substr(d.person->>'id_number', 11, 2)), 1, 7), e.name, r.number IS NOT NULL, :now"
    " FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, rank integer, running integer, number text)"
    " JOIN score s ON s.declaration_id = r.id JOIN declaration d ON d.id = r.id"
    " LEFT JOIN association a ON a.year = d.year AND a.id_number = d.person->>'id_number' AND a.status = 'approved'"
    " LEFT JOIN employer e ON e.id = a.employer_id"
    # For each row by itself: a batch is to look at its own items, and not at everybody's.
    " LEFT JOIN LATERAL (SELECT figures->>'birth_date' AS born FROM correction"
    " WHERE declaration_id = r.id AND indicator = 'age' ORDER BY seq DESC LIMIT 1) c ON true"
    # As `domain.born` has it: public security's record goes before the card.
    " LEFT JOIN LATERAL (SELECT results->'whole'->'findings'->'identity'->>'birth_date' AS born FROM item"
    " WHERE declaration_id = r.id AND kind = 'law_abiding') known ON true"
)


@dataclass(frozen=True, slots=True)
class Placing:
    """One row of the list."""

    declaration_id: UUID
    rank: int
    running: int
    publication_number: str | None
    total: Decimal
    lines: dict[Line, Decimal | None]
    name: str
    birth_month: str | None
    employer_name: str | None
    admitted: bool
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of the whole list."""

    ranked: int
    admitted: int
    cut_off: Decimal | None
    tied: int  #: of the admitted: how many have the cut-off itself


async def freeze(work: Work, places: Sequence[Ranked]) -> None:
    """Write rows of the list, with the points, names and employers of this moment."""
    rows = [
        {
            "id": place.id,
            "rank": place.rank,
            "running": place.running,
            "number": place.publication_number(work.world.year) if place.admitted else None,
        }
        for place in places
    ]
    await work.execute(_FREEZE, {**encoded(rows), "now": work.now})


async def get(work: Work, declaration_id: UUID) -> Placing | None:
    """Where a declaration stands; None when it was not ranked."""
    row = await work.one(select(*_COLUMNS).where(placing.c.declaration_id == declaration_id))
    return None if row is None else _placing(row)


async def of_number(work: Work, publication_number: str) -> Placing | None:
    """Who has a number on the published list; None when nobody has."""
    row = await work.one(select(*_COLUMNS).where(placing.c.publication_number == publication_number))
    return None if row is None else _placing(row)


async def published(work: Work, offset: int, limit: int) -> list[Placing]:
    """A page of those who are published: the admitted, in the order of the list."""
    wanted = select(*_COLUMNS).where(placing.c.admitted).order_by(placing.c.running).offset(offset).limit(limit)
    return [_placing(row) for row in await work.rows(wanted)]


async def summary(work: Work) -> Summary:
    """The list in figures."""
    cut_off = await work.scalar(select(func.min(placing.c.total)).where(placing.c.admitted))
    row = await work.one(
        select(
            func.count().label("ranked"),
            func.count().filter(placing.c.admitted).label("admitted"),
            func.count().filter(placing.c.total == cut_off).label("tied"),
        ).select_from(placing)
    )
    assert row is not None  # noqa: S101 - a count is always there
    return Summary(row.ranked, row.admitted, cut_off, row.tied)


async def of_employer(work: Work, uscc: str, offset: int, limit: int) -> list[tuple[str, Placing]]:
    """The people of an employer on the whole list, by rank: id number and row."""
    wanted = (
        select(*_COLUMNS, association.c.id_number)
        .join_from(placing, declaration, declaration.c.id == placing.c.declaration_id)
        .join(
            association,
            and_(
                association.c.year == declaration.c.year,
                association.c.id_number == declaration.c.person["id_number"].astext,
                association.c.status == AssociationStatus.APPROVED,
            ),
        )
        .join(employer, employer.c.id == association.c.employer_id)
        .where(employer.c.uscc == uscc)
        .order_by(placing.c.running)
    )
    return [(row.id_number, _placing(row)) for row in await work.rows(wanted.offset(offset).limit(limit))]


async def admitted_among(work: Work, ids: Sequence[UUID]) -> set[UUID]:
    """Those who are on the published list."""
    found = select(placing.c.declaration_id).where(among(placing.c.declaration_id), placing.c.admitted)
    return {row.declaration_id for row in await work.rows(found, listed(ids))}


async def award(work: Work, ids: Sequence[UUID], until: datetime) -> None:
    """Write down until when the awards can be used."""
    await work.execute(update(placing).where(among(placing.c.declaration_id)).values(valid_until=until), listed(ids))


def _placing(row: Row[Any]) -> Placing:
    return Placing(
        declaration_id=row.declaration_id,
        rank=row.rank,
        running=row.running,
        publication_number=row.publication_number,
        total=row.total,
        lines=lines_of(row.lines),
        name=row.name,
        birth_month=row.birth_month,
        employer_name=row.employer_name,
        admitted=row.admitted,
        valid_until=row.valid_until and row.valid_until.astimezone(BEIJING),
    )
