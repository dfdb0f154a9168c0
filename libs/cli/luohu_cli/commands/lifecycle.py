"""`luohu up`, `down`, `status`, `logs`."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from luohu_cli import cluster, configured, places, state, watching
from luohu_cli.failure import Failure
from luohu_cli.state import City, Phase
from luohu_contract.directory import BY_NAME
from luohu_kit.settings import MOST_REPLICAS, Mode, Settings

START_SECONDS = 90.0  #: a start takes a few seconds; a slow disk or a recovery may take more
console = Console()


def up(
    single: Annotated[bool, typer.Option("--single", help="All services in one process.")] = False,
    replicas: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_REPLICAS, help="Processes of each service; LUOHU_REPLICAS when left out."),
    ] = None,
    no_demo: Annotated[bool, typer.Option("--no-demo", help="Do not show the first verdict.")] = False,
    wait: Annotated[bool, typer.Option(help="Come back when every service is healthy.")] = True,
) -> None:
    """Start the city. It stays up in the background until `luohu down`."""
    settings = configured.settings()
    settings = settings.model_copy(update={"data_dir": places.usable_folder(settings.data_dir)})
    settings = settings.model_copy(update={"replicas": replicas or settings.replicas})
    if state.is_held(settings.data_dir):
        _already_up(settings)
        return
    began, services = time.monotonic(), configured.services(settings)
    supervisor = _spawn(settings, single=single)
    if not wait:
        console.print(f"Starting in the background (process {supervisor.pid}). `luohu status` tells how far it is.")
        return
    with _progress() as progress:
        told = _Bars(progress)
        try:
            watching.await_phase(settings.data_dir, supervisor, Phase.RUNNING, START_SECONDS, told)
            watching.await_health(settings, services, START_SECONDS, told)
        except (Failure, KeyboardInterrupt):
            _terminate(supervisor.pid)  # nothing half-started stays behind
            raise
    console.print(f"[green]✓[/] {len(services)} services are healthy after {time.monotonic() - began:.1f} s.")
    if not no_demo and settings.mode is Mode.SANDBOX:
        from luohu_cli.commands.demonstrate import first_verdict

        first_verdict(settings, console)
    _doors(settings)


def _spawn(settings: Settings, *, single: bool) -> subprocess.Popen[bytes]:
    """Start the supervisor in a session of its own: it lives on when the terminal closes."""
    state.forget(settings.data_dir)
    log = settings.data_dir / "logs" / "supervisor.log"
    arguments = [sys.executable, "-m", "luohu_cli.supervisor", *(["--single"] if single else [])]
    with log.open("ab") as sink:
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            start_new_session=True,
            cwd="/",
            env=os.environ | {"LUOHU_DATA_DIR": str(settings.data_dir), "LUOHU_REPLICAS": str(settings.replicas)},
        )


def _already_up(settings: Settings) -> None:
    city = watching.await_phase(settings.data_dir, None, Phase.RUNNING, START_SECONDS, lambda *_: None)
    settings = as_started(settings, city)
    console.print(f"The city is up already (process {city.pid}, since {_since(city.started_at)}).")
    _doors(settings)


def as_started(settings: Settings, city: City) -> Settings:
    """The settings with which the running city was started, where they differ from those of this command."""
    return settings.model_copy(update={"host": city.host, "port_base": city.port_base})


class _Bars:
    """A progress bar for each service, and one for the way there."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._way = progress.add_task("city", total=1, what="starting")
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, service: str, what: str) -> None:
        if not service:
            self._progress.update(self._way, what=what)
            return
        self._progress.update(self._way, completed=1, what="running")
        if service not in self._tasks:
            self._tasks[service] = self._progress.add_task(service, total=1, what="")
        done = 1 if what == "healthy" else 0
        self._progress.update(self._tasks[service], completed=done, what=what)


def _progress() -> Progress:
    columns = (SpinnerColumn(), TextColumn("{task.description:<20}"), BarColumn(20), TextColumn("{task.fields[what]}"))
    return Progress(*columns, TimeElapsedColumn(), console=console, disable=not console.is_terminal)


def _doors(settings: Settings) -> None:
    from luohu_kit.settings import embedded_url

    gateway = configured.reachable(settings, "gateway")
    program = _program()
    database = settings.database_url or embedded_url(settings.port_base)
    console.print(
        f"\n[bold]The doors[/]\n"
        f"  the gateway    {gateway}\n"
        f"  what it offers {gateway}/docs/declaration\n"
        f"  the databases  {database.replace('{database}', 'declaration')}\n"
        f"  the data       {settings.data_dir}\n"
        f"\n[bold]What to try next[/]\n"
        f"  {program} demo            a home that was not found: pending, invalid(property), recheck, valid\n"
        f"  {program} demo --list     everybody in the city who has a story\n"
        f"  {program} logs -f         what the services say\n"
        f"  make test, make down",
        highlight=False,
        soft_wrap=True,
    )


