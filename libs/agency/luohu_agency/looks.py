"""Questions that wait to be looked at: the n-th look is what makes the agency decide."""

from uuid import UUID

from sqlalchemy import text

from luohu_kit.work import Work

_LOOK = text(
    "UPDATE agency.verification SET looks_left = looks_left - 1,"
    " due_at = CASE WHEN looks_left = 1 THEN CAST(:now AS timestamptz) END"
    " WHERE id = :id AND asker = :asker AND state = 'waiting' AND looks_left > 0 RETURNING looks_left"
)


async def look(work: Work, question_id: UUID, asker: str) -> None:
    """Count a look of the asker. After the last one that it waited for, the question is due."""
    if await work.scalar(_LOOK, {"id": question_id, "asker": asker, "now": work.now}) == 0:
        work.wake("judge")
