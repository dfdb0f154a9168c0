"""Questions come in: stored once each, durably, before the asker is told so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from luohu_agency import pace
from luohu_agency.answering import Due, answer, facts_together
from luohu_agency.foretold import foretell
from luohu_agency.spec import AgencySpec
from luohu_agency.tables import verification
from luohu_contract.message import (
    Acknowledgement,
    EvidenceRef,
    Question,
    RefusedQuestion,
    VerificationRequest,
    VerificationState,
)
from luohu_kit.pace import IMMEDIATE
from luohu_kit.settings import Settings
from luohu_kit.trace import current
from luohu_kit.work import Work

log = structlog.get_logger()

VERDICTS_PATH = "/v1/verdicts"

_STORE = text(
    """
    INSERT INTO agency.verification (id, item_id, attempt, part, kind, claim_kind, asker, destination, question,
                                     state, pace, received_at, due_at, looks_left, scenario)
    SELECT id, item_id, attempt, part, kind, claim_kind, :asker, :destination, CAST(question AS jsonb),
           :state, pace, :now, due_at, looks_left, :scenario
    FROM unnest(CAST(:ids AS uuid[]), CAST(:item_ids AS uuid[]), CAST(:attempts AS integer[]), CAST(:parts AS text[]),
                CAST(:kinds AS text[]), CAST(:claim_kinds AS text[]), CAST(:questions AS text[]),
                CAST(:paces AS text[]), CAST(:dues AS timestamptz[]), CAST(:looks AS integer[]))
         AS row(id, item_id, attempt, part, kind, claim_kind, question, pace, due_at, looks_left)
    ON CONFLICT DO NOTHING RETURNING id, EXISTS(SELECT FROM agency.expectation WHERE used < times) AS expected
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


class CallbackNotAllowed(Exception):
    """Verdicts are posted only to the service that asks, and to origins that the settings name."""

    def __init__(self, origins: Sequence[str]) -> None:
        super().__init__(
            f"The callback_url lies at none of {', '.join(origins)}. Give {origins[0]}{VERDICTS_PATH}, "
            "or have the origin added to LUOHU_CALLBACK_ORIGINS of this agency."
        )
        self.errors = [{"pointer": "#/callback_url", "detail": "it is no address that this agency may post to"}]


def destination_of(settings: Settings, asker: str, callback_url: str) -> str:
    """Where verdicts go: the asker by its name, or the absolute URL. Raises CallbackNotAllowed for other origins."""
    home = settings.url_of(asker)
    if callback_url == home + VERDICTS_PATH:
        return asker
    origins = [home, *(origin.rstrip("/") for origin in settings.callback_origins)]
    # The slash matters: http://declaration.example would begin like http://declaration.
    if not any(callback_url.startswith(origin + "/") for origin in origins):
        raise CallbackNotAllowed(origins)
    return callback_url


class NotAtOnce(Exception):
    """What waits for nothing could not be answered in the transaction that stored it: the duty will do it."""


