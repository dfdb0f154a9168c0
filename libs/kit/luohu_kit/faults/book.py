"""The faults that this process knows of, so that a request of an edge without one asks nobody."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from luohu_kit.faults.fault import Fault, Plan, plan_for
from luohu_kit.journal.hop import Hop
from luohu_kit.scenarios import fault_of
from luohu_kit.settings import Mode, Settings
from luohu_kit.wake import Hub
from luohu_kit.work import BeginEverywhere

log = structlog.get_logger()

BELL = "faults"
_NET = 5.0  #: seconds between two looks, the net under the bell

_ALL = text("SELECT world, sender, receiver, spec FROM kit.fault")
_SEEN = text(
    "UPDATE kit.fault f SET seen = f.seen + 1 FROM kit.world w"
    " WHERE f.world = :world AND f.sender = :sender AND f.receiver = :receiver AND w.name = f.world"
    " AND (f.ends_at IS NULL OR kit.world_now(w) < f.ends_at)"
    " RETURNING f.seen, f.spec, f.made_at, kit.world_now(w) AS now"
)
_HIT = text("UPDATE kit.fault SET hits = hits + 1 WHERE world = :world AND sender = :sender AND receiver = :receiver")

#: The fault that a scenario means for an edge (sender, receiver), if any.
OfScenario = Callable[[str, str, str], Fault | None]


@dataclass(frozen=True, slots=True)
class Request:
    """What a fault may look at."""

    hop: Hop
    attempt: int = 1
    message: bool = False  #: it travels from the outbox, and can be set aside
    released: bool = False  #: it was set aside before


class FaultBook:
    """The faults of all worlds on this service."""

    def __init__(self, settings: Settings, everywhere: BeginEverywhere, hub: Hub) -> None:
        self._everywhere = everywhere
        self._bell = hub.bell(BELL)
        self._known: dict[tuple[str, str, str], Fault] = {}
        self._possible = settings.mode is Mode.SANDBOX
        self.of_scenario: OfScenario = fault_of if self._possible else _no_fault

    def on(self, world: str, sender: str, receiver: str) -> bool:
        """Whether there is a fault on an edge of a world."""
        return (world, sender, receiver) in self._known

    def anything_from(self, sender: str) -> bool:
        """Whether there is any fault on what this sender sends, in whatever world."""
        return any(edge[1] == sender for edge in self._known)

    def receivers(self, world: str, sender: str) -> set[str]:
        """The receivers to which this sender has a fault."""
        return {edge[2] for edge in self._known if edge[:2] == (world, sender)}

    def forget(self, world: str) -> None:
        """A world is gone."""
        self._known = {edge: fault for edge, fault in self._known.items() if edge[0] != world}

    async def reload(self) -> None:
        """Read all faults again: after rows were changed by somebody else."""
        async with self._everywhere() as connection:
            rows = (await connection.execute(_ALL)).all()
        self._known = {(row.world, row.sender, row.receiver): Fault.model_validate(row.spec) for row in rows}

    async def run(self) -> None:
        """Keep up with the other processes, until cancelled."""
        while self._possible:
            try:
                await self.reload()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                log.warning("faults_not_read", error=type(error).__name__)
            await self._bell.wait(_NET)
        await asyncio.Event().wait()

    async def plan(self, request: Request) -> Plan | None:
        """What is done to a request; None: nothing. Raises httpx.ConnectError when that cannot be found out."""
        hop = request.hop
        known = self._known.get((hop.world, hop.sender, hop.receiver)) if self._known else None
        if known is None or not _looks_at(known, hop):
            return self._of_scenario(request) if hop.scenario is not None else None
        edge = {"world": hop.world, "sender": hop.sender, "receiver": hop.receiver}
        try:
            return await self._counted(request, edge)
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            # Nothing gets past a fault because its row cannot be reached: the request is made again.
            raise httpx.ConnectError(f"the fault of the edge cannot be read ({type(error).__name__})") from error

    async def _counted(self, request: Request, edge: dict[str, Any]) -> Plan | None:
        async with self._everywhere() as connection:
            row = (await connection.execute(_SEEN, edge)).one_or_none()
            if row is None:
                return None  # it has ended, or was taken away meanwhile
            fault = Fault.model_validate(row.spec)
            plan = plan_for(
                fault,
                edge_name(edge["sender"], edge["receiver"]),
                row.seen,
                now=row.now,
                made_at=row.made_at,
                message=request.message,
                released=request.released,
            )
            if plan is not None:
                await connection.execute(_HIT, edge)
            await connection.commit()
        return plan

    def _of_scenario(self, request: Request) -> Plan | None:
        """The fault of the request's own scenario: the n-th request is the n-th attempt of its message."""
        hop = request.hop
        fault = self.of_scenario(hop.scenario or "", hop.sender, hop.receiver)
        if fault is None or not _looks_at(fault, hop):
            return None
        now = hop.world_at or hop.at
        return plan_for(
            fault,
            edge_name(hop.sender, hop.receiver),
            request.attempt,
            now=now,
            made_at=now,
            message=request.message,
            released=request.released,
        )


def edge_name(sender: str, receiver: str) -> str:
    """An edge as it is written."""
    return f"{sender}->{receiver}"


def _no_fault(scenario: str, sender: str, receiver: str) -> Fault | None:
    """Production has no scenarios."""
    return None


def _looks_at(fault: Fault, hop: Hop) -> bool:
    return fault.match.fits(hop.method, hop.target, hop.topic)
