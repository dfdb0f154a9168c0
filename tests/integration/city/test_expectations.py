"""Verdicts that are told beforehand, at the city's door."""

from typing import Any
from uuid import uuid4

from luohu_testbed.applicant import applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of

PATH = "/expectations"
INVALID = {"agency": "tax", "verdict": {"outcome": "invalid"}}


async def test_the_next_item_gets_the_verdict_that_was_told(city: City, world: str, control: Any) -> None:
    made = await control("POST", PATH, {**INVALID, "match": {"question_kind": "verification"}}, status=201)
    assert (made["agency"], made["kinds"], made["used"], made["used_up"]) == ("tax", ["tax"], 0, False)
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item, "invalid")
    seen = (await somebody.ask("GET", f"/v1/items/{item}")).json()
    assert (seen["display"], seen["reason"]["code"]) == ("invalid(tax)", "tax.year_invalid")
    used = await control("GET", f"{PATH}/{made['id']}")
    assert (used["used"], used["used_up"], used["items"]) == (1, True, [item])
    assert (await control("GET", PATH))["items"] == [used]
    kept = await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "told"})
    assert kept.status_code == 201, kept.text
    await control("DELETE", f"{PATH}/{made['id']}", status=204)
    await control("DELETE", f"{PATH}/{made['id']}", status=404)
    await city.client.post(f"/_luohu/worlds/{world}/snapshots/told/restore")
    assert (await control("GET", PATH))["items"] == [used]
    await control("DELETE", PATH, status=204)
    assert (await control("GET", PATH))["items"] == []


async def test_what_cannot_be_told_is_refused_by_its_field_and_nothing_is_kept(city: City, control: Any) -> None:
    unknown = await control("POST", PATH, {**INVALID, "agency": "water"}, status=404)
    assert (unknown["type"], "tax" in unknown["remedy"]) == ("/problems/agency-unknown", True)
    wrong = {**INVALID, "verdict": {"outcome": "invalid", "reason": "filing.not_found"}}
    refused = await control("POST", PATH, wrong, status=422)
    assert (refused["errors"][0]["pointer"], refused["instance"]) == ("#/verdict/reason", "/_luohu/expectations")
    assert "tax.year_invalid" in refused["detail"]
    assert "expectation-unknown" in (await control("GET", f"{PATH}/{uuid4()}", status=404))["type"]
    nowhere = await city.client.post("/_luohu/expectations", json=INVALID, headers={"Luohu-World": "nowhere"})
    assert slug_of(nowhere) == "world-unknown"
    assert (await control("GET", PATH))["items"] == []
