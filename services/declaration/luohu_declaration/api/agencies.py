"""What agencies call: verdicts in, requests for evidence in, evidence out. Signed, like everything between services."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from luohu_contract.directory import AGENCIES
from luohu_contract.message import EvidenceRequest, Receipt, VerdictDelivery
from luohu_declaration.api.evidence import PDF, file_response
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import evidence, questions
from luohu_declaration.usecases.record_verdicts import record_verdicts
from luohu_declaration.usecases.request_evidence import request_evidence
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

router = APIRouter(prefix="/v1", tags=["agencies"])

Agency = Annotated[Peer, Depends(signed(*(agency.name for agency in AGENCIES)))]


@router.post("/verdicts", operation_id="record_verdicts", summary="Verdicts, 1 to 500 at a time")
async def verdicts(rt: Rt, agency: Agency, delivery: VerdictDelivery) -> Receipt:
    """Take verdicts in, each once; the answer is given after the commit and names what became of each."""
    async with rt.begin(agency.world) as work:
        receipt = await record_verdicts(work, agency.name, delivery.data.verdicts)
        await work.commit()
    return receipt


@router.post("/evidence-requests", status_code=204, operation_id="request_evidence")
async def evidence_requests(rt: Rt, agency: Agency, wanted: EvidenceRequest) -> None:
    """An operator wants to see more: the applicant finds the note on the item."""
    async with rt.begin(agency.world) as work:
        await request_evidence(work, agency.name, wanted)
        await work.commit()


@router.get(
    "/questions/{question_id}/evidence/{evidence_id}",
    operation_id="read_question_evidence",
    response_class=Response,
    responses={200: {"content": {PDF: {}}}, 404: {"description": "No such file with a question asked of you"}},
)
async def question_evidence(rt: Rt, agency: Agency, question_id: UUID, evidence_id: UUID) -> Response:
    """A file that came with a question, for the agency that was asked it."""
    async with rt.begin(agency.world) as work:
        kept = await questions.get(work, question_id)
        if kept is None or kept.asked.agency != agency.name:
            raise NotThere("question")
        with_it = [ref.id for ref in kept.question.evidence]
        file = await evidence.one_of(work, evidence_id, [*with_it, *kept.supplied])
    return file_response(file)
