"""What waits at the window, and who reported somebody, for the bureau alone."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.visit import Here
from luohu_gateway.site.window.cases import QUEUES, REPORTS
from luohu_kit.auth import Role

router = APIRouter()


@router.get("/window", dependencies=[Depends(signed_in(Role.WINDOW, Role.ADMINISTRATOR))])
async def overview(here: Here) -> Response:
    """The queues of whoever is signed in, with how much waits in each."""
    role = here.session.role if here.session else None
    queues = [queue for queue in QUEUES if queue.role is role]
    counts = await asyncio.gather(*(here.ask.get(queue.path(here, "counts")) for queue in queues))
    waiting = await here.ask.get("/v1/waiting", limit=1)
    settlements = await here.ask.get("/v1/settlement-desk", limit=1)
    return drawn(
        here,
        "window/overview.html",
        queues=list(zip(queues, counts, strict=True)),
        waiting=waiting["total"],
        settlements=settlements["total"],
    )


@router.post(REPORTS.tasks + "/{task_id}/reporter", dependencies=[Depends(signed_in(Role.ADMINISTRATOR))])
async def reporter(here: Here, task_id: UUID) -> Response:
    """Who reported. Each look is kept, so it is a button and no link."""
    task = await here.ask.get(REPORTS.path(here, task_id))
    told = await here.ask.get(task["context"]["reporter"])
    return drawn(here, "window/reporter.html", queue=REPORTS, task=task, reporter=told)
