"""What the sandbox asks every service about its journal."""

from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.journal.reading import Asked, Count, Counting, Page, count, find

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


def journal_router() -> APIRouter:
    """Find, and count as soon as there are more."""
    router = APIRouter(prefix="/_luohu/journal", tags=["control"])

    @router.post("/find")
    async def find_hops(rt: Rt, peer: FromSandbox, asked: Asked) -> Page:
        return await find(rt, peer.world, asked)

    @router.post("/count")
    async def count_hops(rt: Rt, peer: FromSandbox, asked: Counting) -> Count:
        return await count(rt, peer.world, asked)

    return router
