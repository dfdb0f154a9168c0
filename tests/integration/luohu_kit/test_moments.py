"""A moment of a world stays readable for as long as somebody reads it."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from luohu_kit import db
from luohu_kit.invariants import moment
from luohu_kit.runtime import Runtime


async def test_who_keeps_a_moment_is_not_taken_for_somebody_who_was_frozen(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "FROZEN", "100ms")
    engine = db.make_engine(runtime.settings)
    assert runtime.ground is not None
    reading = replace(runtime, ground=replace(runtime.ground, engine=engine))
    kept = await moment.begin(reading, "main")
    async with engine.connect() as another:
        await another.execute(text("SELECT pg_sleep(0.5)"))  # reading the rest of a large world takes minutes
    async with moment.at(reading, "main", kept) as work:
        assert await work.scalar("SELECT count(*) FROM kit.world WHERE name = current_setting('luohu.world')") == 1
    await moment.end(reading, kept)
    await engine.dispose()
