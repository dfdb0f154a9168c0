"""The hot path: what a batch of verdicts meets, read and written in a handful of statements whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, text

from luohu_contract.message import Part, Verdict
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.item import Move, Standing
from luohu_declaration.domain.receive import AskedQuestion, ItemOnFile, Noted, QuestionState, Taken
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import events, items
from luohu_declaration.storage.questions import asked_of
from luohu_declaration.storage.recordset import encoded, recordset
from luohu_declaration.storage.tables import stray_verdict
from luohu_kit.clock import BEIJING
from luohu_kit.lookup import by_id, fenced, to_write
from luohu_kit.work import FIRST_TIME, Work

#: Ids of verdicts that come for the first time, and the declarations of the questions, held in one order, so that two
#: batches never block each other.
_HOLD = text(
    f"WITH fresh AS ({FIRST_TIME}),"  # noqa: S608 - our own names
    " held AS (SELECT d.id, d.status FROM"
    f" (SELECT DISTINCT q.declaration_id AS of FROM {by_id('question', 'q', 'questions')} ORDER BY 1) AS x"
    " CROSS JOIN LATERAL (SELECT id, status FROM declaration WHERE id = x.of FOR NO KEY UPDATE) AS d)"
    " SELECT message_id AS id, NULL AS status FROM fresh UNION ALL SELECT id, status FROM held"
)
_ASKED = ("id", "item_id", "declaration_id", "part", "attempt", "kind", "claim_kind", "agency", "state")
_MEET = text(
    f"SELECT {', '.join(f'q.{name}' for name in _ASKED)}, i.id AS there, i.status, i.since, i.reason, i.results,"  # noqa: S608
    " i.evidence_requested, i.attempt AS item_attempt, i.part AS item_part, s.status AS spouse,"
    f" ARRAY(SELECT o.part FROM question o WHERE o.item_id = q.item_id AND o.state = '{QuestionState.OPEN}')"
    # Held: whoever looks after questions that are late writes them without holding their declarations.
    f" AS open_parts FROM {by_id('question', 'q', 'ids', hold=True)}"
    f" LEFT JOIN LATERAL {fenced('item', 'q.item_id')} AS i ON true"
    f" LEFT JOIN LATERAL {fenced('item', 'i.spouse_id')} AS s ON true"
)
_FOUND, _IS_FOUND = to_write("question", "v.id")
_ANSWER = (
    f"UPDATE question SET state = '{QuestionState.ANSWERED}', closed_at = CAST(:now AS timestamptz),"  # noqa: S608 - ours
    " verdict = v.verdict, evidence_wanted = NULL, last_problem = NULL"
    f" FROM {recordset({'id': 'uuid', 'verdict': 'jsonb'}, of='verdicts', name='v')}{_FOUND}"
    f" WHERE {_IS_FOUND} AND question.state = '{QuestionState.OPEN}'"
    " RETURNING CAST(extract(epoch FROM clock_timestamp() - question.asked_real) AS float) AS took"
)
_TAKE = events.with_events(items.MOVING, _ANSWER, "array_agg(took)")


@dataclass(frozen=True, slots=True)
class Met:
    """What a batch of verdicts meets, by id."""

    fresh: set[UUID]  #: verdicts that come for the first time
    questions: dict[UUID, AskedQuestion]
    on_file: dict[UUID, ItemOnFile]
    courses: dict[UUID, CourseStatus]  #: where the declarations stand


async def meet(work: Work, sender: str, verdicts: Sequence[Verdict]) -> Met:
    """Note verdicts as seen, and hold the declarations that their questions belong to; then read what they meet.

    The declarations are held first and the rest is read afterwards, so nothing that was read can change.
    """
    asked = list({verdict.question_id for verdict in verdicts})
    ids = sorted({verdict.id for verdict in verdicts})
    fresh: set[UUID] = set()
    courses: dict[UUID, CourseStatus] = {}
    for row in await work.rows(_HOLD, {"source": f"verdict/{sender}", "ids": ids, "questions": asked}):
        if row.status is None:
            fresh.add(row.id)
        else:
            courses[row.id] = CourseStatus(row.status)
    rows = await work.rows(_MEET, {"ids": asked})
    questions = {row.id: asked_of(row) for row in rows}
    on_file = {row.item_id: _on_file(row) for row in rows if row.there is not None}
    return Met(fresh, questions, on_file, courses)


async def write(work: Work, sender: str, taken: Taken) -> None:
    """Write what came of the batch, and wake whoever watches the items."""
    moves = [(question.item_id, question.declaration_id, move) for question, move in taken.moves]
    happened = [_event(work, each, sender) for each in taken.happened]
    if moves:
        answers = [{"id": question_id, "verdict": _json(verdict)} for question_id, verdict in taken.answered.items()]
        rows = items.changes(moves)
        values = {**encoded(rows), **encoded(answers, of="verdicts"), "now": work.now}
        done = await events.add_with(work, _TAKE, values, happened)
        items.assert_moved(done.done, rows)
        for took in done.beside:
            work.ground.meter.verdict(sender, took)
    else:
        await events.add(work, happened)
    if taken.strays:
        strays = [
            {"received_at": work.now, "sender": sender, "why": stray.why, "verdict": _json(stray.verdict)}
            for stray in taken.strays
        ]
        await work.execute(insert(stray_verdict), strays)


def _event(work: Work, each: tuple[AskedQuestion, Move] | Noted, sender: str) -> dict[str, Any]:
    if isinstance(each, Noted):
        return events.of_note(each, work.now, sender)
    question, move = each
    return events.of_move(question.item_id, question.declaration_id, move, work.now, sender)


def _json(verdict: Verdict) -> dict[str, object]:
    return verdict.model_dump(mode="json", exclude_none=True)


def _on_file(row: Row[Any]) -> ItemOnFile:
    standing = Standing(
        status=Status(row.status),
        since=row.since.astimezone(BEIJING),
        attempt=row.item_attempt,
        reason=row.reason,
        part=None if row.item_part is None else Part(row.item_part),
        results=items.results_of(row.results),
        evidence_requested=row.evidence_requested,
    )
    spouse = None if row.spouse is None else Status(row.spouse)
    return ItemOnFile(standing, frozenset(map(Part, row.open_parts)), spouse)
