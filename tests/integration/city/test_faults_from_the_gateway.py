"""Faults between the gateway and a service."""

from typing import Any

import pytest

from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.hops import count, ends_well
from luohu_testbed.problems import slug_of


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


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
