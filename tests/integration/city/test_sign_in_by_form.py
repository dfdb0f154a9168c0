"""Signing in by form through the door: pages' own address, codes of the sandbox, what the journal says, what stays."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from luohu_testbed.city import City
from luohu_testbed.signing_in import PERSON, Visitor, told_in, visitor_at

TABLES = ("account", "sign_in_code", "authorization_code")

Control = Callable[..., Awaitable[Any]]


@pytest.fixture
async def visitor(city: City) -> AsyncIterator[Visitor]:
    visitor = visitor_at(city.apps["gateway"], "http://gateway", "/identity/authorize")
    async with visitor.client:
        yield visitor


async def newest(visitor: Visitor, world: str, **asked: str) -> dict[str, Any]:
    """The newest message of a world, as somebody without headers reads it."""
    answer = await visitor.client.get("/_luohu/messages", params={"world": world, **asked})
    assert answer.headers["cache-control"] == "no-store"
    item: dict[str, Any] = answer.json()["items"][0]
    return item


async def tokens_of(visitor: Visitor, world: str, account: str = PERSON) -> tuple[dict[str, Any], list[str]]:
    """What a front end gets for somebody, and everything on the way that nobody else may know."""
    page = await visitor.ask_for_code(account, world=world)
    sms = (await newest(visitor, world, account=account))["sms_code"]
    back = told_in(await visitor.type_code(page, account, sms))
    given = (await visitor.client.post("/identity/token", data=visitor.form_for(code=back["code"]))).json()
    return given, [sms, back["code"], visitor.verifier, given["access_token"], given["id_token"]]


async def test_a_token_of_the_form_opens_the_city(city: City, world: str, visitor: Visitor) -> None:
    found = (await visitor.client.get("/identity/.well-known/openid-configuration")).json()
    assert found["authorization_endpoint"] == "http://gateway" + visitor.path
    given, _ = await tokens_of(visitor, world)
    headers = {"Authorization": f"Bearer {given['access_token']}"}
    made = await city.client.post("/v1/declarations", json={}, headers=headers)
    assert made.status_code == 201, made.text
    message = await newest(visitor, world)
    assert (message["account"], message["used"]) == ("990*************10", True)
    out = {"id_token_hint": given["id_token"], "post_logout_redirect_uri": "http://gateway/city/"}
    left = await visitor.client.get("/identity/logout", params=out)
    assert (left.status_code, left.headers["location"]) == (303, "http://gateway/city/")


async def test_the_journal_says_who_signed_in_and_no_secret(control: Control, world: str, visitor: Visitor) -> None:
    given, secrets = await tokens_of(visitor, world)
    await visitor.client.get("/identity/logout", params={"id_token_hint": given["id_token"]})
    hops = (await control("POST", "/journal/find", {"match": {"to": "identity"}, "limit": 100}))["items"]
    asked = [(hop["method"], hop["path"].partition("?")[0]) for hop in hops]
    assert asked == [("GET", "/authorize"), ("POST", "/authorize"), ("POST", "/authorize"), ("POST", "/token")]
    assert [hop["caller"]["role"] for hop in hops[2:]] == ["applicant", "applicant"]
    of_main = await visitor.client.get("/_luohu/journal", params={"limit": 200})
    assert "/logout?id_token_hint=***" in of_main.text
    said = str(hops) + of_main.text
    assert [secret for secret in [*secrets, PERSON] if secret in said] == []


async def test_a_world_that_is_deleted_takes_its_sign_ins_along(city: City, visitor: Visitor) -> None:
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}})
    world = made.json()["name"]
    await tokens_of(visitor, world)
    new = {"account": "operator:tax:9", "name": "赵税", "mobile": "10000000077"}
    headers = {"Authorization": f"Bearer {await city.token('administrator', world)}"}
    assert (await city.client.post("/identity/v1/accounts", json=new, headers=headers)).status_code == 201
    runtime = city.apps["identity"].state.runtime
    counted = ", ".join(f"(SELECT count(*) FROM {each} WHERE world = :world)" for each in TABLES)  # noqa: S608 - ours

    async def rows() -> list[int]:
        async with runtime.everywhere() as connection:
            return list((await connection.execute(text(f"SELECT {counted}"), {"world": world})).one())

    assert await rows() == [1, 1, 1]
    assert (await city.client.delete(f"/_luohu/worlds/{world}")).status_code == 204
    assert await rows() == [0, 0, 0]


async def test_a_snapshot_brings_no_code_back(city: City, world: str, visitor: Visitor) -> None:
    page = await visitor.ask_for_code(PERSON, world=world)
    sms = (await newest(visitor, world))["sms_code"]
    assert (await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "before"})).is_success
    code = told_in(await visitor.type_code(page, PERSON, sms))["code"]
    restored = await city.client.post(f"/_luohu/worlds/{world}/snapshots/before/restore")
    assert restored.is_success, restored.text
    assert (await visitor.type_code(page, PERSON, sms)).status_code == 422
    assert (await visitor.client.post("/identity/token", data=visitor.form_for(code=code))).status_code == 200
    assert (await visitor.client.post("/identity/token", data=visitor.form_for(code=code))).status_code == 400


async def test_messages_of_nobody_are_none(visitor: Visitor, world: str) -> None:
    for asked in ({}, {"account": "nobody"}, {"account": PERSON}):
        answer = await visitor.client.get("/_luohu/messages", params={"world": world, **asked})
        assert (answer.status_code, answer.json()) == (200, {"items": []})
    assert (await visitor.client.get("/_luohu/messages", params={"world": "nowhere"})).status_code == 404
    assert (await visitor.client.get("/_luohu/messages", params={"world": "No!"})).status_code == 422
