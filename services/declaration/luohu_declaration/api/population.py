"""The sandbox registers the employers of a population: open from the start, their unit codes active."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from luohu_contract.model import Wire
from luohu_declaration.usecases.seed_employers import SeededEmployer, pour_employers
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

router = APIRouter(prefix="/_luohu/employers", tags=["control"])

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class EmployersWanted(Wire):
    """Many employers at once."""

    employers: tuple[SeededEmployer, ...] = Field(max_length=10_000)


class EmployersAdded(Wire):
    """How many were new."""

    added: int


@router.post("", summary="Register many employers at once")
async def register_many(rt: Rt, peer: FromSandbox, wanted: EmployersWanted) -> EmployersAdded:
    """One that is registered already stays as it is."""
    async with rt.begin(peer.world) as work:
        added = await pour_employers(work, wanted.employers)
        await work.commit()
    return EmployersAdded(added=added)
