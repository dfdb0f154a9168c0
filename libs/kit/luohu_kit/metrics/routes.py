"""`GET /metrics`, and who may read it.

It is asked at a service's own address, never through the gateway's doors. With `LUOHU_METRICS_TOKEN` it takes that
bearer token; without one it is open in a sandbox (at the gateway to this machine alone) and is not there in production.
"""

from dataclasses import dataclass
from functools import cache
from hmac import compare_digest
from ipaddress import ip_address
from typing import cast

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from luohu_kit.auth.guards import Guard
from luohu_kit.metrics.scrape import Scrape
from luohu_kit.problems import Problem
from luohu_kit.settings import Mode, Settings

PATH = "/metrics"


@dataclass(frozen=True, slots=True)
class Shown:
    """What an app shows, and to whom: it keeps this in `app.state.metrics`, for its routes."""

    scrape: Scrape
    settings: Settings
    local: bool = False  #: without a token, only callers of this machine are answered


@cache
def metrics_router() -> APIRouter:
    """The one route."""
    router = APIRouter()

    @router.get(PATH, dependencies=[Depends(whoever_scrapes)], include_in_schema=False)
    async def read_metrics(request: Request) -> Response:
        return Response(await _shown(request).scrape.answer(), media_type=CONTENT_TYPE_LATEST)

    return router


async def whoever_scrapes(request: Request) -> None:
    """Whoever may read the metrics. Problems: 401 token-missing, token-invalid; 404 where they are not to be had."""
    shown = _shown(request)
    if token := shown.settings.metrics_token:
        _checked(request, token)
    elif shown.settings.mode is Mode.PRODUCTION or (shown.local and not _near(request)):
        raise Problem("not-found", "Set LUOHU_METRICS_TOKEN to have metrics here.")


whoever_scrapes.guard = Guard("scrape")  # type: ignore[attr-defined]


def _shown(request: Request) -> Shown:
    return cast(Shown, request.app.state.metrics)


def _checked(request: Request, token: str) -> None:
    given = request.headers.get("authorization", "")
    if not given:
        raise Problem("token-missing", "Metrics want Authorization: Bearer <LUOHU_METRICS_TOKEN>.")
    if not compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Problem("token-invalid", "This is not the token of LUOHU_METRICS_TOKEN.")


def _near(request: Request) -> bool:
    try:
        return request.client is not None and ip_address(request.client.host).is_loopback
    except ValueError:
        return False
