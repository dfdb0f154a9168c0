"""Points in Tianjin: what they would be, a window that says no, and 146, the line of the first half of 2016."""

import pytest

from luohu_client import Problem

EMPLOYER = "91991216MA0LUH4286"
PERSON = {"name": "夏雨晴", "id_number": "991201198410084061"}
FIELDS = {"contract_months": 36, "settles_in": "employer_collective"}
STUDY = {"level": "undergraduate", "certificate_number": "999991200705000406"}
TITLE = {"certificate_number": "津职中字第990406号", "values": {"tier": "intermediate_title"}}
ENTRIES = {"education": {"education": STUDY}, "skill": {"human_resources": TITLE}}
HERE = {"settlement_area": {"public_security": {"values": {"area": "wuqing"}}}}

pytestmark = pytest.mark.luohu_world(programme="tianjin-2016")


async def applied(world, entries, **fields):
    """An application that the employer has handed in; the registers have answered."""
    employer = await world.employer(EMPLOYER)
    case = await employer.open_case("application", person=PERSON, fields=FIELDS | fields, entries=entries)
    await case.decided()
    return case


async def test_the_line_itself_is_on_the_list(world, clock, operator):
    case = await applied(world, ENTRIES | HERE)
    await case.step("accept", by=world.window())
    await case.deliver()
    await case.decided()
    await case.step("hand_in_proofs")
    points = await case.points()
    assert (points.total, points.lines["settlement_area"]) == ("146", "10.00")
    await clock.advance(to="2016-06-16T00:00:00+08:00")
    assert [place.total for place in await world.programme.listed("first_half")] == ["146"]
    await case.refresh()
    await case.step("register", by=operator("public-security"))
    assert case.state.label.zh == "已入户"


async def test_the_window_says_everything_that_is_lacking(world):
    case = await applied(world, {"education": ENTRIES["education"]}, contract_months=6)
    with pytest.raises(Problem) as refused:
        await case.step("accept", by=world.window())
    assert [each["code"] for each in refused.value.body["lacking"]] == ["contract-too-short", "guide-not-reached"]


async def test_an_estimate_keeps_nothing(world):
    told = await world.programme.estimate({"age": {"public_security": {"age": 35}}})
    assert (told.total, told.needed, told.enough) == ("20", "140", False)
