"""Who can sign in as an employer with one click: those of the seeds. Any valid credit code is one as well."""

from typing import Annotated

from fastapi import APIRouter, Depends

from luohu_contract.model import Wire
from luohu_identity import employers
from luohu_kit.api import Rt
from luohu_kit.auth import public

router = APIRouter(prefix="/v1/employers", tags=["sandbox"])


class EmployerView(Wire):
    """One of them."""

    persona: str  #: as the token endpoint takes it: `employer:<USCC>`
    uscc: str
    name: str


class EmployerList(Wire):
    items: tuple[EmployerView, ...]


@router.get("", operation_id="list_seeded_employers")
async def list_employers(rt: Rt, world: Annotated[str, Depends(public())]) -> EmployerList:
    """The employers of the seeds of the world's city. A sandbox has this; production has no personas."""
    async with rt.begin(world) as work:
        named = employers.names_in(work.world.programme)
    items = (EmployerView(persona=employers.PREFIX + uscc, uscc=uscc, name=name) for uscc, name in named.items())
    return EmployerList(items=tuple(items))
