"""Connections that know PostgreSQL's own types from each other.

asyncpg asks for every array type that it meets, once in each connection, with the dearest statement that a young city
sees: a recursive query that is planned anew each time. What it is told is the same in all connections to a server of
one version.
"""

from collections.abc import Collection
from types import SimpleNamespace
from typing import Any

import asyncpg

_STANDARD = 16384  #: below it, types have the same numbers in every database
#: What asyncpg looks at of the statement with which it asked: one with a name has replaced no other.
_NOT_ASKED = SimpleNamespace(name="not asked")

_told: dict[tuple[object, frozenset[int]], Any] = {}


class Acquainted(asyncpg.Connection):  # type: ignore[misc]
    """A connection that does not ask about standard types what another one of this process was told."""

    async def _introspect_types(self, typeoids: Collection[int], *within: Any) -> Any:
        if max(typeoids) >= _STANDARD:
            return await super()._introspect_types(typeoids, *within)
        wanted = (self.get_server_version(), frozenset(typeoids))
        if wanted in _told:
            return _told[wanted], _NOT_ASKED
        types, statement = await super()._introspect_types(typeoids, *within)
        _told[wanted] = types
        return types, statement
