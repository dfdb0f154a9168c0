"""When a message that did not get through is tried again. A pure decision: attempt, what happened and jitter in."""

from dataclasses import dataclass
from datetime import timedelta

FIRST = timedelta(milliseconds=50)
LONGEST = timedelta(seconds=5)

#: 4xx answers that say "not now" rather than "never". A signature that is refused says nothing about the message: a
#: secret is being replaced, or a fault spoilt it.
PASSING = frozenset({401, 403, 408, 425, 429})
#: Answers whose `Retry-After` speaks for everything that goes the same way, not for this message alone.
ASKS_FOR_TIME = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Never again by itself: the message is listed for an operator."""

    why: str


def after_failure(
    attempt: int, status: int | None, *, jitter: float, retry_after: timedelta | None = None, why: str = ""
) -> timedelta | GiveUp:
    """The delay before the next attempt, or GiveUp.

    attempt: how often it was tried, 1 or more. status: the HTTP status, None when there was no answer.
    jitter: 0 to 1. retry_after: what the receiver asked for, honoured as a lower bound (at most one hour).
    A failure of the transport says nothing about the claim, so it is tried for ever, 50 ms doubling to 5 s.
    """
    if attempt < 1:
        raise ValueError("attempts are counted from 1")
    if status is not None and 300 <= status < 500 and status not in PASSING:
        return GiveUp(why or f"HTTP {status}")
    doubled: timedelta = min(FIRST * 2 ** min(attempt - 1, 20), LONGEST)
    delay = doubled * (0.5 + jitter / 2)
    if retry_after is not None:
        delay = max(delay, min(retry_after, timedelta(hours=1)))
    return delay
