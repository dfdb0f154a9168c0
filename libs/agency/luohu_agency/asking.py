"""Asks a spec about one question, so that whatever fails in an agency's own code touches no other question."""

from typing import Any

import structlog
from sqlalchemy.exc import DBAPIError

from luohu_agency.spec import AgencySpec
from luohu_contract.decision import AskOperator, Correction, Decision, Invalid, Valid
from luohu_contract.message import Question
from luohu_kit.work import Work

log = structlog.get_logger()


class Unanswerable(Exception):
    """The register could not be read for a question, or the rule failed on it. The message is for operators."""


async def facts_of(work: Work, spec: AgencySpec[Any], question: Question) -> Any:
    """The facts for one question; the transaction stays usable when they cannot be read. Raises Unanswerable."""
    try:
        async with work.connection.begin_nested():
            return (await spec.lookup(work, [question]))[question.id]
    except Exception as error:
        if isinstance(error, DBAPIError) and error.connection_invalidated:
            raise
        log.exception("lookup_failed", agency=spec.name, world=work.world.name, question=str(question.id))
        raise Unanswerable(
            f"The register could not be read for this question ({type(error).__name__}); the service's log says why."
        ) from error


def judged(spec: AgencySpec[Any], question: Question, facts: Any) -> Decision:
    """What the rule says. A rule that fails leaves the question to an operator, with the error noted."""
    try:
        return _checked(spec.judge(question, facts))
    except Exception as error:
        return AskOperator(str(_failed(spec, question, error)))


def judged_after_overturn(
    spec: AgencySpec[Any], question: Question, facts: Any, correction: Correction | None
) -> Decision:
    """What the claim is after an overturn; as `judged` does."""
    try:
        return _checked(spec.after_overturn(question, facts, correction))
    except Exception as error:
        return AskOperator(str(_failed(spec, question, error)))


async def rule_now(work: Work, spec: AgencySpec[Any], question: Question) -> Decision:
    """What the rule says of the register as it is in this transaction."""
    try:
        return judged(spec, question, await facts_of(work, spec, question))
    except Unanswerable as error:
        return AskOperator(str(error))


def _checked(decision: Decision) -> Decision:
    """A rule is somebody else's code: what it returns is looked at before it becomes a verdict."""
    if not isinstance(decision, Valid | Invalid | AskOperator):
        raise TypeError(f"a rule returned {decision!r}, which is no decision")
    return decision


def _failed(spec: AgencySpec[Any], question: Question, error: Exception) -> Unanswerable:
    log.error("rule_failed", agency=spec.name, question=str(question.id), exc_info=error)
    return Unanswerable(f"The rule failed on this question ({type(error).__name__}: {error})"[:500])
