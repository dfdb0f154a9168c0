"""The digest of a world over all services (see `luohu_kit.digest`)."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

import httpx

from luohu_kit.digest import Sums, TableSum, digest_of
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import KEEPERS, SANDBOX, Fleet
from luohu_sandbox.locks import WorldBusy
from luohu_sandbox.rest import at_rest, marks

_SECONDS = 120.0  #: that a service may take to sum up a large world
_TRIES = 5  #: looks at a world in which something happens between two of them

Digest = Mapping[str, Sums]  #: by service


@dataclass(frozen=True, slots=True)
class Difference:
    """A table that two worlds have different rows in."""

    service: str
    table: str
    rows: tuple[int, int]
    plain: bool  #: the rows themselves are others, not only what they refer to


class Digests:
    """Takes digests."""

    def __init__(self, rt: Runtime, fleet: Fleet) -> None:
        self._rt = rt
        self._fleet = fleet

    async def of(self, world: str, *, times: bool) -> Digest:
        """The digest of a world at rest. times: whether instants of the world count.

        Raises UnknownWorld, Unsettled, ServicesFailed; WorldBusy for a world that somebody goes on using.
        """
        await store.known(self._rt, world)
        for _ in range(_TRIES):
            before = await at_rest(self._fleet, world, self._rt.settings.settle_seconds)
            names = (*KEEPERS, SANDBOX)
            found = await asyncio.gather(*(self._of(name, world, times=times) for name in names))
            if marks(await self._fleet.pulses(world, {})) == before:
                return dict(zip(names, found, strict=True))
        raise WorldBusy(world, "somebody's use of it")

    async def _of(self, name: str, world: str, *, times: bool) -> Sums:
        if name == SANDBOX:
            return await digest_of(self._rt, world, times=times)
        path = f"/_luohu/worlds/{world}/digest?times={str(times).lower()}"
        try:
            answer = await self._rt.peer(name).send("GET", path, world=world, timeout=_SECONDS)
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        if answer.status_code == 404:
            raise UnknownWorld(world)
        if not answer.is_success:
            raise ServicesFailed({name: f"HTTP {answer.status_code}: {answer.text[:300]}"})
        return Sums.model_validate_json(answer.content)


def whole(digest: Digest) -> str:
    """One sum over all services."""
    text = "".join(f"{name} {sums.digest}\n" for name, sums in sorted(digest.items()))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def differences(one: Digest, other: Digest) -> list[Difference]:
    """Where two digests differ."""
    found = []
    for service in sorted(one.keys() | other.keys()):
        here = one[service].tables if service in one else {}
        there = other[service].tables if service in other else {}
        for table in sorted(here.keys() | there.keys()):
            if here.get(table) != there.get(table):
                rows = (here[table].rows if table in here else 0, there[table].rows if table in there else 0)
                plain = _plain(here, table) != _plain(there, table)
                found.append(Difference(service, table, rows, plain))
    return found


def _plain(tables: Mapping[str, TableSum], table: str) -> str | None:
    return tables[table].plain if table in tables else None
