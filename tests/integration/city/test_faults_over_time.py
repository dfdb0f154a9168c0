"""Faults that hold back or end: what is set aside, outages, and the clock that passes over them."""

from typing import Any

import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.hops import BACK, FORTH, count, ends_well, hops, outcomes, told
from luohu_testbed.waiting import until


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


async def test_latency_lets_it_leave_later(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, latency="PT0.3S")
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    [late] = await hops(control, item, "verdicts")
    assert (late["status"], late["fault"]) == (200, "latency")
    assert late["took_ms"] >= 300


async def test_a_held_verdict_comes_two_weeks_later_and_the_clock_passes_over_it(
    somebody: Applicant, control: Any, put: Any
) -> None:
    await put(BACK, hold="P14D")
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    week = await control("POST", "/clock/advance", {"by": "P7D"})
    assert (week["settled"], week["fired"], week["next_due"]) == (True, [], "2021-07-15T09:00:00+08:00")
    assert await somebody.status(item) == "pending"
    rest = await control("POST", "/clock/advance", {"by": "P8D"})
    assert [(one["service"], one["what"], one["at"]) for one in rest["fired"]] == [
        ("tax", "held", "2021-07-15T09:00:00+08:00")
    ]
    await ends_well(somebody, item)
    aside, sent = await hops(control, item, "verdicts")
    assert (aside["status"], aside["fault"], sent["status"], sent["fault"]) == (None, "hold", 200, None)
    assert sent["world_at"] == "2021-07-15T09:00:00+08:00"
    assert await outcomes(control, item) == ["moved"]


async def held(control: Any) -> int:
    return sum(one["held"] for one in (await control("GET", "/faults"))["items"])


async def test_what_was_set_aside_goes_on_when_the_fault_is_taken_away(
    somebody: Applicant, control: Any, put: Any
) -> None:
    await put(BACK, hold="P14D")
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    await control("DELETE", f"/faults/{BACK}", status=204)
    await ends_well(somebody, item)
    assert (await control("GET", "/faults"))["items"] == []


async def test_a_late_verdict_finds_the_item_gone_on_and_changes_nothing(
    somebody: Applicant, control: Any, put: Any
) -> None:
    await put(BACK, hold="P14D", fail_first=1)
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    await control("POST", "/clock/advance", {"by": "P15D"})
    await ends_well(somebody, item)
    assert await outcomes(control, item) == ["moved"]


async def test_an_outage_that_ends_is_passed_over_by_the_clock(somebody: Applicant, control: Any, put: Any) -> None:
    await put(FORTH, outage={"to": "2021-07-03T00:00:00+08:00"})
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    day = await control("POST", "/clock/advance", {"by": "P1D"})
    assert (day["settled"], day["fired"]) == (True, [])
    assert await somebody.status(item) == "pending"
    rest = await control("POST", "/clock/advance", {"by": "P1D"})
    assert [(one["service"], one["what"]) for one in rest["fired"]] == [("declaration", "held")]
    await ends_well(somebody, item)
    assert told(await hops(control, item, "verifications")) == [(None, "outage"), (202, None)]


async def test_an_outage_of_the_future_leaves_the_present_alone(somebody: Applicant, control: Any, put: Any) -> None:
    await put(FORTH, outage={"from": "2021-08-01T00:00:00+08:00"})
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    assert told(await hops(control, item, "verifications")) == [(202, None)]


async def test_an_outage_without_end_is_retried_until_it_is_taken_away(
    somebody: Applicant, control: Any, put: Any
) -> None:
    await put(FORTH, outage={})
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: count(control, item, "verifications"), 3, at_least=True)
    assert await somebody.status(item) == "pending"
    assert {fault for _, fault in told(await hops(control, item, "verifications"))} == {"outage"}
    assert await held(control) == 0
    await control("DELETE", "/faults", status=204)
    await ends_well(somebody, item)


async def test_an_advance_names_the_edge_whose_outage_holds_it_up(
    somebody: Applicant, city: City, control: Any, put: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = city.apps["sandbox"].state.runtime
    monkeypatch.setattr(sandbox, "settings", sandbox.settings.model_copy(update={"settle_seconds": 0.3}))
    await put(BACK, outage={})
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: count(control, item, "verdicts"), 1, at_least=True)
    refused = await control("POST", "/clock/advance", {"by": "P1D"}, status=409)
    assert refused["type"] == "/problems/advance-unsettled"
    assert "tax->declaration: 1 undelivered, with a fault on the edge" in refused["held_by"]
    await control("DELETE", "/faults", status=204)
    await ends_well(somebody, item)


async def test_a_reset_world_has_no_faults_and_nothing_held(
    somebody: Applicant, city: City, world: str, control: Any, put: Any
) -> None:
    await put(BACK, hold="P14D")
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    assert (await city.client.post(f"/_luohu/worlds/{world}/reset")).status_code == 200
    assert (await control("GET", "/faults"))["items"] == []
    assert not city.apps["tax"].state.runtime.faults.on(world, "tax", "declaration")
    assert (await control("GET", "/clock"))["next_due"] != "2021-07-15T09:00:00+08:00"


async def test_a_snapshot_brings_faults_and_what_they_held_back(
    somebody: Applicant, city: City, world: str, control: Any, put: Any
) -> None:
    await put(BACK, hold="P14D")
    item = await somebody.file()
    await somebody.verify(item)
    await until(lambda: held(control), 1)
    made = await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "held"})
    assert made.status_code == 201, made.text
    await control("DELETE", "/faults", status=204)
    await ends_well(somebody, item)
    back = await city.client.post(f"/_luohu/worlds/{world}/snapshots/held/restore")
    assert back.status_code == 200, back.text
    assert await somebody.status(item) == "pending"
    [listed] = (await control("GET", "/faults"))["items"]
    assert (listed["edge"], listed["held"]) == (BACK, 1)
    await control("POST", "/clock/advance", {"by": "P14D"})
    await ends_well(somebody, item)


async def test_a_fault_ends_with_its_time_to_live(somebody: Applicant, control: Any, put: Any) -> None:
    made = await put(BACK, status=500, ttl="P1D")
    assert (made["ends_at"], made["ended"]) == ("2021-07-02T09:00:00+08:00", False)
    await control("POST", "/clock/advance", {"by": "P1D"})
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    assert told(await hops(control, item, "verdicts")) == [(200, None)]
    [listed] = (await control("GET", "/faults"))["items"]
    assert (listed["ended"], listed["seen"]) == (True, 0)
