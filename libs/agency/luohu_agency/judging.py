"""The duty that answers what has become due on the world's clock.

One batch is one transaction: the questions are held, decided, and their verdicts are in the outbox, or nothing has
happened. Replicas share the work by SKIP LOCKED.
"""

from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from luohu_agency.answering import Due, answers, facts_one_by_one, facts_together, record
from luohu_agency.pace import bot_of
from luohu_agency.spec import AgencySpec
from luohu_contract.message import Question
from luohu_kit.pace import OPERATOR
from luohu_kit.runtime import Runtime
from luohu_kit.scenarios import Answer
from luohu_kit.work import Begin

log = structlog.get_logger()

BATCH = 500

_DUE = text(
    "SELECT id, destination, question, pace, received_at, due_at, looks_left, answer, scenario FROM agency.verification"
    " WHERE state = 'waiting' AND due_at <= :now ORDER BY due_at, id LIMIT :batch FOR UPDATE SKIP LOCKED"
)


class Judge:
    """The duty of one agency."""

    name = "judge"
    waiting = (
        "SELECT world, min(due_at) AS due_at FROM agency.verification"
        " WHERE state = 'waiting' AND due_at IS NOT NULL GROUP BY world"
    )
    questions = "SELECT due_at FROM agency.verification WHERE state = 'waiting'"

    def __init__(self, runtime: Runtime, spec: AgencySpec[Any]) -> None:
        self._begin: Begin = runtime.begin
        self._spec = spec

    async def run(self, world: str) -> int:
        """Answer up to 500 due questions; how many were taken. Nothing that a rule does can stop the others."""
        try:
            return await self._batch(world, careful=False)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            log.exception("lookup_failed", world=world, agency=self._spec.name)
        except Exception:
            log.exception("lookup_failed", world=world, agency=self._spec.name)
        # One question of the batch breaks the query for all: ask for each by itself, and find out which.
        return await self._batch(world, careful=True)

    async def _batch(self, world: str, *, careful: bool) -> int:
        facts_of = facts_one_by_one if careful else facts_together
        async with self._begin(world) as work:
            held = [_due(row) for row in await work.rows(_DUE, {"now": work.now, "batch": BATCH})]
            if not held:
                return 0
            found = await answers(work, self._spec, held, await facts_of(work, self._spec, held))
            await record(work, self._spec, found)
            fired = [(due.waited_until, str(due.question.id)) for due in held if due.waited_until]
            await work.note_fired(self.name, fired)
            await work.commit()
        return len(held)


def _due(row: Any) -> Due:
    bot = bot_of(row.pace)
    # What was looked at often enough has waited for somebody, not for the clock.
    waited = row.looks_left is None and row.due_at > row.received_at
    return Due(
        question=Question.model_validate(row.question),
        destination=row.destination,
        by_operator=row.pace == OPERATOR or bot is not None,
        bot=bot,
        waited_until=row.due_at if waited else None,
        answer=None if row.answer is None else Answer.model_validate(row.answer),
        scenario=row.scenario,
    )
