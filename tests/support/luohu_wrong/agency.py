"""A land registry in memory that finds nothing: every home is invalid, every recheck waits for an operator."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from luohu_conformance.speaking import Seal, sealed
from luohu_contract.directory import BY_NAME
from luohu_contract.message import EvidenceSupplements, Question, QuestionKind, VerificationRequest
from luohu_contract.signing import SignatureInvalid, new_secret, verify

NAME = "housing-registry"
AT = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)

Json = dict[str, Any]


class Agency:
    """An agency with one defect, or none."""

    def __init__(self, defect: str = "") -> None:
        self.defect = defect
        self.hears_with, self.speaks_with = new_secret(), new_secret()
        self.questions: dict[UUID, Question] = {}
        self.verdicts: dict[UUID, Json] = {}
        self.supplements: set[UUID] = set()
        self.http = httpx.AsyncClient(trust_env=False, verify=False)  # noqa: S501 - plain HTTP on loopback
        self.outbox: asyncio.Queue[tuple[str, str, Json]] = asyncio.Queue()
        self.app = Starlette(
            routes=[
                Route("/v1/verifications", self._ask, methods=["POST"]),
                Route("/v1/verifications/evidence", self._supply, methods=["POST"]),
                Route("/v1/verifications/{id:uuid}", self._status),
            ]
        )

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Verdicts go out inside of the block, one after the other."""
        sending = asyncio.create_task(self._send())
        try:
            yield
        finally:
            sending.cancel()
            await self.http.aclose()

    async def _ask(self, request: Request) -> Response:
        body = await request.body()
        if (forged := self._forged(request, body)) is not None:
            return forged
        try:
            wanted = VerificationRequest.model_validate_json(body)
        except ValidationError as error:
            return self._unreadable(body, error)
        world = request.headers["luohu-world"]
        strange = [one for one in wanted.questions if not self._answers(one)]
        if strange and self.defect == "one bad question refuses the batch":
            return self._problem(422, "claim-not-answered-here", "not here")
        if len(wanted.questions) > 100 and self.defect == "takes a hundred at most":
            return self._problem(413, "payload-too-large", "too many")
        accepted, refused = [], [_refused(one.id, "claim-not-answered-here") for one in strange]
        for one in wanted.questions:
            if one in strange:
                continue
            if self._conflicts(one):
                refused.append(_refused(one.id, "question-conflict"))
            else:
                accepted.append(str(one.id))
                await self._take(one, world, wanted.callback_url)
        status = 200 if self.defect == "answers 200" else 202
        return JSONResponse({"accepted": accepted, "refused": refused}, status_code=status)

    def _answers(self, one: Question) -> bool:
        if self.defect == "takes no rechecks" and one.kind is QuestionKind.RECHECK:
            return False
        return one.claim.kind in BY_NAME[NAME].answers

    def _conflicts(self, one: Question) -> bool:
        held = self.questions.get(one.id)
        if self.defect == "a repeat is a conflict":
            return held is not None
        return held not in (None, one) and self.defect != "the last question counts"

    async def _take(self, one: Question, world: str, callback: str) -> None:
        known = one.id in self.questions
        if known and self.defect != "decides at every repeat":
            return
        self.questions[one.id] = one
        if one.kind is QuestionKind.RECHECK:
            await self._fetch(one, world, callback)
            return
        verdict = self._verdict(one)
        self.verdicts.setdefault(one.id, verdict)
        if self.defect != "never tells":
            self.outbox.put_nowait((world, callback, verdict))

    def _verdict(self, one: Question) -> Json:
        verdict: Json = {
            "id": str(uuid4()),
            "question_id": str(one.id),
            "item_id": str(one.item_id),
            "attempt": one.attempt,
            "part": one.part.value,
            "kind": one.kind.value,
            "outcome": "invalid",
            "reason": "property.not_matched",
            "findings": {"kind": one.claim.kind.value, "registered_on": None},
            "decided_at": AT.isoformat(),
        }
        changed: dict[str, Json] = {
            "no decided_at": {"decided_at": None},
            "an invalid verdict without reason": {"reason": None},
            "the wrong item": {"item_id": str(one.id)},
            "an attempt too far": {"attempt": one.attempt + 1},
            "a reason of its own": {"reason": "property.gone"},
            "findings about tax": {"findings": {"kind": "tax_penalties", "tax_penalties": 0, "years": [2020]}},
        }
        return {**verdict, **changed.get(self.defect, {})}

    async def _send(self) -> None:
        while True:
            world, callback, verdict = await self.outbox.get()
            delivery = {"type": "verdicts.decided", "timestamp": AT.isoformat(), "data": {"verdicts": [verdict]}}
            body = json.dumps(delivery).encode()
            told = {"Luohu-From": NAME, "Luohu-World": world, "Content-Type": "application/json"}
            if self.defect == "names no world":
                del told["Luohu-World"]
            told |= self._signed(callback, told, body)
            answer = await self.http.post(callback, content=body, headers=told)
            if answer.status_code == 503 and self.defect != "tells once":
                self.outbox.put_nowait((world, callback, verdict))

    def _signed(self, url: str, told: dict[str, str], body: bytes) -> dict[str, str]:
        wrong = {"signs with another secret": Seal.OTHER_SECRET, "signs not at all": Seal.NONE, "signs late": Seal.OLD}
        return sealed(wrong.get(self.defect, Seal.GOOD), self.speaks_with, "POST", url, told, body)

    async def _fetch(self, one: Question, world: str, callback: str) -> None:
        path = f"/v1/questions/{one.id}/evidence/{one.evidence[0].id}"
        seal = Seal.NONE if self.defect == "fetches unsigned" else Seal.GOOD
        url = callback.removesuffix("/v1/verdicts") + path
        told = {"Luohu-From": NAME, "Luohu-World": world}
        await self.http.get(url, headers={**told, **sealed(seal, self.speaks_with, "GET", url, told, None)})

    async def _supply(self, request: Request) -> Response:
        body = await request.body()
        if (forged := self._forged(request, body)) is not None:
            return forged
        accepted, refused = [], []
        for one in EvidenceSupplements.model_validate_json(body).supplements:
            known = one.question_id in self.questions or self.defect == "takes evidence for nothing"
            again = one.id in self.supplements and self.defect == "takes evidence once"
            self.supplements.add(one.id)
            if known and not again:
                accepted.append(str(one.id))
            else:
                refused.append(_refused(one.id, "not-found"))
        return JSONResponse({"accepted": accepted, "refused": refused}, status_code=202)

    async def _status(self, request: Request) -> Response:
        if self.defect != "shows verdicts to everybody":
            signed = f"GET {request.url.path}".encode()
            if (forged := self._forged(request, signed)) is not None:
                return forged
        question: UUID = request.path_params["id"]
        status: Json = {"id": str(question), "state": "with_operator", "received_at": AT.isoformat()}
        if question not in self.questions and self.defect != "knows every question":
            return self._problem(404, "not-found", "no such question")
        if verdict := self.verdicts.get(question):
            if self.defect == "decides at every look":
                verdict = {**verdict, "decided_at": datetime.now(UTC).isoformat()}
            status |= {"state": "decided", "verdict": verdict}
        return JSONResponse(status)

    def _forged(self, request: Request, signed: bytes) -> Response | None:
        if self.defect == "asks for no signature" and request.method == "POST":
            return None
        if (
            self.defect == "looks for a signature only"
            and request.method == "POST"
            and "webhook-signature" in request.headers
        ):
            return None
        try:
            verify([self.hears_with], request.headers, signed)
        except SignatureInvalid as error:
            if self.defect == "reads no timestamp" and "Message timestamp" in str(error):
                return None
            return self._problem(401, "signature-invalid", str(error))
        return None

    def _unreadable(self, body: bytes, error: ValidationError) -> Response:
        if self.defect == "fails at no JSON" and error.errors()[0]["type"] == "json_invalid":
            return self._problem(500, "internal-error", "it went wrong")
        if self.defect == "takes any kind of claim" and b"moon_landing" in body:
            ids = [question["id"] for question in json.loads(body)["questions"]]
            return JSONResponse({"accepted": ids, "refused": []}, status_code=202)
        return self._problem(422, "validation-failed", "it does not validate")

    def _problem(self, status: int, slug: str, detail: str) -> Response:
        if self.defect == "refuses in plain words":
            return PlainTextResponse(detail, status_code=status)
        body = {"type": f"/problems/{slug}", "title": slug, "status": status, "detail": detail}
        if self.defect == "refuses with another status":
            body["status"] = 200
        return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _refused(one: UUID, slug: str) -> Json:
    return {"id": str(one), "slug": slug, "detail": f"{slug}, says the registry"}


