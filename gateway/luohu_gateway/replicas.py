"""Which replica of a service a request goes to: the one with the least on its way, and none that has just failed.

Health is passive: nobody is asked how they are. A replica that takes no connections, breaks one off or is silent for
too long is left alone for a while that doubles, and gets requests again when that is over. One that is frozen keeps
what it was given, so it has the most on its way and gets nothing further long before anybody's patience ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

FIRST_REST = 1.0  #: seconds
LONGEST_REST = 30.0
PATIENCE = 0.5  #: seconds that a replica may answer nobody before a caller who leaves is a sign


@dataclass(slots=True)
class Replica:
    """One address of a service."""

    url: httpx.URL
    on_their_way: int = 0
    rest: float = 0.0  #: seconds that it was left alone last time
    down_until: float = 0.0  #: on the loop's clock
    silent_since: float = 0.0  #: on the loop's clock: it has answered nothing since
    asked: int = field(default=0, compare=False)  #: requests so far

    def given(self, now: float) -> None:
        """A request is on its way to it."""
        if not self.on_their_way:
            self.silent_since = now
        self.asked += 1
        self.on_their_way += 1

    def left(self, now: float) -> None:
        """Whoever asked did not wait for the answer. If it has answered nobody meanwhile, that is its fault."""
        if now - self.silent_since > PATIENCE:
            self.failed(now)

    def failed(self, now: float) -> None:
        """It did not take a request, or did not answer."""
        self.rest = min(self.rest * 2 or FIRST_REST, LONGEST_REST)
        self.down_until = now + self.rest

    def answered(self, now: float) -> None:
        """It is well."""
        self.silent_since = now
        self.rest = self.down_until = 0.0


class Replicas:
    """All addresses of one service, in their order."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._all = [Replica(httpx.URL(url)) for url in urls]
        self.origin = str(self.first.url).rstrip("/")  #: what the service calls itself in its answers
        self.host = self.first.url.netloc

    def __len__(self) -> int:
        return len(self._all)

    @property
    def first(self) -> Replica:
        """The one that the service is named after."""
        return self._all[0]

    def choose(self, now: float, tried: Sequence[Replica] = ()) -> Replica:
        """The one that a request goes to next, none that was tried for it already where there is another.

        When all have failed, the one whose rest ends first: somebody has to find out that it is back.
        """
        open_to = [each for each in self._all if not any(each is one for one in tried)] or self._all
        well = [each for each in open_to if each.down_until <= now]
        if well:
            return min(well, key=lambda each: (each.on_their_way, each.asked))
        return min(open_to, key=lambda each: each.down_until)
