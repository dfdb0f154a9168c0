"""From a rule's decision to the verdict that travels. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from luohu_contract.decision import Invalid, Valid
from luohu_contract.message import Decider, Outcome, Question, Verdict

_NAMESPACE = UUID("086ef76a-05be-5468-bebc-680e2f19fcca")


def verdict_of(
    question: Question,
    decision: Valid | Invalid,
    now: datetime,
    *,
    by: Decider = Decider.REGISTER,
    opinion: str | None = None,
) -> Verdict:
    """The verdict on a question. Its id follows from the question's, which is decided once."""
    invalid = isinstance(decision, Invalid)
    return Verdict(
        id=uuid5(_NAMESPACE, str(question.id)),
        question_id=question.id,
        item_id=question.item_id,
        attempt=question.attempt,
        part=question.part,
        kind=question.kind,
        outcome=Outcome.INVALID if invalid else Outcome.VALID,
        reason=decision.reason if isinstance(decision, Invalid) else None,
        disputable=decision.disputable,
        findings=decision.findings,
        opinion=opinion,
        decided_by=by,
        decided_at=now,
    )


def decision_of(verdict: Verdict) -> Valid | Invalid:
    """What an earlier verdict said, as a decision that can stand again."""
    if verdict.reason is not None:
        return Invalid(verdict.reason, verdict.findings, disputable=verdict.disputable)
    if verdict.findings is None:
        raise ValueError(f"verdict {verdict.id} is valid and has no findings")
    return Valid(verdict.findings, verdict.disputable)


def delivery(bodies: Any, now: datetime) -> Mapping[str, Any]:
    """Verdicts of one world, as they wait in the outbox, in one request: a `VerdictDelivery`.

    They were models when they were written; they are not read again on their way out.
    """
    return {"type": "verdicts.decided", "timestamp": now, "data": {"verdicts": list(bodies)}}
