"""Verifying: everything that was bound is read and computed again. What differs is named, nothing is changed.

Found are: a byte of a bound row, of an entry, of a link or of a head that is another; a row that is gone, or that was
put in without an entry; links out of order or missing; a head that the service did not sign; and, where a head is given
that was kept elsewhere, an end of the chain that was taken away.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from joserfc.jwk import OKPKey
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.audit.chain import ORIGIN, Finding, Head, HeadForged, link_hash, read_signed, sign
from luohu_kit.audit.noting import BROUGHT_BACK
from luohu_kit.work import BeginEverywhere

_ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
AS_BOUND = text("SET LOCAL timezone TO 'UTC'")
BINDINGS = text("SELECT what, source, key, key_type, payload, bound FROM kit.audit_binding ORDER BY what")
_LINKS = text(
    "SELECT l.seq, l.entry, l.previous, l.hash, e.at, e.what, e.keys, e.digests FROM kit.audit_link l"
    " LEFT JOIN kit.audit_entry e ON e.world = l.world AND e.id = l.entry WHERE l.world = :world ORDER BY l.seq"
)
_HEADS = text(
    "SELECT h.seq, h.hash, h.signed, l.hash AS linked FROM kit.audit_head h LEFT JOIN kit.audit_link l"
    " ON l.world = h.world AND l.seq = h.seq WHERE h.world = :world ORDER BY h.seq"
)
_ENDS = text(
    "SELECT max(l.seq) AS last, max(l.seq) FILTER (WHERE e.what = :what) AS brought FROM kit.audit_link l"
    " LEFT JOIN kit.audit_entry e ON e.world = l.world AND e.id = l.entry WHERE l.world = :world"
)
_LAST = text("SELECT signed FROM kit.audit_head WHERE world = :world ORDER BY seq DESC LIMIT 1")
_AT = text("SELECT hash FROM kit.audit_link WHERE world = :world AND seq = :seq")
_UNNAMED = text(
    "SELECT e.id, e.what, l.seq FROM kit.audit_entry e LEFT JOIN kit.audit_link l ON l.world = e.world"
    " AND l.entry = e.id WHERE e.world = :world AND e.what <> ALL(CAST(:known AS text[]))"
    " AND e.digests <> sha256(convert_to(e.keys[1], 'UTF8'))"
)
_WORLDS = text("SELECT name FROM kit.world ORDER BY name")


@asynccontextmanager
async def one_moment(everywhere: BeginEverywhere) -> AsyncIterator[AsyncConnection]:
    """A transaction over all worlds that sees the database as it is at one moment, however long it reads."""
    async with everywhere() as connection:
        await connection.execute(_ONE_MOMENT)
        yield connection


async def worlds_of(connection: AsyncConnection) -> Sequence[str]:
    """The worlds of a service."""
    return (await connection.execute(_WORLDS)).scalars().all()


async def last_head(connection: AsyncConnection, world: str) -> str | None:
    """The newest head of a world as it was signed; None: nothing is sealed yet."""
    signed: str | None = (await connection.execute(_LAST, {"world": world})).scalar()
    return signed


async def findings_of(
    connection: AsyncConnection, service: str, world: str, key: OKPKey, elsewhere: Iterable[Head] = ()
) -> list[Finding]:
    """All that is not as it was bound, in a transaction of `one_moment`; empty when all is well.

    elsewhere: heads of this service that were kept in another place; those of other worlds are passed over.
    """
    await connection.execute(AS_BOUND)
    found = [finding async for finding in _chain(connection, service, world)]
    found += [finding async for finding in _heads(connection, service, world, key)]
    for head in elsewhere:
        if (head.service, head.world) == (service, world):
            found += await _against(connection, head)
    found += [finding async for finding in _rows(connection, service, world)]
    return found


async def _chain(connection: AsyncConnection, service: str, world: str) -> AsyncIterator[Finding]:
    expected, previous = 1, ORIGIN
    async with connection.stream(_LINKS, {"world": world}) as links:
        async for link in links:
            told = (service, world, link.seq, link.what or "link", "")
            if link.seq != expected:
                yield Finding(*told, f"entry {expected} should come here: some are gone")
            if link.previous != previous:
                yield Finding(*told, "it does not follow the entry before it")
            if link.what is None:
                yield Finding(*told, f"its entry, number {link.entry}, is gone")
            elif not _hashes(link):
                yield Finding(*told, "the entry or its hash was changed")
            expected, previous = link.seq + 1, link.hash


def _hashes(link: Any) -> bool:
    try:
        hashed = link_hash(link.seq, link.at, link.what, link.keys, link.digests, link.previous)
    except ValueError:  # other keys than digests
        return False
    return bool(hashed == link.hash)


async def _heads(connection: AsyncConnection, service: str, world: str, key: OKPKey) -> AsyncIterator[Finding]:
    heads = (await connection.execute(_HEADS, {"world": world})).all()
    ends = (await connection.execute(_ENDS, {"world": world, "what": BROUGHT_BACK})).one()
    if ends.last is not None and (not heads or heads[-1].seq != ends.last):
        yield Finding(service, world, ends.last, "head", "", "the end of the chain is not signed")
    for head in heads:
        if head.linked != head.hash:
            why = "the chain has another hash here, or does not reach so far: its end was taken away"
        elif (why := _signature(head, service, key)) and head.seq < (ends.brought or 0):
            continue  # a world that was brought from another city has heads of that city's key, until it was brought
        if why:
            yield Finding(service, world, head.seq, "head", "", why)


def _signature(head: Any, service: str, key: OKPKey) -> str:
    """What is wrong with how a head is signed; empty when nothing is."""
    try:
        says = read_signed(head.signed, key)
    except HeadForged as error:
        return f"the signature is not that of this service ({error})"
    if (says.service, says.seq, says.hash) != (service, head.seq, head.hash.hex()):
        return "the signed head says something else than its row"
    # Several texts stand for the same signature in base64; a service writes one of them.
    return "" if sign(says, key) == head.signed else "the signature is not written as this service writes it"


async def _against(connection: AsyncConnection, head: Head) -> list[Finding]:
    there = (await connection.execute(_AT, {"world": head.world, "seq": head.seq})).scalar()
    if there is not None and there.hex() == head.hash:
        return []
    why = (
        "the chain ends before the head that was kept elsewhere" if there is None else "the head kept elsewhere differs"
    )
    return [Finding(head.service, head.world, head.seq, "head", "", why)]


async def _rows(connection: AsyncConnection, service: str, world: str) -> AsyncIterator[Finding]:
    bindings = (await connection.execute(BINDINGS)).all()
    for binding in bindings:
        for row in await connection.execute(_differing(binding), {"world": world, "what": binding.what}):
            if row.bound is None:
                why = "the row is bound by no entry"
            elif row.there is None:
                why = "the row is gone"
            else:
                why = "the row was changed"
            yield Finding(service, world, row.seq, binding.what, row.key, why)
    known = [binding.what for binding in bindings]
    for row in await connection.execute(_UNNAMED, {"world": world, "known": known}):
        yield Finding(service, world, row.seq, row.what, "", "nothing is bound under this name")


def _differing(binding: Any) -> TextClause:
    """Rows that are not as their last entry says. The pieces were written by migrations, never by a client."""
    sql = (
        "WITH said AS (SELECT DISTINCT ON (k.key) k.key, e.id,"  # noqa: S608 - as above
        " substring(e.digests FROM (k.n::integer - 1) * 32 + 1 FOR 32) AS digest"
        " FROM kit.audit_entry e, unnest(e.keys) WITH ORDINALITY AS k(key, n)"
        " WHERE e.world = :world AND e.what = :what ORDER BY k.key, e.id DESC),"
        f" there AS (SELECT ({binding.key})::text AS key,"
        f" sha256(convert_to({binding.payload}, 'UTF8')) AS digest"
        f" FROM {binding.source} r WHERE r.world = :world AND ({binding.bound}))"
        " SELECT key, s.digest AS bound, t.digest AS there, l.seq FROM said s FULL JOIN there t USING (key)"
        " LEFT JOIN kit.audit_link l ON l.world = :world AND l.entry = s.id"
        " WHERE s.digest IS DISTINCT FROM t.digest ORDER BY l.seq, key LIMIT 1000"
    )
    return text(sql)
