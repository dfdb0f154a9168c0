"""Migrations: every history ships in its package, runs as the owner of the tables, under a lock, with a short patience.

A revision makes tables with `op.create_table` and then calls `guard(op, "table")` for each, which is what holds every
statement to one world.
"""

import importlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from luohu_kit import tables
from luohu_kit.audit import table as _audit  # noqa: F401 - its tables belong to the kit's history
from luohu_kit.dead import table as _dead  # noqa: F401 - as above
from luohu_kit.faults import table as _faults  # noqa: F401 - as above
from luohu_kit.journal import table as _journal  # noqa: F401 - as above
from luohu_kit.settings import Settings
from luohu_kit.tasks import table as _tasks  # noqa: F401 - as above
from luohu_kit.work import OWNER_ROLE

log = structlog.get_logger()

_LOCK = 0x6C756F6875  #: advisory lock of all upgrades of one database
_PATIENCE = "5s"


@dataclass(frozen=True, slots=True)
class History:
    """One migration history: a package with a folder `migrations`, the schema that it owns, its tables."""

    package: str
    schema: str  #: `public` for a service's own tables
    metadata: MetaData

    @property
    def script_location(self) -> str:
        module = importlib.import_module(self.package)
        return str(Path(str(module.__file__)).parent / "migrations")


KIT = History("luohu_kit", "kit", tables.meta)


def guard(op: Any, table: str, schema: str = "public") -> None:
    """Hold a table to one world: rows of others can neither be seen nor written."""
    name = f'"{schema}"."{table}"'
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY one_world ON {name} USING (world = current_setting('luohu.world', true))"
        " WITH CHECK (world = current_setting('luohu.world', true))"
    )


def append_only(op: Any, table: str, schema: str = "public") -> None:
    """Refuse UPDATE and DELETE on a table, except when a whole world is deleted."""
    op.execute(
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{schema}"."{table}"'
        " FOR EACH ROW EXECUTE FUNCTION kit.refuse_change()"
    )


def run_env(history: History) -> None:
    """What an `env.py` does: run the revisions of its history on the connection that it was handed."""
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=history.metadata,
        version_table="alembic_version",
        version_table_schema=history.schema,
        include_schemas=True,
        include_name=lambda name, kind, parents: _own(history, name, kind, parents),
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _own(history: History, name: str | None, kind: str, parents: Any) -> bool:
    if kind == "schema":
        return (name or "public") == history.schema
    if kind == "table":
        return name != "alembic_version" and (parents.get("schema_name") or "public") == history.schema
    return True


def _config(history: History, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", history.script_location.replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["history"] = history
    return config


def _heads(history: History) -> set[str]:
    config = Config()
    config.set_main_option("script_location", history.script_location.replace("%", "%%"))
    return set(ScriptDirectory.from_config(config).get_heads())


def _upgrade(connection: Connection, histories: Sequence[History]) -> None:
    connection.execute(text(f"SELECT pg_advisory_lock({_LOCK})"))
    connection.execute(text(f"SET lock_timeout = '{_PATIENCE}'"))
    try:
        for history in histories:
            connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{history.schema}"'))
            connection.execute(text(f'GRANT USAGE ON SCHEMA "{history.schema}" TO luohu_service'))
            connection.execute(
                text(
                    f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{history.schema}" GRANT SELECT, INSERT, UPDATE, DELETE'
                    " ON TABLES TO luohu_service"
                )
            )
            connection.execute(
                text(
                    f'ALTER DEFAULT PRIVILEGES IN SCHEMA "{history.schema}"'
                    " GRANT USAGE, SELECT ON SEQUENCES TO luohu_service"
                )
            )
            connection.commit()
            state = MigrationContext.configure(
                connection, opts={"version_table_schema": history.schema, "version_table": "alembic_version"}
            )
            if set(state.get_current_heads()) != _heads(history):
                connection.commit()
                command.upgrade(_config(history, connection), "head")
            connection.commit()
    finally:
        connection.rollback()
        connection.execute(text(f"SELECT pg_advisory_unlock({_LOCK})"))
        connection.commit()


async def upgrade(settings: Settings, histories: Sequence[History]) -> None:
    """Bring the service's database to the heads of all its histories, the kit's first. Safe to run twice at once."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    engine = create_async_engine(
        settings.dsn(), pool_size=1, connect_args={"server_settings": {"role": OWNER_ROLE, "timezone": "UTC"}}
    )
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, (KIT, *histories))
    finally:
        await engine.dispose()
    log.info("migrated", service=settings.service)


async def drift(settings: Settings, histories: Sequence[History]) -> list[str]:
    """What `alembic check` would find: differences between the tables in the database and those in the code."""

    def compare(connection: Connection) -> list[str]:
        found: list[str] = []
        for history in (KIT, *histories):
            state = MigrationContext.configure(
                connection,
                opts={
                    "version_table_schema": history.schema,
                    "include_schemas": True,
                    "compare_type": True,
                    "include_name": lambda name, kind, parents, h=history: _own(h, name, kind, parents),
                },
            )
            found += [f"{history.package}: {difference}" for difference in compare_metadata(state, history.metadata)]
        return found

    engine = create_async_engine(settings.dsn(), pool_size=1, connect_args={"server_settings": {"role": OWNER_ROLE}})
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(compare)
    finally:
        await engine.dispose()


def unguarded(connection: Connection, schemas: Sequence[str]) -> list[str]:
    """Tables with a column `world` that row-level security does not guard: there must be none."""
    rows = connection.execute(
        text(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'world'"
            " WHERE c.relkind = 'r' AND NOT c.relrowsecurity AND n.nspname = ANY(:schemas)"
        ),
        {"schemas": list(schemas)},
    )
    return [row[0] for row in rows]
