"""A made-up service on the kit: who gets in, what is refused, what is kept, what is left when a world goes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response
from pydantic import Field
from sqlalchemy import text

from luohu_contract.model import Wire
from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import Caller, Peer, Role, allow, public, signed
from luohu_kit.clock import machine_now
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.generation import FIRST
from luohu_kit.idempotency import IdempotencyKey, keep
from luohu_kit.peer import Peer as PeerClient
from luohu_kit.service import create_service
from luohu_kit.settings import Settings
from luohu_kit.worlds import NewWorld
from luohu_testbed.city import Network, Running, frozen, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer, bearer

router = APIRouter()


class Letter(Wire):
    title: str = Field(min_length=1, max_length=20)
    pages: int = Field(ge=1, le=9)


class Unlucky(Exception):
    """A domain exception of the made-up service."""

    remedy = "wait for the full moon"


@router.post("/v1/letters", status_code=201)
async def write_letter(
    rt: Rt,
    request: Request,
    caller: Annotated[Caller, Depends(allow(Role.APPLICANT))],
    letter: Letter,
    key: IdempotencyKey = None,
) -> Response:
    async with rt.begin(caller.world) as work:
        kept = await keep(work, caller.subject, key, request)
        if kept.answer is not None:
            return kept.answer
        if letter.title == "unlucky":
            raise Unlucky("Letters are not taken today.")
        await work.first_time("letters", [uuid4()])
        return await kept.commit(201, {"title": letter.title}, {"Location": "/v1/letters/1"})


@router.put("/v1/letters/1")
async def rewrite_letter(
    caller: Annotated[Caller, Depends(allow(Role.APPLICANT, Role.WINDOW))], match: IfMatch = None
) -> Response:
    if_match(match, 3)
    return Response(status_code=204, headers={"ETag": etag(4)})


@router.get("/v1/letters/{number}")
async def read_letter(caller: Annotated[Caller, Depends(allow(Role.OPERATOR))], number: UUID, wait: PreferWait) -> int:
    return wait


@router.post("/v1/parcels")
async def take_parcel(peer: Annotated[Peer, Depends(signed("tax"))], request: Request) -> dict[str, Any]:
    return {"from": peer.name, "world": peer.world, "size": len(await request.body())}


@router.get("/v1/parcels")
async def list_parcels(rt: Rt, peer: Annotated[Peer, Depends(signed("tax"))]) -> str:
    async with rt.begin(peer.world) as work:
        return f"{peer.name} of {work.world.name}"


@router.get("/v1/weather")
async def read_weather(world: Annotated[str, Depends(public())]) -> str:
    return world


@router.get("/v1/crash")
async def crash(caller: Annotated[Caller, Depends(allow(Role.WINDOW))]) -> None:
    raise RuntimeError("990101198506150012 must not be seen")


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    return create_service(
        settings, title="Letters", routers=[router], problem_table={Unlucky: "evidence-refused"}, http=http
    )


@dataclass
class Office:
    """The made-up service, and who issues its tokens."""

    service: Running
    issuer: Issuer
    network: Network

    @property
    def client(self) -> httpx.AsyncClient:
        return self.service.client


@pytest.fixture
async def office(databases: Databases) -> AsyncIterator[Office]:
    network, issuer = Network(), Issuer()
    network.attach("identity", issuer.app)
    async with one_service(
        databases, "declaration", create_app, (), network=network, worlds=("main", "other")
    ) as service:
        yield Office(service, issuer, network)


def problem(answer: httpx.Response, status: int, slug: str) -> dict[str, Any]:
    """The problem in an answer, after looking that it is one, whole, and this one."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"/problems/{slug}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    assert body["remedy"]
    return body


LETTER = {"title": "hello", "pages": 1}


async def test_a_good_token_gets_in(office: Office) -> None:
    answer = await office.client.post("/v1/letters", json=LETTER, headers=office.issuer.applicant())
    assert (answer.status_code, answer.json()) == (201, {"title": "hello"})
    assert answer.headers["location"] == "/v1/letters/1"


