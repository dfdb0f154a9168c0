"""Ask the tax authority whether employers are registered in the city (handbook 二.一.2). No answer decides nothing.

A duty: a registration waits on the world's clock since the moment it was made, so that an advance of the clock waits
for it. While the tax authority does not answer it is asked again on real time, and nobody waits for that.
"""

import asyncio
from datetime import timedelta

import httpx
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from luohu_contract.employers import Taxpayer
from luohu_contract.enrolment import EmployerStatus
from luohu_declaration.domain.employer import EmployerEvent
from luohu_declaration.domain.taxpayer import judge
from luohu_declaration.storage import employers
from luohu_declaration.storage.employers import DUTY, Claimed
from luohu_declaration.usecases.notify import notify
from luohu_kit.clock import BEIJING
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld, Work

TAX = "tax"
BATCH = 16  #: employers asked about side by side
FIRST, LONGEST = timedelta(seconds=1), timedelta(minutes=5)  #: real time between two looks

log = structlog.get_logger()


class NoAnswer(Exception):
    """The tax authority did not answer, or answered what says nothing about the employer."""


def pause_after(checks: int) -> timedelta:
    """Real time until it is asked again: 1 s doubling to 5 min. checks: how often it was asked, 1 or more."""
    doubled: int = 2 ** min(checks - 1, 20)
    return min(FIRST * doubled, LONGEST)


class EmployerChecks:
    """The duty."""

    name = DUTY
    waiting = (
        "SELECT world, min(since) AS due_at FROM employer"
        " WHERE status = 'checking' AND next_check_real <= clock_timestamp() GROUP BY world"
    )

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        """Ask about one batch of one world's employers; how many were asked about."""
        lease = timedelta(seconds=self._rt.settings.peer_timeout_seconds * 2)
        async with self._rt.begin(world) as work:
            claimed = await employers.claim_checks(work, lease, BATCH)
            await work.commit()
        async with asyncio.TaskGroup() as group:
            for each in claimed:
                group.create_task(self._look_after(world, each))
        return len(claimed)

    async def _look_after(self, world: str, claimed: Claimed) -> None:
        try:
            await self._check(world, claimed)
        except UnknownWorld:
            log.debug("employer_checked_in_vain", world=world)  # the world was deleted meanwhile
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            # The claim ends by itself, and the employer is asked about again.
            log.warning("employer_check_interrupted", world=world, error=type(error).__name__)

    async def _check(self, world: str, claimed: Claimed) -> None:
        try:
            found = await self._ask(world, claimed.uscc)
        except NoAnswer as error:
            log.warning("employer_check_unanswered", world=world, uscc=claimed.uscc, error=str(error))
            async with self._rt.begin(world) as work:
                await employers.looked(work, claimed, str(error), again_in=pause_after(claimed.checks))
                await work.commit()
            return
        async with self._rt.begin(world) as work:
            await _record(work, claimed, found)
            await work.commit()

    async def _ask(self, world: str, uscc: str) -> Taxpayer | None:
        """How the employer stands there; None when it is not known. Raises NoAnswer."""
        try:
            answer = await self._rt.peer(TAX).send("GET", f"/v1/taxpayers/{uscc}", world=world)
        except httpx.TransportError as error:
            raise NoAnswer(f"{TAX} did not answer: {type(error).__name__}") from None
        if answer.status_code == 404 and _says_unknown(answer):
            return None
        if answer.status_code != 200:
            raise NoAnswer(f"{TAX} answered HTTP {answer.status_code}")
        try:
            return Taxpayer.model_validate_json(answer.content)
        except ValidationError:
            raise NoAnswer(f"{TAX} answered what makes no sense") from None


async def _record(work: Work, claimed: Claimed, found: Taxpayer | None) -> None:
    """Move the employer by what was found, unless it has gone on meanwhile."""
    held = await employers.hold(work, claimed.id, None)
    if held is None or held.status is not EmployerStatus.CHECKING or held.checks != claimed.checks:
        return
    reason = judge(found, held.name, work.now.astimezone(BEIJING).date())
    if reason is None:
        year = work.world.year
        opened = EmployerEvent.FOUND_ELIGIBLE
        await employers.move(work, held, opened, TAX, {"year": year}, active_year=year, last_problem=None)
        await notify(work, held.uscc, "employer.opened", year=year, unit_code=held.unit_code)
    else:
        refused, detail = EmployerEvent.FOUND_NOT_ELIGIBLE, {"reason": reason.value}
        await employers.move(work, held, refused, TAX, detail, reason=reason, last_problem=None)
        await notify(work, held.uscc, "employer.not_eligible")


def _says_unknown(answer: httpx.Response) -> bool:
    """Whether a 404 is about the employer: one about the world, or of something in between, says nothing."""
    try:
        return bool(answer.json()["type"] == "/problems/not-found")
    except (ValueError, KeyError, TypeError):
        return False
