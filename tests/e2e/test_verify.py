"""`luohu verify` on the command line: what it says, and its exit status."""

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from luohu_client import forms
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

#: A message that no release sends.
GOSSIP = (
    "INSERT INTO kit.outbox (message_id, topic, destination, body, not_before)"
    " VALUES (gen_random_uuid(), 'gossip', 'tax', '{}', clock_timestamp() + interval '30 minutes')"
)


#: Who did what, as somebody would have it who owns the database.
ANOTHER = (
    "UPDATE item_event SET actor = 'nobody'"
    " WHERE world = current_setting('luohu.world') AND event = 'filed' RETURNING seq"
)


async def past_the_service(city: RealCity, world: str, statement: str) -> str:
    """What somebody does in the database of the declaration service; the value that it gives."""
    connection = await asyncpg.connect(f"postgresql://postgres@127.0.0.1:{city.port_base + 90}/declaration")
    try:
        await connection.execute("SET session_replication_role = replica")  # no trigger tells of it
        await connection.execute("SELECT set_config('luohu.world', $1, false)", world)
        return str(await connection.fetchval(statement))
    finally:
        await connection.close()


def test_the_exit_status_says_whether_it_is_clean_violated_or_could_not_be_looked_at(
    city: RealCity, world: str
) -> None:
    clean = city("verify", "--world", world)
    assert (clean.returncode, "every invariant holds, 0 rows wait" in clean.stdout) == (0, True), clean
    asyncio.run(past_the_service(city, world, GOSSIP))
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


def test_a_changed_row_breaks_the_audit_and_the_exit_status_says_so(city: RealCity, world: str, sign_in: Any) -> None:
    opened = {"items": [forms.tax()], "verify": True}
    filed = sign_in("tax-one-year-valid")("POST", "/v1/declarations", json=opened, headers={"Prefer": "wait=30"})
    assert [item["status"] for item in filed.json()["items"]] == ["valid"], filed.text
    assert city("verify", "--world", world).returncode == 0
    seq = asyncio.run(past_the_service(city, world, ANOTHER))
    broken = city("verify", "--world", world, "--json")
    assert broken.returncode == 1, broken
    [found] = json.loads(broken.stdout)["worlds"][0]["violated"]
    assert (found["service"], found["check"], found["count"]) == ("declaration", "audit-unbroken", 1)
    assert [row["id"] for row in found["findings"]] == [seq]
    trail = city("audit", "verify", "--world", world)
    assert (trail.returncode, f"item_event {seq}" in trail.stdout) == (1, True), trail
