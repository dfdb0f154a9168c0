"""`/_luohu/worlds`: isolated cities, made, listed, deleted, reset."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.clock import machine_now
from luohu_sandbox import store
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import NAME, WorldList, WorldView, WorldWish
from luohu_sandbox.worlds import generated_name, settings_for

router = APIRouter(prefix="/_luohu/worlds", tags=["worlds"], dependencies=[Depends(public())])

WorldName = Annotated[str, Path(pattern=NAME)]


def view(world: store.Known) -> WorldView:
    """A world as the control plane shows it."""
    return WorldView(
        name=world.name,
        programme=world.programme,
        year=world.year,
        seed=world.seed,
        personas=world.personas,
        admission=world.admission,
        state=world.state,
        created_at=world.created_at,
        mode=world.clock.mode,
        now=world.clock.at(machine_now()),
    )


@router.post("", status_code=201, summary="Make a world, on all services at once")
async def create_world(control: InControl, response: Response, wish: WorldWish | None = None) -> WorldView:
    wish = wish or WorldWish()
    new = settings_for(
        programme=wish.programme,
        year=wish.year,
        seed=wish.seed,
        mode=wish.clock.mode,
        at=wish.clock.at,
        rate=wish.clock.rate,
        personas=wish.personas,
        admission=wish.admission,
    )
    world = await control.worlds.create(wish.name or generated_name(), new)
    response.headers["Location"] = f"/_luohu/worlds/{world.name}"
    return view(world)


@router.get("", summary="Every world")
async def list_worlds(rt: Rt) -> WorldList:
    worlds = await store.everything(rt)
    return WorldList(items=tuple(view(world) for world in worlds if world.state in store.SHOWN))


@router.get("/{name}", summary="One world")
async def read_world(rt: Rt, name: WorldName) -> WorldView:
    return view(await store.shown(rt, name))


@router.delete("/{name}", status_code=204, summary="Take a world away; nothing of it stays")
async def delete_world(control: InControl, name: WorldName) -> None:
    await control.worlds.delete(name)


@router.post("/{name}/reset", summary="The world as it was when it was made")
async def reset_world(control: InControl, name: WorldName) -> WorldView:
    return view(await control.worlds.reset(name))
