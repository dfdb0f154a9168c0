"""The worlds of the city: listed, made, looked at, reset, taken away."""

from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.filled import body_of
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import MAIN, WORLD, WORLD_NAME, Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

_OPEN = [Depends(in_sandbox())]
PAGE = f"{PREFIX}/map/worlds"
FIELDS = ("name", "programme", "year", "seed", "admission", "clock.mode", "clock.at", "clock.rate")
NUMBERS = frozenset({"year", "seed"})


@router.get("/map/worlds", dependencies=_OPEN)
async def every(here: Here) -> Response:
    """All of them, and how to make another."""
    return await _all(here)


@router.post("/map/worlds", dependencies=_OPEN)
async def make(here: Here) -> Response:
    """Make one, and look at it."""
    form = await here.form()
    wish = body_of(form, FIELDS, NUMBERS)
    if form.get("empty"):
        wish["personas"] = False
    try:
        made = (await here.ask.post("/_luohu/worlds", wish)).data
    except Refused as refused:
        return await _all(here, status=422, problem=Shown.of(refused), entered=dict(form))
    here.choose(WORLD, made["name"])
    here.forget()
    return here.go(f"{PAGE}/{made['name']}")


@router.get("/map/worlds/{name}", dependencies=_OPEN)
async def one(here: Here, name: str) -> Response:
    """One of them, with its snapshots."""
    return await world_page(here, name)


@router.post("/map/worlds/{name}/reset", dependencies=_OPEN)
async def reset(here: Here, name: str) -> Response:
    """As it was when it was made."""
    try:
        await here.ask.post(f"/_luohu/worlds/{known(name)}/reset")
    except Refused as refused:
        return await world_page(here, name, status=422, problem=Shown.of(refused))
    return here.go(f"{PAGE}/{name}")


@router.get("/map/worlds/{name}/deletion", dependencies=_OPEN)
async def ask_first(here: Here, name: str) -> Response:
    """Whether it is really to go."""
    world = await here.ask.get(f"/_luohu/worlds/{known(name)}")
    return here.draw("city_map/deletion.html", world=world)


@router.post("/map/worlds/{name}/deletion", dependencies=_OPEN)
async def delete(here: Here, name: str) -> Response:
    """Take it away. Who looked at it looks at `main`."""
    try:
        await here.ask.delete(f"/_luohu/worlds/{known(name)}")
    except Refused as refused:
        return await world_page(here, name, status=422, problem=Shown.of(refused))
    if here.world == name:
        here.choose(WORLD, MAIN)
        here.forget()
    return here.go(PAGE)


def known(name: str) -> str:
    """A name that a world can have. Raises Refused."""
    if not WORLD_NAME.fullmatch(name):
        raise Refused(404, {})
    return name


async def world_page(here: Visit, name: str, *, status: int = 200, problem: Shown = NONE, **told: Any) -> Response:
    """The page of one world."""
    world = await here.ask.get(f"/_luohu/worlds/{known(name)}")
    snapshots = (await here.ask.get(f"/_luohu/worlds/{name}/snapshots"))["items"]
    shown: dict[str, Any] = {"entered": {}, **told}
    return here.draw("city_map/world.html", status, world=world, snapshots=snapshots, problem=problem, **shown)


async def _all(
    here: Visit, *, status: int = 200, problem: Shown = NONE, entered: dict[str, Any] | None = None
) -> Response:
    worlds = (await here.ask.get("/_luohu/worlds"))["items"]
    return here.draw("city_map/worlds.html", status, worlds=worlds, problem=problem, entered=entered or {})
