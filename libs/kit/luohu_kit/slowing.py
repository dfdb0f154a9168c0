"""Receivers that have asked to be left alone for a while: `Retry-After` of a 429 or 503.

What is asked of one message holds for all that go the same way: a receiver that is full is not helped by the next one.
It is kept for each world by itself, so that a receiver that is full of one world's questions, or a fault that says so,
slows no other world. It is remembered in memory: another replica finds out by itself, with one request.
"""

from collections.abc import Collection
from datetime import timedelta

LONGEST = 3600.0  #: seconds that a receiver can ask for
SPREAD = 0.25  #: of the time asked for is added at random, so that senders do not come back together

Way = tuple[str, str]  #: a world and a destination


class Slowed:
    """The ways that nothing is sent on for now. Times are on the loop's clock."""

    def __init__(self) -> None:
        self._until: dict[Way, float] = {}

    def ask(self, way: Way, wait: timedelta, now: float, jitter: float) -> None:
        """The receiver has asked for some time. jitter: 0 to 1."""
        seconds = min(max(wait.total_seconds(), 0.0), LONGEST) * (1 + SPREAD * jitter)
        self._until[way] = max(self._until.get(way, 0.0), now + seconds)

    def ways(self, now: float) -> Collection[Way]:
        """Ways that are still slowed."""
        if self._until:
            self._until = {way: until for way, until in self._until.items() if until > now}
        return self._until.keys()

    def soonest(self, now: float) -> float | None:
        """Seconds until the first of them is open again."""
        return min((until - now for until in self._until.values() if until > now), default=None)

    def forget(self, world: str) -> None:
        """A world is gone, or begins again."""
        self._until = {way: until for way, until in self._until.items() if way[0] != world}
