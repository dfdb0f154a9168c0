"""Builds a service: one FastAPI app with its database, its workers, its problems and the control plane's routes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from sqlalchemy import text

from luohu_kit import problems
from luohu_kit.audit import sealer
from luohu_kit.control import CONTROL_PROBLEMS, control_router, health_router, several_router
from luohu_kit.db import make_engine
from luohu_kit.dead.routes import DEAD_LETTER_PROBLEMS, dead_letter_router
from luohu_kit.documents import describe_truly
from luohu_kit.duty import Duty, DutyRunner
from luohu_kit.faults.held import Held
from luohu_kit.faults.routes import fault_router
from luohu_kit.handover import Handover
from luohu_kit.invariants import Check, View
from luohu_kit.invariants.outbox import outbox_checks
from luohu_kit.invariants.routes import STATE, Invariants, invariant_router
from luohu_kit.invariants.tasks import TASK_CHECKS
from luohu_kit.invariants.trail import trail_check
from luohu_kit.journal.receiving import Witness
from luohu_kit.journal.routes import journal_router
from luohu_kit.kept import WorldTables
from luohu_kit.limits import Limits
from luohu_kit.logging import configure
from luohu_kit.metrics.figures import Figure
from luohu_kit.metrics.meter import Meter, Metered
from luohu_kit.metrics.routes import Shown, metrics_router
from luohu_kit.metrics.scrape import Scrape
from luohu_kit.migration import KIT, History
from luohu_kit.otel import exporting
from luohu_kit.outbox import Dispatcher
from luohu_kit.planting import plant
from luohu_kit.runtime import Runtime, keep_running
from luohu_kit.settings import Mode, Settings
from luohu_kit.shedding import Shedding
from luohu_kit.signposts import include
from luohu_kit.topic import Topic
from luohu_kit.wake import Hub
from luohu_kit.work import Ground, make_begin, make_begin_everywhere
from luohu_kit.worlds import Seeder
from luohu_transport import Client, Connections

Worker = Callable[[Runtime], Awaitable[None]]
DutyMaker = Callable[[Runtime], Duty]


def create_service(
    settings: Settings,
    *,
    title: str,
    description: str = "",
    routers: Sequence[APIRouter] = (),
    topics: Sequence[Topic] = (),
    duties: Sequence[DutyMaker] = (),
    workers: Sequence[Worker] = (),
    problem_table: Mapping[type[Exception], str] | None = None,
    histories: Sequence[History] = (),
    seeder: Seeder | None = None,
    http: httpx.AsyncClient | None = None,
    larger: Mapping[str, int] | None = None,
    figures: Sequence[Figure] = (),
    invariants: Sequence[Check | View] = (),
    in_control: bool = False,
) -> FastAPI:
    """One service of the city, ready to be served.

    routers: its public routes, each with a guard. topics: what its outbox may send. duties: its work on the world's
    clock. workers: its work on real time, run until shutdown and started again if they crash. histories: its migration
    histories besides the kit's. seeder: loads its seeds into a new world. http: the client that it reaches others
    with; its own by default. larger: bytes of a request's body on paths that take more than usual. figures: its
    gauges, besides those of every service. invariants: what must be so in its rows, besides what the kit checks of
    every service. in_control: it is the sandbox, which has no sandbox above it.
    """
    meter = Meter()
    scrape = Scrape(meter, figures)

    of_the_kit = (*outbox_checks(topic.name for topic in topics), *TASK_CHECKS)
    checked = Invariants((*of_the_kit, *invariants, trail_check(settings)))

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        configure(settings)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(exporting(settings.service))
            client = http if http is not None else await stack.enter_async_context(make_client(settings))
            runtime = _runtime(settings, client, topics, duties, seeder, meter)
            runtime.tables = WorldTables(table for h in (KIT, *histories) for table in h.metadata.sorted_tables)
            runtime.state[STATE] = checked
            stack.push_async_callback(dispose, runtime)
            scrape.runtime = runtime
            tasks = _start(runtime, [*workers, lambda _: scrape.watch_loop()])
            stack.push_async_callback(_stop, tasks)
            app.state.runtime = runtime
            stack.callback(runtime.hub.close)
            yield

    app = FastAPI(
        title=title,
        description=description,
        version=version("luohu"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app, {**CONTROL_PROBLEMS, **DEAD_LETTER_PROBLEMS, **(problem_table or {})})
    letters = (dead_letter_router(),) if topics else ()
    hidden = _control(checked) if settings.mode is Mode.SANDBOX and not in_control else ()
    app.state.metrics = Shown(scrape, settings)
    include(app, (*routers, *letters, health_router(), metrics_router()), hidden=hidden)
    describe_truly(app)
    app.add_middleware(Witness, service=settings.service)
    app.add_middleware(Limits, larger=larger)
    app.add_middleware(Shedding, settings=settings, meter=meter)
    app.add_middleware(Metered, meter=meter)
    return app


def _control(checked: Invariants) -> tuple[APIRouter, ...]:
    """The routes of the control plane. All but the last are the same of every service in a process, and made once."""
    return control_router(), several_router(), journal_router(), fault_router(), invariant_router(checked)


def _runtime(
    settings: Settings,
    client: httpx.AsyncClient,
    topics: Sequence[Topic],
    duties: Sequence[DutyMaker],
    seeder: Seeder | None,
    meter: Meter,
) -> Runtime:
    engine = make_engine(settings)
    hub = Hub()
    ground = Ground(engine, hub, Handover(), timedelta(seconds=settings.lease_seconds), meter)
    everywhere = make_begin_everywhere(engine)
    runtime = Runtime(settings, client, hub, ground, make_begin(ground), everywhere, seeder)
    ground.plant = partial(plant, runtime)
    runtime.dispatcher = Dispatcher(settings, everywhere, client, hub, topics, ground.handover, runtime.carrier)
    held = (Held,) if topics else ()
    runtime.runners = [DutyRunner(settings, everywhere, hub, make(runtime)) for make in (*held, *duties)]
    return runtime


def _start(runtime: Runtime, workers: Sequence[Worker]) -> list[asyncio.Task[None]]:
    settings, dispatcher = runtime.settings, runtime.dispatcher
    assert dispatcher is not None  # noqa: S101 - narrows the type
    dsn = settings.dsn().replace("+asyncpg", "", 1)
    running: list[tuple[str, Callable[[], Awaitable[None]]]] = [
        ("wake_line", lambda: runtime.hub.run(dsn)),
        ("dispatcher", dispatcher.run),
        ("journal", runtime.journal.run),
        ("faults", runtime.faults.run),
        ("audit", lambda: sealer(runtime)),
        *((f"duty_{runner.duty.name}", runner.run) for runner in runtime.runners),
        *((getattr(worker, "__name__", "worker"), _bound(worker, runtime)) for worker in workers),
    ]
    if settings.mode is Mode.PRODUCTION:
        running.append(("real_world", lambda: _real_world(runtime)))
    return [asyncio.create_task(keep_running(name, work), name=name) for name, work in running]


def stop_waiting(app: FastAPI) -> None:
    """Answer all who wait, and end all event streams: the service is about to stop, and finishes what is under way."""
    runtime: Runtime | None = getattr(app.state, "runtime", None)
    if runtime is not None:
        runtime.hub.close()


async def dispose(runtime: Runtime) -> None:
    """Close the service's connections to its database."""
    if runtime.ground is not None:
        await runtime.ground.engine.dispose()


def _bound(worker: Worker, runtime: Runtime) -> Callable[[], Awaitable[None]]:
    return lambda: worker(runtime)


async def _stop(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def make_client(settings: Settings) -> httpx.AsyncClient:
    """The client of one service: bounded pools, no redirects, no proxies from the environment."""
    limits = httpx.Limits(max_connections=64, keepalive_expiry=30.0)
    return Client(Connections(limits), httpx.Timeout(settings.peer_timeout_seconds, connect=5.0))


async def _real_world(runtime: Runtime) -> None:
    """Production has one world, `main`, and its clock is real time. The sandbox makes worlds otherwise."""
    epoch = datetime(2020, 1, 1, tzinfo=UTC)
    city = runtime.settings.programme
    values: dict[str, Any] = {"epoch": epoch, "year": datetime.now(UTC).year, "programme": city}
    async with runtime.everywhere() as connection:
        await connection.execute(
            text(
                "INSERT INTO kit.world (name, programme, year, seed, mode, anchor_real, anchor_world, rate)"
                " VALUES ('main', :programme, :year, 0, 'running', :epoch, :epoch, 1) ON CONFLICT DO NOTHING"
            ),
            values,
        )
        await connection.commit()
    await asyncio.Event().wait()
