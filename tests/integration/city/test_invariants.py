"""Every invariant of `luohu verify` is caught by a row that breaks it, and nothing is found where nothing is wrong."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from luohu_casework.corruptions import CORRUPTIONS as OF_CASES
from luohu_kit.invariants.trail import UNBROKEN
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.by_hand import by_hand
from luohu_testbed.city import City
from luohu_testbed.corruptions import CORRUPTIONS, TAX, of_this_world
from luohu_testbed.verifying import verified
from luohu_testbed.waiting import until

SUBMITTED, DRAFT, ASKED = "tax-one-year-valid", "months-appealed", "insurance-gap"


async def verdict_of(persona: Applicant) -> None:
    """File, ask, and have the item valid or invalid."""
    await persona.verify(await persona.file())
    await settled(persona)


async def settled(persona: Applicant) -> None:
    async def decided() -> bool:
        return await persona.status(persona.item) in ("valid", "invalid")

    await until(decided)


@pytest.fixture(scope="module")
async def lived(city: City) -> AsyncIterator[str]:
    """A world with a declaration that was submitted, a draft with a valid item, and an item that is with an operator;
    kept as `lived`.
    """
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}, "admission": "open"})
    world = made.json()["name"]
    submitted, draft, asked = [await applicant(city, world, name) for name in (SUBMITTED, DRAFT, ASKED)]
    for somebody in (submitted, draft):
        await verdict_of(somebody)
    await submitted.submit()
    pace = await city.client.put("/_luohu/paces/tax", json={"pace": "operator"}, headers={"Luohu-World": world})
    assert pace.is_success, pace.text
    await asked.verify(await asked.file())

    async def quiet() -> list[str]:
        found = await verified(city.client, world)
        return sorted(each["check"] for each in found["waiting"])

    await until(quiet, ["question-open", "verification-waiting"])
    kept = await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "lived"})
    assert kept.status_code == 201, kept.text
    yield world
    await city.client.delete(f"/_luohu/worlds/{world}")


@pytest.mark.parametrize(
    ("service", "corruption", "caught"), CORRUPTIONS, ids=[" ".join(sorted(caught)) for *_, caught in CORRUPTIONS]
)
async def test_a_row_that_breaks_an_invariant_is_caught_by_exactly_its_check(
    city: City, lived: str, service: str, corruption: str, caught: set[str]
) -> None:
    async with by_hand(city, service, lived) as rows:
        done = await rows.execute(of_this_world(corruption))
        assert not done.endswith(" 0"), done
    try:
        found = (await verified(city.client, lived))["violated"]
        assert caught <= {each["check"] for each in found} <= caught | {UNBROKEN}
        for each in found:
            assert each["findings"][0]["id"], each
            assert each["findings"][0]["wrong"], each
            assert each["remedy"], each
            assert each["service"] in (service, TAX), each
    finally:
        back = await city.client.post(f"/_luohu/worlds/{lived}/snapshots/lived/restore")
        assert back.is_success, back.text


async def test_every_check_of_every_service_has_a_row_that_breaks_it(city: City) -> None:
    named = {
        check.name
        for name, app in city.apps.items()
        if name != "gateway"
        for check in app.state.runtime.state["invariants"].checks.values()
        if check.kind == "invariant"
    }
    chains = {name for name in named if name.endswith(("-chain", "-transition", "-standing"))}
    caught = set().union(*(each for _, _, each in (*CORRUPTIONS, *OF_CASES)))
    assert named - chains <= caught
    assert len(chains & caught) > 15


async def test_what_is_on_its_way_or_set_aside_is_listed_and_no_violation(city: City, world: str) -> None:
    headers = {"Luohu-World": world}
    outage = await city.client.put("/_luohu/faults/declaration->tax", json={"drop": "request"}, headers=headers)
    assert outage.is_success, outage.text
    somebody = await applicant(city, world)
    await somebody.verify(await somebody.file())
    found = await verified(city.client, world)
    assert found["violated"] == []
    assert {each["check"] for each in found["waiting"]} == {"question-open", "outbox-on-its-way"}
    for edge in ("declaration->tax", "tax->declaration"):
        await city.client.delete(f"/_luohu/faults/{edge}", headers=headers)
    await somebody.settled(somebody.item)


async def test_a_world_that_is_used_meanwhile_is_seen_at_one_moment(city: City, world: str) -> None:
    people = [await applicant(city, world, name) for name in (SUBMITTED, DRAFT, ASKED)]

    async def live(somebody: Applicant) -> None:
        for _ in range(3):
            await verdict_of(somebody) if not somebody.item else await again(somebody)

    async def again(somebody: Applicant) -> None:
        seen = await somebody.ask("GET", f"/v1/items/{somebody.item}")
        match = {"If-Match": seen.headers["ETag"]}
        gone = await somebody.ask("DELETE", f"/v1/items/{somebody.item}", headers=match)
        assert gone.is_success, gone.text
        filed = await somebody.ask("POST", f"/v1/declarations/{somebody.declaration}/tax", json={"authorised": True})
        somebody.item = filed.json()["id"]
        await somebody.verify(somebody.item)
        await settled(somebody)

    living = asyncio.gather(*(live(somebody) for somebody in people))
    looks = 0
    while not living.done() or not looks:
        assert (await verified(city.client, world))["violated"] == []
        looks += 1
    await living
