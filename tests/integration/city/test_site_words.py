"""No page shows an identifier of the API to a person: every value has its label, in both languages."""

import re
from collections.abc import AsyncIterator

import pytest

from luohu_casework import shanghai as people
from luohu_casework.bureau import BUREAU, CENTRE, EMPLOYER, WINDOW, Bureau, bureau
from luohu_casework.tianjin import SOMEBODY, application, holds_papers, known
from luohu_client.pdf import page as sheet
from luohu_testbed.applicant import applicant
from luohu_testbed.browser import browsing
from luohu_testbed.city import City
from luohu_testbed.raw_words import raw, walk
from luohu_testbed.waiting import until

DISTRICT = "朝阳区"
SECTIONS = ("/city/cases", "/city/desk", "/city/window", "/city/employer", "/city/me", "/city/season")
#: Each page names who is signed in and the world; one hint of the season names a key of a file, a text the programme.
MEANT = {"extends", "beijing"}
BOTH = ("zh", "en")


@pytest.fixture
async def tianjin(city: City) -> AsyncIterator[Bureau]:
    """An application whose departments disagree, with a recheck that waits, and one that nothing is known about."""
    made = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    await known(made)
    await holds_papers(made, district=DISTRICT)
    for department, both in (("civil_affairs", True), ("human_resources", False)):
        await made.department(department, "marriage", SOMEBODY, both_work=both)
    wanted = application(district=DISTRICT)
    wanted["form"]["entries"]["marriage"] = {"civil_affairs": {"values": {}}, "human_resources": {"values": {}}}
    wanted["form"]["entries"]["skill"]["human_resources"]["certificate_number"] = "TJZC-9999"
    case = (await made.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    other = {"name": "津小雪", "id_number": "990101198506150055"}
    await made.must(EMPLOYER, "POST", "/v1/cases", application(other, district=DISTRICT))
    await made.decided(case)
    await made.step(WINDOW, case, "accept")
    for paper in wanted["form"]["entries"]:
        for department in wanted["form"]["entries"][paper]:
            await made.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/{paper}/{department}/material")
    await made.decided(case)
    await rechecked(made, case, "skill", "human_resources", "department.certificate_differs")
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


@pytest.fixture
async def shanghai(city: City) -> AsyncIterator[Bureau]:
    """An application that the talent centre looks at, with a degree that nobody gave."""
    made = await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00")
    await made.must("administrator", "POST", "/identity/v1/people", {"persona": "applicant", **people.SOMEBODY})
    await people.known(made)
    await people.open_account(made)
    wanted, mine = people.application(), {"said": {"password": people.PASSWORD}}
    case = (await made.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    entries = people.entries()
    entries["education"]["talent_centre"]["certificates"][1]["certificate_number"] = "9999942008000778"
    await made.step("applicant", case, "fill", **mine, form={**wanted["form"], "entries": entries})
    await made.decided(case)
    await made.step("applicant", case, "submit", **mine)
    for step in ("pass", "apply"):
        await made.step(EMPLOYER, case, step)
    await made.advance(by="P7D")
    await made.step(CENTRE, case, "hand_in")
    await made.decided(case)
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


async def rechecked(made: Bureau, case: str, indicator: str, department: str, disputes: str) -> None:
    """The employer wants the verdict looked at again."""
    pdf = {"Content-Type": "application/pdf"}
    paper = await made.ask(EMPLOYER, "POST", f"/v1/cases/{case}/evidence", content=sheet("职称证书"), headers=pdf)
    said = {"disputes": disputes, "statement": "证书已换发", "evidence": [paper.json()["id"]]}
    await made.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/{indicator}/{department}/recheck", said)


async def raw_words(made: Bureau, who: str, language: str) -> dict[str, list[str]]:
    """What somebody reads that has no label, by the page."""
    meant = MEANT | set(re.findall("[a-z]+", f"{who} {made.world}"))
    found, pages = dict[str, list[str]](), 0
    async with browsing(made.city, made.world) as browser:
        await browser.sign_in(who)
        browser.client.cookies.set("luohu-language", language, domain="gateway.local", path="/city")
        async for page in walk(browser, *SECTIONS):
            pages += 1
            if shown := raw(page, meant):
                found[page.path] = shown
    assert pages > len(SECTIONS)
    return found


async def test_a_city_with_joint_windows_shows_no_identifier(tianjin: Bureau) -> None:
    for who in (EMPLOYER, WINDOW, BUREAU, "operator:department-windows", "operator:education-registry"):
        for language in BOTH:
            assert await raw_words(tianjin, who, language) == {}, who


async def test_a_city_of_two_accounts_shows_no_identifier(shanghai: Bureau) -> None:
    for who in (EMPLOYER, "applicant", CENTRE):
        for language in BOTH:
            assert await raw_words(shanghai, who, language) == {}, who


async def test_intakes_are_called_as_people_call_them(tianjin: Bureau) -> None:
    async with browsing(tianjin.city, tianjin.world) as browser:
        assert "上半年" in (await browser.open("/city/cases/intakes")).words


async def test_a_city_whose_people_declare_shows_no_identifier(city: City, world: str) -> None:
    who = await applicant(city, world, "tax-year-without-tax")
    await who.verify(await who.file())
    await until(lambda: who.status(who.item), "invalid")
    pdf = {"Content-Type": "application/pdf"}
    scan = await who.ask("POST", f"/v1/declarations/{who.declaration}/evidence", content=sheet("完税证明"), headers=pdf)
    wanted = {"disputes": "tax.year_invalid", "statement": "已在京纳税。", "evidence": [scan.json()["id"]]}
    await who.ask("POST", f"/v1/items/{who.item}/recheck", json=wanted)
    here = Bureau(city, world)
    for reader in ("tax-year-without-tax", EMPLOYER, WINDOW, BUREAU, "operator:tax"):
        for language in BOTH:
            assert await raw_words(here, reader, language) == {}, reader
