"""Messages that a fault set aside on the world's clock, and the duty that lets them go when their time has come."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

from luohu_kit.parcel import receiver
from luohu_kit.settings import Settings
from luohu_kit.work import Work

if TYPE_CHECKING:
    from luohu_kit.runtime import Runtime

NAME = "held"  #: of the duty
BATCH = 500

_LET_GO = text(
    """
    WITH due AS (
        SELECT id, held_until FROM kit.outbox WHERE held_until <= :now AND dead_at IS NULL
        ORDER BY held_until, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    UPDATE kit.outbox o SET held_until = NULL, not_before = clock_timestamp() FROM due d
    WHERE o.id = d.id RETURNING d.held_until, o.topic, o.destination, o.message_id
    """
)
_DESTINATIONS = text("SELECT DISTINCT destination FROM kit.outbox WHERE held_until IS NOT NULL")
_LET_ALL_GO = text(
    "UPDATE kit.outbox SET held_until = NULL, not_before = clock_timestamp()"
    " WHERE held_until IS NOT NULL AND destination = ANY(CAST(:destinations AS text[])) RETURNING id"
)


class SetAside(Exception):
    """The message is not sent now, but when the world's clock shows `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"set aside until {until.isoformat()} of the world's time")
        self.until = until


class Held:
    """The duty of every service that sends messages."""

    name = NAME
    waiting = (
        "SELECT world, min(held_until) AS due_at FROM kit.outbox"
        " WHERE held_until IS NOT NULL AND dead_at IS NULL GROUP BY world"
    )

    def __init__(self, runtime: "Runtime") -> None:
        self._begin = runtime.begin
        self._settings = runtime.settings

    async def run(self, world: str) -> int:
        """Let go what is due now; how many."""
        async with self._begin(world) as work:
            rows = await work.rows(_LET_GO, {"now": work.now, "batch": BATCH})
            if not rows:
                return 0
            fired = [(row.held_until, self._told(row.topic, row.destination, row.message_id)) for row in rows]
            await work.note_fired(self.name, fired)
            work.wake("outbox")
            await work.commit()
        return len(rows)

    def _told(self, topic: str, destination: str, message_id: object) -> str:
        name, _ = receiver(self._settings, destination, "")
        return f"{self._settings.service}->{name} {topic} {message_id}"


async def let_go(work: Work, settings: Settings, names: Collection[str]) -> int:
    """Send on at once what was set aside on the way to these services; how many messages."""
    rows = await work.rows(_DESTINATIONS)
    destinations: Sequence[str] = [
        row.destination for row in rows if receiver(settings, row.destination, "")[0] in names
    ]
    if not destinations:
        return 0
    let = await work.rows(_LET_ALL_GO, {"destinations": destinations})
    work.wake("outbox")
    return len(let)
