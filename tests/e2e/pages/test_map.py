"""The living map: break an edge and mend it, follow an item, turn the clock, make worlds and bring them back."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from luohu_client import City, Item, World
from luohu_contract.directory import BY_NAME, SERVICES
from luohu_contract.texts.pages import PAGES
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA = "tax-one-year-valid"
TAX = "declaration → tax"


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


@pytest.fixture
async def opened(city: RealCity) -> AsyncIterator[World]:
    """A world in which everybody files at once; its clock stands still."""
    async with City(city.url) as client, await client.new_world(admission="open") as made:
        yield made


@pytest.fixture
def world(opened: World) -> str:
    return opened.name


async def asked(opened: World) -> Item:
    """A tax record that was sent for verification."""
    declaration = await (await opened.applicant(PERSONA)).open_declaration()
    tax = await declaration.file_tax()
    await tax.verify()
    return tax


def picture(hand: Hand) -> Hand:
    return hand.within("group", said("map.picture"))


def numbers(hand: Hand, row: str) -> Hand:
    return hand.within("region", said("map.numbers")).within("row", re.compile(rf"^{row}\b"))


async def test_every_service_is_there_with_its_health(hand: Hand) -> None:
    await hand.visitor.go("/city/map")
    for service in SERVICES:
        if service.name != "gateway":
            await numbers(hand, service.name).sees(said("map.up"))
    await picture(hand).press("link", f"tax {BY_NAME['tax'].title}")
    await hand.sees(said("map.pace"))
    await examine(hand.visitor, "map-service")


async def test_an_edge_is_broken_until_it_is_mended_and_an_item_followed_over_it(hand: Hand, opened: World) -> None:
    await hand.visitor.go("/city/map")
    await picture(hand).press("link", TAX)
    panel = hand.within("region", TAX)
    await panel.press("button", said("map.quick_break"))
    await panel.sees(said("map.fault_now"))
    item = await asked(opened)
    await panel.sees(str(item.id)[:8])
    await numbers(hand, TAX).sees(re.compile(r"\([1-9]\d*/"))
    assert (await item.refresh()).status == "pending"
    await examine(hand.visitor, "map-broken", [hand.visitor.language])

    await panel.press("button", said("map.mend"))
    await panel.sees(said("map.whole"))
    await item.settled()

    verdict = hand.within("group", said("map.hops")).within("row", re.compile("tax → declaration"))
    await verdict.press("link", str(item.id)[:8])
    await hand.within("region", re.compile(f"^{said('map.journey')}")).sees("declaration → tax:")
    await hand.sees("tax → declaration:")
    await examine(hand.visitor, "map-journey", [hand.visitor.language])


async def test_an_edge_is_slowed_and_everything_mended(hand: Hand, opened: World) -> None:
    await hand.visitor.go("/city/map")
    await picture(hand).press("link", TAX)
    await hand.press("button", said("map.quick_slow"))
    [fault] = await opened.faults.all()
    assert (fault.edge, fault.fault["latency"]) == ("declaration->tax", "PT2S")
    await numbers(hand, TAX).sees("PT2S")
    await hand.press("button", said("map.mend_all"))
    assert await opened.faults.all() == []
    await numbers(hand, TAX).misses("PT2S")


async def test_the_clock_is_frozen_moved_and_moved_until_nothing_waits(hand: Hand, opened: World) -> None:
    await opened.clock.release()
    await opened.paces.put("tax", "P14D")
    await asked(opened)
    await hand.visitor.go("/city/map/clock")
    await hand.press("button", said("clock.freeze"))
    assert (await opened.clock.read()).mode == "frozen"
    due = (await opened.clock.read()).next_due
    assert due
    await hand.sees(f"{due:%Y-%m-%d %H:%M}")
    before = await opened.clock.now()
    await hand.fill(said("clock.by"), "P1D")
    await hand.press("button", said("clock.advance"))
    await hand.sees(said("clock.fired", count=0))
    assert (await opened.clock.now() - before).days == 1
    await hand.press("button", said("clock.until_idle"))
    await hand.sees("tax")
    await examine(hand.visitor, "map-clock-advanced")


async def test_a_world_is_made_kept_changed_brought_back_and_reset(hand: Hand, city: RealCity, opened: World) -> None:
    name = f"made-{uuid4().hex[:8]}"
    async with City(city.url) as client:
        await hand.visitor.go("/city/map/worlds")
        await hand.fill(said("worlds.name"), name)
        await hand.fill(said("worlds.programme"), "beijing")
        await hand.choose(said("worlds.admission"), said("worlds.admission_open"))
        await hand.press("button", said("worlds.make"))
        async with client.world(name) as made:
            await hand.fill(said("worlds.snapshot"), "before")
            await hand.press("button", said("worlds.take"))
            await examine(hand.visitor, "map-world-kept")
            await (await made.applicant(PERSONA)).open_declaration()
            await hand.press("button", f"{said('worlds.restore')} before")
            assert await (await made.applicant(PERSONA)).declarations() == []
            await (await made.applicant(PERSONA)).open_declaration()
            await hand.press("button", said("worlds.reset"))
            assert await (await made.applicant(PERSONA)).declarations() == []
            await hand.press("link", said("worlds.title"))
            await hand.within("row", re.compile(rf"^{opened.name} ")).press("button", said("worlds.go"))
            await hand.within("banner", "").sees(opened.name)


async def test_a_world_is_deleted_once_that_was_asked_twice(hand: Hand, city: RealCity) -> None:
    async with City(city.url) as client:
        gone = (await client.new_world(personas=False)).name
    await hand.visitor.go(f"/city/map/worlds/{gone}")
    await hand.press("link", said("worlds.delete"))
    await hand.sees(said("worlds.really", name=gone))
    await examine(hand.visitor, "map-world-deletion")
    await hand.press("button", said("worlds.delete"))
    await hand.sees(said("worlds.make"))
    await hand.misses(gone)
