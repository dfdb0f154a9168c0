"""Looks for answers that a service's OpenAPI document does not allow: schemathesis, all its checks and links."""

import warnings
from collections.abc import Mapping
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished

#: A document cannot say all that makes data good: check digits, dates that follow one another, a form for each kind.
REFUSED_FOR_MORE_THAN_FORM = ("2xx", "400", "401", "403", "404", "409", "410", "412", "413", "415", "422", "428", "429")
#: Not asked: it never ends, waits on purpose, or would change clocks and worlds under the other tests.
LEFT_OUT = r"/v1/notices/events|/_luohu/journal/wait|/_luohu/clock|/_luohu/worlds|/_luohu/population|/_luohu/faults"


def hunt(url: str, headers: Mapping[str, str], *, seed: int, examples: int, seconds: int) -> list[str]:
    """What is found wrong at a service in so many seconds; each fault once, with a request that shows it."""
    settings: dict[str, Any] = {
        "seed": seed,
        "max-time": seconds,
        "continue-on-failure": True,
        "request-timeout": 20,
        "headers": dict(headers),
        "generation": {"max-examples": examples, "no-shrink": True, "database": "none"},
        "phases": {"stateful": {"max-steps": 6}},
        "checks": {
            "positive_data_acceptance": {"expected-statuses": list(REFUSED_FOR_MORE_THAN_FORM)},
            "negative_data_rejection": {"expected-statuses": ["4xx"]},
        },
        "operations": [{"include-path-regex": LEFT_OUT, "enabled": False}],
    }
    found: dict[tuple[str, str], str] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        config = SchemathesisConfig.from_dict(settings)
        schema = schemathesis.openapi.from_url(f"{url}/openapi.json", config=config)
        for event in from_schema(schema).execute():
            if isinstance(event, NonFatalError):
                found[event.label, "error"] = f"{event.label}: {event.value!r}"
            elif isinstance(event, ScenarioFinished):
                for nodes in event.recorder.checks.values():
                    for node in nodes:
                        if node.status is Status.FAILURE and node.failure_info is not None:
                            failure = node.failure_info.failure
                            key = (str(failure.operation), node.name)
                            found.setdefault(key, f"{failure.operation}: {failure.title}: {failure.message}\n"
                                                  f"{node.failure_info.code_sample}")  # fmt: skip
    return list(found.values())
