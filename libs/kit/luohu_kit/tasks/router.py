"""The routes of an operators' queue: search, read, take, give back, complete. One factory for every service.

    router = task_router(
        "/v1/rechecks", kind="recheck", roles=(Role.OPERATOR,), completion=Completion, complete=decide, present=show
    )

`complete` decides what a completion means in the service's own terms, in the same unit of work; it raises what is not
possible and answers what becomes of the task. `present` gives whoever opens a task what they need to see beside it;
`about` tells whom the tasks of a list are about, to those who may open them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import AwareDatetime, Field

from luohu_contract.model import Wire
from luohu_contract.numbers import mask_id
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.etag import IfMatch, etag, if_match
from luohu_kit.tasks import queue
from luohu_kit.tasks.counts import add_counts
from luohu_kit.tasks.task import (
    OVER,
    Ended,
    Entry,
    Task,
    TaskAssignedElsewhere,
    TaskCompleted,
    TaskNotAssigned,
    TaskState,
    TaskUnknown,
)
from luohu_kit.work import Work

C = TypeVar("C", bound=Wire)
Complete = Callable[[Work, Task, C, Caller], Awaitable[Ended]]
Present = Callable[[Work, Task], Awaitable[Mapping[str, Any]]]
#: Whom tasks are about, by the task's id; those that are about nobody are left out.
About = Callable[[Work, Sequence[Task]], Awaitable[Mapping[UUID, "TaskPerson"]]]

#: For the `problems=` table of a service that has a queue.
TASK_PROBLEMS: dict[type[Exception], str] = {
    TaskUnknown: "not-found",
    TaskAssignedElsewhere: "task-assigned-elsewhere",
    TaskNotAssigned: "task-not-assigned",
    TaskCompleted: "task-completed",
}

Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class PageWanted(Wire):
    """Which part of the found tasks."""

    offset: int = Field(default=0, ge=0, le=1_000_000)
    limit: int = Field(default=50, ge=1, le=200)


class TaskSearch(Wire):
    """Everything is optional; what is named must match."""

    state: TaskState | None = None
    assignee: Word | None = None
    candidate_group: Word | None = None
    due_before: AwareDatetime | None = None
    held: queue.Held | None = None  #: by nobody, by the caller, by somebody else
    q: Word | None = None  #: words of the title, or the beginning of the id
    page: PageWanted = PageWanted()


class AssignmentWanted(Wire):
    """Who is to have the task; the caller when it is left out."""

    assignee: Word | None = None


class TaskPerson(Wire):
    """Whom a task is about, as a list shows it."""

    name: str
    id_number: str  #: masked

    @classmethod
    def masked(cls, name: str, id_number: str) -> "TaskPerson":
        """Somebody, of whose number only the ends are shown."""
        return cls(name=name, id_number=mask_id(id_number))


class TaskSummary(Wire):
    """A task. Nothing here names a person of the case."""

    id: UUID
    version: int
    kind: str
    title: str
    state: TaskState
    candidate_groups: tuple[str, ...]
    priority: int
    assignee: str | None
    created_at: AwareDatetime
    due_date: AwareDatetime | None
    follow_up_date: AwareDatetime | None
    completed_at: AwareDatetime | None
    outcome: str | None
    links: dict[str, str]


class TaskListed(TaskSummary):
    """A task in a list, for those who may open it."""

    person: TaskPerson | None  #: whom it is about; None where it is about nobody


class ThreadEntry(Wire):
    """One act, in the order in which they happened."""

    at: AwareDatetime
    act: str
    actor: str | None
    note: str
    detail: dict[str, Any]


class TaskDetail(TaskSummary):
    """A task as its operator sees it."""

    context: dict[str, Any]
    thread: tuple[ThreadEntry, ...]
    now: AwareDatetime  #: the world's time


class PageFound(Wire):
    total: int
    offset: int
    limit: int


class TaskPage(Wire):
    """Answer of a search, the most urgent first."""

    items: tuple[TaskListed, ...]
    page: PageFound
    now: AwareDatetime  #: the world's time


async def _nobody(work: Work, tasks: Sequence[Task]) -> Mapping[UUID, TaskPerson]:
    return {}


async def _nothing_more(work: Work, task: Task) -> Mapping[str, Any]:
    return {}


def task_router(
    prefix: str,
    *,
    kind: str,
    roles: Sequence[Role],
    completion: type[C],
    complete: Complete[C],
    present: Present = _nothing_more,
    about: About = _nobody,
    tag: str = "operators",
) -> APIRouter:
    """The routes under `prefix` for the tasks of one kind. The service maps `TASK_PROBLEMS`."""
    router = APIRouter(prefix=prefix, tags=[tag])
    operator = Depends(allow(*roles))
    desk = _Desk(prefix, kind, present, about)
    conflicts: dict[int | str, dict[str, Any]] = {
        404: {"description": "No such task in this queue"},
        409: {"description": "Assigned elsewhere, assigned to nobody, or completed"},
        412: {"description": "It has changed since it was read"},
        428: {"description": "If-Match is missing"},
    }

    @router.post("/search", summary="Search the queue")
    async def search(rt: Rt, wanted: TaskSearch, caller: Caller = operator) -> TaskPage:
        async with rt.begin(caller.world) as work:
            return await desk.found(work, wanted, caller.subject)

    # Before the routes with an id: `counts` is none.
    add_counts(router, kind, operator)

    @router.get("/{task_id}", summary="Read a task", responses={404: conflicts[404]})
    async def read(rt: Rt, task_id: UUID, response: Response, caller: Caller = operator) -> TaskDetail:
        async with rt.begin(caller.world) as work:
            task = await queue.get(work, kind, task_id)
            return await desk.shown(work, task, response)

    @router.post("/{task_id}/assignment", summary="Take a task", responses=conflicts)
    async def assign(
        rt: Rt,
        task_id: UUID,
        *,
        response: Response,
        wanted: AssignmentWanted | None = None,
        match: IfMatch = None,
        caller: Caller = operator,
    ) -> TaskDetail:
        async with rt.begin(caller.world) as work:
            task = await queue.get(work, kind, task_id, for_update=True)
            task.assert_free_for(caller.subject)
            if_match(match, task.version)
            assignee = (wanted and wanted.assignee) or caller.subject
            shown = await desk.shown(work, await queue.assign(work, task, assignee, caller.subject), response)
            await work.commit()
            return shown

    @router.delete("/{task_id}/assignment", summary="Give a task back", responses=conflicts)
    async def unassign(
        rt: Rt, task_id: UUID, response: Response, match: IfMatch = None, caller: Caller = operator
    ) -> TaskDetail:
        async with rt.begin(caller.world) as work:
            task = await queue.get(work, kind, task_id, for_update=True)
            task.assert_assigned_to(caller.subject)
            if_match(match, task.version)
            shown = await desk.shown(work, await queue.unassign(work, task, caller.subject), response)
            await work.commit()
            return shown

    @router.post(
        "/{task_id}/completion",
        summary="Decide",
        responses=conflicts | {422: {"description": "This decision is not possible here"}},
    )
    async def finish(
        rt: Rt,
        task_id: UUID,
        *,
        decision: completion,  # type: ignore[valid-type]
        response: Response,
        match: IfMatch = None,
        caller: Caller = operator,
    ) -> TaskDetail:
        async with rt.begin(caller.world) as work:
            task = await queue.get(work, kind, task_id, for_update=True)
            task.assert_assigned_to(caller.subject)
            if_match(match, task.version)
            ended = await complete(work, task, decision, caller)
            shown = await desk.shown(work, await queue.end(work, task, ended, caller.subject), response)
            await work.commit()
            return shown

    return router


class _Desk:
    """How the tasks of one queue are shown."""

    def __init__(self, prefix: str, kind: str, present: Present, about: About) -> None:
        self._prefix = prefix
        self._kind = kind
        self._present = present
        self._about = about

    async def found(self, work: Work, wanted: TaskSearch, by: str) -> TaskPage:
        page = wanted.page
        search = queue.Search(
            kind=self._kind,
            state=wanted.state,
            assignee=wanted.assignee,
            candidate_group=wanted.candidate_group,
            due_before=wanted.due_before,
            held=wanted.held,
            by=by,
            words=wanted.q or "",
            offset=page.offset,
            limit=page.limit,
        )
        tasks, total = await queue.search(work, search)
        people = await self._about(work, tasks)
        return TaskPage(
            items=tuple(TaskListed(**self._summary(task), person=people.get(task.id)) for task in tasks),
            page=PageFound(total=total, offset=page.offset, limit=page.limit),
            now=work.now,
        )

    async def shown(self, work: Work, task: Task, response: Response) -> TaskDetail:
        response.headers["ETag"] = etag(task.version)
        context = {**task.context, **await self._present(work, task)}
        thread = tuple(_entry(entry) for entry in await queue.thread(work, task.id))
        return TaskDetail(**self._summary(task), context=context, thread=thread, now=work.now)

    def _summary(self, task: Task) -> dict[str, Any]:
        here = f"{self._prefix}/{task.id}"
        links = {"self": here}
        if task.state not in OVER:
            links |= {"assignment": f"{here}/assignment", "completion": f"{here}/completion"}
        return {
            "id": task.id,
            "version": task.version,
            "kind": task.kind,
            "title": task.title,
            "state": task.state,
            "candidate_groups": task.candidate_groups,
            "priority": task.priority,
            "assignee": task.assignee,
            "created_at": task.created_at,
            "due_date": task.due_at,
            "follow_up_date": task.follow_up_at,
            "completed_at": task.completed_at,
            "outcome": task.outcome,
            "links": links,
        }


def _entry(entry: Entry) -> ThreadEntry:
    return ThreadEntry(at=entry.at, act=entry.act, actor=entry.actor, note=entry.note, detail=dict(entry.detail))
