"""Which agencies of a world wait to be looked at, and which open questions of an item lie there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.storage.tables import looked_at, question
from luohu_kit.work import Work

_OF_ITEM = (
    select(question.c.id, question.c.agency)
    .join(looked_at, looked_at.c.agency == question.c.agency)
    .where(question.c.item_id == bindparam("item"), question.c.state == QuestionState.OPEN)
    .order_by(question.c.part)
)


@dataclass(frozen=True, slots=True)
class Look:
    """An open question at an agency that waits to be looked at."""

    question_id: UUID
    item_id: UUID
    agency: str


async def note(work: Work, agency: str) -> None:
    """Remember that an agency waits to be looked at."""
    await work.execute(insert(looked_at).values(agency=agency).on_conflict_do_nothing())


async def of_item(work: Work, item_id: UUID) -> list[Look]:
    """Whom to look at for an item."""
    return [Look(row.id, item_id, row.agency) for row in await work.rows(_OF_ITEM, {"item": item_id})]
