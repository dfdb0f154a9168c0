"""The other end: bots that decide what operators decide, clerks of the district window, and the wait for them."""

import asyncio
from collections.abc import Sequence

import orjson

from bench.city import crowd
from bench.city.door import Door
from bench.city.person import Json, Person
from bench.city.phases import Step
from luohu_client import World
from luohu_contract.directory import AGENCIES
from luohu_contract.item import ItemKind

CLERKS = 8  #: tasks of the window that are worked on side by side
PAGE = 200  #: tasks of one search
LOOK = 0.5  #: seconds between two looks at what waits
PATIENCE = 900.0  #: seconds in which the last verdict comes
_BY_EVIDENCE = {"bot": {"decides": "by_evidence", "takes": "PT1S"}}
_AS_THE_REGISTER = {"bot": {"decides": "uphold", "takes": "PT1S"}}
_SEARCH = orjson.dumps({"state": "created", "page": {"limit": PAGE}})


class StillWaiting(Exception):
    """Questions have no verdict after all the time that there is."""


async def staff(world: World) -> None:
    """Let bots work the queues of all agencies: rechecks, and overseas certificates, which no register knows alone."""
    for agency in AGENCIES:
        await world.paces.put(agency.name, _BY_EVIDENCE, question_kind="recheck")
    await world.paces.put("education-registry", _AS_THE_REGISTER, kind=ItemKind.OVERSEAS_EDUCATION.value)


class Offices:
    """The district window, whose clerks work side by side and see what waits."""

    def __init__(self, door: Door, clerk: str) -> None:
        """clerk: the token of one, as whom all of them work."""
        self._door = door
        self._clerk = clerk

    async def questions(self) -> int:
        """How many questions wait for a verdict."""
        told = await self._door.ask("GET", "/v1/waiting?limit=1", self._clerk)
        return int(told.body["total"])

    async def at_rest(self, step: Step, total: int) -> None:
        """Until no question waits. step: hears how many of the total have their verdicts. Raises StillWaiting."""
        loop = asyncio.get_running_loop()
        end, left = loop.time() + PATIENCE, total
        while waiting := await self.questions():
            if loop.time() > end:
                raise StillWaiting(f"{waiting} questions have no verdict after {PATIENCE:.0f} s")
            if waiting < left:
                step(left - waiting)
                left = waiting
            await asyncio.sleep(LOOK)
        step(left)

    async def review(self, people: Sequence[Person], step: Step) -> None:
        """Decide every task about a spouse record, as the papers say. Raises Refused."""
        findings = {person.declaration: list(person.reviews) for person in people if person.reviews}

        async def decide(task: Json) -> None:
            path, seen = f"/v1/reviews/{task['id']}", f'"{task["version"]}"'
            taken = await self._door.ask("POST", f"{path}/assignment", self._clerk, b"{}", If_Match=seen)
            found = findings[taken.body["context"]["declaration_id"]].pop(0)
            seen = taken.headers["ETag"]
            await self._door.ask("POST", f"{path}/completion", self._clerk, orjson.dumps(found), If_Match=seen)
            step(1)

        while tasks := (await self._door.ask("POST", "/v1/reviews/search", self._clerk, _SEARCH)).body["items"]:
            await crowd.each(tasks, decide, CLERKS)