def _program() -> str:
    """How this command line is called from here: its name where it is on the path, else where it is."""
    beside = Path(sys.executable).with_name("luohu")
    if shutil.which("luohu") or not beside.exists():
        return "luohu"
    return str(beside.relative_to(Path.cwd())) if beside.is_relative_to(Path.cwd()) else str(beside)


def down() -> None:
    """Stop the city, PostgreSQL included. The data stays."""
    settings = configured.settings()
    city = state.running(settings.data_dir)
    stopped = city is not None
    if city is not None:
        _terminate(city.pid)
        if state.is_held(settings.data_dir):
            raise Failure(f"the supervisor (process {city.pid}) does not stop; see {settings.data_dir / 'logs'}")
    elif state.is_held(settings.data_dir):
        raise Failure(f"a city holds {settings.data_dir} but has written nothing; look for `luohu_cli.supervisor`")
    stopped |= cluster.stop(settings.data_dir)  # a killed supervisor leaves PostgreSQL behind
    state.forget(settings.data_dir)
    console.print("The city is down." if stopped else "No city was up.")


def _terminate(pid: int) -> None:
    """Ask the supervisor to stop, and wait until it has."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
        time.sleep(0.02)


def status() -> None:
    """Say what runs. Exit status 0 when every service is healthy, 3 when the city is down, 1 otherwise."""
    settings = configured.settings()
    city = state.running(settings.data_dir)
    if city is None:
        console.print("No city is up. `luohu up` starts one.")
        raise typer.Exit(3)
    settings = as_started(settings, city)
    from luohu_cli.commands.diagnose import healths

    states = healths(settings, configured.services(settings))
    console.print(
        f"{city.phase.value} since {_since(city.started_at)}, supervisor {city.pid}, data {settings.data_dir}"
    )
    if city.postgres_pid:
        console.print(f"  {'postgresql':<20} port {city.port_base + 90}  process {city.postgres_pid}", highlight=False)
    for process in city.processes:
        for name in process.services:
            ready, said = states[name]
            mark = "[green]healthy[/]" if ready else f"[red]{said}[/]"
            port = settings.replica_port(name, process.replica) if process.replica else settings.port_of(name)
            again = f"  started again {process.restarts}×" if process.restarts else ""
            line = f"  {name:<20} port {port}  process {process.pid}  {mark}{again}"
            console.print(line, highlight=False, soft_wrap=True)
    if not all(ready for ready, _ in states.values()):
        raise typer.Exit(1)


def logs(
    service: Annotated[str, typer.Argument(help="A service, `postgres` or `supervisor`; all when left out.")] = "",
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on as lines come.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, help="Lines to begin with.")] = 20,
) -> None:
    """Print what the services have written."""
    folder = configured.settings().data_dir / "logs"
    known = [*BY_NAME, "city", "postgres", "supervisor"]
    known += sorted({log.stem for log in folder.glob("*.log")} - set(known))  # further replicas: tax.2
    if service and service not in known:
        raise Failure(f"there is no log of {service!r}; there are {', '.join(known)}")
    files = [folder / f"{name}.log" for name in ([service] if service else known)]
    places: dict[Path, int] = {}
    for file in files:
        if not file.exists():
            continue
        with file.open("rb") as log:
            log.seek(max(0, file.stat().st_size - (1 << 20)))
            content = log.read()
            places[file] = log.tell()
        _show(file, content.splitlines()[-lines:] if lines else [], named=not service)
    if not places and not follow:
        raise Failure(f"nothing has been written in {folder} yet; `luohu up` starts the city")
    while follow:
        for file in files:
            places[file] = _news(file, places.get(file, 0), named=not service)
        time.sleep(0.2)


def _news(file: Path, place: int, *, named: bool) -> int:
    """Print whole lines that were added behind `place`; the new place. A log that was cut begins again."""
    try:
        size = file.stat().st_size
    except FileNotFoundError:
        return 0
    if size == place:
        return place
    with file.open("rb") as log:
        log.seek(place if size > place else 0)
        content = log.read()
    whole = content[: content.rfind(b"\n") + 1]
    _show(file, whole.splitlines(), named=named)
    return (place if size > place else 0) + len(whole)


def _show(file: Path, lines: list[bytes], *, named: bool) -> None:
    for line in lines:
        prefix = f"{file.stem:<20} " if named else ""
        print(prefix + line.decode(errors="replace"), flush=True)


def _since(started_at: float) -> str:
    return time.strftime("%H:%M:%S", time.localtime(started_at))
