"""What still waits for an agency: listed for staff, and looked after by the reconciler."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_contract.message import Part, QuestionKind, VerificationStatus
from luohu_declaration.domain.receive import QuestionState
from luohu_declaration.storage.tables import question
from luohu_kit.clock import BEIJING
from luohu_kit.tables import outbox
from luohu_kit.work import Work


class Way(StrEnum):
    """How far a question got."""

    QUEUED = "queued"  #: on its way to the agency
    REFUSED = "refused"  #: the agency refused it for good; dispatch it again when the cause is gone
    DELIVERED = "delivered"  #: the agency has it


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open question, as staff see it."""

    id: UUID
    item_id: UUID
    declaration_id: UUID
    agency: str
    part: Part
    kind: QuestionKind
    attempt: int
    way: Way
    agency_state: str | None  #: where it stands at the agency, when last looked
    asked_at: datetime  #: the world's time
    asked_real: datetime
    age_real: timedelta
    checks: int
    last_problem: str | None


@dataclass(frozen=True, slots=True)
class Overdue:
    """An open question that the reconciler has claimed."""

    world: str
    id: UUID
    item_id: UUID
    agency: str
    checks: int  #: this look included
    undelivered: bool  #: its message is still in the outbox, alive or refused


_MESSAGES = (outbox.c.world == question.c.world) & (outbox.c.message_id == question.c.id)
_LIVE = select(outbox.c.id).where(_MESSAGES, outbox.c.dead_at.is_(None)).correlate(question).exists()
_DEAD = select(outbox.c.id).where(_MESSAGES, outbox.c.dead_at.is_not(None)).correlate(question).exists()
_LAST_ERROR = select(func.max(outbox.c.last_error)).where(_MESSAGES).correlate(question).scalar_subquery()


async def listed(work: Work, agency: str | None, offset: int, limit: int) -> tuple[list[Waiting], int]:
    """A page of the open questions, the oldest first, and how many there are in all."""
    where = question.c.state == QuestionState.OPEN
    if agency is not None:
        where &= question.c.agency == agency
    total = await work.scalar(select(func.count()).select_from(question).where(where))
    rows = await work.rows(
        select(
            question,
            _LIVE.label("live"),
            _DEAD.label("dead"),
            _LAST_ERROR.label("last_error"),
            (func.clock_timestamp() - question.c.asked_real).label("age_real"),
        )
        .where(where)
        .order_by(question.c.asked_at, question.c.id)
        .offset(offset)
        .limit(limit)
    )
    return [_waiting(row) for row in rows], int(total)


async def send_anew(work: Work, question_id: UUID, overdue: timedelta) -> bool:
    """Clear the way for sending a question again: False when its message is on its way already."""
    await work.execute(delete(outbox).where(outbox.c.message_id == question_id, outbox.c.dead_at.is_not(None)))
    live = await work.scalar(select(func.count()).select_from(outbox).where(outbox.c.message_id == question_id))
    await work.execute(
        update(question)
        .where(question.c.id == question_id)
        .values(next_check_real=func.clock_timestamp() + overdue, last_problem=None)
    )
    return not live


async def claim_overdue(connection: AsyncConnection, lease: timedelta, limit: int) -> list[Overdue]:
    """Open questions of all worlds that are due to be looked after; nobody else takes them during the lease."""
    due = (
        select(question.c.world, question.c.id)
        .where(question.c.state == QuestionState.OPEN, question.c.next_check_real <= func.clock_timestamp())
        .order_by(question.c.next_check_real)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = await connection.execute(
        update(question)
        .where(tuple_(question.c.world, question.c.id).in_(due))
        .values(next_check_real=func.clock_timestamp() + lease, checks=question.c.checks + 1)
        .returning(
            question.c.world,
            question.c.id,
            question.c.item_id,
            question.c.agency,
            question.c.checks,
            (_LIVE | _DEAD).label("held"),
        )
    )
    return [Overdue(row.world, row.id, row.item_id, row.agency, row.checks, row.held) for row in rows]


async def until_overdue(connection: AsyncConnection) -> timedelta | None:
    """Real time until the next question is due to be looked after; None when none is open."""
    wait = await connection.scalar(
        select(func.min(question.c.next_check_real) - func.clock_timestamp()).where(
            question.c.state == QuestionState.OPEN
        )
    )
    return wait if isinstance(wait, timedelta) else None


async def looked(
    work: Work, question_id: UUID, *, again_in: timedelta, status: VerificationStatus | None, problem: str | None
) -> None:
    """Note what a look at the agency showed, and when to look again."""
    values: dict[str, Any] = {"next_check_real": func.clock_timestamp() + again_in, "last_problem": problem}
    if status is not None:
        values["agency_state"] = status.state.value
    await work.execute(
        update(question).where(question.c.id == question_id, question.c.state == QuestionState.OPEN).values(values)
    )


def _waiting(row: Row[Any]) -> Waiting:
    way = Way.QUEUED if row.live else Way.REFUSED if row.dead else Way.DELIVERED
    return Waiting(
        id=row.id,
        item_id=row.item_id,
        declaration_id=row.declaration_id,
        agency=row.agency,
        part=row.part,
        kind=row.kind,
        attempt=row.attempt,
        way=way,
        agency_state=row.agency_state,
        asked_at=row.asked_at.astimezone(BEIJING),
        asked_real=row.asked_real,
        age_real=row.age_real,
        checks=row.checks,
        last_problem=row.last_error or row.last_problem,
    )
