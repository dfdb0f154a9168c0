"""Topics: what kinds of message leave a service, where they go, and how single messages become one request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from luohu_contract.model import Wire

Bodies = Sequence[Mapping[str, Any]]


def none_refused(answer: Any) -> Mapping[UUID, str]:
    """The receiver takes a request as a whole or not at all."""
    return {}


@dataclass(frozen=True, slots=True)
class Topic:
    """One kind of message of a service's outbox.

    path: appended to the address of a service; a destination that is an absolute URL is used as it is.
    wrap: the messages' bodies and the world's time become the request's body.
    refused: from the receiver's JSON answer, the ids of messages that it will never take, with the reason.
    rings: a duty that follows what becomes of the messages; it looks as soon as the receiver has answered.
    """

    name: str
    path: str
    wrap: Callable[[Bodies, datetime], Wire | Mapping[str, Any]]
    batch: int = 500
    refused: Callable[[Any], Mapping[UUID, str]] = none_refused
    rings: str = ""
