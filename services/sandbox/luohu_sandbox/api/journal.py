"""`/_luohu/journal`: every hop between the services of the city and from outside, matched, counted, waited for."""

from datetime import timedelta
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import PlainTextResponse
from pydantic import AfterValidator, AwareDatetime, Field

from luohu_contract.duration import Duration
from luohu_contract.model import Wire
from luohu_kit.auth import public
from luohu_kit.journal import Match
from luohu_kit.journal.reading import MOST, HopView
from luohu_kit.journal.tally import LONGEST, EdgeTally
from luohu_sandbox.control import InControl
from luohu_sandbox.drawing import as_mermaid, as_text, participants
from luohu_sandbox.journal import Found, Traffic
from luohu_sandbox.journey import Step, hops_of, steps_of

router = APIRouter(prefix="/_luohu/journal", tags=["journal"])

World = Annotated[str, Depends(public())]
Limit = Annotated[int, Field(ge=1, le=MOST)]
Place = Annotated[str, Field(max_length=200)]


def _at_most(seconds: int) -> AfterValidator:
    """A wait of the caller's, in real time."""
    longest = timedelta(seconds=seconds)

    def short(wait: Duration) -> Duration:
        if wait.months or wait.days or wait.time > longest:
            raise ValueError(f"a wait is at most PT{seconds}S of real time")
        return wait

    return AfterValidator(short)


class FindWish(Wire):
    """Hops that match, from the oldest on."""

    match: Match = Match()
    limit: Limit = 100
    after: Place | None = None  #: `next` of the page before
    newest_first: bool = False
    partial: bool = False  #: hops of services that do not answer are left out, instead of a 503


class TallyWish(Wire):
    """What went over each edge since the tally before."""

    #: `after` of the tally before; of services that are left out, only where their journals stand is told
    after: dict[Annotated[str, Field(max_length=60)], Annotated[int, Field(ge=0, lt=2**63)]] = Field(
        default_factory=dict, max_length=50
    )
    wait: Annotated[Duration, _at_most(int(LONGEST))] = Duration()  #: real time, for as long as there is nothing new


class CountWish(Wire):
    match: Match = Match()


class WaitWish(Wire):
    """Wait until so many match."""

    match: Match = Match()
    count: int = Field(default=1, ge=1, le=1_000_000)
    timeout: Annotated[Duration, _at_most(60)] = Duration(time=timedelta(seconds=10))  #: real time


class JournalPage(Wire):
    items: tuple[HopView, ...]
    next: str | None  #: `after` of the next page; null: there is none
    cut: int  #: older hops that are no longer kept (setting LUOHU_JOURNAL_HOPS)
    away: tuple[str, ...] = ()  #: `partial` only: services that do not answer, whose hops are not here


class CountView(Wire):
    count: int


class WaitView(Wire):
    reached: bool  #: whether there are as many as were waited for
    count: int


class TallyView(Wire):
    """What went over the edges."""

    edges: tuple[EdgeTally, ...]  #: those over which something went
    after: dict[str, int]  #: of the next tally, by service
    away: tuple[str, ...]  #: services that do not answer; what they noted is counted when they are back


class StepView(Wire):
    """One arrow of the diagrams and, where there was an answer, the arrow back."""

    world_at: AwareDatetime
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    says: str  #: what is asked, in a few words
    answer: str | None  #: null: there was none
    fault: str | None  #: what was done to it on purpose
    times: int  #: the same again, with nothing in between

    @classmethod
    def of(cls, step: Step) -> Self:
        return cls(
            **{"from": step.sender, "to": step.receiver},
            world_at=step.world_at,
            says=step.says,
            answer=step.answer,
            fault=step.fault,
            times=step.times,
        )


class JourneyView(Wire):
    """One item's way, as the two diagrams are drawn from it."""

    item: str
    participants: tuple[str, ...]
    steps: tuple[StepView, ...]
    hops: tuple[HopView, ...]


def view(found: Found) -> JournalPage:
    return JournalPage(items=tuple(found.hops), next=found.next, cut=found.cut, away=tuple(found.away))


def tally_view(traffic: Traffic) -> TallyView:
    return TallyView(edges=tuple(traffic.edges), after=dict(traffic.after), away=tuple(traffic.away))


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
        world,
        wish.match,
        limit=wish.limit,
        newest_first=wish.newest_first,
        after=wish.after,
        partial=wish.partial,
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


@router.post("/tally", summary="How many hops went over each edge since the tally before")
async def tally_hops(control: InControl, world: World, wish: TallyWish | None = None) -> TallyView:
    """Cheap however many there are: a map of the traffic looks at it again and again."""
    wish = wish or TallyWish()
    return tally_view(await control.ledger.tally(world, wish.after, wish.wait.time.total_seconds()))


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
    partial: Annotated[bool, Query(description="leave out what services that do not answer have noted")] = False,
) -> JourneyView | Response:
    hops = await hops_of(control.ledger, world, item, partial=partial)
    steps = steps_of(hops, item)
    if form == "text":
        return PlainTextResponse(as_text(steps))
    if form == "mermaid":
        return PlainTextResponse(as_mermaid(steps), media_type="text/vnd.mermaid")
    return JourneyView(
        item=item,
        participants=tuple(participants(steps)),
        steps=tuple(StepView.of(step) for step in steps),
        hops=tuple(hops),
    )
