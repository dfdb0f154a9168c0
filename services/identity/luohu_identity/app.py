"""The identity service (北京市政务服务网, 北京通): sign-in of people and staff, as an OpenID Connect issuer."""

import asyncio

import httpx
from fastapi import FastAPI

from luohu_identity import clients, keys, people
from luohu_identity.api import again, oidc, population
from luohu_identity.api import people as people_routes
from luohu_identity.records import HISTORY, WITHOUT_WORLD
from luohu_kit.runtime import Runtime
from luohu_kit.service import create_service
from luohu_kit.settings import Mode, Settings

HISTORIES = (HISTORY,)

__all__ = ["HISTORIES", "WITHOUT_WORLD", "create_app"]


async def _prepare(rt: Runtime) -> None:
    """The first key and, in production, the first administrator are there before somebody asks."""
    await keys.shown_keys(rt)
    await clients.first_administrator(rt)
    await asyncio.Event().wait()


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The identity service."""
    sandbox = settings.mode is Mode.SANDBOX
    return create_service(
        settings,
        title="luohu identity",
        description="Tokens for people, employers and staff of the city.",
        routers=[oidc.router, people_routes.router, *([population.router, again.router] if sandbox else [])],
        problem_table={
            people.PersonExists: "record-conflict",
            clients.ClientExists: "record-conflict",
        },
        workers=[_prepare],
        histories=HISTORIES,
        seeder=people.seed,
        http=http,
    )
