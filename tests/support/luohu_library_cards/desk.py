"""What the tests do at the library: ask as the declaration service, work as an operator, read as a person."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from luohu_contract.claim import OverseasEducationClaim, OverseasLevel, Person
from luohu_contract.message import EvidenceRef, Question, QuestionKind, VerificationRequest
from luohu_contract.model import Wire
from luohu_kit.clock import Clock, ClockMode, ClockState, machine_now
from luohu_kit.peer import Peer
from luohu_kit.worlds import set_clock
from luohu_testbed.city import Network, Running
from luohu_testbed.issuer import APPLICANT, Issuer
from luohu_testbed.waiting import until

SERVICE = "library-cards"
CALLBACK = "http://declaration/v1/verdicts"
WANG = Person(name="王伟", id_number="990101198506150012")
#: What a valid verdict on WANG's card says.
FINDINGS = {"kind": "overseas_education", "level": "doctor", "issued_on": "2012-07-01"}


def question(card: str = "99-0001", **fields: Any) -> Question:
    """A question about a card; everything can be said otherwise."""
    claim = OverseasEducationClaim(level=OverseasLevel.MASTER, certificate_number=card)
    asked = {"id": uuid4(), "item_id": uuid4(), "attempt": 1, "subject": WANG, "claim": claim}
    return Question(**{**asked, "as_of": date(2020, 12, 31), **fields})


def recheck(of: Question, disputes: str = "overseas.document_mismatch", **fields: Any) -> Question:
    """The recheck of an item that was asked about before."""
    again = {"id": uuid4(), "attempt": of.attempt + 1, "kind": QuestionKind.RECHECK, "disputes": disputes}
    return of.model_copy(update={**again, "statement": "证上姓名有误", **fields})


@dataclass
class FakeDeclaration:
    """Takes verdicts and requests for evidence down, and hands files out."""

    verdicts: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        self.app = Starlette(
            routes=[
                Route("/v1/verdicts", self._verdicts, methods=["POST"]),
                Route("/v1/evidence-requests", self._request, methods=["POST"]),
                Route("/v1/questions/{question}/evidence/{evidence}", self._file),
            ]
        )

    def keep(self, content: bytes) -> EvidenceRef:
        """A file that can be fetched from now on."""
        ref = EvidenceRef(id=uuid4(), sha256=hashlib.sha256(content).hexdigest(), size=len(content))
        self.files[str(ref.id)] = content
        return ref

    def about(self, asked: Question) -> list[dict[str, Any]]:
        """The verdicts that came on a question."""
        return [verdict for verdict in self.verdicts if verdict["question_id"] == str(asked.id)]

    async def _verdicts(self, request: Request) -> Response:
        verdicts = (await request.json())["data"]["verdicts"]
        self.verdicts += verdicts
        return JSONResponse({"receptions": [{"id": verdict["id"], "outcome": "moved"} for verdict in verdicts]})

    async def _request(self, request: Request) -> Response:
        self.requests.append(await request.json())
        return Response(status_code=202)

    async def _file(self, request: Request) -> Response:
        content = self.files.get(request.path_params["evidence"])
        return Response(status_code=404) if content is None else Response(content, media_type="application/pdf")


@dataclass
class Desk:
    """The running library and those around it."""

    running: Running
    network: Network
    issuer: Issuer
    declaration: FakeDeclaration

    @property
    def client(self) -> httpx.AsyncClient:
        return self.running.client

    def operator(self, subject: str = "clerk-1", **claims: Any) -> dict[str, str]:
        """Authorization of an operator of the library."""
        return self.issuer.staff("operator", subject, **{"agency": SERVICE, **claims})

    def person(self, **claims: Any) -> dict[str, str]:
        """Authorization of 王伟, or of whoever the claims say."""
        return self.issuer.applicant(**{**APPLICANT, **claims})

    async def signed(
        self,
        method: str,
        path: str,
        body: Wire | dict[str, Any] | None = None,
        *,
        by: str = "declaration",
        world: str = "main",
    ) -> httpx.Response:
        """A request from another service."""
        peer = Peer(self.running.settings.of(by), self.network.client, SERVICE)
        return await peer.send(method, path, world=world, body=body, url=f"http://{SERVICE}{path}")

    async def ask(self, *questions: Question, world: str = "main") -> httpx.Response:
        """Questions from the declaration service."""
        request = VerificationRequest(callback_url=CALLBACK, questions=questions)
        return await self.signed("POST", "/v1/verifications", request, world=world)

    async def verdict(self, asked: Question) -> dict[str, Any]:
        """The one verdict on a question, once it has come."""
        await until(lambda: len(self.declaration.about(asked)), 1)
        return self.declaration.about(asked)[0]

    async def status(self, asked: Question) -> dict[str, Any]:
        """Where a question stands."""
        answer = await self.signed("GET", f"/v1/verifications/{asked.id}")
        assert answer.status_code == 200, answer.text
        status: dict[str, Any] = answer.json()
        return status

    async def state(self, asked: Question, state: str) -> dict[str, Any]:
        """The status of a question once it stands there."""

        async def look() -> str:
            return str((await self.status(asked))["state"])

        await until(look, state)
        return await self.status(asked)

    async def in_recheck(self, card: str = "99-0002", **fields: Any) -> Question:
        """A recheck of a card that was found invalid, in the operators' queue."""
        first = question(card)
        await self.ask(first)
        await self.verdict(first)
        asked = recheck(first, **fields)
        await self.ask(asked)
        await self.state(asked, "with_operator")
        return asked

    async def take(self, asked: Question, subject: str = "clerk-1") -> str:
        """Assign a task to an operator; the ETag."""
        url = f"/v1/rechecks/{asked.id}"
        read = await self.client.get(url, headers=self.operator(subject))
        taken = await self.client.post(
            f"{url}/assignment", headers={**self.operator(subject), "If-Match": read.headers["ETag"]}
        )
        assert taken.status_code == 200, taken.text
        return taken.headers["ETag"]

    async def complete(self, asked: Question, etag: str, subject: str = "clerk-1", **completion: Any) -> httpx.Response:
        """An operator's decision."""
        return await self.client.post(
            f"/v1/rechecks/{asked.id}/completion",
            headers={**self.operator(subject), "If-Match": etag},
            json=completion,
        )

    async def record(self, card: str) -> dict[str, Any]:
        """The register's record of a card."""
        answer = await self.client.get(
            "/v1/records", params={"kind": "card", "card_number": card}, headers=self.operator()
        )
        assert answer.json()["total"] == 1, answer.text
        record: dict[str, Any] = answer.json()["items"][0]
        return record

    async def turn_clock(self, to: datetime, world: str = "main") -> None:
        """Freeze a world's clock at another instant."""
        clock = ClockState.of(Clock(ClockMode.FROZEN, machine_now(), to))
        await set_clock(self.running.runtime, world, clock)


def ids(questions: list[Question]) -> set[UUID]:
    return {asked.id for asked in questions}
