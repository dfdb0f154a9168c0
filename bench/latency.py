"""One item on an idle city, from the POST of 在线审核 until a waiting read answers `valid`.

Every service is a process of its own, everything is durable, everything goes through the gateway. `bench.loop` takes
the same beside a load.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

import httpx

from bench.trial import Trial
from luohu_cli import city
from luohu_cli.door import Door

PERSONA = "certificate-changed-twice"
WARM, COUNTED = 20, 500
MEDIAN_MS, P99_MS = 15, 60  #: promised


class Person:
    """Somebody with a home that is valid, who edits it and has it verified again, over and over."""

    def __init__(self, client: httpx.Client, path: str, body: Any) -> None:
        self._client, self._path, self._body = client, path, body

    def once(self) -> float:
        """Milliseconds of one item. The edit before it is not counted. RuntimeError when it is not valid."""
        tag = self._client.get(self._path).headers["etag"]
        _good(self._client.put(self._path, json=self._body, headers={"If-Match": tag}))
        began = time.perf_counter()
        _good(self._client.post(f"{self._path}/verification"))
        item = _good(self._client.get(self._path, headers={"Prefer": "wait=5"}))
        took = time.perf_counter() - began
        if item["status"] != "valid":
            raise RuntimeError(f"the item shows {item['display']}, not valid")
        return took * 1000


@contextmanager
def somebody(gateway: str) -> Iterator[Person]:
    """A person in a world of their own, signed in, with the home filed."""
    world = f"bench-{uuid4().hex[:8]}"
    with Door(gateway) as door:
        door.must("POST", "/_luohu/worlds", json={"name": world, "admission": "open"})
        body = next(step["file"]["body"] for step in city.persona_named(door, PERSONA)["steps"] if "file" in step)
        token, _ = city.token_of(door, PERSONA, world)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=gateway, headers=headers, timeout=30, trust_env=False) as client:
        declaration = _good(client.post("/v1/declarations", json={}))["id"]
        item = _good(client.post(f"/v1/declarations/{declaration}/residences", json=body))["id"]
        yield Person(client, f"/v1/items/{item}", body)


def measure(trial: Trial) -> dict[str, object]:
    """Milliseconds over the counted items, and what is promised."""
    trial.up()
    with somebody(trial.gateway) as person:
        taken = [person.once() for _ in range(WARM + COUNTED)][WARM:]
    return {**spread(taken), "promise_median_ms": MEDIAN_MS, "promise_p99_ms": P99_MS}


def spread(taken: Sequence[float]) -> dict[str, float]:
    """How many there were, and how their milliseconds spread."""
    parts = quantiles(taken, n=100)
    return {
        "items": len(taken),
        "median_ms": round(median(taken), 1),
        "p90_ms": round(parts[89], 1),
        "p99_ms": round(parts[98], 1),
        "fastest_ms": round(min(taken), 1),
    }


def _good(response: httpx.Response) -> Any:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response.json()
