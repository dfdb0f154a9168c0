"""Webhooks: what can be subscribed to, where it may be sent, and when it is tried again. Times are the world's."""

import ipaddress
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from luohu_contract.duration import Duration
from luohu_declaration.domain.association import AssociationEvent
from luohu_declaration.domain.course import CourseEvent
from luohu_declaration.domain.employer import EmployerEvent
from luohu_declaration.domain.receive import Note
from luohu_declaration.domain.states import Event

PING = "ping"  #: sent when its owner asks for it, whatever is subscribed to
MOST = 20  #: webhooks of one owner
OVERLAP = timedelta(days=1)  #: so long a secret is live beside the one that took its place

#: Waits between attempts, as Standard Webhooks recommends them; after the last attempt nothing more is tried.
SCHEDULE = tuple(Duration.parse(wait) for wait in ("PT5S", "PT5M", "PT30M", "PT2H", "PT5H", "P1D", "P2D"))

#: No credentials, no fragment, nothing that two readers could read differently.
_URL = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d{1,5})?(?:/[!-\"$-\[\]-~]*)?", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_SEEDED = {AssociationEvent.SEEDED, EmployerEvent.SEEDED}  #: there from the start: nobody is told


class Owner(StrEnum):
    """Who subscribes."""

    APPLICANT = "applicant"
    EMPLOYER = "employer"


def _named(thing: str, events: Iterable[StrEnum]) -> tuple[str, ...]:
    return tuple(f"{thing}.{event.value}" for event in events if event not in _SEEDED)


_ASSOCIATION = _named("association", AssociationEvent)

#: What each of them can hear of: what happens to things of their own.
KINDS: dict[Owner, tuple[str, ...]] = {
    Owner.APPLICANT: (
        *_named("item", (*Event, *Note)),
        *_named("declaration", CourseEvent),
        *_ASSOCIATION,
    ),
    Owner.EMPLOYER: (*_named("employer", EmployerEvent), *_ASSOCIATION),
}


class KindUnknown(Exception):
    """Somebody subscribes to what does not exist, or happens to others only."""

    def __init__(self, owner: Owner, kinds: Sequence[str]) -> None:
        valid = KINDS[owner]
        super().__init__(f"A webhook of an {owner} can hear of: {', '.join(valid)}.")
        self.errors = [
            {"pointer": f"#/kinds/{place}", "detail": f"is none of the kinds of an {owner}"}
            for place, kind in enumerate(kinds)
            if kind not in valid
        ]


class UrlRefused(Exception):
    """The city sends nothing to this address."""

    def __init__(self, why: str, origins: Sequence[str], *, loopback: bool) -> None:
        places = [*(["http(s) on loopback, such as http://127.0.0.1:9000/hooks"] if loopback else []), *origins]
        valid = f"Give one at {' or '.join(places)}" if places else "No origin is allowed"
        super().__init__(f"{why} {valid}; the operator of the city allows others with LUOHU_WEBHOOK_ORIGINS.")
        self.errors = [{"pointer": "#/url", "detail": "it is no address that the city sends to"}]


class WebhookLimit(Exception):
    """An owner has a limited number of webhooks."""

    def __init__(self) -> None:
        super().__init__(f"There are {MOST} webhooks of yours, as many as there may be.")


class DeliveryState(StrEnum):
    """Where a message to a subscriber stands."""

    PENDING = "pending"  #: sent, or tried again, when it is due
    DELIVERED = "delivered"  #: the subscriber said 2xx
    DEAD = "dead"  #: the last attempt failed; nothing more is tried unless its owner asks


class DeliveryEvent(StrEnum):
    """Why it moves."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    GAVE_UP = "gave_up"
    REDELIVERY_ASKED = "redelivery_asked"


TRANSITIONS: dict[tuple[DeliveryState, DeliveryEvent], DeliveryState] = {
    (DeliveryState.PENDING, DeliveryEvent.SUCCEEDED): DeliveryState.DELIVERED,
    (DeliveryState.PENDING, DeliveryEvent.FAILED): DeliveryState.PENDING,
    (DeliveryState.PENDING, DeliveryEvent.GAVE_UP): DeliveryState.DEAD,
    **{(state, DeliveryEvent.REDELIVERY_ASKED): DeliveryState.PENDING for state in DeliveryState},
}


def check_kinds(owner: Owner, kinds: Sequence[str] | None) -> None:
    """Raises KindUnknown."""
    if kinds is not None and not set(kinds) <= set(KINDS[owner]):
        raise KindUnknown(owner, kinds)


def check_url(url: str, origins: Sequence[str], *, loopback: bool) -> None:
    """Raises UrlRefused, unless the address lies on loopback, where that is allowed, or at one of the origins."""
    if not _URL.fullmatch(url) or _origin(url) is None:
        raise UrlRefused("This is no plain http or https address.", origins, loopback=loopback)
    if loopback and _is_loopback(urlsplit(url).hostname or ""):
        return
    if _origin(url) not in {_origin(origin) for origin in origins}:
        raise UrlRefused("The city does not send there.", origins, loopback=loopback)


def after_attempt(attempt: int, status: int | None, now: datetime) -> tuple[DeliveryEvent, datetime | None]:
    """What an attempt comes to, and when the next one is due.

    attempt: 1 or more, of this round. status: what the subscriber said, None when there was no answer. A redirect is
    a failure: nobody follows it.
    """
    if status is not None and 200 <= status < 300:
        return DeliveryEvent.SUCCEEDED, None
    if attempt > len(SCHEDULE):
        return DeliveryEvent.GAVE_UP, None
    return DeliveryEvent.FAILED, SCHEDULE[attempt - 1].after(now)


def _origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port; None where the port is none."""
    parts = urlsplit(url.rstrip("/"))
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return parts.scheme, (parts.hostname or "").lower(), port


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
