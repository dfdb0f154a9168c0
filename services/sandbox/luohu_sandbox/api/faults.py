"""`/_luohu/faults`: what is done to the requests between two services of a world."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from luohu_kit.auth import public
from luohu_kit.faults.fault import Fault
from luohu_kit.faults.views import Faults, FaultView
from luohu_sandbox.control import InControl

router = APIRouter(prefix="/_luohu/faults", tags=["faults"])

World = Annotated[str, Depends(public())]
Edge = Annotated[str, Path(max_length=120, description="`sender->receiver`, such as `tax->declaration`")]


@router.get("", summary="Every fault of a world, and what it has done")
async def list_faults(
    control: InControl,
    world: World,
    partial: Annotated[bool, Query(description="leave out those of services that do not answer")] = False,
) -> Faults:
    return Faults(items=list(await control.faulty.everything(world, partial=partial)))


@router.put("/{edge}", summary="Put a fault on an edge, in place of the one that is there")
async def put_fault(control: InControl, world: World, edge: Edge, fault: Fault) -> FaultView:
    return await control.faulty.put(world, edge, fault)


@router.delete("/{edge}", status_code=204, summary="Take the fault of an edge away; what it set aside goes on")
async def remove_fault(control: InControl, world: World, edge: Edge) -> Response:
    await control.faulty.remove(world, edge)
    return Response(status_code=204)


@router.delete("", status_code=204, summary="Take every fault of a world away")
async def remove_faults(control: InControl, world: World) -> Response:
    await control.faulty.remove_all(world)
    return Response(status_code=204)