async def test_without_a_token_the_answer_says_how_to_get_one(office: Office) -> None:
    answer = await office.client.post("/v1/letters", json=LETTER)
    assert "Bearer" in problem(answer, 401, "token-missing")["detail"]
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("make", "slug"),
    [
        pytest.param(
            lambda i: i.token(sub="p", role="applicant", lives=timedelta(minutes=-1)), "token-expired", id="old"
        ),
        pytest.param(lambda i: i.token(sub="p", role="applicant", iss="http://evil"), "token-invalid", id="issuer"),
        pytest.param(lambda i: i.token(sub="p", role="applicant", aud="others"), "token-invalid", id="audience"),
        pytest.param(lambda i: i.token(sub="p", role="king"), "token-invalid", id="role nobody knows"),
        pytest.param(lambda i: i.token(role="applicant"), "token-invalid", id="no subject"),
        pytest.param(lambda i: Issuer().token(sub="p", role="applicant"), "token-invalid", id="forged, same kid"),
        pytest.param(lambda i: Issuer("x").token(sub="p", role="applicant"), "token-invalid", id="unknown key"),
        pytest.param(lambda i: "eyJhbGciOiJub25lIn0.e30.", "token-invalid", id="alg none"),
        pytest.param(lambda i: "garbage", "token-invalid", id="garbage"),
        pytest.param(lambda i: "a.b.c", "token-invalid", id="three dots"),
    ],
)
async def test_a_token_that_is_not_good_is_refused(office: Office, make: Any, slug: str) -> None:
    answer = await office.client.post("/v1/letters", json=LETTER, headers=bearer(make(office.issuer)))
    problem(answer, 401, slug)


async def test_a_role_that_may_not_is_told_which_may(office: Office) -> None:
    answer = await office.client.post("/v1/letters", json=LETTER, headers=office.issuer.staff("window"))
    assert "applicant" in problem(answer, 403, "role-not-allowed")["detail"]


async def test_what_is_open_to_everybody_is_told_of_the_world_of_the_token(office: Office) -> None:
    """The header names the world, else the token of whoever is signed in, else it is main."""
    signed_in = office.issuer.applicant(world="other")

    async def told(headers: dict[str, str]) -> Any:
        return (await office.client.get("/v1/weather", headers=headers)).json()

    assert await told({}) == "main"
    assert await told(signed_in) == "other"
    assert await told({**signed_in, "Luohu-World": "main"}) == "main"
    assert await told({"Luohu-World": "other"}) == "other"
    assert await told({"Authorization": "Basic YTpi"}) == "main"
    old = bearer(office.issuer.token(sub="p", role="applicant", lives=timedelta(minutes=-1)))
    problem(await office.client.get("/v1/weather", headers=old), 401, "token-expired")


async def test_an_operator_of_another_agency_stays_outside(office: Office) -> None:
    headers = office.issuer.staff("operator", agency="tax")
    problem(await office.client.get(f"/v1/letters/{uuid4()}", headers=headers), 403, "agency-mismatch")
    headers = office.issuer.staff("operator", agency="declaration")
    assert (await office.client.get(f"/v1/letters/{uuid4()}", headers=headers)).json() == 0


async def test_the_world_comes_from_the_token_and_the_header_cannot_change_it(office: Office) -> None:
    headers = {**office.issuer.applicant(world="other"), "Luohu-World": "main"}
    problem(await office.client.post("/v1/letters", json=LETTER, headers=headers), 403, "world-mismatch")
    nowhere = office.issuer.applicant(world="nowhere")
    problem(await office.client.post("/v1/letters", json=LETTER, headers=nowhere), 404, "world-unknown")


async def test_tokens_stay_good_while_the_issuer_is_away_and_nobody_new_gets_in_without_its_keys(
    office: Office,
) -> None:
    office.network.detach("identity")
    answer = await office.client.post("/v1/letters", json=LETTER, headers=office.issuer.applicant())
    problem(answer, 503, "service-unavailable")
    assert answer.headers["retry-after"]
    office.network.attach("identity", office.issuer.app)
    assert (await office.client.post("/v1/letters", json=LETTER, headers=office.issuer.applicant())).status_code == 201
    office.network.detach("identity")
    assert (await office.client.post("/v1/letters", json=LETTER, headers=office.issuer.applicant())).status_code == 201


