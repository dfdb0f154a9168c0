"""`/_luohu/journal`: every hop between the services of the city and from outside, matched, counted, waited for."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import AfterValidator, Field

from luohu_contract.duration import Duration
from luohu_contract.model import Wire
from luohu_kit.auth import public
from luohu_kit.journal import Match
from luohu_kit.journal.reading import MOST, HopView
from luohu_sandbox.control import InControl
from luohu_sandbox.drawing import as_mermaid, as_text, participants
from luohu_sandbox.journal import Found
from luohu_sandbox.journey import hops_of, steps_of

router = APIRouter(prefix="/_luohu/journal", tags=["journal"])

World = Annotated[str, Depends(public())]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Place = Annotated[str, Field(max_length=200)]
LONGEST_WAIT = timedelta(seconds=60)


def _short(wait: Duration) -> Duration:
    if wait.months or wait.days or wait.time > LONGEST_WAIT:
        raise ValueError("a wait is at most PT60S of real time")
    return wait


class FindWish(Wire):
    """Hops that match, from the oldest on."""

    match: Match = Match()
    limit: Limit = 100
    after: Place | None = None  #: `next` of the page before
    newest_first: bool = False


class CountWish(Wire):
    match: Match = Match()


class WaitWish(Wire):
    """Wait until so many match."""

    match: Match = Match()
    count: int = Field(default=1, ge=1, le=1_000_000)
    timeout: Annotated[Duration, AfterValidator(_short)] = Duration(time=timedelta(seconds=10))  #: real time


class JournalPage(Wire):
    items: tuple[HopView, ...]
    next: str | None  #: `after` of the next page; null: there is none
    cut: int  #: older hops that are no longer kept (setting LUOHU_JOURNAL_HOPS)


class CountView(Wire):
    count: int


class WaitView(Wire):
    reached: bool  #: whether there are as many as were waited for
    count: int


class JourneyView(Wire):
    """One item's way, as the two diagrams are drawn from it."""

    item: str
    participants: tuple[str, ...]
    hops: tuple[HopView, ...]


def view(found: Found) -> JournalPage:
    return JournalPage(items=tuple(found.hops), next=found.next, cut=found.cut)


@router.get("", summary="The journal of a world, newest first")
async def read_journal(
    control: InControl,
    world: World,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> JournalPage:
    return view(await control.ledger.find(world, Match(), limit=limit, newest_first=True, after=after))


@router.post("/find", summary="Hops that match, oldest first")
async def find_hops(control: InControl, world: World, wish: FindWish | None = None) -> JournalPage:
    wish = wish or FindWish()
    found = await control.ledger.find(
        world, wish.match, limit=wish.limit, newest_first=wish.newest_first, after=wish.after
    )
    return view(found)


@router.post("/count", summary="How many hops match")
async def count_hops(control: InControl, world: World, wish: CountWish | None = None) -> CountView:
    return CountView(count=await control.ledger.count(world, (wish or CountWish()).match))


@router.post("/wait", summary="Wait until so many hops match, or until the time is up")
async def wait_for_hops(control: InControl, world: World, wish: WaitWish | None = None) -> WaitView:
    wish = wish or WaitWish()
    count = await control.ledger.wait(world, wish.match, wish.count, wish.timeout.time.total_seconds())
    return WaitView(reached=count >= wish.count, count=count)


@router.get(
    "/trace/{item}",
    summary="One item's way through the city, as a sequence diagram",
    response_model=JourneyView,
    responses={200: {"content": {"text/plain": {}, "text/vnd.mermaid": {}}, "description": "As `format` says"}},
)
async def trace_item(
    control: InControl,
    world: World,
    item: Annotated[str, Path(max_length=100)],
    form: Annotated[Literal["json", "text", "mermaid"], Query(alias="format")] = "json",
) -> JourneyView | Response:
    hops = await hops_of(control.ledger, world, item)
    steps = steps_of(hops, item)
    if form == "text":
        return PlainTextResponse(as_text(steps))
    if form == "mermaid":
        return PlainTextResponse(as_mermaid(steps), media_type="text/vnd.mermaid")
    return JourneyView(item=item, participants=tuple(participants(steps)), hops=tuple(hops))
