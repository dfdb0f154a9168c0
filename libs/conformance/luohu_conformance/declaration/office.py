"""The office: what a declaration service sees of an agency. It takes questions down and decides nothing by itself."""

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_conformance.answering import answer, problem
from luohu_conformance.clock import machine_now
from luohu_conformance.reading import fault
from luohu_conformance.speaking import Pair
from luohu_conformance.watch import Watch
from luohu_contract.message import (
    Acknowledgement,
    EvidenceSupplement,
    EvidenceSupplements,
    Question,
    Verdict,
    VerificationRequest,
    VerificationState,
    VerificationStatus,
)

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Arrival(Generic[M]):
    """A request that came to the office."""

    headers: dict[str, str]
    body: bytes
    message: M | None  #: None when it cannot be read
    unreadable: str
    forged: str  #: why it is not signed as it ought to be; empty when it is


@dataclass
class Office:
    """Everything that came, in its order."""

    pair: Pair
    batches: list[Arrival[VerificationRequest]] = field(default_factory=list)
    supplied: list[Arrival[EvidenceSupplements]] = field(default_factory=list)
    refuses: deque[int] = field(default_factory=deque)  #: statuses by which the next batches are refused
    decided: dict[UUID, Verdict] = field(default_factory=dict)  #: what the status of a question shows
    looks: list[UUID] = field(default_factory=list)  #: questions whose status was asked for, signed
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.app = Starlette(
            routes=[
                Route("/v1/verifications", self._ask, methods=["POST"]),
                Route("/v1/verifications/evidence", self._supply, methods=["POST"]),
                Route("/v1/verifications/{id:uuid}/evidence", self._supply_one, methods=["POST"]),
                Route("/v1/verifications/{id:uuid}", self._status),
            ]
        )

    def about(self, item: str) -> list[tuple[Arrival[VerificationRequest], Question]]:
        """The questions that came about an item, each as often as it came."""
        return [
            (batch, question)
            for batch in self.batches
            for question in (batch.message.questions if batch.message else ())
            if str(question.item_id) == item
        ]

    def mentions(self, item: str) -> list[Arrival[VerificationRequest]]:
        """The batches that name an item, readable or not."""
        return [batch for batch in self.batches if item.encode() in batch.body]

    def supplements(self, question: UUID) -> list[EvidenceSupplement]:
        """What came later for a question."""
        read = (one for arrival in self.supplied if arrival.message for one in arrival.message.supplements)
        return [one for one in read if one.question_id == question]

    async def _ask(self, request: Request) -> Response:
        arrival = await self._arrived(request, VerificationRequest)
        self.batches.append(arrival)
        self.watch.ring()
        if self.refuses:
            status = self.refuses.popleft()
            return problem(status, "service-unavailable" if status >= 500 else "validation-failed", "on purpose")
        return self._refused(arrival) or self._accepted([one.id for one in arrival.message.questions])  # type: ignore[union-attr]

    async def _supply(self, request: Request) -> Response:
        arrival = await self._arrived(request, EvidenceSupplements)
        self.supplied.append(arrival)
        self.watch.ring()
        return self._refused(arrival) or self._accepted([one.id for one in arrival.message.supplements])  # type: ignore[union-attr]

    async def _supply_one(self, request: Request) -> Response:
        one = await self._arrived(request, EvidenceSupplement)
        message = EvidenceSupplements(supplements=(one.message,)) if one.message else None
        self.supplied.append(Arrival(one.headers, one.body, message, one.unreadable, one.forged))
        self.watch.ring()
        return self._refused(one) or self._accepted([one.message.id] if one.message else [])

    async def _arrived(self, request: Request, model: type[M]) -> Arrival[M]:
        body, headers = await request.body(), dict(request.headers)
        message, unreadable = None, ""
        try:
            message = model.model_validate_json(body)
        except ValidationError as error:
            unreadable = fault(error)
        return Arrival(headers, body, message, unreadable, self.pair.fault_of(request, body))

    @staticmethod
    def _refused(arrival: Arrival[M]) -> Response | None:
        if arrival.forged:
            return problem(401, "signature-invalid", arrival.forged)
        if arrival.message is None:
            return problem(422, "validation-failed", arrival.unreadable)
        return None

    @staticmethod
    def _accepted(ids: list[UUID]) -> Response:
        return answer(Acknowledgement(accepted=tuple(ids)), 202)

    async def _status(self, request: Request) -> Response:
        question: UUID = request.path_params["id"]
        if forged := self.pair.fault_of(request, b""):
            return problem(401, "signature-invalid", forged)
        self.looks.append(question)
        self.watch.ring()
        known = {one.id for batch in self.batches if batch.message for one in batch.message.questions}
        if question not in known:
            return problem(404, "not-found", "This question was never accepted here.")
        verdict = self.decided.get(question)
        state = VerificationState.DECIDED if verdict else VerificationState.WITH_OPERATOR
        return answer(VerificationStatus(id=question, state=state, received_at=machine_now(), verdict=verdict), 200)
