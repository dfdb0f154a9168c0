"""The employers of a population are open from the start, and approve their people at once."""

from typing import Any

import httpx

from luohu_filing.counter import Counter

EMPLOYER = {
    "uscc": "52990106MJ0LUH05X4",
    "name": "北京示例职业培训学校",
    "handling_district": "丰台区",
    "contact": "林青",
    "telephone": "010-99001234",
    "unit_code": "PKX7M4TQ",
    "answers": "at_once",
}


async def pour(counter: Counter, *employers: dict[str, Any], by: str = "sandbox") -> httpx.Response:
    return await counter.signed("POST", "/_luohu/employers", {"employers": list(employers)}, by=by)


async def shown(counter: Counter) -> dict[str, Any]:
    who = counter.issuer.staff("employer", "employer-1", uscc=EMPLOYER["uscc"])
    answer = await counter.client.get("/v1/employers", headers=who)
    [found] = answer.json()["items"]
    return dict(found)


async def test_an_employer_of_a_population_is_open_with_its_unit_code_active(counter: Counter) -> None:
    assert (await pour(counter, EMPLOYER)).json() == {"added": 1}
    found = await shown(counter)
    assert (found["status"], found["unit_code"], found["name"]) == ("open", EMPLOYER["unit_code"], EMPLOYER["name"])
    looked = await counter.must("GET", f"/v1/unit-codes/{EMPLOYER['unit_code']}", 200)
    assert looked.json()["employer_name"] == EMPLOYER["name"]


async def test_the_same_employers_again_change_nothing(counter: Counter) -> None:
    await pour(counter, EMPLOYER)
    before = await shown(counter)
    assert (await pour(counter, {**EMPLOYER, "name": "另一名称"})).json() == {"added": 0}
    assert await shown(counter) == before


async def test_a_credit_code_that_can_be_none_is_refused(counter: Counter) -> None:
    answer = await pour(counter, {**EMPLOYER, "uscc": "52990106MJ0LUH05X5"})
    assert answer.status_code == 422


async def test_only_the_sandbox_registers_employers_at_once(counter: Counter) -> None:
    assert (await pour(counter, EMPLOYER, by="tax")).status_code == 401
