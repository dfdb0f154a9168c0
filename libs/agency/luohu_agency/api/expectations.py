"""The sandbox tells an agency verdicts beforehand."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from luohu_agency import expectations
from luohu_agency.spec import AgencySpec
from luohu_contract.expectation import ExpectationList, ExpectationView, ExpectationWish
from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class Removed(Wire):
    expectations: int


def expectation_router(spec: AgencySpec[Any]) -> APIRouter:
    """`/_luohu/expectations`, in sandbox mode only."""
    # What is wanted of it is told at the control plane, once for all agencies.
    router = APIRouter(prefix="/_luohu/expectations", tags=["control"], include_in_schema=False)

    @router.post("", status_code=201)
    async def add(rt: Rt, peer: FromSandbox, wish: ExpectationWish) -> ExpectationView:
        """For questions that arrive from now on."""
        async with rt.begin(peer.world) as work:
            made = await expectations.add(work, spec, wish)
            await work.commit()
        return made

    @router.get("")
    async def list_all(rt: Rt, peer: FromSandbox) -> ExpectationList:
        async with rt.begin(peer.world) as work:
            return ExpectationList(items=tuple(await expectations.listed(work, spec)))

    @router.delete("")
    async def remove_all(rt: Rt, peer: FromSandbox) -> Removed:
        return await _remove(rt, peer.world)

    @router.delete("/{expectation_id}")
    async def remove(rt: Rt, peer: FromSandbox, expectation_id: UUID) -> Removed:
        return await _remove(rt, peer.world, expectation_id)

    return router


async def _remove(rt: Rt, world: str, only: UUID | None = None) -> Removed:
    async with rt.begin(world) as work:
        removed = await expectations.remove(work, only)
        await work.commit()
    return Removed(expectations=removed)
