"""Worlds of Beijing, Tianjin and Shanghai side by side: something decided in each, nothing seen in another."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from luohu_casework import shanghai, tianjin
from luohu_casework.bureau import CENTRE, EMPLOYER, WINDOW, Bureau, bureau
from luohu_testbed.city import City
from luohu_testbed.verifying import verified
from luohu_testbed.waiting import until

DISTRICT = "滨海新区"
TAXPAYER = "tax-one-year-valid"


@pytest.fixture
async def beijing(city: City, world: str) -> Bureau:
    return Bureau(city, world)


@pytest.fixture
async def others(city: City) -> AsyncIterator[tuple[Bureau, Bureau]]:
    made = (
        await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00"),
        await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00"),
    )
    yield made
    for each in made:
        await city.client.delete(f"/_luohu/worlds/{each.world}")


async def test_three_cities_decide_at_the_same_time_and_nobody_sees_anothers(
    beijing: Bureau, others: tuple[Bureau, Bureau]
) -> None:
    in_tianjin, in_shanghai = others
    item = await filed_in_beijing(beijing)
    await tianjin.known(in_tianjin)
    await tianjin.holds_papers(in_tianjin, district=DISTRICT)
    await shanghai.known(in_shanghai)
    wanted = tianjin.application(district=DISTRICT)
    case = (await in_tianjin.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    account = await shanghai.open_account(in_shanghai)
    other = (await in_shanghai.must(EMPLOYER, "POST", "/v1/cases", shanghai.application()))["id"]

    await until(lambda: shown(beijing, item), "valid")
    await in_tianjin.decided(case)
    assert (await in_tianjin.step(WINDOW, case, "accept"))["status"] == "accepted"
    await in_shanghai.decided(other)
    assert await in_shanghai.status(account) == "open"

    for world, name, own, foreign in (
        (in_tianjin, "tianjin-2016", {case}, {account, other}),
        (in_shanghai, "shanghai-2017", {account, other}, {case}),
    ):
        assert (await world.must(WINDOW, "GET", "/v1/programme"))["programme"] == name
        for who in (WINDOW, EMPLOYER, CENTRE):
            seen = {each["id"] for each in (await world.must(who, "GET", "/v1/cases"))["items"]}
            assert seen == own or (who == CENTRE and seen < own)
            for unseen in foreign:
                await world.refused(who, "GET", f"/v1/cases/{unseen}", None, 404, "not-found")
    await beijing.refused(WINDOW, "GET", f"/v1/cases/{case}", None, 404, "not-found")
    for world in others:
        await world.refused(EMPLOYER, "GET", f"/v1/items/{item}", None, 403, "role-not-allowed")
    for world in (beijing, *others):
        assert (await verified(world.city.client, world.world))["violated"] == []


async def filed_in_beijing(beijing: Bureau) -> str:
    """A tax record on its way to its verdict."""
    declaration = (await beijing.must(TAXPAYER, "POST", "/v1/declarations", {}))["id"]
    item = await beijing.must(TAXPAYER, "POST", f"/v1/declarations/{declaration}/tax", {"authorised": True})
    await beijing.must(TAXPAYER, "POST", f"/v1/items/{item['id']}/verification")
    return str(item["id"])


async def shown(beijing: Bureau, item: str) -> Any:
    """How an item stands."""
    return (await beijing.must(TAXPAYER, "GET", f"/v1/items/{item}"))["status"]
