"""Webhooks of applicants and employers: subscribe, look, take away, change the secret, try."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response

from luohu_declaration.api.employer_callers import own_uscc
from luohu_declaration.api.webhook_schemas import (
    DeliveryWithLog,
    WebhookList,
    WebhookView,
    WebhookWanted,
    WebhookWithSecret,
)
from luohu_declaration.domain.webhook import Owner
from luohu_declaration.storage import webhooks
from luohu_declaration.storage.webhooks import Subscriber
from luohu_declaration.usecases import subscribe
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.idempotency import IdempotencyKey, keep

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"])

Subscribing = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.EMPLOYER))]

NOT_YOURS: dict[int | str, dict[str, Any]] = {404: {"description": "No such webhook, or message of it, among yours"}}
_MADE: dict[int | str, dict[str, Any]] = {
    201: {
        "model": WebhookWithSecret,
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The webhook"}},
        "links": {"webhook": {"operationId": "read_webhook", "parameters": {"webhook_id": "$response.body#/id"}}},
    },
    409: {"description": "There are as many as there may be (webhook-limit)"},
    422: {"description": "The city sends nothing there (webhook-url-refused), or a kind is unknown"},
}
_PINGED: dict[int | str, dict[str, Any]] = {
    **NOT_YOURS,
    202: {
        "model": DeliveryWithLog,
        "description": "On its way",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The message"}},
    },
}


def subscriber(caller: Caller) -> Subscriber:
    """Whoever subscribes. Problem 403 for an employer's token without a credit code."""
    if caller.role is Role.EMPLOYER:
        return Subscriber(Owner.EMPLOYER, own_uscc(caller))
    return Subscriber(Owner.APPLICANT, caller.subject, caller.id_number)


@router.post("", status_code=201, operation_id="subscribe", responses=_MADE, response_model=None)
async def post(
    rt: Rt, caller: Subscribing, request: Request, wanted: WebhookWanted, key: IdempotencyKey = None
) -> Response:
    """Have what happens to one's own things sent to an address. The secret is shown here, and never again."""
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer:
            return kept.answer
        new, secret = await subscribe.subscribe(work, subscriber(caller), rt.settings, wanted.url, wanted.kinds)
        body = WebhookWithSecret.of(new, secret=secret).model_dump(mode="json")
        return await kept.commit(201, body, {"Location": f"/v1/webhooks/{new.id}"})


@router.get("", operation_id="list_webhooks")
async def list_all(rt: Rt, caller: Subscribing) -> WebhookList:
    """One's own webhooks, in the order in which they were made."""
    async with rt.begin(caller.world) as work:
        found = await webhooks.of_owner(work, subscriber(caller))
    return WebhookList(items=tuple(WebhookView.of(each) for each in found))


@router.get("/{webhook_id}", operation_id="read_webhook", responses=NOT_YOURS)
async def read(rt: Rt, caller: Subscribing, webhook_id: UUID) -> WebhookView:
    """One webhook."""
    async with rt.begin(caller.world) as work:
        return WebhookView.of(await subscribe.read_webhook(work, webhook_id, subscriber(caller)))


@router.delete("/{webhook_id}", status_code=204, operation_id="unsubscribe", responses=NOT_YOURS)
async def delete(rt: Rt, caller: Subscribing, webhook_id: UUID) -> None:
    """Send nothing more, not even what waits."""
    async with rt.begin(caller.world) as work:
        await subscribe.unsubscribe(work, webhook_id, subscriber(caller))
        await work.commit()


@router.post("/{webhook_id}/rotation", operation_id="rotate_webhook_secret", responses=NOT_YOURS)
async def rotation(rt: Rt, caller: Subscribing, webhook_id: UUID) -> WebhookWithSecret:
    """Another secret, shown here alone. For a day of the world's time the one before signs as well."""
    async with rt.begin(caller.world) as work:
        rotated, secret = await subscribe.rotate(work, webhook_id, subscriber(caller))
        await work.commit()
    return WebhookWithSecret.of(rotated, secret=secret)


@router.post("/{webhook_id}/ping", status_code=202, operation_id="ping_webhook", responses=_PINGED)
async def ping(rt: Rt, caller: Subscribing, webhook_id: UUID, response: Response) -> DeliveryWithLog:
    """Send a message of the type `ping`, whatever is subscribed to."""
    async with rt.begin(caller.world) as work:
        sent = DeliveryWithLog.told(await subscribe.ping(work, webhook_id, subscriber(caller)))
        await work.commit()
    response.headers["Location"] = sent.links["self"]
    return sent
