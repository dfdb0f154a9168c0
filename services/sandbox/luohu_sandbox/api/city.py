"""The city as a whole: its health and its people."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.worlds import health as own_health
from luohu_sandbox import personas
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import CityHealth

router = APIRouter(prefix="/_luohu", tags=["city"])

Open = [Depends(public())]
Short = Annotated[str, Path(max_length=80)]


@router.get("/health", dependencies=Open, summary="How every service is: up, version, lag, ready")
async def city_health(rt: Rt, control: InControl) -> CityHealth:
    mine, others = await asyncio.gather(own_health(rt), control.fleet.health())
    services = (mine, *others)
    return CityHealth(ready=all(service.ready for service in services), services=services)


@router.get("/personas", dependencies=Open, summary="People with a story to show")
async def list_personas() -> dict[str, Any]:
    return {"items": [persona.view() for persona in personas.everybody()]}


@router.get("/personas/{name}", dependencies=Open, summary="One of them")
async def read_persona(name: Short) -> dict[str, Any]:
    return personas.named(name).view()
