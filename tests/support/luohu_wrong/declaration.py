"""A declaration service in memory, as agencies see it: questions out, verdicts in. It keeps homes and one applicant."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from luohu_conformance.samples import WANG
from luohu_conformance.speaking import Seal, sealed
from luohu_contract.claim import OwnHomeClaim, Period
from luohu_contract.message import (
    EvidenceRef,
    EvidenceRequest,
    EvidenceSupplement,
    EvidenceSupplements,
    Outcome,
    Part,
    Question,
    QuestionKind,
    Reception,
    Verdict,
    VerdictDelivery,
    VerificationStatus,
)
from luohu_contract.months import Month
from luohu_contract.signing import SignatureInvalid, new_secret, verify

NAME, AGENCY, STRANGER = "declaration", "housing-registry", "tax"
LOCKED = ("pending", "recheck")
PAUSE = 0.05  #: seconds before what was not taken is sent again, and between two looks after open questions

Json = dict[str, Any]


@dataclass
class Item:
    """A home."""

    id: UUID
    form: Json
    status: str = "draft"
    version: int = 1
    attempt: int = 0
    reason: str | None = None
    evidence_requested: str | None = None
    moves: list[tuple[str, str]] = field(default_factory=list)

    def move(self, status: str) -> None:
        """Take a status."""
        self.moves.append((self.status, status))
        self.status, self.version = status, self.version + 1


@dataclass
class Asked:
    """A question and what became of it."""

    question: Question
    open: bool = True
    supplied: list[UUID] = field(default_factory=list)


class Loop:
    """What a declaration service and its agencies tell one another."""

    def __init__(self, defect: str = "") -> None:
        self.defect = defect
        self.hears_with = {AGENCY: new_secret(), STRANGER: new_secret()}
        self.speaks_with = new_secret()
        self.url, self.agency = "", ""  #: of ourselves, and of the agency
        self.items: dict[UUID, Item] = {}
        self.asked: dict[UUID, Asked] = {}
        self.files: dict[UUID, bytes] = {}
        self.recorded: set[UUID] = set()
        self.outbox: asyncio.Queue[tuple[str, bytes, UUID]] = asyncio.Queue()
        self.http = httpx.AsyncClient(trust_env=False, verify=False)  # noqa: S501 - plain HTTP on loopback

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Questions go out and are looked after, inside of the block."""
        tasks = [asyncio.create_task(self._send()), asyncio.create_task(self._look_after())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await self.http.aclose()

    @property
    def agency_routes(self) -> list[Route]:
        """What agencies call."""
        return [
            Route("/v1/verdicts", self._verdicts, methods=["POST"]),
            Route("/v1/evidence-requests", self._wanted, methods=["POST"]),
            Route("/v1/questions/{question:uuid}/evidence/{file:uuid}", self._file),
        ]

    def ask(self, item: Item, **recheck: Any) -> None:
        """Send an item to the agency."""
        stuck = self.defect == "rechecks in the same attempt" and recheck
        item.attempt = 1 if self.defect == "every filing is attempt 1" and not recheck else item.attempt + (not stuck)
        item.move("recheck" if recheck else "pending")
        number = item.form["certificate_number"]
        claim = OwnHomeClaim(
            owner=WANG,
            certificate_format=item.form["certificate_format"],
            certificate_number=number.replace("第", "") if self.defect == "rewrites numbers" else number,
            district=item.form["district"],
            period=Period(first=Month.parse(item.form["from"]), last=Month.parse(item.form["to"])),
        )
        question = Question(
            id=uuid4(),
            item_id=item.id,
            attempt=item.attempt,
            subject=WANG,
            claim=claim,
            as_of=date(2020, 12, 31),
            kind=QuestionKind.RECHECK if recheck else QuestionKind.VERIFICATION,
            **recheck,
        )
        self.asked[question.id] = Asked(question)
        home = self.url.replace("127.0.0.1", "localhost") if self.defect == "calls itself otherwise" else self.url
        asked = question.model_dump(mode="json") | ({"colour": "red"} if self.defect == "adds a field" else {})
        body = httpx.Request("POST", "http://x", json={"callback_url": f"{home}/v1/verdicts", "questions": [asked]})
        self.outbox.put_nowait(("/v1/verifications", body.content, question.id))

    def supply(self, question: UUID, files: list[UUID]) -> None:
        """Send more evidence after a question."""
        self.asked[question].supplied += files
        one = EvidenceSupplement(id=uuid4(), question_id=question, evidence=tuple(map(self.ref, files)))
        if self.defect != "keeps supplements":
            body = EvidenceSupplements(supplements=(one,)).model_dump_json().encode()
            self.outbox.put_nowait(("/v1/verifications/evidence", body, question))

    def ref(self, file: UUID) -> EvidenceRef:
        """A file as questions announce it."""
        content = self.files[file]
        return EvidenceRef(id=file, sha256=hashlib.sha256(content).hexdigest(), size=len(content))

    def open_question(self, item: Item) -> UUID | None:
        """The open question about an item."""
        return next(
            (key for key, asked in self.asked.items() if asked.open and asked.question.item_id == item.id), None
        )

    async def _send(self) -> None:
        while True:
            path, body, question = await self.outbox.get()
            wrong = {
                "/v1/verifications": {"signs with another secret": Seal.OTHER_SECRET, "signs questions late": Seal.OLD},
                "/v1/verifications/evidence": {"signs no supplements": Seal.NONE},
            }
            told = {"Luohu-From": NAME, "Luohu-World": "main", "Content-Type": "application/json"}
            if self.defect == "names another world":
                told["Luohu-World"] = "other"
            how = wrong[path].get(self.defect, Seal.GOOD)
            signed = sealed(how, self.speaks_with, "POST", self.agency + path, told, body)
            try:
                answer = await self.http.post(self.agency + path, content=body, headers={**told, **signed})
                again = answer.status_code in (401, 503) and self.defect != "asks once"
            except httpx.TransportError:  # a busy machine, or a kept connection that was closed just now
                again = True
            if again:
                await asyncio.sleep(PAUSE)
                self.outbox.put_nowait((path, body, question))
            elif answer.status_code == 422:
                self._refused(self.asked[question])

    def _refused(self, asked: Asked) -> None:
        if self.defect == "takes a refusal for a verdict":
            self.items[asked.question.item_id].move("invalid")
        if self.defect == "forgets what was refused":
            del self.asked[asked.question.id]

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            for question in [key for key, asked in self.asked.items() if asked.open and self.agency]:
                if self.defect == "looks after nothing":
                    continue
                path = f"/v1/verifications/{question}"
                told = {"Luohu-From": NAME, "Luohu-World": "main"}
                told |= sealed(Seal.GOOD, self.speaks_with, "GET", self.agency + path, told, None)
                with suppress(httpx.TransportError, ValidationError):
                    answer = await self.http.get(self.agency + path, headers=told)
                    verdict = VerificationStatus.model_validate_json(answer.content).verdict
                    if verdict is not None and self.defect != "looks and forgets":
                        self._received(AGENCY, verdict)

    async def _verdicts(self, request: Request) -> Response:
        body = await request.body()
        if (forged := self._forged(request, body)) is not None:
            return forged
        try:
            verdicts = VerdictDelivery.model_validate_json(body).data.verdicts
        except ValidationError as error:
            if self.defect == "fails at no JSON" and error.errors()[0]["type"] == "json_invalid":
                return self.problem(500, "internal-error")
            return self.problem(422, "validation-failed")
        if self.defect == "takes a hundred at most" and len(verdicts) > 100:
            return self.problem(413, "payload-too-large")
        if self.defect == "a stray spoils the delivery" and len(verdicts) == 2:
            return self.problem(422, "validation-failed")
        sender = request.headers["luohu-from"]
        receptions = [{"id": str(one.id), "outcome": self._received(sender, one).value} for one in verdicts]
        return JSONResponse({"receptions": receptions})

    def _received(self, sender: str, verdict: Verdict) -> Reception:
        asked = self.asked.get(verdict.question_id)
        if asked is None:
            return Reception.LATE if self.defect == "the unknown is late" else Reception.UNKNOWN
        if not self._fits(sender, verdict, asked.question):
            return Reception.UNKNOWN
        item = self.items[asked.question.item_id]
        if verdict.id in self.recorded:
            if self.defect == "moves at duplicates":
                item.move(item.status)
            return Reception.MOVED if self.defect == "duplicates are moves" else Reception.DUPLICATE
        self.recorded.add(verdict.id)
        if not self._in_time(verdict, asked, item):
            return Reception.LATE
        asked.open, item.evidence_requested = False, None
        item.reason = None if self.defect == "forgets the reason" else verdict.reason
        item.move("valid" if verdict.outcome is Outcome.VALID else "invalid")
        return Reception.MOVED

    def _fits(self, sender: str, verdict: Verdict, question: Question) -> bool:
        fits_item = verdict.item_id == question.item_id or self.defect == "looks at the question only"
        fits_sender = sender == AGENCY or self.defect == "believes every agency"
        return fits_item and fits_sender and verdict.part is Part.WHOLE and verdict.kind is question.kind

    def _in_time(self, verdict: Verdict, asked: Asked, item: Item) -> bool:
        if self.defect == "no recheck is in time" and verdict.kind is QuestionKind.RECHECK:
            return False
        if self.defect == "the last verdict counts" and not asked.open and item.status not in LOCKED:
            return True
        if self.defect == "old questions count" and item.status in LOCKED:
            return True
        same_attempt = verdict.attempt == asked.question.attempt or self.defect == "reads no attempts"
        return asked.open and item.status in LOCKED and same_attempt

    async def _wanted(self, request: Request) -> Response:
        body = await request.body()
        if (forged := self._forged(request, body)) is not None:
            return forged
        wanted = EvidenceRequest.model_validate_json(body)
        item = self.items[self.asked[wanted.question_id].question.item_id]
        if item.evidence_requested is None and self.defect != "shows no notes":
            item.evidence_requested, item.version = wanted.note, item.version + 1
        elif self.defect == "notes twice":
            item.version += 1
        return Response(status_code=204)

    async def _file(self, request: Request) -> Response:
        forged = self._forged(request, f"GET {request.url.path}".encode())
        if forged is not None and self.defect != "shows evidence to everybody":
            return forged
        asked, file = self.asked.get(request.path_params["question"]), request.path_params["file"]
        with_it = [ref.id for ref in asked.question.evidence] + asked.supplied if asked else []
        if file not in with_it and self.defect != "shows evidence with any question":
            return self.problem(404, "not-found")
        content = self.files[file] + (b"%" if self.defect == "changes evidence" else b"")
        return Response(content, media_type="application/pdf")

    def _forged(self, request: Request, signed: bytes) -> Response | None:
        if self.defect == "asks for no signature" and request.url.path == "/v1/verdicts":
            return None
        secret = self.hears_with.get(request.headers.get("luohu-from", ""))
        try:
            verify([secret] if secret else [], request.headers, signed)
        except SignatureInvalid as error:
            if self.defect == "reads no timestamp" and "Message timestamp" in str(error):
                return None
            return self.problem(401, "signature-invalid")
        return None

    def problem(self, status: int, slug: str) -> Response:
        """A refusal."""
        kind = "application/json" if self.defect == "refuses as plain JSON" else "application/problem+json"
        body = {"type": f"/problems/{slug}", "title": slug, "status": status, "detail": f"it is {slug}"}
        return JSONResponse(body, status_code=status, media_type=kind)
