"""The mailbox of whoever asks: a person's by the id number of the token, an employer's by its credit code."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Header, Query
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import StreamingResponse

from luohu_contract.numbers import normalise_identity_number
from luohu_declaration.api.notice_schemas import NoticeList, NoticeView, notice_view
from luohu_declaration.domain.declaration import NotThere
from luohu_declaration.storage import notices
from luohu_declaration.storage.notices import Notice
from luohu_kit.api import Rt
from luohu_kit.auth import Caller, Role, allow
from luohu_kit.clock import machine_now
from luohu_kit.event_stream import EVENT, MEDIA_TYPE
from luohu_kit.problems import Problem
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld

log = structlog.get_logger()

router = APIRouter(prefix="/v1/notices", tags=["notices"])

HEARTBEAT_SECONDS = 15.0  #: real time without a notice after which a listener is shown that the line stands
_BURST = 100  #: notices read at once

_SEQ = re.compile(r"\d{1,18}", re.ASCII)

Addressee = Annotated[Caller, Depends(allow(Role.APPLICANT, Role.EMPLOYER))]
After = Annotated[int, Query(ge=0, le=10**18, description="The number of the last notice that was seen")]

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {MEDIA_TYPE: {"schema": EVENT}},
        "description": "Each event is a notice: `id` is its number, `event` its kind, `data` the notice as JSON",
    },
    400: {"description": "Last-Event-ID is no number of a notice"},
}


def mailbox(caller: Caller) -> str:
    """Whose notices the caller reads. Problem 403 when the token does not say who it is."""
    found = caller.id_number if caller.role is Role.APPLICANT else caller.uscc
    if not found:
        raise Problem(
            "assurance-too-low",
            "Notices are kept by id number, and an employer's by its credit code; this sign-in proves neither.",
        )
    return normalise_identity_number(found) if caller.role is Role.APPLICANT else found


@router.get("", operation_id="list_notices")
async def list_notices(
    rt: Rt,
    caller: Addressee,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    unread: Annotated[bool, Query(description="Only those that were not marked as read")] = False,
) -> NoticeList:
    """A page of the mailbox, the oldest first."""
    mine = mailbox(caller)
    async with rt.begin(caller.world) as work:
        found = await notices.page(work, mine, after, limit, unread=unread)
        waiting = await notices.count_unread(work, mine)
    views = tuple(notice_view(one) for one in found)
    return NoticeList(items=views, unread=waiting, after=views[-1].seq if views else after)


@router.post(
    "/{notice_id}/read", operation_id="mark_notice_read", responses={404: {"description": "No such notice of yours"}}
)
async def mark_read(rt: Rt, caller: Addressee, notice_id: UUID) -> NoticeView:
    """Mark a notice as read. Doing it again changes nothing."""
    async with rt.begin(caller.world) as work:
        found = await notices.mark_read(work, mailbox(caller), notice_id)
        if found is None:
            raise NotThere("notice")
        await work.commit()
    return notice_view(found)


@router.get("/events", operation_id="listen_to_notices", response_class=StreamingResponse, responses=_EVENTS)
async def listen(
    rt: Rt,
    caller: Addressee,
    after: After = 0,
    limit: Annotated[int | None, Query(ge=1, le=10_000, description="End after that many notices")] = None,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=40)] = None,
) -> StreamingResponse:
    """The mailbox as server-sent events: what is there beyond `after` (or `Last-Event-ID`), then what comes.

    The stream ends when the listener leaves, after `limit` notices, or when the token expires.
    """
    mine = mailbox(caller)
    if last_event_id:
        if not _SEQ.fullmatch(last_event_id):
            raise Problem("malformed-request", "Last-Event-ID is the number of a notice, for example 42.")
        after = int(last_event_id)
    async with rt.begin(caller.world):
        pass  # a world that is not there is a problem, and not a stream that ends at once
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(rt, caller, mine, after, limit), media_type=MEDIA_TYPE, headers=headers)


async def _stream(rt: Runtime, caller: Caller, mine: str, after: int, limit: int | None) -> AsyncIterator[str]:
    """The lines of the stream, for as long as there is somebody to read them."""
    yield ": luohu notices\nretry: 2000\n\n"
    left = limit

    async def look() -> list[Notice] | None:
        async with rt.begin(caller.world) as work:
            return await notices.page(work, mine, after, _BURST if left is None else min(left, _BURST)) or None

    while left is None or left > 0:
        patience = min(HEARTBEAT_SECONDS, caller.expires - machine_now().timestamp())
        if patience <= 0:
            yield ": the token has expired\n\n"
            return
        try:
            found = await rt.hub.until(caller.world, f"notices:{mine}", look, seconds=patience, poll=5.0)
        except (UnknownWorld, SQLAlchemyError, OSError) as error:
            # The listener comes back with Last-Event-ID; nothing is lost.
            log.info("listener_let_go", world=caller.world, why=type(error).__name__)
            return
        for one in found or ():
            yield f"id: {one.seq}\nevent: {one.kind}\ndata: {notice_view(one).model_dump_json()}\n\n"
            after = one.seq
        left = None if left is None else left - len(found or ())
        if not found:
            yield ": still here\n\n"
