"""What a case costs in cities that work by cases: cases and verifications a second, and processor time by service.

People of a population, those who are eligible, go the whole way through the gateway, so many side by side: in Tianjin
from the employer's hand-in to the scored case, in Shanghai from the account to the approval, the world's clock moved
past the waits of the procedure. Everybody looks at their records until departments have answered; those looks count.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench import cpu
from bench.crowd import truths
from bench.trial import Trial, tell
from luohu_client import City, World

CASES, SEED = 150, 7
WARM = 10  #: people who go first and are not counted
SIDE_BY_SIDE = 8
LOOK = 0.1  #: seconds between two looks at records that are out
BUSY = 0.25  #: load of the machine for each core from which on figures are marked
Truth = Mapping[str, Any]


@dataclass
class Office:
    """One world with its people, who are handed in and decided."""

    world: World
    cases: dict[str, str] = field(default_factory=dict)  #: by persona
    verifications: int = 0

    async def employer(self, one: Truth, method: str, path: str, body: Any = None) -> Any:
        """A request of somebody's employer."""
        caller = await self.world.employer(one["person"]["employer"]["uscc"])
        return (await caller.ask(method, path, json=body)).json()

    async def person(self, one: Truth, step: str, **wanted: Any) -> None:
        """A step that somebody takes with the password of the account."""
        caller = await self.world.applicant(one["person"]["persona"])
        said = {"password": one["case"]["password"]}
        await caller.ask("POST", self.path(one, f"steps/{step}"), json={"said": said, **wanted})

    async def staff(self, one: Truth, step: str, *, centre: bool = False) -> None:
        """A step of the window, or of the talent centre."""
        caller = self.world.operator("talent-centre") if centre else self.world.window()
        await caller.ask("POST", self.path(one, f"steps/{step}"), json={})

    async def open(self, one: Truth) -> None:
        """The case, with its readings."""
        told = await self.employer(one, "POST", "/v1/cases", one["case"])
        self.cases[one["person"]["persona"]] = told["id"]
        await self.decided(one)

    async def decided(self, one: Truth) -> int:
        """Look until no department is at work; how many verifications the case has had."""
        while True:
            records = (await self.employer(one, "GET", self.path(one, "records")))["items"]
            if all(each["state"] != "material_delivered" for each in records):
                return sum(each["item_id"] is not None for each in records)
            await asyncio.sleep(LOOK)

    def path(self, one: Truth, rest: str) -> str:
        """Of somebody's case."""
        return f"/v1/cases/{self.cases[one['person']['persona']]}/{rest}"


Phase = Callable[[Office, Truth], Awaitable[None]]


async def _tianjin(office: Office, one: Truth) -> None:
    """From the hand-in to the total."""
    await office.open(one)
    await office.staff(one, "accept")
    for each in one["records"]:
        if each["papers"] and each["entered"]:
            where = f"records/{each['indicator']}/{each['department']}/material"
            await office.employer(one, "POST", office.path(one, where))
    asked = await office.decided(one)  # not in the sum's own line: others add to it meanwhile
    office.verifications += asked
    if one["comes_to"] != "vetoed":
        await office.employer(one, "POST", office.path(one, "steps/hand_in_proofs"), {})


async def _applied(office: Office, one: Truth) -> None:
    """Up to the day on which the papers may come."""
    await office.open(one)
    await office.person(one, "fill", form=one["case"]["form"])
    await office.person(one, "submit")
    for step in ("pass", "apply"):
        await office.employer(one, "POST", office.path(one, f"steps/{step}"), {})


async def _checked(office: Office, one: Truth) -> None:
    """The papers come, file and degrees are checked."""
    await office.staff(one, "hand_in", centre=True)
    await office.decided(one)


async def _approved(office: Office, one: Truth) -> None:
    """Everything else was asked when the check had taken its time."""
    asked = await office.decided(one)  # not in the sum's own line: others add to it meanwhile
    office.verifications += asked


#: What is done in turn, and by how much the clock moves after it.
WAYS: Mapping[str, Sequence[tuple[Phase, str | None]]] = {
    "tianjin-2016": ((_tianjin, None),),
    "shanghai-2017": ((_applied, "P7D"), (_checked, "P22D"), (_approved, "P35D")),
}


def measure(trial: Trial, number: int = CASES) -> dict[str, object]:
    """Cases and verifications a second and milliseconds of processor time for each case, by programme."""
    before = os.getloadavg()[0]
    trial.up()
    told: dict[str, object] = {name: asyncio.run(_programme(trial, name, number)) for name in WAYS}
    busy = before > BUSY * (os.cpu_count() or 1)
    if busy:
        tell(f"the machine was busy before it began (load {before:.1f}): only processor time says something")
    return {**told, "machine_load_before": round(before, 2), "machine_was_busy": busy}


async def _programme(trial: Trial, name: str, number: int) -> dict[str, object]:
    async with City(trial.gateway) as city:
        world = await city.new_world(programme=name, personas=False, seed=SEED)
        await world.people(3 * (number + WARM))
        people = [each for each in await truths(world) if each["eligible"]][: number + WARM]
        if len(people) < number + WARM:
            raise RuntimeError(f"only {len(people)} people of {name} are eligible")
        await _accounts(world, people)
        await _go(Office(world), WAYS[name], people[:WARM], lambda words: None)
        office = Office(world)
        used, began = cpu.used(trial), time.monotonic()
        await _go(office, WAYS[name], people[WARM:], lambda words: tell(f"{name}: {words}"))
        seconds, after = time.monotonic() - began, cpu.used(trial)
        await world.delete()
    return {
        "cases": number,
        "cases_a_second": round(number / seconds, 2),
        "verifications": office.verifications,
        "verifications_a_second": round(office.verifications / seconds, 1),
        "cpu_ms_a_case": cpu.each({each: after[each] - used.get(each, 0.0) for each in after}, number),
    }


async def _go(
    office: Office, way: Sequence[tuple[Phase, str | None]], people: Sequence[Truth], told: Callable[[str], None]
) -> None:
    """Everybody through each phase, so many side by side."""
    for place, (phase, then) in enumerate(way, 1):
        done, left = 0, iter(people)

        async def work(phase: Phase = phase, left: Any = left, place: int = place) -> None:
            nonlocal done
            for one in left:
                await phase(office, one)
                done += 1
                if done % 50 == 0:
                    told(f"phase {place} of {len(way)}, {done} of {len(people)} cases")

        async with asyncio.TaskGroup() as group:
            for _ in range(SIDE_BY_SIDE):
                group.create_task(work())
        if then is not None:
            await office.world.clock.advance(by=then)


async def _accounts(world: World, people: Sequence[Truth]) -> None:
    """The account of every employer that needs one."""
    wanted = {each["person"]["employer"]["uscc"]: each["employer_account"] for each in people}
    centre = world.operator("talent-centre")
    for uscc, account in wanted.items():
        if account is not None:
            opened = (await (await world.employer(uscc)).ask("POST", "/v1/cases", json=account)).json()["id"]
            for step in ("hand_in", "approve"):
                await centre.ask("POST", f"/v1/cases/{opened}/steps/{step}", json={})
