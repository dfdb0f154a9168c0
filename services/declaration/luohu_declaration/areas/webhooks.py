"""Subscriptions to what happens, and the messages of them."""

from luohu_declaration.api import webhook_deliveries, webhooks
from luohu_declaration.areas.area import Area
from luohu_declaration.domain.webhook import KindUnknown, UrlRefused, WebhookLimit
from luohu_declaration.usecases.deliver import Deliveries, webhook_flights

AREA = Area(
    routers=(webhooks.router, webhook_deliveries.router),
    problems={
        KindUnknown: "validation-failed",
        UrlRefused: "webhook-url-refused",
        WebhookLimit: "webhook-limit",
    },
    duties=(Deliveries,),
    workers=(webhook_flights,),
)
