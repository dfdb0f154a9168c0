"""The front page, its switches, and signing in with one click."""

import pytest

from luohu_contract.texts.pages import PAGES
from luohu_pages.examine import examine
from luohu_pages.hand import Hand
from luohu_pages.visitor import Visitor

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]


@pytest.mark.parametrize("path", ["/city/", "/city/sign-in"])
async def test_where_everybody_begins_can_be_read_by_everybody(path: str, visitor: Visitor) -> None:
    await visitor.go(path)
    await examine(visitor, f"begin{path.rstrip('/').removeprefix('/city').replace('/', '-')}")


async def test_somebody_signs_in_with_one_click_and_out_again(hand: Hand) -> None:
    await hand.visitor.go("/city/sign-in")
    await hand.press("button", PAGES["role.window"].zh)
    assert hand.page.url.endswith("/city/window")
    await hand.press("button", PAGES["site.sign_out"].zh)
    await hand.within("banner", "").press("link", PAGES["site.sign_in"].zh)


async def test_the_language_is_switched_on_the_page(hand: Hand) -> None:
    await hand.visitor.go("/city/")
    await hand.sees(PAGES["front.go_on"].zh)
    await hand.press("button", "English")
    await hand.sees(PAGES["front.go_on"].en)


async def test_somebody_signs_in_by_name(visitor: Visitor) -> None:
    await visitor.sign_in("operator:tax")
    assert visitor.page.url.endswith("/city/desk")
