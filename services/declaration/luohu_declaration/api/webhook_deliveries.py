"""Messages of a webhook: what became of them, and sending them again."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from luohu_declaration.api.webhook_schemas import DeliveryList, DeliveryView, DeliveryWithLog
from luohu_declaration.api.webhooks import NOT_YOURS, Subscribing, subscriber
from luohu_declaration.domain.webhook import DeliveryState
from luohu_declaration.storage import deliveries
from luohu_declaration.usecases import subscribe
from luohu_kit.api import PreferWait, Rt

router = APIRouter(prefix="/v1/webhooks/{webhook_id}/deliveries", tags=["webhooks"])


@router.get("", operation_id="list_deliveries", responses=NOT_YOURS)
async def list_all(
    rt: Rt,
    caller: Subscribing,
    webhook_id: UUID,
    state: DeliveryState | None = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DeliveryList:
    """Messages of a webhook, the newest first."""
    async with rt.begin(caller.world) as work:
        await subscribe.read_webhook(work, webhook_id, subscriber(caller))
        found = await deliveries.page(work, webhook_id, state, offset, limit)
    return DeliveryList(items=tuple(DeliveryView.of(each) for each in found))


@router.get("/{delivery_id}", operation_id="read_delivery", responses=NOT_YOURS)
async def read(
    rt: Rt, caller: Subscribing, webhook_id: UUID, delivery_id: UUID, response: Response, wait: PreferWait
) -> DeliveryWithLog:
    """A message, and what became of each attempt. With `Prefer: wait=N` the answer comes when it has been tried, at the
    latest after N seconds.
    """

    async def seen() -> DeliveryWithLog:
        async with rt.begin(caller.world) as work:
            found = await subscribe.read_delivery(work, webhook_id, delivery_id, subscriber(caller))
        return DeliveryWithLog.told(found)

    async def tried() -> DeliveryWithLog | None:
        found = await seen()
        return found if found.last_status is not None or found.last_error is not None else None

    view = None
    if wait:
        view = await rt.hub.until(caller.world, f"delivery:{delivery_id}", tried, seconds=wait)
        response.headers["Preference-Applied"] = f"wait={wait}"
    return view or await seen()


@router.post("/{delivery_id}/redelivery", status_code=202, operation_id="redeliver", responses=NOT_YOURS)
async def redelivery(rt: Rt, caller: Subscribing, webhook_id: UUID, delivery_id: UUID) -> DeliveryWithLog:
    """Send a message again under the same id, whatever became of it; a failure begins the schedule anew."""
    async with rt.begin(caller.world) as work:
        sent = DeliveryWithLog.told(await subscribe.redeliver(work, webhook_id, delivery_id, subscriber(caller)))
        await work.commit()
    return sent
