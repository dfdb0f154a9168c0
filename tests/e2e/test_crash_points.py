"""A service dies once at every point at which it can: before and after each commit, before and after each message.

The points are found by passing them (see `luohu_dying`), so a use case that is new is tested without a line here. The
same people live in a world where nobody dies and in one where somebody dies at every point that they come to; both end
alike, and `luohu verify` finds nothing.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from luohu_cli.door import Door
from luohu_cli.story import Story
from luohu_testbed.real import RealCity
from luohu_testbed.verifying import verified
from luohu_testbed.waiting import until

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

#: Between them they file, are asked for evidence, recheck, are decided by operators and by the window.
PEOPLE = ("huairou-home-not-found", "tax-year-without-tax")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ME = "/v1/declarations/{declaration}"
READINGS: Sequence[Any] = (
    {"ask": {"method": "POST", "path": f"{ME}/eligibility", "status": 202}},
    {"ask": {"method": "GET", "path": f"{ME}/eligibility", "expect": {"state": "eligible"}}},
)
#: Points that must be among those that were found: the ends of the loop.
EXPECTED = (
    "declaration: luohu_declaration.api.items._verified: before the commit",
    "declaration: luohu_declaration.api.items._verified: after the commit",
    "declaration: verifications to housing-registry: before it leaves",
    "declaration: verifications to housing-registry: after it arrived",
    "declaration: verifications: after it was written down",
    "housing-registry: verdicts to declaration: before it leaves",
    "housing-registry: verdicts to declaration: after it arrived",
    "housing-registry: verdicts: after it was written down",
)


@pytest.fixture
def dying(city: RealCity) -> Iterator[Path]:
    folder = city.data_dir.parent
    (folder / "died").write_text("", encoding="utf-8")
    yield folder
    (folder / "armed").unlink(missing_ok=True)


def lived(door: Door, world: str) -> list[tuple[str, str]]:
    """Their steps and how the items showed after each."""
    personas = {each["name"]: each for each in door.must("GET", "/_luohu/personas").response.json()["items"]}
    steps = []
    for name in PEOPLE:
        story = Story(door, personas[name], world)
        steps += [(ID.sub("*", step.title), step.status) for step in (*story.play(), *story.go_on(READINGS))]
    return steps


def drained(city: RealCity, world: str) -> list[dict[str, Any]]:
    """What `luohu verify` finds once nothing is on its way any more."""

    async def look() -> list[dict[str, Any]]:
        async with httpx.AsyncClient(base_url=city.url, trust_env=False) as client:

            async def waiting() -> list[dict[str, Any]]:
                return list((await verified(client, world))["waiting"])

            await until(waiting, [], within=30.0)
            return list((await verified(client, world))["violated"])

    return asyncio.run(look())


def test_a_death_at_every_point_changes_nothing_of_what_comes_out(city: RealCity, dying: Path) -> None:
    with ExitStack() as stack:
        door = stack.enter_context(Door(city.url, deadline=120.0))
        worlds = [city.new_world() for _ in range(2)]
        for world in worlds:
            stack.callback(httpx.delete, f"{city.url}/_luohu/worlds/{world}", timeout=60, trust_env=False)
        undisturbed = lived(door, worlds[0])
        (dying / "armed").write_text(worlds[1], encoding="utf-8")
        assert lived(door, worlds[1]) == undisturbed
        points = (dying / "died").read_text(encoding="utf-8").splitlines()
        (dying / "armed").unlink()
        assert drained(city, worlds[1]) == []
        assert len(points) == len(set(points)) >= 40, points
        assert set(EXPECTED) <= set(points), points
