"""The desk: what an agency sees of a declaration service. It takes verdicts down, and answers them as ours does."""

import hashlib
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from luohu_conformance.answering import answer, problem
from luohu_conformance.paper import PAPER
from luohu_conformance.reading import Json, fault, object_of, objects
from luohu_conformance.speaking import Pair
from luohu_conformance.watch import Watch
from luohu_contract.message import EvidenceRef, Receipt, Received, Reception, Verdict, VerdictDelivery


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that came to the callback address."""

    headers: dict[str, str]
    body: bytes
    read: tuple[Verdict, ...]  #: the verdicts in it; none when it cannot be read
    forged: str  #: why it is not signed as it ought to be; empty when it is
    unreadable: str  #: why it is no VerdictDelivery; empty when it is one
    answered: int

    @property
    def verdicts(self) -> list[Json]:
        """The verdicts in it, as far as they can be told."""
        data = object_of(self.body).get("data")
        return objects(data.get("verdicts")) if isinstance(data, dict) else []


@dataclass(frozen=True, slots=True)
class Fetch:
    """An attempt to read evidence."""

    path: str
    forged: str


@dataclass
class Desk:
    """Everything that came, in its order."""

    pair: Pair
    deliveries: list[Delivery] = field(default_factory=list)
    fetches: list[Fetch] = field(default_factory=list)
    evidence_requests: list[Json] = field(default_factory=list)
    turned_away: set[str] = field(default_factory=set)  #: questions whose first verdict is answered 503
    watch: Watch = field(default_factory=Watch)

    def __post_init__(self) -> None:
        self.file = EvidenceRef(id=uuid4(), sha256=hashlib.sha256(PAPER).hexdigest(), size=len(PAPER))
        self._recorded: set[str] = set()
        self.app = Starlette(
            routes=[
                Route("/v1/questions/{question}/evidence/{evidence}", self._evidence),
                Route("/v1/evidence-requests", self._wanted, methods=["POST"]),
                # Wherever the callback address leads: the agency may reach the kit by way of somebody else's path.
                Route("/{path:path}", self._delivered, methods=["POST"]),
            ]
        )

    def about(self, question: UUID) -> list[tuple[Delivery, Json]]:
        """The verdicts that came on a question, and what they came in."""
        return [
            (delivery, verdict)
            for delivery in self.deliveries
            for verdict in delivery.verdicts
            if str(verdict.get("question_id", "")).lower() == str(question)
        ]

    async def _delivered(self, request: Request) -> Response:
        body, headers = await request.body(), dict(request.headers)
        forged, unreadable = self.pair.fault_of(request, body), ""
        read: tuple[Verdict, ...] = ()
        try:
            read = VerdictDelivery.model_validate_json(body).data.verdicts
        except ValidationError as error:
            unreadable = fault(error)
        delivery = Delivery(headers, body, read, forged, unreadable, 200)
        about = {str(verdict.get("question_id", "")).lower() for verdict in delivery.verdicts}
        if shut := about & self.turned_away:
            self.turned_away -= shut
            return self._note(delivery, problem(503, "service-unavailable", "on purpose"))
        if forged:
            return self._note(delivery, problem(401, "signature-invalid", forged))
        if unreadable:
            return self._note(delivery, problem(422, "validation-failed", unreadable))
        receipt = Receipt(receptions=tuple(self._received(verdict.id) for verdict in read))
        return self._note(delivery, answer(receipt))

    def _received(self, verdict: UUID) -> Received:
        known = str(verdict) in self._recorded
        self._recorded.add(str(verdict))
        return Received(id=verdict, outcome=Reception.DUPLICATE if known else Reception.MOVED)

    def _note(self, delivery: Delivery, answer: Response) -> Response:
        self.deliveries.append(replace(delivery, answered=answer.status_code))
        self.watch.ring()
        return answer

    async def _wanted(self, request: Request) -> Response:
        self.evidence_requests.append(object_of(await request.body()))
        self.watch.ring()
        return Response(status_code=204)

    async def _evidence(self, request: Request) -> Response:
        path = request.url.path
        forged = self.pair.fault_of(request, b"")
        self.fetches.append(Fetch(path, forged))
        self.watch.ring()
        if forged:
            return problem(401, "signature-invalid", forged)
        if request.path_params["evidence"] != str(self.file.id):
            return problem(404, "not-found", "There is no such file with this question.")
        return Response(PAPER, media_type="application/pdf")
