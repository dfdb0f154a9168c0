"""What this process has noted and not written yet, and its worker, which writes it a moment later in one go."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.journal.hop import Hop
from luohu_kit.journal.kept_inputs import Seen
from luohu_kit.journal.writing import cut, note_lost, write
from luohu_kit.settings import Mode, Settings
from luohu_kit.wake import Hub
from luohu_kit.work import BeginEverywhere

log = structlog.get_logger()

GATHER = 0.25  #: seconds that hops are gathered: whoever reads the journal has them written first
WATCHED = 0.05  #: the same where somebody waits for hops
MANY = 500  #: hops that are written at once
MOST = 20_000  #: hops in memory while PostgreSQL is away; the oldest go
KEY = "journal"  #: what whoever waits for hops of a world watches


class Journal:
    """The journal of one process. It is open in a sandbox with the setting `journal`, from the start of its worker."""

    def __init__(self, settings: Settings, everywhere: BeginEverywhere, hub: Hub) -> None:
        self._everywhere = everywhere
        self._hub = hub
        self._waiting: list[Hop] = []
        self._something = asyncio.Event()
        self._watched = asyncio.Event()  #: what is waiting has somebody who waits for it
        self._turn = asyncio.Lock()
        self._since_cut: Counter[str] = Counter()
        self._lost: Counter[str] = Counter()
        self._lost_inputs: Counter[str] = Counter()
        self._sandbox = settings.mode is Mode.SANDBOX
        self._wanted = self._sandbox and settings.journal
        self._blind = self._sandbox and not (self._wanted and settings.journal_inputs)  #: it keeps no inputs
        self._kept = settings.journal_hops
        self._longest = settings.journal_body
        self.inputs = settings.journal_inputs
        self.seen = Seen()  #: what was told of each world, for replays
        self.open = False  #: somebody writes what is noted

    @property
    def backlog(self) -> int:
        """Hops that are not written yet."""
        return len(self._waiting)

    def note(self, hop: Hop) -> None:
        """Take a hop that has ended. It is written within moments."""
        if not self.open:
            return
        if len(self._waiting) >= MOST:
            self._lose(MOST // 2)
        self._waiting.append(hop)
        self._something.set()
        if self._hub.is_watched(hop.world, KEY):
            self._watched.set()

    def _lose(self, oldest: int) -> None:
        gone, self._waiting = self._waiting[:oldest], self._waiting[oldest:]
        self._lost.update(hop.world for hop in gone)
        self._lost_inputs.update(hop.world for hop in gone if hop.input is not None)
        log.warning("journal_lost_hops", hops=len(gone))

    async def flush(self) -> None:
        """Write what has been noted so far."""
        # The lock comes first: what another is just writing is there, too, when this returns.
        async with self._turn:
            while self._waiting:
                hops, self._waiting = self._waiting[:MANY], self._waiting[MANY:]
                try:
                    await self._write(hops)
                except BaseException:
                    self._waiting = hops + self._waiting
                    raise

    async def forget(self, world: str) -> None:
        """Drop what is not written yet of a world that goes away."""
        async with self._turn:
            self._waiting = [hop for hop in self._waiting if hop.world != world]
            del self._since_cut[world]
        self.seen.forget(world)

    async def run(self) -> None:
        """Write for ever, a moment after something was noted."""
        if self._blind:
            await self._note_a_gap()
        self.open = self._wanted
        try:
            while True:
                await self._something.wait()
                with suppress(TimeoutError):
                    async with asyncio.timeout(GATHER):
                        await self._watched.wait()
                        await asyncio.sleep(WATCHED)
                self._something.clear()
                self._watched.clear()
                try:
                    await self.flush()
                except (SQLAlchemyError, OSError, TimeoutError) as error:
                    log.warning("journal_not_written", hops=len(self._waiting), error=type(error).__name__)
                    self._something.set()
                    await asyncio.sleep(1.0)
        finally:
            self.open = False
            with suppress(SQLAlchemyError, OSError, TimeoutError):
                await self.flush()

    async def begins(self, connection: AsyncConnection, worlds: Iterable[str]) -> None:
        """Worlds are made in this transaction. One that begins while no inputs are kept says so from the beginning."""
        if self._blind:
            for world in worlds:
                await note_lost(connection, world, 0, 1)

    async def _note_a_gap(self) -> None:
        """What happens from now on to the worlds that there are is in no log."""
        async with self._everywhere() as connection:
            await note_lost(connection, None, 0, 1)
            await connection.commit()

    async def _write(self, hops: list[Hop]) -> None:
        worlds = Counter(hop.world for hop in hops)
        async with self._everywhere() as connection:
            await write(connection, hops, self._longest)
            for world, lost in self._lost.items():
                await note_lost(connection, world, lost, self._lost_inputs[world])
            for world in worlds:
                self._since_cut[world] += worlds[world]
                # Now and then is enough: a tenth more than wanted is there before the oldest go.
                if self._since_cut[world] > self._kept // 10:
                    await cut(connection, world, self._kept)
                    self._since_cut[world] = 0
            await connection.commit()
        self._lost.clear()
        self._lost_inputs.clear()
        for world in worlds:
            self._hub.ring_here(world, KEY)
