"""A world from a file. Out of the city it goes by a link to the control plane itself."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends
from starlette.datastructures import UploadFile
from starlette.responses import Response

from luohu_gateway.site.city_map.worlds import PAGE
from luohu_gateway.site.guard import in_sandbox
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import WORLD, Here, Visit
from luohu_gateway.site.wire import Refused

router = APIRouter()

_OPEN = [Depends(in_sandbox())]
_PIECE = 256 * 1024


@router.get("/map/import", dependencies=_OPEN)
async def choose(here: Here) -> Response:
    """Which file."""
    return _drawn(here)


@router.post("/map/import", dependencies=_OPEN)
async def bring(here: Here) -> Response:
    """Bring it, and look at the world."""
    files = await here.files("file")
    if not files:
        return _drawn(here, status=422)
    wanted = (await here.form()).get("name", "")
    about = {"content-type": "application/octet-stream", "content-length": str(files[0].size or 0)}
    try:
        told = await here.ask.ask(
            "POST", "/_luohu/worlds/import", params={"name": wanted}, content=_pieces(files[0]), headers=about
        )
    except Refused as refused:
        return _drawn(here, status=422, problem=Shown.of(refused), name=wanted)
    here.choose(WORLD, told.data["name"])
    here.forget()
    return here.go(f"{PAGE}/{told.data['name']}")


async def _pieces(file: UploadFile) -> AsyncIterator[bytes]:
    while piece := await file.read(_PIECE):
        yield piece


def _drawn(here: Visit, *, status: int = 200, problem: Shown = NONE, name: str = "") -> Response:
    return here.draw("city_map/import.html", status, problem=problem, name=name)
