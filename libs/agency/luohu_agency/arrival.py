"""What the agency looks at when questions arrive, in one read: its room, its paces, whether a verdict is told."""

from dataclasses import dataclass

from sqlalchemy import text

from luohu_agency import pace
from luohu_agency.fullness import Room
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

_READ = text(
    """
    SELECT (SELECT count(*) FROM (
               SELECT FROM agency.verification WHERE state = 'waiting' AND due_at <= :now LIMIT :count
           ) AS v) AS due,
           (SELECT jsonb_agg(jsonb_build_array(claim_kind, question_kind, pace)) FROM agency.pace) AS paces,
           EXISTS(SELECT FROM agency.expectation WHERE used < times) AS expected
    """
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What holds for questions that arrive in this transaction."""

    paces: pace.Paces
    expected: bool  #: the world has an expectation that is not used up


async def look(rt: Runtime, work: Work, agency: str) -> Arrival:
    """How things stand in the world. Raises AgencyFull when as many of its questions are due as the agency holds."""
    room: Room = rt.state.setdefault("room", Room(rt.settings.questions_due))
    count = room.to_count(work.world.name)
    (row,) = await work.rows(_READ, {"now": work.now, "count": count})
    if count:
        room.counted(work.world.name, row.due)
    return Arrival(pace.of(work, agency, row.paces or ()), row.expected)
