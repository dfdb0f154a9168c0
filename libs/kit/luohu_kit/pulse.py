"""What still moves in one world on one service, read in one round trip: an advance of the clock asks often."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import TextClause, text

from luohu_contract.model import Wire
from luohu_kit.duty import Duty, follows_calendar
from luohu_kit.runtime import Runtime

MOST_FIRED = 10_000  #: events that one pulse tells


class Fired(Wire):
    """Something that had waited on the world's clock."""

    seq: int
    at: AwareDatetime
    what: str
    ref: str


class Pulse(Wire):
    """What still moves in one world on one service. At rest is: nothing due, nothing to send."""

    now: AwareDatetime
    next_due: AwareDatetime | None  #: earliest thing that waits on the clock, in the world's time
    awaited: bool = True  #: whether something waits besides the dates of the year
    due: int  #: duties that have something to do now
    outbox: int  #: live messages
    edges: dict[str, int]  #: live messages by destination
    faulty: tuple[str, ...] = ()  #: services on whose way a fault is
    arrived: dict[str, int]  #: messages that this process has brought to each destination so far
    busy: int  #: requests on their way and duties at work
    dead: int  #: messages refused for good
    activity: int  #: grows with every commit in this world (by this process) and with everything that fires
    fired_seq: int
    fired: tuple[Fired, ...]  #: since the sequence number asked for, at most 10,000

    @property
    def at_rest(self) -> bool:
        """Nothing is due, and every message has arrived. Who is busy is not asked: it may be with another world."""
        return not self.due and not self.edges


async def pulse(rt: Runtime, name: str, since: int) -> Pulse:
    """What moves in a world now, with what fired after the sequence number `since`. Raises UnknownWorld."""
    questions = _questions(rt)
    async with rt.begin(name) as work:
        now = work.now
        row = (await work.execute(_statement(tuple(sql for sql, _ in questions)), {"since": since})).one()
    return _pulse(rt, name, now, row, tuple(calendar for _, calendar in questions))


async def is_at_rest(rt: Runtime, name: str) -> bool:
    """Whether nothing is due and nothing to send, as `Pulse.at_rest` says it; for whoever looks often and wants to
    know no more. Raises UnknownWorld.
    """
    statement = _resting(tuple(sql for sql, _ in _questions(rt)))
    async with rt.begin(name) as work:
        return bool(await work.scalar(statement, {"now": work.now}))


def _questions(rt: Runtime) -> tuple[tuple[str, bool], ...]:
    """What may wait, as SQL, and whether it only follows the calendar."""
    duties = tuple(runner.duty for runner in rt.runners)
    return (
        *((duty.waiting, follows_calendar(duty)) for duty in duties),
        *((sql, False) for sql in _under_way(duties)),
    )


def _under_way(duties: Sequence[Duty]) -> Iterator[str]:
    """What duties have begun and not yet ended, which no runner need look at."""
    for duty in duties:
        if under_way := getattr(duty, "under_way", None):
            yield under_way


def _pulse(rt: Runtime, name: str, now: datetime, row: Any, calendars: Sequence[bool]) -> Pulse:
    answers = [(getattr(row, f"due_{place}"), calendar) for place, calendar in enumerate(calendars)]
    dues = [due for due, _ in answers if due is not None]
    awaited = any(due is not None and not calendar for due, calendar in answers)
    edges: Mapping[str, Any] = row.edges or {}
    live = {destination: count["live"] for destination, count in edges.items() if count["live"]}
    return Pulse(
        now=now,
        next_due=min(dues, default=None),
        awaited=awaited,
        due=sum(due <= now for due in dues),
        outbox=sum(live.values()),
        edges=live,
        faulty=tuple(sorted(rt.faults.receivers(name, rt.settings.service))),
        arrived=dict(rt.hub.arrived.get(name, {})),
        busy=rt.busy,
        dead=sum(count["dead"] for count in edges.values()),
        activity=rt.hub.commits[name] + row.fired_seq,
        fired_seq=row.fired_seq,
        fired=tuple(Fired.model_validate(each) for each in row.fired or ()),
    )


@cache
def _resting(waiting: tuple[str, ...]) -> TextClause:
    """Whether nothing is due: the first thing that is ends the look."""
    dues = "".join(
        f" AND NOT EXISTS (SELECT FROM ({sql}) AS d"
        " WHERE d.world = current_setting('luohu.world') AND d.due_at <= :now)"
        for sql in waiting
    )
    live = "SELECT FROM kit.outbox WHERE dead_at IS NULL AND held_until IS NULL"
    return text(f"SELECT NOT EXISTS ({live}){dues}")


@cache
def _statement(waiting: tuple[str, ...]) -> TextClause:
    """All questions in one statement. The duties write the inner SQL, never a client."""
    dues = "".join(
        f"(SELECT d.due_at FROM ({sql}) AS d WHERE d.world = current_setting('luohu.world')) AS due_{place}, "  # noqa: S608
        for place, sql in enumerate(waiting)
    )
    return text(
        f"SELECT {dues}"  # noqa: S608
        "(SELECT json_object_agg(e.destination, json_build_object('live', e.live, 'dead', e.dead)) FROM"
        " (SELECT destination, count(dead_at) AS dead,"
        " count(*) FILTER (WHERE dead_at IS NULL AND held_until IS NULL) AS live"
        " FROM kit.outbox GROUP BY destination) AS e) AS edges, "
        "(SELECT coalesce(max(seq), 0) FROM kit.fired) AS fired_seq, "
        "(SELECT json_agg(json_build_object('seq', f.seq, 'at', f.at, 'what', f.what, 'ref', f.ref) ORDER BY f.seq)"
        " FROM (SELECT seq, at, what, ref FROM kit.fired WHERE seq > :since"
        f" ORDER BY seq LIMIT {MOST_FIRED}) AS f) AS fired"
    )