#: What is wrong, the one check that says so, and words of what it saw.
DEFECTS: dict[str, tuple[str, str]] = {
    "answers 200": ("questions-taken", "not 202"),
    "a repeat is a conflict": ("repeat-accepted", "question-conflict"),
    "the last question counts": ("conflict-refused", "it was accepted"),
    "one bad question refuses the batch": ("bad-one-spoils-nothing", "answered 422"),
    "takes any kind of claim": ("unknown-kind-refused", "was accepted"),
    "fails at no JSON": ("malformed-refused", "no JSON was answered 500"),
    "knows every question": ("status-of-unknown-is-404", "answered 200"),
    "never tells": ("verdict-delivered", "came 0 times"),
    "no decided_at": ("verdict-readable", "decided_at"),
    "an invalid verdict without reason": ("verdict-readable", "names its reason"),
    "signs with another secret": ("verdict-signed", "No matching signature"),
    "signs not at all": ("verdict-signed", "lacks webhook-id"),
    "signs late": ("verdict-signed", "too old"),
    "names no world": ("verdict-names-its-world", "luohu-world is None"),
    "the wrong item": ("verdict-fits-its-question", "item_id"),
    "an attempt too far": ("verdict-fits-its-question", "attempt is 2"),
    "a reason of its own": ("verdict-reason-known", "property.gone"),
    "findings about tax": ("verdict-findings-fit", "tax_penalties"),
    "decides at every look": ("status-agrees", "differ in decided_at"),
    "tells once": ("verdict-redelivered", "came 1 times"),
    "asks for no signature": ("forged-question-refused", "no signature"),
    "looks for a signature only": ("forged-question-refused", "another secret"),
    "reads no timestamp": ("untimely-question-refused", "ten minutes ago"),
    "shows verdicts to everybody": ("status-guarded", "no signature was answered 200"),
    "takes no rechecks": ("recheck-taken", "claim-not-answered-here"),
    "takes evidence once": ("supplement-taken", "second time"),
    "takes evidence for nothing": ("supplement-of-unknown-refused", "it was accepted"),
    "fetches unsigned": ("evidence-fetched-signed", "lacks webhook-id"),
    "takes a hundred at most": ("full-batch-taken", "413"),
    "decides at every repeat": ("one-verdict-each", "verdicts"),
    "refuses in plain words": ("refusals-are-problems", "text/plain"),
    "refuses with another status": ("refusals-are-problems", "status member is 200"),
}
