"""How many requests one caller may make: as many at once as in a minute, then as fast as the minute gives them back.

A caller is a token, or an address without one. A token is not verified here, so whoever makes tokens up is held by
their address, which may ask as often as `HOUSEHOLD` callers: many people come through one proxy.
"""

import hashlib
import math
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from luohu_gateway import headers as crossing
from luohu_kit.problems import Problem
from luohu_kit.settings import Mode, Settings

WINDOW = 60.0  #: seconds
GENEROUS = 1_200  #: requests in a minute, where the settings say nothing
HOUSEHOLD = 50  #: callers of one address
MOST = 50_000  #: callers that are remembered; the longest silent is forgotten first


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one request's place in the line."""

    allowed: bool
    left: int  #: requests that could follow at once
    wait: float  #: seconds until the next one is taken; 0 where one may follow at once
    full: float  #: seconds until all are given back


class Line:
    """Callers of one kind, each with so many requests in a minute (the generic cell rate algorithm)."""

    def __init__(self, quota: int) -> None:
        self._pace = WINDOW / quota
        self._spent: OrderedDict[bytes, float] = OrderedDict()  #: when a caller will have everything back

    def take(self, caller: bytes, now: float) -> Taken:
        """Take one place, if there is one. now: seconds of any clock that only goes forward."""
        spent = max(self._spent.pop(caller, now), now)
        after = spent + self._pace
        # A hair more than the window: additions of a pace that is no binary fraction must not cost the last request.
        allowed = after - now <= WINDOW + self._pace / 1000
        if allowed:
            spent = after
        self._spent[caller] = spent
        if len(self._spent) > MOST:
            self._spent.popitem(last=False)
        wait = max(0.0, spent + self._pace - now - WINDOW)
        return Taken(allowed, int((WINDOW - (spent - now)) / self._pace + 1e-3), wait, spent - now)


class Rates:
    """The limit of the gateway; none where the settings say so."""

    def __init__(self, settings: Settings) -> None:
        said = settings.requests_per_minute
        self.quota = (0 if settings.mode is Mode.SANDBOX else GENEROUS) if said is None else said
        self._callers = Line(self.quota) if self.quota else None
        self._addresses = Line(self.quota * HOUSEHOLD) if self.quota else None

    def taken(self, headers: Sequence[tuple[bytes, bytes]], address: str, now: float) -> crossing.Headers:
        """The headers that tell a caller what is left to them; none where there is no limit.

        Raises Problem 429 with the same headers and Retry-After.
        """
        if self._callers is None or self._addresses is None:
            return []
        token = crossing.first(headers, b"authorization")
        at = address.encode()
        caller = b"token " + hashlib.sha256(token).digest() if token else b"address " + at
        took = self._addresses.take(at, now)
        if took.allowed:
            took = self._callers.take(caller, now)
        told: dict[str, str] = {
            "RateLimit-Policy": f'"caller";q={self.quota};w={WINDOW:.0f}',
            "RateLimit": f'"caller";r={took.left if took.allowed else 0};t={math.ceil(took.full)}',
        }
        if not took.allowed:
            detail = f"One caller may make {self.quota} requests in {WINDOW:.0f} seconds."
            raise Problem("too-many-requests", detail, headers={**told, "Retry-After": str(math.ceil(took.wait) or 1)})
        return [(name.lower().encode(), value.encode()) for name, value in told.items()]
