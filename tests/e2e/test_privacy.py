"""A world that is deleted takes its people with it, name and number: from every database, every file and every log."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from luohu_cli.story import Story
from luohu_population.steps import at_first
from luohu_sandbox.population import Round, lines
from luohu_scoring import load_policy
from luohu_testbed.real import RealCity
from luohu_year.privacy import files_of, rows_about, shown_in

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

WORLD, SEED, SIZE, WHO_FILE = "forgotten", 9, 24, 2
POSTGRES = 90  #: where it listens, counted from the gateway
AROUND = Round.of(load_policy("beijing", 2021))


def people_in(value: Any) -> Iterator[tuple[str, str]]:
    """Name and number of everybody whom a document tells of: persons, spouses, children."""
    if isinstance(value, dict):
        if isinstance(value.get("id_number"), str) and isinstance(value.get("name"), str):
            yield value["name"], value["id_number"]
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from people_in(one)


def written(city: RealCity, names: set[str], numbers: set[str]) -> dict[str, list[str]]:
    """Who of them stands in which file or log, and in what form ever."""
    found = {}
    for path in files_of(city.data_dir):
        text = path.read_bytes()
        spelled = [name for name in names if name.encode() in text or name.encode("unicode-escape") in text]
        if spelled or (shown := shown_in(text, numbers)):
            found[path.name] = spelled or shown
    return found


async def test_a_deleted_world_leaves_nobody_behind(city: RealCity) -> None:
    truths = [json.loads(line) for line in lines(SEED, AROUND, 0, SIZE)]
    names, numbers = (set(each) for each in zip(*(who for truth in truths for who in people_in(truth)), strict=True))
    port = city.port_base + POSTGRES
    elsewhere, already = await rows_about(port, *names, *numbers), written(city, names, numbers)
    names -= {name for found in already.values() for name in found}  # others may be called so
    async with httpx.AsyncClient(base_url=f"{city.url}/_luohu", timeout=120, trust_env=False) as client:
        wish = {"name": WORLD, "admission": "open", "personas": False, "clock": {"mode": "frozen"}}
        assert (await client.post("/worlds", json=wish)).status_code == 201
        here = {"Luohu-World": WORLD, "Prefer": "wait=30"}
        made = await client.post("/population", json={"seed": SEED, "size": SIZE}, headers=here)
        assert made.json()["state"] == "ready", made.text
        who_file = [truth for truth in truths if truth["eligible"] and truth["items"]][:WHO_FILE]
        with city.door() as door:
            for truth in who_file:
                list(Story(door, {"name": truth["person"]["persona"]}, WORLD).play(at_first(truth)))
        assert (await client.post(f"/worlds/{WORLD}/snapshots", json={"name": "kept"})).is_success
        assert (await client.get(f"/worlds/{WORLD}/export")).is_success
        assert sum((await rows_about(port, *names, *numbers)).values()) > sum(elsewhere.values()) + 10 * SIZE
        assert (await client.delete(f"/worlds/{WORLD}")).status_code == 204
        seen = await client.get("/journal", params={"limit": 1000})  # of main; what was noted a moment ago is written
    assert shown_in(seen.content, numbers) == []
    assert await rows_about(port, WORLD) == {}  # nor that anybody signed in to it
    assert await rows_about(port, *names, *numbers) == elsewhere
    assert written(city, names, numbers) == {}
