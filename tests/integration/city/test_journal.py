"""The journal shows every hop of a loop, once, with what was said; it can be matched, counted and waited for."""

import asyncio
from typing import Any

import pytest

from luohu_kit.journal.buffer import KEY
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


async def settled_item(somebody: Applicant) -> str:
    item = await somebody.file()
    await somebody.verify(item, traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    await somebody.settled(item)
    return item


async def test_a_loop_is_three_hops_with_one_trace(somebody: Applicant, control: Any) -> None:
    item = await settled_item(somebody)
    page = await control("POST", "/journal/find", {"match": {"trace": TRACE}})
    assert [(hop["from"], hop["to"], hop["path"], hop["status"]) for hop in page["items"]] == [
        ("gateway", "declaration", f"/v1/items/{item}/verification", 202),
        ("declaration", "tax", "/v1/verifications", 202),
        ("tax", "declaration", "/v1/verdicts", 200),
    ]
    asked, question, verdict = page["items"]
    assert asked["caller"]["role"] == "applicant"
    assert question["topic"] == "verifications"
    assert question["request"]["questions"][0]["item_id"] == item
    assert question["response"]["accepted"] == [verdict["request"]["data"]["verdicts"][0]["question_id"]]
    assert verdict["response"]["receptions"][0]["outcome"] == "moved"
    assert all(item in str(hop["concerns"]) for hop in page["items"])
    assert all(hop["world_at"] == "2021-07-01T09:00:00+08:00" for hop in page["items"])
    assert all(hop["took_ms"] > 0 and hop["fault"] is None and hop["error"] is None for hop in page["items"])


async def test_the_trace_of_the_request_goes_on_after_two_weeks(somebody: Applicant, control: Any) -> None:
    await control("PUT", "/paces/tax", {"pace": "P14D"}, status=204)
    item = await somebody.file()
    await somebody.verify(item, traceparent=f"00-{TRACE}-b7ad6b7169203331-01")
    await control("POST", "/clock/advance", {"by": "P15D"})
    await somebody.settled(item)
    verdict = (await control("POST", "/journal/find", {"match": {"trace": TRACE, "topic": "verdicts"}}))["items"]
    assert [hop["world_at"] for hop in verdict] == ["2021-07-15T09:00:00+08:00"]


async def test_numbers_and_tokens_are_masked(somebody: Applicant, control: Any, city: City, world: str) -> None:
    await settled_item(somebody)
    form = {"grant_type": "urn:luohu:grant:persona", "persona": "tax-one-year-valid", "world": world}
    token = (await city.client.post("/identity/token", data=form, headers={"Luohu-World": world})).json()
    me = (await somebody.ask("GET", "/identity/v1/people/me")).json()
    assert len(me["id_number"]) == 18
    page = await control("GET", "/journal?limit=1000")
    question = next(hop for hop in page["items"] if hop["topic"] == "verifications")
    masked = question["request"]["questions"][0]["subject"]["id_number"]
    assert masked[:3] + masked[-2:] == me["id_number"][:3] + me["id_number"][-2:]
    assert "*" * 13 in masked
    assert me["id_number"] not in str(page)
    assert token["access_token"] not in str(page)
    assert any(hop["path"] == "/token" and hop["response"]["access_token"] == "***" for hop in page["items"])


async def test_a_body_that_nobody_takes_is_shown_as_it_came(control: Any, city: City, world: str) -> None:
    nested = "[" * 2_000 + "]" * 2_000
    here = {"Luohu-World": world, "Content-Type": "application/json"}
    refused = await city.client.post("/_luohu/expectations", content=nested, headers=here)
    assert refused.status_code == 400
    page = await control("GET", "/journal?limit=1")
    assert [(hop["status"], hop["request"]) for hop in page["items"]] == [(400, nested)]


async def test_a_page_goes_on_where_the_one_before_ended(somebody: Applicant, control: Any) -> None:
    await settled_item(somebody)
    whole = (await control("GET", "/journal?limit=1000"))["items"]
    assert [hop["at"] for hop in whole] == sorted((hop["at"] for hop in whole), reverse=True)
    seen: list[str] = []
    after = ""
    for _ in range(len(whole)):
        page = await control("GET", f"/journal?limit=2{after}")
        seen += [hop["id"] for hop in page["items"]]
        if page["next"] is None:
            break
        after = "&after=" + page["next"].replace("+", "%2B")
    assert seen == [hop["id"] for hop in whole]
    forth = (await control("POST", "/journal/find", {"limit": 1000}))["items"]
    assert [hop["id"] for hop in forth] == seen[::-1]


async def test_hops_are_counted_by_what_they_match(somebody: Applicant, control: Any) -> None:
    item = await settled_item(somebody)
    await somebody.ask("GET", "/v1/items/6a9e4a3e-0000-4000-8000-000000000000")

    async def count(**match: object) -> int:
        return int((await control("POST", "/journal/count", {"match": match}))["count"])

    assert await count(**{"from": "declaration", "to": "tax", "item": item}) == 1
    assert await count(path=f"/v1/items/{item}/verification", method="POST", status=202) == 1
    assert await count(path="/v1/items/*", status="4xx") == 1
    assert await count(declaration=somebody.declaration, method="POST") == 2
    assert await count(topic="verdicts", status="2xx", role="operator") == 0
    assert await count(status="none") == 0


async def test_waiting_ends_with_the_hop_that_is_waited_for(
    somebody: Applicant, control: Any, city: City, world: str
) -> None:
    item = await somebody.file()
    match = {"match": {"topic": "verdicts", "item": item}}
    waiting = asyncio.create_task(control("POST", "/journal/wait", {**match, "timeout": "PT20S"}))
    notes = city.apps["tax"].state.runtime.hub
    await until(lambda: notes.is_watched(world, KEY))  # whoever will note the hop is waited at
    await somebody.verify(item)
    assert await waiting == {"reached": True, "count": 1}
    assert await control("POST", "/journal/wait", {**match, "count": 2, "timeout": "PT0.05S"}) == {
        "reached": False,
        "count": 1,
    }


async def test_two_worlds_have_two_journals(somebody: Applicant, control: Any, city: City, world: str) -> None:
    item = await settled_item(somebody)
    # Whoever signs in to a world says so in the form, and mostly nowhere else.
    signed_in = {"match": {"path": "/token", "trace": TRACE[::-1]}}
    form = {"grant_type": "urn:luohu:grant:persona", "persona": "tax-one-year-valid", "world": world}
    traced = {"traceparent": f"00-{TRACE[::-1]}-b7ad6b7169203331-01"}
    assert (await city.client.post("/identity/token", data=form, headers=traced)).is_success
    assert await control("POST", "/journal/count", signed_in) == {"count": 1}
    assert (await city.client.post("/_luohu/journal/count", json=signed_in)).json() == {"count": 0}
    answer = await city.client.post("/_luohu/journal/count", json={"match": {"item": item}})
    assert answer.json() == {"count": 0}
    gone = await city.client.get("/_luohu/journal", headers={"Luohu-World": "never-made"})
    assert (gone.status_code, slug_of(gone)) == (404, "world-unknown")


async def test_what_changes_a_world_is_noted_and_what_watches_is_not(city: City, world: str, control: Any) -> None:
    await city.client.post("/_luohu/clock/advance", json={"world": world, "by": "P1D"})
    await control("GET", "/clock")
    await control("PUT", "/paces/tax", {"pace": "P1D"}, status=204)
    seen = (await control("POST", "/journal/find", {"match": {"to": "sandbox"}}))["items"]
    assert [(hop["method"], hop["path"], hop["status"]) for hop in seen] == [
        ("POST", "/_luohu/worlds", 201),
        ("POST", "/_luohu/clock/advance", 200),
        ("PUT", "/_luohu/paces/tax", 204),
    ]
    everything = (await control("GET", "/journal?limit=1000"))["items"]
    assert {hop["path"] for hop in everything} == {hop["path"] for hop in seen}


async def test_an_items_way_is_drawn(somebody: Applicant, control: Any, city: City, world: str) -> None:
    item = await settled_item(somebody)
    here = {"Luohu-World": world}
    drawn = await city.client.get(f"/_luohu/journal/trace/{item}?format=text", headers=here)
    assert "|------------------>|" in drawn.text
    assert "verdicts: valid, attempt 1 => 200 moved" in drawn.text
    mermaid = await city.client.get(f"/_luohu/journal/trace/{item}?format=mermaid", headers=here)
    assert mermaid.headers["content-type"].startswith("text/vnd.mermaid")
    assert "tax->>declaration: verdicts: valid, attempt 1" in mermaid.text
    whole = await control("GET", f"/journal/trace/{item}")
    assert whole["participants"] == ["applicant", "declaration", "tax"]
    assert [hop["topic"] for hop in whole["hops"] if hop["topic"]] == ["verifications", "verdicts"]
    unknown = await control("GET", "/journal/trace/6a9e4a3e-0000-4000-8000-000000000000", status=404)
    assert unknown["type"] == "/problems/journey-unknown"
    for blank in ("%20", "%E3%80%80"):
        assert (await control("GET", f"/journal/trace/{blank}", status=404))["type"] == "/problems/journey-unknown"


async def test_what_cannot_be_asked_for_is_told(control: Any) -> None:
    unknown = await control("POST", "/journal/count", {"match": {"from": "tex"}}, status=404)
    assert unknown["type"] == "/problems/edge-unknown"
    assert "tax" in unknown["detail"]
    page = await control("GET", "/journal?after=yesterday", status=422)
    assert page["type"] == "/problems/page-unknown"
    long = await control("POST", "/journal/wait", {"timeout": "PT2M"}, status=422)
    assert "PT60S" in str(long["errors"])
