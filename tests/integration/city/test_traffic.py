"""What went over every edge, and what waits at every service: what a map of the city looks at again and again."""

import asyncio
from typing import Any

import pytest

from luohu_kit.journal.buffer import KEY
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.waiting import until


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


def counted(told: Any) -> dict[str, int]:
    return {f"{edge['from']}->{edge['to']}": edge["count"] for edge in told["edges"]}


async def test_a_tally_counts_every_hop_once(somebody: Applicant, control: Any) -> None:
    item = await somebody.file()
    begun = await control("POST", "/journal/tally")
    assert begun["edges"] == []
    await somebody.verify(item)
    await somebody.settled(item)
    told = await control("POST", "/journal/tally", {"after": begun["after"]})
    assert counted(told)["declaration->tax"] == 1
    assert counted(told)["tax->declaration"] == 1
    assert (await control("POST", "/journal/tally", {"after": told["after"]}))["edges"] == []


async def test_a_tally_says_how_many_hops_failed_and_how_many_a_fault_touched(
    somebody: Applicant, control: Any, put: Any
) -> None:
    await put("declaration->tax", status=503, fail_first=1)
    begun = await control("POST", "/journal/tally")
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    told = await control("POST", "/journal/tally", {"after": begun["after"]})
    [edge] = [edge for edge in told["edges"] if (edge["from"], edge["to"]) == ("declaration", "tax")]
    assert (edge["count"], edge["failed"], edge["faults"]) == (2, 1, 1)


async def test_a_tally_waits_for_the_first_hop(somebody: Applicant, control: Any, city: City, world: str) -> None:
    begun = await control("POST", "/journal/tally")
    asked = {"after": begun["after"], "wait": "PT20S"}
    waiting = asyncio.create_task(control("POST", "/journal/tally", asked))
    hub = city.apps["declaration"].state.runtime.hub
    await until(lambda: hub.is_watched(world, KEY))
    await somebody.file()
    assert "gateway->declaration" in counted(await waiting)


async def test_a_tally_leaves_out_who_is_away_and_goes_on_when_they_are_back(
    somebody: Applicant, control: Any, city: City
) -> None:
    item = await somebody.file()
    begun = await control("POST", "/journal/tally")
    await somebody.verify(item)
    await somebody.settled(item)
    city.network.detach("tax")
    try:
        without = await control("POST", "/journal/tally", {"after": begun["after"]})
        hops = await control("POST", "/journal/find", {"partial": True})
        journey = await control("GET", f"/journal/trace/{item}?partial=true")
        await control("POST", "/journal/find", status=503)
    finally:
        city.network.attach("tax", city.apps["tax"])
    assert without["away"] == hops["away"] == ["tax"]
    assert "declaration->tax" in counted(without)
    assert "tax" in {step["to"] for step in journey["steps"]}
    assert "tax" not in {step["from"] for step in journey["steps"]}  # who is away has noted what it said
    back = await control("POST", "/journal/tally", {"after": without["after"]})
    assert counted(back)["tax->declaration"] == 1


async def test_a_wait_for_traffic_is_short(control: Any) -> None:
    refused = await control("POST", "/journal/tally", {"wait": "PT1M"}, status=422)
    assert "PT20S" in str(refused["errors"])


async def test_the_queues_say_what_waits_where(somebody: Applicant, control: Any) -> None:
    await control("PUT", "/paces/tax", {"pace": "P14D"}, status=204)
    item = await somebody.file()
    await somebody.verify(item)

    async def queue(service: str) -> Any:
        return next(each for each in (await control("GET", "/queues"))["items"] if each["service"] == service)

    async def asked() -> bool:
        return bool((await queue("tax"))["questions"])

    await until(asked)
    tax = await queue("tax")
    assert (tax["questions"], tax["due"], tax["outbox"], tax["next_due"][:10]) == (1, 0, 0, "2021-07-15")


async def test_queues_leave_out_who_is_away(control: Any, city: City) -> None:
    city.network.detach("tax")
    try:
        there = {each["service"] for each in (await control("GET", "/queues"))["items"]}
        faults = await control("GET", "/faults?partial=true")
    finally:
        city.network.attach("tax", city.apps["tax"])
    assert "tax" not in there
    assert {"declaration", "sandbox", "identity"} <= there
    assert faults == {"items": []}


async def test_hops_to_whom_the_city_reaches_beyond_itself_can_be_asked_for(control: Any) -> None:
    for sender, receiver in (("declaration", "webhooks"), ("identity", "sms")):
        assert await control("POST", "/journal/count", {"match": {"from": sender, "to": receiver}}) == {"count": 0}
