"""The pages about the doors: what is open, what services offer, what problems mean."""

import pytest

from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]


async def test_the_way_from_the_doors_to_what_a_problem_means(hand: Hand) -> None:
    await hand.visitor.go("/")
    await hand.sees("what it offers")
    await hand.press("link", "/problems")
    await hand.press("link", "item-locked")
    await hand.sees("What to do:")


async def test_the_way_from_the_doors_to_what_a_service_offers(hand: Hand) -> None:
    await hand.visitor.go("/")
    await hand.press("link", "tax")
    await hand.sees("POST /agencies/tax/v1/rechecks/search")


@pytest.mark.parametrize("path", ["/", "/problems", "/problems/item-locked", "/docs/tax"])
async def test_every_page_about_the_doors_can_be_read_by_everybody(path: str, visitor: Visitor) -> None:
    await visitor.go(path)
    await examine(visitor, f"doors{path.rstrip('/').replace('/', '-')}", [visitor.language])
