"""Events as they happen: server-sent events through the real gateway, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_kit.making import delete_world
from luohu_testbed.doors import gateway_to, served
from luohu_testbed.frames import frames
from luohu_testbed.issuer import APPLICANT, bearer
from luohu_testbed.waiting import until


@pytest.fixture
async def door(counter: Counter) -> AsyncIterator[httpx.AsyncClient]:
    """A client at a gateway in front of the counter's service."""
    async with served(counter.running.app, running=True) as url, gateway_to({"declaration": url}) as door:
        yield door


async def listed(counter: Counter, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await counter.must("GET", path, 200)).json()["items"]
    return found


async def test_an_item_tells_what_happened_and_goes_on_telling(counter: Counter, door: httpx.AsyncClient) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    path = f"/v1/items/{home}/events"
    async with frames(door, path, counter.person()) as stream:
        told = await stream.take(1)
        [question] = await counter.verify(home)
        told += await stream.take(1)
        engine = counter.running.runtime.engine
        assert engine is not None
        await until(engine.pool.checkedout, 0)  # type: ignore[attr-defined]  # nothing is held while it waits
        await counter.decide(answer(question, findings=home_found()))
        told += await stream.take(1)
        assert await stream.comment() == ""  # a sign of life
    assert [frame.data for frame in told] == await listed(counter, path)
    assert [(frame.event, frame.id) for frame in told] == [(each.data["event"], each.data["id"]) for each in told]
    assert [frame.event for frame in told] == ["filed", "verification_asked", "found_valid"]
    assert sorted(told, key=lambda frame: int(frame.id)) == told
    await until(lambda: len(counter.running.runtime.streams), 0)  # the reader who left is gone


async def test_from_every_id_exactly_the_rest_is_told(counter: Counter, door: httpx.AsyncClient) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(home)
    await counter.file(declaration, "tax", {"authorised": True})
    verdict = answer(question, "property.not_matched")
    await counter.decide(verdict)
    assert await counter.decide(verdict) == ["duplicate"]

    for path in (f"/v1/items/{home}/events", f"/v1/declarations/{declaration}/events"):
        everything = await listed(counter, path)
        for told, event in enumerate(everything[:-1], start=1):
            async with frames(door, path, counter.person(), after=event["id"]) as stream:
                assert [frame.data for frame in await stream.take(len(everything) - told)] == everything[told:]
    assert [(each["event"], each["item_id"] == home) for each in everything] == [
        ("opened", False),
        ("filed", True),
        ("verification_asked", True),
        ("filed", False),
        ("found_invalid", True),
        ("verdict_duplicate", True),
    ]
    assert everything[0]["item_id"] is None


async def test_a_stream_until_all_is_settled_ends_with_the_verdict(counter: Counter, door: httpx.AsyncClient) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(home)
    person, wish = counter.person(), {"until": "settled"}
    paths = (f"/v1/items/{home}/events", f"/v1/declarations/{declaration}/events")
    async with frames(door, paths[0], person, **wish) as item, frames(door, paths[1], person, **wish) as whole:
        assert len(await item.take(2)) + len(await whole.take(3)) == 5
        await counter.decide(answer(question, findings=home_found()))
        for stream, path in zip((item, whole), paths, strict=True):
            [last] = await stream.rest()
            assert (last.event, stream.comments[-1]) == ("found_valid", "settled")
            again = {"Accept": "text/event-stream", "Last-Event-ID": last.id, **person}
            assert (await door.get(path, headers=again, params=wish)).status_code == 204


async def test_a_declaration_is_waited_for_until_none_of_its_items_is_under_review(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    path = f"/v1/declarations/{declaration}"
    at_once = await counter.must("GET", path, 200, headers={"Prefer": "wait=30"})
    assert (at_once.json()["items"][0]["status"], at_once.headers["Preference-Applied"]) == ("draft", "wait=30")
    [question] = await counter.verify(home)
    in_vain = await counter.must("GET", path, 200, headers={"Prefer": "wait=1"})
    assert in_vain.json()["items"][0]["status"] == "pending"
    reading = asyncio.create_task(counter.must("GET", path, 200, headers={"Prefer": "wait=30"}))
    await until(lambda: counter.running.runtime.hub.is_watched("main", declaration))
    await counter.decide(answer(question, findings=home_found()))
    assert (await reading).json()["items"][0]["status"] == "valid"


async def test_a_stream_ends_with_its_token_its_world_or_its_service(counter: Counter, door: httpx.AsyncClient) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    path = f"/v1/items/{home}/events"
    short = bearer(counter.issuer.token(**APPLICANT, lives=timedelta(seconds=1)))
    async with frames(door, path, short) as stream:
        await stream.rest()
        assert stream.comments[-1] == "the token has expired"
    runtime = counter.running.runtime
    async with frames(door, path, counter.person()) as stream:
        await stream.take(1)
        runtime.hub.close()
        await stream.rest()
        assert stream.comments[-1] == "the service stops; come again"
    runtime.hub.closing = False
    async with frames(door, path, counter.person()) as stream:
        await stream.take(1)
        await delete_world(runtime, "main")
        await stream.rest()
        assert stream.comments[-1] == "ended; come again"


async def test_what_is_no_stream_is_a_problem(counter: Counter, door: httpx.AsyncClient) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    path, wanted = f"/v1/items/{home}/events", {"Accept": "text/event-stream"}
    for item_id, last, problem in (
        (home, "17.4", "malformed-request"),
        (home, "1" * 19, "malformed-request"),
        (declaration, "", "not-found"),
    ):
        headers = {**counter.person(), **wanted, "Last-Event-ID": last}
        refused = await door.get(f"/v1/items/{item_id}/events", headers=headers)
        assert refused.json()["type"] == f"/problems/{problem}"
    refused = await door.get(
        f"/v1/declarations/{declaration}/events", headers={**counter.person(), **wanted, "Last-Event-ID": "17"}
    )
    assert refused.status_code == 400
    for each in (path, f"/v1/declarations/{declaration}/events"):
        assert (await door.get(each, headers={**counter.stranger(), **wanted})).status_code == 404
        assert (await door.get(each, headers={**counter.person(), "Accept": "*/*"})).json()["items"]


async def test_a_service_holds_only_so_many_streams(counter: Counter, door: httpx.AsyncClient) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    path, person = f"/v1/items/{home}/events", counter.person()
    async with frames(door, path, person) as first, frames(door, path, person) as second:
        async with frames(door, path, person) as third:
            for stream in (first, second, third):
                await stream.take(1)
            refused = await door.get(path, headers={"Accept": "text/event-stream", **person})
            assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
            assert (await door.get(path, headers=person)).status_code == 200
        await until(lambda: len(counter.running.runtime.streams), 2)
        async with frames(door, path, person) as stream:
            assert [frame.event for frame in await stream.take(1)] == ["filed"]
