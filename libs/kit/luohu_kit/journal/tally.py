"""How many hops went over each edge of one world since a place in this service's journal: what a map of traffic shows.

Counted by the order in which hops were written, which is the order in which they ended: one that took long is counted
when it is there, wherever it stands in the order of time.
"""

from pydantic import Field
from sqlalchemy import Row, text

from luohu_contract.model import Wire
from luohu_kit.journal.buffer import KEY
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

LONGEST = 20.0  #: real seconds of one wait

_LAST = text("SELECT coalesce(max(seq), 0) FROM kit.journal")
_EDGES = text(
    "SELECT sender, receiver, count(*) AS count, max(seq) AS last,"
    " count(*) FILTER (WHERE status IS NULL OR status >= 500) AS failed, count(fault) AS faults"
    " FROM kit.journal WHERE seq > :after GROUP BY sender, receiver ORDER BY sender, receiver"
)


class Tallying(Wire):
    """What the sandbox asks a service for."""

    after: int | None = Field(default=None, ge=0, lt=2**63)  #: `last` of the tally before; None: where it stands now
    wait: float = Field(default=0.0, ge=0, le=LONGEST)  #: real seconds, for as long as there is nothing new


class EdgeTally(Wire):
    """What went over one edge."""

    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    count: int
    failed: int  #: of them, those without an answer, or with a 5xx
    faults: int  #: of them, those to which a fault did something


class Tally(Wire):
    """What went over the edges that a service notes."""

    last: int  #: `after` of the next
    edges: list[EdgeTally]


async def tally(rt: Runtime, world: str, asked: Tallying) -> Tally:
    """The hops since a place, by edge. Raises UnknownWorld."""
    found = Tally(last=0, edges=[])

    async def look() -> Tally | None:
        nonlocal found
        await rt.journal.flush()
        async with rt.begin(world) as work:
            found = await _since(work, asked.after)
        return found if found.edges or asked.after is None else None

    await rt.hub.until(world, KEY, look, seconds=asked.wait)
    return found


async def _since(work: Work, after: int | None) -> Tally:
    if after is None:
        return Tally(last=await work.scalar(_LAST), edges=[])
    rows = await work.rows(_EDGES, {"after": after})
    return Tally(last=max((row.last for row in rows), default=after), edges=[_edge(row) for row in rows])


def _edge(row: Row[tuple[str, str, int, int, int, int]]) -> EdgeTally:
    told = {"from": row.sender, "to": row.receiver}
    return EdgeTally(**told, count=row.count, failed=row.failed, faults=row.faults)
