"""What the city told the applicant: read or not, the newest first, coming in by itself."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from luohu_gateway.site.live import relay
from luohu_gateway.site.outcome.item import applicant
from luohu_gateway.site.outcome.paths import ME
from luohu_gateway.site.visit import Here, Visit

router = APIRouter(prefix="/notices")

_PAGE = 200  #: notices of one request
_MOST = 1000  #: of a mailbox, on one page
NoticeId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
_ID = re.compile(r"[0-9a-f-]{36}")


@router.get("", dependencies=[applicant])
async def show(here: Here) -> Response:
    """The mailbox; the part that changes, for htmx."""
    found, unread = await _mailbox(here)
    return here.draw(
        "outcome/notices_part.html" if here.partial else "outcome/notices.html",
        notices=found[::-1],
        unread=unread,
        last=found[-1]["seq"] if found else 0,
    )


@router.get("/live", dependencies=[applicant])
async def live(here: Here) -> Response:
    """New ones as they come."""
    return await relay(here, "/v1/notices/events")


@router.post("/{notice_id}/read", dependencies=[applicant])
async def mark(here: Here, notice_id: NoticeId) -> Response:
    """Mark one as read."""
    await here.ask.post(f"/v1/notices/{notice_id}/read")
    return here.go(f"{ME}/notices")


@router.post("/read", dependencies=[applicant])
async def mark_all(here: Here) -> Response:
    """Mark those as read that the page showed as unread."""
    for notice_id in filter(_ID.fullmatch, await here.several("id")):
        await here.ask.post(f"/v1/notices/{notice_id}/read")
    return here.go(f"{ME}/notices")


async def _mailbox(here: Visit) -> tuple[list[dict[str, Any]], int]:
    """All notices, the oldest first, and how many are unread."""
    found: list[dict[str, Any]] = []
    after = 0
    while True:
        page = await here.ask.get("/v1/notices", after=after, limit=_PAGE)
        found += page["items"]
        after = page["after"]
        if len(page["items"]) < _PAGE or len(found) >= _MOST:
            return found, page["unread"]
