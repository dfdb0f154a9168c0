"""Roles and databases of the city, on the embedded PostgreSQL or on any server that `LUOHU_DATABASE_URL` names."""

from collections.abc import Sequence

import asyncpg

from luohu_cli.cluster import ClusterBroken, checked_names

SERVICE_ROLE = "luohu_service"  #: every connection of a service takes it; row-level security binds it
OWNER_ROLE = "luohu_owner"  #: for the transport workers, which look over all worlds


async def create_databases(
    url: str, names: Sequence[str], *, role: str = SERVICE_ROLE, owner_role: str = OWNER_ROLE
) -> list[str]:
    """Make the roles and those databases that are missing; answers the names of the databases made.

    `url` is a template with `{database}`. The roles may not log in, are no superusers and do not bypass row-level
    security. Safe to call again and from several processes at once. Raises ClusterBroken with one line when the
    server cannot be reached or refuses.
    """
    if "{database}" not in url:
        raise ClusterBroken("LUOHU_DATABASE_URL must contain {database}, as in postgresql://user@host:5432/{database}")
    checked_names([*names, role, owner_role])
    connection = await _connect(url)
    try:
        # One maker at a time: two CREATE ROLE of one name would fail, not wait.
        await connection.execute("SELECT pg_advisory_lock(hashtext('luohu databases'))")
        for each in dict.fromkeys((role, owner_role)):
            await _create_role(connection, each)
        there = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        missing = [name for name in names if name not in there]
        for name in missing:
            await connection.execute(f'CREATE DATABASE "{name}" OWNER "{role}"')
    except asyncpg.InsufficientPrivilegeError as error:
        raise ClusterBroken(f"the database user may not make the city's roles and databases: {error}") from None
    finally:
        await connection.close()
    return missing


async def _connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection to the maintenance database; `template1` where a server has no `postgres`."""
    try:
        try:
            return await asyncpg.connect(url.replace("{database}", "postgres"), timeout=10)
        except asyncpg.InvalidCatalogNameError:
            return await asyncpg.connect(url.replace("{database}", "template1"), timeout=10)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, ValueError) as error:
        reason = str(error) or type(error).__name__
        raise ClusterBroken(f"no PostgreSQL answers at LUOHU_DATABASE_URL: {reason}") from None


async def _create_role(connection: "asyncpg.Connection[asyncpg.Record]", role: str) -> None:
    if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
        await connection.execute(f'CREATE ROLE "{role}" NOLOGIN NOSUPERUSER NOBYPASSRLS')
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        await connection.execute(f'GRANT "{role}" TO CURRENT_USER')
