"""What a tester arranges in a world: how fast agencies are, what their next verdicts are, what breaks on the way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, TypedDict, Unpack
from urllib.parse import quote
from uuid import UUID

from pydantic_core import from_json

from luohu_client.line import Line
from luohu_client.views import FaultState, Told


class Effects(TypedDict, total=False):
    """The fields of a fault, as docs/reference/faults.md has them. Durations are ISO 8601."""

    status: int
    retry_after: str
    drop: Literal["request", "answer"]
    latency: str
    hold: str
    duplicate: int
    reorder: bool
    corrupt_signature: bool
    unsigned: bool
    outage: Mapping[str, datetime | str]  #: `from` and `to`, instants of the world's time; both may be left out
    probability: float
    succeed_first: int
    fail_first: int
    seed: int
    ttl: str
    match: Mapping[str, str]  #: `method`, `path_prefix`, `topic`


class Part:
    """A part of the control plane, in one world. Everything raises Problem."""

    def __init__(self, line: Line, world: str) -> None:
        self._line = line
        self._headers = {"Luohu-World": world}

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        return (await self._line.ask(method, f"/_luohu/{path}", headers=self._headers, **options)).content


class Faults(Part):
    """What is broken on purpose, edge by edge: `declaration->tax`."""

    async def put(self, edge: str, **effects: Unpack[Effects]) -> FaultState:
        """Put a fault on an edge, in place of the one that is there."""
        return FaultState.model_validate_json(await self._ask("PUT", f"faults/{quote(edge, safe='')}", json=effects))

    async def all(self) -> list[FaultState]:
        """Every fault of the world, and what it has done."""
        return _Listed.model_validate_json(await self._ask("GET", "faults")).items

    async def remove(self, edge: str) -> None:
        """Take the fault of an edge away; what it set aside goes on."""
        await self._ask("DELETE", f"faults/{quote(edge, safe='')}")

    async def clear(self) -> None:
        """Take every fault away."""
        await self._ask("DELETE", "faults")


class _Listed(Told):
    items: list[FaultState]


class Paces(Part):
    """How fast an agency answers."""

    async def put(
        self,
        agency: str,
        pace: "str | Mapping[str, Any]",
        *,
        question_kind: Literal["verification", "recheck"] = "verification",
        kind: str | None = None,
    ) -> None:
        """From now on: `immediate`, `operator`, a duration such as `P14D`, or what docs/guides/worlds-and-clock.md has.

        kind: of claim; all kinds when left out.
        """
        wish = {"question_kind": question_kind, "pace": pace, **({"kind": kind} if kind else {})}
        await self._ask("PUT", f"paces/{quote(agency, safe='')}", json=wish)

    async def all(self) -> list[Mapping[str, Any]]:
        """The paces of every agency, defaults marked."""
        told: list[Mapping[str, Any]] = from_json(await self._ask("GET", "paces"))["items"]
        return told

    async def reset(self, agency: str) -> None:
        """An agency's paces as they were at the beginning."""
        await self._ask("DELETE", f"paces/{quote(agency, safe='')}")


class Expectation(Told):
    """A verdict that was told beforehand, and how much of it is used up."""

    id: UUID
    agency: str
    times: int
    used: int  #: questions that it has answered
    used_up: bool
    items: tuple[UUID, ...]  #: whose questions they were


class Expectations(Part):
    """Verdicts told beforehand: the next questions that match are answered like this, whatever the register says."""

    async def put(
        self,
        agency: str,
        outcome: Literal["valid", "invalid"],
        *,
        reason: str | None = None,
        subject: str | None = None,
        findings: Mapping[str, Any] | None = None,
        match: Mapping[str, Any] | None = None,
        delay: str | None = None,
        times: int = 1,
    ) -> Expectation:
        """Tell one. match: `kind`, `question_kind`, `part`, `id_number`, `item`, `claim`; everything when left out."""
        verdict = {"outcome": outcome, "reason": reason, "subject": subject, "findings": findings}
        wish = {"agency": agency, "match": match, "delay": delay, "times": times}
        body = {name: value for name, value in wish.items() if value is not None}
        body["verdict"] = {name: value for name, value in verdict.items() if value is not None}
        return Expectation.model_validate_json(await self._ask("POST", "expectations", json=body))

    async def all(self) -> list[Expectation]:
        """Those of the world, used-up ones included."""
        return _Expected.model_validate_json(await self._ask("GET", "expectations")).items

    async def remove(self, expectation: UUID) -> None:
        """Take one back."""
        await self._ask("DELETE", f"expectations/{expectation}")

    async def clear(self) -> None:
        """Take all of them back."""
        await self._ask("DELETE", "expectations")


class _Expected(Told):
    items: list[Expectation]
