"""Requests and answers through the door, over real sockets."""

import asyncio
from typing import Any

import httpx
import pytest

from luohu_kit.settings import Mode
from luohu_testbed.doors import Behind, gateway_to, say


async def test_method_path_query_body_and_headers_arrive(gateway: httpx.AsyncClient, behind: Behind) -> None:
    answer = await gateway.post(
        "/agencies/tax/v1/records/%E4%BA%AC?a=1&b=%20",
        json={"x": 1},
        headers={"Authorization": "Bearer t", "If-Match": '"3"'},
    )
    assert answer.status_code == 200
    scope = behind.scopes[-1]
    assert (scope["method"], scope["raw_path"], scope["query_string"]) == (
        "POST",
        b"/v1/records/%E4%BA%AC",
        b"a=1&b=%20",
    )
    assert behind.bodies[-1] == b'{"x":1}'
    assert behind.headers["authorization"] == "Bearer t"
    assert behind.headers["if-match"] == '"3"'
    assert behind.headers["x-forwarded-prefix"] == "/agencies/tax"


async def test_nobody_outside_can_speak_as_a_service(gateway: httpx.AsyncClient, behind: Behind) -> None:
    evil = {"Luohu-From": "sandbox", "webhook-id": "x", "webhook-signature": "v1,x", "X-Forwarded-For": "1.2.3.4"}
    await gateway.get("/v1/items/1", headers=evil)
    assert not {"luohu-from", "webhook-id", "webhook-signature"} & set(behind.headers)
    assert behind.headers["x-forwarded-for"] == "127.0.0.1"


async def test_the_request_has_one_id_on_both_sides(gateway: httpx.AsyncClient, behind: Behind) -> None:
    given = await gateway.get("/v1/items/1", headers={"X-Request-Id": "mine-1"})
    assert given.headers["x-request-id"] == behind.headers["x-request-id"] == "mine-1"
    made = await gateway.get("/v1/items/1")
    assert made.headers["x-request-id"] == behind.headers["x-request-id"] != "mine-1"
    assert behind.headers["traceparent"].startswith("00-")


async def test_a_location_leads_back_through_the_door(gateway: httpx.AsyncClient, behind: Behind) -> None:
    async def created(scope: Any, receive: Any, send: Any) -> None:
        await say(send, b"{}", 201, [(b"location", b"/v1/records/7"), (b"etag", b'"1"')])

    behind.answer = created
    answer = await gateway.post("/agencies/tax/v1/records", json={})
    assert (answer.status_code, answer.headers["location"], answer.headers["etag"]) == (
        201, "/agencies/tax/v1/records/7", '"1"'
    )  # fmt: skip


async def test_cookies_of_one_caller_never_reach_another(gateway: httpx.AsyncClient, behind: Behind) -> None:
    async def with_cookie(scope: Any, receive: Any, send: Any) -> None:
        await say(send, b"{}", 200, [(b"set-cookie", b"session=secret; Path=/")])

    behind.answer = with_cookie
    assert (await gateway.get("/identity/userinfo")).headers["set-cookie"] == "session=secret; Path=/"
    gateway.cookies.clear()
    await gateway.get("/identity/userinfo")
    assert "cookie" not in behind.headers


async def test_redirects_and_compressed_bodies_pass_untouched(gateway: httpx.AsyncClient, behind: Behind) -> None:
    async def elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await say(send, b"not really gzip", 302, [(b"location", b"https://x.example/"), (b"content-encoding", b"gzip")])

    behind.answer = elsewhere
    async with gateway.stream("GET", "/identity/authorize") as answer:
        assert (answer.status_code, answer.headers["location"]) == (302, "https://x.example/")
        assert b"".join([chunk async for chunk in answer.aiter_raw()]) == b"not really gzip"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "DELETE", "PATCH", "PUT"])
