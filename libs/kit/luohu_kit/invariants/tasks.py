"""The operators' queues: a task ends once, and says so in its thread."""

from luohu_kit.invariants.check import Check, by_sql
from luohu_kit.tasks.task import Act

_OPENING = sorted({act.value for act in Act} - {Act.CANCELED.value})  #: acts after which a task goes on

TASK_CHECKS = (
    Check(
        "task-ends-once",
        "Every task was made once, and ended as often as its state says: once, or not yet.",
        "kit.task",
        "Compare the thread of the task with what became of its subject.",
        by_sql(
            "SELECT t.id, 'is ' || t.state || ', its thread has ' || h.made || ' beginnings and ' || h.ends || ' ends'"
            " AS wrong FROM kit.task AS t CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE e.act = 'created') AS made,"
            " count(*) FILTER (WHERE NOT e.act = ANY(CAST(:opening AS text[]))) AS ends"
            " FROM kit.task_entry AS e WHERE e.task_id = t.id) AS h"
            " WHERE h.made <> 1 OR h.ends <> (t.state IN ('completed', 'canceled'))::int",
            {"opening": _OPENING},
        ),
    ),
    Check(
        "task-outcome",
        "A completed task has its outcome and its time, and an open one has neither.",
        "kit.task",
        "Compare the row with the last act of its thread.",
        by_sql(
            "SELECT id, 'is ' || state || ' with outcome ' || coalesce(outcome, 'none') AS wrong FROM kit.task"
            " WHERE (state = 'completed') <> (outcome IS NOT NULL)"
            " OR (state IN ('completed', 'canceled')) <> (completed_at IS NOT NULL)"
        ),
    ),
)
