"""The city as a whole: its health, its people, the pace of its agencies."""

import asyncio
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, Path, Response

from luohu_contract.directory import AGENCIES
from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_kit.problems import MEDIA_TYPE, Problem
from luohu_kit.worlds import health as own_health
from luohu_sandbox import personas
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.control import InControl
from luohu_sandbox.wire import CityHealth, PaceWish

router = APIRouter(prefix="/_luohu", tags=["city"])

World = Annotated[str, Depends(public())]
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


@router.put("/paces/{agency}", status_code=204, summary="How fast an agency answers, from now on")
async def set_pace(rt: Rt, world: World, agency: Short, wish: PaceWish) -> Response:
    if agency not in {known.name for known in AGENCIES}:
        raise Problem(
            "agency-unknown",
            f"The city has no agency {agency!r}.",
            remedy=f"Use one of {', '.join(known.name for known in AGENCIES)}.",
        )
    try:
        answer = await rt.peer(agency).send("PUT", "/_luohu/paces", world=world, body=wish)
    except httpx.TransportError as error:
        raise ServicesFailed({agency: f"no answer ({type(error).__name__})"}) from error
    if answer.is_success:
        return Response(status_code=204)
    if answer.headers.get("content-type", "").startswith(MEDIA_TYPE) and answer.status_code < 500:
        # The agency knows its paces best: what it says is what the caller reads.
        return Response(answer.content, answer.status_code, media_type=MEDIA_TYPE)
    raise ServicesFailed({agency: f"HTTP {answer.status_code}"})
