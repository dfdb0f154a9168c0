"""The one door of the city: `/v1`, `/agencies/{agency}`, `/identity`, `/_luohu`, and pages about all of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

import httpx
from fastapi import FastAPI

from luohu_gateway.pages import pages
from luohu_gateway.proxy import PATIENCE, Door
from luohu_gateway.rates import Rates
from luohu_gateway.site.app import create_site
from luohu_gateway.site.links import PREFIX
from luohu_gateway.upstream import Upstreams
from luohu_kit import problems
from luohu_kit.documents import describe_truly
from luohu_kit.logging import configure
from luohu_kit.metrics.meter import Meter, Metered
from luohu_kit.metrics.routes import Shown, metrics_router
from luohu_kit.metrics.scrape import Scrape
from luohu_kit.otel import exporting
from luohu_kit.runtime import keep_running
from luohu_kit.settings import Mode, Settings
from luohu_kit.shedding import Shedding

WAYS = 8  #: requests at once of the gateway, for each that one service works on


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None, patience: float = PATIENCE) -> FastAPI:
    """The gateway.

    http: a client to reach the services with, for a city inside of one process; a pool by default. patience: seconds
    of silence after which a service has failed.
    """
    settings = settings.of("gateway")
    control = settings.mode is Mode.SANDBOX
    upstreams = Upstreams(settings, http)
    meter = Meter()
    scrape = Scrape(meter)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        configure(settings)
        async with exporting(settings.service):
            watching = asyncio.create_task(keep_running("loop", scrape.watch_loop), name="loop")
            try:
                yield
            finally:
                watching.cancel()
                await upstreams.close()

    app = FastAPI(
        title="落户 · the door",
        description="Routes every request of the outside to the service that answers it.",
        version=version("luohu"),
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app, {})
    describe_truly(app)
    app.state.metrics = Shown(scrape, settings, local=True)
    app.include_router(metrics_router())
    app.include_router(pages(upstreams, control=control))
    app.mount(PREFIX, create_site(settings, upstreams))
    app.add_middleware(Door, upstreams=upstreams, control=control, patience=patience, rates=Rates(settings))
    app.add_middleware(Shedding, settings=_of_a_door(settings), meter=meter)
    app.add_middleware(Metered, meter=meter)
    return app


def _of_a_door(settings: Settings) -> Settings:
    """A door works on as many requests as the services behind it take at once and hold in line: they do the work."""
    return settings.model_copy(update={"requests_at_once": settings.requests_at_once * WAYS})
