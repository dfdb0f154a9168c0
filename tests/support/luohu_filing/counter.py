"""What the tests do at the counter: file as an applicant, answer as an agency, review as the district window."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from luohu_contract.finding import Findings, PropertyFindings
from luohu_contract.message import (
    EvidenceRequest,
    Outcome,
    Question,
    Verdict,
    VerdictDelivery,
    Verdicts,
    VerificationState,
    VerificationStatus,
)
from luohu_contract.model import Wire
from luohu_filing import bodies
from luohu_kit.peer import Peer
from luohu_testbed.city import NOON, Network, Running
from luohu_testbed.issuer import APPLICANT, Issuer
from luohu_testbed.waiting import until

Json = dict[str, Any]


@dataclass
class FakeAgency:
    """Takes questions down and says how they stand; it never decides by itself."""

    refuses: str = ""  #: slug by which it refuses every question
    questions: list[Question] = field(default_factory=list)
    supplements: list[Json] = field(default_factory=list)
    verdicts: dict[UUID, Verdict] = field(default_factory=dict)  #: what `GET /v1/verifications/{id}` shows
    deaf: bool = False  #: answers 503, as if it were starting
    forgetful: bool = False  #: knows no question
    looks: int = 0
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        self.app = Starlette(
            routes=[
                Route("/v1/verifications", self._ask, methods=["POST"]),
                Route("/v1/verifications/evidence", self._supply, methods=["POST"]),
                Route("/v1/verifications/{id}", self._status),
            ]
        )

    def about(self, item_id: str) -> list[Question]:
        """The questions that came about an item."""
        return [question for question in self.questions if str(question.item_id) == item_id]

    async def _ask(self, request: Request) -> Response:
        if self.deaf:
            return Response(status_code=503)
        asked = [Question.model_validate(each) for each in (await request.json())["questions"]]
        if self.refuses:
            refused = [{"id": str(each.id), "slug": self.refuses, "detail": "not here"} for each in asked]
            return JSONResponse({"accepted": [], "refused": refused}, status_code=202)
        self.questions += asked
        return JSONResponse({"accepted": [str(each.id) for each in asked], "refused": []}, status_code=202)

    async def _supply(self, request: Request) -> Response:
        supplements = (await request.json())["supplements"]
        self.supplements += supplements
        return JSONResponse({"accepted": [each["id"] for each in supplements], "refused": []}, status_code=202)

    async def _status(self, request: Request) -> Response:
        self.looks += 1
        question = UUID(request.path_params["id"])
        if self.forgetful or question not in {each.id for each in self.questions}:
            return Response(status_code=404)
        verdict = self.verdicts.get(question)
        state = VerificationState.DECIDED if verdict else VerificationState.WITH_OPERATOR
        status = VerificationStatus(id=question, state=state, received_at=NOON, verdict=verdict)
        return Response(status.model_dump_json(), media_type="application/json")


def answer(question: Question, reason: str | None = None, **fields: Any) -> Verdict:
    """A verdict on a question: invalid when there is a reason."""
    facts: Json = {
        "id": uuid4(),
        "question_id": question.id,
        "item_id": question.item_id,
        "attempt": question.attempt,
        "part": question.part,
        "kind": question.kind,
        "outcome": Outcome.INVALID if reason else Outcome.VALID,
        "reason": reason,
        "decided_at": NOON,
    }
    return Verdict(**{**facts, **fields})


def home_found(registered: date = date(2014, 8, 1), expired: date | None = date(2017, 12, 1)) -> Findings:
    """What the register says about the Chaoyang home."""
    return PropertyFindings(kind="own_home", registered_on=registered, expired_on=expired)


@dataclass
class Counter:
    """A running declaration service, its agencies, and the people around it."""

    running: Running
    network: Network
    issuer: Issuer
    agencies: dict[str, FakeAgency]

    @property
    def client(self) -> httpx.AsyncClient:
        return self.running.client

    def person(self, **claims: Any) -> dict[str, str]:
        """Authorization of 王伟, or of whoever the claims say."""
        return self.issuer.applicant(**{**APPLICANT, **claims})

    def stranger(self) -> dict[str, str]:
        """Authorization of another applicant."""
        return self.person(sub="person-2", name="赵敏", id_number="990108198811300149")

    def window(self, subject: str = "window-1") -> dict[str, str]:
        """Authorization of a clerk of the district window."""
        return self.issuer.staff("window", subject)

    async def must(self, method: str, path: str, status: int, **request: Any) -> httpx.Response:
        """A request of 王伟 that must be answered with that status."""
        request.setdefault("headers", {})
        headers = {**self.person(), **request.pop("headers")}
        response = await self.client.request(method, path, headers=headers, **request)
        assert response.status_code == status, (method, path, response.status_code, response.text)
        return response

    async def open(self) -> str:
        """A declaration of 王伟."""
        return str((await self.must("POST", "/v1/declarations", 201)).json()["id"])

    async def upload(self, declaration: str, words: str = "evidence") -> str:
        """A file of the declaration."""
        response = await self.must(
            "POST",
            f"/v1/declarations/{declaration}/evidence",
            201,
            content=bodies.pdf(words),
            headers={"Content-Type": "application/pdf"},
        )
        return str(response.json()["id"])

    async def file(self, declaration: str, path: str, body: Json) -> str:
        """An item of the declaration."""
        return str((await self.must("POST", f"/v1/declarations/{declaration}/{path}", 201, json=body)).json()["id"])

    async def item(self, item_id: str) -> Json:
        """The item as 王伟 sees it."""
        found: Json = (await self.must("GET", f"/v1/items/{item_id}", 200)).json()
        return found

    async def verify(self, item_id: str) -> list[Question]:
        """在线审核, and the questions once they have arrived. A spouse record alone asks none."""
        before = {question.id for question in self._about(item_id)}
        response = await self.must("POST", f"/v1/items/{item_id}/verification", 202)
        parts = {"domestic_education": 2}.get(response.json()["kind"], 1)
        entered = response.json()["entered"]
        parts = sum(half in entered for half in ("qualification", "degree")) or parts
        await until(lambda: len(self._about(item_id)) - len(before), parts)
        return [question for question in self._about(item_id) if question.id not in before]

    async def decide(self, *verdicts: Verdict, by: str = "housing-registry", world: str = "main") -> list[str]:
        """Verdicts of an agency; what became of each."""
        delivery = VerdictDelivery(timestamp=datetime.now(UTC), data=Verdicts(verdicts=verdicts))
        response = await self.signed("POST", "/v1/verdicts", delivery, by=by, world=world)
        assert response.status_code == 200, response.text
        return [each["outcome"] for each in response.json()["receptions"]]

    async def ask_for_evidence(self, question: Question, note: str, *, by: str, at: datetime = NOON) -> httpx.Response:
        """An operator of an agency wants to see more."""
        wanted = EvidenceRequest(question_id=question.id, note=note, requested_at=at)
        return await self.signed("POST", "/v1/evidence-requests", wanted, by=by)

    async def signed(
        self, method: str, path: str, body: Wire | Json | None = None, *, by: str, world: str = "main"
    ) -> httpx.Response:
        """A request of another service."""
        peer = Peer(self.running.settings.of(by), self.network.client, "declaration")
        return await peer.send(method, path, world=world, body=body, url=f"http://declaration{path}")

    async def review(self, spouse_id: str, decision: Json, *, clerk: str = "window-1") -> Json:
        """The window takes the open review of a spouse record and decides."""
        headers = self.window(clerk)
        found = await self.client.post("/v1/reviews/search", json={"state": "created"}, headers=headers)
        for each in found.json()["items"]:
            task = await self.client.get(f"/v1/reviews/{each['id']}", headers=headers)
            if task.json()["context"].get("item_id") != spouse_id:
                continue
            etag = {"If-Match": task.headers["ETag"]}
            path = f"/v1/reviews/{each['id']}"
            if task.json()["assignee"] is None:
                task = await self.client.post(f"{path}/assignment", headers={**headers, **etag})
                assert task.status_code == 200, task.text
                etag = {"If-Match": task.headers["ETag"]}
            done = await self.client.post(f"{path}/completion", json=decision, headers={**headers, **etag})
            assert done.status_code == 200, done.text
            completed: Json = done.json()
            return completed
        raise AssertionError(f"no open review of {spouse_id} in {found.text}")

    async def events(self, item_id: str) -> list[str]:
        """The names of what happened to an item."""
        listed = await self.must("GET", f"/v1/items/{item_id}/events", 200)
        return [each["event"] for each in listed.json()["items"]]

    def _about(self, item_id: str) -> list[Question]:
        return [question for agency in self.agencies.values() for question in agency.about(item_id)]