async def accept(
    work: Work,
    spec: AgencySpec[Any],
    settings: Settings,
    request: VerificationRequest,
    asker: str,
    *,
    at_once: bool = False,
) -> Acknowledgement:
    """Store a batch. A question that cannot be taken is refused by its id; the others are not touched by that.

    A question that was stored before, unchanged, is accepted again and changes nothing. With `at_once`, questions
    whose pace is immediate are answered in the same transaction, which saves them a second one.
    Raises CallbackNotAllowed; NotAtOnce when the agency's own code fails, and then the work cannot be committed.
    """
    destination = destination_of(settings, asker, request.callback_url)
    refused = [_not_answered_here(spec, q) for q in request.questions if q.claim.kind not in spec.answers]
    wanted = sorted((q for q in request.questions if q.claim.kind in spec.answers), key=lambda q: q.id)
    conflicts: set[UUID] = set()
    if wanted:
        stored = await _store(work, spec, wanted, asker, destination)
        conflicts = stored.conflicts
        if at_once:
            await _answer_at_once(work, spec, stored.immediate)
        if stored.waiting or not at_once:
            work.wake("judge")
    accepted = [q.id for q in request.questions if q.claim.kind in spec.answers and q.id not in conflicts]
    refused += [_conflicting(question_id) for question_id in sorted(conflicts)]
    return Acknowledgement(accepted=tuple(dict.fromkeys(accepted)), refused=tuple(refused))


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch."""

    immediate: tuple[Due, ...]  #: new, and waiting for nothing but the rule, or for what was told in its place
    waiting: bool  #: some of the new ones wait for a time or for an operator
    conflicts: set[UUID]  #: ids under which something else was stored before


async def _answer_at_once(work: Work, spec: AgencySpec[Any], held: Sequence[Due]) -> None:
    if not held:
        return
    try:
        facts = await facts_together(work, spec, held)
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("lookup_failed", world=work.world.name, agency=spec.name)
        raise NotAtOnce from error
    await answer(work, spec, held, facts)


async def _store(
    work: Work, spec: AgencySpec[Any], questions: Sequence[Question], asker: str, destination: str
) -> Stored:
    """Insert what is new."""
    paces = await pace.read(work, spec.name)
    chosen = [paces.of(question) for question in questions]
    cause = current()
    scenario = None if cause is None else cause.scenario
    rows = await work.rows(
        _STORE,
        {
            "asker": asker,
            "destination": destination,
            "state": VerificationState.WAITING.value,
            "now": work.now,
            "scenario": scenario,
            "ids": [q.id for q in questions],
            "item_ids": [q.item_id for q in questions],
            "attempts": [q.attempt for q in questions],
            "parts": [q.part.value for q in questions],
            "kinds": [q.kind.value for q in questions],
            "claim_kinds": [q.claim.kind.value for q in questions],
            "questions": [q.model_dump_json() for q in questions],
            "paces": [pace.written(one) for one in chosen],
            "dues": [paces.due(one, question, work.now) for one, question in zip(chosen, questions, strict=True)],
            "looks": [pace.looks(one) for one in chosen],
        },
    )
    new = {row.id for row in rows}
    await keep_evidence(work, ((q.id, ref) for q in questions if q.id in new for ref in q.evidence))
    fresh = {q.id: (q, one) for q, one in zip(questions, chosen, strict=True) if q.id in new}
    told = await foretell(work, [q for q, _ in fresh.values()], expected=bool(rows) and rows[0].expected)
    paced = [(q, told[q.id].pace if q.id in told else one) for q, one in fresh.values()]
    return Stored(
        immediate=tuple(
            Due(q, destination, answer=told[q.id].answer if q.id in told else None, scenario=scenario)
            for q, one in paced
            if one == IMMEDIATE
        ),
        waiting=any(one != IMMEDIATE for _, one in paced),
        conflicts=set() if len(new) == len(questions) else await _different(work, questions, asker),
    )


async def _different(work: Work, questions: Sequence[Question], asker: str) -> set[UUID]:
    """Ids whose stored question is not the one that came now, or was asked by somebody else."""
    statement = select(verification.c.id, verification.c.question, verification.c.asker)
    rows = await work.rows(statement.where(verification.c.id.in_([q.id for q in questions])))
    stored = {row.id: (row.asker, Question.model_validate(row.question)) for row in rows}
    return {q.id for q in questions if stored.get(q.id) != (asker, q)}


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


def _not_answered_here(spec: AgencySpec[Any], question: Question) -> RefusedQuestion:
    kinds = ", ".join(sorted(spec.answers))
    return RefusedQuestion(
        id=question.id,
        slug="claim-not-answered-here",
        detail=f"{spec.name} answers {kinds}, and this is a question about {question.claim.kind}",
    )


def _conflicting(question_id: UUID) -> RefusedQuestion:
    return RefusedQuestion(
        id=question_id,
        slug="question-conflict",
        detail=f"Question {question_id} was accepted before with other content. A new question has a new id.",
    )
