"""自行放弃: the awardee does not want the award; its place is not filled again (handbook 五, 需要注意的是 2)."""

from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.settlement.steps import SettlementEvent, after
from luohu_declaration.storage import courses
from luohu_declaration.usecases.settling.holding import Held, hold_settlement
from luohu_declaration.usecases.stop_settlement import Why, stop_settlement
from luohu_kit.work import Work


async def give_up(work: Work, held: Held, actor: str) -> Held:
    """End the settlement and the declaration's course for good. Raises SettlementRefused once it is registered."""
    after(held.settlement.status, SettlementEvent.GIVEN_UP)
    await stop_settlement(work, held.id, Why.GIVEN_UP, actor=actor)
    await courses.move(work, {held.id: {}}, CourseEvent.GIVEN_UP, status=CourseStatus.AWARDED, actor="applicant")
    return await hold_settlement(work, held.id, None)
