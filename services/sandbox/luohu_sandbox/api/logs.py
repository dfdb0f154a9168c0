"""`/_luohu/worlds/{name}/log`, `/_luohu/worlds/replay`, `/_luohu/worlds/{name}/digest`: what a world has lived through,
lived again, and whether two worlds are alike.
"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from luohu_contract.model import Wire
from luohu_kit.api import streamed
from luohu_kit.auth import public
from luohu_kit.digest import Sums
from luohu_sandbox.api.worlds import WorldName
from luohu_sandbox.control import InControl
from luohu_sandbox.digests import whole
from luohu_sandbox.packed import MEDIA_TYPE
from luohu_sandbox.wire import NewName

router = APIRouter(prefix="/_luohu/worlds", tags=["worlds"], dependencies=[Depends(public())])

REPLAY = "/_luohu/worlds/replay"
NDJSON = "application/x-ndjson"
_FILE: dict[str, Any] = {"content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}}}
_LINES: dict[str, Any] = {"content": {NDJSON: {"schema": {"type": "string"}}}}


class DigestView(Wire):
    """What a world has come to, with ids and real times left out."""

    world: str
    times: bool  #: whether instants of the world count
    digest: str  #: over all services
    services: dict[str, Sums]


@router.get("/{name}/digest", summary="A sum of the world that is the same in every run of the same story")
async def read_digest(
    control: InControl,
    name: WorldName,
    times: Annotated[bool, Query(description="whether instants of the world's time count")] = True,
) -> DigestView:
    found = await control.digests.of(name, times=times)
    return DigestView(world=name, times=times, digest=whole(found), services=dict(found))


@router.get(
    "/{name}/log",
    response_class=StreamingResponse,
    responses={200: {**_FILE, "description": "The log as one file"}},
    summary="All that was asked of the world, as one file",
)
async def export_log(control: InControl, name: WorldName) -> StreamingResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.log.gz"'}
    return await streamed(control.logs.file(name), MEDIA_TYPE, headers)


@router.post(
    "/replay",
    response_class=StreamingResponse,
    openapi_extra={"requestBody": {**_FILE, "required": True}},
    responses={200: {**_LINES, "description": "How it goes, line by line"}},
    summary="A new world in which a log is lived again, and compared",
)
async def replay_log(
    control: InControl,
    request: Request,
    name: Annotated[NewName | None, Query(description="of the new world; made up when left out")] = None,
) -> StreamingResponse:
    return await streamed(control.replays.run(request.stream(), name), NDJSON)
