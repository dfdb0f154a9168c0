"""`/_luohu/worlds/{name}/export` and `/_luohu/worlds/import`: a world as one file, out and in."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from luohu_kit.api import streamed
from luohu_kit.auth import public
from luohu_sandbox.api.worlds import WorldName, view
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import NewName, WorldView
from luohu_sandbox.world_file import MEDIA_TYPE

router = APIRouter(prefix="/_luohu/worlds", tags=["worlds"], dependencies=[Depends(public())])

IMPORT = "/_luohu/worlds/import"
_FILE: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/{name}/export",
    response_class=StreamingResponse,
    responses={200: {**_FILE, "description": "The world as one file"}},
    summary="The world as one file, kept at one moment",
)
async def export_world(control: InControl, name: WorldName) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.luohu.gz"'}
    return await streamed(control.exports.file(name), MEDIA_TYPE, headers)


@router.post(
    "/import",
    status_code=201,
    openapi_extra={"requestBody": {**_FILE, "required": True}},
    summary="A new world of an exported file",
)
async def import_world(
    control: InControl,
    request: Request,
    response: Response,
    name: Annotated[NewName | None, Query(description="of the new world; the file's, when left out")] = None,
) -> WorldView:
    world = await control.imports.take(request.stream(), name)
    response.headers["Location"] = f"/_luohu/worlds/{world.name}"
    return view(world)
