"""What a tester arranges with the client: verdicts told beforehand, scenarios, paces with bots."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from luohu_client import City, Problem, World
from luohu_client.pdf import page
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]


@pytest.fixture
async def open_world(city: RealCity) -> AsyncIterator[World]:
    async with City(city.url) as here, await here.new_world(admission="open") as world:
        yield world


async def test_an_expectation_wins_over_the_register_and_is_used_up(open_world: World) -> None:
    told = await open_world.expectations.put(
        "tax", "invalid", reason="tax.year_invalid", match={"question_kind": "verification"}, delay="P1D"
    )
    declaration = await (await open_world.applicant("tax-one-year-valid")).open_declaration()
    tax = await declaration.file_tax()
    await tax.verify()
    await open_world.clock.advance("P1D")
    await tax.settled()
    assert tax.display == "invalid(tax)"
    [after] = await open_world.expectations.all()
    assert (after.id, after.used, after.used_up, after.items) == (told.id, 1, True, (tax.id,))
    await open_world.expectations.remove(told.id)
    assert await open_world.expectations.all() == []


async def test_a_scenario_goes_with_one_request(city: RealCity, open_world: World) -> None:
    async with City(city.url) as here:
        assert {"valid", "verdict-twice"} <= {each.name for each in await here.scenarios()}
    declaration = await (await open_world.applicant("huairou-home-not-found")).open_declaration()
    home = await declaration.file_home("X京房权证怀字第11111111号", district="怀柔区", first="2005-10", last="2010-10")
    with pytest.raises(Problem, match="scenario-unknown"):
        await home.verify(scenario="no-such-thing")
    await home.verify(scenario="valid")
    await home.settled()
    assert home.status == "valid"


async def test_a_scenario_goes_with_requests_about_a_case(city: RealCity) -> None:
    async with City(city.url) as here, await here.new_world(programme="tianjin-2016") as tianjin:
        employer = await tianjin.employer("91991216MA0LUH4286")
        skill = {"certificate_number": "津职中字第990406号", "values": {"tier": "intermediate_title"}}
        study = {"level": "undergraduate", "certificate_number": "999991200705000406"}
        wish: dict[str, Any] = {
            "person": {"name": "夏雨晴", "id_number": "991201198410084061"},
            "fields": {"contract_months": 36, "settles_in": "employer_collective"},
            "entries": {
                "education": {"education": study},
                "skill": {"human_resources": skill},
                "settlement_area": {"public_security": {"values": {"area": "wuqing"}}},
            },
        }
        with pytest.raises(Problem, match="scenario-not-applicable"):
            await employer.open_case("application", **wish, scenario="invalid-department")
        case = await employer.open_case("application", **wish, scenario="verdict-twice")
        await case.decided()
        await case.step("accept", by=tianjin.window(), scenario="verdict-twice")
        await case.deliver("skill/human_resources", scenario="invalid-department")
        await case.decided()
        assert (await case.record("skill/human_resources")).reason == "department.not_on_record"
        await case.recheck("skill/human_resources", evidence=page(["职称证书"]), scenario="recheck-overturned")
        await case.decided()
        assert (await case.record("skill/human_resources")).points == "40.00"


async def test_a_bot_decides_a_recheck_by_its_evidence_and_the_paces_can_be_told_back(open_world: World) -> None:
    bot = {"bot": {"decides": "by_evidence", "takes": "P7D", "office_hours": False}}
    await open_world.paces.put("tax", {"uniform": {"min": "P5D", "max": "P14D"}})
    await open_world.paces.put("tax", bot, question_kind="recheck")
    declaration = await (await open_world.applicant("tax-year-without-tax")).open_declaration()
    tax = await declaration.file_tax()
    await tax.verify()
    await open_world.clock.advance("P14D")
    await tax.settled()
    assert tax.reason == "tax.year_invalid"
    await tax.recheck(evidence=page(["完税证明"]))
    await open_world.clock.advance("P7D")
    await tax.settled()
    assert tax.status == "valid"
    await open_world.paces.reset("tax")
    [its] = [each for each in await open_world.paces.all() if each["agency"] == "tax"]
    assert all(each["default"] for each in its["items"])
