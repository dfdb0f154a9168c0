"""One operation at a time on a world: advisory locks of PostgreSQL, so that they end with the process that holds them.

All locks of a process lie on one connection of its own: an advance of minutes holds no connection of the pool.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

from sqlalchemy import Executable, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from luohu_kit.journal import of_world

_TRY = text(
    "SELECT each.name FROM unnest(CAST(:worlds AS text[])) AS each(name)"
    " WHERE pg_try_advisory_lock(hashtextextended('luohu.world.' || each.name, 0))"
)
_FREE = text(
    "SELECT each.name FROM unnest(CAST(:worlds AS text[])) AS each(name)"
    " WHERE pg_advisory_unlock(hashtextextended('luohu.world.' || each.name, 0))"
)
_SLOWEST_TRY = 0.05

ADVANCE = "an advance"  #: the one operation that is never waited for


class WorldBusy(Exception):
    """Another operation on the world has not ended."""

    def __init__(self, world: str, doing: str) -> None:
        super().__init__(f"The world {world} is busy: {doing} has not ended yet.")


class AdvanceRunning(Exception):
    """The clock of the world is being moved."""

    def __init__(self, world: str) -> None:
        super().__init__(f"An advance is moving the clock of the world {world}; it answers when the city has settled.")


class WorldLocks:
    """The locks that this process holds, by world."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._doing: dict[str, str] = {}

    @asynccontextmanager
    async def held(self, world: str, doing: str, *, patience: float = 2.0) -> AsyncIterator[None]:
        """Nobody else does anything to the world inside of the block.

        doing: what is done, for those who are turned away. patience: seconds that a short operation of another is
        waited for; an advance is never waited for. Raises AdvanceRunning or WorldBusy.
        """
        of_world(world)
        async with self.all_held([world], doing, patience=patience):
            yield

    @asynccontextmanager
    async def all_held(self, worlds: Sequence[str], doing: str, *, patience: float = 2.0) -> AsyncIterator[None]:
        """The same for several worlds: all of them, or none."""
        mine = frozenset(worlds)
        await self._take(mine, doing, patience)
        try:
            yield
        finally:
            self._done(mine)
            await asyncio.shield(self._free(mine))

    async def _take(self, worlds: frozenset[str], doing: str, patience: float) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        pause = 0.005
        while True:
            busy = next((world for world in sorted(worlds) if world in self._doing), None)
            if busy is None:
                busy = await self._try(worlds, doing)
                if busy is None:
                    return
            other = self._doing.get(busy)
            if other == ADVANCE:
                raise AdvanceRunning(busy)
            if loop.time() > end:
                raise WorldBusy(busy, other or "an operation of another sandbox process")
            await asyncio.sleep(pause)
            pause = min(pause * 2, _SLOWEST_TRY)

    async def _try(self, worlds: frozenset[str], doing: str) -> str | None:
        """Take all of them, or none: then one that another process holds."""
        self._doing.update(dict.fromkeys(worlds, doing))
        try:
            taken = await self._ask(_TRY, worlds)
        except BaseException:
            self._done(worlds)
            raise
        if taken == worlds:
            return None
        self._done(worlds)
        await self._free(taken)
        return min(worlds - taken)

    def _done(self, worlds: frozenset[str]) -> None:
        for world in worlds:
            del self._doing[world]

    async def _free(self, worlds: frozenset[str]) -> None:
        # A connection that broke has freed everything already.
        if worlds:
            with suppress(SQLAlchemyError, OSError):
                await self._ask(_FREE, worlds)

    async def _ask(self, statement: Executable, worlds: frozenset[str]) -> frozenset[str]:
        async with self._turn:
            for attempt in (1, 2):
                connection = await self._connected()
                try:
                    rows = await connection.execute(statement, {"worlds": sorted(worlds)})
                    return frozenset(row.name for row in rows)
                except (SQLAlchemyError, OSError) as error:
                    await self.close()
                    # A connection that died while nobody used it has lost its locks already; another one takes over.
                    died = isinstance(error, OSError) or getattr(error, "connection_invalidated", False)
                    if not died or attempt == 2 or statement is _FREE:
                        raise
            raise AssertionError("unreachable")

    async def _connected(self) -> AsyncConnection:
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            self._connection = await self._engine.connect()
            await self._connection.execution_options(isolation_level="AUTOCOMMIT")
        return self._connection

    async def close(self) -> None:
        """Give the connection back, and with it every lock."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            await connection.invalidate()
            await connection.close()
