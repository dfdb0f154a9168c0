"""A fault as a tester tells it, and what it does to the n-th request of its edge. Pure: the seed and the number decide.

The same fault with the same seed touches the same requests, on any machine and in any run: whether it fires is the
hash of the seed, the edge and the number of the request.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from luohu_contract.duration import Duration, DurationOutOfRange
from luohu_contract.model import Wire
from luohu_kit.retry import PASSING

GATEWAY = "gateway"
LONGEST_LATENCY = timedelta(seconds=30)
_START = datetime(2020, 1, 1, tzinfo=UTC)
_LONGEST = Duration(months=120).after(_START)
_DENOMINATOR = 2**64


def _real(wait: Duration) -> Duration:
    if wait.months or wait.days or wait.time > LONGEST_LATENCY:
        raise ValueError("this is real time, which somebody waits for: at most PT30S")
    return wait


def _of_world(wait: Duration) -> Duration:
    try:
        allowed = Duration() != wait and wait.after(_START) <= _LONGEST
    except DurationOutOfRange:
        allowed = False
    if not allowed:
        raise ValueError("this is time on the world's clock: more than nothing, and at most ten years, P10Y")
    return wait


def _tried_again(status: int) -> int:
    if status in PASSING or 500 <= status <= 599:
        return status
    raise ValueError(
        "a receiver that says this has refused the message for good, and a fault loses nothing: "
        "use 401, 403, 408, 425, 429 or 500 to 599"
    )


RealDuration = Annotated[Duration, AfterValidator(_real)]
WorldDuration = Annotated[Duration, AfterValidator(_of_world)]


class Drop(StrEnum):
    """Which half of an exchange is lost."""

    REQUEST = "request"  #: it never arrives
    ANSWER = "answer"  #: it is done, and nobody hears of it


class Outage(Wire):
    """A window of the world's time in which nothing gets through."""

    begins: AwareDatetime | None = Field(default=None, alias="from")  #: from when the fault is put, when left out
    ends: AwareDatetime | None = Field(default=None, alias="to")  #: for ever, when left out

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.begins is not None and self.ends is not None and self.ends <= self.begins:
            raise ValueError("an outage ends after it begins: `to` is later than `from`")
        return self

    def at(self, now: datetime, made_at: datetime) -> bool:
        """Whether it lasts at an instant of the world's time."""
        return (self.begins or made_at) <= now and (self.ends is None or now < self.ends)


class Which(Wire):
    """Which requests of the edge a fault looks at; all of them when nothing is told."""

    method: str | None = Field(default=None, pattern=r"^[A-Z]{3,10}$")
    path_prefix: str | None = Field(default=None, pattern=r"^/", max_length=200)
    topic: str | None = Field(default=None, min_length=1, max_length=60)  #: of messages: `verdicts`, …

    def fits(self, method: str, path: str, topic: str | None) -> bool:
        """Whether a request is one of them."""
        return (
            self.method in (None, method)
            and (self.path_prefix is None or path.startswith(self.path_prefix))
            and self.topic in (None, topic)
        )


