"""The season: its stages on a line, the scores with the cut-off, the published list, and the city under other rules."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest

from luohu_client import City, World
from luohu_contract.numbers.resident import check_character
from luohu_contract.texts.pages import PAGES
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

QUOTA = 11  #: of the city of the end-to-end tests
PUBLISHED = "2021-10-15T10:00:00+08:00"
#: People of whom no register knows anything: their age alone gives points. The young tie for the last place.
YOUNG = [f"99010119920101{number:03}" for number in range(1, QUOTA + 2)]
OLD = [f"99010119700101{number:03}" for number in range(1, 3)]


def said(key: str, **told: object) -> str:
    return PAGES[key].zh.format(**told)


@pytest.fixture
async def opened(city: RealCity) -> AsyncIterator[World]:
    async with City(city.url) as client, await client.new_world(admission="open", personas=False) as made:
        yield made


@pytest.fixture
def world(opened: World) -> str:
    return opened.name


async def published(opened: World) -> None:
    """Everybody has submitted, and the list is public."""
    bureau = opened.administrator()

    async def submits(number: str) -> None:
        whole = number + check_character(number)
        someone = {"persona": f"p{number}", "name": "测试", "id_number": whole}
        await bureau.ask("POST", "/identity/v1/people", json=someone)
        declaration = await (await opened.applicant(someone["persona"])).open_declaration(eligibility=True, within=30)
        await declaration.submit(save_all=True)

    await bureau.sign_in()
    await asyncio.gather(*map(submits, [*YOUNG, *OLD]))
    await opened.clock.advance(to=PUBLISHED)


async def test_the_stages_stand_on_a_line_and_nothing_is_public_before_its_time(hand: Hand) -> None:
    await hand.visitor.go("/city/season")
    await hand.within("table", said("season.stages")).sees("申报阶段")
    await hand.sees(said("season.later"))
    await hand.press("link", said("season.list"))
    await hand.sees(said("season.list_later"))


async def test_the_scores_stand_beside_their_table_with_the_cut_off_and_its_ties(hand: Hand, opened: World) -> None:
    await published(opened)
    await hand.visitor.go("/city/season")
    spread = hand.within("region", said("season.spread"))
    await spread.sees(said("season.tied", people=len(YOUNG)))
    assert await hand.page.locator(".plot line.mark").count() == 1
    await spread.press("summary", said("season.as_table"))
    table = spread.within("table", said("season.spread"))
    await table.within("row", re.compile(rf"^20 {len(YOUNG)} {len(YOUNG)}$")).sees("20")
    await table.within("row", re.compile(rf"^4 {len(OLD)} 0$")).sees("4")
    await examine(hand.visitor, "season-public")
    await hand.press("link", said("season.list"))
    await hand.sees(said("season.list_about", admitted=len(YOUNG), cut_off="20.00"))
    await examine(hand.visitor, "season-list-public")


async def test_the_city_under_other_rules_stands_beside_its_own(hand: Hand, opened: World) -> None:
    await published(opened)
    await hand.visitor.sign_in("administrator")
    await hand.within("navigation", said("site.sections")).press("link", said("link.season"))
    await hand.press("link", said("season.what_if"))
    await hand.fill(said("season.rules"), "BJ-2018")
    await hand.fill(said("season.quota"), "1")
    await hand.press("button", said("season.compute"))
    await hand.sees(said("season.state_done"))
    await hand.within("table", said("season.moved")).sees(said("season.yes"))
    await hand.press("summary", said("season.as_table"))
    await hand.within("table", said("season.side_by_side")).sees("BJ-2018")
    await examine(hand.visitor, "season-compared")
