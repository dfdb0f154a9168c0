"""The sandbox sets how fast an agency answers."""

from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_agency import pace
from luohu_agency.pace import PaceWanted
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


def pace_router() -> APIRouter:
    """`PUT /_luohu/paces`, in sandbox mode only."""
    router = APIRouter(prefix="/_luohu/paces", tags=["control"])

    @router.put("", status_code=204)
    async def put_pace(rt: Rt, peer: FromSandbox, wanted: PaceWanted) -> None:
        """For questions that arrive from now on."""
        async with rt.begin(peer.world) as work:
            await pace.put(work, [wanted])
            await work.commit()

    return router
