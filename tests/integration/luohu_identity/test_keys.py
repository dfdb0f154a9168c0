"""The keys: shown without their private half, made once however many start, rotated without anybody noticing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from joserfc import jws

from luohu_identity.app import HISTORIES, create_app
from luohu_identity.keys import sign
from luohu_kit.settings import Mode, Settings
from luohu_testbed.city import Network, one_service, urls
from luohu_testbed.databases import Databases
from luohu_testbed.identity_desk import CLIENT, PERSONA, Identity, problem
from luohu_testbed.issuer import bearer
from luohu_testbed.waiting import until


async def test_the_keys_are_shown_without_their_private_half(fresh: Identity) -> None:
    keys = (await fresh.client.get("/.well-known/jwks.json")).json()["keys"]
    assert len(keys) == 1
    assert set(keys[0]) == {"kty", "crv", "x", "kid"}


async def test_discovery_leads_to_everything(identity: Identity) -> None:
    found = (await identity.client.get("/.well-known/openid-configuration")).json()
    assert found["issuer"] == "http://identity"
    assert {PERSONA, CLIENT} <= set(found["grant_types_supported"])
    assert (await identity.client.get(found["jwks_uri"])).status_code == 200
    token = await identity.token("window")
    assert (await identity.client.get(found["userinfo_endpoint"], headers=bearer(token))).status_code == 200
    assert (await identity.client.post(found["token_endpoint"])).status_code == 400


@pytest.mark.parametrize(
    ("persona", "role"),
    [("huairou-home-not-found", "applicant"), ("operator:tax", "operator"), ("window", "window")],
)
async def test_userinfo_tells_everybody_who_they_are(identity: Identity, persona: str, role: str) -> None:
    answer = await identity.client.get("/userinfo", headers=await identity.headers(persona))
    assert answer.status_code == 200, answer.text
    assert (answer.json()["role"], answer.json()["world"]) == (role, "main")


async def test_after_a_rotation_new_tokens_have_the_new_key_and_old_ones_stay_good(fresh: Identity) -> None:
    old = await fresh.token("administrator")
    rotated = await fresh.client.post("/v1/keys/rotation", headers=bearer(old))
    assert rotated.status_code == 201
    shown = [key["kid"] for key in (await fresh.client.get("/.well-known/jwks.json")).json()["keys"]]
    assert shown[0] == rotated.json()["kid"]
    assert len(shown) == 2
    for token in (old, await fresh.token("window")):
        assert (await fresh.client.get("/userinfo", headers=bearer(token))).status_code == 200


async def test_a_retired_key_is_shown_no_more(fresh: Identity) -> None:
    old = await fresh.token("administrator")
    await fresh.client.post("/v1/keys/rotation", headers=bearer(old))
    async with fresh.running.runtime.everywhere() as connection:
        await connection.exec_driver_sql(
            "UPDATE signing_key SET retires_at = clock_timestamp() WHERE retires_at IS NOT NULL"
        )
        await connection.commit()
    assert len((await fresh.client.get("/.well-known/jwks.json")).json()["keys"]) == 1


async def test_replicas_that_start_at_once_agree_on_one_key(databases: Databases) -> None:
    url = await databases.clone({"identity": HISTORIES})
    settings = Settings(service="identity", database_url=url, urls=urls(), log_level="WARNING")
    apps = [create_app(settings, http=Network().client) for _ in range(3)]
    lifespans = [app.router.lifespan_context(app) for app in apps]
    await asyncio.gather(*(lifespan.__aenter__() for lifespan in lifespans))
    try:
        lives = timedelta(minutes=1)
        signed = await asyncio.gather(*(sign(app.state.runtime, {"sub": "somebody"}, lives) for app in apps))
        assert len({jws.extract_compact(token.encode()).headers()["kid"] for token, _ in signed}) == 1
        async with apps[0].state.runtime.everywhere() as connection:
            found = await connection.exec_driver_sql("SELECT count(*) FROM signing_key")
            assert found.scalar_one() == 1
    finally:
        for lifespan in lifespans:
            await lifespan.__aexit__(None, None, None)
        await databases.drop(url, ["identity"])


PRODUCTION: dict[str, Any] = {
    "mode": Mode.PRODUCTION,
    "peer_secrets": {"sandbox->identity": ["whsec_" + "A" * 43 + "="]},
    "audit_key": "k" * 32,
}


async def test_production_has_no_personas_and_no_client_that_everybody_knows(databases: Databases) -> None:
    async with one_service(databases, "identity", create_app, HISTORIES, **PRODUCTION) as running:
        identity = Identity(running)
        answer = await identity.ask(grant_type=PERSONA, persona="administrator")
        problem(answer, 400, "grant-invalid")
        answer = await identity.ask(("sandbox-administrator", "sandbox"), grant_type=CLIENT)
        problem(answer, 401, "client-invalid")
        told = await identity.client.get("/.well-known/jwks.json", headers={"Luohu-Scenario": "verdict-twice"})
        problem(told, 403, "sandbox-only")
        found = (await identity.client.get("/.well-known/openid-configuration")).json()
        assert found["grant_types_supported"] == [CLIENT]


async def test_the_first_administrator_of_production_has_the_secret_of_the_settings(databases: Databases) -> None:
    first, second = "a secret of the settings", "the next one of the settings"
    url = await databases.clone({"identity": HISTORIES})
    async with _with_administrator(url, first) as identity:
        await until(lambda: _answered(identity, first), 200)
    async with _with_administrator(url, second) as identity:
        await until(lambda: _answered(identity, second), 200)
        assert await _answered(identity, first) == 401
    await databases.drop(url, ["identity"])


@asynccontextmanager
async def _with_administrator(url: str, secret: str) -> AsyncIterator[httpx.AsyncClient]:
    network = Network()
    settings = Settings(
        service="identity", database_url=url, urls=urls(), log_level="WARNING", admin_client_secret=secret, **PRODUCTION
    )
    app = create_app(settings, http=network.client)
    network.attach("identity", app)
    async with app.router.lifespan_context(app):
        yield network.client


async def _answered(client: httpx.AsyncClient, secret: str) -> int:
    form = {"grant_type": CLIENT, "client_id": "administrator", "client_secret": secret}
    return (await client.post("http://identity/token", data=form)).status_code
