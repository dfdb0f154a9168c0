"""`luohu verify` as tests ask for it: what the control plane's checks find in a world."""

from typing import Any

import httpx
import orjson


async def verified(client: httpx.AsyncClient, world: str) -> dict[str, list[dict[str, Any]]]:
    """What is violated and what waits, by these two words; AssertionError when the city could not be looked at."""
    answer = await client.get(f"/_luohu/worlds/{world}/verification", timeout=120)
    assert answer.status_code == 200, answer.text
    lines = [orjson.loads(line) for line in answer.text.splitlines()]
    assert "violated" in lines[-1], lines[-1]
    found = [line for line in lines if line.get("count")]
    assert lines[0]["checks"] >= len(lines) - 2 > 60
    return {
        "violated": [each for each in found if each["kind"] == "invariant"],
        "waiting": [each for each in found if each["kind"] == "waiting"],
    }
