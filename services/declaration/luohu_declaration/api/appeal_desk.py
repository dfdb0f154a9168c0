"""The window's queue: appeals, with the figures that they are about, what agencies found, and the applicant's files."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from luohu_contract.indicators import FOLLOWS, Indicator
from luohu_contract.texts import text
from luohu_declaration.api.appeal_schemas import AppealCompletion
from luohu_declaration.api.evidence import PDF, file_response
from luohu_declaration.api.points_schemas import LineView
from luohu_declaration.api.whose import whose
from luohu_declaration.domain.correction import LINES_OF, PART_OF
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.domain.item import Item
from luohu_declaration.storage import appeals, declarations, evidence, items, scores
from luohu_declaration.storage.scores import Kept
from luohu_declaration.usecases.appeal import APPEAL
from luohu_declaration.usecases.decide_appeal import Ruling, decide_appeal
from luohu_declaration.usecases.scoring import facts_together
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.tasks import Ended, Task, queue
from luohu_kit.tasks.router import task_router
from luohu_kit.work import Work
from luohu_scoring import Facts

PREFIX = "/v1/appeals"

#: Parts of the facts that the clerk weighs beside the one that is corrected.
_BESIDE: Mapping[Indicator, frozenset[str]] = {Indicator.JOB_HOUSING_AREA: frozenset({"homes", "insurance"})}

WindowClerk = Annotated[Caller, Depends(allow(Role.WINDOW))]


async def complete(work: Work, task: Task, completion: AppealCompletion, caller: Caller) -> Ended:
    """What the window decided, done."""
    ruling = Ruling(completion.decision, completion.opinion, completion.correction, caller.subject)
    return await decide_appeal(work, task, ruling)


async def present(work: Work, task: Task) -> Mapping[str, Any]:
    """What the clerk weighs: the appeal, the points and figures that it is about, and the findings behind them."""
    appeal = await appeals.get(work, task.ref)
    declaration = None if appeal is None else await declarations.get(work, appeal.declaration_id, None)
    if appeal is None or declaration is None:
        return {}
    facts = (await facts_together(work, [declaration]))[declaration.id]
    filed = await items.of_declaration(work, declaration.id)
    return {
        "label": text(appeal.indicator).zh,
        "statement": appeal.statement,
        "status": appeal.status.value,
        "evidence": [f"{PREFIX}/{task.id}/evidence/{file}" for file in appeal.evidence],
        "score": _score(await scores.get(work, declaration.id), appeal.indicator),
        "figures": _figures(facts, appeal.indicator),
        "findings": _findings(filed, appeal.indicator),
        "opinion": appeal.opinion,
        "correction": appeal.correction,
    }


def _score(kept: Kept | None, indicator: Indicator) -> dict[str, Any]:
    """The indicator's lines with every step, as they were computed last."""
    own = LINES_OF[indicator]
    lines = [LineView.of(line, kept.lines[line] if kept else None).model_dump(mode="json") for line in own]
    steps = [dict(step) for step in kept.trace if step["line"] in own] if kept else []
    return {"lines": lines, "trace": steps, "total": None if kept is None or kept.total is None else str(kept.total)}


def _figures(facts: Facts, indicator: Indicator) -> dict[str, Any]:
    """The part of the facts that would be corrected, in the form of a correction."""
    shown = {PART_OF[indicator], *_BESIDE.get(indicator, ())}
    return facts.model_dump(mode="json", by_alias=True, include=shown)


def _findings(filed: Sequence[Item], indicator: Indicator) -> list[dict[str, Any]]:
    """What the agencies said about each part of the items that the indicator follows."""
    return [
        {
            "item_id": str(item.id),
            "kind": item.kind.value,
            "status": item.standing.status.value,
            "part": part.value,
            "reason": result.reason,
            "findings": result.findings and result.findings.model_dump(mode="json"),
        }
        for item in filed
        if item.kind in FOLLOWS[indicator]
        for part, result in item.standing.results.items()
    ]


router = APIRouter()
router.include_router(
    task_router(
        PREFIX,
        kind=APPEAL,
        roles=(Role.WINDOW,),
        completion=AppealCompletion,
        complete=complete,
        present=present,
        about=whose,
        tag="appeals-desk",
    )
)


@router.get(
    PREFIX + "/{task_id}/evidence/{evidence_id}",
    tags=["appeals-desk"],
    operation_id="read_appeal_evidence",
    response_class=Response,
    responses={
        200: {"content": {PDF: {}}},
        404: {"description": "No such file with this appeal"},
        409: {"description": "The appeal is not yours (task-not-assigned, task-assigned-elsewhere)"},
    },
)
async def appeal_evidence(rt: Rt, caller: WindowClerk, task_id: UUID, evidence_id: UUID) -> Response:
    """A file of the appeal, for the clerk who has the task."""
    async with rt.begin(caller.world) as work:
        task = await queue.get(work, APPEAL, task_id)
        task.assert_assigned_to(caller.subject)
        appeal = await appeals.get(work, task.ref)
        if appeal is None:
            raise NotThere("file")
        file = await evidence.one_of(work, evidence_id, appeal.evidence)
    return file_response(file)
