"""Questions become rows, once each: with their verdicts where those are there already, and with their evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from luohu_agency import pace
from luohu_agency.pace import Paces
from luohu_agency.tables import verification
from luohu_contract.message import EvidenceRef, Question
from luohu_kit.pace import MadePace
from luohu_kit.work import Work

_STORE = text(
    """
    INSERT INTO agency.verification (id, item_id, attempt, part, kind, claim_kind, asker, destination, question,
                                     state, pace, received_at, due_at, looks_left, scenario, decided_at, verdict)
    SELECT id, item_id, attempt, part, kind, claim_kind, :asker, :destination, CAST(question AS jsonb),
           CASE WHEN verdict IS NULL THEN 'waiting' ELSE 'decided' END, pace, CAST(:now AS timestamptz), due_at,
           looks_left, :scenario, CASE WHEN verdict IS NOT NULL THEN CAST(:now AS timestamptz) END,
           CAST(verdict AS jsonb)
    FROM unnest(CAST(:ids AS uuid[]), CAST(:item_ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:parts AS text[]),
                CAST(:kinds AS text[]), CAST(:claim_kinds AS text[]), CAST(:questions AS text[]),
                CAST(:paces AS text[]), CAST(:dues AS timestamptz[]), CAST(:looks AS integer[]),
                CAST(:verdicts AS text[]))
         AS row(id, item_id, attempt, part, kind, claim_kind, question, pace, due_at, looks_left, verdict)
    ON CONFLICT DO NOTHING RETURNING id
    """
)
_KEEP_EVIDENCE = text(
    """
    INSERT INTO agency.evidence (verification_id, id, sha256, size, received_at)
    SELECT verification_id, id, sha256, size, :now
    FROM unnest(CAST(:verification_ids AS uuid[]), CAST(:ids AS uuid[]), CAST(:digests AS text[]),
                CAST(:sizes AS integer[])) AS row(verification_id, id, sha256, size)
    ON CONFLICT DO NOTHING RETURNING id
    """
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions of one request, as they are stored."""

    questions: Sequence[Question]
    asker: str
    destination: str  #: of the verdicts
    scenario: str | None  #: that the request asked for
    paces: Sequence[str | MadePace]  #: of each question


async def store(work: Work, batch: Batch, paces: Paces, verdicts: Mapping[UUID, str]) -> set[UUID]:
    """Insert what is new; the ids of it. verdicts: as JSON, of those questions that are decided already."""
    questions = batch.questions
    rows = await work.rows(
        _STORE,
        {
            "asker": batch.asker,
            "destination": batch.destination,
            "now": work.now,
            "scenario": batch.scenario,
            "ids": [q.id for q in questions],
            "item_ids": [q.item_id for q in questions],
            "attempts": [q.attempt for q in questions],
            "parts": [q.part.value for q in questions],
            "kinds": [q.kind.value for q in questions],
            "claim_kinds": [q.claim.kind.value for q in questions],
            "questions": [q.model_dump_json() for q in questions],
            "paces": [pace.written(one) for one in batch.paces],
            "dues": [paces.due(one, q, work.now) for one, q in zip(batch.paces, questions, strict=True)],
            "looks": [pace.looks(one) for one in batch.paces],
            "verdicts": [verdicts.get(q.id) for q in questions],
        },
    )
    return {row.id for row in rows}


async def conflicting(work: Work, batch: Batch) -> set[UUID]:
    """Ids whose stored question is not the one that came now, or was asked by somebody else."""
    statement = select(verification.c.id, verification.c.question, verification.c.asker)
    rows = await work.rows(statement.where(verification.c.id.in_([q.id for q in batch.questions])))
    stored = {row.id: (row.asker, Question.model_validate(row.question)) for row in rows}
    return {q.id for q in batch.questions if stored.get(q.id) != (batch.asker, q)}


async def keep_evidence(work: Work, evidence: Iterable[tuple[UUID, EvidenceRef]]) -> set[UUID]:
    """Note which evidence belongs to which question; the ids that were new."""
    pairs = list(evidence)
    if not pairs:
        return set()
    rows = await work.rows(
        _KEEP_EVIDENCE,
        {
            "now": work.now,
            "verification_ids": [question_id for question_id, _ in pairs],
            "ids": [ref.id for _, ref in pairs],
            "digests": [ref.sha256 for _, ref in pairs],
            "sizes": [ref.size for _, ref in pairs],
        },
    )
    return {row.id for row in rows}
