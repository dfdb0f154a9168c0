"""Waits for a city to come up, and tells how far it is."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from subprocess import Popen

import httpx

from luohu_cli import state
from luohu_cli.configured import reachable
from luohu_cli.failure import Failure
from luohu_cli.state import City, Phase
from luohu_kit.settings import Settings

LOOK_SECONDS = 0.03
DEATHS = 4  #: a service that died this often while the city came up will not come up

UVICORN_GIVES_UP = "Application startup failed. Exiting."  #: the line before it says why

Told = Callable[[str, str], None]  #: service, what it does now


def await_phase(data_dir: Path, supervisor: Popen[bytes] | None, phase: Phase, within: float, told: Told) -> City:
    """Wait until the supervisor has come as far as `phase`. Raises Failure with the supervisor's own reason."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        city = state.read(data_dir)
        ours = city is not None and (supervisor is None or city.pid == supervisor.pid)
        if city is not None and ours:
            if city.phase is Phase.FAILED:
                raise Failure(city.error)
            if city.phase is phase:
                return city
            told("", city.phase.value)
        if supervisor is not None and supervisor.poll() is not None and not (ours and city and city.error):
            said = tail(data_dir / "logs" / "supervisor.log") or "it said nothing"
            raise Failure(f"the supervisor ended with status {supervisor.returncode}: {said}")
        time.sleep(LOOK_SECONDS)
    raise Failure(f"the city was not {phase.value} within {within:.0f} s; see {data_dir / 'logs'}")


def tail(log: Path) -> str:
    """What a log said last that tells something: of a structured line its action, of a traceback its end."""
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    told = (_told(line) for line in reversed(lines[-200:]))
    return next((each for each in told if each and each != UVICORN_GIVES_UP), "")


def _told(line: str) -> str:
    try:
        said = json.loads(line)
        line = str(said.get("exception") or said["action"])
    except (ValueError, KeyError, AttributeError, TypeError):
        pass
    return (line.strip().splitlines() or [""])[-1].strip()[:300]


def await_health(settings: Settings, names: Iterable[str], within: float, told: Told) -> None:
    """Wait until each of the services says that it is ready. Raises Failure naming the first that does not."""
    asyncio.run(_await_health(settings, list(names), within, told))


async def _await_health(settings: Settings, names: list[str], within: float, told: Told) -> None:
    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
        watch = asyncio.create_task(_watch_deaths(settings.data_dir))
        every = [asyncio.create_task(_until_ready(client, settings, name, within, told)) for name in names]
        try:
            pending: set[asyncio.Task[None]] = {watch, *every}
            while pending - {watch}:
                done, pending = await asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in (watch, *every):
                task.cancel()
            await asyncio.gather(watch, *every, return_exceptions=True)


async def _until_ready(client: httpx.AsyncClient, settings: Settings, name: str, within: float, told: Told) -> None:
    deadline = time.monotonic() + within
    last = "no answer"
    while time.monotonic() < deadline:
        ready, last = await look(client, reachable(settings, name))
        told(name, "healthy" if ready else last)
        if ready:
            return
        await asyncio.sleep(LOOK_SECONDS)
    raise Failure(f"{name} was not healthy within {within:.0f} s ({last}); see `luohu logs {name}`")


async def look(client: httpx.AsyncClient, url: str) -> tuple[bool, str]:
    """Whether the service at an address is ready, and what it says about itself."""
    try:
        answer = await client.get(f"{url}/health")
        said = answer.json()
        detail = said.get("detail") or said.get("version") or f"HTTP {answer.status_code}"
        return answer.status_code == 200, str(detail)
    except httpx.HTTPError as error:
        return False, type(error).__name__
    except ValueError:
        return False, f"HTTP {answer.status_code}, not JSON"


async def _watch_deaths(data_dir: Path) -> None:
    """Raise Failure as soon as a service keeps dying: nobody needs to wait for that to be known."""
    while True:
        city = state.read(data_dir)
        for process in city.processes if city else ():
            if process.restarts >= DEATHS:
                name = process.services[0] if len(process.services) == 1 else "city"
                log = data_dir / "logs" / f"{name}.log"
                raise Failure(f"{name} keeps dying: {tail(log)} (see {log})")
        await asyncio.sleep(0.2)
