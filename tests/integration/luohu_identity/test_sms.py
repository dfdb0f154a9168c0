"""Codes on their way to telephones: signed, brought by the outbox, in production readable nowhere else."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_contract.signing import new_secret, verify
from luohu_identity.app import HISTORIES, create_app
from luohu_identity.sign_in import one_time
from luohu_kit.settings import InsecureSettings, Mode, Settings
from luohu_testbed.city import Network, one_service, urls
from luohu_testbed.databases import Databases
from luohu_testbed.identity_desk import CLIENT, Identity, problem
from luohu_testbed.issuer import bearer
from luohu_testbed.signing_in import Visitor, labels_of, told_in, visitor_at
from luohu_testbed.waiting import until

SECRET, ADMINISTRATOR = new_secret(), "an administrator's secret that nobody else has"
PERSON = {"name": "王伟", "id_number": "990101198506150012", "mobile": "13800000001"}
PRODUCTION: dict[str, Any] = {
    "mode": Mode.PRODUCTION,
    "peer_secrets": {"identity->sms": [SECRET]},
    "audit_key": "k" * 32,
    "admin_client_secret": ADMINISTRATOR,
}


@dataclass
class Telephones:
    """Whoever sends short messages for the city."""

    status: int = 204
    heard: list[dict[str, Any]] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        return Starlette(routes=[Route("/sms", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        verify([SECRET], dict(request.headers), body)
        if self.status == 204:
            self.heard.append(json.loads(body))
        return Response(status_code=self.status)

    async def code(self, count: int = 1) -> str:
        """The code of the newest message, once there are so many."""

        async def came() -> int:
            return len(self.heard)

        await until(came, count)
        return str(self.heard[-1]["data"]["sms_code"])


@pytest.fixture
def telephones() -> Telephones:
    return Telephones()


@pytest.fixture
async def production(databases: Databases, telephones: Telephones) -> AsyncIterator[Identity]:
    network = Network()
    network.attach("telephones", telephones.app)
    told = {**PRODUCTION, "sms_webhook": "http://telephones/sms"}
    async with one_service(databases, "identity", create_app, HISTORIES, network=network, **told) as running:
        yield Identity(running)


@pytest.fixture
async def visitor(production: Identity) -> AsyncIterator[Visitor]:
    visitor = visitor_at(production.running.app)
    async with visitor.client:
        yield visitor


async def administrator(identity: Identity) -> dict[str, str]:
    async def known() -> int:
        return (await identity.ask(("administrator", ADMINISTRATOR), grant_type=CLIENT)).status_code

    await until(known, 200)
    answer = await identity.ask(("administrator", ADMINISTRATOR), grant_type=CLIENT)
    return bearer(answer.json()["access_token"])


async def test_production_sends_codes_and_shows_none(
    production: Identity, telephones: Telephones, visitor: Visitor
) -> None:
    headers = await administrator(production)
    assert (await production.client.post("/v1/people", json=PERSON, headers=headers)).status_code == 201
    page = await visitor.ask_for_code(PERSON["id_number"], ui_locales="en")
    code = await telephones.code()
    [message] = telephones.heard
    assert (message["type"], message["world"], message["data"]["to"]) == ("sign_in.code", "main", "13800000001")
    assert message["data"]["language"] == "en"
    assert code not in page.text
    assert "/_luohu" not in page.text
    async with production.running.runtime.begin("main") as work:
        kept = str(await work.rows(text("SELECT * FROM sign_in_code")))
        assert await one_time.readable(work, production.running.settings, None, 10) == []
    assert code not in kept
    problem(await production.client.post("/_luohu/messages", json={"limit": 1}), 404, "not-found")
    back = told_in(await visitor.type_code(page, PERSON["id_number"], code))
    given = await production.client.post("/token", data=visitor.form_for(code=back["code"]))
    assert (await production.claims(given.json()["access_token"]))["name"] == "王伟"


async def test_production_knows_the_accounts_that_were_registered_and_tells_nobody_which(
    production: Identity, telephones: Telephones, visitor: Visitor
) -> None:
    headers = await administrator(production)
    new = {"account": "operator:tax", "name": "赵税", "mobile": "13800000002"}
    assert (await production.client.post("/v1/accounts", json=new, headers=headers)).status_code == 201
    unknown = await visitor.ask_for_code("operator:tax:2")
    known = await visitor.ask_for_code("operator:tax")
    code = await telephones.code()
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert labels_of(known) == labels_of(unknown)
    assert len(telephones.heard) == 1, "nobody else was sent anything"
    guessed = await visitor.type_code(unknown, "operator:tax:2", code)
    wrong = await visitor.type_code(known, "operator:tax", f"{(int(code) + 1) % 10**6:06}")
    assert (guessed.status_code, wrong.status_code) == (422, 422)
    back = told_in(await visitor.type_code(wrong, "operator:tax", code))
    given = await production.client.post("/token", data=visitor.form_for(code=back["code"]))
    claims = await production.claims(given.json()["access_token"])
    assert (claims["role"], claims["agency"], claims["name"]) == ("operator", "tax", "赵税")
    await production.client.delete("/v1/accounts/operator:tax", headers=headers)
    assert (await visitor.ask_for_code("operator:tax")).status_code == 200
    assert len(telephones.heard) == 1


async def test_production_sends_few_codes_to_one_account(
    production: Identity, telephones: Telephones, visitor: Visitor
) -> None:
    statuses = [(await visitor.ask_for_code("window")).status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 429]
    assert telephones.heard == []


async def test_a_code_that_could_not_be_brought_is_not_kept(
    production: Identity, telephones: Telephones, visitor: Visitor
) -> None:
    telephones.status = 503
    headers = await administrator(production)
    await production.client.post("/v1/people", json=PERSON, headers=headers)
    await visitor.ask_for_code(PERSON["id_number"])
    runtime = production.running.runtime

    async def waiting() -> int:
        async with runtime.everywhere() as connection:
            found = await connection.execute(text("SELECT count(*) FROM kit.outbox WHERE topic = 'sms'"))
            return int(found.scalar_one())

    assert await waiting() == 1
    await one_time.sweep(runtime)
    assert await waiting() == 1
    async with runtime.everywhere() as connection:
        await connection.execute(text("UPDATE kit.outbox SET written_at = written_at - interval '6 minutes'"))
        await connection.commit()
    await one_time.sweep(runtime)
    assert await waiting() == 0


async def test_production_that_sends_no_codes_says_so(databases: Databases) -> None:
    async with one_service(databases, "identity", create_app, HISTORIES, **PRODUCTION) as running:
        identity, visitor = Identity(running), visitor_at(running.app)
        async with visitor.client:
            told = told_in(await visitor.open())
        assert (told["error"], told["state"]) == ("temporarily_unavailable", visitor.state)
        found = (await identity.client.get("/.well-known/openid-configuration")).json()
        assert "authorization_endpoint" not in found
        assert found["grant_types_supported"] == [CLIENT]
        answer = await identity.client.post("/token", data=visitor.form_for(code="main." + "a" * 43))
        assert problem(answer, 400, "grant-invalid")["error"] == "unsupported_grant_type"


def test_nothing_is_sent_that_is_not_signed() -> None:
    told = {**PRODUCTION, "peer_secrets": {"declaration->tax": [new_secret()]}}
    settings = Settings(service="identity", urls=urls(), sms_webhook="http://telephones/sms", **told)
    with pytest.raises(InsecureSettings, match="identity->sms"):
        create_app(settings)
