"""People of a generated population who have their items verified one by one, as a load beside a measurement.

Each of them has a declaration and one item that a register alone judges. An operation is what a page does: the item is
edited, verified, and read until it shows its verdict. `as_they_come` finds what a city sustains; `each_second` is a
steady load, whether anybody was answered or not. Both run an event loop of their own, so that they can run in a process
of their own and take no time from whoever is being measured.
"""

import asyncio
import json
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import httpx

from chaos.wishes import truly
from luohu_client import City, World
from luohu_transport import Client, Connections

PATIENCE = 60.0  #: seconds that anybody waits for an answer
TIMES = 30  #: that somebody asks again who was told to wait
AT_ONCE = 16  #: people who are prepared side by side


@dataclass(frozen=True, slots=True)
class Filer:
    """Somebody with an item; it can be sent to another process."""

    headers: Mapping[str, str]
    path: str  #: of the item
    form: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Filing:
    """Everything that somebody has for a register, filed in one request."""

    persona: str
    forms: Sequence[Mapping[str, Any]]
    headers: Mapping[str, str] = field(default_factory=dict)  #: with the token, once signed in


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a load."""

    done: int
    seconds: float
    late: int = 0  #: arrivals for whom nobody was free: the load was less than was asked for

    @property
    def a_second(self) -> float:
        return self.done / self.seconds


async def gather(gateway: str, number: int, seed: int) -> list[Filer]:
    """So many people of one new world, each with an item filed."""
    async with City(gateway) as city, _line(gateway) as http:
        world = await city.new_world(clock="running", personas=False, admission="open", seed=seed)
        await world.people(2 * number)  # some have nothing that a register alone judges
        wanted = [each for each in await truths(world) if truly(each)][:number]
        if len(wanted) < number:
            raise RuntimeError(f"only {len(wanted)} of {2 * number} people have an item for a register")
        turn = asyncio.Semaphore(AT_ONCE)

        async def prepare(truth: Mapping[str, Any]) -> Filer:
            async with turn:
                return await _filer(http, world.name, truth)

        return list(await asyncio.gather(*map(prepare, wanted)))


async def truths(world: World) -> list[Mapping[str, Any]]:
    """What is true of everybody in a world's population, in their order."""
    here = {"Luohu-World": world.name}
    async with _line(world.url) as http:
        told = await http.get("/_luohu/population/truth", headers=here)
    told.raise_for_status()
    return [json.loads(line) for line in told.text.splitlines()]


async def everything_of(world: World) -> list[Filing]:
    """What everybody of a world's population files; those who have nothing open a declaration all the same."""
    return [Filing(truth["person"]["persona"], [each.form for each in truly(truth)]) for truth in await truths(world)]


async def signed_in(gateway: str, world: str, filings: Sequence[Filing]) -> list[Filing]:
    """The same with everybody's token."""
    async with _line(gateway) as http:
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(filing: Filing) -> Filing:
            async with turn:
                return replace(filing, headers=await _token(http, world, filing.persona))

        return list(await asyncio.gather(*map(one, filings)))


async def file_all(gateway: str, filings: Sequence[Filing], side_by_side: int, told: Callable[[], None]) -> None:
    """Everybody opens a declaration, files and has everything verified, so many side by side; told: with each."""
    left = iter(filings)
    async with _line(gateway) as http:

        async def work() -> None:
            for filing in left:
                await _patiently(partial(_everything, http, filing))
                told()

        await asyncio.gather(*(work() for _ in range(side_by_side)))


def as_they_come(gateway: str, people: Sequence[Filer], seconds: float) -> Carried:
    """Everybody begins anew as soon as they have their verdict."""

    async def load(http: httpx.AsyncClient) -> Carried:
        began, done = time.monotonic(), 0

        async def live(person: Filer) -> None:
            nonlocal done
            while time.monotonic() < began + seconds:
                await _once(http, person)
                done += 1

        await asyncio.gather(*map(live, people))
        return Carried(done, time.monotonic() - began)

    return _run(gateway, load)


def each_second(gateway: str, people: Sequence[Filer], seconds: float, rate: float) -> Carried:
    """So many operations are begun in each second; an arrival takes somebody who is not at work."""

    async def load(http: httpx.AsyncClient) -> Carried:
        free, tasks, late = list(people), [], 0
        began = time.monotonic()

        async def live(person: Filer) -> None:
            await _once(http, person)
            free.append(person)

        for number in range(int(seconds * rate)):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            if free:
                tasks.append(asyncio.create_task(live(free.pop(0))))
            else:
                late += 1
        arriving = time.monotonic() - began
        await asyncio.gather(*tasks)
        return Carried(len(tasks), arriving, late)

    return _run(gateway, load)


def _run(gateway: str, load: Callable[[httpx.AsyncClient], Coroutine[Any, Any, Carried]]) -> Carried:
    async def connected() -> Carried:
        async with _line(gateway) as http:
            return await load(http)

    return asyncio.run(connected())


async def _filer(http: httpx.AsyncClient, world: str, truth: Mapping[str, Any]) -> Filer:
    headers = await _token(http, world, truth["person"]["persona"])
    wished = truly(truth)[0]
    declaration = (await _good(http.post("/v1/declarations", headers=headers, json={}))).headers["Location"]
    item = await _good(http.post(f"{declaration}/{wished.page}", headers=headers, json=wished.form))
    return Filer(headers, item.headers["Location"], wished.form)


async def _everything(http: httpx.AsyncClient, filing: Filing) -> httpx.Response:
    body = {"items": filing.forms, "verify": True}
    return await http.post("/v1/declarations", headers=dict(filing.headers), json=body)


async def _token(http: httpx.AsyncClient, world: str, persona: str) -> dict[str, str]:
    form = {"grant_type": "urn:luohu:grant:persona", "persona": persona, "world": world}
    token = (await _good(http.post("/identity/token", data=form))).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


async def _once(http: httpx.AsyncClient, person: Filer) -> None:
    anew = {**person.headers, "If-Match": "*"}
    await _good(http.put(person.path, headers=anew, json=person.form))
    await _good(http.post(f"{person.path}/verification", headers=person.headers))
    waiting = {**person.headers, "Prefer": "wait=30"}
    item = (await _good(http.get(person.path, headers=waiting))).json()
    if item["status"] == "pending":
        raise RuntimeError(f"{person.path} has no verdict after 30 s")


async def _patiently(ask: Callable[[], Coroutine[Any, Any, httpx.Response]]) -> httpx.Response:
    """Asks again where the city says that it has not begun: on a busy machine that is no failure."""
    for _ in range(TIMES):
        answer = await ask()
        if answer.status_code not in (429, 503):
            break
        await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
    return _must(answer)


async def _good(asked: Coroutine[Any, Any, httpx.Response]) -> httpx.Response:
    return _must(await asked)


def _must(answer: httpx.Response) -> httpx.Response:
    if not answer.is_success:
        raise RuntimeError(f"{answer.request.method} {answer.request.url}: {answer.text}")
    return answer


def _line(gateway: str) -> Client:
    client = Client(Connections(httpx.Limits(max_connections=None)), httpx.Timeout(PATIENCE))
    client.base_url = gateway
    return client
