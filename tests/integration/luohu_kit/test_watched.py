"""What an operator sees and does: metrics, dead letters, and a service that lets in no more than it can do."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow, public
from luohu_kit.service import create_service
from luohu_kit.settings import Settings
from luohu_kit.topic import Topic
from luohu_testbed.city import Network, Running, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer
from luohu_testbed.waiting import until

ID_NUMBER = "990101198506150012"
router = APIRouter(prefix="/v1/letters")
gate = asyncio.Event()


class Letter(Wire):
    to: str = "tax"


@router.post("", status_code=202)
async def write(rt: Rt, caller: Annotated[Caller, Depends(allow(Role.APPLICANT))], letter: Letter) -> str:
    message_id = uuid4()
    async with rt.begin(caller.world) as work:
        work.send("letters", letter.to, message_id, {"id": str(message_id), "about": ID_NUMBER})
        await work.commit()
    return str(message_id)


@router.get("/{number}/slow", dependencies=[Depends(public())])
async def slow(number: int) -> int:
    await gate.wait()
    return number


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    topic = Topic("letters", "/v1/letters", lambda bodies, now: {"messages": list(bodies)})
    outer = APIRouter()
    outer.include_router(router)
    return create_service(settings, title="Letters", routers=[outer], topics=[topic], http=http)


@dataclass
class Tax:
    """Takes letters, or refuses them for good."""

    refuses: bool = True
    taken: list[str] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = await Request(scope, receive).json()
        if self.refuses:
            answer: Response = JSONResponse({"why": f"nobody here has the number {ID_NUMBER}"}, status_code=422)
        else:
            self.taken += [message["id"] for message in body["messages"]]
            answer = Response(status_code=202)
        await answer(scope, receive, send)


@dataclass
class Office:
    service: Running
    issuer: Issuer
    tax: Tax

    def administrator(self, world: str = "main") -> dict[str, str]:
        return self.issuer.staff("administrator", "chief-1", world=world)

    async def post(self, world: str = "main") -> str:
        answer = await self.service.client.post("/v1/letters", json={}, headers=self.issuer.applicant(world=world))
        assert answer.status_code == 202, answer.text
        return str(answer.json())

    async def dead(self, world: str = "main", **query: str) -> list[dict[str, Any]]:
        answer = await self.service.client.get("/v1/dead-letters", params=query, headers=self.administrator(world))
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    async def ids(self, world: str = "main") -> set[str]:
        return {each["message_id"] for each in await self.dead(world)}

    async def act(self, path: str, body: dict[str, str] | None = None, world: str = "main") -> httpx.Response:
        return await self.service.client.post(f"/v1/dead-letters/{path}", json=body, headers=self.administrator(world))

    async def measured(self, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
        """Everything on the page of metrics, by name and the values of its labels, in the order of their names."""
        answer = await self.service.client.get("/metrics", headers=headers)
        assert answer.status_code == 200, answer.text
        return {
            (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(answer.text)
            for sample in family.samples
        }


async def _open(databases: Databases, **settings: Any) -> AsyncIterator[Office]:
    network, issuer, tax = Network(), Issuer(), Tax()
    network.attach("identity", issuer.app)
    network.attach("tax", tax)
    async with one_service(
        databases, "declaration", create_app, (), network=network, worlds=("main", "other"), **settings
    ) as service:
        yield Office(service, issuer, tax)


@pytest.fixture
async def office(databases: Databases) -> AsyncIterator[Office]:
    async for one in _open(databases):
        yield one


@pytest.fixture
async def small(databases: Databases) -> AsyncIterator[Office]:
    gate.clear()
    settings = {"requests_at_once": 2, "requests_waiting": 1, "readers_waiting": 1, "metrics_token": "let-me-see"}
    async for one in _open(databases, **settings):
        yield one


async def test_a_list_of_dead_letters_is_worked_empty(office: Office) -> None:
    one, two, three = [await office.post() for _ in range(3)]
    elsewhere = await office.post("other")
    await until(office.ids, {one, two, three})
    await until(lambda: office.ids("other"), {elsewhere})

    listed = {each["message_id"]: each for each in await office.dead(destination="tax", topic="letters")}
    assert await office.dead(destination="nobody") == []
    page = await office.service.client.get("/v1/dead-letters?limit=2&offset=1", headers=office.administrator())
    # In the order in which they died: three that were posted one by one need not be refused so.
    assert (page.json()["total"], [each["message_id"] for each in page.json()["items"]]) == (3, list(listed)[1:])
    assert listed[one]["refusal"].startswith("HTTP 422")
    assert ID_NUMBER not in listed[one]["refusal"]
    read = await office.service.client.get(listed[one]["links"]["self"], headers=office.administrator())
    assert read.json()["body"] == {"id": one, "about": "990*************12"}

    assert (await office.act(f"{one}/retry")).json() == {"messages": 1}  # refused again: it comes back
    told = office.service.runtime.dispatcher
    assert told is not None
    await until(lambda: told.told["letters", "tax", "dead"], 5)
    await until(office.ids, {one, two, three})
    assert (await office.act(f"{two}/discard", {"reason": "写错了地址"})).json() == {"messages": 1}
    assert await office.ids() == {one, three}
    office.tax.refuses = False
    assert (await office.act("retry", {"destination": "tax"})).json() == {"messages": 2}
    await until(lambda: sorted(office.tax.taken), sorted([one, three]))
    assert await office.ids() == set()
    assert await office.ids("other") == {elsewhere}, "another world was worked too"

    acts = (await office.service.client.get("/v1/dead-letters/acts", headers=office.administrator())).json()["items"]
    assert [(act["act"], act["reason"]) for act in acts] == [
        ("retried", ""),
        ("retried", ""),
        ("discarded", "写错了地址"),
        ("retried", ""),
    ]
    assert {act["actor"] for act in acts} == {"chief-1"}
    assert acts[2]["message_id"] == two
    assert len(acts[2]["digest"]) == 64


async def test_only_dead_letters_of_ones_own_world_can_be_worked_and_only_by_staff(office: Office) -> None:
    theirs = await office.post("other")
    await until(lambda: office.ids("other"), {theirs})

    for path, body in ((f"{theirs}/retry", None), (f"{theirs}/discard", {"reason": "x"}), (f"{uuid4()}/retry", None)):
        answer = await office.act(path, body)
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/dead-letter-unknown")
    assert (await office.act(f"{theirs}/discard", {"reason": " "}, "other")).status_code == 422
    refused = await office.service.client.get("/v1/dead-letters", headers=office.issuer.applicant())
    assert refused.json()["type"] == "/problems/role-not-allowed"
    everything = await office.act("discard", {"destination": "tax", "reason": "the year is over"}, "other")
    assert everything.json() == {"messages": 1}
    assert await office.ids("other") == set()


async def test_metrics_tell_of_requests_deliveries_and_what_lies_in_the_database(office: Office) -> None:
    one = await office.post()
    await until(office.ids, {one})
    await office.service.client.get("/v1/letters/7/unknown")
    seen = await office.measured()

    assert seen["luohu_requests_total", ("POST", "/v1/letters", "202")] == 1
    assert seen["luohu_request_seconds_count", ("/v1/letters",)] == 1
    assert seen["luohu_requests_total", ("GET", "(none)", "404")] == 1
    assert seen["luohu_deliveries_total", ("tax", "dead", "letters")] == 1
    assert seen["luohu_outbox_messages", ("tax", "dead", "letters", "main")] == 1
    assert seen["luohu_worlds", ()] == 2
    assert seen["luohu_pool_connections", ("most",)] == office.service.settings.pool_size
    assert seen["luohu_figures_stale", ()] == 0
    assert ("luohu_journal_backlog", ()) in seen
    assert seen["process_resident_memory_bytes", ()] > 0
    # What the dashboard asks for is there, or belongs to services that this one is not.
    dashboard = (Path(__file__).parents[3] / "deploy/grafana.json").read_text()
    asked = {name.removesuffix("_bucket") for name in re.findall(r"luohu_[a-z_]+", dashboard)}
    page = (await office.service.client.get("/metrics")).text
    missing = {name for name in asked if name.removesuffix("_count") not in page}
    assert missing == {"luohu_oldest_waiting_seconds"}
    labels = {value for _, values in seen for value in values}
    assert one not in labels
    assert "other" not in {values[3] for name, values in seen if name == "luohu_outbox_messages"}


async def test_a_service_lets_in_what_it_can_do_and_sends_the_rest_away_at_once(small: Office) -> None:
    client = small.service.client
    begun = [asyncio.create_task(client.get(f"/v1/letters/{n}/slow")) for n in range(6)]
    refused = await asyncio.wait_for(_first_refused(begun), 10)
    assert (refused.status_code, refused.json()["type"]) == (429, "/problems/service-busy")
    assert int(refused.headers["retry-after"]) >= 1

    # Who looks after the city, the city itself, and readers have rooms of their own.
    seen = await small.measured(authorization="Bearer let-me-see")
    assert seen["luohu_shed_requests_total", ("outside",)] == 3
    assert (seen["luohu_requests_now", ("outside", "at_work")], seen["luohu_requests_now", ("outside", "waiting")]) == (
        2,
        1,
    )
    assert (await client.get("/health")).status_code == 200
    assert (await client.get("/v1/nothing", headers={"Luohu-From": "tax"})).status_code == 404
    assert (await client.get("/v1/nothing", headers={"Prefer": "wait=1"})).status_code == 404

    gate.set()
    answers = [await each for each in begun]
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 429, 429, 429]
    assert (await client.get("/v1/letters/1/slow")).status_code == 200
    seen = await small.measured(authorization="Bearer let-me-see")
    assert seen["luohu_requests_now", ("outside", "at_work")] == 0


async def _first_refused(tasks: list["asyncio.Task[httpx.Response]"]) -> httpx.Response:
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    return done.pop().result()


async def test_metrics_with_a_token_are_for_whoever_has_it(small: Office) -> None:
    client = small.service.client
    assert (await client.get("/metrics")).json()["type"] == "/problems/token-missing"
    wrong = await client.get("/metrics", headers={"Authorization": "Bearer let-me-in"})
    assert wrong.json()["type"] == "/problems/token-invalid"
