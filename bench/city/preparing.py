"""Before the year: the people are put into the registers, told what they will do, and given their tokens."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import aiohttp
import orjson

from bench.city.person import Person, person_of
from bench.city.phases import Step
from luohu_client import City, World

LIFE = 86_400  #: seconds that a token is good for
AT_ONCE = 1000  #: tokens in one request
LOOK = 0.5  #: seconds between two looks at how many have arrived
_PATIENCE = aiohttp.ClientTimeout(total=None, sock_read=600)
_LINE = 4 * 1024 * 1024  #: bytes of one person's truth, at most


class NotArrived(Exception):
    """The registers did not take the people."""


async def new_world(city: City, seed: int) -> World:
    """A world of the round in its declaration stage, in which everybody may file. Raises Problem.

    Its clock runs with real time until the stages are gone through.
    """
    return await city.new_world(clock="running", personas=False, admission="open", seed=seed)


async def arrive(world: World, number: int, step: Step) -> None:
    """Fill the world with so many people. Raises Problem, NotArrived."""
    filling = asyncio.create_task(world.people(number))
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as http:
            seen = 0
            while not filling.done():
                await asyncio.sleep(LOOK)
                loaded = await _loaded(http, world)
                step(loaded - seen)
                seen = loaded
            step(number - seen)
    finally:
        filling.cancel()
    await filling


async def _loaded(http: aiohttp.ClientSession, world: World) -> int:
    async with http.get(f"{world.url}/_luohu/population", headers={"Luohu-World": world.name}) as told:
        if told.status == 404:
            return 0  # nobody is on the way yet
        state = await told.json()
    if state["state"] == "failed":
        raise NotArrived(state["problem"])
    return int(state["loaded"])


async def everybody(world: World, step: Step) -> list[Person]:
    """The people with what each will do, as the city's truth has it."""
    people = []
    async for line in _truth(world):
        people.append(person_of(orjson.loads(line)))
        step(1)
    return people


async def _truth(world: World) -> AsyncIterator[bytes]:
    async with (
        aiohttp.ClientSession(timeout=_PATIENCE, read_bufsize=_LINE) as http,
        http.get(f"{world.url}/_luohu/population/truth", headers={"Luohu-World": world.name}) as told,
    ):
        told.raise_for_status()
        async for line in told.content:
            yield line


async def sign_in(world: World, people: Sequence[Person], step: Step) -> None:
    """Give everybody a token of their own. Raises Problem."""
    for first in range(0, len(people), AT_ONCE):
        some = people[first : first + AT_ONCE]
        tokens = await world.tokens(first, len(some), expires_in=LIFE)
        for person in some:
            person.token = tokens[person.persona]
        step(len(some))
