"""What caused the work at hand: the trace that it belongs to (W3C Trace Context), and the scenario that came with it.

A request brings its cause in headers. What is sent on because of it, at once or through the outbox, carries it further,
so that everything that one request set off can be found under one number.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from secrets import token_hex

TRACEPARENT = "traceparent"
SCENARIO = "Luohu-Scenario"

_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
_SCENARIO = re.compile(r"[a-z0-9][a-z0-9-]{0,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something happens."""

    trace: str  #: 32 hexadecimal digits
    scenario: str | None = None  #: name of a scenario that the first request asked for

    @classmethod
    def new(cls) -> "Cause":
        """The beginning of a trace."""
        return cls(token_hex(16))

    @classmethod
    def read(cls, traceparent: str, scenario: str) -> "Cause":
        """From the values of the two headers; what is not well formed begins a new trace, or is no scenario."""
        found = _TRACEPARENT.fullmatch(traceparent)
        return cls(found[1] if found else token_hex(16), scenario if _SCENARIO.fullmatch(scenario) else None)

    def headers(self) -> dict[str, str]:
        """The headers that tell the next service; every hop is a span of its own."""
        told = {TRACEPARENT: f"00-{self.trace}-{token_hex(8)}-01"}
        if self.scenario is not None:
            told[SCENARIO] = self.scenario
        return told


_current: ContextVar[Cause | None] = ContextVar("luohu_cause", default=None)


def current() -> Cause | None:
    """The cause of what is being done here, if anybody named one."""
    return _current.get()


@contextmanager
def caused_by(cause: Cause) -> Iterator[None]:
    """Inside of the block, everything that is sent has this cause."""
    token = _current.set(cause)
    try:
        yield
    finally:
        _current.reset(token)
