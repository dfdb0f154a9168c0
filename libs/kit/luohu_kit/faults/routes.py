"""What the sandbox tells every service about its faults."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import text

from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.faults.book import BELL
from luohu_kit.faults.fault import Fault
from luohu_kit.faults.held import let_go
from luohu_kit.faults.views import Faults, FaultView, Removed, listed
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]

_PUT = text(
    "INSERT INTO kit.fault (sender, receiver, spec, made_at, ends_at)"
    " VALUES (:sender, :receiver, CAST(:spec AS jsonb), :made_at, :ends_at)"
    " ON CONFLICT (world, sender, receiver) DO UPDATE SET spec = excluded.spec, made_at = excluded.made_at,"
    " ends_at = excluded.ends_at, seen = 0, hits = 0"
)
_REMOVE = text("DELETE FROM kit.fault WHERE sender = :sender AND receiver = :receiver RETURNING receiver")
_REMOVE_ALL = text("DELETE FROM kit.fault RETURNING receiver")


@cache
def fault_router() -> APIRouter:
    """Put one, list them, take one or all away. What was set aside on an edge goes on when its fault is changed."""
    router = APIRouter(prefix="/_luohu/faults", tags=["control"])

    @router.get("")
    async def list_faults(rt: Rt, peer: FromSandbox) -> Faults:
        return Faults(items=await listed(rt, peer.world))

    @router.put("/{sender}/{receiver}")
    async def put_fault(rt: Rt, peer: FromSandbox, sender: str, receiver: str, fault: Fault) -> FaultView:
        async with rt.begin(peer.world) as work:
            await _put(work, sender, receiver, fault)
            await let_go(work, rt.settings, {receiver})
            await _commit(rt, work)
        return next(one for one in await listed(rt, peer.world) if (one.sender, one.receiver) == (sender, receiver))

    @router.delete("/{sender}/{receiver}")
    async def remove_fault(rt: Rt, peer: FromSandbox, sender: str, receiver: str) -> Removed:
        async with rt.begin(peer.world) as work:
            gone = await work.rows(_REMOVE, {"sender": sender, "receiver": receiver})
            await let_go(work, rt.settings, {receiver})
            await _commit(rt, work)
        return Removed(faults=len(gone))

    @router.delete("")
    async def remove_faults(rt: Rt, peer: FromSandbox) -> Removed:
        async with rt.begin(peer.world) as work:
            gone = await work.rows(_REMOVE_ALL)
            await let_go(work, rt.settings, {row.receiver for row in gone})
            await _commit(rt, work)
        return Removed(faults=len(gone))

    return router


async def _put(work: Work, sender: str, receiver: str, fault: Fault) -> None:
    ends_at = None if fault.ttl is None else fault.ttl.after(work.now)
    spec = fault.model_dump_json(by_alias=True, exclude_none=True)
    told = {"sender": sender, "receiver": receiver, "spec": spec, "made_at": work.now, "ends_at": ends_at}
    await work.execute(_PUT, told)


async def _commit(rt: Runtime, work: Work) -> None:
    """Commit, and answer only when this process goes by it."""
    work.wake(BELL)
    await work.commit()
    await rt.faults.reload()
