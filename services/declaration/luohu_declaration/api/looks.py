"""The sandbox tells which agencies wait to be looked at."""

from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_declaration.storage import looks
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed
from luohu_kit.pace import LooksWanted

router = APIRouter(prefix="/_luohu/looks", tags=["control"])

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


@router.put("", status_code=204, summary="An agency waits to be looked at")
async def note_looks(rt: Rt, peer: FromSandbox, wanted: LooksWanted) -> None:
    """From now on an applicant who reads an item under review there looks at the agency as well."""
    async with rt.begin(peer.world) as work:
        await looks.note(work, wanted.agency)
        await work.commit()
