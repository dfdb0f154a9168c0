"""When a request is sent again, and after how long. Pure: attempts and answers in, a decision out."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)  #: nobody was reached, so nothing was done
NOT_NOW = frozenset({429, 503})  #: refused before anything was done
UNKNOWN = frozenset({502, 504})  #: the gateway reached nobody, or heard of no end: it may have been done
IN_USE = "idempotency-key-in-use"  #: the first attempt is still being worked on


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request is sent again, in seconds of real time."""

    within: float = 30.0  #: over all attempts
    first: float = 0.05  #: before the second attempt; then twice as long each time
    longest: float = 2.0  #: between two attempts, unless Retry-After asks for more

    def pause(self, attempt: int, retry_after: float | None, spread: float) -> float:
        """Seconds before the next attempt. attempt: from 1. spread: 0 to 1, so that not all come back at once."""
        wait: float = min(self.first * 2.0 ** min(attempt - 1, 30), self.longest) * (0.5 + spread / 2)
        return max(wait, retry_after or 0.0)


def worth_repeating(answer: httpx.Response, *, repeatable: bool) -> bool:
    """Whether an answer is none. repeatable: doing what was asked twice is doing it once."""
    if answer.status_code in NOT_NOW:
        return True
    if answer.status_code in UNKNOWN:
        return repeatable
    return answer.status_code == 409 and IN_USE.encode() in answer.content


def retry_after(answer: httpx.Response) -> float | None:
    """Seconds that the header Retry-After asks for, as a number or a date (RFC 9110, 10.2.3)."""
    told = answer.headers.get("retry-after")
    if told is None:
        return None
    if told.strip().isdigit():
        return float(told)
    try:
        at = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (at.astimezone(UTC) - datetime.now(UTC)).total_seconds())
