"""Two registers: cards and fines."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import Field
from sqlalchemy import Column, Date, Integer, Numeric, Text, UniqueConstraint, select
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.spec import RecordKind, record_table
from luohu_contract.claim import OverseasEducationClaim, OverseasLevel
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work
from luohu_library_cards.verdicts import POISON, Card

meta = metadata()

cards = record_table(
    "card",
    meta,
    Column("card_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("level", TextEnum(OverseasLevel), nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("valid_from", Text),
    Column("shelves", JSONB, nullable=False),
    UniqueConstraint("world", "card_number"),
)
fines = record_table(
    "fine",
    meta,
    Column("id_number", Text, nullable=False),
    Column("amount", Numeric(10, 2), nullable=False),
    Column("books", Integer, nullable=False),
)


class CardRecord(Wire):
    card_number: str = Field(min_length=4, max_length=30)
    name: str = Field(min_length=1, max_length=60)
    id_number: str
    level: OverseasLevel
    issued_on: date
    valid_from: Month | None = None
    shelves: tuple[str, ...] = ()


class FineRecord(Wire):
    id_number: str
    amount: Decimal
    books: int  #: unbounded on purpose: what the column cannot keep must be a 4xx all the same


CARD = RecordKind(
    "card",
    CardRecord,
    cards,
    about=lambda card: [card.id_number],
    filters=("card_number", "name", "level"),
    title="借书证",
)
FINE = RecordKind(
    "fine", FineRecord, fines, about=lambda fine: [fine.id_number], filters=("id_number", "books"), title="罚款"
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Card | None]:
    claims = {q.id: q.claim for q in questions if isinstance(q.claim, OverseasEducationClaim)}
    numbers = {claim.certificate_number for claim in claims.values()}
    if POISON in numbers:
        await work.execute("SELECT 1 / 0")
    rows = await work.rows(select(cards).where(cards.c.card_number.in_(numbers)))
    found = {row.card_number: Card(row.name, row.level, row.issued_on) for row in rows}
    return {question_id: found.get(claim.certificate_number) for question_id, claim in claims.items()}
