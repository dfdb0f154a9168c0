"""One agency on a real database, spoken to as the declaration service, as an operator and as the person concerned."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx

from luohu_contract.claim import Claim, Person
from luohu_contract.message import Question, VerificationRequest
from luohu_contract.model import Wire
from luohu_kit.migration import History
from luohu_kit.peer import Peer
from luohu_testbed.city import Network, Running, make_world, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer
from luohu_testbed.waiting import until

CALLBACK = "http://declaration/v1/verdicts"


@dataclass
class Office:
    """The running agency. The world `main` has the seeds, the world `other` has nothing."""

    running: Running
    network: Network
    issuer: Issuer

    @property
    def client(self) -> httpx.AsyncClient:
        return self.running.client

    def operator(self, **claims: Any) -> dict[str, str]:
        """Authorization of an operator of this agency."""
        return self.issuer.staff("operator", agency=self.running.settings.service, **claims)

    async def signed(
        self,
        method: str,
        path: str,
        body: Wire | dict[str, Any] | None = None,
        *,
        sender: str = "declaration",
        world: str = "main",
    ) -> httpx.Response:
        """A request that another service of the city signed."""
        settings = self.running.settings
        peer = Peer(settings.of(sender), self.network.client, settings.service)
        return await peer.send(method, path, world=world, body=body)

    async def verdict(self, claim: Claim, person: Person, *, world: str = "main") -> dict[str, Any]:
        """The agency's verdict on a claim about a person, once it is there."""
        asked = Question(id=uuid4(), item_id=uuid4(), attempt=1, subject=person, claim=claim, as_of=date(2020, 12, 31))
        return await self.answered(asked, world=world)

    async def answered(self, *asked: Question, world: str = "main", state: str = "decided") -> dict[str, Any]:
        """The agency's verdict on the last of these questions, once it stands like that; empty if there is none."""
        request = VerificationRequest(callback_url=CALLBACK, questions=asked)
        answer = await self.signed("POST", "/v1/verifications", request, world=world)
        assert answer.status_code == 202, answer.text
        return await self.standing(asked[-1].id, state, world=world)

    async def standing(self, question_id: UUID, state: str, *, world: str = "main") -> dict[str, Any]:
        """The verdict on a question, once it stands like that; empty if there is none."""

        async def status() -> Any:
            return (await self.signed("GET", f"/v1/verifications/{question_id}", world=world)).json()

        async def now() -> Any:
            return (await status())["state"]

        async with asyncio.timeout(20):
            await until(now, state)
        verdict: dict[str, Any] = (await status())["verdict"] or {}
        return verdict

    async def queue(self, **wanted: Any) -> list[dict[str, Any]]:
        """The operators' open tasks that a search finds."""
        search = {"state": "created", **wanted}
        found = await self.client.post("/v1/rechecks/search", json=search, headers=self.operator())
        assert found.status_code == 200, found.text
        items: list[dict[str, Any]] = found.json()["items"]
        return items

    async def decide(self, task_id: UUID | str, **completion: Any) -> tuple[dict[str, Any], httpx.Response]:
        """An operator reads a task, takes it and decides: the task as it was read, and what deciding was answered."""
        clerk, url = self.operator(), f"/v1/rechecks/{task_id}"
        read = await self.client.get(url, headers=clerk)
        taken = await self.client.post(f"{url}/assignment", headers={**clerk, "If-Match": read.headers["ETag"]})
        headers = {**clerk, "If-Match": taken.headers["ETag"]}
        return read.json(), await self.client.post(f"{url}/completion", json=completion, headers=headers)

    async def records(self, kind: str, headers: dict[str, str] | None = None, **equal: str) -> list[dict[str, Any]]:
        """The records of a kind that have these values."""
        answer = await self.client.get(
            "/v1/records", params={"kind": kind, **equal}, headers=headers or self.operator()
        )
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    async def add(self, kind: str, fields: dict[str, Any]) -> httpx.Response:
        """What an operator who adds a record is answered."""
        return await self.client.post("/v1/records", json={"kind": kind, "fields": fields}, headers=self.operator())

    async def correct(self, record: dict[str, Any], **changed: Any) -> httpx.Response:
        """What an operator who corrects some fields of a record is answered."""
        return await self.client.put(
            f"/v1/records/{record['id']}",
            json={"kind": record["kind"], "fields": {**record["fields"], **changed}},
            headers={**self.operator(), "If-Match": f'"{record["version"]}"'},
        )


@asynccontextmanager
async def open_office(
    databases: Databases, name: str, create_app: Any, histories: Sequence[History], **attached: Any
) -> AsyncIterator[Office]:
    """The agency of that name. `attached`: apps of other services that it can reach, by name."""
    network, issuer = Network(), Issuer()
    for service, app in {"identity": issuer.app, **attached}.items():
        network.attach(service, app)
    async with one_service(databases, name, create_app, histories, network=network, worlds=()) as running:
        await make_world(running.runtime, "main", personas=True)
        await make_world(running.runtime, "other")
        yield Office(running, network, issuer)
    await network.client.aclose()
