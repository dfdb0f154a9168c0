"""Signing in: as a persona with one click in a sandbox, or by the identity service's own form; and signing out."""

import asyncio
from typing import Any

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_contract.directory import AGENCIES
from luohu_gateway.site.guard import everybody, in_sandbox, own_path
from luohu_gateway.site.links import PREFIX
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.session import LONGEST, Session
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused
from luohu_kit.auth import Role

router = APIRouter()

HOMES = {
    Role.APPLICANT: f"{PREFIX}/me",
    Role.EMPLOYER: f"{PREFIX}/employer",
    Role.OPERATOR: f"{PREFIX}/desk",
    Role.WINDOW: f"{PREFIX}/window",
    Role.ADMINISTRATOR: f"{PREFIX}/map",
}  #: where each begins


@router.get("/sign-in", dependencies=[Depends(everybody())])
async def choose(here: Here) -> Response:
    """Who one can be."""
    return await drawn(here, own_path(here.request.query_params.get("next", "")), NONE)


@router.post("/sign-in", dependencies=[Depends(in_sandbox())])
async def as_persona(here: Here) -> Response:
    """One click: the form names a persona, `operator:tax`, `employer:<USCC>`, `window` or `administrator`."""
    form = await here.form()
    back = own_path(form.get("next", ""))
    asked = {
        "grant_type": "urn:luohu:grant:persona",
        "persona": form.get("persona", ""),
        "world": here.world,
        "expires_in": str(int(LONGEST.total_seconds())),
    }
    try:
        session = await begun(here, await here.token(asked))
    except Refused as refused:
        return await drawn(here, back, Shown.of(refused), status=422)
    here.remember(session)
    return here.go(back if back != f"{PREFIX}/" else HOMES[session.role])


async def begun(here: Visit, granted: dict[str, object]) -> Session:
    """The session of a token that the identity service gave."""
    token = str(granted["access_token"])
    told = await here.wire(token).get("/identity/userinfo")
    expires = int(here.now.timestamp()) + int(str(granted["expires_in"]))
    return Session.begun(token, told, told["world"], expires, here.now)


@router.post("/sign-out", dependencies=[Depends(everybody())])
async def sign_out(here: Here) -> Response:
    """The end of a session: the browser forgets it."""
    here.forget()
    return here.go(f"{PREFIX}/")


async def drawn(here: Visit, back: str, problem: Shown, status: int = 200) -> Response:
    """The page of who one can be, with what went wrong."""
    personas: list[Any] = []
    employers: list[Any] = []
    if here.grounds.control:
        personas, employers = await asyncio.gather(_personas(here), _employers(here))
    told = {"personas": personas, "employers": employers, "agencies": AGENCIES}
    return here.draw("sign_in.html", status=status, back=back, problem=problem, **told)


async def _employers(here: Visit) -> list[Any]:
    """The employers of the city that this world is."""
    found = await here.wire(None).get("/identity/v1/employers")
    return list(found["items"])


async def _personas(here: Visit) -> list[Any]:
    """The people with a story of the city that this world is."""
    ask = here.wire(None)
    city = (await ask.get(f"/_luohu/worlds/{here.world}"))["programme"]
    return [one for one in (await ask.get("/_luohu/personas"))["items"] if one["programme"] == city]
