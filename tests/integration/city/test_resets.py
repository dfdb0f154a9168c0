"""A world that begins again in the middle of everything: nothing of what it was comes after it."""

import asyncio
from typing import Any

from sqlalchemy import text

from luohu_sandbox.fleet import KEEPERS
from luohu_testbed.applicant import applicant
from luohu_testbed.city import City

_LEFT = text(
    "SELECT (SELECT count(*) FROM kit.outbox WHERE world = :world) AS outbox,"
    " (SELECT count(*) FROM kit.inbox WHERE world = :world) AS inbox,"
    " (SELECT count(*) FROM kit.fired WHERE world = :world) AS fired"
)


async def left(city: City, world: str) -> dict[str, tuple[int, ...]]:
    """Rows of the loop by service, where there are any."""
    found: dict[str, tuple[int, ...]] = {}
    for service in KEEPERS:
        async with city.apps[service].state.runtime.everywhere() as connection:
            row = (await connection.execute(_LEFT, {"world": world})).one()
            if any(row):
                found[service] = tuple(row)
    return found


async def test_nothing_of_the_old_rows_is_met_by_the_new(city: City, world: str, control: Any) -> None:
    """Questions and verdicts are everywhere between two services, delayed and doubled, whenever the world goes."""
    for moment in range(8):
        await control("PUT", "/faults/declaration->tax", {"latency": "PT0.03S", "duplicate": 1})
        await control("PUT", "/faults/tax->declaration", {"latency": "PT0.03S", "duplicate": 1})
        somebody = await applicant(city, world)
        item = await somebody.file()
        await somebody.verify(item)
        await asyncio.sleep(moment * 0.02)  # each time it catches the loop elsewhere
        await control("POST", f"/worlds/{world}/reset")
    settled = await control("POST", "/clock/advance", {"by": "P1D"})
    assert (settled["settled"], await left(city, world)) == (True, {})
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    assert await somebody.moves(item) == 1
