"""The living map: what it shows, what a form of it does, and its stream, which all who watch a world share."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import orjson
import pytest

from luohu_contract.directory import EDGES
from luohu_gateway.site.city_map import watch
from luohu_testbed.applicant import applicant
from luohu_testbed.browser import Browser
from luohu_testbed.city import City
from luohu_testbed.doors import served
from luohu_testbed.waiting import until

EDGE = "/city/map/edges/declaration/tax"


async def settled_item(city: City, world: str) -> str:
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    return item


async def test_the_map_has_every_service_every_edge_and_the_same_as_tables(browser: Browser) -> None:
    page = await browser.open("/city/map")
    assert page.status == 200
    for name in ("housing-registry", "webhooks", "sandbox"):
        assert f'data-service="{name}"' in page.html
    assert page.html.count('class="edge"') == 2 * len(EDGES)  # in each of the two pictures
    assert "declaration → tax" in page.words
    assert "各连线（打开本页以来）" in page.words


async def test_an_edge_is_broken_looks_so_and_is_mended(browser: Browser, control: Any) -> None:
    page = await browser.open(EDGE)
    assert "这条连线完好" in page.words
    broken = await browser.submit(page, "/tax/fault", having={"quick": "break"})
    assert "outage" in broken.words
    assert 'class="edge broken"' in broken.html
    [fault] = (await control("GET", "/faults"))["items"]
    assert (fault["edge"], fault["fault"]["outage"]) == ("declaration->tax", {"from": None, "to": None})
    mended = await browser.submit(broken, "/tax/mending")
    assert "这条连线完好" in mended.words
    assert (await control("GET", "/faults"))["items"] == []


async def test_all_fields_of_a_fault_are_sent_and_shown_again(browser: Browser, control: Any) -> None:
    page = await browser.open(EDGE)
    filled = {"latency": "PT1S", "probability": "0.5", "match.topic": "verifications", "seed": "7"}
    await browser.submit(page, "/tax/fault", having={"status": ""}, **filled)
    [told] = (await control("GET", "/faults"))["items"]
    assert told["fault"]["latency"] == "PT1S"
    assert (told["fault"]["match"]["topic"], told["fault"]["seed"]) == ("verifications", 7)
    again = dict((await browser.open(EDGE)).form("/tax/fault", latency="PT1S").fields)
    assert (again["match.topic"], again["probability"]) == ("verifications", "0.5")


async def test_a_problem_of_a_fault_stands_beside_its_field_and_what_was_entered_stays(browser: Browser) -> None:
    page = await browser.open(EDGE)
    refused = await browser.submit(page, "/tax/fault", having={"status": ""}, latency="PT2H", status="500")
    assert refused.status == 422
    assert "this is real time" in refused.faults["latency"]
    assert dict(refused.form("/tax/fault", latency="PT2H").fields)["status"] == "500"


@pytest.mark.parametrize(
    "path", ["edges/identity/sms", "edges/declaration/webhooks", "services/sms", "services/sandbox"]
)
async def test_whoever_is_on_the_map_has_a_panel(browser: Browser, path: str) -> None:
    assert (await browser.open(f"/city/map/{path}")).status == 200


async def test_an_edge_or_a_service_that_is_not_there_has_no_panel(browser: Browser) -> None:
    for path in ("edges/tax/gateway", "services/water", "worlds/never-made", "worlds/UPPER"):
        assert (await browser.open(f"/city/map/{path}")).status == 404


async def test_the_pace_of_an_agency_is_set_and_forgotten(browser: Browser, control: Any) -> None:
    page = await browser.open("/city/map/services/tax")
    refused = await browser.submit(page, "/tax/pace", how="time", pace="soon")
    assert refused.status == 422
    assert "validation-failed" in refused.words
    shown = await browser.submit(page, "/tax/pace", how="time", pace="P14D", kind="tax")
    of_tax = [one for one in (await control("GET", "/paces"))["items"] if one["agency"] == "tax"]
    assert any((one["kind"], one["pace"]) == ("tax", "P14D") for one in of_tax[0]["items"])
    assert "<code>P14D</code>" in shown.html
    assert "<code>P14D</code>" not in (await browser.submit(shown, "/tax/defaults")).html


async def test_a_verdict_is_told_beforehand_and_taken_back(browser: Browser, control: Any) -> None:
    page = await browser.open("/city/map/services/housing-registry")
    told = {"verdict.outcome": "invalid", "verdict.reason": "property.not_matched", "times": "2"}
    shown = await browser.submit(page, "/housing-registry/expectations", **told)
    assert "已用 0/2 次" in shown.words
    [one] = (await control("GET", "/expectations"))["items"]
    gone = await browser.submit(shown, f"/expectations/{one['id']}/removal")
    assert "没有预设" in gone.words


async def test_the_latest_hops_lead_to_the_journey_of_an_item(browser: Browser, city: City, world: str) -> None:
    item = await settled_item(city, world)
    hops = await browser.part("/city/map/hops")
    assert f"/city/map/items/{item}" in hops.html
    journey = await browser.open(f"/city/map/items/{item}")
    assert "verdicts: valid, attempt 1 ⇒ 200 moved" in journey.words
    assert journey.html.count('class="says"') >= 3
    part = await browser.part(f"/city/map/items/{item}?part=diagram")
    assert "<html" not in part.html
    missing = await browser.open("/city/map/items/6a9e4a3e-0000-4000-8000-000000000000")
    assert (missing.status, "journey-unknown" in missing.words) == (404, True)


async def test_a_dead_agency_is_down_on_the_map_and_no_page_is_an_error(
    browser: Browser, city: City, world: str
) -> None:
    item = await settled_item(city, world)
    city.network.detach("tax")
    try:
        page = await browser.open("/city/map")
        for path in ("services/tax", "services/declaration", "edges/declaration/tax", f"items/{item}", "clock", "hops"):
            assert (await browser.open(f"/city/map/{path}")).status == 200, path
    finally:
        city.network.attach("tax", city.apps["tax"])
    assert 'class="node down" href="/city/map/services/tax"' in page.html


async def test_the_clock_is_advanced_and_what_fired_is_listed(
    browser: Browser, control: Any, city: City, world: str
) -> None:
    await control("PUT", "/paces/tax", {"pace": "P3D"}, status=204)
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    page = await browser.open("/city/map/clock")
    await browser.submit(page, "/clock/advance", having={"by": ""}, by="P4D")

    async def over() -> bool:
        return "件事" in (await browser.open("/city/map/clock")).words

    await until(over)
    shown = await browser.open("/city/map/clock")
    assert "tax:" in shown.words
    assert "2021-07-05 09:00" in shown.words


async def test_an_advance_that_cannot_be_is_a_problem_of_its_form(browser: Browser, control: Any) -> None:
    page = await browser.open("/city/map/clock")
    strange = await browser.submit(page, "/clock/advance", having={"by": ""}, by="soon")
    assert (strange.status, "validation-failed" in strange.words) == (422, True)
    due = (await control("GET", "/clock"))["next_due"]
    back = await browser.submit(page, "/clock/advance", having={"to": due}, to="1999-01-01T00:00:00+08:00")
    assert (back.status, "clock-backwards" in back.words) == (422, True)


async def test_the_clock_is_scaled_released_and_frozen(browser: Browser, control: Any) -> None:
    page = await browser.open("/city/map/clock")
    scaled = await browser.submit(page, "/clock/scale", rate="60")
    assert (await control("GET", "/clock"))["mode"] == "scaled"
    running = await browser.submit(scaled, "/clock/release")
    assert (await control("GET", "/clock"))["mode"] == "running"
    await browser.submit(running, "/clock/freeze")
    assert (await control("GET", "/clock"))["mode"] == "frozen"


async def test_a_world_is_made_kept_brought_back_and_taken_away(browser: Browser, city: City) -> None:
    page = await browser.open("/city/map/worlds")
    refused = await browser.submit(page, "/map/worlds", having={"name": ""}, programme="atlantis")
    assert (refused.status, "atlantis" in refused.words) == (422, True)
    made = await browser.submit(page, "/map/worlds", name="mapped-one", programme="tianjin-2016", empty="true")
    assert made.path == "/city/map/worlds/mapped-one"
    kept = await browser.submit(made, "/snapshots", snapshot="before")
    assert "before" in kept.words
    twice = await browser.submit(kept, "/snapshots", snapshot="before")
    assert (twice.status, "snapshot-exists" in twice.words) == (422, True)
    back = await browser.submit(kept, "/before/restore")
    assert back.status == 200
    assert (await browser.submit(back, "/before/removal")).words.count("before") == 0
    assert (await browser.submit(back, "/mapped-one/reset")).status == 200
    ask = await browser.open("/city/map/worlds/mapped-one/deletion")
    gone = await browser.submit(ask, "/deletion")
    assert gone.path == "/city/map/worlds"
    assert "mapped-one" not in gone.words
    assert (await city.client.get("/_luohu/worlds/mapped-one")).status_code == 404


async def test_a_world_goes_out_as_a_file_and_comes_in_again(browser: Browser, city: City, world: str) -> None:
    file = (await city.client.get(f"/_luohu/worlds/{world}/export")).content
    page = await browser.open("/city/map/import")
    bad = await browser.submit(page, "/map/import", files={"file": ("x.gz", b"nothing", "application/gzip")})
    assert (bad.status, "export-damaged" in bad.words) == (422, True)
    upload = {"file": ("w.luohu.gz", file, "application/gzip")}
    came = await browser.submit(page, "/map/import", files=upload, name="came-back")
    assert came.path == "/city/map/worlds/came-back"
    await city.client.delete("/_luohu/worlds/came-back")


async def test_a_world_is_filled_with_people(browser: Browser) -> None:
    page = await browser.open("/city/map/people")
    await browser.submit(page, "/map/people", size="2", seed="5")

    async def there() -> bool:
        return "person:1" in (await browser.open("/city/map/people")).words

    await until(there, within=30)
    page = await browser.open("/city/map/people")
    refused = await browser.submit(page, "/map/people", size="3", seed="6")
    assert (refused.status, "population-exists" in refused.words) == (422, True)


async def test_scenarios_and_people_are_listed_with_what_they_give(browser: Browser) -> None:
    page = await browser.open("/city/map/scenarios")
    assert "invalid-property" in page.words
    assert "huairou-home-not-found" in page.words


async def test_all_who_watch_share_one_look_that_ends_with_the_last(city: City, world: str) -> None:
    gateway = city.apps["gateway"]
    [site] = [route.app for route in gateway.routes if getattr(route, "path", "") == "/city"]
    async with served(gateway, running=True) as url, httpx.AsyncClient(base_url=url, timeout=30) as client:
        client.cookies.set("luohu-world", world)
        async with client.stream("GET", "/city/map/live") as one, client.stream("GET", "/city/map/live") as other:
            first, second = events(one), events(other)
            assert (await anext(first))[0] == (await anext(second))[0] == "state"
            watches = site.state.watches
            assert (watches.count, watches.worlds) == (2, {world})
            await settled_item(city, world)
            for stream in (first, second):
                assert "declaration->tax" in await edges_until(stream, "declaration->tax")
            await city.client.put(
                "/_luohu/faults/declaration->tax", json={"drop": "request"}, headers={"Luohu-World": world}
            )
            told = await anext(told async for name, told in first if name == "state" and told["faults"])
            assert told["faults"]["declaration->tax"]["kind"] == "broken"
    await until(lambda: not site.state.watches.worlds)


async def test_there_are_not_too_many_streams(city: City, world: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "MOST", 0)
    answer = await city.client.get("/city/map/live", headers={"Cookie": f"luohu-world={world}"})
    assert (answer.status_code, answer.text) == (200, "retry: 15000\n\n")


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, Any]]:
    name = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, orjson.loads(line.removeprefix("data: "))


async def edges_until(stream: AsyncIterator[tuple[str, Any]], wanted: str) -> set[str]:
    seen: set[str] = set()
    async with asyncio.timeout(20):
        async for name, told in stream:
            if name == "traffic":
                seen |= set(told["edges"])
            if wanted in seen:
                break
    return seen
