"""Mailboxes: notices are added, read in order, and marked as read.

Readers go on from the number of the last notice that they saw, so a mailbox must never show a number below one that it
showed before. Whoever adds a single notice holds its mailbox until the commit. Who adds many holds their declarations,
as everybody does who changes something of one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text, update

from luohu_declaration.storage.tables import notice
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_HOLD = text(
    "SELECT pg_advisory_xact_lock(hashtextextended(current_setting('luohu.world') || '/notices/' || :recipient, 0))"
)
_COLUMNS = [column for column in notice.c if column.name != "world"]
_BATCH = 5000  #: rows of one statement; PostgreSQL takes 32767 parameters


@dataclass(frozen=True, slots=True)
class New:
    """A notice on its way into a mailbox."""

    id: UUID
    recipient: str
    kind: str
    parameters: Mapping[str, Any]
    declaration_id: UUID | None


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in a mailbox."""

    seq: int  #: grows within a mailbox
    id: UUID
    kind: str
    at: datetime  #: the world's time
    parameters: Mapping[str, Any]
    declaration_id: UUID | None
    read_at: datetime | None


async def add(work: Work, new: Sequence[New]) -> None:
    """Put notices into their mailboxes; whoever listens to one is woken after the commit."""
    if len(new) == 1:
        await work.execute(_HOLD, {"recipient": new[0].recipient})
    rows = [
        {
            "id": one.id,
            "recipient": one.recipient,
            "kind": one.kind,
            "at": work.now,
            "parameters": dict(one.parameters),
            "declaration_id": one.declaration_id,
        }
        for one in new
    ]
    for start in range(0, len(rows), _BATCH):
        await work.execute(insert(notice), rows[start : start + _BATCH])
    if new:
        work.wake("watch", *(f"notices:{one.recipient}" for one in new))


async def page(work: Work, recipient: str, after: int, limit: int, *, unread: bool = False) -> list[Notice]:
    """Notices of a mailbox whose number is above `after`, in order."""
    statement = select(*_COLUMNS).where(notice.c.recipient == recipient, notice.c.seq > after)
    if unread:
        statement = statement.where(notice.c.read_at.is_(None))
    return [_notice(row) for row in await work.rows(statement.order_by(notice.c.seq).limit(limit))]


async def count_unread(work: Work, recipient: str) -> int:
    """How many notices of a mailbox nobody has read."""
    unread = (notice.c.recipient == recipient) & notice.c.read_at.is_(None)
    return int(await work.scalar(select(func.count()).select_from(notice).where(unread)))


async def mark_read(work: Work, recipient: str, notice_id: UUID) -> Notice | None:
    """Mark a notice as read, once; None when the mailbox has none of that id."""
    row = await work.one(
        update(notice)
        .where(notice.c.recipient == recipient, notice.c.id == notice_id)
        .values(read_at=func.coalesce(notice.c.read_at, work.now))
        .returning(*_COLUMNS)
    )
    return None if row is None else _notice(row)


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        row.seq,
        row.id,
        row.kind,
        row.at.astimezone(BEIJING),
        row.parameters,
        row.declaration_id,
        row.read_at and row.read_at.astimezone(BEIJING),
    )
