"""取消: a later check finds falsification, and the award is taken back (五.二.3; DOMAIN T52)."""

from luohu_declaration.domain.course import CourseEvent
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.storage import courses
from luohu_declaration.usecases.settling.holding import Held, hold_settlement
from luohu_declaration.usecases.stop_settlement import Why, stop_settlement
from luohu_kit.work import Work


async def take_back(work: Work, held: Held, opinion: str, decided_by: str) -> Held:
    """Stop the settlement, whatever step it is at, and end the declaration's course. Raises SettlementRefused."""
    after(held.settlement.status, SettlementEvent.REVOKED)
    await stop_settlement(work, held.id, Why.REVOKED, actor=f"administrator:{decided_by}", opinion=opinion)
    before = held.declaration.status
    await courses.move(work, {held.id: {"why": opinion}}, CourseEvent.SANCTIONED, status=before, actor="city")
    return await hold_settlement(work, held.id, None)
