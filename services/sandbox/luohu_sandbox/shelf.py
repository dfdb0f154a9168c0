"""The list of snapshots, as the sandbox keeps it. The rows themselves lie with each service (see `luohu_kit.kept`)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert

from luohu_kit.clock import Clock
from luohu_kit.runtime import Runtime
from luohu_sandbox.records import snapshot


class SnapshotUnknown(Exception):
    """The world has no snapshot of this name, or a service has lost it."""


class SnapshotExists(Exception):
    """The name is taken."""

    def __init__(self, world: str, name: str) -> None:
        super().__init__(f"The world {world} has a snapshot {name!r} already.")
        self.headers = {"Location": f"/_luohu/worlds/{world}/snapshots/{name}"}


class SnapshotVersion(Exception):
    """The snapshot was made by another version of the city."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A world as it was. `clock` shows the snapshot's time; its anchor in real time means nothing any more."""

    world: str
    name: str
    clock: Clock
    rows: int
    made_at: datetime


def _snapshot(row: Row[Any]) -> Snapshot:
    return Snapshot(row.world, row.name, Clock(row.mode, row.made_at, row.at, row.rate), row.rows, row.made_at)


async def put(rt: Runtime, world: str, name: str, clock: Clock, rows: int) -> Snapshot:
    """List a snapshot that every service has. The clock shows the world's time at its anchor."""
    values = {
        "world": world,
        "name": name,
        "mode": clock.mode,
        "at": clock.anchor_world,
        "rate": clock.rate,
        "rows": rows,
    }
    async with rt.everywhere() as connection:
        row = (await connection.execute(insert(snapshot).values(values).returning(snapshot))).one()
        await connection.commit()
    return _snapshot(row)


async def found(rt: Runtime, world: str, name: str) -> Snapshot:
    """A snapshot by its name. Raises SnapshotUnknown."""
    mine = (snapshot.c.world == world) & (snapshot.c.name == name)
    async with rt.everywhere() as connection:
        row = (await connection.execute(select(snapshot).where(mine))).one_or_none()
    if row is None:
        raise SnapshotUnknown(f"The world {world} has no snapshot {name!r}.")
    return _snapshot(row)


async def listed(rt: Runtime, world: str) -> list[Snapshot]:
    """The snapshots of a world, the oldest first."""
    mine = select(snapshot).where(snapshot.c.world == world).order_by(snapshot.c.made_at, snapshot.c.name)
    async with rt.everywhere() as connection:
        return [_snapshot(row) for row in await connection.execute(mine)]


async def remove(rt: Runtime, world: str, name: str) -> None:
    """Strike a snapshot off the list."""
    mine = (snapshot.c.world == world) & (snapshot.c.name == name)
    async with rt.everywhere() as connection:
        await connection.execute(delete(snapshot).where(mine))
        await connection.commit()
