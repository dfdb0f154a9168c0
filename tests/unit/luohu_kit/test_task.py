"""Who may act on a task: its assignee while it is open, anybody of the group while it is nobody's."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from luohu_kit.tasks import Task, TaskAssignedElsewhere, TaskCompleted, TaskNotAssigned, TaskState

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
FREE = Task(
    id=uuid4(),
    version=1,
    kind="recheck",
    ref=uuid4(),
    title="",
    state=TaskState.CREATED,
    candidate_groups=("tax",),
    priority=50,
    assignee=None,
    created_at=NOW,
    due_at=None,
    follow_up_at=None,
    completed_at=None,
    outcome=None,
    context={},
)
MINE = replace(FREE, assignee="me")
PARKED = replace(MINE, state=TaskState.EVIDENCE_REQUESTED)
THEIRS = replace(FREE, assignee="them")
DONE = replace(MINE, state=TaskState.COMPLETED, completed_at=NOW, outcome="upheld")
CANCELED = replace(MINE, state=TaskState.CANCELED, completed_at=NOW)


@pytest.mark.parametrize(
    ("task", "take", "decide"),
    [
        (FREE, None, TaskNotAssigned),
        (MINE, None, None),
        (PARKED, None, None),
        (THEIRS, TaskAssignedElsewhere, TaskAssignedElsewhere),
        (DONE, TaskCompleted, TaskCompleted),
        (CANCELED, TaskCompleted, TaskCompleted),
    ],
    ids=["free", "mine", "parked", "theirs", "done", "canceled"],
)
def test_acting_on_a_task(task: Task, take: type[Exception] | None, decide: type[Exception] | None) -> None:
    for check, refusal in ((task.assert_free_for, take), (task.assert_assigned_to, decide)):
        if refusal is None:
            check("me")
        else:
            with pytest.raises(refusal, match=str(task.id)):
                check("me")
