"""What the routes and the worker of one sandbox process share."""

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends

from luohu_kit.api import Rt
from luohu_kit.runtime import Runtime
from luohu_sandbox.batches import Batches
from luohu_sandbox.clocks import Clocks
from luohu_sandbox.digests import Digests
from luohu_sandbox.expectations import Expectations
from luohu_sandbox.exporting import Exports
from luohu_sandbox.faults import Faulty
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.importing import Imports
from luohu_sandbox.journal import Ledger
from luohu_sandbox.keeper import Keeper
from luohu_sandbox.locks import WorldLocks
from luohu_sandbox.logs import Logs
from luohu_sandbox.paces import Paces
from luohu_sandbox.peopling import Peopling
from luohu_sandbox.replays import Replays
from luohu_sandbox.snapshots import Snapshots
from luohu_sandbox.verification.moments import Moments
from luohu_sandbox.verification.verification import Verification
from luohu_sandbox.worlds import Worlds

_KEY = "control"


@dataclass(frozen=True, slots=True)
class Control:
    """The parts of the control plane."""

    fleet: Fleet
    locks: WorldLocks
    worlds: Worlds
    batches: Batches
    snapshots: Snapshots
    exports: Exports
    imports: Imports
    clocks: Clocks
    keeper: Keeper
    peopling: Peopling
    ledger: Ledger
    faulty: Faulty
    paces: Paces
    expectations: Expectations
    digests: Digests
    logs: Logs
    replays: Replays
    verification: Verification


def control_of(rt: Runtime) -> Control:
    """The one set of parts of a running sandbox, made when first asked for."""
    if _KEY not in rt.state:
        assert rt.engine is not None  # noqa: S101 - narrows the type: the sandbox has a database
        fleet, locks = Fleet(rt), WorldLocks(rt.engine)
        digests, peopling = Digests(rt, fleet), Peopling(rt, locks)
        worlds, snapshots = Worlds(rt, fleet, locks), Snapshots(rt, fleet, locks)
        clocks = Clocks(rt, fleet, locks)
        rt.state[_KEY] = Control(
            fleet,
            locks,
            worlds,
            Batches(rt, fleet, locks),
            snapshots,
            Exports(fleet, snapshots),
            Imports(rt, fleet, worlds),
            clocks,
            Keeper(rt, fleet, locks),
            peopling,
            Ledger(rt),
            Faulty(rt),
            Paces(rt),
            Expectations(rt),
            digests,
            Logs(rt, locks, digests),
            Replays(rt, fleet, worlds, clocks, peopling, digests),
            Verification(Moments(rt, fleet, locks)),
        )
    return cast(Control, rt.state[_KEY])


async def _control(rt: Rt) -> Control:
    return control_of(rt)


InControl = Annotated[Control, Depends(_control)]
