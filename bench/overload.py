"""Four times the load that the city carries: what it takes, what it sends away, how it comes back.

Everybody opens a declaration and has an item verified, in one request. A few clients that wait for their verdicts show
what the city carries. Then four times as many arrive in each second, whether anybody was answered or not. Then nobody,
until every question that was taken has its verdict; and the first again.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import product

import httpx

from bench.trial import Trial, tell
from luohu_cli.metrics import look_at_all
from luohu_client import City, World, forms
from luohu_kit.settings import Settings
from luohu_transport import Client, Connections

CLIENTS, SECONDS, TIMES = 16, 20.0, 4
SPARE = 150  #: people for each second in which clients wait for verdicts
PATIENCE = 60.0  #: seconds that a caller waits for an answer
DRAIN = 300.0  #: seconds that the city may take to come to rest
AT_ONCE = 24  #: people who sign in side by side, before anything is measured
BATCH = 50  #: worlds made with one request
LOOK = 0.25  #: seconds between two looks at the city from beside
BODY = {"items": [forms.tax()], "verify": True}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a token who has filed nothing yet; each arrives once."""

    headers: dict[str, str]


@dataclass
class Told:
    """What callers were told, and after how long."""

    statuses: Counter[str] = field(default_factory=Counter)
    taken: list[tuple[Person, str]] = field(default_factory=list)  #: with the path of the declaration
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def note(self, status: str, took: float) -> None:
        self.statuses[status] += 1
        self.seconds.setdefault(status, []).append(took)


@dataclass
class Beside:
    """What somebody sees who looks on: the control plane's answers, and the largest process."""

    slowest: float = 0.0  #: seconds of an answer of the control plane
    largest: float = 0.0  #: MB


async def people_of(city: City, number: int) -> list[Person]:
    """So many people of new worlds in which everybody may file, signed in."""
    names = [persona.name for persona in await city.personas() if persona.programme == "beijing"]
    worlds: list[World] = []
    while len(worlds) * len(names) < number:
        worlds += await city.new_worlds(BATCH, admission="open")
    turn = asyncio.Semaphore(AT_ONCE)

    async def sign_in(world: World, name: str) -> Person:
        async with turn:
            applicant = await world.applicant(name)
        return Person({"Authorization": f"Bearer {applicant.token}"})

    wanted = [*product(worlds, names)][:number]
    return list(await asyncio.gather(*(sign_in(world, name) for world, name in wanted)))


async def arrive(http: httpx.AsyncClient, person: Person, told: Told, wait: float = 0.0) -> bool:
    """One person's request; whether it was taken."""
    began = time.monotonic()
    more = {"Prefer": f"wait={wait:.0f}"} if wait else {}
    try:
        answer = await http.post("/v1/declarations", headers={**person.headers, **more}, json=BODY)
    except httpx.TransportError as error:
        told.note(type(error).__name__, time.monotonic() - began)
        return False
    told.note(str(answer.status_code), time.monotonic() - began)
    if answer.is_success:
        told.taken.append((person, answer.headers["Location"]))
    return answer.is_success


async def carried(http: httpx.AsyncClient, people: Iterator[Person], seconds: float) -> float:
    """Verdicts a second that so many clients get, each of whom waits for one before asking for the next."""
    told, began = Told(), time.monotonic()

    async def work() -> None:
        while time.monotonic() < began + seconds and (person := next(people, None)):
            await arrive(http, person, told, wait=30.0)

    await asyncio.gather(*(work() for _ in range(CLIENTS)))
    return len(told.taken) / (time.monotonic() - began)


async def pressed(http: httpx.AsyncClient, people: Sequence[Person], rate: float) -> Told:
    """Arrivals at a rate, whether answered or not; what became of all of them."""
    told, began, tasks = Told(), time.monotonic(), []
    for number, person in enumerate(people):
        await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
        tasks.append(asyncio.create_task(arrive(http, person, told)))
    told.statuses["arrivals a second"] = round(len(tasks) / (time.monotonic() - began))
    await asyncio.gather(*tasks)
    return told


