"""A world that begins again in the middle of everything: nothing of what it was comes after it."""

from typing import Any

import pytest
from sqlalchemy import text

from luohu_sandbox.fleet import KEEPERS
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.waiting import until

_LEFT = text(
    "SELECT (SELECT count(*) FROM kit.outbox WHERE world = :world) AS outbox,"
    " (SELECT count(*) FROM kit.inbox WHERE world = :world) AS inbox,"
    " (SELECT count(*) FROM kit.fired WHERE world = :world) AS fired"
)
_TAKEN = text("SELECT count(*) FROM agency.verification WHERE world = :world")

Json = dict[str, Any]
FORTH, BACK = "declaration->tax", "tax->declaration"
ON_ITS_WAY: Json = {"latency": "PT10S"}
UNANSWERED: Json = {"drop": "answer"}
DOUBLED: Json = {"latency": "PT0.03S", "duplicate": 1}

#: A place of the loop, what keeps it there, and how it shows: messages at the asker and at the agency, questions that
#: the agency has, and the item's status.
PLACES: tuple[tuple[str, dict[str, Json], tuple[int, int, int, str]], ...] = (
    ("the question is on its way", {FORTH: ON_ITS_WAY}, (1, 0, 0, "pending")),
    ("the question has arrived, and nobody knows", {FORTH: UNANSWERED, BACK: ON_ITS_WAY}, (1, 1, 1, "pending")),
    ("the verdict is on its way", {BACK: ON_ITS_WAY}, (0, 1, 1, "pending")),
    ("the verdict has arrived, and nobody knows", {BACK: UNANSWERED}, (0, 1, 1, "valid")),
    ("it is over, and comes once more", {FORTH: DOUBLED, BACK: DOUBLED}, (0, 0, 1, "valid")),
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


async def place(city: City, somebody: Applicant, item: str) -> tuple[int, int, int, str]:
    """Where the loop of an item is."""
    counts = []
    for service, what in (("declaration", _LEFT), ("tax", _LEFT), ("tax", _TAKEN)):
        async with city.apps[service].state.runtime.everywhere() as connection:
            counts.append(int((await connection.execute(what, {"world": somebody.world})).scalar_one()))
    return counts[0], counts[1], counts[2], await somebody.status(item)


@pytest.mark.parametrize(("faults", "shown"), [each[1:] for each in PLACES], ids=[each[0] for each in PLACES])
async def test_nothing_of_the_old_rows_is_met_by_the_new(
    city: City, world: str, control: Any, faults: dict[str, Json], shown: tuple[int, int, int, str]
) -> None:
    """Wherever questions and verdicts are between two services when the world goes."""
    for edge, fault in faults.items():
        await control("PUT", f"/faults/{edge}", fault)
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: place(city, somebody, item), shown)
    await control("POST", f"/worlds/{world}/reset")
    settled = await control("POST", "/clock/advance", {"by": "P1D"})
    assert (settled["settled"], await left(city, world)) == (True, {})
    again = await applicant(city, world)
    item = await again.file()
    await again.verify(item)
    await again.settled(item)
    assert await again.moves(item) == 1
