"""One hop, as it is noted while it happens."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter
from typing import Any

from luohu_kit.clock import machine_now

GATEWAY = "gateway"
CONTROL = "/_luohu/"  #: paths of the control plane: between the services no hops, and from outside those that change
JOURNAL = CONTROL + "journal"  #: reading the journal is in no journal

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NAMES = ("id", "item_id", "question_id", "declaration_id")  #: fields of a message that say what it is about


@dataclass(slots=True)
class Hop:
    """One request and what became of it. Bodies are kept as they are until the hop is written."""

    world: str
    sender: str
    receiver: str
    method: str
    target: str  #: path and query, as the receiver sees them
    traces: tuple[str, ...]  #: of the messages that travel in it; the first is the request's own
    at: datetime = field(default_factory=machine_now)  #: real time at which it began
    world_at: datetime | None = None  #: the world's time; None: worked out from the clock when the hop is written
    topic: str | None = None
    status: int | None = None  #: None: there was no answer
    error: str | None = None  #: why there was none
    request: bytes = b""
    request_size: int = 0
    response: bytes = b""
    response_size: int = 0
    concerns: list[tuple[str, ...]] = field(default_factory=list)  #: ids, one group for each message
    fault: str | None = None  #: what was done to it on purpose
    scenario: str | None = None
    subject: str | None = None  #: who asked, where a person did
    role: str | None = None
    caller: Any = None  #: who asked, as the token told (`luohu_kit.auth.Caller`)
    replay: Mapping[str, Any] | None = None  #: what is needed to ask the same again, besides `input`
    input: bytes | None = None
    took: float = 0.0  #: real seconds
    _began: float = field(default_factory=perf_counter)

    def again(self) -> "Hop":
        """The same request once more, by a fault."""
        return replace(self, at=machine_now(), fault="duplicate", _began=perf_counter())

    @property
    def edge(self) -> tuple[str, str, str]:
        """World, sender, receiver."""
        return self.world, self.sender, self.receiver

    def answered(self, status: int, body: bytes) -> None:
        """There was an answer."""
        self.status, self.response, self.response_size = status, body, len(body)
        self.ended()

    def failed(self, error: BaseException) -> None:
        """There was none."""
        self.error = f"{type(error).__name__}: {error}".rstrip(": ")[:300]
        self.ended()

    def ended(self) -> None:
        """It is over now."""
        self.took = perf_counter() - self._began

    def asked(self, body: bytes) -> None:
        """The request's body."""
        self.request, self.request_size = body, len(body)


def ids_of(message: Mapping[str, Any]) -> tuple[str, ...]:
    """What a message of the outbox is about, from the names of its fields."""
    return tuple(str(message[name]) for name in _NAMES if message.get(name))


def ids_in(*texts: str) -> tuple[str, ...]:
    """All ids in addresses, each once."""
    return tuple(dict.fromkeys(one for text in texts for one in _UUID.findall(text)))


_witnessed: ContextVar[Hop | None] = ContextVar("luohu_hop", default=None)


def witnessed() -> Hop | None:
    """The hop from outside that is being answered here, while it is."""
    return _witnessed.get()


@contextmanager
def witnessing(hop: Hop | None) -> Iterator[None]:
    """Inside of the block, this hop is being answered."""
    token = _witnessed.set(hop)
    try:
        yield
    finally:
        _witnessed.reset(token)


def of_world(name: str) -> None:
    """Note that the hop being answered is about this world, whatever its header says."""
    if (hop := _witnessed.get()) is not None:
        hop.world = name


def concern(*ids: object) -> None:
    """Note that the hop being answered is about these ids as well, where its address does not say so."""
    if (hop := _witnessed.get()) is not None:
        hop.concerns.append(tuple(str(one) for one in ids))


def joined(concerns: Iterable[tuple[str, ...]]) -> str:
    """Groups of ids as one text, for the row."""
    return ";".join(" ".join(group) for group in concerns)


def parted(text: str) -> list[list[str]]:
    """The groups again."""
    return [group.split(" ") for group in text.split(";")] if text else []
