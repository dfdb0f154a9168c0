"""`/_luohu/paces`: how fast the agencies answer. What is set holds for questions that arrive from then on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from luohu_kit.auth import public
from luohu_kit.pace import PaceWanted
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import PaceList

router = APIRouter(prefix="/_luohu/paces", tags=["paces"])

World = Annotated[str, Depends(public())]
Agency = Annotated[str, Path(max_length=80)]


@router.get("", summary="How fast the agencies answer")
async def list_paces(control: InControl, world: World) -> PaceList:
    return PaceList(items=await control.paces.everywhere(world))


@router.put("/{agency}", status_code=204, summary="How fast an agency answers, from now on")
async def set_pace(control: InControl, world: World, agency: Agency, wanted: PaceWanted) -> None:
    await control.paces.put(world, agency, wanted)


@router.delete("/{agency}", status_code=204, summary="Back to the defaults, from now on")
async def forget_paces(control: InControl, world: World, agency: Agency) -> None:
    await control.paces.forget(world, agency)
