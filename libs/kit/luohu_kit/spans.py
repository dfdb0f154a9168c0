"""Spans: who did what for how long, under one trace over all hops. Told to whoever listens; nobody does by default.

The ids are those that travel anyway (W3C Trace Context, `trace`). Where only the number of a trace is known, as of a
message in the outbox, its first span is known too: it bears the first half of that number. So everything that one
request set off hangs together, however long it lay in a table.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from secrets import token_hex
from time import time_ns
from typing import Protocol


class Kind(StrEnum):
    """What a span is, as OpenTelemetry has it."""

    SERVER = "server"  #: a request that was answered
    CLIENT = "client"  #: a request that was made, messages of the outbox among them
    INTERNAL = "internal"  #: work on the world's clock


@dataclass(slots=True)
class Span:
    """One piece of work."""

    service: str
    kind: Kind
    name: str  #: of few different ones: a template, a topic, a duty
    trace: str  #: 32 hexadecimal digits
    id: str  #: 16
    parent: str | None = None  #: None: the trace begins here
    links: tuple[str, ...] = ()  #: further traces that it is about
    facts: dict[str, str | int] = field(default_factory=dict)
    error: str = ""
    began: int = field(default_factory=time_ns)  #: unix nanoseconds
    ended: int = 0


class Listener(Protocol):
    """Takes spans that have ended. It must not wait."""

    def __call__(self, span: Span) -> None: ...


listeners: list[Listener] = []  #: of this process
_within: ContextVar[Span | None] = ContextVar("luohu_span", default=None)


def root_of(trace: str) -> str:
    """The id of the first span of a trace."""
    return trace[:16]


def parent_in(trace: str) -> str:
    """What the next span of a trace hangs on: the span that is being worked on, else the first of the trace."""
    within = _within.get()
    return within.id if within is not None and within.trace == trace else root_of(trace)


def ids_of(traceparent: str) -> tuple[str, str]:
    """The trace and the span of a header that was read before and is well formed."""
    _, trace, span, _ = traceparent.split("-")
    return trace, span


@contextmanager
def spanning(span: Span) -> Iterator[Span]:
    """Inside of the block, what is done belongs to the span; afterwards it is told."""
    token = _within.set(span)
    try:
        yield span
    except BaseException as error:
        span.error = span.error or type(error).__name__
        raise
    finally:
        _within.reset(token)
        tell(span)


def tell(span: Span) -> None:
    """A span has ended."""
    span.ended = time_ns()
    for listener in listeners:
        listener(span)


def answering(service: str, name: str, trace: str, traceparent: str, facts: Mapping[str, str | int]) -> Span:
    """The span of a request that has come. traceparent: its header as it came; empty or of another trace: it begins."""
    told, parent = ids_of(traceparent) if traceparent.count("-") == 3 else ("", None)
    if told != trace:
        return Span(service, Kind.SERVER, name, trace, root_of(trace), facts=dict(facts))
    return Span(service, Kind.SERVER, name, trace, token_hex(8), parent, facts=dict(facts))
