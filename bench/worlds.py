"""Worlds: made, brought back to their beginning, kept and restored; alone, and with many others beside them.

Every figure is what somebody at the gateway waits for. Promise: a world made in 50 ms, brought back in 50 ms.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median, quantiles
from typing import Any

import httpx

from bench.trial import Trial, tell

ROUNDS = 40
BESIDE = 2000  #: worlds that are there as well, for the second figure
PEOPLE = 1000
KEPT_ROUNDS = 5
BATCH, BATCH_ROUNDS = 40, 5

_serial = count()


def measure(trial: Trial) -> dict[str, object]:
    """Milliseconds of a new world, its reset and its deletion, and seconds for a world of 1,000 people."""
    trial.up()
    with httpx.Client(base_url=trial.gateway, timeout=600, trust_env=False) as client:
        figures: dict[str, object] = {"promise_ms": {"made": 50, "reset": 50}}

        def part(name: str, found: dict[str, object]) -> None:
            figures[name] = found
            tell(f"worlds: {name}: {found}")

        part("alone", _life(client))
        tell(f"worlds: {BESIDE} others are made")
        with _many(client):
            part(f"beside_{BESIDE}_others", _life(client))
        part(f"each_of_{BATCH}", _batches(client))
        tell(f"worlds: {PEOPLE} people arrive in one")
        part(f"with_{PEOPLE}_people", _kept(client))
        return figures


def _life(client: httpx.Client) -> dict[str, object]:
    """Worlds one after the other, each made, used by nobody, brought back, taken away."""
    _end(client, _make(client))  # the first one plants the template
    names = [f"bench-{next(_serial)}" for _ in range(ROUNDS)]
    return {
        "made_ms": _each(names, lambda name: _make(client, name)),
        "reset_ms": _each(names, lambda name: _good(client.post(f"/_luohu/worlds/{name}/reset"))),
        "deleted_ms": _each(names, lambda name: _end(client, name)),
    }


def _each(names: list[str], act: Callable[[str], object]) -> dict[str, float]:
    taken = [_timed(lambda name=name: act(name)) * 1000 for name in names]  # type: ignore[misc]
    return {"median": round(median(taken), 1), "p90": round(quantiles(taken, n=10)[-1], 1)}


def _batches(client: httpx.Client) -> dict[str, object]:
    """Worlds made and taken away together; what each of them takes."""
    made, deleted = [], []
    for _ in range(BATCH_ROUNDS):
        began = time.perf_counter()
        wish = {"count": BATCH, "clock": {"mode": "frozen"}}
        names = [world["name"] for world in _good(client.post("/_luohu/worlds/batch", json=wish))["items"]]
        made.append((time.perf_counter() - began) * 1000 / BATCH)
        took = _timed(lambda names=names: _good(client.post("/_luohu/worlds/removal", json={"names": names})))  # type: ignore[misc]
        deleted.append(took * 1000 / BATCH)
    return {"made_ms": round(median(made), 1), "deleted_ms": round(median(deleted), 1)}


@contextmanager
def _many(client: httpx.Client) -> Iterator[None]:
    wish = {"count": BESIDE // 4, "clock": {"mode": "frozen"}}
    names = [_good(client.post("/_luohu/worlds/batch", json=wish))["items"] for _ in range(4)]
    try:
        yield
    finally:
        for several in names:
            doomed = [world["name"] for world in several]
            _good(client.post("/_luohu/worlds/removal", json={"names": doomed}))


def _kept(client: httpx.Client) -> dict[str, object]:
    """A snapshot of a world full of people, and the way back to it."""
    world = _make(client)
    here = {"Luohu-World": world}
    try:
        filled = _timed(lambda: _fill(client, here))
        path = f"/_luohu/worlds/{world}/snapshots"
        kept, restored = [], []
        for n in range(KEPT_ROUNDS):
            kept.append(_timed(lambda n=n: _good(client.post(path, json={"name": f"s{n}"}))))  # type: ignore[misc]
            restored.append(_timed(lambda n=n: _good(client.post(f"{path}/s{n}/restore"))))  # type: ignore[misc]
        return {
            "filled_s": round(filled, 2),
            "snapshot_s": round(median(kept), 3),
            "restore_s": round(median(restored), 3),
        }
    finally:
        _end(client, world)


def _fill(client: httpx.Client, here: dict[str, str]) -> None:
    wish, patient = {"seed": 1, "size": PEOPLE}, {**here, "Prefer": "wait=60"}
    if _good(client.post("/_luohu/population", json=wish, headers=patient))["state"] != "ready":
        raise RuntimeError("the people have not arrived")


def _make(client: httpx.Client, name: str | None = None) -> str:
    name = name or f"bench-{next(_serial)}"
    _good(client.post("/_luohu/worlds", json={"name": name, "clock": {"mode": "frozen"}}))
    return name


def _end(client: httpx.Client, name: str) -> None:
    _good(client.delete(f"/_luohu/worlds/{name}"))


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _good(response: httpx.Response) -> Any:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response.json() if response.content else None
