"""How many questions an agency takes: no more than it can hold due and undecided.

What waits for its time on the world's clock is a row and no burden; what is due and not decided is work that has piled
up. It is counted, in the world that asks, at most once a second, and never beyond the bound.
"""

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from sqlalchemy import text

from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

MOST_WORLDS = 10_000  #: whose counts are remembered
FRESH = 1.0  #: seconds of real time that a count is believed

_DUE = text(
    "SELECT count(*) FROM"
    " (SELECT FROM agency.verification WHERE state = 'waiting' AND due_at <= :now LIMIT :most) AS due"
)


class AgencyFull(Exception):
    """The agency takes no further questions for now."""

    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "2"}

    def __init__(self, due: int) -> None:
        super().__init__(f"{due} questions are due here and not decided yet; none of these was stored.")


async def make_room(rt: Runtime, work: Work) -> None:
    """Raises AgencyFull when as many questions of the world are due as the agency holds."""
    seen: dict[str, float] = rt.state.setdefault("not_full", {})
    loop_time = asyncio.get_running_loop().time()
    if seen.get(work.world.name, 0.0) > loop_time:
        return
    most = rt.settings.questions_due
    due = await work.scalar(_DUE, {"now": work.now, "most": most})
    if due >= most:
        raise AgencyFull(due)
    if due < most // 2:
        if len(seen) > MOST_WORLDS:
            seen.clear()
        seen[work.world.name] = loop_time + FRESH
