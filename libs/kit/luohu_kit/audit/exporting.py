"""The chain of a world as JSON lines, which a third party checks without luohu (docs/guides/audit.md).

One line for each link: `{"seq", "at", "what", "previous", "hash", "rows": [{"key", "digest", "payload"}]}`; the last
line is `{"head": "<compact JWS>", "key": {<JWK>}}`. A payload is the very text that was digested; it is null where the
row has a later entry, with which it is shown. The lines hold what was filed: they are as confidential as the rows.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import orjson
from joserfc.jwk import OKPKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.audit.chain import digests_in, instant
from luohu_kit.audit.verifying import AS_BOUND, BINDINGS, last_head

AT_ONCE = 500

_PAGE = text(
    "SELECT l.seq, l.previous, l.hash, e.at, e.what, e.keys, e.digests FROM kit.audit_link l JOIN kit.audit_entry e"
    " ON e.world = l.world AND e.id = l.entry WHERE l.world = :world AND l.seq > :after ORDER BY l.seq LIMIT :most"
)
_BOUND_AGAIN = text(
    "SELECT e.what, k.key, max(l.seq) AS seq FROM kit.audit_entry e JOIN kit.audit_link l ON l.world = e.world"
    " AND l.entry = e.id, unnest(e.keys) AS k(key) WHERE e.world = :world GROUP BY e.what, k.key HAVING count(*) > 1"
)


async def lines(connection: AsyncConnection, world: str, key: OKPKey) -> AsyncIterator[bytes]:
    """The chain of a world and its head, in a transaction of `one_moment`."""
    await connection.execute(AS_BOUND)
    bindings = {binding.what: binding for binding in await connection.execute(BINDINGS)}
    again = {(row.what, row.key): row.seq for row in await connection.execute(_BOUND_AGAIN, {"world": world})}
    after = 0
    while page := (await connection.execute(_PAGE, {"world": world, "after": after, "most": AT_ONCE})).all():
        texts = {
            what: await _texts(connection, world, bindings.get(what), [key for link in links for key in link.keys])
            for what, links in _by_what(page).items()
        }
        for link in page:
            yield _line(link, {k: t for k, t in texts[link.what].items() if again.get((link.what, k), 0) <= link.seq})
        after = page[-1].seq
    head = await last_head(connection, world)
    yield orjson.dumps({"head": head, "key": key.as_dict(private=False)}, option=orjson.OPT_APPEND_NEWLINE)


def _by_what(page: Sequence[Any]) -> Mapping[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for link in page:
        found[link.what].append(link)
    return found


def _line(link: Any, texts: Mapping[str, str]) -> bytes:
    rows = [
        {"key": key, "digest": digest, "payload": texts.get(key)}
        for key, digest in zip(link.keys, digests_in(link.digests), strict=False)
    ]
    line = {
        "seq": link.seq,
        "at": instant(link.at),
        "what": link.what,
        "previous": link.previous.hex(),
        "hash": link.hash.hex(),
        "rows": rows,
    }
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


async def _texts(connection: AsyncConnection, world: str, binding: Any, keys: Sequence[str]) -> Mapping[str, str]:
    """The texts of rows as they are now, by their keys. What binds no row binds its own name."""
    if binding is None:
        return {key: key for key in keys}
    sql = (
        f"SELECT ({binding.key})::text AS key, {binding.payload} AS payload FROM {binding.source} r"  # noqa: S608 - migrations wrote it
        f" WHERE r.world = :world AND {binding.key} = ANY(CAST(CAST(:keys AS text[]) AS {binding.key_type}[]))"
    )
    found = await connection.execute(text(sql), {"world": world, "keys": list(keys)})
    return {row.key: row.payload for row in found}
