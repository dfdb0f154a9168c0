"""The operators' queue: what waits for a person, who has it, what they did. Names as in Camunda 8.

`task` holds the values and the errors, `table` the tables, `queue` the use cases over a unit of work, `router` the
routes that every service with operators has.
"""

from luohu_kit.tasks.task import (
    OVER,
    Act,
    Ended,
    NewTask,
    Task,
    TaskAssignedElsewhere,
    TaskCompleted,
    TaskNotAssigned,
    TaskState,
    TaskUnknown,
)

__all__ = [
    "OVER",
    "Act",
    "Ended",
    "NewTask",
    "Task",
    "TaskAssignedElsewhere",
    "TaskCompleted",
    "TaskNotAssigned",
    "TaskState",
    "TaskUnknown",
]
