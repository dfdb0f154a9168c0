"""`luohu doctor`: one line for each thing that a city needs."""

import asyncio
import importlib.util
import platform
import sys
from collections.abc import Callable, Iterator, Sequence

import httpx
import typer
from rich.console import Console

from luohu_cli import cluster, configured, places, state, watching
from luohu_cli.city import door, running_settings
from luohu_cli.failure import Failure
from luohu_contract.directory import SERVICES
from luohu_kit.settings import Mode, Settings

MODULES = ("uvloop", "httptools", "fastapi", "sqlalchemy", "asyncpg", "alembic", "httpx", "orjson", "joserfc", "pypdf")
Finding = tuple[str, bool, str]  #: what was looked at, whether it is well, what was seen


def doctor() -> None:
    """Check Python, modules, the data folder, ports, PostgreSQL, the services and their clocks."""
    console = Console(highlight=False, soft_wrap=True)
    sick = 0
    for what, well, seen in findings():
        console.print(f"{'[green]✓[/]' if well else '[red]✗[/]'} {what:<14} {seen}")
        sick += not well
    if sick:
        raise typer.Exit(1)


def findings() -> Iterator[Finding]:
    """Everything that doctor looks at, in the order in which it matters."""
    version = platform.python_version()
    yield "python", sys.version_info >= (3, 11), f"{version} in {sys.prefix}"
    yield _modules()
    try:
        settings = running_settings()
    except Failure as failure:
        yield "settings", False, str(failure)
        return
    yield "settings", True, f"mode {settings.mode.value}, ports from {settings.port_base}, host {settings.host}"
    yield _judged("data folder", lambda: str(places.usable_folder(settings.data_dir)))
    city = state.running(settings.data_dir)
    yield _postgresql(settings)
    if city is None:
        yield _ports(settings)
        yield "city", True, "down; `luohu up` starts it"
        return
    yield "city", True, f"{city.phase.value}, supervisor {city.pid}"
    for name, (ready, said) in healths(settings, configured.services(settings)).items():
        yield name, ready, said
    if settings.mode is Mode.SANDBOX:
        yield _judged("clocks", lambda: _clocks(settings))


def healths(settings: Settings, names: Sequence[str]) -> dict[str, tuple[bool, str]]:
    """Whether each service is ready, and what it says."""

    async def ask() -> list[tuple[bool, str]]:
        async with httpx.AsyncClient(timeout=3.0, trust_env=False) as client:
            looks = [watching.look(client, configured.reachable(settings, name)) for name in names]
            return await asyncio.gather(*looks)

    return dict(zip(names, asyncio.run(ask()), strict=True))


def _modules() -> Finding:
    wanted = [*MODULES, *(service.package for service in SERVICES)]
    missing = [name for name in wanted if importlib.util.find_spec(name) is None]
    seen = f"missing: {', '.join(missing)}; install with `make install`" if missing else f"all {len(wanted)} are there"
    return "modules", not missing, seen


def _postgresql(settings: Settings) -> Finding:
    if settings.database_url:
        from luohu_cli.migrations import server_version

        return _judged("postgresql", lambda: server_version(settings.database_url))
    if running := cluster.is_running(settings.data_dir):
        return "postgresql", True, f"runs on port {running.port}, process {running.pid}"
    return _judged("postgresql", lambda: f"not running; its programs are in {cluster.binaries()}")


def _ports(settings: Settings) -> Finding:
    wanted = {name: settings.port_of(name) for name in configured.services(settings)}
    if not settings.database_url:
        wanted["postgresql"] = settings.port_base + 90
    taken = [f"{port} ({name})" for name, port in wanted.items() if not places.port_is_free(settings.host, port)]
    if taken:
        return "ports", False, f"taken: {', '.join(taken)}; set LUOHU_PORT_BASE to another range"
    return "ports", True, f"{min(wanted.values())} to {max(wanted.values())} are free"


def _clocks(settings: Settings) -> str:
    """What the clock of `main` shows. Raises Failure when services disagree about it."""
    with door(settings, "main", deadline=3.0) as client:
        clock = client.must("GET", "/_luohu/clock").response.json()
    if clock["disagreeing"]:
        raise Failure(
            f"these show another time than the world main, or do not answer: {', '.join(clock['disagreeing'])}"
        )
    return f"main shows {clock['now']} ({clock['mode']})"


def _judged(what: str, look: Callable[[], str]) -> Finding:
    try:
        return what, True, look()
    except Failure as failure:
        return what, False, str(failure)
