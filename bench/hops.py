"""What a hop of the city costs in processor time, process by process: at rest, and for operations of each kind.

Processor time is what a test suite is short of: it says the same on a busy machine, where real time says nothing.
It is read from the kernel before and after many operations, one at a time, through the gateway.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil

from bench.latency import PERSONA
from bench.trial import Trial
from luohu_cli import city, state
from luohu_cli.door import Door

REST_SECONDS = 15.0
WARM, COUNTED = 40, 200

Seconds = dict[str, float]


def measure(trial: Trial) -> dict[str, object]:
    """Milliseconds of processor time: a second at rest, and of one operation of each kind."""
    trial.up()
    with filed(trial, "hops") as (client, item, body):
        operations: dict[str, Callable[[], object]] = {
            "answer": lambda: _good(client.get("/identity/.well-known/openid-configuration")),
            "read": lambda: _good(client.get(item)),
            "write": lambda: _write(client, item, body),
            "token": lambda: _token(client),
            "item": lambda: through_the_loop(client, item, body),
            "world": lambda: _world(client),
        }
        told: dict[str, object] = {"rest": _rest(trial)}
        for name, operation in operations.items():
            told[name] = _counted(trial, operation)
    return told


@contextmanager
def filed(trial: Trial, world: str) -> Iterator[tuple[httpx.Client, str, Any]]:
    """A client of somebody in a new world, the path of the item that they have filed, and its form."""
    with Door(trial.gateway) as door:
        door.must("POST", "/_luohu/worlds", json={"name": world, "admission": "open"})
        body = next(step["file"]["body"] for step in city.persona_named(door, PERSONA)["steps"] if "file" in step)
        token, _ = city.token_of(door, PERSONA, world)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=trial.gateway, headers=headers, timeout=30, trust_env=False) as client:
        declaration = _good(client.post("/v1/declarations", json={})).json()["id"]
        item = "/v1/items/" + _good(client.post(f"/v1/declarations/{declaration}/residences", json=body)).json()["id"]
        yield client, item, body


def _rest(trial: Trial) -> dict[str, float]:
    time.sleep(3.0)
    before = _used(trial)
    time.sleep(REST_SECONDS)
    return _between(before, _used(trial), REST_SECONDS)


def _counted(trial: Trial, operation: Callable[[], object]) -> dict[str, float]:
    for _ in range(WARM):
        operation()
    before, began = _used(trial), time.perf_counter()
    for _ in range(COUNTED):
        operation()
    wall = (time.perf_counter() - began) * 1000 / COUNTED
    return {**_between(before, _used(trial), COUNTED), "wall": round(wall, 2)}


def _between(before: Seconds, after: Seconds, parts: float) -> dict[str, float]:
    each = {name: (after[name] - before.get(name, 0.0)) * 1000 / parts for name in after}
    return {"all": round(sum(each.values()), 2), **{name: round(ms, 2) for name, ms in each.items() if ms >= 0.05}}


def _used(trial: Trial) -> Seconds:
    """Seconds of processor time so far of each service, and of PostgreSQL as a whole."""
    running = state.running(trial.data_dir)
    if running is None:
        raise RuntimeError("no city runs")
    used = {process.services[0]: _seconds(process.pid) for process in running.processes}
    postgres = psutil.Process(running.postgres_pid)
    backends = sum(_seconds(child.pid) for child in postgres.children(recursive=True))
    ended = postgres.cpu_times()  # afterwards: a backend that ends meanwhile is counted here
    used["postgres"] = backends + ended.user + ended.system + ended.children_user + ended.children_system
    return used


def _seconds(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _write(client: httpx.Client, item: str, body: Any) -> None:
    _good(client.put(item, json=body, headers={"If-Match": "*"}))


def _token(client: httpx.Client) -> None:
    form = {"grant_type": "urn:luohu:grant:persona", "persona": PERSONA, "world": "hops"}
    _good(client.post("/identity/token", data=form))


def through_the_loop(client: httpx.Client, item: str, body: Any) -> None:
    """The item is edited, verified, and valid again."""
    _write(client, item, body)
    _good(client.post(f"{item}/verification"))
    seen = _good(client.get(item, headers={"Prefer": "wait=5"})).json()
    if seen["status"] != "valid":
        raise RuntimeError(f"the item shows {seen['display']}, not valid")


def _world(client: httpx.Client) -> None:
    _good(client.post("/_luohu/worlds", json={"name": "hop"}))
    _good(client.delete("/_luohu/worlds/hop"))


def _good(response: httpx.Response) -> httpx.Response:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response
