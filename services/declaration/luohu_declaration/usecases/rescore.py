"""Have points computed anew: written down with what changed them, done by the scoring duty a moment later."""

from collections.abc import Iterable
from uuid import UUID

from luohu_declaration.domain.course import CourseStatus
from luohu_declaration.storage import scores
from luohu_kit.work import Work


def has_points(status: CourseStatus) -> bool:
    """Whether a declaration that stands there has points that can still change (DOMAIN T51)."""
    return status in scores.OPEN


async def rescore(work: Work, ids: Iterable[UUID], why: str) -> None:
    """Compute the points of these declarations anew; those that have none, or none that can change, are left out.

    The caller holds the declarations and commits. why: a word for whoever looks at what is to be done.
    """
    await scores.want(work, ids, why)
