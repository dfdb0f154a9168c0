"""Faults as they are shown: what was told, and what became of it."""

from typing import Any

from pydantic import AwareDatetime, Field
from sqlalchemy import Row, text

from luohu_contract.model import Wire
from luohu_kit.clock import BEIJING
from luohu_kit.faults.book import edge_name
from luohu_kit.faults.fault import GATEWAY, Fault
from luohu_kit.parcel import receiver as receiver_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import Work

_LIST = text("SELECT sender, receiver, spec, made_at, ends_at, seen, hits FROM kit.fault ORDER BY sender, receiver")
_HELD = text("SELECT destination, count(*) AS held FROM kit.outbox WHERE held_until IS NOT NULL GROUP BY destination")


class FaultView(Wire):
    """A fault and what it has done so far."""

    edge: str
    sender: str = Field(alias="from")
    receiver: str = Field(alias="to")
    fault: Fault
    made_at: AwareDatetime  #: the world's time
    ends_at: AwareDatetime | None  #: the world's time, by its `ttl`
    ended: bool  #: it has ended, and does nothing any more
    seen: int  #: requests that it looked at
    hits: int  #: of them, those that it touched
    held: int  #: messages of the edge that are set aside just now


class Faults(Wire):
    items: list[FaultView]


class Removed(Wire):
    faults: int


async def listed(rt: Runtime, world: str) -> list[FaultView]:
    """The faults of a world on this service. Raises UnknownWorld."""
    async with rt.begin(world) as work:
        rows = await work.rows(_LIST)
        held: dict[str, int] = {}
        for row in await work.rows(_HELD):
            name, _ = receiver_of(rt.settings, row.destination, "")
            held[name] = held.get(name, 0) + row.held
        return [_view(work, row, held) for row in rows]


def _view(work: Work, row: Row[Any], held: dict[str, int]) -> FaultView:
    return FaultView(
        **{"from": row.sender, "to": row.receiver},
        edge=edge_name(row.sender, row.receiver),
        fault=Fault.model_validate(row.spec),
        made_at=row.made_at.astimezone(BEIJING),
        ends_at=None if row.ends_at is None else row.ends_at.astimezone(BEIJING),
        ended=row.ends_at is not None and row.ends_at <= work.now,
        seen=row.seen,
        hits=row.hits,
        held=0 if row.sender == GATEWAY else held.get(row.receiver, 0),
    )
