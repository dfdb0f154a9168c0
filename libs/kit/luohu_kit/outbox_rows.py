"""The rows of the outbox, over all worlds: claimed under a lease, kept, put off, buried, removed."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from luohu_kit.slowing import Way
from luohu_kit.work import BeginEverywhere

CLAIM = 1000  #: messages claimed at once
_Row = tuple[str, str, int]  #: world, its generation, and the number

_CLAIM = text(
    """
    WITH taken AS (
        SELECT o.world, o.id FROM kit.outbox o JOIN kit.world w ON w.name = o.world AND w.door = 'open'
        WHERE o.dead_at IS NULL AND o.held_until IS NULL AND o.not_before <= clock_timestamp()
            AND NOT (o.destination = ANY(CAST(:full AS text[])))
            AND NOT (o.world || ' ' || o.destination = ANY(CAST(:slowed AS text[])))
        ORDER BY o.not_before, o.id LIMIT :claim FOR UPDATE OF o SKIP LOCKED
    )
    UPDATE kit.outbox o SET not_before = clock_timestamp() + CAST(:lease AS interval), attempts = attempts + 1
    FROM taken t JOIN kit.world w ON w.name = t.world
    WHERE o.world = t.world AND o.id = t.id
    RETURNING o.world, o.id, o.message_id, o.topic, o.destination, o.body, o.attempts, o.trace, o.scenario,
              o.holds > 0 AS released, w.generation, kit.world_now(w) AS now
    """
)
_RENEW = text(
    "UPDATE kit.outbox o SET not_before = clock_timestamp() + CAST(:lease AS interval)"
    " FROM unnest(CAST(:worlds AS text[]), CAST(:ids AS bigint[])) AS f(world, id)"
    " WHERE o.world = f.world AND o.id = f.id AND o.dead_at IS NULL"
)
#: A row that came back with a snapshot has the number that it had: what becomes of a message sent before is not its.
_STILL = " AND EXISTS (SELECT 1 FROM kit.world WHERE name = :world AND generation = :generation)"
_THESE = f" WHERE world = :world AND id = ANY(CAST(:ids AS bigint[])){_STILL}"
_DELETE = text(f"DELETE FROM kit.outbox{_THESE}")  # noqa: S608 - ours, as below
_ARRIVED = text("SELECT kit.arrived(CAST(:worlds AS text[]), CAST(:generations AS text[]), CAST(:ids AS bigint[]))")
_LATER = text(
    "UPDATE kit.outbox SET not_before = clock_timestamp() + CAST(:delay AS interval), last_error = :why"  # noqa: S608
    f"{_THESE}"
)
_SET_ASIDE = text(
    "UPDATE kit.outbox SET held_until = :until, holds = holds + 1, last_error = :why"  # noqa: S608
    f"{_THESE}"
)
_BURY = text(
    "UPDATE kit.outbox o SET dead_at = clock_timestamp(), last_error = b.why"  # noqa: S608
    " FROM unnest(CAST(:ids AS bigint[]), CAST(:whys AS text[])) AS b(id, why)"
    f" WHERE o.world = :world AND o.id = b.id{_STILL}"
)
_NEXT = text(
    "SELECT extract(epoch FROM o.not_before - clock_timestamp())"
    " FROM kit.outbox o JOIN kit.world w ON w.name = o.world AND w.door = 'open'"
    " WHERE o.dead_at IS NULL AND o.held_until IS NULL AND NOT (o.destination = ANY(CAST(:full AS text[])))"
    " AND NOT (o.world || ' ' || o.destination = ANY(CAST(:slowed AS text[])))"
    " ORDER BY o.not_before LIMIT 1"
)


class OutboxRows:
    """One service's outbox. Every method is a transaction of its own.

    Messages are named by their world, its generation when they were taken, and the numbers of their rows.
    """

    def __init__(self, everywhere: BeginEverywhere, lease: timedelta) -> None:
        self._everywhere = everywhere
        self._lease = lease
        self._arrived: dict[_Row, None] = {}  #: to be removed, in the order in which it arrived
        self._turn = asyncio.Lock()

    async def claim(self, full: Sequence[str], slowed: Collection[Way] = ()) -> Sequence[Any]:
        """Take what may be sent now under a lease, less what goes to full destinations or on slowed ways."""
        async with self._everywhere() as connection:
            names = [" ".join(way) for way in slowed]
            values = {"full": list(full), "slowed": names, "claim": CLAIM, "lease": self._lease}
            rows = (await connection.execute(_CLAIM, values)).all()
            await connection.commit()
        return rows

    async def until_due(self, full: Sequence[str], slowed: Collection[Way] = ()) -> float | None:
        """Real seconds until the next message may be sent; None when there is none."""
        async with self._everywhere() as connection:
            values = {"full": list(full), "slowed": [" ".join(way) for way in slowed]}
            seconds = (await connection.execute(_NEXT, values)).scalar()
        return None if seconds is None else float(seconds)

    async def renew(self, held: Sequence[tuple[str, int]]) -> None:
        """Lengthen the leases of messages, given as pairs of world and id."""
        worlds, ids = zip(*held, strict=True)
        async with self._everywhere() as connection:
            await connection.execute(_RENEW, {"lease": self._lease, "worlds": list(worlds), "ids": list(ids)})
            await connection.commit()

    async def settle(self, world: str, generation: str, done: Sequence[int], dead: Mapping[int, str]) -> None:
        """Remove what has arrived, and bury what will never be taken, with the reason."""
        if not dead:
            await self._remove([(world, generation, row) for row in done])
            return
        async with self._everywhere() as connection:
            of_world = {"world": world, "generation": generation}
            if done:
                await connection.execute(_DELETE, {**of_world, "ids": list(done)})
            await connection.execute(_BURY, {**of_world, "ids": list(dead), "whys": list(dead.values())})
            await connection.commit()

    async def _remove(self, rows: Sequence[_Row]) -> None:
        """Remove rows, and with them those that others have named while the last statement was under way."""
        self._arrived |= dict.fromkeys(rows)
        async with self._turn:
            if self._arrived.keys().isdisjoint(rows):
                return  # somebody has done it
            together, self._arrived = self._arrived, {}
            worlds, generations, ids = zip(*together, strict=True)
            values = {"worlds": list(worlds), "generations": list(generations), "ids": list(ids)}
            try:
                await self._everywhere.alone(_ARRIVED, values)
            except BaseException:
                self._arrived = together | self._arrived
                raise

    async def put_off(self, world: str, generation: str, ids: Sequence[int], delay: timedelta, why: str) -> None:
        """Send them again after a delay of real time."""
        async with self._everywhere() as connection:
            values = {"world": world, "generation": generation, "ids": list(ids), "delay": delay, "why": why}
            await connection.execute(_LATER, values)
            await connection.commit()

    async def set_aside(self, world: str, generation: str, ids: Sequence[int], until: datetime, why: str) -> None:
        """Send them when the world's clock shows `until`; they are not live meanwhile."""
        async with self._everywhere() as connection:
            values = {"world": world, "generation": generation, "ids": list(ids), "until": until, "why": why}
            await connection.execute(_SET_ASIDE, values)
            await connection.commit()
