"""Roles and databases of a city on one PostgreSQL server: `luohu_owner` owns the tables, `luohu_service` works on them.

Services connect as whoever the URL names and take the role `luohu_service`, which row-level security binds. Workers
that look over all worlds take `luohu_owner` for one transaction. Neither can log in.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import structlog

from luohu_kit.db import SERVICE_ROLE
from luohu_kit.work import OWNER_ROLE

log = structlog.get_logger()

_ROLE = """
DO $$ BEGIN
    CREATE ROLE {role} NOLOGIN NOSUPERUSER NOBYPASSRLS;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$
"""

#: To compare ids is said to be dear, so that the planner prefers whatever index compares the fewest. Every index leads
#: with the world. Where a world is thought to have one row, the index of the id and any other cost the same, and all
#: rows of the world may be read for one (docs/decisions/0016-ids-are-dear-to-compare.md).
DEAR = "ALTER FUNCTION pg_catalog.uuid_eq(uuid, uuid) COST 100"


def server_url(template: str, database: str = "postgres") -> str:
    """A URL template such as `postgresql://user@host/{database}` with a database filled in."""
    if "{database}" in template:
        return template.replace("{database}", database)
    parts = urlsplit(template)
    return urlunsplit(parts._replace(path=f"/{database}"))


async def create_databases(template: str, databases: Iterable[str]) -> list[str]:
    """Make the roles and the databases that are not there yet; the names of those made.

    The user of the URL must be a superuser, or have CREATEROLE and CREATEDB.
    """
    connection = await asyncpg.connect(server_url(template), timeout=10)
    try:
        for role in (OWNER_ROLE, SERVICE_ROLE):
            await connection.execute(_ROLE.format(role=role))
            await connection.execute(f"GRANT {role} TO CURRENT_USER")
        there = {row["datname"] for row in await connection.fetch("SELECT datname FROM pg_database")}
        made = [name for name in databases if name not in there]
        for name in made:
            await connection.execute(f'CREATE DATABASE "{name}" OWNER {OWNER_ROLE}')
            await _advised(server_url(template, name))
        return made
    finally:
        await connection.close()


async def _advised(url: str) -> None:
    """Tell the planner of a database what it cannot know, if whoever connects may: nothing but speed rests on it."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        await connection.execute(DEAR)
    except asyncpg.InsufficientPrivilegeError:
        log.info("planner_not_advised", database=urlsplit(url).path.removeprefix("/"))
    finally:
        await connection.close()
