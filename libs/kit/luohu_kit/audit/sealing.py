"""Sealing: entries that are complete become links of their world's chain, in order, exactly once, without a gap.

It runs on real time beside the service and counts as nothing: an advance does not wait for it, no digest of a world
sees it, and no transaction of a world ever waits for it. The order: an entry's number is drawn while its transaction
holds what it changes, so of two changes of which one saw the other, the later has the higher number; and entries are
taken only from transactions before all that are under way, so none can turn up that belongs before one that is linked.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import structlog
from joserfc.jwk import OKPKey
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.audit.chain import ORIGIN, Head, instant, key_of, link_hash, sign
from luohu_kit.clock import machine_now
from luohu_kit.runtime import Runtime
from luohu_kit.settings import Settings
from luohu_kit.work import BeginEverywhere

log = structlog.get_logger()

EVERY = 1.0  #: seconds of real time between two rounds over worlds in which something was committed here
NET = 10  #: rounds after which it looks at all worlds: another process may have died with its entries unsealed
AT_ONCE = 2000  #: entries of one transaction

#: Each world with the end of its chain, and the numbers of the transactions of this moment.
_HEADS = """
    SELECT w.name, coalesce(h.seq, 0) AS seq, h.hash,
        CASE WHEN h.through < s.high THEN h.through ELSE 0 END AS through, s.low, s.high
    FROM kit.world w CROSS JOIN (
        SELECT pg_snapshot_xmin(s)::text::bigint AS low, pg_snapshot_xmax(s)::text::bigint AS high
        FROM pg_current_snapshot() AS s
    ) AS s LEFT JOIN LATERAL (
        SELECT seq, hash, through FROM kit.audit_head WHERE world = w.name ORDER BY seq DESC LIMIT 1
    ) AS h ON true"""
#: What is new in each of those worlds. Numbers beyond all of this server are of another one, from which its databases
#: were brought here. Both ranges are closed, and stand apart (OFFSET 0): of ends that it does not know PostgreSQL
#: believes that they are far, and would look at all entries that a world has ever had.
_COMPLETE = """
    LATERAL (
        SELECT e.* FROM kit.audit_entry e WHERE e.world = w.name AND e.tx BETWEEN w.through AND w.low - 1
        UNION ALL
        SELECT e.* FROM kit.audit_entry e WHERE e.world = w.name
            AND e.tx BETWEEN greatest(w.through, w.high) AND 9223372036854775807
        OFFSET 0
    ) AS e WHERE NOT EXISTS (SELECT FROM kit.audit_link l WHERE l.world = e.world AND l.entry = e.id OFFSET 0)"""
_WAITING = text(f"SELECT w.name FROM ({_HEADS}) AS w WHERE EXISTS (SELECT FROM {_COMPLETE})")  # noqa: S608 - ours
#: Whoever removes or replaces a world holds it alone: this takes no part in that world meanwhile, and waits for nobody.
_HOLD = text(
    "SELECT name, pg_try_advisory_xact_lock_shared(hashtextextended('luohu.inside.' || name, 0))"
    " AND pg_try_advisory_xact_lock(hashtextextended('luohu.audit.' || name, 0)) AS held"
    " FROM unnest(CAST(:worlds AS text[])) AS n(name)"
)
_TAKE = text(
    "SELECT w.name, w.seq, w.hash, w.through, w.low, e.id, e.at, e.what, e.keys, e.digests"  # noqa: S608 - ours
    f" FROM ({_HEADS} WHERE w.name = ANY(CAST(:worlds AS text[]))) AS w CROSS JOIN {_COMPLETE}"
    " ORDER BY w.name, e.id LIMIT :most"
)
_LINK = text(
    "INSERT INTO kit.audit_link (world, seq, entry, previous, hash) SELECT * FROM unnest(CAST(:worlds AS text[]),"
    " CAST(:seqs AS bigint[]), CAST(:entries AS bigint[]), CAST(:before AS bytea[]), CAST(:hashes AS bytea[]))"
)
_SIGN = text(
    "INSERT INTO kit.audit_head (world, seq, hash, through, signed) SELECT * FROM unnest(CAST(:worlds AS text[]),"
    " CAST(:seqs AS bigint[]), CAST(:hashes AS bytea[]), CAST(:throughs AS bigint[]), CAST(:signed AS text[]))"
)


@dataclass(slots=True)
class _Rows:
    """What is written in one transaction: columns of links, and of heads."""

    links: dict[str, list[Any]] = field(
        default_factory=lambda: {"worlds": [], "seqs": [], "entries": [], "before": [], "hashes": []}
    )
    heads: dict[str, list[Any]] = field(
        default_factory=lambda: {"worlds": [], "seqs": [], "hashes": [], "throughs": [], "signed": []}
    )


def sealing_key(settings: Settings) -> OKPKey:
    """The key of a service for its heads."""
    return key_of(settings.audit_master, settings.service)


async def sealer(rt: Runtime) -> None:
    """Seal for ever, a moment after something was committed."""
    key = sealing_key(rt.settings)
    seen: dict[str, int] = {}
    rounds = 0
    while True:
        now = dict(rt.hub.commits)
        worlds = {world for world, count in now.items() if seen.get(world) != count}
        try:
            if rounds % NET == 0:
                worlds |= set(await waiting(rt.everywhere))
            if worlds:
                await seal(rt.everywhere, rt.settings.service, key, worlds)
            seen = now
        except (SQLAlchemyError, OSError, TimeoutError) as error:
            log.warning("audit_not_sealed", worlds=len(worlds), error=type(error).__name__)
        rounds += 1
        await asyncio.sleep(EVERY)


async def waiting(everywhere: BeginEverywhere) -> Sequence[str]:
    """Worlds with entries that can be sealed."""
    async with everywhere() as connection:
        return (await connection.execute(_WAITING)).scalars().all()


async def seal(everywhere: BeginEverywhere, service: str, key: OKPKey, worlds: Iterable[str]) -> int:
    """Link what is complete in these worlds and sign the ends of their chains; how many entries that were.

    A world that somebody else seals, replaces or removes just now is left to the next round.
    """
    async with everywhere() as connection:
        held = await connection.execute(_HOLD, {"worlds": sorted(worlds)})
        mine = [row.name for row in held if row.held]
        total = 0
        while mine and (taken := await _some(connection, service, key, mine)):
            total += taken
            if taken < AT_ONCE:
                break
        await connection.commit()
    return total


async def _some(connection: AsyncConnection, service: str, key: OKPKey, worlds: Sequence[str]) -> int:
    found = (await connection.execute(_TAKE, {"worlds": worlds, "most": AT_ONCE})).all()
    rows = _Rows()
    for _, entries in groupby(found, lambda row: row.name):
        _chain(rows, service, key, list(entries), all_of_it=len(found) < AT_ONCE)
    if found:
        await connection.execute(_LINK, rows.links)
        await connection.execute(_SIGN, rows.heads)
    return len(found)


def _chain(rows: _Rows, service: str, key: OKPKey, entries: Sequence[Any], *, all_of_it: bool) -> None:
    """The links of one world's entries, and its new head."""
    first = entries[0]
    seq, previous = first.seq, first.hash or ORIGIN
    for entry in entries:
        seq += 1
        hashed = link_hash(seq, entry.at, entry.what, entry.keys, entry.digests, previous)
        for column, value in zip(rows.links.values(), (first.name, seq, entry.id, previous, hashed), strict=True):
            column.append(value)
        previous = hashed
    head = Head(service=service, world=first.name, seq=seq, hash=previous.hex(), signed_at=instant(machine_now()))
    through = first.low if all_of_it else first.through or 0
    for column, value in zip(rows.heads.values(), (first.name, seq, previous, through, sign(head, key)), strict=True):
        column.append(value)
