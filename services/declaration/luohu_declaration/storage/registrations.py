"""Registrations on their way to the household register: which of them it has answered, as the outbox knows."""

from uuid import UUID

from sqlalchemy import delete, text

from luohu_kit.tables import outbox
from luohu_kit.work import Work

_ON_ITS_WAY = (
    "EXISTS (SELECT 1 FROM kit.outbox o WHERE o.world = s.world AND o.message_id = s.registration_id"
    " AND o.dead_at IS NULL)"
)
#: Over all worlds, as a duty says what waits: answered, and not followed yet.
ANSWERED = (
    "SELECT s.world, min(s.since) AS due_at FROM settlement s"  # noqa: S608 - nothing of it comes from outside
    f" WHERE s.status = 'registering' AND NOT {_ON_ITS_WAY} GROUP BY s.world"
)
# Locked before it is looked at, in the order in which whoever holds many declarations holds them.
_ANSWERED_HERE = text(
    "SELECT s.declaration_id, s.registration_id,"  # noqa: S608 - as above
    " (SELECT max(o.last_error) FROM kit.outbox o WHERE o.world = s.world AND o.message_id = s.registration_id"
    " AND o.dead_at IS NOT NULL) AS refusal"
    " FROM settlement s JOIN declaration d ON d.world = s.world AND d.id = s.declaration_id"
    f" WHERE s.status = 'registering' AND NOT {_ON_ITS_WAY}"
    " ORDER BY d.id LIMIT :limit FOR NO KEY UPDATE OF d SKIP LOCKED"
)


async def answered(work: Work, limit: int) -> dict[UUID, str | None]:
    """Declarations, held from now on, whose registration was answered: None when taken, else why it was refused.

    A refusal is read once: its message is buried no longer.
    """
    rows = await work.rows(_ANSWERED_HERE, {"limit": limit})
    refused = [row.registration_id for row in rows if row.refusal is not None]
    if refused:
        await work.execute(delete(outbox).where(outbox.c.message_id.in_(refused), outbox.c.dead_at.is_not(None)))
    return {row.declaration_id: row.refusal for row in rows}
