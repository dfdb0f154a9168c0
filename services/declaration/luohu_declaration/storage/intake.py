"""The hot path: what a batch of verdicts meets, read and written in a handful of statements whatever its size."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Uuid, and_, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB

from luohu_contract.message import Part, Verdict
from luohu_declaration.domain.item import Standing
from luohu_declaration.domain.receive import AskedQuestion, ItemOnFile, QuestionState, Taken
from luohu_declaration.storage import declarations, events, items
from luohu_declaration.storage.questions import asked_of
from luohu_declaration.storage.recordset import among, recordset
from luohu_declaration.storage.tables import item, question, stray_verdict
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

Met = tuple[dict[UUID, AskedQuestion], dict[UUID, ItemOnFile]]


async def meet(work: Work, question_ids: Collection[UUID]) -> Met:
    """Hold the declarations that the questions belong to; then the questions, and their items, by id.

    The declarations are held first and the rest is read afterwards, so nothing that was read can change.
    """
    await declarations.hold_of_questions(work, question_ids)
    spouse, other = item.alias("spouse"), question.alias("other")
    open_parts = (
        select(func.array_agg(other.c.part))
        .where(other.c.item_id == question.c.item_id, other.c.state == QuestionState.OPEN)
        .scalar_subquery()
    )
    asked = [
        question.c[name]
        for name in ("id", "item_id", "declaration_id", "part", "attempt", "kind", "claim_kind", "agency", "state")
    ]
    stood = [item.c[name] for name in ("status", "since", "reason", "results", "evidence_requested")]
    rows = await work.rows(
        select(
            *asked,
            *stood,
            item.c.id.label("there"),
            item.c.attempt.label("item_attempt"),
            item.c.part.label("item_part"),
            spouse.c.status.label("spouse"),
            open_parts.label("open_parts"),
        )
        .select_from(
            question.outerjoin(item, item.c.id == question.c.item_id).outerjoin(spouse, spouse.c.id == item.c.spouse_id)
        )
        .where(among(question.c.id, question_ids))
    )
    questions = {row.id: asked_of(row) for row in rows}
    on_file = {row.item_id: _on_file(row) for row in rows if row.there is not None}
    return questions, on_file


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
    source = recordset(rows, {"id": Uuid(), "verdict": JSONB()})
    await work.execute(
        update(question)
        .where(and_(question.c.id == source.c.id, question.c.state == QuestionState.OPEN))
        .values(
            state=QuestionState.ANSWERED,
            closed_at=work.now,
            verdict=source.c.verdict,
            evidence_wanted=None,
            last_problem=None,
        )
    )


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
