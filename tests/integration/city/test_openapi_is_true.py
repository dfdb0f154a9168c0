"""What a service's OpenAPI document says is so: asked in every way that it allows, and in those it forbids.

`FUZZ` asks as long as `FUZZ_SECONDS` of every document, those that the gateway shows as well, in a world that was lived
in; without it, each is asked for a moment. `FUZZ_SEED` repeats a run.
"""

import asyncio
import os
from dataclasses import replace

import pytest

from luohu_contract.directory import AGENCIES, SERVICES
from luohu_hostile.badges import Badges
from luohu_hostile.ground import known, lived_in, untouched
from luohu_hostile.hunt import Hunt, Size, only
from luohu_testbed.city import City
from luohu_testbed.doors import served

DEEP = "FUZZ" in os.environ  #: `make fuzz`
SEED = int(os.environ.get("FUZZ_SEED", "20210705"))
SECONDS = int(os.environ.get("FUZZ_SECONDS", "180"))

#: Seconds of the short form. What all agencies have is asked of one of them, and of the others what they alone have.
SHORT = {
    "declaration": 4,
    "tax": 3,
    "sandbox": 3,
    "identity": 3,
    "gateway": 3,
    "science-commission": 2,
    "public-security": 2,
}
COMMON = "tax"
#: Not asked: they wait on purpose or never end, move clocks for minutes, or play whole logs.
LEFT_OUT = r"^/v1/notices/events$|^/_luohu/(journal/wait|clock/advance|worlds/replay|worlds/batch)$"
#: The short form shares its city: what makes worlds, people and faults takes time from the other tests.
LEFT_OUT_OF_THE_SHORT_FORM = r"/events$|^/_luohu/(journal|clock|worlds|population|faults|verification)"

BEHIND = [service.name for service in SERVICES if service.name != "gateway"]
MOUNTS = {"identity": "/identity"} | {agency.name: f"/agencies/{agency.name}" for agency in AGENCIES}


def size(name: str) -> Size:
    if DEEP:
        return Size(examples=8, seconds=SECONDS, scenarios=30, steps=8, coverage=True)
    return Size(examples=1, seconds=SHORT[name], scenarios=2, steps=4, coverage=False)


def left_out(city: City, name: str) -> str:
    if DEEP:
        return LEFT_OUT
    if name in MOUNTS and name not in (COMMON, "identity"):
        return only(set(city.apps[name].openapi()["paths"]) - set(city.apps[COMMON].openapi()["paths"]))
    return LEFT_OUT_OF_THE_SHORT_FORM


async def hunted(city: City, world: str, name: str, url: str, document: str, mount: str = "") -> None:
    """Everything that a document says is so in a world."""
    asks = await lived_in(city, world) if DEEP else untouched(city, world)
    sought = Hunt(
        document=f"{url}{document}",
        base=url + mount,
        badges=await Badges.made(city, name, world),
        headers={"Luohu-World": world},
        size=size(name),
        seed=SEED,
        known=await known(city, asks, name),
        left_out=left_out(city, name),
    )
    wrong = await asyncio.to_thread(sought.run)
    while not sought.answers:  # a busy machine has read the document by then, and nothing else
        sought.size = replace(sought.size, seconds=sought.size.seconds * 2)
        wrong = await asyncio.to_thread(sought.run)
    print(name, document, sought.told())  # noqa: T201 - pytest shows it where it is asked for
    assert wrong == [], "\n".join(wrong)


@pytest.mark.sockets
@pytest.mark.parametrize("name", [*BEHIND, "gateway"] if DEEP else SHORT)
async def test_no_answer_is_another_than_the_document_says(city: City, world: str, name: str) -> None:
    async with served(city.apps[name], running=True) as url:
        await hunted(city, world, name, url, "/openapi.json")


@pytest.mark.sockets
@pytest.mark.skipif(not DEEP, reason="the same requests once more: make fuzz")
@pytest.mark.parametrize("name", BEHIND)
async def test_nor_is_one_at_the_gateway(city: City, world: str, name: str) -> None:
    async with served(city.apps["gateway"], running=True) as url:
        await hunted(city, world, name, url, f"/openapi/{name}.json", MOUNTS.get(name, ""))
