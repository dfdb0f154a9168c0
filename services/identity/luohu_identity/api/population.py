"""The sandbox registers the people of a population, who sign in as `person:<number>`."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from luohu_contract.model import Wire
from luohu_identity import keys, people
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


class TokensWanted(Wire):
    """Whose, and for how long."""

    first: int = Field(ge=0, lt=10_000_000)  #: number of the first person
    count: int = Field(ge=1, le=1000)
    expires_in: int = Field(default=3600, ge=1, le=86_400)  #: seconds


class TokenOf(Wire):
    """A bearer token of one person."""

    persona: str
    access_token: str


class TokensGiven(Wire):
    """By the numbers of the people; who is not there has none."""

    expires_in: int  #: seconds
    items: tuple[TokenOf, ...]


@router.post("/tokens", summary="Tokens for many people of a population at once")
async def sign_many(rt: Rt, peer: FromSandbox, wanted: TokensWanted, response: Response) -> TokensGiven:
    """Each is what `POST /token` would give to that person."""
    response.headers["Cache-Control"] = "no-store"
    async with rt.begin(peer.world) as work:
        found = await people.numbered(work, wanted.first, wanted.first + wanted.count)
    claims = [{**each.claims, "world": peer.world} for each in found.values()]
    signed_ones = await keys.sign_many(rt, claims, timedelta(seconds=wanted.expires_in))
    items = (TokenOf(persona=name, access_token=token) for name, token in zip(found, signed_ones, strict=True))
    return TokensGiven(expires_in=wanted.expires_in, items=tuple(items))


@router.post("", summary="Register many people at once")
async def register_many(rt: Rt, peer: FromSandbox, wanted: PeopleWanted) -> PeopleAdded:
    """The same people again change nothing."""
    async with rt.begin(peer.world) as work:
        added = await people.pour(work, wanted.people)
        await work.commit()
    return PeopleAdded(added=added)
