"""`luohu audit`: the signed ends of the chains, the proof that nothing was changed, and a file for whoever checks it.

It reads the databases themselves, so it works in production as well, and while the services are down.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_cli import city, configured, migrations
from luohu_cli.failure import Failure
from luohu_kit import audit
from luohu_kit.audit.chain import Head, HeadForged, read_signed
from luohu_kit.db import make_engine
from luohu_kit.settings import Settings
from luohu_kit.work import make_begin_everywhere

T = TypeVar("T")

app = typer.Typer(help="Audit: what was asked, answered and done, chained and signed.", no_args_is_help=True)
World = Annotated[str, typer.Option(help="The world; every world when left out.")]
Service = Annotated[str, typer.Option(help="The service; all of them when left out.")]


@app.command()
def head(world: World = "", service: Service = "") -> None:
    """Print the signed end of each chain, one JWS a line: keep it elsewhere, and `verify --heads` misses nothing."""
    signed = _everywhere(service, lambda settings: _heads(settings, world))
    for line in (line for lines in signed.values() for line in lines):
        print(line)


@app.command()
def verify(
    world: World = "",
    service: Service = "",
    heads: Annotated[Path | None, typer.Option(help="What `luohu audit head` had printed before.")] = None,
) -> None:
    """Read and compute everything again; each difference is a line, and then the exit status is 1."""
    kept = heads.read_text().split() if heads else []
    found = _everywhere(service, lambda settings: _findings(settings, world, kept))
    for finding in (finding for _, findings in found.values() for finding in findings):
        print(finding)
    chains = sum(count for count, _ in found.values())
    differing = sum(len(findings) for _, findings in found.values())
    said = f"{differing} differences" if differing else "all as it was bound"
    print(f"{chains} chains of {len(found)} services: {said}")
    if differing:
        raise typer.Exit(1)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; it is as confidential as what people have filed.")],
    service: Annotated[str, typer.Option(help="The service.")] = "declaration",
    world: Annotated[str, typer.Option(help="The world.")] = "main",
) -> None:
    """Write the chain of a world with all that it binds, as JSON lines for anybody to check (docs/guides/audit.md)."""
    written = _everywhere(configured.known(service), lambda settings: _export(settings, world, file))
    print(f"{file}: {written[service]} entries")


def _everywhere(service: str, ask: Callable[[Settings], Awaitable[T]]) -> dict[str, T]:
    """What each service's database gives. Raises Failure with one line."""
    settings = city.running_settings()
    names = [configured.known(service)] if service else migrations.with_database(settings)

    async def all_of_them() -> dict[str, T]:
        return {name: await ask(settings.of(name)) for name in names}

    try:
        return asyncio.run(all_of_them())
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        line = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Failure(f"the databases cannot be read: {line}; start the city with `luohu up`") from None


@asynccontextmanager
async def _reading(settings: Settings) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(settings, pool_size=1)
    try:
        async with audit.one_moment(make_begin_everywhere(engine)) as connection:
            yield connection
    finally:
        await engine.dispose()


async def _worlds(connection: AsyncConnection, world: str) -> Sequence[str]:
    there = await audit.worlds_of(connection)
    if world and world not in there:
        raise Failure(f"there is no world {world!r}; there are {', '.join(there)}")
    return [world] if world else there


async def _heads(settings: Settings, world: str) -> list[str]:
    async with _reading(settings) as connection:
        signed = [await audit.last_head(connection, name) for name in await _worlds(connection, world)]
    return [one for one in signed if one is not None]


async def _findings(settings: Settings, world: str, kept: Sequence[str]) -> tuple[int, list[audit.Finding]]:
    key = audit.sealing_key(settings)
    elsewhere = _ours(kept, key)
    async with _reading(settings) as connection:
        worlds = await _worlds(connection, world)
        found = [await audit.findings_of(connection, settings.service, name, key, elsewhere) for name in worlds]
    return len(worlds), [finding for findings in found for finding in findings]


def _ours(kept: Sequence[str], key: Any) -> list[Head]:
    """Those of the heads that this service has signed."""
    heads = []
    for signed in kept:
        try:
            heads.append(read_signed(signed, key))
        except HeadForged:
            continue
    return heads


async def _export(settings: Settings, world: str, file: Path) -> int:
    entries = -1  # the last line is the head
    async with _reading(settings) as connection:
        (name,) = await _worlds(connection, world)
        with file.open("wb") as out:
            async for line in audit.lines(connection, name, audit.sealing_key(settings)):
                out.write(line)
                entries += 1
    return entries
