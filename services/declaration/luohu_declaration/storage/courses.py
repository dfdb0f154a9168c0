"""The course of declarations: moved one or many at a time, each with its event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text

from luohu_declaration.domain.course import CourseEvent, CourseStatus, after
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.storage import fan_out
from luohu_declaration.storage.recordset import encoded
from luohu_declaration.storage.tables import course_event, declaration
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

_TOLD = ("declaration", "'declaration_id', a.declaration_id", fan_out.OF_DECLARATION)
_MOVE = text(
    "WITH wanted AS (SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, detail jsonb)),"  # noqa: S608 - ours
    " moved AS (UPDATE declaration SET status = CAST(:to AS text),"
    " since = CASE WHEN status = CAST(:to AS text) THEN since ELSE CAST(:at AS timestamptz) END"
    " FROM wanted WHERE declaration.id = wanted.id AND declaration.status = CAST(:from AS text)"
    " RETURNING declaration.id, wanted.detail),"
    " added AS (INSERT INTO course_event"
    " (declaration_id, at, event, from_status, to_status, detail, actor, after_item_event)"
    " SELECT id, CAST(:at AS timestamptz), :event, CAST(:from AS text), CAST(:to AS text), detail, :actor,"
    " (SELECT coalesce(max(e.seq), 0) FROM item_event AS e WHERE e.declaration_id = moved.id)"
    " FROM moved ORDER BY id RETURNING *),"
    f" told AS ({fan_out.messages(*_TOLD)} RETURNING 1)"
    " SELECT declaration_id, (SELECT count(*) FROM told) AS told FROM added"
)


@dataclass(frozen=True, slots=True)
class Passed:
    """One line of a declaration's history."""

    seq: int
    at: datetime
    event: CourseEvent
    from_status: CourseStatus | None
    to_status: CourseStatus
    detail: Mapping[str, Any]
    actor: str
    after_item_event: int  #: number of the last event of its items until then


async def move(
    work: Work,
    declarations: Mapping[UUID, Mapping[str, Any]],
    event: CourseEvent,
    *,
    status: CourseStatus,
    actor: str,
) -> set[UUID]:
    """Move declarations (id to the event's detail) that are in `status`; those that moved.

    Whoever is not in that status any more is left alone: the caller holds the rows, or asks who moved. Raises
    CourseRefused when the event does not follow from the status. Readers who wait on the declarations are woken.
    """
    if not declarations:
        return set()
    values: dict[str, Any] = {
        "from": status.value,
        "to": after(status, event).value,
        "event": event.value,
        "at": work.now,
        "actor": actor,
        **fan_out.cause(),
        **encoded([{"id": each, "detail": dict(detail)} for each, detail in declarations.items()]),
    }
    rows = await work.rows(_MOVE, values)
    moved = {row.declaration_id for row in rows}
    if moved:
        fan_out.wake(work, rows[0].told)
        work.wake("watch", *sorted(str(each) for each in moved))
    return moved


async def hold_all(work: Work, *statuses: CourseStatus) -> list[UUID]:
    """All declarations of the world in these statuses, held in one order, so that nobody else is blocked for ever."""
    return [row.id for row in await work.rows(_holding(work, statuses))]


async def hold(work: Work, *statuses: CourseStatus) -> None:
    """The same for whoever does not ask which: of a whole city, they are not even read."""
    await work.execute(select(func.count()).select_from(_holding(work, statuses).subquery()))


def _holding(work: Work, statuses: Sequence[CourseStatus]) -> Select[Any]:
    return (
        select(declaration.c.id)
        .where(declaration.c.year == work.world.year, declaration.c.status.in_(statuses))
        .order_by(declaration.c.id)
        .with_for_update(key_share=True)
    )


async def submitted_at(work: Work, of: Declaration) -> datetime | None:
    """When a declaration was submitted last; None when it never was, and while it is a draft again."""
    if of.status is CourseStatus.DRAFT:
        return None
    last = select(func.max(course_event.c.at)).where(
        course_event.c.declaration_id == of.id, course_event.c.event == CourseEvent.SUBMITTED
    )
    found: datetime | None = await work.scalar(last)
    return found and found.astimezone(BEIJING)


async def history(work: Work, declaration_id: UUID, after: int = 0, most: int | None = None) -> Sequence[Passed]:
    """What happened to a declaration after a number, in order, the first so many."""
    statement = (
        select(course_event)
        .where(course_event.c.declaration_id == declaration_id, course_event.c.seq > after)
        .order_by(course_event.c.seq)
        .limit(most)
    )
    return [
        Passed(
            row.seq,
            row.at.astimezone(BEIJING),
            row.event,
            row.from_status,
            row.to_status,
            row.detail,
            row.actor,
            row.after_item_event,
        )
        for row in await work.rows(statement)
    ]
