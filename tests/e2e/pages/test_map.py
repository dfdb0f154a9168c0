"""The living map: break an edge and mend it, follow an item, turn the clock, make worlds and bring them back."""

import re

import pytest
from playwright.async_api import expect

from luohu_client import World
from luohu_contract.directory import SERVICES
from luohu_contract.texts.pages import PAGES
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA = "tax-one-year-valid"
EDGE = "declaration → tax"
DAY = "2021-08-01T00:00:00+08:00"


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


async def test_every_service_stands_on_the_map_with_its_health(hand: Hand) -> None:
    await hand.visitor.go("/city/map")
    for service in (each.name for each in SERVICES if each.name != "gateway"):
        row = hand.within("region", said("map.numbers")).within("row", re.compile(rf"^{service} "))
        await row.sees(said("map.up"))
