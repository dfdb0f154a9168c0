"""What cases wait for on the world's clock, and looks at those whose records were decided."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert

from luohu_declaration.storage.case_tables import LOOK, case_wait
from luohu_declaration.storage.recordset import among, listed
from luohu_kit.clock import BEIJING
from luohu_kit.work import Work

DUTY = "casework"  #: of the duty that takes what is due
WAITING = "SELECT world, min(due_at) AS due_at FROM case_wait GROUP BY world"
#: Records of these declarations were decided: their cases are looked at, in the transaction that decided them.
_LOOK = text(
    "INSERT INTO case_wait (case_id, step, due_at) SELECT c.id, :look, CAST(:now AS timestamptz) FROM city_case c"
    " WHERE c.declaration_id IN (SELECT unnest(CAST(:ids AS uuid[]))) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class Due:
    """A step whose time has come, or a look (`step` is None)."""

    case_id: UUID
    step: str | None
    due_at: datetime


async def look(work: Work, declarations: Collection[UUID]) -> None:
    """Have the cases of these declarations looked at once this work is committed."""
    done = await work.execute(_LOOK, {"look": LOOK, "now": work.now, **listed(declarations)})
    if done.rowcount:
        work.wake(DUTY)


async def waiting(work: Work, case_id: UUID) -> dict[str, datetime]:
    """The steps that a case waits for, and until when."""
    return (await waiting_of(work, [case_id]))[case_id]


async def waiting_of(work: Work, ids: Collection[UUID]) -> dict[UUID, dict[str, datetime]]:
    """The same of several cases."""
    found: dict[UUID, dict[str, datetime]] = {case_id: {} for case_id in ids}
    for row in await work.rows(select(case_wait).where(among(case_wait.c.case_id)), listed(ids)):
        if row.step != LOOK:
            found[row.case_id][row.step] = row.due_at.astimezone(BEIJING)
    return found


async def change(work: Work, case_id: UUID, gone: Collection[str], new: Mapping[str, datetime]) -> None:
    """Let a case wait for other steps."""
    if gone:
        await work.execute(delete(case_wait).where(case_wait.c.case_id == case_id, case_wait.c.step.in_(sorted(gone))))
    if new:
        rows = [{"case_id": case_id, "step": step, "due_at": due_at} for step, due_at in new.items()]
        await work.execute(insert(case_wait).on_conflict_do_nothing(), rows)
        work.wake(DUTY)


async def due(work: Work, most: int) -> list[Due]:
    """What is due now, the earliest first; of a step before a look at the same instant."""
    wanted = select(case_wait).where(case_wait.c.due_at <= work.now)
    rows = await work.rows(
        wanted.order_by(case_wait.c.due_at, case_wait.c.step.desc(), case_wait.c.case_id).limit(most)
    )
    return [Due(row.case_id, None if row.step == LOOK else row.step, row.due_at.astimezone(BEIJING)) for row in rows]


async def taken(work: Work, each: Due) -> bool:
    """Take what was due away; whether it was still there. The caller holds the case."""
    step = LOOK if each.step is None else each.step
    gone = await work.execute(delete(case_wait).where(case_wait.c.case_id == each.case_id, case_wait.c.step == step))
    return bool(gone.rowcount)
