"""The files of a task, seen in the page: from here, so that no other origin is loaded, and as PDF alone."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.queues.interface import Json
from luohu_gateway.site.queues.queue import Queue
from luohu_gateway.site.queues.service import mount
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

PDF = "application/pdf"
#: A file is shown inside of a page of ours, and loads nothing: what shows it is the browser's own viewer.
ABOUT = {
    "Content-Security-Policy": "default-src 'none'; object-src 'self'; frame-ancestors 'self'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def file_router(queue: Queue) -> APIRouter:
    """The files of a queue's tasks, by their place among them."""
    router = APIRouter()

    @router.get(queue.tasks + "/{task_id}/files/{place}", dependencies=[Depends(signed_in(queue.role))])
    async def file(
        here: Here, task_id: UUID, place: Annotated[int, Path(ge=0, le=200)], download: bool = False
    ) -> Response:
        """One file, to look at or to keep."""
        task = await here.ask.get(queue.path(here, task_id))
        links = links_of(queue, task)
        if place >= len(links):
            raise Refused(404, {})
        return await pdf(here, mount(here) + links[place], f"{task_id}-{place + 1}.pdf", download=download)

    return router


def links_of(queue: Queue, task: Json) -> list[str]:
    """The addresses of a task's files at its service."""
    listed: list[Any] = task["context"].get(queue.files) or []
    return [each["link"] if isinstance(each, dict) else str(each) for each in listed]


async def pdf(here: Visit, path: str, name: str, *, download: bool = False) -> Response:
    """A PDF of the API, passed on. name: ASCII, what it is called when it is kept."""
    reply = await here.ask.ask("GET", path, headers={"accept": PDF})
    kind = reply.headers.get("content-type", "").partition(";")[0]
    if kind != PDF:
        raise Refused(404, {})
    disposition = "attachment" if download else "inline"
    headers = {**ABOUT, "Content-Disposition": f'{disposition}; filename="{name}"'}
    return here.stamped(Response(reply.content, media_type=PDF, headers=headers))
