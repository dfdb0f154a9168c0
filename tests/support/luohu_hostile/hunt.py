"""Looks for answers that an OpenAPI document does not allow: schemathesis, all its checks, along the links as well."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from luohu_hostile.badges import Badges

#: A document cannot say all that makes data good: check digits, dates that follow one another, a form for each kind.
REFUSED_FOR_MORE_THAN_FORM = ("2xx", "400", "401", "403", "404", "409", "410", "412", "413", "415", "422", "428", "429")
KNOWN_AMONG = 0.8  #: of what stands in paths, so much is there; else nothing but refusals would be seen
SECONDS_OF_ONE = 30  #: real time after which a request counts as never answered


@dataclass(frozen=True)
class Size:
    """How much is asked of one document."""

    examples: int  #: of each operation in a turn
    seconds: int  #: turns are taken until then
    scenarios: int  #: ways along the links, in a turn
    steps: int  #: of a way
    coverage: bool  #: every bound of every field once, and every method that there is not


@dataclass
class Hunt:
    """One document, and what was found against it."""

    document: str  #: its address
    base: str  #: where its paths begin
    badges: Badges
    headers: Mapping[str, str]
    size: Size
    seed: int
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)  #: what stands for something, by names of paths
    left_out: str = ""  #: a pattern of paths that are not asked
    asked: dict[str, int] = field(default_factory=dict)  #: requests by operation
    taken: set[str] = field(default_factory=set)  #: operations that were answered with 2xx
    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def run(self) -> list[str]:
        """Ask; each fault once, with a request that shows it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = SchemathesisConfig.from_dict(self._settings())
            schema = schemathesis.openapi.from_url(self.document, config=config)
            self.badges.worn(schema)
            for event in from_schema(schema).execute():
                if isinstance(event, NonFatalError):
                    self.found[event.label, "error"] = f"{event.label}: {event.value!r}"
                elif isinstance(event, ScenarioFinished):
                    self._judge(event)
        return list(self.found.values())

    def _judge(self, event: ScenarioFinished) -> None:
        for number, interaction in event.recorder.interactions.items():
            label = event.recorder.cases[number].value.operation.label
            self.asked[label] = self.asked.get(label, 0) + 1
            if interaction.response is not None and interaction.response.status_code < 300:
                self.taken.add(label)
        for nodes in event.recorder.checks.values():
            for node in nodes:
                if node.status is Status.FAILURE and node.failure_info is not None:
                    failure = node.failure_info.failure
                    self.found.setdefault(
                        (str(failure.operation), node.name),
                        f"{failure.operation}: {failure.title}: {failure.message}\n{node.failure_info.code_sample}",
                    )

    def _settings(self) -> dict[str, Any]:
        size = self.size
        generation = {"max-examples": size.examples, "no-shrink": True, "database": "none"}
        return {
            "dictionaries": {name: {"values": list(values)} for name, values in self.known.items()},
            "base-url": self.base,
            "seed": self.seed,
            "max-time": size.seconds,
            "continue-on-failure": True,
            "request-timeout": SECONDS_OF_ONE,
            "headers": dict(self.headers),
            "generation": generation,
            "phases": {
                "coverage": {"enabled": size.coverage},
                "stateful": {"max-steps": size.steps, "generation": {**generation, "max-examples": size.scenarios}},
            },
            "checks": {
                "positive_data_acceptance": {"expected-statuses": list(REFUSED_FOR_MORE_THAN_FORM)},
                "negative_data_rejection": {"expected-statuses": ["4xx"]},
            },
            "operations": list(self._not_asked()),
            "parameters": {
                f"path.{name}": {"dictionary": name, "probability": KNOWN_AMONG} for name in self.known
            },
        }

    def _not_asked(self) -> Iterator[Mapping[str, Any]]:
        if self.left_out:
            yield {"include-path-regex": self.left_out, "enabled": False}
