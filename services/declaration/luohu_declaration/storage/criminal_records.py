"""Convictions that became known, whoever told: only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.storage.appeal_tables import criminal_record
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work


@dataclass(frozen=True, slots=True)
class Known:
    """A conviction, by the document of the court."""

    id: UUID
    id_number: str
    convicted_on: date
    document: str
    source: str  #: `public-security`, `applicant` or `employer`
    received_at: datetime


async def add(work: Work, known: Known) -> bool:
    """Keep one; False when its id is kept already."""
    values = {
        "id": known.id,
        "id_number": known.id_number,
        "convicted_on": known.convicted_on,
        "document": known.document,
        "source": known.source,
        "received_at": known.received_at,
    }
    statement = insert(criminal_record).values(values).on_conflict_do_nothing().returning(criminal_record.c.id)
    return await work.one(statement) is not None


async def of_person(work: Work, id_number: str) -> Sequence[Known]:
    """What is known about a person, the oldest news first. Empty: 无刑事犯罪记录, as far as anybody has told."""
    statement = select(criminal_record).where(criminal_record.c.id_number == id_number)
    return [_known(row) for row in await work.rows(statement.order_by(criminal_record.c.received_at))]


def _known(row: Row[Any]) -> Known:
    received = row.received_at.astimezone(BEIJING)
    return Known(row.id, row.id_number, row.convicted_on, row.document, row.source, received)
