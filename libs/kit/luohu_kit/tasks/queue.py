"""The use cases of the operators' queue. Each works in the caller's unit of work, which commits.

Every change adds an entry to the task's thread and a step to its version. Whoever changes a task holds its row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, Uuid, and_, any_, cast, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import insert as upsert

from luohu_kit.clock import BEIJING
from luohu_kit.tasks.table import task as tasks
from luohu_kit.tasks.table import task_entry as entries
from luohu_kit.tasks.task import OVER, Act, Ended, Entry, NewTask, Task, TaskState, TaskUnknown
from luohu_kit.work import Work

_COLUMNS = [column for column in tasks.c if column.name != "world"]


class Held(StrEnum):
    """In whose hands a task is."""

    NOBODY = "nobody"
    ME = "me"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Search:
    """What a search wants; None means any."""

    kind: str
    state: TaskState | None = None
    assignee: str | None = None
    candidate_group: str | None = None
    due_before: datetime | None = None
    held: Held | None = None
    by: str = ""  #: the subject from whose side `held` looks
    words: str = ""  #: each stands in the title, or the id begins with it
    offset: int = 0
    limit: int = 50


def watched(kind: str) -> str:
    """The key that rings when anything in the queue of a kind changes."""
    return f"tasks/{kind}"


async def create(work: Work, new: Sequence[NewTask]) -> set[UUID]:
    """Put tasks into the queue; the ids of those that were not there before."""
    if not new:
        return set()
    rows = [
        {
            "id": one.id,
            "kind": one.kind,
            "ref": one.ref,
            "title": one.title,
            "state": TaskState.CREATED,
            "candidate_groups": [one.candidate_group, *one.also_for],
            "priority": one.priority,
            "created_at": work.now,
            "due_at": one.due_at,
            "context": dict(one.context),
        }
        for one in new
    ]
    statement = upsert(tasks).values(rows).on_conflict_do_nothing().returning(tasks.c.id)
    made = {row.id for row in await work.rows(statement)}
    firsts: list[dict[str, Any]] = [
        {"task_id": one.id, "at": work.now, "act": Act.CREATED.value, "actor": None, "note": one.note, "detail": {}}
        for one in new
        if one.id in made
    ]
    if firsts:
        await work.execute(insert(entries), firsts)
        work.wake("watch", *{watched(one.kind) for one in new})
    return made


async def search(work: Work, wanted: Search) -> tuple[list[Task], int]:
    """A page of tasks, the most urgent first, and how many there are in all."""
    conditions = [tasks.c.kind == wanted.kind]
    if wanted.state is not None:
        conditions.append(tasks.c.state == wanted.state)
    if wanted.assignee is not None:
        conditions.append(tasks.c.assignee == wanted.assignee)
    if wanted.candidate_group is not None:
        conditions.append(any_(tasks.c.candidate_groups) == wanted.candidate_group)
    if wanted.due_before is not None:
        conditions.append(tasks.c.due_at < wanted.due_before)
    if wanted.held is not None:
        conditions.append(_held(wanted.held, wanted.by))
    for word in wanted.words.split():
        title = tasks.c.title.icontains(word, autoescape=True)
        conditions.append(or_(title, cast(tasks.c.id, Text).startswith(word.lower(), autoescape=True)))
    where = and_(*conditions)
    total = await work.scalar(select(func.count()).select_from(tasks).where(where))
    page = (
        select(*_COLUMNS)
        .where(where)
        .order_by(tasks.c.priority.desc(), tasks.c.due_at.nulls_last(), tasks.c.created_at, tasks.c.id)
        .offset(wanted.offset)
        .limit(wanted.limit)
    )
    return [_task(row) for row in await work.rows(page)], int(total)


async def get(work: Work, kind: str, task_id: UUID, *, for_update: bool = False) -> Task:
    """One task; TaskUnknown when this queue has none of that id. `for_update` holds it until the work is over."""
    statement = select(*_COLUMNS).where(tasks.c.id == task_id, tasks.c.kind == kind)
    row = await work.one(statement.with_for_update() if for_update else statement)
    if row is None:
        raise TaskUnknown(task_id)
    return _task(row)


async def thread(work: Work, task_id: UUID) -> list[Entry]:
    """What was done to a task, in order."""
    statement = select(entries).where(entries.c.task_id == task_id).order_by(entries.c.seq)
    return [
        Entry(row.at.astimezone(BEIJING), row.act, row.actor, row.note, row.detail)
        for row in await work.rows(statement)
    ]


async def assign(work: Work, task: Task, assignee: str, actor: str) -> Task:
    """Give a held task to an operator. It must be open and not somebody else's."""
    task.assert_free_for(actor)
    return await _change(work, task, {"assignee": assignee}, Act.ASSIGNED, actor, detail={"assignee": assignee})


