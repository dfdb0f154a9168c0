"""From the verdicts to the list: rechecks, submissions, and the clock through the stages."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from bench.city import crowd
from bench.city.door import Door
from bench.city.filing import upload
from bench.city.person import Paper, Person
from bench.city.phases import Step
from luohu_client import World
from luohu_scoring import load_policy

STAGES = 3  #: that the clock opens: the wait for verdicts, the results, the list


@dataclass(frozen=True, slots=True)
class Published:
    """The head of the list."""

    ranked: int  #: who took part
    admitted: int
    cut_off: str | None  #: points of the last of them


async def dispute(door: Door, people: Sequence[Person], side_by_side: int, step: Step) -> None:
    """Ask for every recheck, with its evidence. Raises Refused."""

    async def one(person: Person) -> None:
        for item_id, wish in person.disputed:
            paper = await upload(door, person, Paper("evidence", wish.papers))
            body = orjson.dumps({**wish.body, "evidence": [paper]})
            await door.ask("POST", f"/v1/items/{item_id}/recheck", person.token, body)
            step(1)

    await crowd.each([person for person in people if person.disputed], one, side_by_side)


async def submit(door: Door, people: Sequence[Person], side_by_side: int, step: Step) -> None:
    """Save all pages and submit, in one request each. Raises Refused."""

    async def one(person: Person) -> None:
        await door.ask("POST", f"{person.path}/submission", person.token, person.submission())
        step(1)

    await crowd.each(people, one, side_by_side)


async def to_the_list(world: World, step: Step) -> None:
    """Close the declaration stage, open the results, publish the list. Raises Problem."""
    calendar = load_policy(world.state.programme, world.state.year).calendar
    for instant in (calendar.declaration_closes, calendar.query_opens, calendar.list_published):
        await world.clock.advance(to=instant)
        step(1)


async def published(door: Door, world: World, token: str) -> Published:
    """What the list says of itself. token: anybody's of the world. Raises Refused."""
    path = f"/v1/publication/{world.state.year}?limit=1"
    told = await door.ask("GET", path, token, Luohu_World=world.name)
    return Published(told.body["ranked"], told.body["admitted"], told.body["cut_off"])
