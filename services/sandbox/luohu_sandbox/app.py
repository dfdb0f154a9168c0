"""The control plane of the city, `/_luohu/`: worlds, clocks, personas, paces, health. It exists in a sandbox only."""

from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import Response

from luohu_kit.problems import MEDIA_TYPE, Problem, render
from luohu_kit.runtime import Runtime
from luohu_kit.service import create_service
from luohu_kit.settings import Mode, Settings
from luohu_sandbox import personas
from luohu_sandbox.advance import ServicesFailed, Unsettled
from luohu_sandbox.agencies import AgencyRefused, AgencyUnknown
from luohu_sandbox.api import (
    bots,
    city,
    clock,
    expectations,
    faults,
    files,
    journal,
    logs,
    messages,
    paces,
    population,
    scenarios,
    snapshots,
    verification,
    worlds,
)
from luohu_sandbox.bots.duty import Bots
from luohu_sandbox.census import PopulationExists, PopulationImpossible, PopulationMissing
from luohu_sandbox.clocks import ClockBackwards, ClockOutOfRange
from luohu_sandbox.control import Control, control_of
from luohu_sandbox.expectations import ExpectationUnknown
from luohu_sandbox.faults import EdgeUnknown, FaultImpossible
from luohu_sandbox.importing import LARGEST, FileTooLarge
from luohu_sandbox.journal import PlaceUnknown, ServiceUnknown
from luohu_sandbox.journey import JourneyUnknown
from luohu_sandbox.locks import AdvanceRunning, WorldBusy
from luohu_sandbox.log_file import LogDamaged, LogVersion
from luohu_sandbox.log_lines import LogIncomplete
from luohu_sandbox.records import HISTORIES
from luohu_sandbox.shelf import SnapshotExists, SnapshotUnknown, SnapshotVersion
from luohu_sandbox.world_file import FileDamaged
from luohu_sandbox.worlds import WorldExists, WorldProtected
from luohu_scoring import PolicyMissing
from luohu_scoring.programmes import ProgrammeUnknown, chosen, programmes

PROBLEMS: dict[type[Exception], str] = {
    WorldExists: "world-exists",
    WorldProtected: "world-protected",
    ProgrammeUnknown: "programme-unknown",
    PolicyMissing: "programme-unknown",
    WorldBusy: "world-busy",
    SnapshotUnknown: "snapshot-unknown",
    SnapshotExists: "snapshot-exists",
    SnapshotVersion: "snapshot-version",
    FileDamaged: "export-damaged",
    FileTooLarge: "payload-too-large",
    LogDamaged: "log-damaged",
    LogVersion: "log-version",
    LogIncomplete: "log-incomplete",
    ClockBackwards: "clock-backwards",
    ClockOutOfRange: "clock-out-of-range",
    AdvanceRunning: "advance-running",
    Unsettled: "advance-unsettled",
    PopulationExists: "population-exists",
    PopulationMissing: "population-missing",
    PopulationImpossible: "population-impossible",
    personas.PersonaUnknown: "persona-unknown",
    ServiceUnknown: "edge-unknown",
    EdgeUnknown: "edge-unknown",
    FaultImpossible: "validation-failed",
    AgencyUnknown: "agency-unknown",
    ExpectationUnknown: "expectation-unknown",
    PlaceUnknown: "page-unknown",
    JourneyUnknown: "journey-unknown",
}


class NoSandbox(Exception):
    """Production has no control plane."""


def prepare() -> None:
    """Read what the control plane stands on. Raises PersonasUnreadable, PolicyInvalid for a faulty programme."""
    personas.everybody()
    programmes()


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The sandbox. Raises NoSandbox in production mode, ProgrammeUnknown when `main` is to be of a city that there is
    not, and what `prepare` raises.
    """
    settings = settings.of("sandbox")
    if settings.mode is Mode.PRODUCTION:
        raise NoSandbox("LUOHU_MODE=production has no sandbox: leave this service out.")
    prepare()
    chosen(settings.programme)
    app = create_service(
        settings,
        title="落户 · the control plane",
        description="Worlds, their clocks, people, pace and faults, the journal, the health of the city.",
        routers=(
            worlds.router,
            snapshots.router,
            files.router,
            logs.router,
            verification.router,
            population.router,
            clock.router,
            city.router,
            paces.router,
            bots.router,
            messages.router,
            journal.router,
            faults.router,
            expectations.router,
            scenarios.router,
        ),
        duties=(Bots,),
        workers=(keep_the_city, people_the_worlds),
        problem_table=PROBLEMS,
        histories=HISTORIES,
        http=http,
        larger={files.IMPORT: LARGEST, logs.REPLAY: LARGEST},
        in_control=True,
    )
    app.add_exception_handler(ServicesFailed, services_failed)
    app.add_exception_handler(AgencyRefused, agency_refused)
    return app


async def keep_the_city(rt: Runtime) -> None:
    """The worker: see `keeper.Keeper`."""
    control: Control = control_of(rt)
    try:
        await control.keeper.run()
    finally:
        await control.locks.close()


async def people_the_worlds(rt: Runtime) -> None:
    """The worker: see `peopling.Peopling`."""
    await control_of(rt).peopling.run()


async def services_failed(request: Request, error: Exception) -> Response:
    """503, naming the services that could not be told."""
    failed: dict[str, Any] = error.services if isinstance(error, ServicesFailed) else {}
    problem = Problem(
        "service-unavailable",
        f"Not every service could be told: {error}.",
        remedy=getattr(error, "remedy", "Wait until GET /_luohu/health shows them ready, then ask again."),
        services=failed,
    )
    return render(problem, request.url.path)


async def agency_refused(request: Request, error: Exception) -> Response:
    """What the agency said, as it said it."""
    assert isinstance(error, AgencyRefused)  # noqa: S101 - narrows the type
    return Response(error.content, error.status, media_type=MEDIA_TYPE)
