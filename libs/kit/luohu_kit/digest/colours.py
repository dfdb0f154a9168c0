"""Sums of rows in which ids do not count, only what hangs on them. Pure.

Every id gets a colour: at first all have the same, then, round by round, one that sums up the rows in which it occurs,
the place where it stands in them and the colours of the ids beside it (colour refinement). What two ids are told apart
by tells their rows apart; the sum of a table is that of its rows, in no order.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from luohu_contract.model import Wire

ROUNDS = 6  #: from an item to its declaration, its question and back are three
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: As PostgreSQL writes an instant, and as JSON has it.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)")
_DRAWN = re.compile(r"whsec_[A-Za-z0-9+/=_-]+|\b[0-9a-f]{32}\b")  #: secrets, and ids of traces: nothing hangs on them


class TableSum(Wire):
    """What one table has of a world."""

    rows: int
    digest: str  #: hexadecimal
    plain: str  #: the same without anything that hangs on ids: where it differs, the rows themselves do


class Sums(Wire):
    """What one service has of a world."""

    digest: str  #: of all tables
    tables: dict[str, TableSum]  #: those that have rows


@dataclass(slots=True)
class _Row:
    table: str
    words: bytes  #: what stands between the ids, told apart from what they are
    ids: tuple[str, ...]

    def seen(self, colours: Mapping[str, bytes]) -> bytes:
        return _hash(self.words, *(colours[one] for one in self.ids))


def sums(rows: Iterable[tuple[str, str]], *, times: bool) -> Sums:
    """The sums of rows: pairs of a table and all cells as one text. times: whether instants count."""
    found = [_row(table, cells, times=times) for table, cells in rows]
    colours = _colours([row for row in found if row.ids])
    by_table: defaultdict[str, list[_Row]] = defaultdict(list)
    for row in found:
        by_table[row.table].append(row)
    tables = {
        table: TableSum(
            rows=len(rows_of_it),
            digest=_hash(*sorted(row.seen(colours) for row in rows_of_it)).hex(),
            plain=_hash(*sorted(row.words for row in rows_of_it)).hex(),
        )
        for table, rows_of_it in sorted(by_table.items())
    }
    whole = [f"{table} {each.rows} {each.digest}".encode() for table, each in tables.items()]
    return Sums(digest=_hash(*whole).hex(), tables=tables)


def _row(table: str, cells: str, *, times: bool) -> _Row:
    text = _DRAWN.sub("*", cells)
    if not times:
        text = _INSTANT.sub("@", text)
    ids = tuple(_ID.findall(text))
    return _Row(table, _hash(table.encode(), _ID.sub("#", text).encode()), ids)


def _colours(rows: list[_Row]) -> Mapping[str, bytes]:
    """The colour of every id, once nothing more is told apart."""
    colours = {one: b"" for row in rows for one in row.ids}
    apart = 0
    for _ in range(ROUNDS):
        votes: defaultdict[str, list[bytes]] = defaultdict(list)
        for row in rows:
            seen = row.seen(colours)
            for place, one in enumerate(row.ids):
                votes[one].append(_hash(seen, b"%d" % place))
        colours = {one: _hash(colours[one], *sorted(each)) for one, each in votes.items()}
        if (now := len(set(colours.values()))) == apart:
            break
        apart = now
    return colours


def _hash(*parts: bytes) -> bytes:
    """A sum in which it shows where each part ends."""
    whole = blake2b(digest_size=16)
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.digest()
