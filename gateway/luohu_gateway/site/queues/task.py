"""One task: what it is about, its thread, taking it, giving it back, deciding it, and on to the next."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.paging import number
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.completing import Completing
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.interface import Json, interface_of
from luohu_gateway.site.queues.listing import place
from luohu_gateway.site.queues.queue import FASTER, Queue
from luohu_gateway.site.queues.records import picked
from luohu_gateway.site.queues.service import mount, service
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused

NEAR = 200  #: open tasks among which the next and the previous are looked for


def task_router(queue: Queue) -> APIRouter:
    """The pages of one task of a queue."""
    router = APIRouter()
    guard = [Depends(signed_in(queue.role))]

    @router.get(queue.tasks + "/{task_id}", dependencies=guard)
    async def read(here: Here, task_id: UUID) -> Response:
        """The whole task."""
        return await draw_task(here, queue, task_id)

    @router.post(queue.tasks + "/{task_id}/claim", dependencies=guard)
    async def claim(here: Here, task_id: UUID) -> Response:
        """Take it, unless somebody was faster."""
        return await _assigned(here, queue, task_id, "POST")

    @router.post(queue.tasks + "/{task_id}/release", dependencies=guard)
    async def release(here: Here, task_id: UUID) -> Response:
        """Give it back to the queue."""
        return await _assigned(here, queue, task_id, "DELETE")

    @router.post(queue.tasks + "/{task_id}/decision", dependencies=guard)
    async def decide(here: Here, task_id: UUID) -> Response:
        """Decide, and go on to the next."""
        form = await here.form()
        try:
            task = await here.ask.get(queue.path(here, task_id))
            body = (await _completing(here, queue, task, form)).body(form)
            path = queue.path(here, task_id, "completion")
            await here.ask.ask("POST", path, data=body, headers=_match(form.get("version", "")))
        except Refused as refused:
            return await _refused(here, queue, task_id, refused, form)
        return here.go(await _next_page(here, queue, task_id))

    return router


async def draw_task(
    here: Visit,
    queue: Queue,
    task_id: UUID,
    problem: Shown = NONE,
    entered: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """A task with its case. entered: the fields of a decision that was refused."""
    counted = await here.ask.ask("GET", queue.path(here, "counts"))
    task = await here.ask.get(queue.path(here, task_id))
    mine = here.session is not None and task["assignee"] == here.session.subject
    given = here.request.query_params if entered is None else entered
    completing, near, beside = await asyncio.gather(
        _completing(here, queue, task, given), _near(here, queue, task_id), queue.beside(here, task)
    )
    return drawn(
        here,
        "queues/task.html",
        status=status,
        own=beside.get("own", {}),
        queue=queue,
        task=task,
        after=place(counted),
        mine=mine,
        open=task["state"] in ("created", "evidence_requested"),
        near=near,
        beside=beside,
        nodes=completing.nodes(entered) if mine else {},
        picked=completing.picked,
        entered=entered or {},
        problem=problem,
        faster=problem.slug in FASTER,
        done=here.request.query_params.get("done", "")[:40],
    )


async def _completing(here: Visit, queue: Queue, task: Json, given: Mapping[str, str]) -> Completing:
    interface = await interface_of(here, service(here))
    record = await picked(here, mount(here), interface, given) if queue.corrects else None
    return Completing(queue, interface, task, record)


async def _assigned(here: Visit, queue: Queue, task_id: UUID, method: str) -> Response:
    form = await here.form()
    path = queue.path(here, task_id, "assignment")
    try:
        await here.ask.ask(method, path, headers=_match(form.get("version", "")))
    except Refused as refused:
        return await _refused(here, queue, task_id, refused, None)
    return here.go(PREFIX + queue.home if form.get("back") == "list" else queue.page(task_id))


async def _refused(
    here: Visit, queue: Queue, task_id: UUID, refused: Refused, entered: Mapping[str, str] | None
) -> Response:
    """The task as it is now, with what was said of the attempt; what was entered is kept."""
    if refused.status in (401, 404):
        raise refused
    status = 409 if refused.status in (409, 412, 428) else 422
    return await draw_task(here, queue, task_id, Shown.of(refused), entered, status)


def _match(version: str) -> dict[str, str]:
    return {"if-match": f'"{number(version, 9)}"'}


async def _near(here: Visit, queue: Queue, task_id: UUID) -> tuple[str | None, str | None]:
    """The pages of the task before and of the one after, among those that wait."""
    ids = [str(one["id"]) for one in await _open(here, queue)]
    here_at = ids.index(str(task_id)) if str(task_id) in ids else -1
    before = ids[here_at - 1] if here_at > 0 else None
    after = ids[here_at + 1] if here_at + 1 < len(ids) else None
    return (queue.page(before) if before else None, queue.page(after) if after else None)


async def _next_page(here: Visit, queue: Queue, done: UUID) -> str:
    """The next task of one's own, else the next that is free, else the list."""
    for held in ("me", "nobody"):
        found = await _open(here, queue, held=held, limit=2)
        if ids := [one["id"] for one in found if one["id"] != str(done)]:
            return f"{queue.page(ids[0])}?done={done}"
    return f"{PREFIX}{queue.home}?done={done}"


async def _open(here: Visit, queue: Queue, *, limit: int = NEAR, **search: str) -> list[Json]:
    wanted = {"state": "created", **search, "page": {"limit": limit}}
    found: list[Json] = (await here.ask.post(queue.path(here, "search"), wanted)).data["items"]
    return found
