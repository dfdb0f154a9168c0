"""`/_luohu/clock`: the time of a world, which the header Luohu-World or the body names; `main` without either."""

from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_kit.auth import public
from luohu_kit.clock import BEIJING, ClockMode
from luohu_sandbox.clocks import Reading, Target
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import (
    AdvanceView,
    AdvanceWish,
    ClockView,
    FiredView,
    FreezeWish,
    OfWorld,
    ScaleWish,
)

router = APIRouter(prefix="/_luohu/clock", tags=["clock"])

HeaderWorld = Annotated[str, Depends(public())]


def view(reading: Reading) -> ClockView:
    """A clock as the control plane shows it."""
    return ClockView(**_shown(reading))


def _shown(reading: Reading) -> dict[str, object]:
    return {
        "world": reading.world,
        "mode": reading.mode,
        "now": reading.now,
        "rate": reading.rate,
        "next_due": reading.next_due,
        "disagreeing": reading.disagreeing,
    }


@router.get("", summary="What the clock shows, and what waits on it next")
async def read_clock(control: InControl, world: HeaderWorld) -> ClockView:
    return view(await control.clocks.read(world))


@router.post("/freeze", summary="Stand the clock still, now or at a later instant")
async def freeze(control: InControl, world: HeaderWorld, wish: FreezeWish | None = None) -> ClockView:
    wish = wish or FreezeWish()
    name = wish.world or world
    if wish.at is None:
        return view(await control.clocks.change(name, ClockMode.FROZEN))
    reading, _ = await control.clocks.advance(name, Target(to=wish.at), end_in=ClockMode.FROZEN)
    return view(reading)


@router.post("/release", summary="Let the clock run with real time, from what it shows")
async def release(control: InControl, world: HeaderWorld, wish: OfWorld | None = None) -> ClockView:
    name = (wish.world if wish else None) or world
    return view(await control.clocks.change(name, ClockMode.RUNNING))


@router.post("/scale", summary="Let the clock run faster or slower than real time")
async def scale(control: InControl, world: HeaderWorld, wish: ScaleWish) -> ClockView:
    return view(await control.clocks.change(wish.world or world, ClockMode.SCALED, wish.rate))


@router.post("/advance", summary="Move the clock, doing in order everything that falls due; answer when settled")
async def advance(control: InControl, world: HeaderWorld, wish: AdvanceWish) -> AdvanceView:
    target = Target(by=wish.by, to=wish.to, idle=wish.until is not None, grain=wish.grain)
    reading, run = await control.clocks.advance(wish.world or world, target)
    fired = tuple(FiredView(at=e.at.astimezone(BEIJING), service=e.service, what=e.what, ref=e.ref) for e in run.fired)
    return AdvanceView(**_shown(reading), fired=fired, fired_count=run.count)
