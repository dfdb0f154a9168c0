"""`/_luohu/worlds`: isolated cities, made, listed, deleted, reset."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.clock import machine_now
from luohu_kit.problems import Problem
from luohu_kit.worlds import NewWorld
from luohu_sandbox import store
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import NAME, Made, RemovalWish, WorldList, WorldsWish, WorldView, WorldWish
from luohu_sandbox.worlds import generated_name, settings_for
from luohu_scoring import PolicyMissing
from luohu_scoring.programmes import Programme, ProgrammeUnknown, YearTwice, chosen

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
async def create_world(rt: Rt, control: InControl, response: Response, wish: WorldWish | None = None) -> WorldView:
    wish = wish or WorldWish()
    world = await control.worlds.create(wish.name or generated_name(), _new(rt, wish))
    response.headers["Location"] = f"/_luohu/worlds/{world.name}"
    return view(world)


def _new(rt: Rt, wish: Made) -> NewWorld:
    return settings_for(
        *_chosen(wish.programme or rt.settings.programme, wish),
        seed=wish.seed,
        mode=wish.clock.mode,
        at=wish.clock.at,
        rate=wish.clock.rate,
        personas=wish.personas,
        admission=wish.admission,
    )


def _chosen(name: str, wish: Made) -> tuple[Programme, int]:
    """The programme and the year of a wish. Raises Problem, which names what there is."""
    try:
        return chosen(name, wish.year)
    except (ProgrammeUnknown, PolicyMissing, YearTwice) as error:
        of_the_name = wish.year is None or isinstance(error, ProgrammeUnknown)
        fault = {"pointer": "#/programme" if of_the_name else "#/year", "detail": str(error)}
    raise Problem("validation-failed", f"{fault['pointer']}: {fault['detail']}", errors=[fault])


@router.post("/batch", status_code=201, summary="Make several worlds that are all alike, for a suite of tests")
async def create_worlds(rt: Rt, control: InControl, wish: WorldsWish) -> WorldList:
    """All of them or none. What one costs is little beside what the first one costs."""
    worlds = await control.batches.create(wish.count, _new(rt, wish))
    return WorldList(items=tuple(view(world) for world in worlds))


@router.post("/removal", status_code=204, summary="Take several worlds away")
async def delete_worlds(control: InControl, wish: RemovalWish) -> None:
    """Names that no world has are passed over."""
    await control.batches.delete(wish.names)


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
