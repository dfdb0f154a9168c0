"""Appeals that the window has not decided in time end all the same: the result stands, and the applicant is told.

The points are final with the list (DOMAIN T51), and a procedure that was ended has none. So an appeal is never left
open behind either of them.
"""

from collections.abc import Sequence

from luohu_contract.indicators import Indicator
from luohu_contract.texts import text
from luohu_contract.texts.appeals import ENDINGS
from luohu_declaration.domain.appeal import Appeal, AppealStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.storage import appeals, declarations
from luohu_declaration.usecases.appeal import APPEAL
from luohu_declaration.usecases.notify import notify_all
from luohu_kit.tasks import queue
from luohu_kit.work import Work

_LIST, _ENDED = "list_published", "course_ended"


async def hold_appeals(work: Work, id_number: str | None = None) -> None:
    """Hold the window's tasks about the open appeals of a person, or of everybody.

    To be done before their declarations are held, as the window itself does: two that wait for each other would never
    end.
    """
    own = None if id_number is None else [each.id for each in await appeals.open_of_person(work, id_number)]
    await queue.hold_open(work, APPEAL, own)


async def close_at_the_list(work: Work, actor: str) -> None:
    """End every open appeal of the world: 至名单公示未查证属实. All declarations that can have one are held."""
    await _close(work, await appeals.all_open(work), _LIST, actor)


async def close_with_the_course(work: Work, declaration: Declaration, actor: str) -> None:
    """End the open appeals of a held declaration whose course was ended."""
    filed = await appeals.of_declaration(work, declaration.id)
    await _close(work, [each for each in filed if each.status is AppealStatus.OPEN], _ENDED, actor)


async def _close(work: Work, those: Sequence[Appeal], why: str, actor: str) -> None:
    if not those:
        return
    closed = await appeals.reject(work, those, ENDINGS[why].zh, actor=actor)
    await queue.cancel(work, await queue.hold_open(work, APPEAL, [each.id for each in closed]), why)
    people = await declarations.id_numbers(work, {each.declaration_id for each in closed})
    for indicator in Indicator:  # a person has at most one open appeal about each
        about = {people[each.declaration_id]: each.declaration_id for each in closed if each.indicator is indicator}
        label = text(indicator)
        letter = {"indicator_zh": label.zh, "indicator_en": label.en, "opinion": ENDINGS[why].zh}
        await notify_all(work, dict.fromkeys(about, letter), "appeal.rejected", about)
