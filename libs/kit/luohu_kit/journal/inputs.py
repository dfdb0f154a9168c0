"""The inputs of one world, as far as this service took them: what a replay asks again, in its order."""

import base64
from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

import orjson
from pydantic import AwareDatetime
from sqlalchemy import Row, func, select

from luohu_contract.model import Wire
from luohu_kit.clock import BEIJING
from luohu_kit.journal.kept_inputs import READ
from luohu_kit.journal.table import journal as hops
from luohu_kit.journal.table import journal_cut
from luohu_kit.runtime import Runtime

_AT_ONCE = 50  #: rows fetched at once: each may hold a file
_WHOLE = ("at", "seq", "world_at", "receiver", "method", "status", "fault", "took_ms", "replay", "input")


class Kept(Wire):
    """What is kept of the inputs of a world, before the inputs themselves."""

    noted: bool  #: whether inputs are kept at all (settings `journal` and `journal_inputs`)
    inputs: int  #: how many there are
    lost: int  #: how many there were and are no more
    until: AwareDatetime | None  #: real time: everything after it is there


async def kept_inputs(rt: Runtime, world: str) -> Kept:
    """What there is to replay of a world. Raises UnknownWorld."""
    await rt.journal.flush()
    changed = hops.c.replay.is_not(None) & hops.c.method.not_in(READ)
    async with rt.begin(world) as work:
        count = await work.scalar(select(func.count()).select_from(hops).where(changed))
        cut = await work.one(select(journal_cut.c.inputs, journal_cut.c.until))
    return Kept(
        noted=rt.journal.open and rt.journal.inputs,
        inputs=count,
        lost=cut.inputs if cut else 0,
        until=_shown(cut.until) if cut else None,
    )


async def input_lines(rt: Runtime, world: str) -> AsyncGenerator[bytes, None]:
    """Every input, a line of JSON each, in the order in which they began; reads among them where they told ids."""
    await rt.journal.flush()
    statement = (
        select(*(hops.c[name] for name in _WHOLE))
        .where(hops.c.world == world, hops.c.replay.is_not(None))
        .order_by(hops.c.at, hops.c.seq)
    )
    async with rt.everywhere() as connection, connection.stream(statement) as result:
        async for batch in result.partitions(_AT_ONCE):
            for row in batch:
                yield orjson.dumps(_line(row), option=orjson.OPT_APPEND_NEWLINE)


def _line(row: Row[Any]) -> dict[str, Any]:
    kept = row.replay
    line = {
        "real": _shown(row.at),
        "at": _shown(row.world_at),
        "took": round(row.took_ms),
        "to": row.receiver,
        "method": row.method,
        "target": kept["target"],
        "headers": kept["headers"],
        "caller": kept.get("caller"),
        "status": row.status,
        "problem": kept.get("problem"),
        "fault": row.fault,
        "now": kept.get("now"),
        "told": kept.get("told", {}),
    }
    body: bytes = row.input or b""
    try:
        return {**line, "body": body.decode()}
    except UnicodeDecodeError:
        return {**line, "base64": base64.b64encode(body).decode()}


def _shown(instant: datetime) -> datetime:
    return instant.astimezone(BEIJING)
