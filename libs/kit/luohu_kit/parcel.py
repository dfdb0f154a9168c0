"""Messages that travel in one request, and where they go."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from uuid import UUID, uuid5

import httpx

from luohu_contract.directory import BY_NAME, SMS
from luohu_kit.clock import machine_now
from luohu_kit.generation import FIRST
from luohu_kit.handover import Claimed, Route
from luohu_kit.settings import Settings
from luohu_kit.topic import Topic
from luohu_kit.trace import Cause

_NAMESPACE = UUID("6c75f66f-6875-5f62-a174-63685f696473")


@dataclass(frozen=True, slots=True)
class Parcel:
    """Messages of one world, topic and destination: one request."""

    world: str
    topic: Topic
    destination: str
    now: datetime  #: the world's time
    messages: tuple[Claimed, ...]
    scenario: str | None = None
    released: bool = False  #: the messages were set aside on purpose before, and let go
    generation: str = FIRST  #: of the world that the messages belong to

    @property
    def request_id(self) -> str:
        """The same for the same messages, so a repeated request can be told."""
        return f"msg_{uuid5(_NAMESPACE, ' '.join(sorted(str(m.message_id) for m in self.messages))).hex}"

    @property
    def ids(self) -> list[int]:
        """The rows of the messages."""
        return [message.id for message in self.messages]

    @property
    def attempt(self) -> int:
        """How often the one that was tried most often was tried, this time included."""
        return max(message.attempts for message in self.messages)

    @property
    def traces(self) -> tuple[str, ...]:
        """The traces of the messages, each once."""
        return tuple(dict.fromkeys(message.trace for message in self.messages if message.trace))

    @property
    def cause(self) -> Cause:
        """Why the request is made: messages of several traces travel under a new one."""
        traces = self.traces
        return Cause(traces[0], self.scenario) if len(traces) == 1 else replace(Cause.new(), scenario=self.scenario)


def parcels_of(topic: Topic, route: Route, rows: Sequence[Any], together: int) -> Iterator[Parcel]:
    """Claimed rows of one route, oldest first, at most so many in a parcel."""
    ordered = sorted(rows, key=lambda row: row.id)
    for start in range(0, len(ordered), together):
        chunk = ordered[start : start + together]
        yield parcel_of(topic, route, [claimed_of(row) for row in chunk])


def claimed_of(row: Any) -> Claimed:
    """A message from its row."""
    return Claimed(row.id, row.message_id, row.body, row.attempts, row.now, row.trace or "")


def parcel_of(topic: Topic, route: Route, messages: Sequence[Claimed]) -> Parcel:
    """Messages of one route that travel together."""
    last = messages[-1].now
    return Parcel(
        route.world, topic, route.destination, last, tuple(messages), route.scenario, route.released, route.generation
    )


def receiver(settings: Settings, destination: str, path: str) -> tuple[str, str]:
    """Whose secret signs, and the URL: for the name of a service, for an absolute URL of one of them, or for that of
    whoever sends short messages.
    """
    if destination in BY_NAME:
        return destination, settings.url_of(destination) + path
    if destination == settings.sms_webhook:
        return SMS, destination
    for name in BY_NAME:
        if destination.startswith(settings.url_of(name) + "/"):
            return name, destination
    return "declaration", destination


def retry_after(answer: httpx.Response) -> timedelta | None:
    """How long `Retry-After` asks to wait: seconds, or a date (RFC 9110, 10.2.3); None without one that can be read."""
    value = answer.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return timedelta(seconds=int(value[:7]))
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(then.replace(tzinfo=then.tzinfo or UTC) - machine_now(), timedelta(0))
