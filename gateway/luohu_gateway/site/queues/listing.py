"""The list of a queue: filters, pages, how much waits; kept up to date while somebody looks at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.responses import Response

from luohu_gateway.site.guard import signed_in
from luohu_gateway.site.live import relay
from luohu_gateway.site.paging import Lines
from luohu_gateway.site.problems import NONE, Shown
from luohu_gateway.site.queues.drawing import drawn
from luohu_gateway.site.queues.queue import Queue
from luohu_gateway.site.visit import Here, Visit
from luohu_gateway.site.wire import Refused, Reply

PAGE = 25  #: tasks on one page
#: What can be chosen, in order: the first is what a list begins with.
STATES = ("created", "evidence_requested", "completed", "canceled", "any")
HELD = ("anybody", "nobody", "me", "others")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of a list, as they stand in its address."""

    state: str = STATES[0]
    held: str = HELD[0]
    claim: str = ""
    about: str = ""  #: a word of the title that tells verifications from rechecks
    overdue: bool = False
    q: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Self:
        """What an address says; what it cannot say is left out."""
        state, held = given.get("state", ""), given.get("held", "")
        return cls(
            state=state if state in STATES else STATES[0],
            held=held if held in HELD else HELD[0],
            claim=given.get("claim", "")[:60],
            about=given.get("about", "")[:80],
            overdue=given.get("overdue") == "true",
            q=given.get("q", "").replace("\x00", "").strip()[:100],
        )

    @property
    def address(self) -> str:
        """What follows the path of the list in its address."""
        begun = Wanted()
        told = {name: getattr(self, name) for name in ("state", "held", "claim", "about", "overdue", "q")}
        said = {name: value for name, value in told.items() if value != getattr(begun, name)}
        query = urlencode({name: "true" if value is True else value for name, value in said.items()})
        return f"?{query}" if query else ""

    def search(self, now: str | None, lines: Lines) -> dict[str, Any]:
        """The body of the search. now: the world's time, where only what is overdue is wanted."""
        words = " ".join(word for word in (self.claim and f"{self.claim}:", self.about, self.q) if word)
        said = {
            "state": None if self.state == "any" else self.state,
            "held": None if self.held == "anybody" else self.held,
            "q": words or None,
            "due_before": now if self.overdue else None,
        }
        body: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        return {**body, "page": lines.wanted}


def listing_router(queue: Queue) -> APIRouter:
    """The list of a queue, the part of it that changes, and the stream that says when."""
    router = APIRouter()
    guard = [Depends(signed_in(queue.role))]

    @router.get(queue.home, dependencies=guard)
    async def listed(here: Here) -> Response:
        """The queue; htmx gets the part that changes."""
        return await draw_list(here, queue, Wanted.of(here.request.query_params))

    @router.get(f"{queue.tasks}/live", dependencies=guard)
    async def live(here: Here) -> Response:
        """Says when something in the queue changed."""
        return await relay(here, queue.path(here, "counts"))

    return router


def place(counted: Reply) -> str:
    """Where the stream of a queue goes on after its counts were read: what was seen already is not told again."""
    return counted.etag.strip('"')


async def draw_list(here: Visit, queue: Queue, wanted: Wanted, problem: Shown = NONE, status: int = 200) -> Response:
    """The list. A search that the API refuses is an empty list with the problem above it."""
    counted, lines = await here.ask.ask("GET", queue.path(here, "counts")), Lines.asked(here, PAGE)
    counts = counted.data
    try:
        found = (await here.ask.post(queue.path(here, "search"), wanted.search(counts["now"], lines))).data
    except Refused as refused:
        problem, status = Shown.of(refused), 422
        found = {"items": [], "page": {"total": 0, "offset": 0, "limit": PAGE}, "now": counts["now"]}
    return drawn(
        here,
        "queues/rows.html" if here.partial else "queues/list.html",
        status=status,
        queue=queue,
        wanted=wanted,
        counts=counts,
        after=place(counted),
        found=found,
        beside=lines.of(found["page"]["total"]),
        states=STATES,
        holders=HELD,
        claims=queue.claims_of(here),
        problem=problem,
        done=here.request.query_params.get("done", "")[:40],
    )
