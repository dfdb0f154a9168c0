"""`/_luohu/worlds/{name}/verification`: whether all that must be so in a world is so."""

from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import StreamingResponse

from luohu_kit.api import streamed
from luohu_kit.auth import public
from luohu_sandbox.api.worlds import WorldName
from luohu_sandbox.control import InControl

router = APIRouter(prefix="/_luohu/worlds", tags=["worlds"], dependencies=[Depends(public())])

NDJSON = "application/x-ndjson"
_LINES: dict[str, Any] = {"content": {NDJSON: {"schema": {"type": "string"}}}}


@router.get(
    "/{name}/verification",
    response_class=StreamingResponse,
    responses={200: {**_LINES, "description": "What each check found, line by line, and the sum at the end"}},
    summary="Check every invariant of the world on all services at one moment",
)
async def verify_world(control: InControl, name: WorldName) -> StreamingResponse:
    return await streamed(control.verification.run(name), NDJSON)
