"""What can be done about dead letters, in the unit of work of whoever does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, func, select, text, true

from luohu_kit.dead.table import Act, dead_letter_act
from luohu_kit.tables import outbox
from luohu_kit.work import Work

_DEAD = outbox.c.dead_at.is_not(None)
_HELD = "SELECT * FROM kit.outbox WHERE dead_at IS NOT NULL AND {} ORDER BY id FOR UPDATE"
_ONE = _HELD.format("message_id = :message_id")
_ALL = _HELD.format("destination = :destination AND (CAST(:topic AS text) IS NULL OR topic = :topic)")
_NOTE = text(
    "INSERT INTO kit.dead_letter_act (at, act, actor, reason, message_id, topic, destination, digest, refusal)"
    " SELECT CAST(:now AS timestamptz), CAST(:act AS text), CAST(:actor AS text), CAST(:reason AS text),"
    " message_id, topic, destination, encode(sha256(convert_to(body::text, 'UTF8')), 'hex'), coalesce(last_error, '')"
    " FROM kit.outbox WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id"
)
_REVIVE = text(
    "UPDATE kit.outbox SET dead_at = NULL, not_before = clock_timestamp(), attempts = 0"
    " WHERE id = ANY(CAST(:ids AS bigint[]))"
)
_DROP = text("DELETE FROM kit.outbox WHERE id = ANY(CAST(:ids AS bigint[]))")


class DeadLetterUnknown(Exception):
    """There is no such dead letter: it never was one, was sent again, or was given up."""

    def __init__(self, message_id: UUID) -> None:
        super().__init__(f"There is no dead letter {message_id} here. GET /v1/dead-letters lists those there are.")


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was refused for good."""

    message_id: UUID
    topic: str
    destination: str
    written_at: datetime  #: real time
    dead_at: datetime  #: real time
    attempts: int
    refusal: str  #: what the receiver said
    trace: str | None
    body: Any


async def listed(
    work: Work, *, topic: str | None, destination: str | None, offset: int, limit: int
) -> tuple[list[DeadLetter], int]:
    """A page of the dead letters, those that died first before the others, and how many there are in all."""
    where = and_(
        _DEAD,
        true() if topic is None else outbox.c.topic == topic,
        true() if destination is None else outbox.c.destination == destination,
    )
    total = await work.scalar(select(func.count()).select_from(outbox).where(where))
    page = select(outbox).where(where).order_by(outbox.c.dead_at, outbox.c.id).offset(offset).limit(limit)
    return [_letter(row) for row in await work.rows(page)], int(total)


async def get(work: Work, message_id: UUID) -> DeadLetter:
    """One of them. Raises DeadLetterUnknown."""
    rows = await work.rows(select(outbox).where(_DEAD, outbox.c.message_id == message_id).order_by(outbox.c.id))
    if not rows:
        raise DeadLetterUnknown(message_id)
    return _letter(rows[0])


async def retry(work: Work, message_id: UUID, actor: str) -> int:
    """Send one again, as if it had just been written; how many messages that is. Raises DeadLetterUnknown."""
    return await _revived(work, await _one(work, message_id), actor)


async def retry_all(work: Work, destination: str, topic: str | None, actor: str) -> int:
    """Send everything again that a destination had refused; how many messages that is, none among them."""
    return await _revived(work, await work.rows(_ALL, {"destination": destination, "topic": topic}), actor)


async def discard(work: Work, message_id: UUID, actor: str, reason: str) -> int:
    """Give one up; how many messages that is. Raises DeadLetterUnknown."""
    return await _dropped(work, await _one(work, message_id), actor, reason)


async def discard_all(work: Work, destination: str, topic: str | None, actor: str, reason: str) -> int:
    """Give everything up that a destination had refused; how many messages that is, none among them."""
    return await _dropped(work, await work.rows(_ALL, {"destination": destination, "topic": topic}), actor, reason)


async def acts(work: Work, offset: int, limit: int) -> tuple[Sequence[Row[Any]], int]:
    """A page of what was done about dead letters, the newest first, and how much there is in all."""
    total = await work.scalar(select(func.count()).select_from(dead_letter_act))
    page = select(dead_letter_act).order_by(dead_letter_act.c.seq.desc()).offset(offset).limit(limit)
    return await work.rows(page), int(total)


async def _one(work: Work, message_id: UUID) -> Sequence[Row[Any]]:
    rows = await work.rows(_ONE, {"message_id": message_id})
    if not rows:
        raise DeadLetterUnknown(message_id)
    return rows


async def _revived(work: Work, rows: Sequence[Row[Any]], actor: str) -> int:
    await _note(work, rows, Act.RETRIED, actor, "")
    await work.execute(_REVIVE, {"ids": [row.id for row in rows]})
    if rows:
        work.wake("outbox")
    return len(rows)


async def _dropped(work: Work, rows: Sequence[Row[Any]], actor: str, reason: str) -> int:
    await _note(work, rows, Act.DISCARDED, actor, reason)
    await work.execute(_DROP, {"ids": [row.id for row in rows]})
    return len(rows)


async def _note(work: Work, rows: Sequence[Row[Any]], act: Act, actor: str, reason: str) -> None:
    ids = [row.id for row in rows]
    await work.execute(_NOTE, {"now": work.now, "act": act.value, "actor": actor, "reason": reason, "ids": ids})


def _letter(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        message_id=row.message_id,
        topic=row.topic,
        destination=row.destination,
        written_at=row.written_at,
        dead_at=row.dead_at,
        attempts=row.attempts,
        refusal=row.last_error or "",
        trace=row.trace,
        body=row.body,
    )
