"""The reconciler: asks agencies about questions that are overdue, so that a lost callback leaves nothing stuck.

It runs on real time: a callback is lost on the machine's clock, whatever the world's clock shows. Questions are
claimed in one short transaction, the agency is asked outside of any, and what it says is recorded in another.
"""

import asyncio
from datetime import timedelta

import httpx
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.message import VerificationStatus
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import waiting
from luohu_declaration.storage.waiting import Overdue
from luohu_declaration.usecases.dispatch_again import QuestionDecided, dispatch_again
from luohu_declaration.usecases.record_verdicts import record_verdicts
from luohu_kit.pace import LOOK
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld

BATCH = 64  #: questions claimed at once
AT_ONCE = 8  #: agencies asked side by side
FIRST, LONGEST = timedelta(seconds=30), timedelta(hours=1)

log = structlog.get_logger()


def pause_after(checks: int) -> timedelta:
    """Real time until the next look: 30 s doubling to one hour. checks: looks so far, 1 or more."""
    doubled: int = 2 ** min(checks - 1, 20)
    return min(FIRST * doubled, LONGEST)


async def reconciler(rt: Runtime) -> None:
    """Look after overdue questions for ever."""
    while True:
        try:
            pause = 0.0 if await reconcile_once(rt) else await _until_overdue(rt)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("reconciler_interrupted", error=type(error).__name__)
            pause = rt.settings.poll_seconds
        await asyncio.sleep(pause)


async def _until_overdue(rt: Runtime) -> float:
    """Real seconds until the next question is due to be looked after; questions asked meanwhile are due later."""
    longest = rt.settings.overdue_seconds
    async with rt.everywhere() as connection:
        wait = await waiting.until_overdue(connection)
    return longest if wait is None else min(max(wait.total_seconds(), 0.05), longest)


async def reconcile_once(rt: Runtime) -> int:
    """Look after one batch; how many questions were looked after."""
    lease = timedelta(seconds=rt.settings.peer_timeout_seconds * 4)
    async with rt.everywhere() as connection:
        claimed = await waiting.claim_overdue(connection, lease, BATCH)
        await connection.commit()
    lanes = asyncio.Semaphore(AT_ONCE)

    async def one(question: Overdue) -> None:
        async with lanes:
            await _look_after(rt, question)

    async with asyncio.TaskGroup() as group:
        for question in claimed:
            group.create_task(one(question))
    return len(claimed)


async def _look_after(rt: Runtime, question: Overdue) -> None:
    try:
        if question.undelivered:
            # The outbox is at it, or has given up and lists it: asking the agency would tell nothing.
            await _note(rt, question, None, None, again_in=FIRST)
            return
        status, problem, unknown = await _ask(rt, question)
        if unknown:
            await _send_again(rt, question)
        elif status is not None and status.verdict is not None:
            await _record(rt, question, status)
        else:
            await _note(rt, question, status, problem, again_in=pause_after(question.checks))
    except (UnknownWorld, NotThere, QuestionDecided):
        # The world was deleted, or the verdict came by itself meanwhile.
        log.debug("reconciled_meanwhile", world=question.world, question=str(question.id))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        # Its lease ends by itself, and it is looked after again.
        log.warning("reconciling_interrupted", world=question.world, error=type(error).__name__)


async def _ask(rt: Runtime, question: Overdue) -> tuple[VerificationStatus | None, str | None, bool]:
    """Where the question stands, what went wrong, and whether the agency knows it not."""
    path = f"/v1/verifications/{question.id}"
    try:
        # Nobody looks here: what waits to be looked at goes on waiting.
        answer = await rt.peer(question.agency).send(
            "GET", path, world=question.world, headers={LOOK: "false"}, concerns=[question.item_id]
        )
    except httpx.TransportError as error:
        return None, f"{type(error).__name__}: {error}"[:300], False
    if answer.status_code == 404:
        return None, None, True
    if answer.status_code != 200:
        return None, f"HTTP {answer.status_code}: {answer.text[:250]}", False
    try:
        return VerificationStatus.model_validate_json(answer.content), None, False
    except ValidationError:
        return None, "the agency's answer is no VerificationStatus", False


async def _send_again(rt: Runtime, question: Overdue) -> None:
    async with rt.begin(question.world) as work:
        await dispatch_again(work, question.id, overdue=pause_after(question.checks))
        await work.commit()
    log.warning("question_unknown_at_agency", world=question.world, agency=question.agency, question=str(question.id))


async def _record(rt: Runtime, question: Overdue, status: VerificationStatus) -> None:
    assert status.verdict is not None  # noqa: S101 - narrows the type
    async with rt.begin(question.world) as work:
        await record_verdicts(work, question.agency, [status.verdict])
        # Were the verdict refused as a stray, the question would stay open: look again later, not at once.
        await waiting.looked(work, question.id, again_in=pause_after(question.checks), status=status, problem=None)
        await work.commit()
    log.info("verdict_reconciled", world=question.world, agency=question.agency, question=str(question.id))


async def _note(
    rt: Runtime, question: Overdue, status: VerificationStatus | None, problem: str | None, *, again_in: timedelta
) -> None:
    async with rt.begin(question.world) as work:
        await waiting.looked(work, question.id, again_in=again_in, status=status, problem=problem)
        await work.commit()
