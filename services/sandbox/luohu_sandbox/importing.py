"""A file on its way into a new world: proven whole, brought to every service, then made of it everywhere or nowhere."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from tempfile import SpooledTemporaryFile
from typing import IO, TypeVar

import structlog

from luohu_kit.clock import machine_now
from luohu_kit.kept_rows import KeptWish, RowsWish
from luohu_kit.making import OtherRevision, RowsUnusable
from luohu_kit.runtime import Runtime
from luohu_sandbox import store
from luohu_sandbox.fleet import KEEPERS, SANDBOX, Fleet
from luohu_sandbox.shelf import SnapshotVersion
from luohu_sandbox.world_file import Contents, FileDamaged, OtherFormat, PartHead, Row, contents, read
from luohu_sandbox.worlds import Rows, Worlds

log = structlog.get_logger()

T = TypeVar("T")

LARGEST = 1024**3  #: bytes of a file
IN_MEMORY = 8 * 1024**2  #: bytes of it before it goes to the disk
UNDER = "import"  #: the name under which services keep the rows until the world is made of them
_PIECE = 256 * 1024  #: bytes read at once
_BATCH = 512 * 1024  #: characters of the rows that are sent at once; a single row may be larger


class FileTooLarge(Exception):
    """The file is larger than a world can be."""

    def __init__(self) -> None:
        super().__init__(f"The file has more than the {LARGEST:,} bytes that are taken.")


class Imports:
    """Reads worlds in."""

    def __init__(self, rt: Runtime, fleet: Fleet, worlds: Worlds) -> None:
        self._rt = rt
        self._fleet = fleet
        self._worlds = worlds

    async def take(self, pieces: AsyncIterator[bytes], name: str | None) -> store.Known:
        """Make a world of a file; its own name, unless another is given.

        Raises FileTooLarge, FileDamaged, SnapshotVersion, WorldExists, ServicesFailed: then there is nothing of it.
        """
        async with spooled(pieces) as file:
            found = await _in_a_thread(lambda: contents(_read(file)))
            _of_this_city(found)
            wanted = name or found.header.world
            clock = found.header.clock.model_copy(update={"anchor_real": machine_now()})
            new = found.header.settings.model_copy(update={"clock": clock, "kept": UNDER, "anew": False})
            rows = Rows(found.header.settings.clock, lambda: self._bring(file, found, wanted))
            world = await self._worlds.create(wanted, new, rows)
        log.info("world_imported", world=wanted, rows=found.rows)
        return world

    async def _bring(self, file: IO[bytes], found: Contents, world: str) -> None:
        """Bring all rows to their services, which keep them. Raises FileDamaged, SnapshotVersion, ServicesFailed."""
        try:
            for service, revision in found.header.revisions.items():
                mine = [part for part in found.parts if part.service == service]
                wish = KeptWish(
                    revision=revision,
                    counts={part.part: part.rows for part in mine},
                    columns={part.part: part.columns for part in mine},
                )
                await self._fleet.expect(service, world, UNDER, wish)
            batches = _batches(file)
            while (batch := await _in_a_thread(lambda: next(batches, None))) is not None:
                await self._fleet.add(batch[0], world, UNDER, batch[1])
        except OtherRevision as error:
            raise SnapshotVersion(str(error)) from error
        except RowsUnusable as error:
            raise FileDamaged(str(error)) from error


@asynccontextmanager
async def spooled(pieces: AsyncIterator[bytes]) -> AsyncIterator[IO[bytes]]:
    """The whole file, in memory while it is small, else on the disk."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        taken = 0
        async for piece in pieces:
            taken += len(piece)
            if taken > LARGEST:
                raise FileTooLarge
            await asyncio.to_thread(file.write, piece)
        yield file


def _read(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


async def _in_a_thread(work: Callable[[], T]) -> T:
    """Unpacking takes the processor: the service goes on meanwhile."""
    try:
        return await asyncio.to_thread(work)
    except OtherFormat as error:
        raise SnapshotVersion(str(error)) from error


def _of_this_city(found: Contents) -> None:
    """Only a file of the same version, about the same services. Raises SnapshotVersion and FileDamaged."""
    here = version("luohu")
    if found.header.version != here:
        raise SnapshotVersion(f"The file was made by luohu {found.header.version}; this is {here}.")
    services = {*KEEPERS, SANDBOX}
    if set(found.header.revisions) != services:
        raise SnapshotVersion("The file is of a city with other services.")
    if any(part.service not in services for part in found.parts):
        raise FileDamaged("The file holds rows of a service that it does not name.")


def _batches(file: IO[bytes]) -> Iterator[tuple[str, RowsWish]]:
    """The rows of a file that is whole, as many at once as a request may carry."""
    head: PartHead | None = None
    rows: list[Row] = []
    first, size = 0, 0
    for item in read(_read(file)):
        if isinstance(item, PartHead):
            if head is not None and rows:
                yield head.service, _batch(head, first, rows)
            head, rows, first, size = item, [], 0, 0
        elif isinstance(item, list) and head is not None:
            rows.append(item)
            size += sum(len(cell or "") for cell in item)
            if size > _BATCH:
                yield head.service, _batch(head, first, rows)
                rows, first, size = [], first + len(rows), 0
    if head is not None and rows:
        yield head.service, _batch(head, first, rows)


def _batch(head: PartHead, first: int, rows: list[Row]) -> RowsWish:
    return RowsWish(part=head.part, first=first, rows=tuple(tuple(row) for row in rows))
