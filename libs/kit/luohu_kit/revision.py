"""Which revision of a service keeps or brings back a world: the version of luohu, and the heads of its migrations."""

from importlib.metadata import version

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from luohu_kit.runtime import Runtime

_KEY = "revision"


async def revision_of(connection: AsyncConnection, rt: Runtime) -> str:
    """Such as `luohu 0.3.0, kit 0004, public 0008`; looked up once, for a service migrates before it starts."""
    if _KEY not in rt.state:
        heads = " UNION ALL ".join(
            f"SELECT '{schema} ' || version_num FROM \"{schema}\".alembic_version"  # noqa: S608 - our own schemas
            for schema in sorted({table.schema or "public" for table in rt.tables.parts.values()})
        )
        found = (await connection.execute(text(heads))).scalars().all() if heads else ()
        rt.state[_KEY] = ", ".join((f"luohu {version('luohu')}", *sorted(found)))
    return str(rt.state[_KEY])
