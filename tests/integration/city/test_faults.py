"""Each fault acts as it was told, the journal shows it, and the loop ends with exactly one applied verdict."""

from datetime import datetime
from typing import Any

import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.hops import BACK, FORTH, count, ends_well, hops, outcomes, told
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


@pytest.fixture
async def other(city: City, world: str) -> Applicant:
    return await applicant(city, world, "tax-penalty")


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ({"status": 500}, (500, "status 500")),
        ({"status": 429, "retry_after": "PT0S"}, (429, "status 429")),
        ({"status": 403}, (403, "status 403")),
        ({"drop": "request"}, (None, "drop request")),
        ({"unsigned": True}, (401, "unsigned")),
        ({"corrupt_signature": True}, (401, "corrupt_signature")),
    ],
)
@pytest.mark.parametrize("edge", [FORTH, BACK])
async def test_what_fails_twice_gets_through_at_the_third_time(
    somebody: Applicant, control: Any, put: Any, edge: str, fault: dict[str, Any], seen: tuple[int | None, str]
) -> None:
    await put(edge, fail_first=2, **fault)
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    topic = "verdicts" if edge == BACK else "verifications"
    assert told(await hops(control, item, topic)) == [seen, seen, (200 if edge == BACK else 202, None)]
    assert await outcomes(control, item) == ["moved"]
    [listed] = (await control("GET", "/faults"))["items"]
    assert (listed["edge"], listed["seen"], listed["hits"]) == (edge, 3, 2)


async def test_retry_after_is_waited_for(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, status=429, retry_after="PT1S", fail_first=1)
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    first, second = await hops(control, item, "verdicts")
    assert (first["status"], second["status"]) == (429, 200)
    assert seconds_between(first, second) >= 1


def seconds_between(one: dict[str, Any], other: dict[str, Any]) -> float:
    return (datetime.fromisoformat(other["at"]) - datetime.fromisoformat(one["at"])).total_seconds()


async def test_a_dropped_answer_makes_the_verdict_come_twice(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, drop="answer", fail_first=1)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    await until(lambda: outcomes(control, item), ["duplicate"])
    await ends_well(somebody, item)
    first, second = await hops(control, item, "verdicts")
    assert (first["status"], first["fault"], second["fault"]) == (None, "drop answer", None)
    assert "dropped on its way" in first["error"]


async def test_a_dropped_answer_makes_the_question_come_twice(somebody: Applicant, control: Any, put: Any) -> None:
    await put(FORTH, drop="answer", fail_first=1)
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    await until(lambda: count(control, item, "verifications"), 2)
    assert await outcomes(control, item) == ["moved"]


async def test_a_verdict_that_comes_three_times_is_applied_once(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, duplicate=2)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    await until(lambda: outcomes(control, item), ["moved", "duplicate", "duplicate"])
    await ends_well(somebody, item)
    faults = [hop["fault"] for hop in await hops(control, item, "verdicts")]
    assert faults == ["duplicate", "duplicate", "duplicate"]


async def test_what_a_fault_succeeds_with_first_passes(
    somebody: Applicant, other: Applicant, control: Any, put: Any
) -> None:
    await put(BACK, succeed_first=1, fail_first=1, unsigned=True)
    first, second = await somebody.file(), await other.file()
    for one, item in ((somebody, first), (other, second)):
        await one.verify(item)
        await ends_well(one, item)
    assert told(await hops(control, first, "verdicts")) == [(200, None)]
    assert told(await hops(control, second, "verdicts")) == [(401, "unsigned"), (200, None)]


async def test_the_next_verdict_overtakes_a_reordered_one(
    somebody: Applicant, other: Applicant, control: Any, put: Any
) -> None:
    await put(BACK, reorder=True, fail_first=1)
    await control("PUT", "/paces/tax", {"pace": "P1D"}, status=204)
    for one in (somebody, other):
        await one.verify(await one.file())
    await control("POST", "/clock/advance", {"by": "P1D"})
    for one in (somebody, other):
        await ends_well(one, one.item)
    verdicts = (await control("POST", "/journal/find", {"match": {"topic": "verdicts"}}))["items"]
    ended = sorted(verdicts, key=lambda hop: hop["seq"])
    assert [hop["fault"] for hop in ended] == [None, "reorder"]


async def test_the_seed_decides_which_requests_are_touched(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, unsigned=True, probability=0.5, seed=4)
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    seen = [fault == "unsigned" for _, fault in told(await hops(control, item, "verdicts"))]
    assert seen == [True, True, False]


async def test_a_fault_of_one_world_touches_no_other(somebody: Applicant, city: City, control: Any, put: Any) -> None:
    await put(BACK, outage={})
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}, "admission": "open"})
    elsewhere = await applicant(city, made.json()["name"])
    item = await elsewhere.file()
    await elsewhere.verify(item)
    await elsewhere.settled(item)
    listed = await city.client.get("/_luohu/faults", headers={"Luohu-World": elsewhere.world})
    assert listed.json() == {"items": []}
    await city.client.delete(f"/_luohu/worlds/{elsewhere.world}")


async def test_only_what_a_fault_names_is_touched(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, status=500, match={"topic": "evidence-requests"})
    item = await somebody.file()
    await somebody.verify(item)
    await ends_well(somebody, item)
    [listed] = (await control("GET", "/faults"))["items"]
    assert listed["seen"] == 0


@pytest.mark.parametrize(
    ("edge", "fault", "slug"),
    [
        ("tax->nowhere", {"status": 500}, "edge-unknown"),
        ("tax->honours-registry", {"status": 500}, "edge-unknown"),
        ("tax", {"status": 500}, "edge-unknown"),
        ("gateway->sandbox", {"status": 500}, "edge-unknown"),
        ("gateway->tax", {"hold": "P1D"}, "validation-failed"),
        ("gateway->tax", {"unsigned": True}, "validation-failed"),
        (BACK, {"status": 404}, "validation-failed"),
        (BACK, {}, "validation-failed"),
    ],
)
async def test_a_fault_that_cannot_be_is_refused_and_nothing_is_put(
    control: Any, city: City, world: str, edge: str, fault: dict[str, Any], slug: str
) -> None:
    refused = await city.client.put(f"/_luohu/faults/{edge}", json=fault, headers={"Luohu-World": world})
    assert slug_of(refused) == slug
    assert (await control("GET", "/faults"))["items"] == []


async def test_a_world_that_is_not_there_has_no_faults(city: City) -> None:
    here = {"Luohu-World": "never-made"}
    answers = [
        await city.client.put(f"/_luohu/faults/{BACK}", json={"status": 500}, headers=here),
        await city.client.get("/_luohu/faults", headers=here),
        await city.client.delete("/_luohu/faults", headers=here),
    ]
    assert [slug_of(answer) for answer in answers] == ["world-unknown"] * 3
