"""End the course of declarations because of who filed them: 终止, 取消, 注销 (DOMAIN 3.9)."""

from collections.abc import Callable
from uuid import uuid4

from luohu_contract.settlement import RegistrationCancellation
from luohu_declaration.domain.course import CourseEvent, CourseStatus, after
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.settlement.steps import SETTLED
from luohu_declaration.storage import courses, declarations, settlements
from luohu_declaration.usecases.close_appeals import close_with_the_course, hold_appeals
from luohu_declaration.usecases.notify import notify
from luohu_declaration.usecases.stop_settlement import Why, stop_settlement
from luohu_kit.work import Work

#: The topic by which public security hears that a registration is cancelled.
CANCELLATIONS = "registration-cancellations"

#: What the person is told, by where the declaration ends.
_TOLD: dict[CourseStatus, str] = {
    CourseStatus.DISQUALIFIED: "course.disqualified",
    CourseStatus.REVOKED: "course.revoked",
    CourseStatus.REGISTRATION_CANCELLED: "course.registration_cancelled",
}

#: Ended by a sanction before: there is nothing more to take back.
ENDED = frozenset(_TOLD)

Reaches = Callable[[Declaration], bool]


def everything(declaration: Declaration) -> bool:
    """The sanction reaches every declaration of the person."""
    return True


async def sanction_person(
    work: Work, id_number: str, why: str, *, actor: str, reaches: Reaches = everything
) -> list[Declaration]:
    """End the declarations of a person that a sanction reaches; those that were ended, as they stood before.

    why: one or two words for the history, such as `false_material`. actor: who decided, as in `course_event`.
    Open appeals end, an award is taken back and its settlement stops; of a registered person, public security is told
    to cancel the registration and to move the household back. What was ended by a sanction before is left alone.
    """
    ended = []
    await hold_appeals(work, id_number)
    for declaration in await declarations.hold_of_person(work, id_number):
        if declaration.status not in ENDED and reaches(declaration):
            await end_declaration(work, declaration, why, actor=actor)
            ended.append(declaration)
    return ended


async def end_declaration(work: Work, declaration: Declaration, why: str, *, actor: str) -> CourseStatus:
    """End one declaration, which is held; where it ended. Raises CourseRefused when it was ended before."""
    before = declaration.status
    now = after(before, CourseEvent.SANCTIONED)
    await courses.move(work, {declaration.id: {"why": why}}, CourseEvent.SANCTIONED, status=before, actor=actor)
    person = declaration.person
    registered = before is CourseStatus.REGISTERED or await _registering(work, declaration)
    await close_with_the_course(work, declaration, actor)
    await stop_settlement(work, declaration.id, Why.REVOKED, actor=actor)
    if registered:
        cancelled = RegistrationCancellation(id=uuid4(), id_number=person.id_number, reason=why)
        work.send(CANCELLATIONS, "public-security", cancelled.id, cancelled)
    await notify(work, person.id_number, _TOLD[now], declaration_id=declaration.id, year=declaration.year)
    return now


async def _registering(work: Work, declaration: Declaration) -> bool:
    """Whether public security has been asked to register the household, so that it may have done so already."""
    held = await settlements.get(work, declaration.id)
    return held is not None and held.status in SETTLED