@asynccontextmanager
async def looking_on(http: httpx.AsyncClient, settings: Settings) -> AsyncIterator[Beside]:
    """Somebody who looks at the city all the while."""
    seen = Beside()

    async def look() -> None:
        while True:
            began = time.monotonic()
            (await http.get("/_luohu/health")).raise_for_status()
            seen.slowest = max(seen.slowest, time.monotonic() - began)
            seen.largest = max(seen.largest, await asyncio.to_thread(memory_of, settings))
            await asyncio.sleep(LOOK)

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


async def at_rest(settings: Settings) -> float:
    """Seconds until no question waits for its verdict, as the metrics say it (they are a second old at most).

    Raises RuntimeError when some still do.
    """
    began = time.monotonic()
    while (waiting := await asyncio.to_thread(waiting_of, settings)) is None or waiting:
        if time.monotonic() - began > DRAIN:
            raise RuntimeError(f"{waiting} questions wait for a verdict {DRAIN:.0f} s after the load has ended")
        await asyncio.sleep(LOOK)
    return time.monotonic() - began


async def without_verdict(http: httpx.AsyncClient, told: Told) -> int:
    """How many of those who were taken have no verdict."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def waits(person: Person, path: str) -> bool:
        async with turn:
            answer = await http.get(path, headers=person.headers)
        answer.raise_for_status()
        return any(item["status"] == "pending" for item in answer.json()["items"])

    return sum(await asyncio.gather(*(waits(*each) for each in told.taken)))


def memory_of(settings: Settings) -> float:
    """Megabytes of the largest process of the city."""
    return max(look.most("process_resident_memory_bytes") or 0.0 for look in look_at_all(settings)) / 1024**2


def waiting_of(settings: Settings) -> float | None:
    """Questions without a verdict; None where the declaration service does not say."""
    looks = [each for each in look_at_all(settings) if each.service == "declaration"]  # replicas count the same rows
    return max((look.total("luohu_waiting_questions") for look in looks if look.values), default=None)


async def measure(trial: Trial, seconds: float) -> dict[str, object]:
    """The parts one after another, and the figures."""
    settings = Settings(port_base=trial.port_base)
    client = Client(Connections(httpx.Limits(max_connections=None)), httpx.Timeout(PATIENCE))
    client.base_url = trial.gateway
    async with City(trial.gateway) as city, client as http:
        tell("what the city carries")
        before = await carried(http, iter(await people_of(city, int(SPARE * seconds))), seconds)
        crowd = await people_of(city, int(before * TIMES * seconds))
        others = iter(await people_of(city, int(SPARE * seconds)))
        await at_rest(settings)
        tell(f"{before:.1f} a second; now {len(crowd)} people in {seconds:.0f} s")
        memory_before = await asyncio.to_thread(memory_of, settings)
        async with looking_on(http, settings) as seen:
            told = await pressed(http, crowd, before * TIMES)
            drained = await at_rest(settings)
        memory = await asyncio.to_thread(memory_of, settings)
        left = await without_verdict(http, told)
        tell("what the city carries afterwards")
        after = await carried(http, others, seconds)
        await at_rest(settings)
    return {
        "carried_per_s": round(before, 1),
        "pressed_for_s": seconds,
        "people": len(crowd),
        "told": dict(sorted(told.statuses.items())),
        "slowest_answer_s": {status: round(max(took), 2) for status, took in sorted(told.seconds.items())},
        "taken": len(told.taken),
        "taken_without_verdict": left,
        "at_rest_after_s": round(drained, 1),
        "slowest_answer_of_the_control_plane_s": round(seen.slowest, 2),
        "largest_process_mb": {"before": round(memory_before), "most": round(seen.largest), "after": round(memory)},
        "carried_per_s_afterwards": round(after, 1),
    }


def main() -> int:
    seconds = float(sys.argv[1]) if sys.argv[1:] else SECONDS
    with Trial() as trial:
        trial.up()
        figures = asyncio.run(measure(trial, seconds))
    print(json.dumps(figures, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
