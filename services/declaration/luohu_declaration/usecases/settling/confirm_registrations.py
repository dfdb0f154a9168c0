"""The household register has taken a registration, or refused it: the settlement follows.

The outbox knows: a message that is gone has arrived, and one that was refused lies there with the reason.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.settlement.steps import SettlementEvent
from luohu_declaration.storage import courses, registrations, settlements
from luohu_declaration.usecases.settling.holding import hold_settlement, tell
from luohu_declaration.usecases.settling.move_household import POLICE
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

log = structlog.get_logger()

BATCH = 100


class RegistrationsDuty:
    """Moves settlements on whose registration the register has answered."""

    name = "registrations"
    waiting = registrations.ANSWERED

    def __init__(self, rt: Runtime) -> None:
        self._rt = rt

    async def run(self, world: str) -> int:
        """One batch; how many were moved."""
        async with self._rt.begin(world) as work:
            answered = await registrations.answered(work, BATCH)
            for declaration_id, refusal in answered.items():
                await _follow(work, declaration_id, refusal)
            await work.commit()
        return len(answered)


async def _follow(work: Work, declaration_id: UUID, refusal: str | None) -> None:
    held = await hold_settlement(work, declaration_id, None)
    if refusal is not None:
        detail = {"why": refusal}
        await settlements.move(work, held.settlement, SettlementEvent.REGISTRATION_REFUSED, POLICE, detail)
        log.warning("registration_refused", world=work.world.name, declaration=str(declaration_id), why=refusal)
        return
    await settlements.move(work, held.settlement, SettlementEvent.REGISTRATION_CONFIRMED, POLICE)
    ids: Mapping[UUID, Mapping[str, Any]] = {declaration_id: {}}
    await courses.move(work, ids, CourseEvent.REGISTERED, status=CourseStatus.AWARDED, actor=POLICE)
    await tell(work, held, "settlement.registered")
