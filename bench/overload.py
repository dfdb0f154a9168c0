"""Four times the load that the city carries: what it takes, what it sends away, how it comes back.

First a few clients that wait for their answers show what the city carries. Then as many arrivals a second as four times
that, whether answered or not. Then nothing, until every question that was taken has its verdict; and the first again.
"""

import asyncio
import itertools
import json
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import httpx

from bench.trial import Trial
from luohu_cli import city
from luohu_cli.door import Door
from luohu_cli.metrics import look_at_all
from luohu_kit.settings import Settings

WORLDS, CLIENTS, SECONDS, TIMES = 4, 8, 10.0, 4
PATIENCE = 15.0  #: seconds that a caller waits for an answer
DRAIN = 120.0  #: seconds that the city may take to come to rest


@dataclass(frozen=True, slots=True)
class Item:
    """An authorisation to read taxes: what is verified, edited and verified again."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Told:
    """What callers were told."""

    statuses: Counter[str] = field(default_factory=Counter)
    accepted: int = 0  #: verifications that were taken: each gets a verdict

    def note(self, step: str, answer: httpx.Response) -> bool:
        self.statuses[f"{step} {answer.status_code}"] += 1
        return answer.is_success


def items_of(url: str, worlds: int) -> list[Item]:
    """One item of every persona in so many new worlds, in which everybody may file."""
    items = []
    with Door(url) as door:
        names = [persona["name"] for persona in city.personas(door)]
        for _ in range(worlds):
            world = door.must("POST", "/_luohu/worlds", json={"admission": "open"}).response.json()["name"]
            for name in names:
                token, _ = city.token_of(door, name, world)
                made = door.must("POST", "/v1/declarations", token=token, json={}).response.json()["id"]
                path = f"/v1/declarations/{made}/tax"
                item = door.must("POST", path, token=token, json={"authorised": True}).response.json()["id"]
                items.append(Item(f"/v1/items/{item}", {"Authorization": f"Bearer {token}"}))
    return items


async def once(client: httpx.AsyncClient, item: Item, told: Told) -> bool:
    """Edit an item and have it verified, as far as the city lets us; whether it was taken."""
    try:
        read = await client.get(item.path, headers=item.headers)
        if not told.note("read", read):
            return False
        tag = {**item.headers, "If-Match": read.headers["etag"]}
        if not told.note("edit", await client.put(item.path, headers=tag, json={"authorised": True})):
            return False
        taken = told.note("verify", await client.post(f"{item.path}/verification", headers=item.headers))
    except httpx.TransportError as error:
        told.statuses[type(error).__name__] += 1
        return False
    told.accepted += taken
    return taken


async def carried(client: httpx.AsyncClient, items: Sequence[Item], seconds: float, clients: int = CLIENTS) -> float:
    """Verifications a second that so many clients get through, each with one at a time."""
    told, turns, end = Told(), itertools.cycle(items), time.monotonic() + seconds

    async def work() -> None:
        while time.monotonic() < end:
            await once(client, next(turns), told)

    await asyncio.gather(*(work() for _ in range(clients)))
    return told.accepted / seconds


async def pressed(client: httpx.AsyncClient, items: Sequence[Item], rate: float, seconds: float) -> Told:
    """Arrivals at a rate, whether answered or not, for a while; what became of all of them."""
    told, turns, tasks = Told(), itertools.cycle(items), set()
    began = time.monotonic()
    for number in itertools.count():
        due = began + number / rate
        if due > began + seconds:
            break
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        tasks.add(asyncio.create_task(once(client, next(turns), told)))
    await asyncio.gather(*tasks)
    return told


async def at_rest(client: httpx.AsyncClient, items: Sequence[Item], within: float = DRAIN) -> float:
    """Seconds until no item waits for a verdict. Raises RuntimeError when some still do."""
    began, left = time.monotonic(), list(items)
    while left:
        seen = [(item, await client.get(item.path, headers=item.headers)) for item in left]
        left = [item for item, read in seen if not read.is_success or read.json()["status"] == "pending"]
        if left and time.monotonic() - began > within:
            raise RuntimeError(f"{len(left)} items wait for a verdict {within:.0f} s after the load has ended")
        await asyncio.sleep(0.05 if left else 0)
    return time.monotonic() - began


def memory_of(settings: Settings) -> float:
    """Megabytes of the largest process of the city."""
    return max(look.most("process_resident_memory_bytes") or 0.0 for look in look_at_all(settings)) / 1024**2


async def measure(url: str, items: Sequence[Item], seconds: float) -> tuple[dict[str, object], Told]:
    """The three parts against a city; the figures, and what callers were told while it was pressed."""
    limits = httpx.Limits(max_connections=400)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits, trust_env=False) as client:
        before = await carried(client, items, seconds)
        await at_rest(client, items)
        told = await pressed(client, items, max(before, 1.0) * TIMES, seconds)
        drained = await at_rest(client, items)
        after = await carried(client, items, seconds)
        await at_rest(client, items)
    figures = {
        "carried_per_s": round(before, 1),
        "arrivals_per_s": round(before * TIMES, 1),
        "seconds": seconds,
        "told": dict(sorted(told.statuses.items())),
        "taken": told.accepted,
        "at_rest_after_s": round(drained, 2),
        "carried_per_s_afterwards": round(after, 1),
    }
    return figures, told


def main() -> int:
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    with Trial() as trial:
        trial.up()
        settings = Settings(port_base=trial.port_base)
        items = items_of(trial.gateway, WORLDS)
        before = memory_of(settings)
        figures, _ = asyncio.run(measure(trial.gateway, items, seconds))
        figures |= {"largest_process_mb_before": round(before), "largest_process_mb_after": round(memory_of(settings))}
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
