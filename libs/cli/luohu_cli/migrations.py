"""Brings the databases of the services to what the code expects."""

import asyncio
from collections.abc import Sequence

import asyncpg

from luohu_cli import configured
from luohu_cli.failure import Failure
from luohu_cli.serving import module_of
from luohu_contract.directory import BY_NAME, Role
from luohu_kit.database import create_databases, server_url
from luohu_kit.migration import History, drift, upgrade
from luohu_kit.settings import Settings


def histories_of(service: str) -> Sequence[History]:
    """The migration histories of a service besides the kit's."""
    histories: Sequence[History] = getattr(module_of(service), "HISTORIES", ())
    return histories


def with_database(settings: Settings) -> list[str]:
    """Names of the services that keep something: all but the door."""
    return [name for name in configured.services(settings) if BY_NAME[name].role is not Role.DOOR]


def make_databases(url: str, services: Sequence[str]) -> list[str]:
    """Make the roles and missing databases on a server, `url` being a template. Raises Failure with one line."""
    if "{database}" not in url:
        raise Failure("LUOHU_DATABASE_URL must contain {database}, as in postgresql://user@host:5432/{database}")
    try:
        return asyncio.run(create_databases(url, [name.replace("-", "_") for name in services]))
    except asyncpg.InsufficientPrivilegeError as error:
        raise Failure(f"the user of LUOHU_DATABASE_URL may not make roles and databases: {error}") from None
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Failure(f"no PostgreSQL that luohu can use at LUOHU_DATABASE_URL: {_line(error)}") from None


def migrate(settings: Settings, service: str) -> None:
    """Bring one service's database to the head of its histories. Raises Failure with one line."""
    try:
        asyncio.run(upgrade(settings.of(service), histories_of(service)))
    except Exception as error:
        raise Failure(f"the database of {service} could not be migrated: {_line(error)}") from error


def differences(settings: Settings, service: str) -> list[str]:
    """What the tables of a migrated database lack against the code; empty when they agree."""
    return asyncio.run(drift(settings.of(service), histories_of(service)))


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def server_version(url: str) -> str:
    """What a PostgreSQL server says that it is. Raises Failure with one line."""

    async def ask() -> str:
        connection = await asyncpg.connect(server_url(url), timeout=5)
        try:
            return f"PostgreSQL {await connection.fetchval('SHOW server_version')}"
        finally:
            await connection.close()

    try:
        return asyncio.run(ask())
    except (OSError, TimeoutError, ValueError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Failure(f"no PostgreSQL that luohu can use at LUOHU_DATABASE_URL: {_line(error)}") from None
