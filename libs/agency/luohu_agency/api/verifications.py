"""Questions and what becomes of them: the routes that the declaration service calls. Signed, like everything between
services.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Response
from sqlalchemy import select

from luohu_agency import arrival, intake, looks, supplements
from luohu_agency.spec import AgencySpec
from luohu_agency.tables import verification
from luohu_contract.message import (
    Acknowledgement,
    EvidenceSupplement,
    EvidenceSupplements,
    Receipt,
    Verdict,
    VerdictDelivery,
    VerificationRequest,
    VerificationState,
    VerificationStatus,
)
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.clock import BEIJING
from luohu_kit.idempotency import IdempotencyKey
from luohu_kit.pace import LOOK
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

FromDeclaration = Annotated[Peer, Depends(signed("declaration"))]
Look = Annotated[bool, Header(alias=LOOK, description="`false`: this is no look")]

RETRY_AFTER = "1"  #: seconds until asking makes sense, where the verdict does not come by itself

_callbacks = APIRouter()


@_callbacks.post("{$request.body#/callback_url}", summary="Verdicts, 1 to 500 at a time, signed")
def verdicts_decided(body: VerdictDelivery) -> Receipt:
    """Verdicts come when they are decided, at least once each, in any order; the answer is given after the commit."""
    raise AssertionError("this describes a route of the asker; nobody calls it here")


_LINKS = {
    "verification": {
        "operationId": "read_verification",
        "parameters": {"question_id": "$response.body#/accepted/0"},
        "description": "Where the first question stands",
    }
}
_ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "Stored; verdicts come by callback, each in its own time",
        "links": _LINKS,
        "headers": {
            "Location": {"schema": {"type": "string"}, "description": "Status of the first question"},
            "Retry-After": {"schema": {"type": "integer"}, "description": "Seconds"},
        },
    },
    422: {"description": "The batch does not validate, or verdicts may not be sent to the callback address"},
}


def verification_router(spec: AgencySpec[Any]) -> APIRouter:
    """Questions in, status out, more evidence in."""
    router = APIRouter(prefix="/v1/verifications", tags=["verifications"])

    @router.post(
        "",
        status_code=202,
        operation_id="ask",
        summary="Ask 1 to 500 questions",
        callbacks=_callbacks.routes,
        responses=_ACCEPTED,
    )
    async def ask(
        rt: Rt, peer: FromDeclaration, request: VerificationRequest, response: Response, key: IdempotencyKey = None
    ) -> Acknowledgement:
        """Every question is deduplicated by its own id, so a request may be repeated at any time, with its
        Idempotency-Key or without: the answer is the same, and nothing is done twice.
        """
        try:
            answer = await _accepted(rt, spec, request, peer, at_once=True)
        except intake.NotAtOnce:
            answer = await _accepted(rt, spec, request, peer, at_once=False)
        if answer.accepted:
            response.headers["Location"] = f"/v1/verifications/{answer.accepted[0]}"
        response.headers["Retry-After"] = RETRY_AFTER
        return answer

    # Before the routes with an id: `evidence` is no id.
    @router.post("/evidence", status_code=202, summary="Supply evidence to 1 to 500 questions")
    async def supply_many(rt: Rt, peer: FromDeclaration, supplied: EvidenceSupplements) -> Acknowledgement:
        async with rt.begin(peer.world) as work:
            answer = await supplements.supply(work, supplied.supplements, peer.name)
            await work.commit()
        return answer

    @router.get("/{question_id}", operation_id="read_verification", summary="Where a question stands")
    async def read(rt: Rt, peer: FromDeclaration, question_id: UUID, look: Look = True) -> VerificationStatus:
        """Where the pace `manual` is set, every such request is a look, unless it says otherwise."""
        async with rt.begin(peer.world) as work:
            status = await _status(work, question_id, peer.name)
            if look and status.state is VerificationState.WAITING and status.due_at is None:
                await looks.look(work, question_id, peer.name)
                status = await _status(work, question_id, peer.name)
                await work.commit()
        return status

    @router.post("/{question_id}/evidence", status_code=202, summary="Supply evidence to one question")
    async def supply(
        rt: Rt, peer: FromDeclaration, question_id: UUID, supplement: EvidenceSupplement
    ) -> Acknowledgement:
        if supplement.question_id != question_id:
            fault = {"pointer": "#/question_id", "detail": f"the address names {question_id}"}
            raise Problem("validation-failed", f"#/question_id: {fault['detail']}", errors=[fault])
        async with rt.begin(peer.world) as work:
            answer = await supplements.supply(work, [supplement], peer.name)
            if answer.refused:
                raise Problem(answer.refused[0].slug, answer.refused[0].detail)
            await work.commit()
        return answer

    return router


async def _status(work: Work, question_id: UUID, asker: str) -> VerificationStatus:
    table = verification
    statement = select(table.c.state, table.c.received_at, table.c.due_at, table.c.verdict)
    row = await work.one(statement.where(table.c.id == question_id, table.c.asker == asker))
    if row is None:
        raise Problem("not-found", f"No question {question_id} was accepted here from {asker} in {work.world.name}.")
    state = VerificationState(row.state)
    return VerificationStatus(
        id=question_id,
        state=state,
        received_at=row.received_at.astimezone(BEIJING),
        due_at=None if state is VerificationState.DECIDED or row.due_at is None else row.due_at.astimezone(BEIJING),
        verdict=None if row.verdict is None else Verdict.model_validate(row.verdict),
    )


async def _accepted(
    rt: Runtime, spec: AgencySpec[Any], request: VerificationRequest, peer: Peer, *, at_once: bool
) -> Acknowledgement:
    async with rt.begin(peer.world) as work:
        arrived = await arrival.look(rt, work, spec.name)
        answer = await intake.accept(work, spec, rt.settings, request, peer.name, arrived, at_once=at_once)
        await work.commit()
    return answer
