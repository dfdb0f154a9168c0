"""How much waits in an operators' queue, as a number and as it changes."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Response
from pydantic import AwareDatetime
from sqlalchemy import and_, func, select

from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import Caller
from luohu_kit.event_stream import EVENT, MEDIA_TYPE, Frame, Seen, Wish, stream
from luohu_kit.runtime import Runtime
from luohu_kit.tasks.queue import watched
from luohu_kit.tasks.table import task as tasks
from luohu_kit.tasks.task import OVER, TaskState
from luohu_kit.work import Work

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The counts; with `Accept: text/event-stream` again whenever something in the queue changes",
        "content": {MEDIA_TYPE: {"schema": EVENT}},
        "headers": {
            "ETag": {"schema": {"type": "string"}, "description": "In quotes, the event after which a stream goes on"}
        },
    },
    429: {"description": "The service holds as many streams as it may"},
}


class QueueCounts(Wire):
    """Tasks of one queue, as the caller sees them."""

    now: AwareDatetime  #: the world's time
    free: int  #: open, and nobody's
    mine: int
    others: int
    overdue: int  #: of these three
    evidence_requested: int  #: waiting for the applicant
    over: int  #: decided, or canceled


@dataclass(frozen=True, slots=True)
class _Counted:
    place: str  #: another one as soon as anything has changed
    counts: QueueCounts


def add_counts(router: APIRouter, kind: str, operator: Any) -> None:
    """Put `GET …/counts` on a queue's router. operator: the dependency that gives the caller."""

    @router.get("/counts", summary="Count the queue", responses=_ANSWERS, response_model=QueueCounts)
    async def count(rt: Rt, wish: Wish, response: Response, caller: Caller = operator) -> QueueCounts | Response:
        """With `Accept: text/event-stream` a stream: the counts now, and again whenever they, or any task, change."""
        if wish.streamed:
            return await stream(rt, caller, watched(kind), wish, partial(_look, rt, caller, kind))
        async with rt.begin(caller.world) as work:
            found = await _counted(work, kind, caller.subject)
        response.headers["ETag"] = f'"{found.place}"'
        return found.counts


async def _look(rt: Runtime, caller: Caller, kind: str, after: str) -> Seen:
    async with rt.begin(caller.world) as work:
        found = await _counted(work, kind, caller.subject)
    if found.place == after:
        return Seen((), settled=False)
    return Seen([Frame(found.place, "counted", found.counts)], settled=False)


async def _counted(work: Work, kind: str, subject: str) -> _Counted:
    """Every act makes a version grow, so their sum tells that something happened; time alone makes a task overdue."""
    table = tasks.c
    waits = table.state == TaskState.CREATED
    sums = {
        "free": and_(waits, table.assignee.is_(None)),
        "mine": and_(waits, table.assignee == subject),
        "others": and_(waits, table.assignee != subject),
        "overdue": and_(waits, table.due_at < work.now),
        "evidence_requested": table.state == TaskState.EVIDENCE_REQUESTED,
        "over": table.state.in_(OVER),
    }
    columns = [func.count().filter(condition).label(name) for name, condition in sums.items()]
    versions = func.coalesce(func.sum(table.version), 0).label("versions")
    row = (await work.execute(select(*columns, versions).where(table.kind == kind))).one()
    found = {name: int(row._mapping[name]) for name in sums}
    return _Counted(f"{row.versions}.{found['overdue']}", QueueCounts(now=work.now, **found))
