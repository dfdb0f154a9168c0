"""Questions come in: stored once each, durably, before the asker is told so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError

from luohu_agency.answering import Answers, Due, answers, facts_together, record, tell
from luohu_agency.arrival import Arrival
from luohu_agency.foretold import foretell, of_scenario
from luohu_agency.spec import AgencySpec
from luohu_agency.storing import Batch, conflicting, keep_evidence, store
from luohu_contract.message import Acknowledgement, Question, RefusedQuestion, VerificationRequest
from luohu_kit.pace import IMMEDIATE
from luohu_kit.settings import Settings
from luohu_kit.trace import current
from luohu_kit.work import Work

log = structlog.get_logger()

VERDICTS_PATH = "/v1/verdicts"


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
    arrived: Arrival,
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
        cause = current()
        scenario = None if cause is None else cause.scenario
        batch = Batch(wanted, asker, destination, scenario, [arrived.paces.of(question) for question in wanted])
        if at_once and _is_plain(work, batch, arrived):
            new = await _answered(work, spec, batch, arrived)
        else:
            new = await _stored(work, spec, batch, arrived, at_once=at_once)
        conflicts = set() if len(new) == len(wanted) else await conflicting(work, batch)
    accepted = [q.id for q in request.questions if q.claim.kind in spec.answers and q.id not in conflicts]
    refused += [_conflicting(question_id) for question_id in sorted(conflicts)]
    return Acknowledgement(accepted=tuple(dict.fromkeys(accepted)), refused=tuple(refused))


def _is_plain(work: Work, batch: Batch, arrived: Arrival) -> bool:
    """Whether nothing has to be known of these questions but what the register says."""
    return (
        not arrived.expected
        and all(pace == IMMEDIATE for pace in batch.paces)
        and not any(question.evidence for question in batch.questions)
        and not of_scenario(work.now, batch.questions)
    )


async def _answered(work: Work, spec: AgencySpec[Any], batch: Batch, arrived: Arrival) -> set[UUID]:
    """Judge first, then store questions and verdicts together; the ids that were new, and only those are told."""
    once = {question.id: question for question in reversed(batch.questions)}
    held = [Due(question, batch.destination, scenario=batch.scenario) for question in reversed(once.values())]
    found = await _found(work, spec, held)
    unique = replace(batch, questions=[due.question for due in held], paces=[IMMEDIATE] * len(held))
    new = await store(work, unique, arrived.paces, found.written())
    if new:
        await tell(work, spec, found.among(new))
    return new


async def _stored(work: Work, spec: AgencySpec[Any], batch: Batch, arrived: Arrival, *, at_once: bool) -> set[UUID]:
    """Store first: what is told of a question beforehand is counted with its row. The ids that were new."""
    new = await store(work, batch, arrived.paces, {})
    await keep_evidence(work, ((q.id, ref) for q in batch.questions if q.id in new for ref in q.evidence))
    fresh = {q.id: (q, pace) for q, pace in zip(batch.questions, batch.paces, strict=True) if q.id in new}
    told = await foretell(work, [q for q, _ in fresh.values()], expected=arrived.expected)
    paced = [(q, told[q.id].pace if q.id in told else pace) for q, pace in fresh.values()]
    if at_once:
        held = [
            Due(q, batch.destination, answer=told[q.id].answer if q.id in told else None, scenario=batch.scenario)
            for q, pace in paced
            if pace == IMMEDIATE
        ]
        if held:
            await record(work, spec, await _found(work, spec, held))
    if not at_once or any(pace != IMMEDIATE for _, pace in paced):
        work.wake("judge")
    return new


async def _found(work: Work, spec: AgencySpec[Any], held: Sequence[Due]) -> Answers:
    try:
        facts = await facts_together(work, spec, held)
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("lookup_failed", world=work.world.name, agency=spec.name)
        raise NotAtOnce from error
    return await answers(work, spec, held, facts)


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