async def test_validation_names_the_fields_and_repeats_nothing_that_was_entered(office: Office) -> None:
    secret = "990101198506150012"
    body = {"title": "", "pages": secret, "extra": secret}
    answer = await office.client.post("/v1/letters", json=body, headers=office.issuer.applicant())
    found = problem(answer, 422, "validation-failed")
    assert {error["pointer"] for error in found["errors"]} == {"#/title", "#/pages", "#/extra"}
    assert secret not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"null",
        b'"text"',
        b"[" * 100_000,
        b'{"title": "a\\u0000b", "pages": 1}',
        b"\xff\xfe",
        b'{"\\ud800": 1}',
        b'{"title": "\\ud800", "pages": 1}',
    ],
)
async def test_what_is_no_letter_is_a_4xx_and_nothing_is_stored(office: Office, body: bytes) -> None:
    headers = {**office.issuer.applicant(), "Content-Type": "application/json"}
    answer = await office.client.post("/v1/letters", content=body, headers=headers)
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert await stored(office) == 0


async def stored(office: Office) -> int:
    async with office.service.runtime.begin("main") as work:
        return int(await work.scalar("SELECT count(*) FROM kit.inbox"))


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(office: Office) -> None:
    headers = {**office.issuer.applicant(), "Content-Type": "application/json"}
    answer = await office.client.post("/v1/letters", content=b" " * (5 * 1024 * 1024), headers=headers)
    problem(answer, 413, "payload-too-large")


async def test_unknown_routes_methods_and_names_are_problems_too(office: Office) -> None:
    problem(await office.client.get("/v1/nothing"), 404, "not-found")
    problem(await office.client.delete("/v1/letters"), 405, "method-not-allowed")
    problem(await office.client.get("/v1/letters/%00"), 400, "malformed-request")
    headers = office.issuer.staff("operator", agency="declaration")
    problem(await office.client.get("/v1/letters/no-uuid", headers=headers), 422, "validation-failed")


async def test_a_crash_tells_the_client_nothing(office: Office) -> None:
    answer = await office.client.get("/v1/crash", headers=office.issuer.staff("window"))
    problem(answer, 500, "internal-error")
    assert "9901" not in answer.text


async def test_a_domain_exception_carries_its_words_and_its_remedy(office: Office) -> None:
    body = {"title": "unlucky", "pages": 1}
    answer = await office.client.post("/v1/letters", json=body, headers=office.issuer.applicant())
    found = problem(answer, 422, "evidence-refused")
    assert (found["detail"], found["remedy"]) == ("Letters are not taken today.", "wait for the full moon")


async def test_the_same_key_gives_the_first_answer_again_and_does_the_work_once(office: Office) -> None:
    headers = {**office.issuer.applicant(), "Idempotency-Key": '"abc"'}
    first = await office.client.post("/v1/letters", json=LETTER, headers=headers)
    again = await office.client.post("/v1/letters", json=LETTER, headers=headers)
    assert (first.status_code, first.content) == (again.status_code, again.content) == (201, b'{"title":"hello"}')
    assert again.headers["location"] == "/v1/letters/1"
    assert await stored(office) == 1


async def test_a_key_is_bound_to_its_request_and_to_its_client(office: Office) -> None:
    headers = {**office.issuer.applicant(), "Idempotency-Key": '"abc"'}
    await office.client.post("/v1/letters", json=LETTER, headers=headers)
    other = await office.client.post("/v1/letters", json={**LETTER, "pages": 2}, headers=headers)
    problem(other, 422, "idempotency-key-reused")
    stranger = {**office.issuer.applicant(sub="person-2"), "Idempotency-Key": '"abc"'}
    assert (await office.client.post("/v1/letters", json=LETTER, headers=stranger)).status_code == 201
    assert await stored(office) == 2


async def test_a_key_without_quotes_is_malformed(office: Office) -> None:
    headers = {**office.issuer.applicant(), "Idempotency-Key": "abc"}
    problem(await office.client.post("/v1/letters", json=LETTER, headers=headers), 400, "malformed-request")


async def test_writes_want_the_version_that_they_change(office: Office) -> None:
    headers = office.issuer.applicant()
    problem(await office.client.put("/v1/letters/1", headers=headers), 428, "precondition-required")
    stale = await office.client.put("/v1/letters/1", headers={**headers, "If-Match": '"2"'})
    problem(stale, 412, "precondition-failed")
    assert stale.headers["etag"] == '"3"'
    assert (await office.client.put("/v1/letters/1", headers={**headers, "If-Match": '"3"'})).status_code == 204


