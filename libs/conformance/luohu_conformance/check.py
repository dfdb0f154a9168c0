"""A check: one clause of the contract, looked at in a running service; and what came of it."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import httpx

B = TypeVar("B")  #: what the checks of a suite share: the service, and what was seen of it so far


class Result(StrEnum):
    HOLDS = "holds"
    BROKEN = "does not hold"
    UNTOLD = "cannot be told"


class Broken(Exception):
    """What was seen contradicts the clause. The message is for the engineer of the service."""


class Untold(Exception):
    """The service did nothing from which it could be told. The message says what is missing."""


class NotReady(Exception):
    """The checks cannot begin, through no fault of the service. The message says what to prepare."""


@dataclass(frozen=True, slots=True)
class Check(Generic[B]):
    """One clause of the contract.

    look: looks, and says what it saw. Raises Broken or Untold.
    """

    id: str
    sentence: str  #: what a service does when the clause holds
    why: str  #: where the contract says so, and what goes wrong in the city otherwise
    needs: tuple[str, ...]  #: checks that must hold before this one can be told
    look: Callable[[B], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of a check."""

    id: str
    sentence: str
    why: str
    result: Result
    seen: str


class Suite(Generic[B]):
    """Checks in the order in which they are made."""

    def __init__(self) -> None:
        self._checks: list[Check[B]] = []

    def __iter__(self) -> Iterator[Check[B]]:
        return iter(self._checks)

    def check(
        self,
        id: str,  # noqa: A002 - it is one
        sentence: str,
        *,
        why: str,
        needs: Sequence[str] = (),
    ) -> Callable[[Callable[[B], Awaitable[str]]], Callable[[B], Awaitable[str]]]:
        """Make a check of a coroutine that looks."""

        def add(look: Callable[[B], Awaitable[str]]) -> Callable[[B], Awaitable[str]]:
            self._checks.append(Check(id, sentence, why, tuple(needs), look))
            return look

        return add


async def made(
    checks: Sequence[Check[B]], bench: B, told: Callable[[Finding], None] = lambda finding: None
) -> tuple[Finding, ...]:
    """Make the checks one after the other. told: is called with each finding as soon as it is there.

    Raises NotReady.
    """
    findings: dict[str, Finding] = {}
    for check in checks:
        lacking = [need for need in check.needs if findings[need].result is not Result.HOLDS]
        result, seen = (Result.UNTOLD, _after(lacking)) if lacking else await _looked(check, bench)
        findings[check.id] = Finding(check.id, check.sentence, check.why, result, seen)
        told(findings[check.id])
    return tuple(findings.values())


async def _looked(check: Check[B], bench: B) -> tuple[Result, str]:
    try:
        return Result.HOLDS, await check.look(bench)
    except Broken as broken:
        return Result.BROKEN, str(broken)
    except Untold as untold:
        return Result.UNTOLD, str(untold)
    except httpx.RequestError as error:
        asked = f"{error.request.method} {error.request.url}"
        return Result.BROKEN, f"{asked} got no answer ({type(error).__name__})"
    except httpx.InvalidURL as error:
        return Result.BROKEN, f"an address that it gave cannot be used ({error})"


def _after(lacking: Sequence[str]) -> str:
    return f"it is told only where {', '.join(lacking)} holds"
