"""Filed and sent in one request, or step by step: the same city afterwards, whatever was filed."""

import random
from typing import Any

import httpx
import pytest

from luohu_filing.bodies import cartoon, education, invention, own_home, rental
from luohu_testbed.applicant import applicant
from luohu_testbed.city import City

Json = dict[str, Any]

FORMS: list[tuple[str, Json]] = [
    ("tax", {"kind": "tax", "authorised": True}),
    ("residences", own_home()),
    ("residences", rental()),
    ("education", education(degree=None)),  # one half: which of two comes back first is nobody's promise
    ("innovation", {"kind": "innovation", **invention()}),
    ("innovation", {"kind": "innovation", **cartoon()}),
    ("honours", {"kind": "honour", "type": "none"}),
    ("honours", {"kind": "honour", "type": "model_worker"}),
]
PEOPLE = ("tax-one-year-valid", "huairou-home-not-found", "tax-penalty", "chaoyang-home-sold")


def good(answer: httpx.Response) -> Any:
    assert answer.is_success, answer.text
    return answer.json()


def rows_of(digest: Json) -> list[tuple[str, str, int, str]]:
    """Every table with the sum of its own rows, so that a failure names it."""
    return [
        (service, table, of_it["rows"], of_it["plain"])
        for service, found in digest["services"].items()
        for table, of_it in found["tables"].items()
    ]


async def step_by_step(city: City, world: str, person: str, filed: list[tuple[str, Json]]) -> None:
    """One request for each step."""
    somebody = await applicant(city, world, person)
    declaration = good(await somebody.ask("POST", "/v1/declarations"))["id"]
    ids = [
        good(await somebody.ask("POST", f"/v1/declarations/{declaration}/{path}", json=form)) for path, form in filed
    ]
    for item in ids:
        if "verification" in item["links"]:
            good(await somebody.ask("POST", f"/v1/items/{item['id']}/verification"))


async def at_once(city: City, world: str, person: str, filed: list[tuple[str, Json]], *, opened_with: int) -> None:
    """The first ones with the declaration, the others in one request that only files them, all sent in one more."""
    somebody = await applicant(city, world, person)
    forms = [form for _, form in filed]
    first, more = forms[:opened_with], forms[opened_with:]
    opened = good(await somebody.ask("POST", "/v1/declarations", json={"items": first, "verify": not more}))
    if more:
        here = f"/v1/declarations/{opened['id']}"
        good(await somebody.ask("POST", f"{here}/items", json={"items": more}))
        good(await somebody.ask("POST", f"{here}/verification"))


@pytest.mark.parametrize("drawn", [1, 2])
async def test_both_ways_leave_the_same_city(city: City, world: str, control: Any, drawn: int) -> None:
    draw = random.Random(drawn)  # noqa: S311 - the same each time
    made = await control("POST", "/worlds", {"clock": {"mode": "frozen"}, "admission": "open"}, status=201)
    twin = made["name"]
    for person in PEOPLE:
        filed = draw.sample(FORMS, draw.randint(1, len(FORMS)))
        opened_with = draw.randint(0, len(filed))
        await step_by_step(city, world, person, filed)
        await at_once(city, twin, person, filed, opened_with=opened_with)

    # A digest is taken when the world has come to rest.
    one, other = [good(await city.client.get(f"/_luohu/worlds/{name}/digest")) for name in (world, twin)]
    assert rows_of(one) == rows_of(other)
    assert one["services"] == other["services"]
    await control("DELETE", f"/worlds/{twin}", status=204)


async def test_the_journal_knows_each_item_of_such_a_request_and_a_scenario_goes_with_all(
    city: City, world: str, control: Any
) -> None:
    somebody = await applicant(city, world)
    wish = {"items": [form for _, form in FORMS[:2]], "verify": True}
    headers = {"Luohu-Scenario": "invalid-property", "Prefer": "wait=20"}
    opened = good(await somebody.ask("POST", "/v1/declarations", json=wish, headers=headers))
    assert [each["display"] for each in opened["items"]] == ["valid", "invalid(property)"]
    for each in opened["items"]:
        hops = (await control("POST", "/journal/find", {"match": {"item": each["id"], "method": "POST"}}))["items"]
        assert "/v1/declarations" in [hop["path"] for hop in hops]
        assert {hop["topic"] for hop in hops} == {None, "verifications", "verdicts"}
    nothing = await somebody.ask("POST", f"/v1/declarations/{opened['id']}/verification", headers=headers)
    assert nothing.status_code == 422, nothing.text
