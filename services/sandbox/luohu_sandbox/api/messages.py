"""`/_luohu/messages`: the one-time codes that no telephone gets in a sandbox, to sign in with."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import AwareDatetime

from luohu_contract.model import Wire
from luohu_kit.api import Rt
from luohu_kit.auth import public
from luohu_sandbox import agencies
from luohu_sandbox.wire import NAME

router = APIRouter(prefix="/_luohu/messages", tags=["sign-in"])


class MessageView(Wire):
    """One code. Times are real."""

    id: UUID
    account: str  #: whose it is; numbers of people are masked
    sms_code: str
    sent_at: AwareDatetime
    expires_at: AwareDatetime
    used: bool


class MessageList(Wire):
    items: tuple[MessageView, ...]


@router.get("", summary="One-time codes of the sign-in, the newest first")
async def read_messages(
    rt: Rt,
    here: Annotated[str, Depends(public())],
    response: Response,
    world: Annotated[str | None, Query(pattern=NAME)] = None,
    account: Annotated[str | None, Query(max_length=60, pattern=r"^[^\x00]*$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> MessageList:
    """Of a world that the query names as well, for a browser sends no headers; and of one account, as it is typed."""
    response.headers["Cache-Control"] = "no-store"
    wish = {"account": account, "limit": limit}
    told = await agencies.tell(rt, "identity", "POST", "/_luohu/messages", world or here, wish)
    return MessageList.model_validate_json(told.content)
