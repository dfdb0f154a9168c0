"""Signposts lead where trying every route in turn would lead."""

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from luohu_kit.signposts import Signposts, include

first, second, nested, inner, hidden = APIRouter(), APIRouter(prefix="/v1/desks"), APIRouter(), APIRouter(), APIRouter()


@first.get("/v1/items/waiting")
async def waiting() -> str:
    return "waiting"


@first.get("/v1/items/{item}")
async def one(item: str) -> str:
    return f"one {item}"


@first.put("/v1/items/{item}")
async def edit(item: str) -> str:
    return f"edit {item}"


@second.get("/{desk}/log")
async def log(desk: str) -> str:
    return f"log {desk}"


@second.get("/first/{what}")
async def of_first(what: str) -> str:
    return f"of first {what}"


@inner.get("/v1/inner")
async def within() -> str:
    return "inner"


@hidden.get("/_luohu/secret")
async def secret() -> str:
    return "secret"


@hidden.get("/files/{path:path}")
async def file(path: str) -> str:
    return f"file {path}"


nested.include_router(inner)
app = FastAPI()
include(app, (first, nested, second), hidden=(hidden,))


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/v1/items/waiting", "waiting"),
        ("GET", "/v1/items/7", "one 7"),
        ("GET", "/v1/desks/first/log", "log first"),  # both fit: the one that stands first
        ("GET", "/v1/desks/first/else", "of first else"),
        ("GET", "/v1/inner", "inner"),
        ("GET", "/_luohu/secret", "secret"),
        ("GET", "/files/a/b", "file a/b"),
    ],
)
async def test_a_request_arrives_where_the_list_of_routes_says(method: str, path: str, answer: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as client:
        assert (await client.request(method, path)).json() == answer


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/v1/items/7", 405),
        ("GET", "/v1/items", 404),
        ("GET", "/v1/items/", 404),
        ("GET", "/v1/items/7/x", 404),
    ],
)
async def test_what_is_nowhere_is_refused_as_ever(method: str, path: str, status: int) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as client:
        assert (await client.request(method, path)).status_code == status


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/v1/items/waiting", "GET"),  # it is no item
        ("DELETE", "/v1/items/7", "GET, PUT"),
        ("POST", "/v1/inner", "GET"),
        ("OPTIONS", "/_luohu/secret", "GET"),
    ],
)
async def test_a_path_that_does_not_take_a_method_says_which_it_takes(method: str, path: str, allowed: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://door") as client:
        answer = await client.request(method, path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_the_description_has_every_route_but_the_hidden() -> None:
    assert any(isinstance(route, Signposts) for route in app.router.routes)
    assert set(app.openapi()["paths"]) == {
        "/v1/items/waiting",
        "/v1/items/{item}",
        "/v1/desks/{desk}/log",
        "/v1/desks/first/{what}",
        "/v1/inner",
    }
