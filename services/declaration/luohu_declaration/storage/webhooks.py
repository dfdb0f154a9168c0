"""Webhooks: subscribed, read by their owners alone, given new secrets, taken away with all that was to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, func, insert, select, text, update

from luohu_declaration.domain.webhook import OVERLAP, Owner
from luohu_declaration.storage.webhook_tables import webhook, webhook_delivery
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_HOLD_OWNER = text("SELECT pg_advisory_xact_lock(hashtextextended('webhooks ' || :world || ' ' || :owner_id, 0))")


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Whoever subscribes: an applicant or an employer, as the token names them."""

    owner: Owner
    owner_id: str
    id_number: str | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """One subscription."""

    id: UUID
    url: str
    kinds: tuple[str, ...] | None  #: None: all that its owner can hear of
    created_at: datetime
    previous_until: datetime | None  #: until when the secret before is live as well


async def count_held(work: Work, of: Subscriber) -> int:
    """How many webhooks somebody has; nobody adds one for them until the work is over."""
    await work.execute(_HOLD_OWNER, {"world": work.world.name, "owner_id": of.owner_id})
    return int(await work.scalar(select(func.count()).select_from(webhook).where(_own(of))))


async def add(work: Work, of: Subscriber, new: Webhook, secret: str) -> None:
    """Keep a new one."""
    await work.execute(
        insert(webhook).values(
            id=new.id,
            owner=of.owner,
            owner_id=of.owner_id,
            id_number=of.id_number,
            url=new.url,
            kinds=None if new.kinds is None else list(new.kinds),
            secret=secret,
            created_at=new.created_at,
        )
    )


async def of_owner(work: Work, of: Subscriber) -> list[Webhook]:
    """All of somebody's, in the order in which they were made."""
    wanted = select(webhook).where(_own(of)).order_by(webhook.c.created_at, webhook.c.id)
    return [_webhook(row) for row in await work.rows(wanted)]


async def get(work: Work, webhook_id: UUID, of: Subscriber) -> Webhook | None:
    """One of somebody's; None when there is none of theirs."""
    row = await work.one(select(webhook).where(webhook.c.id == webhook_id, _own(of)))
    return None if row is None else _webhook(row)


async def rotate(work: Work, webhook_id: UUID, of: Subscriber, secret: str) -> Webhook | None:
    """Give it a new secret; the one before stays live for `OVERLAP`, and any older one is gone."""
    values = {
        "previous_secret": webhook.c.secret,
        "previous_until": work.now + OVERLAP,
        "secret": secret,
    }
    changed = update(webhook).where(webhook.c.id == webhook_id, _own(of)).values(values).returning(webhook)
    row = await work.one(changed)
    return None if row is None else _webhook(row)


async def remove(work: Work, webhook_id: UUID, of: Subscriber) -> bool:
    """Take it away, with all that was to be sent; False when there is none of theirs."""
    # Held first: who writes an event meanwhile waits here, and then tells it to nobody.
    held = select(webhook.c.id).where(webhook.c.id == webhook_id, _own(of)).with_for_update()
    if await work.scalar(held) is None:
        return False
    await work.execute(delete(webhook_delivery).where(webhook_delivery.c.webhook_id == webhook_id))
    await work.execute(delete(webhook).where(webhook.c.id == webhook_id))
    return True


def live_secrets(row: Row[Any], now: datetime) -> Sequence[str]:
    """The secrets that sign at an instant of the world's time, the newest first."""
    before = row.previous_until is not None and now < row.previous_until
    return (row.secret, row.previous_secret) if before else (row.secret,)


def _own(of: Subscriber) -> ColumnElement[bool]:
    return (webhook.c.owner == of.owner) & (webhook.c.owner_id == of.owner_id)


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        url=row.url,
        kinds=None if row.kinds is None else tuple(row.kinds),
        created_at=row.created_at.astimezone(BEIJING),
        previous_until=row.previous_until and row.previous_until.astimezone(BEIJING),
    )
