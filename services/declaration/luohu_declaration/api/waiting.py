"""What waits for an agency, so that nothing is ever stuck unseen; and the way to send it again."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query

from luohu_declaration.api.callers import Overdue, Staff
from luohu_declaration.api.schemas import Dispatched, WaitingList, WaitingView
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.storage import declarations, waiting
from luohu_declaration.storage.waiting import Waiting
from luohu_declaration.usecases.dispatch_again import dispatch_again
from luohu_kit.api import Rt
from luohu_kit.tasks.router import TaskPerson

router = APIRouter(prefix="/v1/waiting", tags=["waiting"])

_DISPATCHED: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such question"},
    409: {"description": "It has its verdict (question-decided)"},
}


@router.get("", operation_id="list_waiting")
async def list_all(
    rt: Rt,
    caller: Staff,
    agency: Annotated[str | None, Query(max_length=40)] = None,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WaitingList:
    """Open questions, the oldest first, those that an agency refused among them."""
    async with rt.begin(caller.world) as work:
        found, total = await waiting.listed(work, agency, offset, limit)
        behind = await declarations.of_ids(work, {each.declaration_id for each in found})
        items = tuple(_view(each, behind.get(each.declaration_id), work.now) for each in found)
    return WaitingList(total=total, offset=offset, limit=limit, items=items)


@router.post("/{question_id}/dispatch", status_code=202, operation_id="dispatch_again", responses=_DISPATCHED)
async def dispatch(rt: Rt, caller: Staff, question_id: UUID, overdue: Overdue) -> Dispatched:
    """Send a question to its agency again. The agency knows it by its id, so that nothing is asked twice."""
    async with rt.begin(caller.world) as work:
        sent = await dispatch_again(work, question_id, overdue=overdue)
        await work.commit()
    return Dispatched(question_id=question_id, sent=sent)


def _view(each: Waiting, behind: Declaration | None, now: datetime) -> WaitingView:
    return WaitingView(
        question_id=each.id,
        item_id=each.item_id,
        declaration_id=each.declaration_id,
        person=None if behind is None else TaskPerson.masked(behind.person.name, behind.person.id_number),
        agency=each.agency,
        part=each.part,
        kind=each.kind,
        attempt=each.attempt,
        state=each.way,
        agency_state=each.agency_state,
        asked_at=each.asked_at,
        age=iso(now - each.asked_at),
        asked_real=each.asked_real,
        age_real=iso(each.age_real),
        checks=each.checks,
        last_problem=each.last_problem,
        links={"dispatch": f"/v1/waiting/{each.id}/dispatch", "item": f"/v1/items/{each.item_id}"},
    )


def iso(length: timedelta) -> str:
    """A length of time as ISO 8601, in days, hours, minutes and whole seconds: `P14DT2H`; never negative."""
    seconds = max(0, int(length.total_seconds()))
    days, rest = divmod(seconds, 86_400)
    clock = "".join(
        f"{value}{unit}" for value, unit in ((rest // 3600, "H"), (rest % 3600 // 60, "M"), (rest % 60, "S")) if value
    )
    if not days and not clock:
        return "PT0S"
    return f"P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}"
