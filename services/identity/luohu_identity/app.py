"""The identity service (北京市政务服务网, 北京通): sign-in of people and staff, as an OpenID Connect issuer."""

import asyncio

import httpx
from fastapi import FastAPI

from luohu_contract.directory import SMS
from luohu_identity import accounts, clients, front_ends, keys, people
from luohu_identity.api import accounts as account_routes
from luohu_identity.api import again, authorize, messages, oidc, population
from luohu_identity.api import employers as employer_routes
from luohu_identity.api import people as people_routes
from luohu_identity.records import HISTORY, WITHOUT_WORLD
from luohu_identity.sign_in import authorization, one_time
from luohu_kit.runtime import Runtime
from luohu_kit.service import create_service
from luohu_kit.settings import InsecureSettings, Mode, Settings

HISTORIES = (HISTORY,)
SWEEP_SECONDS = 60.0

__all__ = ["HISTORIES", "WITHOUT_WORLD", "create_app"]


async def _prepare(rt: Runtime) -> None:
    """The first key and, in production, the first administrator are there before somebody asks."""
    await keys.shown_keys(rt)
    await clients.first_administrator(rt)
    await asyncio.Event().wait()


async def _sweep(rt: Runtime) -> None:
    """Codes that are over do not stay."""
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        await one_time.sweep(rt)
        await authorization.sweep(rt)


def create_app(settings: Settings, *, http: httpx.AsyncClient | None = None) -> FastAPI:
    """The identity service. Raises InsecureSettings where it is to send codes and could not sign what it sends."""
    sandbox = settings.mode is Mode.SANDBOX
    if settings.sms_webhook and not settings.secrets_between("identity", SMS):
        raise InsecureSettings(f'LUOHU_SMS_WEBHOOK needs a secret in LUOHU_PEER_SECRETS: {{"identity->{SMS}": [...]}}')
    control = [population.router, again.router, messages.router, employer_routes.router] if sandbox else []
    return create_service(
        settings,
        title="luohu identity",
        description="Tokens for people, employers and staff of the city.",
        routers=[oidc.router, authorize.router, people_routes.router, account_routes.router, *control],
        topics=[one_time.TOPIC],
        problem_table={
            people.PersonExists: "record-conflict",
            clients.ClientExists: "record-conflict",
            accounts.AccountExists: "record-conflict",
            front_ends.FrontEndExists: "record-conflict",
        },
        workers=[_prepare, _sweep],
        histories=HISTORIES,
        seeder=people.seed,
        http=http,
    )
