"""One running service: its settings, its database, its client, its bells and its workers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import httpx
import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from luohu_kit.carrying import Carrier
from luohu_kit.duty import DutyRunner
from luohu_kit.faults.book import FaultBook
from luohu_kit.journal.buffer import Journal
from luohu_kit.kept import WorldTables
from luohu_kit.outbox import Dispatcher
from luohu_kit.peer import Peer
from luohu_kit.settings import Settings
from luohu_kit.wake import Hub
from luohu_kit.work import Begin, BeginEverywhere, Ground

if TYPE_CHECKING:
    from luohu_kit.event_stream import EventStream
    from luohu_kit.worlds import Seeder

log = structlog.get_logger()


@dataclass(slots=True)
class Runtime:
    """What a route or a worker of one service can reach. Services without a database have no ground."""

    settings: Settings
    http: httpx.AsyncClient
    hub: Hub
    ground: Ground | None
    begin: Begin
    everywhere: BeginEverywhere
    seeder: "Seeder | None" = None
    dispatcher: Dispatcher | None = None
    runners: list[DutyRunner] = field(default_factory=list)
    tables: WorldTables = field(default_factory=WorldTables)
    state: dict[str, Any] = field(default_factory=dict)  #: what a single service keeps for itself
    streams: "WeakSet[EventStream]" = field(default_factory=WeakSet)  #: those that are open
    journal: Journal = field(init=False)
    faults: FaultBook = field(init=False)
    carrier: Carrier = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.settings, self.everywhere, self.hub)
        self.faults = FaultBook(self.settings, self.everywhere, self.hub)
        self.carrier = Carrier(self.journal, self.faults)

    @property
    def engine(self) -> AsyncEngine | None:
        """The service's database, where it has one."""
        return None if self.ground is None else self.ground.engine

    def peer(self, name: str) -> Peer:
        """Another service of the city."""
        return Peer(self.settings, self.http, name, self.carrier)

    @property
    def busy(self) -> int:
        """Requests on their way and duties at work, in this process."""
        flying = self.dispatcher.in_flight if self.dispatcher else 0
        return flying + sum(runner.busy for runner in self.runners)


async def keep_running(name: str, work: Callable[[], Awaitable[None]]) -> None:
    """Run a worker for ever: one that crashes is logged and started again after a pause that grows to 5 s."""
    pause = 0.1
    loop = asyncio.get_running_loop()
    while True:
        started = loop.time()
        try:
            await work()
        except Exception:
            log.exception("worker_crashed", worker=name)
        pause = 0.1 if loop.time() - started > 30 else min(pause * 2, 5.0)
        await asyncio.sleep(pause)
