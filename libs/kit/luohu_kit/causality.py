"""No message arrives before it was sent: whoever takes one in stands at the sender's time of the world, at least.

Clocks that run show the same time everywhere. One that stands still is set service by service, so a receiver may not
have been told yet; then the message tells it. An advance rests on that: it asks only those whom something reaches.
"""

from contextvars import ContextVar
from datetime import datetime

WORLD_TIME = "Luohu-World-Time"  #: header of signed requests: the sender's time of the world, ISO 8601

#: The sender's time of the message that is being taken in.
not_before: ContextVar[datetime | None] = ContextVar("luohu_not_before", default=None)


def heard(header: str | None) -> None:
    """Remember a sender's time for the work that this request does; what is no instant tells nothing."""
    if header is None:
        return
    try:
        instant = datetime.fromisoformat(header)
    except ValueError:
        return
    if instant.tzinfo is not None:
        not_before.set(instant)
