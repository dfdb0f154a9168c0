"""The front page, and the two switches of every page: the language and, in a sandbox, the world."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from luohu_gateway.site.guard import everybody, in_sandbox, own_path
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.visit import LANGUAGE, WORLD, WORLD_NAME, Here, Visit
from luohu_gateway.site.wire import Away, Refused

router = APIRouter()


@router.get("/", dependencies=[Depends(everybody())])
async def front(here: Here) -> Response:
    """What the city is, where it stands just now, and where to go on."""
    return here.draw("front.html", season=await _season(here), problem=NONE)


async def _season(here: Visit) -> Any:
    """Where the year stands; None where the world goes by another way than a season, or cannot be asked."""
    try:
        return await here.ask.get("/v1/season")
    except (Refused, Away):
        return None


@router.post("/language/{language}", dependencies=[Depends(everybody())])
async def switch_language(here: Here, language: Annotated[str, Path(pattern="^(zh|en)$")]) -> Response:
    """Chinese or English from now on, in this browser."""
    here.choose(LANGUAGE, language)
    return here.go(own_path((await here.form()).get("next", "")))


@router.post("/world", dependencies=[Depends(in_sandbox())])
async def switch_world(here: Here) -> Response:
    """Look at another world. Somebody who was signed in belongs to the old one, and is signed out."""
    form = await here.form()
    name = form.get("world", "")
    try:
        if not WORLD_NAME.fullmatch(name):
            raise Refused(404, {})
        await here.wire(None).get(f"/_luohu/worlds/{name}")
    except Refused as refused:
        return here.draw("front.html", status=422, season=await _season(here), problem=Shown.of(refused))
    here.choose(WORLD, name)
    here.forget()
    return here.go(own_path(form.get("next", "")))
