"""`luohu verify` on the command line: what it says, and its exit status."""

import asyncio
import json

import asyncpg
import pytest

from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

MESSAGE = (
    "INSERT INTO kit.outbox (message_id, topic, destination, body, not_before)"
    " VALUES (gen_random_uuid(), 'gossip', 'tax', '{}', clock_timestamp() + interval '30 minutes')"
)


async def gossip(city: RealCity, world: str) -> None:
    """A message that no release sends."""
    connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{city.port_base + 90}/declaration")
    try:
        await connection.execute("SELECT set_config('luohu.world', $1, false)", world)
        await connection.execute(MESSAGE)
    finally:
        await connection.close()


def test_the_exit_status_says_whether_it_is_clean_violated_or_could_not_be_looked_at(
    city: RealCity, world: str
) -> None:
    clean = city("verify", "--world", world)
    assert (clean.returncode, "every invariant holds, 0 rows wait" in clean.stdout) == (0, True), clean
    asyncio.run(gossip(city, world))
    broken = city("verify", "--world", world)
    assert broken.returncode == 1, broken
    assert "✗ declaration  outbox-addressed: Every message has a topic" in broken.stdout
    assert "gossip to tax is sent by nobody here" in broken.stdout
    told = city("verify", "--all", "--json")
    assert told.returncode == 1, told
    report = json.loads(told.stdout)
    assert report["clean"] is False
    here = {each["world"]: each for each in report["worlds"]}[world]
    assert [each["check"] for each in here["violated"]] == ["outbox-addressed"]
    nowhere = city("verify", "--world", "nowhere")
    assert (nowhere.returncode, "nowhere could not be looked at" in nowhere.stderr) == (2, True), nowhere
    away = city("verify", LUOHU_DATA_DIR=str(city.data_dir / "none"), LUOHU_PORT_BASE="1100")
    assert away.returncode == 2, away
