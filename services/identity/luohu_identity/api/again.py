"""The sandbox replays what somebody once asked: it is given a token that says of them what theirs said."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from luohu_contract.model import Wire
from luohu_identity import keys
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, Role, signed

router = APIRouter(prefix="/_luohu/tokens", tags=["control"])

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class Claims(Wire):
    """What a token says of its holder."""

    sub: str = Field(min_length=1, max_length=200)
    role: Role
    agency: str | None = None
    uscc: str | None = None
    acr: str | None = None
    name: str | None = None
    id_number: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    mobile: str | None = None


class TokenWanted(Wire):
    """For whom; the world is that of the request."""

    claims: Claims


@router.post("", summary="A token that says what another one said, for the world of the request")
async def token_again(rt: Rt, peer: FromSandbox, wanted: TokenWanted) -> dict[str, Any]:
    """Good for a day."""
    async with rt.begin(peer.world):
        pass  # a token for a world that is not there would only fail later
    claims = wanted.claims.model_dump(mode="json", exclude_none=True)
    token, _ = await keys.sign(rt, {**claims, "world": peer.world}, keys.LONGEST_LIFE)
    return {"access_token": token}
