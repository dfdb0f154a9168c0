"""One item on an idle city, from the POST of 在线审核 until a waiting read answers `valid`. Promise: median 30 ms.

Every service is a process of its own, everything is durable, everything goes through the gateway.
"""

import time
from statistics import median, quantiles
from typing import Any

import httpx

from bench.trial import Trial
from luohu_cli import city
from luohu_cli.door import Door

PERSONA = "certificate-changed-twice"
WARM, COUNTED = 20, 200


def measure(trial: Trial) -> dict[str, object]:
    """Milliseconds over the counted items: the same home, edited and verified again."""
    trial.up()
    with Door(trial.gateway) as door:
        door.must("POST", "/_luohu/worlds", json={"name": "bench"})
        body = next(step["file"]["body"] for step in city.persona_named(door, PERSONA)["steps"] if "file" in step)
        token, _ = city.token_of(door, PERSONA, "bench")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=trial.gateway, headers=headers, timeout=30, trust_env=False) as client:
        declaration = _good(client.post("/v1/declarations", json={}))["id"]
        item = _good(client.post(f"/v1/declarations/{declaration}/residences", json=body))["id"]
        taken = [_once(client, f"/v1/items/{item}", body) for _ in range(WARM + COUNTED)][WARM:]
    parts = quantiles(taken, n=100)
    return {
        "items": COUNTED,
        "median_ms": round(median(taken), 1),
        "p90_ms": round(parts[89], 1),
        "p99_ms": round(parts[98], 1),
        "fastest_ms": round(min(taken), 1),
        "promise_median_ms": 30,
    }


def _once(client: httpx.Client, path: str, body: Any) -> float:
    tag = client.get(path).headers["etag"]
    _good(client.put(path, json=body, headers={"If-Match": tag}))
    began = time.perf_counter()
    _good(client.post(f"{path}/verification"))
    item = _good(client.get(path, headers={"Prefer": "wait=5"}))
    took = time.perf_counter() - began
    if item["status"] != "valid":
        raise RuntimeError(f"the item shows {item['display']}, not valid")
    return took * 1000


def _good(response: httpx.Response) -> Any:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response.json()
