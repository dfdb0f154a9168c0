"""Dead letters of a service: messages that their receiver refused for good. Look, send again, give up."""

from uuid import UUID

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.service import mount
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

PAGE = 25


def dead_letter_router(home: str, role: Role) -> APIRouter:
    """The pages below `home`: of the agency of an operator, of the declaration service for an administrator."""
    router = APIRouter()
    guard = [Depends(signed_in(role))]

    @router.get(home, dependencies=guard)
    async def listed(here: Here) -> Response:
        """Those that wait, and what was done about others."""
        return await _drawn(here, home, NONE)

    @router.get(home + "/{message_id}", dependencies=guard)
    async def read(here: Here, message_id: UUID) -> Response:
        """One of them, with what it says."""
        letter = await here.ask.get(f"{_api(here)}/{message_id}")
        return drawn(here, "queues/dead_letter.html", letter=letter, home=PREFIX + home)

    @router.post(home + "/retry", dependencies=guard)
    async def retry_all(here: Here) -> Response:
        """Everything again that a destination had refused."""
        form = await here.form()
        return await _acted(here, home, "retry", {"destination": form.get("destination", "")})

    @router.post(home + "/{message_id}/retry", dependencies=guard)
    async def retry(here: Here, message_id: UUID) -> Response:
        """One again."""
        return await _acted(here, home, f"{message_id}/retry", None)

    @router.post(home + "/{message_id}/discard", dependencies=guard)
    async def discard(here: Here, message_id: UUID) -> Response:
        """Give one up, and say why."""
        form = await here.form()
        return await _acted(here, home, f"{message_id}/discard", {"reason": form.get("reason", "")})

    return router


async def _acted(here: Visit, home: str, act: str, body: dict[str, str] | None) -> Response:
    try:
        done = await here.ask.post(f"{_api(here)}/{act}", body)
    except Refused as refused:
        return await _drawn(here, home, Shown.of(refused))
    return here.go(f"{PREFIX}{home}?done={done.data['messages']}")


async def _drawn(here: Visit, home: str, problem: Shown) -> Response:
    given = here.request.query_params
    lines = Lines.asked(here, PAGE)
    letters = await here.ask.get(_api(here), **lines.wanted)
    return drawn(
        here,
        "queues/dead_letters.html",
        status=422 if problem else 200,
        home=PREFIX + home,
        letters=letters,
        acts=(await here.ask.get(f"{_api(here)}/acts", limit=10))["items"],
        beside=lines.of(letters["total"]),
        problem=problem,
        done=given.get("done", "")[:6],
    )


def _api(here: Visit) -> str:
    return mount(here) + "/v1/dead-letters"