class Fault(Wire):
    """What is done to the requests of one edge. Effects that do not exclude one another can be combined."""

    status: Annotated[int, AfterValidator(_tried_again)] | None = Field(
        default=None, description="answered instead of the receiver: 401, 403, 408, 425, 429 or 500 to 599"
    )
    retry_after: RealDuration | None = Field(
        default=None, description="with `status`: the header Retry-After, in whole seconds; PT1S with 429 and 503"
    )
    drop: Drop | None = Field(
        default=None, description="`request`: it never arrives; `answer`: it is done, and nobody hears of it"
    )
    latency: RealDuration | None = Field(default=None, description="it leaves so much later, in real time")
    hold: WorldDuration | None = Field(
        default=None, description="a message is set aside, once, for so long on the world's clock"
    )
    duplicate: int = Field(default=0, ge=0, le=10, description="it is sent so often again, at once")
    reorder: bool = Field(default=False, description="the next request of the edge overtakes it")
    corrupt_signature: bool = Field(default=False, description="its signature is of another body")
    unsigned: bool = Field(default=False, description="it has no signature")
    outage: Outage | None = Field(
        default=None,
        description="nothing gets through `from` one instant `to` another of the world's time, whatever is told below",
    )
    probability: Decimal = Field(
        default=Decimal(1), gt=0, le=1, max_digits=12, description="of being touched, decided by the seed"
    )
    succeed_first: int | None = Field(default=None, ge=0, le=1_000_000, description="the first n pass")
    fail_first: int | None = Field(
        default=None, ge=1, le=1_000_000, description="after those, n are touched, and then none"
    )
    seed: int = Field(default=0, ge=0, lt=2**63, description="the same seed touches the same requests")
    ttl: WorldDuration | None = Field(
        default=None, description="it ends so long after it was put, on the world's clock"
    )
    match: Which = Field(
        default=Which(), description="looks only at requests with this `method`, `path_prefix` and `topic`"
    )

    @model_validator(mode="before")
    @classmethod
    def _failing_is_503(cls, given: Any) -> Any:
        """Whoever only says how many fail means that the receiver is unavailable."""
        counts = {"fail_first", "succeed_first"}
        if isinstance(given, Mapping) and counts & set(given) and not _EFFECTS & set(given):
            return {**given, "status": 503}
        return given

    @model_validator(mode="after")
    def _does_something_that_can_be_done(self) -> Self:
        if not any(getattr(self, name) for name in _EFFECTS):
            raise ValueError(f"a fault does something: give at least one of {', '.join(sorted(_EFFECTS))}")
        if self.retry_after is not None and self.status is None:
            raise ValueError("`retry_after` goes with a `status`")
        for one, other in _EXCLUSIVE:
            if getattr(self, one) and getattr(self, other):
                raise ValueError(f"`{one}` and `{other}` exclude one another: leave one out")
        return self

    def touches(self, edge: str, number: int) -> bool:
        """Whether the n-th request (from 1) that it looks at is touched; outages aside."""
        first = self.succeed_first or 0
        if number <= first or (self.fail_first is not None and number > first + self.fail_first):
            return False
        return chance(self.seed, edge, number) < self.probability * _DENOMINATOR


_EFFECTS = frozenset(
    {
        "status",
        "drop",
        "latency",
        "hold",
        "duplicate",
        "reorder",
        "corrupt_signature",
        "unsigned",
        "outage",
    }
)
_EXCLUSIVE = (
    ("status", "drop"),
    ("status", "duplicate"),
    ("status", "corrupt_signature"),
    ("status", "unsigned"),
    ("corrupt_signature", "unsigned"),
)


def chance(seed: int, edge: str, number: int) -> int:
    """A number below 2**64 that only these three decide."""
    told = f"luohu fault v1\0{seed}\0{edge}\0{number}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:8], "big")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done to one request."""

    fault: Fault
    out: bool = False  #: an outage: nothing gets through
    until: datetime | None = None  #: the world's time until which a message is set aside

    @property
    def name(self) -> str:
        """What the journal says."""
        if self.out:
            return "outage"
        fault = self.fault
        named = {
            f"status {fault.status}": fault.status is not None,
            f"drop {fault.drop}": fault.drop is not None,
            "hold": self.until is not None,
            "latency": fault.latency is not None,
            "reorder": fault.reorder,
            "corrupt_signature": fault.corrupt_signature,
            "unsigned": fault.unsigned,
            "duplicate": fault.duplicate > 0,
        }
        return ", ".join(name for name, so in named.items() if so)


def plan_for(
    fault: Fault, edge: str, number: int, *, now: datetime, made_at: datetime, message: bool, released: bool
) -> Plan | None:
    """What a fault does to the n-th request that it looks at; None: nothing.

    now, made_at: the world's time, and that at which the fault was put. message: it can be set aside, because nobody
    waits for its answer. released: it was set aside before, which is done once only.
    """
    if fault.outage is not None and fault.outage.at(now, made_at):
        return Plan(fault, out=True, until=fault.outage.ends if message else None)
    if not fault.touches(edge, number):
        return None
    hold = fault.hold.after(now) if fault.hold is not None and message and not released else None
    plan = Plan(fault, until=hold)
    return plan if plan.name else None
