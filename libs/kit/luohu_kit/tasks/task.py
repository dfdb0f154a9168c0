"""One task of an operators' queue: its values, what may be done to it by whom, and the refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class TaskState(StrEnum):
    CREATED = "created"  #: open; somebody's when it has an assignee
    EVIDENCE_REQUESTED = "evidence_requested"  #: waits for the applicant; open again when the evidence comes
    COMPLETED = "completed"  #: decided, never changed again
    CANCELED = "canceled"  #: nothing is left to decide: what it was about is over


#: States in which nobody acts on a task any more.
OVER = frozenset({TaskState.COMPLETED, TaskState.CANCELED})


class Act(StrEnum):
    """What can be read in a task's thread, beside the outcomes of its kind."""

    CREATED = "created"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    EVIDENCE_REQUESTED = "evidence_requested"
    EVIDENCE_RECEIVED = "evidence_received"
    CHANGED = "changed"  #: what it is about says something else now
    CANCELED = "canceled"


class TaskUnknown(Exception):
    """There is no such task in this queue."""

    def __init__(self, task_id: UUID) -> None:
        super().__init__(f"This queue has no task {task_id}. Search it, and use an id from the answer.")


class TaskAssignedElsewhere(Exception):
    """The task is another operator's."""

    def __init__(self, task_id: UUID) -> None:
        super().__init__(
            f"Task {task_id} is assigned to another operator. It can be taken after they have given it back."
        )


class TaskNotAssigned(Exception):
    """Only an assignee acts on a task, and this one has none."""

    def __init__(self, task_id: UUID) -> None:
        super().__init__(f"Task {task_id} is assigned to nobody. Take it first: POST …/{task_id}/assignment.")


class TaskCompleted(Exception):
    """The task is over."""

    def __init__(self, task: "Task") -> None:
        when = f" at {task.completed_at.isoformat()}" if task.completed_at else ""
        after = "A decision is not changed afterwards." if task.outcome else "There is nothing left to decide."
        super().__init__(f"Task {task.id} was {task.state}{when} ({task.outcome or 'no decision'}). {after}")


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be put into the queue."""

    id: UUID
    kind: str  #: which queue of the service, such as `recheck`
    ref: UUID  #: what it is about, such as the question
    candidate_group: str  #: who may take it, such as the agency
    title: str  #: one line for lists; no id numbers
    due_at: datetime | None = None  #: the operators' deadline, on the world's clock
    priority: int = 50  #: 0 to 100, the highest first
    context: Mapping[str, Any] = field(default_factory=dict)  #: JSON for whoever opens the task
    note: str = ""  #: first line of the thread
    also_for: tuple[str, ...] = ()  #: further candidate groups, such as a department of the agency


@dataclass(frozen=True, slots=True)
class Task:
    """A task as it stands."""

    id: UUID
    version: int  #: grows with every act; the ETag
    kind: str
    ref: UUID
    title: str
    state: TaskState
    candidate_groups: tuple[str, ...]
    priority: int
    assignee: str | None  #: subject of the operator's token
    created_at: datetime
    due_at: datetime | None
    follow_up_at: datetime | None  #: when to look again, while the applicant is asked
    completed_at: datetime | None
    outcome: str | None  #: how it was completed
    context: Mapping[str, Any]

    def assert_open(self) -> None:
        """TaskCompleted when it is over."""
        if self.state in OVER:
            raise TaskCompleted(self)

    def assert_free_for(self, actor: str) -> None:
        """Open, and not somebody else's."""
        self.assert_open()
        if self.assignee not in (None, actor):
            raise TaskAssignedElsewhere(self.id)

    def assert_assigned_to(self, actor: str) -> None:
        """Open, and the actor's own."""
        self.assert_free_for(actor)
        if self.assignee is None:
            raise TaskNotAssigned(self.id)


@dataclass(frozen=True, slots=True)
class Ended:
    """What a decision makes of a task."""

    outcome: str  #: the act that the thread shows, such as `upheld`
    note: str = ""
    state: TaskState = TaskState.COMPLETED
    follow_up_at: datetime | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)  #: JSON kept in the thread


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the thread of a task. Entries are only ever added."""

    at: datetime  #: the world's time
    act: str
    actor: str | None  #: None: the service itself
    note: str
    detail: Mapping[str, Any]
