"""Every route of casework keeps to its world: two worlds have a case of the same person, and neither sees more.

The routes of declarations are driven in tests/e2e/test_full_year.py, in worlds of a city that has them.
"""

import re
from typing import Any

import pytest

from luohu_casework.bureau import EMPLOYER, WINDOW, Bureau, bureau
from luohu_casework.routes import of_casework
from luohu_casework.tianjin import application, holds_papers, known
from luohu_kit.auth.listing import every_route
from luohu_testbed.city import City

DISTRICT = "朝阳区"
PDF = {"content": b"%PDF-1.4 nothing", "headers": {"Content-Type": "application/pdf"}}
RECHECK = {"disputes": "department.not_on_record", "statement": "请复核"}
#: What is asked of each route that names a case: the rest of its path, and the body.
ASKED: dict[str, tuple[str, dict[str, Any]]] = {
    "GET /v1/cases/{case_id}": ("", {}),
    "GET /v1/cases/{case_id}/events": ("/events", {}),
    "GET /v1/cases/{case_id}/records": ("/records", {}),
    "GET /v1/cases/{case_id}/points": ("/points", {}),
    "GET /v1/cases/{case_id}/documents": ("/documents", {}),
    "GET /v1/cases/{case_id}/documents/{name}": ("/documents/acceptance", {}),
    "POST /v1/cases/{case_id}/steps/{step}": ("/steps/hand_in_proofs", {"json": {}}),
    "POST /v1/cases/{case_id}/records/{indicator}/{department}/material": (
        "/records/skill/human_resources/material",
        {},
    ),
    "POST /v1/cases/{case_id}/records/{indicator}/{department}/recheck": (
        "/records/skill/human_resources/recheck",
        {"json": RECHECK},
    ),
    "POST /v1/cases/{case_id}/records/{indicator}/{department}/evidence": (
        "/records/skill/human_resources/evidence",
        {"json": {"evidence": []}},
    ),
    "POST /v1/cases/{case_id}/evidence": ("/evidence", PDF),
}
#: Routes of casework that name no case: what they show is held against the other world below.
LISTS = {
    "GET /v1/cases",
    "GET /v1/cases/counts",
    "GET /v1/programme",
    "GET /v1/intakes",
    "GET /v1/intakes/{name}/list",
    "POST /v1/cases",
    "POST /v1/rosters",
    "POST /v1/estimates",
}


def test_no_route_of_casework_is_left_out(city: City) -> None:
    apps = {"declaration": city.apps["declaration"]}
    there = {f"{route.method} {route.path}" for route in every_route(apps) if of_casework(route.path)}
    assert there == ASKED.keys() | LISTS


async def lived(city: City) -> tuple[Bureau, str]:
    """A world in which the person's case was accepted; and the case."""
    world = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    await known(world)
    await holds_papers(world, district=DISTRICT)
    case = (await world.must(EMPLOYER, "POST", "/v1/cases", application(district=DISTRICT)))["id"]
    await world.decided(case)
    await world.step(WINDOW, case, "accept")
    return world, case


async def test_a_case_is_nowhere_but_in_its_world(city: City) -> None:
    here, mine = await lived(city)
    there, theirs = await lived(city)
    for name, (rest, body) in ASKED.items():
        method = name.partition(" ")[0]
        strange = await there.ask(EMPLOYER, method, f"/v1/cases/{mine}{rest}", **body)
        assert strange.status_code == (422 if rest == "/evidence" else 404), (name, strange.text)
        own = await here.ask(EMPLOYER, method, f"/v1/cases/{mine}{rest}", **body)
        assert own.status_code != 404 or "documents/" in rest, (name, own.text)
    for world, case in ((here, mine), (there, theirs)):
        listed = await world.must(WINDOW, "GET", "/v1/cases")
        assert [each["id"] for each in listed["items"]] == [case]
        assert (await world.must(WINDOW, "GET", "/v1/cases/counts"))["total"] == 1
        others = await world.must(WINDOW, "GET", f"/v1/cases/{case}/events")
        assert not re.search(mine if case == theirs else theirs, str(others))
    for world in (here, there):
        await city.client.delete(f"/_luohu/worlds/{world.world}")


@pytest.mark.parametrize("path", ["/v1/intakes/first_half/list", "/v1/intakes/nowhere/list"])
async def test_a_list_that_was_not_made_is_not_there(city: City, path: str) -> None:
    world = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    assert (await world.ask(WINDOW, "GET", path)).status_code == 404
    await city.client.delete(f"/_luohu/worlds/{world.world}")
