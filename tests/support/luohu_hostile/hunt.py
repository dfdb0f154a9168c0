"""Looks for answers that an OpenAPI document does not allow: schemathesis, all its checks, along the links as well."""

import gzip
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.core.errors import NoLinksFound
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

from luohu_hostile.badges import Badges
from luohu_hostile.papers import paper, papers

#: A document cannot say all that makes data good: check digits, dates that follow one another, a form for each kind.
REFUSED_FOR_MORE_THAN_FORM = ("2xx", "400", "401", "403", "404", "409", "410", "412", "413", "415", "422", "428", "429")
#: What is sent where a file is wanted.
_FILES = {
    "application/pdf": st.one_of(st.just(paper()), st.sampled_from(papers()), st.binary(max_size=2_000)),
    "application/gzip": st.binary(max_size=2_000).flatmap(lambda data: st.sampled_from((data, gzip.compress(data)))),
}
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
    answers: dict[str, Counter[int]] = field(default_factory=dict)  #: by operation, how often each status
    found: dict[tuple[str, str], str] = field(default_factory=dict)

    def run(self) -> list[str]:
        """Ask; each fault once, with a request that shows it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = SchemathesisConfig.from_dict(self._settings())
            schema = schemathesis.openapi.from_url(self.document, config=config)
            if elsewhere := [path for path, item in schema.raw_schema["paths"].items() if "servers" in item]:
                schema = schema.exclude(path=elsewhere)  # at the gateway: what services ask one another
            self.badges.worn(schema)
            for kind, strategy in _FILES.items():
                schemathesis.openapi.media_type(kind, strategy)
                schemathesis.serializer(kind)(lambda _, value: value if isinstance(value, bytes) else None)
            for event in from_schema(schema).execute():
                if isinstance(event, NonFatalError) and isinstance(event.value, NoLinksFound):
                    continue  # of what is asked here nothing links to anything
                if isinstance(event, NonFatalError):
                    self.found[event.label, "error"] = f"{event.label}: {event.value!r}"
                elif isinstance(event, ScenarioFinished):
                    self._judge(event)
        return list(self.found.values())

    def told(self) -> str:
        """What was asked, in a line."""
        taken = [label for label, seen in self.answers.items() if any(200 <= status < 300 for status in seen)]
        asked = sum(seen.total() for seen in self.answers.values())
        return f"{asked} requests on {len(self.answers)} operations, {len(taken)} of them took some"

    def _judge(self, event: ScenarioFinished) -> None:
        for number, interaction in event.recorder.interactions.items():
            label = event.recorder.cases[number].value.operation.label
            status = interaction.response.status_code if interaction.response is not None else 0
            self.answers.setdefault(label, Counter())[status] += 1
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
            "parameters": {f"path.{name}": {"dictionary": name, "probability": KNOWN_AMONG} for name in self.known},
        }

    def _not_asked(self) -> Iterator[Mapping[str, Any]]:
        if self.left_out:
            yield {"include-path-regex": self.left_out, "enabled": False}


def only(paths: Iterable[str]) -> str:
    """A pattern of all paths but these."""
    return f"^(?!({'|'.join(map(re.escape, sorted(paths)))})$)"
