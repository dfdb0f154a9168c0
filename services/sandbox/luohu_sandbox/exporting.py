"""A world on its way into one file: kept at one moment, then written out service by service as it is read."""

from collections.abc import AsyncGenerator, AsyncIterator
from importlib.metadata import version

import orjson

from luohu_kit.clock import ClockState, machine_now
from luohu_sandbox.advance import ServicesFailed
from luohu_sandbox.fleet import Fleet
from luohu_sandbox.snapshots import Moment, Snapshots
from luohu_sandbox.world_file import FORMAT, Header, Packer, line


class Exports:
    """Writes worlds out."""

    def __init__(self, fleet: Fleet, snapshots: Snapshots) -> None:
        self._fleet = fleet
        self._snapshots = snapshots

    async def file(self, world: str) -> AsyncGenerator[bytes, None]:
        """The file, in pieces; the first comes when the world is kept. It breaks off where a service does.

        Raises UnknownWorld and ServicesFailed before the first piece.
        """
        packer = Packer()
        async with self._snapshots.kept_for_a_while(world) as moment:
            yield packer.add(line(_header(moment).model_dump(mode="json")))
            for service in moment.kept:
                async for piece in self._part(packer, service, moment):
                    yield piece
        yield packer.end()

    async def _part(self, packer: Packer, service: str, moment: Moment) -> AsyncIterator[bytes]:
        rows, rest = 0, b""
        async with self._fleet.kept_lines(service, moment.world.name, moment.name) as pieces:
            async for piece in pieces:
                *whole, rest = (rest + piece).split(b"\n")
                lines = [_of(service, each) for each in whole]
                rows += sum(each.startswith(b"[") for each in lines)
                if packed := packer.add(b"".join(each + b"\n" for each in lines)):
                    yield packed
        if rest or rows != moment.kept[service].rows:
            raise ServicesFailed({service: "its answer broke off"})


def _of(service: str, head_or_row: bytes) -> bytes:
    """A row as it is; the head of a part with the service's name."""
    if head_or_row.startswith(b"["):
        return head_or_row
    return orjson.dumps({"service": service, **orjson.loads(head_or_row)})


def _header(moment: Moment) -> Header:
    first = moment.world.first
    return Header(
        luohu="world",
        format=FORMAT,
        version=version("luohu"),
        world=moment.world.name,
        settings=moment.world.as_new(first),
        clock=ClockState.of(moment.clock),
        made_at=machine_now(),
        revisions={service: view.revision for service, view in moment.kept.items()},
    )
