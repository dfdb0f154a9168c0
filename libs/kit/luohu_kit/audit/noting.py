"""What the audit notes besides rows: that a world was brought back to what had been kept of it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

BROUGHT_BACK = "world.brought_back"

_NOTE = text(
    "INSERT INTO kit.audit_entry (world, at, what, keys, digests)"
    " SELECT name, kit.world_now(w), :what, ARRAY[CAST(:key AS text)], sha256(convert_to(:key, 'UTF8'))"
    " FROM kit.world w WHERE name = :world"
)


async def note_brought_back(connection: AsyncConnection, world: str, kept: str) -> None:
    """Note that the world's chain goes on from what was kept under a name; the rest of it is no more."""
    await connection.execute(_NOTE, {"world": world, "what": BROUGHT_BACK, "key": kept})