async def unassign(work: Work, task: Task, actor: str) -> Task:
    """Give a held task back. It must be the actor's own."""
    task.assert_assigned_to(actor)
    return await _change(work, task, {"assignee": None}, Act.UNASSIGNED, actor)


async def end(work: Work, task: Task, ended: Ended, actor: str) -> Task:
    """Complete a held task, or park it until evidence comes. It must be the actor's own."""
    task.assert_assigned_to(actor)
    values: dict[str, Any] = {"state": ended.state, "follow_up_at": ended.follow_up_at}
    if ended.state is TaskState.COMPLETED:
        values |= {"completed_at": work.now, "outcome": ended.outcome}
    return await _change(work, task, values, ended.outcome, actor, note=ended.note, detail=ended.detail)


async def put_back(work: Work, task: Task, note: str, detail: Mapping[str, Any]) -> Task:
    """Evidence came: an open task goes back to its operator (its assignee keeps it), with the note in the thread."""
    task.assert_open()
    values = {"state": TaskState.CREATED, "follow_up_at": None}
    return await _change(work, task, values, Act.EVIDENCE_RECEIVED, None, note=note, detail=detail)


async def change(work: Work, task: Task, note: str, detail: Mapping[str, Any] | None = None) -> Task:
    """What a held, open task is about was changed: its operator has to look again, as the version says."""
    task.assert_open()
    return await _change(work, task, {}, Act.CHANGED, None, note=note, detail=detail)


async def hold_open(work: Work, kind: str, refs: Collection[UUID] | None = None) -> list[Task]:
    """The open tasks of a kind, held until the work is over, in one order for everybody.

    refs: only those about these; None: all.
    """
    wanted = select(*_COLUMNS).where(tasks.c.kind == kind, tasks.c.state.not_in(OVER))
    if refs is not None:
        wanted = wanted.where(_among(tasks.c.ref, refs))
    return [_task(row) for row in await work.rows(wanted.order_by(tasks.c.id).with_for_update())]


async def cancel(work: Work, held: Collection[Task], note: str) -> None:
    """Take held, open tasks out of the queue: nothing is left to decide. Whoever has one finds it over."""
    if not held:
        return
    over = _among(tasks.c.id, [one.id for one in held])
    values = {"state": TaskState.CANCELED, "completed_at": work.now, "version": tasks.c.version + 1}
    await work.execute(update(tasks).where(over).values(values))
    entry = {"at": work.now, "act": Act.CANCELED.value, "actor": None, "note": note, "detail": {}}
    await work.execute(insert(entries), [{"task_id": one.id, **entry} for one in held])
    work.wake("watch", *(f"task/{one.id}" for one in held), *{watched(one.kind) for one in held})


def _held(held: Held, by: str) -> ColumnElement[bool]:
    match held:
        case Held.NOBODY:
            return tasks.c.assignee.is_(None)
        case Held.ME:
            return tasks.c.assignee == by
        case Held.OTHERS:
            return tasks.c.assignee != by


def _among(column: ColumnElement[UUID], ids: Collection[UUID]) -> ColumnElement[bool]:
    return column == any_(literal(list(ids), ARRAY(Uuid)))


async def _change(
    work: Work,
    task: Task,
    values: Mapping[str, Any],
    act: str,
    actor: str | None,
    *,
    note: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Task:
    statement = (
        update(tasks)
        .where(tasks.c.id == task.id, tasks.c.version == task.version)
        .values(version=task.version + 1, **values)
        .returning(*_COLUMNS)
    )
    row = (await work.execute(statement)).one()
    entry = {"task_id": task.id, "at": work.now, "act": str(act), "actor": actor, "note": note}
    await work.execute(insert(entries).values(**entry, detail=dict(detail or {})))
    work.wake("watch", f"task/{task.id}", watched(task.kind))
    return _task(row)


def _task(row: Row[Any]) -> Task:
    def instant(at: datetime | None) -> datetime | None:
        return None if at is None else at.astimezone(BEIJING)

    return Task(
        id=row.id,
        version=row.version,
        kind=row.kind,
        ref=row.ref,
        title=row.title,
        state=row.state,
        candidate_groups=tuple(row.candidate_groups),
        priority=row.priority,
        assignee=row.assignee,
        created_at=row.created_at.astimezone(BEIJING),
        due_at=instant(row.due_at),
        follow_up_at=instant(row.follow_up_at),
        completed_at=instant(row.completed_at),
        outcome=row.outcome,
        context=row.context,
    )
