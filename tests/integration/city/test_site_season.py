"""The season's pages: stages for everybody, what is not public yet, and the city under other rules."""

import re

import pytest

from luohu_testbed.browser import Browser, browsing
from luohu_testbed.city import City
from luohu_testbed.waiting import until


async def test_everybody_sees_the_stages_and_where_the_year_stands(browser: Browser) -> None:
    page = await browser.open("/city/season")
    assert (page.status, "申报阶段" in page.words, "公示期间可查看" in page.words) == (200, True, True)
    assert re.search(r'aria-current="step"[^>]*><td>\d</td><th scope="row">申报阶段', page.html)
    part = await browser.part("/city/season")
    assert "<html" not in part.html


async def test_a_list_that_is_not_public_is_promised(browser: Browser) -> None:
    page = await browser.open("/city/season/list")
    assert (page.status, "名单在公示期间可查询" in page.words) == (200, True)
    assert (await browser.open("/city/season/list?offset=x")).status == 200


async def test_a_city_without_a_season_says_where_to_go(city: City) -> None:
    made = await city.client.post("/_luohu/worlds", json={"programme": "tianjin-2016"})
    async with browsing(city, made.json()["name"]) as browser:
        page = await browser.open("/city/season")
        assert (page.status, 'href="/city/cases"' in page.html) == (200, True)
    await city.client.delete(f"/_luohu/worlds/{made.json()['name']}")


async def test_other_rules_are_for_the_administrator_alone(browser: Browser) -> None:
    await browser.sign_in("window")
    assert (await browser.open("/city/season/what-if")).status == 403
    assert "what-if" not in (await browser.open("/city/season")).html


async def test_a_city_is_computed_under_another_policy_and_both_stand_side_by_side(browser: Browser) -> None:
    await browser.sign_in("administrator")
    page = await browser.open("/city/season/what-if")
    begun = await browser.submit(page, "/what-if", rules="BJ-2018")
    assert re.fullmatch(r"/city/season/what-if/[0-9a-f-]{36}", begun.path)

    async def done() -> bool:
        return "已完成" in (await browser.part(begun.path)).words

    await until(done)
    assert "BJ-2018" in (await browser.open("/city/season/what-if")).words


@pytest.mark.parametrize(
    ("entered", "field"), [({"rules": "BJ-2018", "quota": "many"}, "quota"), ({}, ""), ({"rules": "BJ-1066"}, "")]
)
async def test_rules_that_cannot_be_computed_are_told_and_what_was_entered_stays(
    browser: Browser, entered: dict[str, str], field: str
) -> None:
    await browser.sign_in("administrator")
    page = await browser.open("/city/season/what-if")
    sent = await browser.submit(page, "/what-if", **entered)
    assert (sent.status, 'role="alert"' in sent.html) == (422, True)
    assert not field or re.search(rf'id="fault-{field}" aria-live="polite">[^<]+<', sent.html)
    assert all(f'value="{value}"' in sent.html for value in entered.values())
