"""Invariants of cases: each is caught by a row that breaks it, and nothing is found where nothing is wrong."""

from collections.abc import AsyncIterator

import pytest

from luohu_casework.bureau import EMPLOYER, WINDOW, Bureau, bureau
from luohu_casework.corruptions import CORRUPTIONS
from luohu_casework.tianjin import application, holds_papers, known
from luohu_kit.invariants.trail import UNBROKEN
from luohu_testbed.by_hand import by_hand
from luohu_testbed.city import City
from luohu_testbed.corruptions import of_this_world
from luohu_testbed.verifying import verified

DISTRICT = "朝阳区"


@pytest.fixture(scope="module")
async def reviewed(city: City) -> AsyncIterator[Bureau]:
    """A world with a case in joint review, kept as `reviewed`."""
    tianjin = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    await known(tianjin)
    await holds_papers(tianjin, district=DISTRICT)
    case = (await tianjin.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT)))["id"]
    await tianjin.decided(case)
    await tianjin.step(WINDOW, case, "accept")
    await tianjin.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/skill/human_resources/material")
    await tianjin.decided(case)
    kept = await city.client.post(f"/_luohu/worlds/{tianjin.world}/snapshots", json={"name": "reviewed"})
    assert kept.status_code == 201, kept.text
    yield tianjin
    await city.client.delete(f"/_luohu/worlds/{tianjin.world}")


async def test_a_case_that_lived_is_in_order(city: City, reviewed: Bureau) -> None:
    assert (await verified(city.client, reviewed.world))["violated"] == []


@pytest.mark.parametrize(
    ("service", "corruption", "caught"), CORRUPTIONS, ids=[" ".join(sorted(caught)) for *_, caught in CORRUPTIONS]
)
async def test_a_row_of_a_case_that_breaks_an_invariant_is_caught_by_exactly_its_check(
    city: City, reviewed: Bureau, service: str, corruption: str, caught: set[str]
) -> None:
    async with by_hand(city, service, reviewed.world) as rows:
        done = await rows.execute(of_this_world(corruption))
        assert not done.endswith(" 0"), done
    try:
        found = (await verified(city.client, reviewed.world))["violated"]
        assert caught <= {each["check"] for each in found} <= caught | {UNBROKEN}
    finally:
        back = await city.client.post(f"/_luohu/worlds/{reviewed.world}/snapshots/reviewed/restore")
        assert back.is_success, back.text


@pytest.mark.parametrize(
    ("who", "method", "path", "body"),
    [
        (WINDOW, "GET", "/v1/season", None),
        (WINDOW, "GET", "/v1/publication/2016", None),
        ("somebody", "POST", "/v1/declarations", {}),
        (
            WINDOW,
            "POST",
            "/v1/sanctions",
            {"kind": "false_material", "year": 2016, "grounds": "x", "id_number": "990101198106150013"},
        ),
    ],
)
async def test_what_belongs_to_another_programme_is_refused_with_the_way_to_this_one(
    reviewed: Bureau, who: str, method: str, path: str, body: object
) -> None:
    if who == "somebody":
        people = {"persona": "somebody", "name": "津小满", "id_number": "990101198106150013"}
        await reviewed.ask("administrator", "POST", "/identity/v1/people", json=people)
    problem = await reviewed.refused(who, method, path, body, 409, "other-programme")
    assert "/v1/programme" in problem["remedy"]
    assert "policies" not in problem["detail"]
