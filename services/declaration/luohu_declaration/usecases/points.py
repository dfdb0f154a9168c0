"""Points as their owner may see them: lines once submitted, total and rank once everything is decided (DOMAIN T12)."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.season import Step
from luohu_declaration.storage import placings, scores, steps
from luohu_declaration.storage.placings import Placing
from luohu_declaration.storage.scores import Kept, Place
from luohu_declaration.usecases.rights import policy_of
from luohu_kit.work import Work
from luohu_scoring import added

#: Where a declaration has no points at all, or none any more.
_WITHOUT = frozenset({CourseStatus.DRAFT, CourseStatus.NOT_SUBMITTED, CourseStatus.DISQUALIFIED})


class NoPoints(Exception):
    """Points are shown for a submitted declaration (handbook 三.十.1)."""

    def __init__(self, declaration_id: UUID, status: CourseStatus) -> None:
        self.extensions = {"declaration_status": status.value}
        told = {
            CourseStatus.DRAFT: f"Submit it: POST /v1/declarations/{declaration_id}/submission. To see what it would "
            f"give: POST /v1/declarations/{declaration_id}/simulation.",
            CourseStatus.NOT_SUBMITTED: "It was not submitted when the stage ended: no points, no total, no rank.",
        }.get(status, "Its course was ended.")
        super().__init__(f"The declaration is {status.value}. {told}")


@dataclass(frozen=True, slots=True)
class Points:
    """What is shown of a submitted declaration."""

    declaration: Declaration
    kept: Kept | None  #: None while they were never computed
    total: Decimal | None  #: when every line is decided, and none is rechecked
    place: Place | None  #: with the total; None, too, for who was decided too late for the list (R6)
    final: Placing | None  #: from the publication of the list on: as announced, whatever happens later (T51)

    @property
    def provisional(self) -> Decimal | None:
        """What the last results come to while one of them is rechecked; None when there is a total, or a line waits."""
        return None if self.kept is None or self.total is not None else added(self.kept.lines.values())


async def points_of(work: Work, declaration: Declaration) -> Points:
    """The points of a declaration, with its live place, or its final one; after the list nobody is ranked anew.

    Raises NoPoints.
    """
    if declaration.status in _WITHOUT:
        raise NoPoints(declaration.id, declaration.status)
    kept = await scores.get(work, declaration.id)
    final = await placings.get(work, declaration.id)
    if final is not None:
        listed = await placings.summary(work)
        place = Place(final.rank, listed.ranked, listed.cut_off)
        return Points(declaration, kept, final.total, place, final)
    if kept is None or kept.total is None:
        return Points(declaration, kept, None, None, None)
    if await steps.was_done(work, Step.LIST_PUBLISHED):
        return Points(declaration, kept, kept.total, None, None)
    place = await scores.place_of(work, kept.total, policy_of(work.world).quota)
    return Points(declaration, kept, kept.total, place, None)
