"""`/_luohu/population`: a city's people, made up from a seed, and what is to be expected of each of them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from luohu_kit.api import PreferWait, Rt
from luohu_kit.auth import public
from luohu_kit.problems import Problem
from luohu_sandbox import agencies, census
from luohu_sandbox.census import Population, PopulationImpossible
from luohu_sandbox.control import InControl
from luohu_sandbox.population import Crowd, NobodyKnown, crowd_of
from luohu_sandbox.records import PopulationState
from luohu_sandbox.wire import PeoplePage, PopulationView, PopulationWish, TokensGiven, TokensWish

router = APIRouter(prefix="/_luohu/population", tags=["population"])

World = Annotated[str, Depends(public())]
Offset = Annotated[int, Query(ge=0, le=200_000)]

NDJSON = "application/x-ndjson"
AT_A_TIME = 25  #: people whose truth is worked out between two writes


def view(held: Population) -> PopulationView:
    """A population as the control plane shows it."""
    here = "/_luohu/population"
    return PopulationView(
        world=held.world,
        year=held.year,
        seed=held.seed,
        size=held.size,
        state=held.state,
        loaded=held.loaded,
        counts={service: dict(sorted(numbers.items())) for service, numbers in sorted(held.counts.items())},
        problem=held.problem,
        links={"self": here, "people": f"{here}/people", "truth": f"{here}/truth"},
    )


@router.post(
    "",
    summary="Fill the world with people",
    status_code=202,
    responses={200: {"description": "They are all there", "model": PopulationView}},
)
async def make_population(
    rt: Rt, control: InControl, world: World, wish: PopulationWish, wait: PreferWait, response: Response
) -> PopulationView:
    """The same wish again changes nothing, or goes on with what was cut off. `Prefer: wait=30` waits for the last."""
    name = wish.world or world
    await _fits(rt, name, wish.year)
    held = await control.peopling.make(name, wish.seed, wish.size)
    if held.state is PopulationState.LOADING and wait:
        held = await control.peopling.settled(name, wait)
    if held.state is PopulationState.READY:
        response.status_code = 200
    response.headers["Location"] = "/_luohu/population"
    return view(held)


async def _fits(rt: Rt, world: str, wished: int | None) -> None:
    """The year of the wish is the world's, and its programme is one that people can be made up for."""
    async with rt.begin(world) as work:
        city, year = work.world.programme, work.world.year
    try:
        crowd_of(0, city, year)
    except NobodyKnown as error:
        raise PopulationImpossible(world, city) from error
    if wished not in (None, year):
        fault = {"pointer": "#/year", "detail": f"the world {world} is of the round {year}: leave it out, or say so"}
        raise Problem("validation-failed", f"#/year: {fault['detail']}", errors=[fault])


@router.get("", summary="Who lives in the world, and whether they are all there")
async def read_population(control: InControl, world: World, wait: PreferWait) -> PopulationView:
    return view(await control.peopling.settled(world, wait))


@router.get("/people", summary="The people, by their numbers, and how to sign in as each")
async def list_people(
    rt: Rt, world: World, offset: Offset = 0, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> PeoplePage:
    held = await census.found(rt, world)
    last = min(offset + limit, held.size)
    items = await asyncio.to_thread(_people, held, offset, last)
    return PeoplePage(items=tuple(items), total=held.size, offset=offset, limit=limit)


def _people(held: Population, first: int, last: int) -> list[dict[str, object]]:
    crowd = held.crowd()
    return [crowd.listed(index) for index in range(first, last)]


@router.post(
    "/tokens",
    summary="Bearer tokens for up to a thousand of them at once",
    responses={200: {"model": TokensGiven, "headers": {"Cache-Control": {"schema": {"type": "string"}}}}},
    response_model=None,
)
async def sign_in(rt: Rt, world: World, wish: TokensWish) -> Response:
    """What `POST /identity/token` gives to each alone; a load generator signs a city in with a hundred requests."""
    await census.found(rt, world)
    given = await agencies.tell(rt, "identity", "POST", "/_luohu/people/tokens", world, wish)
    return Response(given.content, media_type="application/json", headers={"Cache-Control": "no-store"})


@router.get(
    "/truth",
    summary="What is to be expected of each of them, a line of JSON for each",
    response_class=StreamingResponse,
    responses={200: {"content": {NDJSON: {}}, "description": "NDJSON, by the people's numbers"}},
)
async def read_truth(
    rt: Rt, world: World, offset: Offset = 0, limit: Annotated[int | None, Query(ge=1, le=200_000)] = None
) -> StreamingResponse:
    """Made while it is read; the same bytes whenever and wherever it is asked for."""
    held = await census.found(rt, world)
    last = held.size if limit is None else min(offset + limit, held.size)
    return StreamingResponse(_truth(held, offset, last), media_type=NDJSON)


async def _truth(held: Population, first: int, last: int) -> AsyncIterator[bytes]:
    crowd = held.crowd()
    for begun in range(first, last, AT_A_TIME):
        yield await asyncio.to_thread(_some, crowd, begun, min(begun + AT_A_TIME, last))


def _some(crowd: Crowd, first: int, last: int) -> bytes:
    return b"".join(crowd.lines(first, last - first))
