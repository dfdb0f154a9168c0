"""Webhooks in JSON."""

from dataclasses import asdict
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_declaration.api.schemas import Links
from luohu_declaration.domain.webhook import DeliveryEvent, DeliveryState
from luohu_declaration.storage.deliveries import Delivery
from luohu_declaration.storage.webhooks import Webhook

Kind = Annotated[str, Field(min_length=1, max_length=60)]


class WebhookWanted(Wire):
    """Where to send what."""

    url: str = Field(min_length=1, max_length=1000)
    kinds: tuple[Kind, ...] | None = Field(
        default=None, min_length=1, max_length=100, description="such as `item.found_valid`; all when left out"
    )


class WebhookView(Wire):
    """A subscription."""

    id: UUID
    url: str
    kinds: tuple[str, ...] | None
    created_at: AwareDatetime  #: the world's time
    previous_secret_until: AwareDatetime | None  #: the world's time until which the secret before signs as well
    links: Links

    @classmethod
    def of(cls, one: Webhook, **more: Any) -> Self:
        """A webhook, or one with its secret."""
        me = f"/v1/webhooks/{one.id}"
        return cls(
            id=one.id,
            url=one.url,
            kinds=one.kinds,
            created_at=one.created_at,
            previous_secret_until=one.previous_until,
            links={"self": me, **{page: f"{me}/{page}" for page in ("rotation", "ping", "deliveries")}},
            **more,
        )


class WebhookWithSecret(WebhookView):
    """A subscription whose secret is shown, this once."""

    secret: str


class WebhookList(Wire):
    items: tuple[WebhookView, ...]


class AttemptView(Wire):
    """One line of what became of a message."""

    at: AwareDatetime  #: the world's time
    at_real: AwareDatetime
    event: DeliveryEvent
    status: int | None
    error: str | None


class DeliveryView(Wire):
    """A message to a subscriber."""

    id: UUID  #: the header webhook-id, the same on every attempt
    type: str
    at: AwareDatetime  #: the world's time at which it happened
    data: dict[str, Any]
    state: DeliveryState
    attempts: int  #: since it was last asked for
    next_attempt_at: AwareDatetime | None  #: the world's time
    last_status: int | None
    last_error: str | None
    links: Links

    @classmethod
    def of(cls, one: Delivery, **more: Any) -> Self:
        """A message, or one with its log."""
        me = f"/v1/webhooks/{one.webhook_id}/deliveries/{one.id}"
        return cls(
            id=one.id,
            type=one.type,
            at=one.at,
            data=dict(one.data),
            state=one.state,
            attempts=one.attempts,
            next_attempt_at=one.due_at if one.state is DeliveryState.PENDING else None,
            last_status=one.last_status,
            last_error=one.last_error,
            links={"self": me, "redelivery": f"{me}/redelivery"},
            **more,
        )


class DeliveryWithLog(DeliveryView):
    """A message, and all that became of it."""

    log: tuple[AttemptView, ...]

    @classmethod
    def told(cls, one: Delivery) -> Self:
        """With its log."""
        return cls.of(one, log=tuple(AttemptView.model_validate(asdict(each)) for each in one.log))


class DeliveryList(Wire):
    items: tuple[DeliveryView, ...]
