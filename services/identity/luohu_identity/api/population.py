"""The sandbox registers the people of a population, who sign in as `person:<number>`."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from luohu_contract.model import Wire
from luohu_identity import people
from luohu_identity.people import PopulationPerson
from luohu_kit.api import Rt
from luohu_kit.auth import Peer, signed

router = APIRouter(prefix="/_luohu/people", tags=["control"])

FromSandbox = Annotated[Peer, Depends(signed("sandbox"))]


class PeopleWanted(Wire):
    """Many people at once."""

    people: tuple[PopulationPerson, ...] = Field(max_length=10_000)


class PeopleAdded(Wire):
    """How many were new."""

    added: int


@router.post("", summary="Register many people at once")
async def register_many(rt: Rt, peer: FromSandbox, wanted: PeopleWanted) -> PeopleAdded:
    """The same people again change nothing."""
    async with rt.begin(peer.world) as work:
        added = await people.pour(work, wanted.people)
        await work.commit()
    return PeopleAdded(added=added)
