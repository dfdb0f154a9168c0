"""What the sandbox asks every service about its journal."""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from luohu_kit.api import Rt, streamed
from luohu_kit.auth import Peer, signed
from luohu_kit.journal.inputs import Kept, input_lines, kept_inputs
from luohu_kit.journal.reading import Asked, Count, Counting, Page, count, find
from luohu_kit.journal.tally import Tally, Tallying, tally

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


@cache
def journal_router() -> APIRouter:
    """Find, count as soon as there are more, tally by edge, and hand out what a replay needs."""
    router = APIRouter(prefix="/_luohu/journal", tags=["control"])

    @router.post("/find")
    async def find_hops(rt: Rt, peer: FromSandbox, asked: Asked) -> Page:
        return await find(rt, peer.world, asked)

    @router.post("/count")
    async def count_hops(rt: Rt, peer: FromSandbox, asked: Counting) -> Count:
        return await count(rt, peer.world, asked)

    @router.post("/tally")
    async def tally_hops(rt: Rt, peer: FromSandbox, asked: Tallying) -> Tally:
        return await tally(rt, peer.world, asked)

    @router.get("/inputs")
    async def read_kept(rt: Rt, peer: FromSandbox) -> Kept:
        return await kept_inputs(rt, peer.world)

    @router.get("/inputs/lines")
    async def read_inputs(rt: Rt, peer: FromSandbox) -> StreamingResponse:
        return await streamed(input_lines(rt, peer.world), "application/x-ndjson")

    return router
