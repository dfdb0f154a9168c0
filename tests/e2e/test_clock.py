"""Two weeks of an agency's pace pass in one call, over the running city."""

from collections.abc import Callable
from typing import Any

import pytest

from luohu_cli.door import Door

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

HOME = {
    "kind": "own_home",
    "relation": "self",
    "certificate_format": "x_house_title",
    "certificate_number": "X京房权证怀字第11111111号",
    "district": "怀柔区",
    "from": "2005-10",
    "to": "2010-10",
}


def test_a_slow_agency_answers_when_the_clock_is_advanced(
    door: Door, world: str, sign_in: Callable[[str], Any]
) -> None:
    here = {"Luohu-World": world}
    frozen = door.must("POST", "/_luohu/clock/freeze", json={}, headers=here).response.json()
    assert frozen["mode"] == "frozen"
    slow = {"question_kind": "verification", "pace": "P14D"}
    door.must("PUT", "/_luohu/paces/housing-registry", json=slow, headers=here)
    applicant = sign_in("huairou-home-not-found")
    declaration = applicant("POST", "/v1/declarations", json={}).json()["id"]
    item = applicant("POST", f"/v1/declarations/{declaration}/residences", json=HOME).json()["id"]
    asked = applicant("POST", f"/v1/items/{item}/verification")
    assert asked.status_code == 202
    assert asked.headers["location"].startswith(f"/v1/items/{item}")

    week = door.must("POST", "/_luohu/clock/advance", json={"by": "P7D"}, headers=here).response.json()
    assert (week["settled"], week["fired"]) == (True, [])
    assert applicant("GET", f"/v1/items/{item}").json()["status"] == "pending"

    rest = door.must("POST", "/_luohu/clock/advance", json={"by": "P7D"}, headers=here).response.json()
    assert rest["settled"] is True
    assert [(one["service"], one["what"]) for one in rest["fired"]] == [("housing-registry", "judge")]
    found = applicant("GET", f"/v1/items/{item}").json()
    assert (found["display"], found["reason"]["code"]) == ("invalid(property)", "property.not_matched")
    events = applicant("GET", f"/v1/items/{item}/events").json()["items"]
    assert [event["event"] for event in events] == ["filed", "verification_asked", "found_invalid"]


def test_until_idle_goes_to_whatever_waits(door: Door, world: str, sign_in: Callable[[str], Any]) -> None:
    here = {"Luohu-World": world}
    began = door.must("POST", "/_luohu/clock/freeze", json={}, headers=here).response.json()["now"]
    door.must("PUT", "/_luohu/paces/tax", json={"question_kind": "verification", "pace": "P2M"}, headers=here)
    applicant = sign_in("tax-one-year-valid")
    declaration = applicant("POST", "/v1/declarations", json={}).json()["id"]
    item = applicant("POST", f"/v1/declarations/{declaration}/tax", json={"authorised": True}).json()["id"]
    applicant("POST", f"/v1/items/{item}/verification")
    done = door.must("POST", "/_luohu/clock/advance", json={"until": "idle"}, headers=here).response.json()
    # The year goes on meanwhile: the calendar's own steps are among what fired.
    assert [(one["service"], one["what"]) for one in done["fired"] if one["what"] != "season"] == [("tax", "judge")]
    assert done["now"][:7] > began[:7]
    assert applicant("GET", f"/v1/items/{item}").json()["status"] == "valid"


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"by": "P-1D"}, "validation-failed"),
        ({"by": "14"}, "validation-failed"),
        ({"to": "2020-01-01T00:00:00+08:00"}, "clock-backwards"),
        ({"by": "P1D", "until": "idle"}, "validation-failed"),
        ({}, "validation-failed"),
    ],
)
def test_a_clock_is_not_set_to_what_makes_no_sense(door: Door, world: str, body: Any, slug: str) -> None:
    here = {"Luohu-World": world}
    door.must("POST", "/_luohu/clock/freeze", json={}, headers=here)
    before = door.must("GET", "/_luohu/clock", headers=here).response.json()["now"]
    answer = door.ask("POST", "/_luohu/clock/advance", json=body, headers=here).response
    assert answer.json()["type"] == f"/problems/{slug}"
    assert door.must("GET", "/_luohu/clock", headers=here).response.json()["now"] == before
