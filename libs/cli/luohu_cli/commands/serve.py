"""`luohu serve`, `migrate`, `health`: what containers and process managers call."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import Annotated

import httpx
import typer

from luohu_cli import cluster, configured, places, watching
from luohu_cli.failure import Failure
from luohu_kit.settings import Settings, embedded_url


def serve(service: Annotated[str, typer.Argument(help="Public name, such as `tax`.")]) -> None:
    """Serve one service in the foreground until SIGTERM. Its database must have been migrated."""
    from luohu_cli import serving

    settings = configured.settings().of(configured.known(service))
    serving.module_of(service)
    serving.serve(settings, {service: [serving.listen(settings, service)]})


def health(service: Annotated[str, typer.Argument(help="Public name, such as `tax`.")]) -> None:
    """Ask a service on this machine whether it is ready; exit status 1 when it is not."""
    settings = configured.settings().model_copy(update={"urls": {}})  # the one beside us, not the one of the network
    url = configured.reachable(settings, configured.known(service))

    async def ask() -> tuple[bool, str]:
        async with httpx.AsyncClient(timeout=5.0, trust_env=False) as client:
            return await watching.look(client, url)

    ready, said = asyncio.run(ask())
    print(f"{service}: {'healthy' if ready else said}")
    if not ready:
        raise typer.Exit(1)


def migrate(
    services: Annotated[list[str] | None, typer.Argument(help="Services; all when left out.")] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare the tables of the code with those of the migrations; change nothing."),
    ] = False,
) -> None:
    """Make the databases and bring them to the newest revision, on LUOHU_DATABASE_URL or the embedded PostgreSQL."""
    from luohu_cli import migrations

    settings = configured.settings()
    names = [configured.known(name) for name in services or ()] or migrations.with_database(settings)
    if check:
        _check(names)
        return
    started = False
    if not settings.database_url:
        started = cluster.is_running(settings.data_dir) is None
        cluster.start(settings.data_dir, port=settings.port_base + 90)
    try:
        _migrate(settings, names)
    finally:
        if started:
            cluster.stop(settings.data_dir)


def _migrate(settings: Settings, names: list[str]) -> None:
    from luohu_cli import migrations

    made = migrations.make_databases(settings.database_url or embedded_url(settings.port_base), names)
    for name in made:
        print(f"made the database {name}")
    for name in names:
        migrations.migrate(settings, name)
        print(f"{name} is at its newest revision")


def _check(names: list[str]) -> None:
    """On a PostgreSQL of its own that is thrown away: migrate from nothing, then compare."""
    from luohu_cli import migrations

    folder = Path(tempfile.mkdtemp(prefix="luohu-check-"))
    try:
        url = cluster.start(folder, port=places.some_free_port(), durable=False).url
        settings = configured.settings().model_copy(update={"database_url": url, "data_dir": folder})
        migrations.make_databases(url, names)
        found: list[str] = []
        for name in names:
            migrations.migrate(settings, name)
            found += [f"{name}: {difference}" for difference in migrations.differences(settings, name)]
    finally:
        cluster.stop(folder)
        shutil.rmtree(folder, ignore_errors=True)
    for difference in found:
        print(difference)
    if found:
        raise Failure(f"the migrations do not make the tables of the code: {len(found)} differences; add a revision")
    print(f"the migrations of {len(names)} services make exactly the tables of the code")
