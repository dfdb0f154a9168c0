"""Each fault acts as it was told, the journal shows it, and the loop ends with exactly one applied verdict."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

BACK = "tax->declaration"
FORTH = "declaration->tax"
Hops = list[dict[str, Any]]


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


@pytest.fixture
async def other(city: City, world: str) -> Applicant:
    return await applicant(city, world, "tax-penalty")


@pytest.fixture
def put(control: Any) -> Callable[..., Awaitable[Any]]:
    async def put(edge: str, **fault: Any) -> Any:
        return await control("PUT", f"/faults/{edge}", fault)

    return put


async def ends_well(somebody: Applicant, item: str) -> None:
    """The item is valid by one verdict, and nothing was lost or doubled."""
    await somebody.settled(item)
    await until(lambda: somebody.moves(item), 1)


async def hops(control: Any, item: str, topic: str) -> Hops:
    found = await control("POST", "/journal/find", {"match": {"item": item, "topic": topic}})
    return list(found["items"])


def told(seen: Hops) -> list[tuple[int | None, str | None]]:
    return [(hop["status"], hop["fault"]) for hop in seen]


async def outcomes(control: Any, item: str) -> list[str]:
    """What became of each verdict that arrived."""
    seen = await hops(control, item, "verdicts")
    return [one["outcome"] for hop in seen if hop["status"] == 200 for one in hop["response"]["receptions"]]


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


async def count(control: Any, item: str, topic: str) -> int:
    return len(await hops(control, item, topic))


async def test_a_verdict_that_comes_three_times_is_applied_once(somebody: Applicant, control: Any, put: Any) -> None:
    await put(BACK, duplicate=2)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    await until(lambda: outcomes(control, item), ["moved", "duplicate", "duplicate"])
    await ends_well(somebody, item)
    faults = [hop["fault"] for hop in await hops(control, item, "verdicts")]
    assert faults == ["duplicate", "duplicate", "duplicate"]


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


class TestFromTheGateway:
    """What comes from outside is broken at the service, and told as the gateway tells of a broken service."""

    @pytest.mark.parametrize(
        ("fault", "status", "slug"),
        [
            ({"status": 500}, 500, "fault-injected"),
            ({"drop": "request"}, 502, "upstream-unreachable"),
            ({"outage": {}}, 503, "service-unavailable"),
        ],
    )
    async def test_a_request_that_does_not_arrive_does_nothing(
        self, somebody: Applicant, control: Any, put: Any, fault: dict[str, Any], status: int, slug: str
    ) -> None:
        await put("gateway->declaration", match={"method": "POST"}, **fault)
        answer = await somebody.ask("POST", "/v1/declarations", json={})
        assert (answer.status_code, slug_of(answer)) == (status, slug)
        await control("DELETE", "/faults", status=204)
        assert (await somebody.ask("POST", "/v1/declarations", json={})).status_code == 201
        seen = (await control("POST", "/journal/find", {"match": {"from": "gateway", "fault": "*"}}))["items"]
        assert [(hop["status"], hop["path"]) for hop in seen] == [(status, "/v1/declarations")]

    async def test_a_dropped_answer_leaves_what_was_done(self, somebody: Applicant, put: Any) -> None:
        await put("gateway->declaration", drop="answer", fail_first=1, match={"method": "POST"})
        item_less = await somebody.ask("POST", "/v1/declarations", json={})
        assert (item_less.status_code, slug_of(item_less)) == (502, "upstream-unreachable")
        again = await somebody.ask("POST", "/v1/declarations", json={})
        assert again.status_code == 409, again.text

    async def test_a_request_that_comes_twice_with_a_key_is_done_once(
        self, somebody: Applicant, control: Any, put: Any
    ) -> None:
        item = await somebody.file()
        await put("gateway->declaration", duplicate=1, match={"path_prefix": f"/v1/items/{item}/verification"})
        await somebody.verify(item)
        await ends_well(somebody, item)
        assert await count(control, item, "verifications") == 1

    async def test_latency_is_felt_by_the_caller(self, somebody: Applicant, put: Any) -> None:
        await put("gateway->identity", latency="PT0.2S")
        answer = await somebody.ask("GET", "/identity/v1/people/me")
        assert answer.status_code == 200
        assert answer.elapsed.total_seconds() >= 0.2

    async def test_a_token_names_the_world(self, somebody: Applicant, city: City, put: Any) -> None:
        await put("gateway->tax", status=503)
        answer = await somebody.ask("GET", "/agencies/tax/v1/rechecks/4")
        assert slug_of(answer) == "fault-injected"
        main = await city.client.get("/agencies/tax/v1/rechecks/4")
        assert slug_of(main) == "token-missing"
