"""A world's log and seed give the same world again."""

import gzip
from typing import Any

import httpx
import orjson
import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of


async def log_of(city: City, world: str) -> bytes:
    answer = await city.client.get(f"/_luohu/worlds/{world}/log")
    assert answer.status_code == 200, answer.text
    return answer.content


async def replay(city: City, log: bytes, name: str = "") -> tuple[str, list[dict[str, Any]]]:
    """The world that came of a log, and what was said of it on the way."""
    query = {"name": name} if name else {}
    answer = await city.client.post("/_luohu/worlds/replay", params=query, content=log, timeout=600)
    assert answer.status_code == 200, answer.text
    lines = [orjson.loads(line) for line in answer.text.splitlines()]
    return lines[0]["world"], lines


async def digest(city: City, world: str, *, times: bool = True) -> Any:
    answer = await city.client.get(f"/_luohu/worlds/{world}/digest", params={"times": times})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_recheck_of_two_weeks_is_lived_again(city: City, world: str, control: Any) -> None:
    somebody = await applicant(city, world)
    await control("PUT", "/paces/tax", {"pace": "P14D"}, status=204)
    item = await somebody.file()
    await somebody.verify(item)
    await control("POST", "/clock/advance", {"by": "P15D"})
    await somebody.settled(item)
    log = await log_of(city, world)
    print(gzip.decompress(log).decode())
    twin, said = await replay(city, log)
    for line in said:
        print(line)
    if 0:
        pass
    from sqlalchemy import text as T

    for service, table in (
        ("declaration", "course_event"),
        ("declaration", "item_event"),
        ("declaration", "question"),
        ("tax", "agency.verification"),
    ):
        rt = city.apps[service].state.runtime
        async with rt.everywhere() as c:
            for w in (world, twin):
                for row in (
                    await c.execute(T(f"SELECT to_jsonb(t) FROM {table} t WHERE world=:w"), {"w": w})
                ).scalars():
                    print(w, table, row)
    assert 0
