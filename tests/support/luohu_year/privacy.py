"""Looks for people where they should not be: in what a city writes and tells, and in its databases after a world."""

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import asyncpg

_SEARCHED = """
    SELECT format('SELECT count(*) FROM %I.%I AS t WHERE t::text ~ $1', n.nspname, c.relname)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
"""


def forms(number: str) -> Iterator[bytes]:
    """A number as somebody may write it: plain, percent-encoded, escaped, hexadecimal, in base64 at any place."""
    raw = number.encode()
    yield raw
    yield number.lower().encode()
    yield "".join(f"%{byte:02X}" for byte in raw).encode()
    yield "".join(f"\\u{byte:04x}" for byte in raw).encode()
    yield raw.hex().encode()
    for before in range(3):
        # What every text has in common that holds the number there: without the characters that depend on its ends.
        encoded = base64.b64encode(bytes(before) + raw)
        yield encoded[-(-before * 4 // 3) : len(raw + bytes(before)) * 4 // 3].rstrip(b"=")
    yield raw[6:17]  # the day of birth and the serial number


def shown_in(text: bytes, numbers: Iterable[str]) -> list[str]:
    """The numbers that a text shows in any form."""
    return [number for number in numbers if any(form in text for form in forms(number))]


def files_of(data_dir: Path) -> Iterator[Path]:
    """All that a city has written into its folder beside PostgreSQL's own files."""
    clusters = {found.parent for found in data_dir.rglob("PG_VERSION")}
    for path in sorted(data_dir.rglob("*")):
        if path.is_file() and not clusters & set(path.parents):
            yield path


async def rows_about(port: int, *words: str) -> dict[str, int]:
    """How many rows of which database hold any of these words in any column of any table; those that have some."""
    wanted = "|".join(map(re.escape, words))
    url = f"postgresql://postgres@127.0.0.1:{port}"
    server = await asyncpg.connect(f"{url}/postgres")
    names = [row[0] for row in await server.fetch("SELECT datname FROM pg_database WHERE NOT datistemplate")]
    await server.close()
    found: dict[str, int] = {}
    for name in names:
        connection = await asyncpg.connect(f"{url}/{name}")
        try:
            for (search,) in await connection.fetch(_SEARCHED):
                if count := await connection.fetchval(search, wanted):
                    found[f"{name}: {search.split()[3]}"] = count
        finally:
            await connection.close()
    return found
