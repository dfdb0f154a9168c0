"""Snapshots of a world: taken, brought back, forgotten."""

from dataclasses import replace

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.city_map.worlds import PAGE, known, world_page
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.problems import Shown
from luohu_gateway.site.visit import Here
from luohu_gateway.site.wire import Refused

router = APIRouter()

_OPEN = [Depends(in_sandbox())]


@router.post("/map/worlds/{name}/snapshots", dependencies=_OPEN)
async def take(here: Here, name: str) -> Response:
    """Keep the world as it is."""
    wish = {"name": given} if (given := (await here.form()).get("snapshot", "")) else {}
    try:
        await here.ask.post(f"/_luohu/worlds/{known(name)}/snapshots", wish)
    except Refused as refused:
        return await world_page(here, name, status=422, problem=_beside(refused), entered={"snapshot": given})
    return here.go(f"{PAGE}/{name}")


@router.post("/map/worlds/{name}/snapshots/{snapshot}/restore", dependencies=_OPEN)
async def restore(here: Here, name: str, snapshot: str) -> Response:
    """The world as it was then."""
    try:
        await here.ask.post(f"/_luohu/worlds/{known(name)}/snapshots/{known(snapshot)}/restore")
    except Refused as refused:
        return await world_page(here, name, status=422, problem=Shown.of(refused))
    return here.go(f"{PAGE}/{name}")


@router.post("/map/worlds/{name}/snapshots/{snapshot}/removal", dependencies=_OPEN)
async def forget(here: Here, name: str, snapshot: str) -> Response:
    """Forget it."""
    try:
        await here.ask.delete(f"/_luohu/worlds/{known(name)}/snapshots/{known(snapshot)}")
    except Refused as refused:
        return await world_page(here, name, status=422, problem=Shown.of(refused))
    return here.go(f"{PAGE}/{name}")


def _beside(refused: Refused) -> Shown:
    """The problem beside the page's own field: on it is another `name`, too."""
    shown = Shown.of(refused)
    fields = {"snapshot" if name == "name" else name: words for name, words in shown.fields.items()}
    return replace(shown, fields=fields)
