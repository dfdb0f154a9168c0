"""The city as a whole: its health and its people."""

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.worlds import health as own_health
from luohu_sandbox import personas
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import CityHealth, QueueList, QueueView

router = APIRouter(prefix="/_luohu", tags=["city"])

Open = [Depends(public())]
World = Annotated[str, Depends(public())]
Short = Annotated[str, Path(max_length=80)]


@router.get("/health", dependencies=Open, summary="How every service is: up, version, lag, ready")
async def city_health(rt: Rt, control: InControl) -> CityHealth:
    mine, others = await asyncio.gather(own_health(rt), control.fleet.health())
    services = (mine, *others)
    return CityHealth(ready=all(service.ready for service in services), services=services)


@router.get("/queues", summary="What waits at every service of a world that answers: questions, tasks, messages")
async def city_queues(control: InControl, world: World) -> QueueList:
    found = await control.fleet.queues(world)
    return QueueList(items=tuple(QueueView(service=name, **dict(one)) for name, one in found.items()))


@router.get("/personas", dependencies=Open, summary="People with a story to show")
async def list_personas() -> dict[str, Any]:
    return {"items": [persona.view() for persona in personas.everybody()]}


@router.get("/personas/{name}", dependencies=Open, summary="One of them")
async def read_persona(name: Short) -> dict[str, Any]:
    return personas.named(name).view()
