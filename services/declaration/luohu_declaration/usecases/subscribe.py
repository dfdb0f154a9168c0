"""Subscribe to what happens to one's own things."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from luohu_contract.signing import new_secret
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.webhook import MOST, PING, WebhookLimit, check_kinds, check_url
from luohu_declaration.storage import deliveries, webhooks
from luohu_declaration.storage.deliveries import Delivery
from luohu_declaration.storage.webhooks import Subscriber, Webhook
from luohu_kit.settings import Mode, Settings
from luohu_kit.work import Work


async def subscribe(
    work: Work, of: Subscriber, settings: Settings, url: str, kinds: Sequence[str] | None
) -> tuple[Webhook, str]:
    """A new webhook and its secret, which nobody is told again.

    url: on loopback (in a sandbox), or at an origin of the settings. kinds: None for all. Raises UrlRefused,
    KindUnknown, WebhookLimit.
    """
    check_kinds(of.owner, kinds)
    check_url(url, settings.webhook_origins, loopback=settings.mode is Mode.SANDBOX)
    if await webhooks.count_held(work, of) >= MOST:
        raise WebhookLimit
    new = Webhook(uuid4(), url, None if kinds is None else tuple(dict.fromkeys(kinds)), work.now, None)
    secret = new_secret()
    await webhooks.add(work, of, new, secret)
    return new, secret


async def read_webhook(work: Work, webhook_id: UUID, of: Subscriber) -> Webhook:
    """One of somebody's own. Raises NotThere."""
    found = await webhooks.get(work, webhook_id, of)
    if found is None:
        raise NotThere("webhook")
    return found


async def rotate(work: Work, webhook_id: UUID, of: Subscriber) -> tuple[Webhook, str]:
    """Another secret in the place of the one that signs; that one signs beside it for a day. Raises NotThere."""
    secret = new_secret()
    rotated = await webhooks.rotate(work, webhook_id, of, secret)
    if rotated is None:
        raise NotThere("webhook")
    return rotated, secret


async def unsubscribe(work: Work, webhook_id: UUID, of: Subscriber) -> None:
    """Nothing more is sent, not even what waits. Raises NotThere."""
    if not await webhooks.remove(work, webhook_id, of):
        raise NotThere("webhook")


async def ping(work: Work, webhook_id: UUID, of: Subscriber) -> Delivery:
    """A message that says nothing, to see whether it arrives. Raises NotThere."""
    found = await read_webhook(work, webhook_id, of)
    delivery_id = uuid4()
    await deliveries.add(work, delivery_id, found.id, PING, {"webhook_id": str(found.id)})
    return await read_delivery(work, webhook_id, delivery_id, of)


async def redeliver(work: Work, webhook_id: UUID, delivery_id: UUID, of: Subscriber) -> Delivery:
    """Send a message again under the same id, whatever became of it. Raises NotThere."""
    await read_webhook(work, webhook_id, of)
    held = await deliveries.get(work, webhook_id, delivery_id, hold=True)
    if held is None:
        raise NotThere("delivery")
    await deliveries.redeliver(work, held)
    return await read_delivery(work, webhook_id, delivery_id, of)


async def read_delivery(work: Work, webhook_id: UUID, delivery_id: UUID, of: Subscriber) -> Delivery:
    """One message, and what became of it. Raises NotThere."""
    await read_webhook(work, webhook_id, of)
    found = await deliveries.get(work, webhook_id, delivery_id)
    if found is None:
        raise NotThere("delivery")
    return found
