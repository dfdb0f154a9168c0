"""The gateway's own pages: data for programs, HTML for browsers, nothing from elsewhere."""

import re
from typing import Any

import httpx
import orjson
import pytest

from luohu_contract.problems import PROBLEMS
from luohu_testbed.doors import Behind, gateway_to, say

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "A <b>bold</b> service", "version": "1"},
    "paths": {
        "/v1/records": {
            "get": {"summary": "Search", "parameters": [{"in": "query", "name": "page"}], "responses": {"200": {}}}
        },
        "/v1/verifications": {"post": {"summary": "Ask", "responses": {"202": {}}}},
        "/_luohu/paces": {"put": {"summary": "Pace", "responses": {"204": {}}}},
    },
}  # fmt: skip


async def describe(scope: Any, receive: Any, send: Any) -> None:
    assert scope["path"] == "/openapi.json"
    await say(send, orjson.dumps(DOCUMENT))


async def test_the_index_names_every_door(gateway: httpx.AsyncClient) -> None:
    doors = {door["path"]: door for door in (await gateway.get("/")).json()["doors"]}
    assert {"/v1", "/identity", "/_luohu", "/agencies/tax"} <= set(doors)
    assert doors["/agencies/tax"]["docs"] == "/docs/tax"


async def test_every_problem_type_has_a_page(gateway: httpx.AsyncClient) -> None:
    for slug, kind in PROBLEMS.items():
        answer = await gateway.get(f"/problems/{slug}")
        assert answer.json() == {
            "type": f"/problems/{slug}",
            "status": kind.status,
            "title": kind.title,
            "meaning": kind.meaning,
            "remedy": kind.remedy,
        }


async def test_an_unknown_problem_type_is_a_problem(gateway: httpx.AsyncClient) -> None:
    assert (await gateway.get("/problems/nothing")).json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("path", ["/", "/problems", "/problems/item-locked", "/docs/tax"])
async def test_a_browser_gets_a_page_that_loads_nothing(gateway: httpx.AsyncClient, behind: Behind, path: str) -> None:
    behind.answer = describe
    answer = await gateway.get(path, headers=HTML)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "<h1>" in answer.text
    text = answer.text.replace('<link rel="icon" href="data:,">', "")  # says that there is none to ask for
    assert not re.search(r"<script|<link|<img|src=|@import|https?://", text)


async def test_what_a_service_says_of_itself_is_escaped(gateway: httpx.AsyncClient, behind: Behind) -> None:
    behind.answer = describe
    assert "<b>bold" not in (await gateway.get("/docs/tax", headers=HTML)).text


async def test_a_service_is_described_as_it_stands_at_the_door(gateway: httpx.AsyncClient, behind: Behind) -> None:
    behind.answer = describe
    document = (await gateway.get("/openapi/tax.json")).json()
    assert document["servers"] == [{"url": "/agencies/tax"}]
    assert "servers" not in document["paths"]["/v1/records"]
    for path in ("/v1/verifications", "/_luohu/paces"):
        assert [server["url"] for server in document["paths"][path]["servers"]] == [behind.url]
    declaration = (await gateway.get("/openapi/declaration.json")).json()
    assert "servers" in declaration["paths"]["/_luohu/paces"]  # this way leads to the sandbox


async def test_a_service_that_is_away_cannot_be_described() -> None:
    async with gateway_to({}) as client:
        answer = await client.get("/openapi/tax.json")
    assert (answer.status_code, answer.json()["service"]) == (503, "tax")


async def test_an_unknown_service_cannot_be_described(gateway: httpx.AsyncClient) -> None:
    assert (await gateway.get("/openapi/water.json")).status_code == 404


async def test_the_gateway_is_healthy_by_itself(gateway: httpx.AsyncClient) -> None:
    health = (await gateway.get("/health")).json()
    assert (health["service"], health["ready"]) == ("gateway", True)
