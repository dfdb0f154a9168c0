"""The control plane's hands on every service: make a world, keep it, take it away, set its clock, feel its pulse.

Only the sandbox may (signed), and only in sandbox mode. `GET /health` is for everybody.
"""

from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import StreamingResponse

from luohu_kit import kept_rows
from luohu_kit.api import Rt, streamed
from luohu_kit.auth import Peer, public, signed
from luohu_kit.clock import ClockState
from luohu_kit.digest import Sums, digest_of
from luohu_kit.kept_rows import KeptWish, RowsWish
from luohu_kit.making import (
    NotKept,
    OtherRevision,
    RowsUnusable,
    forget_kept,
    keep_world,
    put_world,
    turn_door,
)
from luohu_kit.pulse import Pulse, pulse
from luohu_kit.queues import Queues, queues
from luohu_kit.several import Doomed, NewWorlds, delete_worlds, put_worlds
from luohu_kit.tick import TickWanted, tick
from luohu_kit.worlds import DoorTurn, Health, KeptView, NewWorld, health, set_clock

NDJSON = "application/x-ndjson"
WorldName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]

CONTROL_PROBLEMS: dict[type[Exception], str] = {
    NotKept: "snapshot-unknown",
    OtherRevision: "snapshot-version",
    RowsUnusable: "export-damaged",
}


@cache
def health_router() -> APIRouter:
    """`GET /health`: 200 when ready, 503 when not."""
    router = APIRouter(tags=["health"])

    @router.get("/health", dependencies=[Depends(public())], responses={503: {"model": Health}})
    async def read_health(rt: Rt, response: Response) -> Health:
        state = await health(rt)
        response.status_code = 200 if state.ready else 503
        return state

    return router


@cache
def control_router() -> APIRouter:
    """The routes that the sandbox calls on every service that keeps worlds."""
    router = APIRouter(prefix="/_luohu/worlds/{name}", tags=["control"])

    @router.put("", status_code=201)
    async def make_world(rt: Rt, peer: FromSandbox, name: WorldName, new: NewWorld, response: Response) -> None:
        if not await put_world(rt, name, new):
            response.status_code = 200

    @router.delete("", status_code=204)
    async def remove_world(rt: Rt, peer: FromSandbox, name: WorldName) -> None:
        await delete_worlds(rt, [name])

    @router.put("/door", status_code=204)
    async def turn_its_door(rt: Rt, peer: FromSandbox, name: WorldName, turn: DoorTurn) -> None:
        await turn_door(rt, name, turn.door, turn.kept)

    @router.put("/kept/{kept}")
    async def keep(rt: Rt, peer: FromSandbox, name: WorldName, kept: WorldName) -> KeptView:
        made = await keep_world(rt, name, kept)
        return KeptView(revision=made.revision, rows=sum(made.counts.values()))

    @router.get("/kept/{kept}/rows")
    async def read_rows(rt: Rt, peer: FromSandbox, name: WorldName, kept: WorldName) -> StreamingResponse:
        return await streamed(kept_rows.lines(rt, name, kept), NDJSON)

    @router.post("/kept/{kept}", status_code=204)
    async def expect_rows(rt: Rt, peer: FromSandbox, name: WorldName, kept: WorldName, wish: KeptWish) -> None:
        await kept_rows.expect(rt, name, kept, wish)

    @router.post("/kept/{kept}/rows", status_code=204)
    async def add_rows(rt: Rt, peer: FromSandbox, name: WorldName, kept: WorldName, wish: RowsWish) -> None:
        await kept_rows.add(rt, name, kept, wish)

    @router.delete("/kept/{kept}", status_code=204)
    async def forget(rt: Rt, peer: FromSandbox, name: WorldName, kept: WorldName) -> None:
        await forget_kept(rt, name, kept)

    @router.get("/digest")
    async def read_digest(rt: Rt, peer: FromSandbox, name: WorldName, times: bool = True) -> Sums:
        return await digest_of(rt, name, times=times)

    @router.put("/clock", status_code=204)
    async def change_clock(rt: Rt, peer: FromSandbox, name: WorldName, clock: ClockState) -> None:
        await set_clock(rt, name, clock)

    @router.post("/tick")
    async def set_and_settle(rt: Rt, peer: FromSandbox, name: WorldName, wanted: TickWanted) -> Pulse:
        return await tick(rt, name, wanted)

    @router.get("/pulse")
    async def feel_pulse(
        rt: Rt, peer: FromSandbox, name: WorldName, since: Annotated[int, Query(ge=0, lt=2**62)] = 0
    ) -> Pulse:
        return await pulse(rt, name, since)

    @router.get("/queues")
    async def read_queues(rt: Rt, peer: FromSandbox, name: WorldName) -> Queues:
        return await queues(rt, name)

    return router


@cache
def several_router() -> APIRouter:
    """The same for several worlds at once."""
    router = APIRouter(prefix="/_luohu/worlds", tags=["control"])

    @router.post("", status_code=204)
    async def make_worlds(rt: Rt, peer: FromSandbox, wish: NewWorlds) -> None:
        await put_worlds(rt, wish.names, wish.new)

    @router.post("/removal", status_code=204)
    async def remove_worlds(rt: Rt, peer: FromSandbox, doomed: Doomed) -> None:
        await delete_worlds(rt, doomed.names)

    return router