async def test_every_method_of_the_city_passes(gateway: httpx.AsyncClient, behind: Behind, method: str) -> None:
    async def no_content(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    behind.answer = no_content
    for _ in range(3):
        assert (await gateway.request(method, "/v1/items/1")).status_code == 204
    assert behind.scopes[-1]["method"] == method


async def test_an_answer_streams_chunk_by_chunk(gateway: httpx.AsyncClient, behind: Behind) -> None:
    read_by_caller = asyncio.Event()

    async def slowly(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/event-stream")]})
        await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        await asyncio.wait_for(read_by_caller.wait(), 5)
        await send({"type": "http.response.body", "body": b"data: 2\n\n"})

    behind.answer = slowly
    async with gateway.stream("GET", "/v1/items/1/events", headers={"Accept": "text/event-stream"}) as answer:
        chunks = answer.aiter_raw()
        assert await anext(chunks) == b"data: 1\n\n"
        read_by_caller.set()  # only now does the service go on: the first chunk was not held back
        assert b"".join([chunk async for chunk in chunks]) == b"data: 2\n\n"


async def test_a_caller_who_hangs_up_ends_the_request_behind(gateway: httpx.AsyncClient, behind: Behind) -> None:
    ended = asyncio.Event()

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
        while (await receive())["type"] != "http.disconnect":
            pass
        ended.set()

    behind.answer = endless
    async with gateway.stream("GET", "/v1/items/1/events") as answer:
        await anext(answer.aiter_raw())
    await asyncio.wait_for(ended.wait(), 5)


async def test_connections_to_a_service_are_used_again(gateway: httpx.AsyncClient, behind: Behind) -> None:
    ports = set()
    for _ in range(20):
        await gateway.get("/v1/items/1")
        ports.add(behind.scopes[-1]["client"])
    assert len(ports) == 1


async def test_a_body_of_two_mebibytes_passes_and_one_byte_more_does_not(
    gateway: httpx.AsyncClient, behind: Behind
) -> None:
    limit = 2 * 1024 * 1024
    assert (await gateway.post("/v1/declarations", content=b"x" * limit)).status_code == 200
    assert len(behind.bodies[-1]) == limit
    refused = await gateway.post("/v1/declarations", content=b"x" * (limit + 1))
    assert (refused.status_code, refused.json()["type"]) == (413, "/problems/payload-too-large")
    assert len(behind.bodies) == 1


async def test_a_body_without_a_length_is_held_to_the_same_limit(gateway: httpx.AsyncClient, behind: Behind) -> None:
    async def chunks(count: int) -> Any:
        for _ in range(count):
            yield b"x" * 65536

    assert (await gateway.post("/v1/declarations", content=chunks(3))).status_code == 200
    assert behind.bodies[-1] == b"x" * 65536 * 3
    assert (await gateway.post("/v1/declarations", content=chunks(33))).status_code == 413


@pytest.mark.parametrize(
    ("path", "status", "slug"),
    [
        ("/v1/verdicts", 404, "not-found"),
        ("/agencies/tax/v1/verifications", 404, "not-found"),
        ("/agencies/tax/_luohu/paces", 404, "not-found"),
        ("/agencies/water/v1/records", 404, "agency-unknown"),
        ("/nowhere", 404, "not-found"),
        ("/v1/items?" + "x" * 9000, 414, "uri-too-long"),
    ],
)
async def test_what_the_door_refuses_is_a_problem_and_reaches_nobody(
    gateway: httpx.AsyncClient, behind: Behind, path: str, status: int, slug: str
) -> None:
    answer = await gateway.post(path, json={})
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{slug}")
    assert answer.headers["x-request-id"]
    assert not behind.scopes


async def test_an_unknown_agency_is_told_the_known_ones(gateway: httpx.AsyncClient) -> None:
    problem = (await gateway.get("/agencies/water/v1/records")).json()
    assert "tax" in problem["agencies"]
    assert "water" in problem["detail"]


async def test_too_many_headers_are_refused(gateway: httpx.AsyncClient, behind: Behind) -> None:
    answer = await gateway.get("/v1/items/1", headers={f"X-{n}": "1" for n in range(120)})
    assert (answer.status_code, answer.json()["type"]) == (431, "/problems/headers-too-large")
    assert not behind.scopes


async def test_an_unknown_method_is_refused_with_those_there_are(gateway: httpx.AsyncClient) -> None:
    answer = await gateway.request("PROPFIND", "/v1/items/1")
    assert answer.status_code == 405
    assert "PATCH" in answer.headers["allow"]


async def test_production_closes_the_control_plane(behind: Behind) -> None:
    async with gateway_to({"sandbox": behind.url}, Mode.PRODUCTION) as client:
        answer = await client.get("/_luohu/worlds")
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/sandbox-only")
        assert "/_luohu" not in (await client.get("/")).text
    assert not behind.scopes
