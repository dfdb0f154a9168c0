"""The sandbox sets how fast an agency answers."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from luohu_agency import pace
from luohu_agency.spec import AgencySpec
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.pace import PacesView, PaceWanted
from luohu_kit.problems import Problem

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


def pace_router(spec: AgencySpec[Any]) -> APIRouter:
    """`/_luohu/paces`, in sandbox mode only. What is set holds for questions that arrive from then on."""
    router = APIRouter(prefix="/_luohu/paces", tags=["control"])

    @router.put("", status_code=204)
    async def put_pace(rt: Rt, peer: FromSandbox, wanted: PaceWanted) -> None:
        if wanted.kind is not None and wanted.kind not in spec.answers:
            fault = {"pointer": "#/kind", "detail": f"{spec.name} answers {', '.join(sorted(spec.answers))}"}
            raise Problem("validation-failed", f"#/kind: {fault['detail']}", errors=[fault])
        async with rt.begin(peer.world) as work:
            await pace.put(work, [wanted])
            await work.commit()

    @router.get("")
    async def read_paces(rt: Rt, peer: FromSandbox) -> PacesView:
        async with rt.begin(peer.world) as work:
            return await pace.shown(work, spec.name)

    @router.delete("", status_code=204)
    async def forget_paces(rt: Rt, peer: FromSandbox) -> None:
        async with rt.begin(peer.world) as work:
            await pace.forget(work)
            await work.commit()

    return router
