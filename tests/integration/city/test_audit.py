"""The audit of a whole city: an item's journey is bound on both sides, and one changed byte of it is named."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from luohu_kit import audit
from luohu_kit.runtime import Runtime
from luohu_testbed.applicant import applicant
from luohu_testbed.city import City
from luohu_testbed.waiting import until

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guides" / "audit.md"
BOTH = ("declaration", "tax")
#: The audit's own rows, and which of their columns are bound: the others mean something on one server alone.
ITS_OWN = {
    "kit.audit_entry": ("id", "at", "what", "keys", "digests"),
    "kit.audit_link": ("seq", "entry", "previous", "hash"),
    "kit.audit_head": ("seq", "hash", "signed"),
}
_COUNT = text(
    "SELECT (SELECT count(*) FROM kit.audit_entry WHERE world = :world) - (SELECT count(*) FROM kit.audit_link"
    " WHERE world = :world)"
)


@dataclass
class Journey:
    """A world in which an item went through the loop, and is sealed on both sides."""

    city: City
    world: str

    def runtime(self, service: str) -> Runtime:
        found: Runtime = self.city.apps[service].state.runtime
        return found

    async def sealed(self) -> bool:
        left = []
        for service in BOTH:
            async with self.runtime(service).everywhere() as connection:
                left.append((await connection.execute(_COUNT, {"world": self.world})).scalar())
        return left == [0, 0]

    async def findings(self, connection: AsyncConnection, service: str) -> list[audit.Finding]:
        key = audit.sealing_key(self.runtime(service).settings)
        return await audit.findings_of(connection, service, self.world, key)


@pytest.fixture
async def journey(city: City, world: str) -> Journey:
    somebody = await applicant(city, world)
    item = await somebody.file()
    await somebody.verify(item)
    await somebody.settled(item)
    lived = Journey(city, world)
    await until(lived.sealed)  # without anybody asking for it
    return lived


async def targets(connection: AsyncConnection, world: str) -> list[tuple[str, str, str]]:
    """Every cell of the world that is bound: its table, where its row lies, its column."""
    columns = {table: set(names) for table, names in ITS_OWN.items()}
    for source, payload in await connection.execute(text("SELECT source, payload FROM kit.audit_binding")):
        columns.setdefault(source, set()).update(re.findall(r'r\."(\w+)"', payload))
    found = []
    for table, names in sorted(columns.items()):
        for place in (
            await connection.execute(text(f"SELECT ctid::text FROM {table} WHERE world = :w ORDER BY 1"), {"w": world})  # noqa: S608
        ).scalars():
            found += [(table, place, name) for name in sorted(names)]
    return found


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # an example is small as it is
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
async def test_one_changed_byte_of_any_bound_row_is_found(journey: Journey, data: st.DataObject) -> None:
    service = data.draw(st.sampled_from(BOTH))
    engine = create_async_engine(journey.runtime(service).settings.dsn())
    try:
        async with engine.connect() as connection:
            assert await journey.findings(connection, service) == []
            table, place, column = data.draw(st.sampled_from(await targets(connection, journey.world)))
            assume(await _change(connection, table, place, column, data))
            assert await journey.findings(connection, service) != [], (table, place, column)
    finally:
        await engine.dispose()


async def _change(connection: AsyncConnection, table: str, place: str, column: str, data: st.DataObject) -> bool:
    """Change one character of a cell, as PostgreSQL writes it; False where that would be no value, or the same."""
    await connection.execute(text("SET LOCAL session_replication_role = replica"))
    at = {"place": place}
    read = text(f'SELECT "{column}"::text, pg_typeof("{column}")::text FROM {table} WHERE ctid::text = :place')  # noqa: S608
    before, kind = (await connection.execute(read, at)).one()
    if before is None:
        return False
    n = data.draw(st.integers(0, len(before) - 1))
    after = before[:n] + data.draw(st.sampled_from("0123456789abcdefxyz 京")) + before[n + 1 :]
    write = text(
        f'UPDATE {table} SET "{column}" = CAST(CAST(:after AS text) AS {kind}) WHERE ctid::text = :place'  # noqa: S608
        f' RETURNING "{column}"::text'
    )
    try:
        async with connection.begin_nested():
            written: Any = (await connection.execute(write, {**at, "after": after})).scalar_one()
    except DBAPIError:
        return False
    return bool(written != before)


async def _export(journey: Journey, service: str) -> list[bytes]:
    rt = journey.runtime(service)
    async with audit.one_moment(rt.everywhere) as connection:
        return [line async for line in audit.lines(connection, journey.world, audit.sealing_key(rt.settings))]


async def test_a_third_party_checks_an_export_with_the_script_of_the_guide(journey: Journey, tmp_path: Path) -> None:
    found = re.search(r'```python title="check.py"\n(.*?)```', GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    script, file = tmp_path / "check.py", tmp_path / "chain.jsonl"
    script.write_text(found[1], encoding="utf-8")

    def check(lines: list[bytes]) -> str:
        file.write_bytes(b"".join(lines))
        done = subprocess.run([sys.executable, str(script), str(file)], capture_output=True, text=True, check=False)  # noqa: S603 - ours
        return done.stdout + done.stderr

    lines = await _export(journey, "tax")
    kinds = [json.loads(line).get("what") for line in lines]
    assert {"verification", "verification.verdict"} < set(kinds)
    assert f"{len(lines) - 1} entries of tax, world {journey.world}, are as signed" in check(lines)
    for n, line in enumerate(lines[:-1], 1):
        if (what := json.loads(line)["what"]) == "verification.verdict":
            changed = line.replace(b"valid", b"valiD", 1)
            assert f"entry {n}: {what}" in check([*lines[: n - 1], changed, *lines[n:]])
    assert "entry 1 is not what was chained" in check(lines[1:])
    assert "ends elsewhere" in check([*lines[:-2], lines[-1]])
    assert "InvalidSignature" in check([*lines[:-1], lines[-1].replace(b'"head":"ey', b'"head":"eY', 1)])
