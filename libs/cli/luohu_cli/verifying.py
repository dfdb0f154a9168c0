"""A verification as it comes from the control plane, line by line: shown while it runs, and summed up."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from luohu_cli.failure import Failure

_PATIENCE = httpx.Timeout(900.0, connect=5.0)  #: one check of a large world takes a while
INVARIANT, WAITING = "invariant", "waiting"

Line = Mapping[str, Any]


class CouldNotLook(Failure):
    """The city is away, busy, or a service failed while it was looked at."""


@dataclass(slots=True)
class Report:
    """What was found in one world."""

    world: str
    checks: int = 0  #: that were run
    found: list[Line] = field(default_factory=list)  #: those that found something

    def of(self, kind: str) -> list[Line]:
        """What checks of a kind found."""
        return [each for each in self.found if each["kind"] == kind]

    def count(self, kind: str, *names: str) -> int:
        """How many rows; of these checks only, if any are named."""
        return sum(each["count"] for each in self.of(kind) if not names or each["check"] in names)

    @property
    def clean(self) -> bool:
        """Whether every invariant holds."""
        return not self.count(INVARIANT)

    def document(self) -> Line:
        """As JSON has it."""
        return {
            "world": self.world,
            "clean": self.clean,
            "checks": self.checks,
            "violated": self.of(INVARIANT),
            "waiting": self.of(WAITING),
        }


def verify(gateway: str, world: str, console: Console, transport: httpx.BaseTransport | None = None) -> Report:
    """Run all checks of a world at one moment. Raises CouldNotLook."""
    columns = (TextColumn("verifying {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    report, ended = Report(world), False
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(world, total=None)
        for line in _lines(gateway, world, transport):
            if "checks" in line:
                progress.update(bar, total=line["checks"])
            elif "check" in line:
                progress.advance(bar)
                report.checks += 1
                if line["count"]:
                    report.found.append(line)
            elif "failed" in line:
                raise CouldNotLook(f"{world} could not be looked at: {line['failed']}")
            ended = "violated" in line
    if not ended:
        raise CouldNotLook(f"the verification of {world} broke off")
    return report


def worlds(gateway: str, transport: httpx.BaseTransport | None = None) -> list[str]:
    """The names of all worlds. Raises CouldNotLook."""
    try:
        with _client(gateway, transport) as client:
            answer = client.get("/_luohu/worlds")
    except httpx.TransportError as error:
        raise CouldNotLook(f"{gateway} does not answer: {error or type(error).__name__}") from error
    if not answer.is_success:
        raise CouldNotLook(f"the worlds could not be listed: {_why(answer)}")
    return [world["name"] for world in answer.json()["items"]]


def _lines(gateway: str, world: str, transport: httpx.BaseTransport | None) -> Iterator[Line]:
    try:
        with (
            _client(gateway, transport) as client,
            client.stream("GET", f"/_luohu/worlds/{world}/verification") as answer,
        ):
            if not answer.is_success:
                answer.read()
                raise CouldNotLook(f"{world} could not be looked at: {_why(answer)}")
            for line in answer.iter_lines():
                yield json.loads(line)
    except httpx.TransportError as error:
        raise CouldNotLook(f"{gateway} broke off: {error or type(error).__name__}") from error


def _why(answer: httpx.Response) -> str:
    try:
        return f"HTTP {answer.status_code}: {answer.json().get('detail', '')}"
    except ValueError:
        return f"HTTP {answer.status_code}: {answer.text[:300]}"


def _client(gateway: str, transport: httpx.BaseTransport | None) -> httpx.Client:
    return httpx.Client(base_url=gateway, timeout=_PATIENCE, trust_env=False, transport=transport)
