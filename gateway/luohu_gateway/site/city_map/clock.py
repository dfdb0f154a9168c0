"""The clock of the world: what it shows, what is due next, and how it is moved."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.advances import advances_of
from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.city_map.live import watches_of
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

_OPEN = [Depends(in_sandbox())]
PAGE = f"{PREFIX}/map/clock"


@router.get("/map/clock", dependencies=_OPEN)
async def look(here: Here) -> Response:
    """What it shows."""
    return await _drawn(here)


@router.post("/map/clock/freeze", dependencies=_OPEN)
async def freeze(here: Here) -> Response:
    """Stand it still."""
    return await _told(here, "freeze", {})


@router.post("/map/clock/release", dependencies=_OPEN)
async def release(here: Here) -> Response:
    """Let it run with real time."""
    return await _told(here, "release", {})


@router.post("/map/clock/scale", dependencies=_OPEN)
async def scale(here: Here) -> Response:
    """Let it run faster or slower."""
    return await _told(here, "scale", body_of(await here.form(), ("rate",)))


@router.post("/map/clock/advance", dependencies=_OPEN)
async def advance(here: Here) -> Response:
    """Move it: by a time, to an instant, or until nothing waits any more."""
    wish = body_of(await here.form(), ("by", "to", "until"))
    began = datetime.fromisoformat((await here.ask.get("/_luohu/clock"))["now"])
    done = await advances_of(here.request).begin(here.world, here.wire(None), wish, began)
    watches_of(here.request).look_again(here.world)
    if done.over and done.problem and not done.held_by:
        return await _drawn(here, status=422, problem=done.problem, entered=wish)
    return await _drawn(here) if here.partial else here.go(PAGE)


async def _told(here: Visit, what: str, wish: dict[str, Any]) -> Response:
    try:
        await here.ask.post(f"/_luohu/clock/{what}", wish)
    except Refused as refused:
        return await _drawn(here, status=422, problem=Shown.of(refused), entered=wish)
    return await _drawn(here) if here.partial else here.go(PAGE)


async def _drawn(
    here: Visit, *, status: int = 200, problem: Shown = NONE, entered: dict[str, Any] | None = None
) -> Response:
    clock = await here.ask.get("/_luohu/clock")
    last = advances_of(here.request).last(here.world)
    return here.draw(
        "city_map/clock_part.html" if here.partial else "city_map/clock.html",
        status=status,
        clock=clock,
        advance=last,
        part_of_the_way=last.part_of_the_way(datetime.fromisoformat(clock["now"])) if last else None,
        problem=problem,
        entered=entered or {},
    )
