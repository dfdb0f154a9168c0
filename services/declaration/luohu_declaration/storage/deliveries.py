"""Messages to subscribers: claimed for sending one at a time for each webhook, and what became of each attempt.

A claim is a lease in real time, so that whoever dies while sending keeps nothing for long. What is noted of an attempt
counts only while the claim is the one that it was made under.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from luohu_declaration.domain.webhook import TRANSITIONS, DeliveryEvent, DeliveryState
from luohu_declaration.storage.fan_out import DUTY
from luohu_declaration.storage.webhook_tables import webhook_delivery, webhook_event
from luohu_declaration.storage.webhooks import live_secrets
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_BEING_SENT = (
    "SELECT 1 FROM webhook_delivery s WHERE s.world = d.world AND s.webhook_id = d.webhook_id"
    " AND s.sending_until > clock_timestamp()"
)
#: Over all worlds: what waits to be sent, less what waits for another message to the same subscriber to land.
WAITING = (
    "SELECT d.world, min(d.due_at) AS due_at FROM webhook_delivery d"  # noqa: S608 - ours
    f" WHERE d.state = 'pending' AND NOT EXISTS ({_BEING_SENT}) GROUP BY d.world"
)
#: Over all worlds: what is being sent just now.
UNDER_WAY = (
    "SELECT world, min(due_at) AS due_at FROM webhook_delivery"
    " WHERE state = 'pending' AND sending_until > clock_timestamp() GROUP BY world"
)
_CLAIM = text(
    "WITH first AS (SELECT DISTINCT ON (d.webhook_id) d.id FROM webhook_delivery d"  # noqa: S608 - ours
    f" WHERE d.state = 'pending' AND d.due_at <= :now AND NOT EXISTS ({_BEING_SENT})"
    " ORDER BY d.webhook_id, d.due_at, d.seq LIMIT :most),"
    " due AS (SELECT id, due_at FROM webhook_delivery WHERE id IN (SELECT id FROM first)"
    " AND (sending_until IS NULL OR sending_until <= clock_timestamp()) FOR UPDATE SKIP LOCKED)"
    " UPDATE webhook_delivery d SET attempts = attempts + 1,"
    " sending_until = clock_timestamp() + CAST(:lease AS interval)"
    " FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook_id"
    " RETURNING d.id, d.webhook_id, d.at, d.type, d.data, d.attempts, d.due_at, d.sending_until, d.trace, d.scenario,"
    " w.url, w.secret, w.previous_secret, w.previous_until"
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this process sends now."""

    id: UUID
    webhook_id: UUID
    at: datetime
    type: str
    data: Mapping[str, Any]
    attempt: int
    due_at: datetime
    claim: datetime  #: real time at which the claim ends, which names it
    trace: str | None
    scenario: str | None
    url: str
    secrets: Sequence[str]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One line of what became of a message."""

    at: datetime
    at_real: datetime
    event: DeliveryEvent
    status: int | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message, as its owner sees it."""

    id: UUID
    webhook_id: UUID
    at: datetime
    type: str
    data: Mapping[str, Any]
    state: DeliveryState
    attempts: int
    due_at: datetime
    last_status: int | None
    last_error: str | None
    log: tuple[Attempt, ...] = ()


async def add(work: Work, delivery_id: UUID, webhook_id: UUID, kind: str, data: Mapping[str, Any]) -> None:
    """A message that is sent at once."""
    values = {"id": delivery_id, "webhook_id": webhook_id, "at": work.now, "due_at": work.now}
    await work.execute(insert(webhook_delivery).values(**values, type=kind, data=dict(data)))
    work.wake(DUTY)


async def claim(work: Work, lease: timedelta, most: int) -> list[Claimed]:
    """The next due message of each webhook that has none on its way; what had waited for its time is noted as fired."""
    rows = await work.rows(_CLAIM, {"now": work.now, "lease": lease, "most": most})
    waited = [(row.due_at, f"{row.type} {row.id}") for row in rows if row.attempts > 1]
    await work.note_fired(DUTY, waited)
    return [
        Claimed(
            row.id,
            row.webhook_id,
            row.at.astimezone(BEIJING),
            row.type,
            row.data,
            row.attempts,
            row.due_at,
            row.sending_until,
            row.trace,
            row.scenario,
            row.url,
            live_secrets(row, work.now),
        )
        for row in rows
    ]


async def attempted(
    work: Work, of: Claimed, event: DeliveryEvent, due_at: datetime | None, status: int | None, error: str | None
) -> bool:
    """Note what became of an attempt, and when the next is due; False when the claim has ended meanwhile."""
    values: dict[str, Any] = {"state": TRANSITIONS[DeliveryState.PENDING, event], "sending_until": None}
    values |= {"last_status": status, "last_error": error}
    if due_at is not None:
        values["due_at"] = due_at
    mine = (webhook_delivery.c.id == of.id) & (webhook_delivery.c.sending_until == of.claim)
    changed = await work.execute(update(webhook_delivery).where(mine).values(values))
    if not changed.rowcount:
        return False
    await _append(work, of.id, event, status, error)
    return True


async def redeliver(work: Work, held: Delivery) -> None:
    """Send it again, as if it had never been tried."""
    event = DeliveryEvent.REDELIVERY_ASKED
    values = {"state": TRANSITIONS[held.state, event], "attempts": 0, "due_at": work.now}
    values |= dict.fromkeys(("sending_until", "last_status", "last_error"))
    await work.execute(update(webhook_delivery).where(webhook_delivery.c.id == held.id).values(values))
    await _append(work, held.id, event, None, None)


async def page(work: Work, webhook_id: UUID, state: DeliveryState | None, offset: int, limit: int) -> list[Delivery]:
    """Messages of a webhook, the newest first."""
    wanted = select(webhook_delivery).where(webhook_delivery.c.webhook_id == webhook_id)
    if state is not None:
        wanted = wanted.where(webhook_delivery.c.state == state)
    wanted = wanted.order_by(webhook_delivery.c.seq.desc()).offset(offset).limit(limit)
    return [_delivery(row) for row in await work.rows(wanted)]


async def get(work: Work, webhook_id: UUID, delivery_id: UUID, *, hold: bool = False) -> Delivery | None:
    """One message of a webhook with all that became of it; held until the work is over."""
    wanted = select(webhook_delivery).where(
        webhook_delivery.c.id == delivery_id, webhook_delivery.c.webhook_id == webhook_id
    )
    row = await work.one(wanted.with_for_update() if hold else wanted)
    if row is None:
        return None
    log = select(webhook_event).where(webhook_event.c.delivery_id == delivery_id).order_by(webhook_event.c.seq)
    return _delivery(row, tuple(_attempt(each) for each in await work.rows(log)))


async def _append(work: Work, delivery_id: UUID, event: DeliveryEvent, status: int | None, error: str | None) -> None:
    row = {"delivery_id": delivery_id, "at": work.now, "event": event, "status": status, "error": error}
    await work.execute(insert(webhook_event).values(row))
    work.wake(DUTY)
    work.wake("watch", f"delivery:{delivery_id}")


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(row.at.astimezone(BEIJING), row.at_real.astimezone(BEIJING), row.event, row.status, row.error)


def _delivery(row: Row[Any], log: tuple[Attempt, ...] = ()) -> Delivery:
    return Delivery(
        row.id,
        row.webhook_id,
        row.at.astimezone(BEIJING),
        row.type,
        row.data,
        row.state,
        row.attempts,
        row.due_at.astimezone(BEIJING),
        row.last_status,
        row.last_error,
        log,
    )
