"""Paces through the control plane: listed, drawn, taken back, looked at, worked by bots."""

from typing import Any

import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


async def paces(control: Any, agency: str) -> list[Any]:
    [found] = [one for one in (await control("GET", "/paces"))["items"] if one["agency"] == agency]
    return [(one["question_kind"], one["kind"], one["pace"], one["default"]) for one in found["items"]]


async def test_all_paces_are_listed_set_and_taken_back(control: Any, city: City, world: str) -> None:
    defaults = [("verification", None, "immediate", True), ("recheck", None, "operator", True)]
    listed = (await control("GET", "/paces"))["items"]
    assert [one["agency"] for one in listed][:3] == ["housing-registry", "rental-filing", "education-registry"]
    assert await paces(control, "tax") == defaults
    bot = {"bot": {"decides": "by_evidence", "takes": {"lognormal": {"median": "P3D", "p95": "P14D"}}}}
    await control("PUT", "/paces/tax", {"question_kind": "recheck", "pace": bot}, status=204)
    bot["bot"]["office_hours"] = False  # type: ignore[assignment]
    assert await paces(control, "tax") == [defaults[0], ("recheck", None, bot, False)]
    here = {"Luohu-World": world}
    for wish, pointer in [
        ({"pace": {"manual": 0}}, "#/pace/manual"),
        ({"pace": {"uniform": {"min": "P2D", "max": "P1D"}}}, "#/pace/uniform"),
        ({"pace": "soon"}, "#/pace"),
        ({"pace": "P1D", "kind": "rental"}, "#/kind"),
    ]:
        refused = await city.client.put("/_luohu/paces/tax", json=wish, headers=here)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await paces(control, "tax") == [defaults[0], ("recheck", None, bot, False)]
    await control("DELETE", "/paces/tax", status=204)
    assert await paces(control, "tax") == defaults
    unknown = await city.client.delete("/_luohu/paces/water", headers=here)
    assert slug_of(unknown) == "agency-unknown"
    nowhere = await city.client.get("/_luohu/paces", headers={"Luohu-World": "nowhere"})
    assert slug_of(nowhere) == "world-unknown"


async def test_a_drawn_time_is_a_stop_of_the_clock_and_the_same_in_a_twin_of_the_world(
    somebody: Applicant, city: City, control: Any
) -> None:
    spread = {"pace": {"uniform": {"min": "P5D", "max": "P14D"}}}
    await control("PUT", "/paces/tax", spread, status=204)
    await somebody.verify(await somebody.file())
    run = await control("POST", "/clock/advance", {"until": "idle"})
    await somebody.settled(somebody.item)
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}, "admission": "open"})
    twin = await applicant(city, made.json()["name"])
    here = {"Luohu-World": twin.world}
    assert (await city.client.put("/_luohu/paces/tax", json=spread, headers=here)).status_code == 204
    await twin.verify(await twin.file())
    again = (await city.client.post("/_luohu/clock/advance", json={"until": "idle"}, headers=here)).json()
    assert [(one["service"], one["what"], one["at"]) for one in run["fired"]] == [
        (one["service"], one["what"], one["at"]) for one in again["fired"]
    ]
    assert "2021-07-06" < run["fired"][0]["at"] < "2021-07-16"
    await city.client.delete(f"/_luohu/worlds/{twin.world}")


async def test_the_applicants_third_look_makes_the_agency_decide(somebody: Applicant, city: City, control: Any) -> None:
    await control("PUT", "/paces/tax", {"pace": {"manual": 3}}, status=204)
    await somebody.verify(await somebody.file())
    at_tax = "/v1/waiting?agency=tax"
    window = {"Authorization": f"Bearer {await city.token('window', somebody.world)}"}

    async def queued() -> list[str]:
        return [one["state"] for one in (await city.client.get(at_tax, headers=window)).json()["items"]]

    await until(queued, ["delivered"])
    await control("DELETE", "/paces/tax", status=204)  # what waits keeps its pace
    assert (await control("POST", "/clock/advance", {"by": "P30D"}))["fired"] == []
    for _ in range(3):
        await city.client.get(f"/v1/items/{somebody.item}", headers=window)  # staff who look are not the applicant
    assert [await somebody.status(somebody.item) for _ in range(2)] == ["pending", "pending"]
    settled = await somebody.ask("GET", f"/v1/items/{somebody.item}", headers={"Prefer": "wait=10"})
    assert settled.json()["status"] == "valid"
    looks = await control("POST", "/journal/find", {"match": {"item": somebody.item, "method": "GET", "to": "tax"}})
    assert len(looks["items"]) == 3
