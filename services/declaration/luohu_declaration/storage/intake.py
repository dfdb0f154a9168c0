"""The hot path: what a batch of verdicts meets, read and written in a handful of statements whatever its size."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB

from luohu_contract.message import Part, Verdict
from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.item import Standing
from luohu_declaration.domain.receive import AskedQuestion, ItemOnFile, QuestionState, Taken
from luohu_declaration.storage import declarations, events, items
from luohu_declaration.storage.questions import asked_of
from luohu_declaration.storage.recordset import among, encoded, listed, recordset
from luohu_declaration.storage.tables import item, question, stray_verdict
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

Met = tuple[dict[UUID, AskedQuestion], dict[UUID, ItemOnFile], dict[UUID, CourseStatus]]

_SPOUSE, _OTHER = item.alias("spouse"), question.alias("other")
_ASKED = ("id", "item_id", "declaration_id", "part", "attempt", "kind", "claim_kind", "agency", "state")
_MEET = (
    select(
        *(question.c[name] for name in _ASKED),
        *(item.c[name] for name in ("status", "since", "reason", "results", "evidence_requested")),
        item.c.id.label("there"),
        item.c.attempt.label("item_attempt"),
        item.c.part.label("item_part"),
        _SPOUSE.c.status.label("spouse"),
        select(func.array_agg(_OTHER.c.part))
        .where(_OTHER.c.item_id == question.c.item_id, _OTHER.c.state == QuestionState.OPEN)
        .scalar_subquery()
        .label("open_parts"),
    )
    .select_from(
        question.outerjoin(item, item.c.id == question.c.item_id).outerjoin(_SPOUSE, _SPOUSE.c.id == item.c.spouse_id)
    )
    .where(among(question.c.id))
)
_VERDICTS = recordset({"id": Uuid(), "verdict": JSONB()})
_ANSWER = (
    update(question)
    .where(question.c.id == _VERDICTS.c.id, question.c.state == QuestionState.OPEN)
    .values(
        state=QuestionState.ANSWERED,
        closed_at=bindparam("now"),
        verdict=_VERDICTS.c.verdict,
        evidence_wanted=None,
        last_problem=None,
    )
    .returning(question.c.agency, func.extract("epoch", func.clock_timestamp() - question.c.asked_real).label("took"))
)


async def meet(work: Work, question_ids: Collection[UUID]) -> Met:
    """Hold the declarations that the questions belong to; then the questions, their items, and where the declarations
    stand, by id.

    The declarations are held first and the rest is read afterwards, so nothing that was read can change.
    """
    standing = await declarations.hold_of_questions(work, question_ids)
    rows = await work.rows(_MEET, listed(question_ids))
    questions = {row.id: asked_of(row) for row in rows}
    on_file = {row.item_id: _on_file(row) for row in rows if row.there is not None}
    return questions, on_file, standing


async def write(work: Work, sender: str, taken: Taken) -> None:
    """Write what came of the batch, and wake whoever watches the items."""
    await _answer(work, taken.answered)
    moves = [(question.item_id, question.declaration_id, move) for question, move in taken.moves]
    await items.move(work, moves, sender)
    await events.add(work, [events.of_note(noted, work.now, sender) for noted in taken.notes])
    if taken.strays:
        rows = [
            {"received_at": work.now, "sender": sender, "why": stray.why, "verdict": _json(stray.verdict)}
            for stray in taken.strays
        ]
        await work.execute(insert(stray_verdict), rows)


async def _answer(work: Work, verdicts: Mapping[UUID, Verdict]) -> None:
    if not verdicts:
        return
    rows = [{"id": question_id, "verdict": _json(verdict)} for question_id, verdict in verdicts.items()]
    for row in await work.rows(_ANSWER, {**encoded(rows), "now": work.now}):
        work.ground.meter.verdict(row.agency, float(row.took))


def _json(verdict: Verdict) -> dict[str, object]:
    return verdict.model_dump(mode="json", exclude_none=True)


def _on_file(row: Row[Any]) -> ItemOnFile:
    standing = Standing(
        status=row.status,
        since=row.since.astimezone(BEIJING),
        attempt=row.item_attempt,
        reason=row.reason,
        part=row.item_part,
        results=items.results_of(row.results),
        evidence_requested=row.evidence_requested,
    )
    return ItemOnFile(standing, frozenset(Part(part) for part in row.open_parts or ()), row.spouse)