async def test_only_a_service_says_which_generation_of_rows_it_means(office: Office) -> None:
    other = {"Luohu-World-Generation": "another"}
    from_a_service = {**other, "Luohu-From": "tax"}
    for headers in (other, from_a_service):
        answer = await office.client.post("/v1/letters", json=LETTER, headers={**office.issuer.applicant(), **headers})
        assert answer.status_code == 201, answer.text
    tax = PeerClient(office.service.settings.of("tax"), office.network.client, "declaration")
    problem(await tax.send("GET", "/v1/parcels", world="main", headers=other), 503, "world-away")
    assert (await tax.send("GET", "/v1/parcels", world="main", headers={"Luohu-World-Generation": FIRST})).is_success


async def test_a_signed_request_gets_in_and_any_other_does_not(office: Office) -> None:
    settings = office.service.settings
    tax = PeerClient(settings.of("tax"), office.network.client, "declaration")
    answer = await tax.send("POST", "/v1/parcels", world="other", body={"a": 1})
    assert answer.json() == {"from": "tax", "world": "other", "size": 7}
    assert (await tax.send("GET", "/v1/parcels", world="main")).json() == "tax of main"
    rental = PeerClient(settings.of("rental-filing"), office.network.client, "declaration")
    problem(await rental.send("POST", "/v1/parcels", world="main", body={}), 401, "signature-invalid")
    headers = tax.headers("main", "POST", "/v1/parcels", b'{"a":1}')
    forged = await office.client.post("/v1/parcels", content=b'{"a":2}', headers=headers)
    problem(forged, 401, "signature-invalid")
    elsewhere = await office.client.post("/v1/parcels", content=b'{"a":1}', headers={**headers, "Luohu-World": "other"})
    problem(elsewhere, 401, "signature-invalid")
    moved = await office.client.get("/v1/parcels?all=yes", headers=tax.headers("main", "GET", "/v1/parcels"))
    problem(moved, 401, "signature-invalid")
    problem(await office.client.post("/v1/parcels", content=b"{}"), 401, "signature-invalid")


async def test_health_is_ready_once_main_is_there(databases: Databases) -> None:
    async with one_service(databases, "declaration", create_app, (), worlds=()) as service:
        assert (await service.client.get("/health")).status_code == 503
        await make_world(service.runtime)
        answer = await service.client.get("/health")
        assert (answer.status_code, answer.json()["ready"]) == (200, True)


async def test_the_sandbox_makes_a_world_sets_its_clock_and_takes_it_away_without_a_trace(office: Office) -> None:
    settings = office.service.settings
    sandbox = PeerClient(settings.of("sandbox"), office.network.client, "declaration")
    new = NewWorld(programme="beijing", year=2021, seed=7, clock=frozen())
    path = "/_luohu/worlds/third"
    assert (await sandbox.send("PUT", path, world="third", body=new)).status_code == 201
    assert (await sandbox.send("PUT", path, world="third", body=new)).status_code == 200
    applicant = office.issuer.applicant(world="third")
    key = {"Idempotency-Key": '"abc"'}
    assert (await office.client.post("/v1/letters", json=LETTER, headers={**applicant, **key})).status_code == 201
    later = frozen(machine_now())
    assert (await sandbox.send("PUT", path + "/clock", world="third", body=later)).status_code == 204
    pulse = (await sandbox.send("GET", path + "/pulse", world="third")).json()
    assert (pulse["due"], pulse["outbox"], pulse["busy"]) == (0, 0, 0)
    assert (await sandbox.send("DELETE", path, world="third")).status_code == 204
    async with office.service.runtime.everywhere() as connection:
        for table in ("outbox", "inbox", "kept_answer", "fired"):
            rows = await connection.execute(text(f"SELECT count(*) FROM kit.{table} WHERE world = 'third'"))  # noqa: S608
            assert rows.scalar() == 0
    problem(await office.client.post("/v1/letters", json=LETTER, headers=applicant), 404, "world-unknown")


async def test_nobody_but_the_sandbox_reaches_the_control_routes(office: Office) -> None:
    settings = office.service.settings
    tax = PeerClient(settings.of("tax"), office.network.client, "declaration")
    answer = await tax.send("DELETE", "/_luohu/worlds/other", world="other")
    problem(answer, 401, "signature-invalid")
    answer = await office.client.delete("/_luohu/worlds/other", headers=office.issuer.staff("administrator"))
    problem(answer, 401, "signature-invalid")
