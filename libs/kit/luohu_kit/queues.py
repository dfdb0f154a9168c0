"""What lies in the queues of one world on one service: messages to be sent, and questions that are to be answered."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from pydantic import AwareDatetime
from sqlalchemy import TextClause, text

from luohu_contract.model import Wire
from luohu_kit.clock import BEIJING
from luohu_kit.parcel import receiver
from luohu_kit.runtime import Runtime
from luohu_kit.tasks.task import OVER


class Queues(Wire):
    """How much waits here."""

    questions: int  #: accepted, and waiting for their time or for a look
    due: int  #: of them, those whose time has come
    tasks: int  #: that people are to do
    outbox: int  #: messages that are to be sent now
    held: int  #: messages that a fault has set aside
    dead: int  #: messages that were refused for good
    to: dict[str, int]  #: `outbox` by receiver
    next_due: AwareDatetime | None  #: of the questions: when the first one is due, on the world's clock


async def queues(rt: Runtime, name: str) -> Queues:
    """The depths now. Raises UnknownWorld."""
    asked = tuple(sql for runner in rt.runners if (sql := getattr(runner.duty, "questions", None)))
    async with rt.begin(name) as work:
        row = (await work.execute(_statement(asked), {"now": work.now, "over": sorted(OVER)})).one()
    edges = row.edges or ()
    live: Counter[str] = Counter()
    for edge in edges:
        live[receiver(rt.settings, edge["destination"], "")[0]] += edge["live"]
    return Queues(
        questions=row.questions,
        due=row.due,
        tasks=row.tasks,
        outbox=live.total(),
        held=sum(edge["held"] for edge in edges),
        dead=sum(edge["dead"] for edge in edges),
        to={name: count for name, count in sorted(live.items()) if count},
        next_due=row.next_due and row.next_due.astimezone(BEIJING),
    )


@cache
def _statement(asked: Sequence[str]) -> TextClause:
    """All depths in one statement. The duties write the inner SQL, never a client."""
    waiting = " UNION ALL ".join(asked) or "SELECT CAST(NULL AS timestamptz) AS due_at WHERE false"
    return text(
        "SELECT q.questions, q.due, q.next_due,"  # noqa: S608
        " (SELECT count(*) FROM kit.task WHERE state <> ALL(CAST(:over AS text[]))) AS tasks,"
        " (SELECT json_agg(e) FROM (SELECT destination, count(dead_at) AS dead,"
        " count(*) FILTER (WHERE dead_at IS NULL AND held_until IS NULL) AS live,"
        " count(*) FILTER (WHERE dead_at IS NULL AND held_until IS NOT NULL) AS held"
        " FROM kit.outbox GROUP BY destination) AS e) AS edges"
        " FROM (SELECT count(*) AS questions, count(*) FILTER (WHERE w.due_at <= :now) AS due,"
        f" min(w.due_at) AS next_due FROM ({waiting}) AS w) AS q"
    )
