"""The sandbox reads the one-time codes that would be sent by SMS."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from luohu_contract.model import Wire
from luohu_identity import accounts
from luohu_identity.sign_in import one_time
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

router = APIRouter(prefix="/_luohu/messages", tags=["control"])

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class MessagesWanted(Wire):
    """Whose, and how many."""

    account: str | None = Field(default=None, max_length=accounts.LONGEST)  #: as it is typed into the form
    limit: int = Field(ge=1, le=200)


@router.post("", summary="One-time codes of a world, the newest first")
async def read_messages(rt: Rt, peer: FromSandbox, wanted: MessagesWanted) -> dict[str, Any]:
    """An account that can be none has no messages."""
    name = None if wanted.account is None else accounts.parse(wanted.account) or ""
    async with rt.begin(peer.world) as work:
        return {"items": await one_time.readable(work, rt.settings, name, wanted.limit)}
