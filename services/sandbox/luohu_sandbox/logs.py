"""The log of a world, written out: its inputs from all services in one order, and what the world has come to."""

import asyncio
import heapq
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import httpx
import orjson

from luohu_kit.clock import ClockMode, machine_now
from luohu_kit.journal.inputs import Kept, input_lines, kept_inputs
from luohu_kit.runtime import Runtime
from luohu_kit.work import UnknownWorld
from luohu_sandbox import store
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.digests import Digest, Digests
from luohu_sandbox.fleet import KEEPERS, SANDBOX
from luohu_sandbox.locks import WorldBusy, WorldLocks
from luohu_sandbox.log_file import FORMAT, Ending, Header
from luohu_sandbox.log_lines import LogIncomplete, Plan, chosen, planned
from luohu_sandbox.packed import Packer, line
from luohu_sandbox.store import Known

NOTING = (*KEEPERS, SANDBOX)
_IN_MEMORY = 4 * 1024**2  #: bytes of one service's inputs before they go to the disk
_PIECE = 256 * 1024
_TRIES = 5

Spool = IO[bytes]


@dataclass(frozen=True, slots=True)
class Found:
    """What a log is made of."""

    spools: Sequence[Spool]  #: the inputs of each service
    plan: Plan
    digest: Digest


class Logs:
    """Writes logs."""

    def __init__(self, rt: Runtime, locks: WorldLocks, digests: Digests) -> None:
        self._rt = rt
        self._locks = locks
        self._digests = digests

    async def file(self, world: str) -> AsyncGenerator[bytes, None]:
        """The file, in pieces; what is wrong shows before the first of them.

        Raises UnknownWorld, LogIncomplete, Unsettled, ServicesFailed, and WorldBusy when the world is in use.
        """
        with ExitStack() as stack:
            async with self._locks.held(world, "the writing of its log"):
                known = await store.known(self._rt, world)
                found = await self._found(known, stack)
            made = stack.enter_context(_spool())
            await asyncio.to_thread(_pack, made, known, found)
            while piece := await asyncio.to_thread(made.read, _PIECE):
                yield piece

    async def _found(self, known: Known, stack: ExitStack) -> Found:
        """The inputs, and the digest of what they have led to: nothing was asked in between."""
        for _ in range(_TRIES):
            before = await self._counted(known.name)
            spools = [await self._spooled(name, known.name, stack) for name in NOTING]
            plan = await asyncio.to_thread(_planned, known, spools)
            digest = await self._digests.of(known.name, times=plan.stood)
            if await self._counted(known.name) == before:
                return Found(spools, plan, digest)
        raise WorldBusy(known.name, "somebody's use of it")

    async def _counted(self, world: str) -> Mapping[str, int]:
        """How many inputs every service has. Raises LogIncomplete when one has not all of them."""
        kept = dict(zip(NOTING, await asyncio.gather(*(self._kept(name, world) for name in NOTING)), strict=True))
        if blind := [name for name, one in kept.items() if not one.noted]:
            raise LogIncomplete(
                f"{', '.join(blind)} keep no inputs: they want the settings LUOHU_JOURNAL and LUOHU_JOURNAL_INPUTS."
            )
        if lost := {name: one for name, one in kept.items() if one.lost}:
            until = max(one.until for one in lost.values() if one.until)
            raise LogIncomplete(
                f"Inputs of {', '.join(lost)} are no longer kept; only what was asked after {until.isoformat()} (real"
                " time) is there."
            )
        return {name: one.inputs for name, one in kept.items()}

    async def _kept(self, name: str, world: str) -> Kept:
        if name == SANDBOX:
            return await kept_inputs(self._rt, world)
        try:
            answer = await self._rt.peer(name).send("GET", "/_luohu/journal/inputs", world=world)
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"no answer ({type(error).__name__})"}) from error
        if answer.status_code == 404:
            raise UnknownWorld(world)
        if not answer.is_success:
            raise ServicesFailed({name: f"HTTP {answer.status_code}: {answer.text[:300]}"})
        return Kept.model_validate_json(answer.content)

    async def _spooled(self, name: str, world: str, stack: ExitStack) -> Spool:
        spool: Spool = stack.enter_context(_spool())
        async with self._lines(name, world) as pieces:
            async for piece in pieces:
                await asyncio.to_thread(spool.write, piece)
        return spool

    @asynccontextmanager
    async def _lines(self, name: str, world: str) -> AsyncIterator[AsyncIterator[bytes]]:
        if name == SANDBOX:
            yield input_lines(self._rt, world)
            return
        path = "/_luohu/journal/inputs/lines"
        headers = self._rt.peer(name).headers(world, "GET", path)
        try:
            async with self._rt.http.stream("GET", self._rt.settings.url_of(name) + path, headers=headers) as answer:
                if not answer.is_success:
                    raise ServicesFailed({name: f"HTTP {answer.status_code}"})
                yield answer.aiter_bytes()
        except httpx.TransportError as error:
            raise ServicesFailed({name: f"its answer broke off ({type(error).__name__})"}) from error


def _spool() -> Spool:
    return SpooledTemporaryFile(max_size=_IN_MEMORY)


def _merged(spools: Sequence[Spool]) -> Iterator[dict[str, Any]]:
    """All inputs in the order in which they began."""

    def lines(spool: Spool) -> Iterator[tuple[datetime, dict[str, Any]]]:
        spool.seek(0)
        for raw in spool:
            value = orjson.loads(raw)
            yield datetime.fromisoformat(value["real"]), value

    return (value for _, value in heapq.merge(*(lines(spool) for spool in spools), key=lambda pair: pair[0]))


def _planned(known: Known, spools: Sequence[Spool]) -> Plan:
    plan = planned(_merged(spools), known.name)
    plan.stood &= known.first.mode is ClockMode.FROZEN
    return plan


def _pack(target: Spool, known: Known, found: Found) -> None:
    reports = found.digest["declaration"].tables.get("report")
    header = Header(
        luohu="log",
        format=FORMAT,
        version=version("luohu"),
        world=known.name,
        settings=known.as_new(known.first),
        stood=found.plan.stood,
        inputs=found.plan.inputs,
        reports=reports.rows if reports else 0,
        made_at=machine_now(),
    )
    ending = Ending(ended=known.clock.at(machine_now()), digest=dict(found.digest))
    packer = Packer()
    target.write(packer.add(line(header.model_dump(mode="json"))))
    for one in chosen(_merged(found.spools), found.plan):
        target.write(packer.add(line(one)))
    target.write(packer.add(line(ending.model_dump(mode="json"))))
    target.write(packer.end())
    target.seek(0)
