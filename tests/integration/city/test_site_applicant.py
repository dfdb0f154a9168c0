"""The applicant's pages until everything is filed: forms that follow the choice, faults beside fields, live states."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from luohu_contract.indicators import Indicator
from luohu_filing.bodies import pdf
from luohu_gateway.site.applicant.forms.catalogue import FORMS
from luohu_testbed.browser import Browser, Page, browsing
from luohu_testbed.city import City
from luohu_testbed.waiting import until

HOME = "huairou-home-not-found"
LEASE = "lease-not-found"
TAX = "tax-one-year-valid"
STORY = "chaoyang-home-sold"
SOLD = {
    "relation": "self",
    "certificate_format": "real_estate_title",
    "certificate_number": "京(2014)朝不动产权第9900041号",
    "district": "朝阳区",
    "from": "2014-08",
    "to": "2017-12",
}


@pytest.fixture
async def seeded(city: City) -> AsyncIterator[str]:
    """A world with the people of the seeds, in which everybody may file at once."""
    wish = {"clock": {"mode": "frozen"}, "personas": True, "admission": "open"}
    made = await city.client.post("/_luohu/worlds", json=wish)
    assert made.status_code == 201, made.text
    yield made.json()["name"]
    await city.client.delete(f"/_luohu/worlds/{made.json()['name']}")


@pytest.fixture
async def browser(city: City, seeded: str) -> AsyncIterator[Browser]:
    async with browsing(city, seeded) as browser:
        yield browser


async def opened(browser: Browser, persona: str = STORY) -> Page:
    await browser.sign_in(persona)
    return await browser.submit(await browser.open("/city/me"), "/me/open")


async def test_one_click_opens_the_declaration_and_the_overview_says_what_is_next(browser: Browser) -> None:
    page = await opened(browser)
    assert page.path == "/city/me"
    assert "申报阶段" in page.words
    assert "下一步" in page.words
    order = [page.words.index(f" {name} ") for name in ("合法稳定就业", "合法稳定住所", "教育背景", "职住区域", "守法记录")]
    assert order == sorted(order)


async def test_every_page_is_there_in_both_languages(browser: Browser) -> None:
    page = await opened(browser)
    paths = ["", "/eligibility", "/commitments", "/association", "/basics", "/filings", "/area"]
    paths += [f"/indicators/{each.value}" for each in Indicator] + [f"/forms/{name}" for name in FORMS]
    for language in ("en", "zh"):
        page = await browser.submit(page, f"/language/{language}")
        for path in paths:
            page = await browser.open(f"/city/me{path}")
            assert (page.status, page.html.count("<h1")) == (200, 1), path
