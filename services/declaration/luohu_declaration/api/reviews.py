"""The window's queue: spouse records, with the marriage document beside what was entered."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from luohu_contract.forms import evidence_of
from luohu_declaration.api.evidence import PDF, file_response
from luohu_declaration.api.schemas import ReviewCompletion
from luohu_declaration.api.whose import whose
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.forms import form_of
from luohu_declaration.domain.item import Item
from luohu_declaration.domain.states import Event
from luohu_declaration.storage import events, evidence, items
from luohu_declaration.usecases.ask_verification import REVIEW
from luohu_declaration.usecases.review_spouse import SPOUSE_REASONS, Review, review_spouse
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.tasks import Ended, Task, queue
from luohu_kit.tasks.router import task_router
from luohu_kit.work import Work

PREFIX = "/v1/reviews"

WindowClerk = Annotated[Caller, Depends(allow(Role.WINDOW))]


async def complete(work: Work, task: Task, completion: ReviewCompletion, caller: Caller) -> Ended:
    """What the window decided, done."""
    return await review_spouse(work, task, Review(completion.decision, completion.reason, completion.note))


async def present(work: Work, task: Task) -> Mapping[str, Any]:
    """What the window compares: the entered values and the files."""
    spouse = await _spouse(work, task)
    if spouse is None:
        return {}
    files = await _files(work, spouse)
    return {
        "entered": dict(spouse.entered),
        "status": spouse.standing.status.value,
        "reasons": SPOUSE_REASONS,
        "evidence": [f"{PREFIX}/{task.id}/evidence/{file}" for file in files],
    }


router = APIRouter()
router.include_router(
    task_router(
        PREFIX,
        kind=REVIEW,
        roles=(Role.WINDOW,),
        completion=ReviewCompletion,
        complete=complete,
        present=present,
        about=whose,
        tag="reviews",
    )
)


@router.get(
    PREFIX + "/{task_id}/evidence/{evidence_id}",
    tags=["reviews"],
    operation_id="read_review_evidence",
    response_class=Response,
    responses={
        200: {"content": {PDF: {}}},
        404: {"description": "No such file with this review"},
        409: {"description": "The review is not yours (task-not-assigned, task-assigned-elsewhere)"},
    },
)
async def review_evidence(rt: Rt, caller: WindowClerk, task_id: UUID, evidence_id: UUID) -> Response:
    """A file of the spouse record, for the clerk who has the task."""
    async with rt.begin(caller.world) as work:
        task = await queue.get(work, REVIEW, task_id)
        task.assert_assigned_to(caller.subject)
        spouse = await _spouse(work, task)
        if spouse is None:
            raise NotThere("file")
        file = await evidence.one_of(work, evidence_id, await _files(work, spouse))
    return file_response(file)


async def _spouse(work: Work, task: Task) -> Item | None:
    found = await items.get_with_spouse(work, task.ref, None)
    return found[0] if found else None


async def _files(work: Work, spouse: Item) -> list[UUID]:
    """The file that the record was filed with, and those that were sent since."""
    filed = evidence_of(form_of(spouse))
    happened = await events.of_item(work, spouse.id)
    supplied = [line.detail["evidence"] for line in happened if line.event == Event.EVIDENCE_SUPPLIED]
    later = [UUID(each) for ids in supplied for each in ids]
    return list(dict.fromkeys([*([filed] if filed else []), *later]))
