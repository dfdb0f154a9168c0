"""A reader of events goes on after whatever broke the stream: nothing is missed, nothing is told twice."""

import time
from collections.abc import Iterator

import httpx
import pytest

from luohu_cli.city import token_of
from luohu_cli.door import Door
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

PERSONA = "tax-one-year-valid"


def events_of(client: httpx.Client, path: str, last: str) -> Iterator[tuple[str, str]]:
    """Ids and kinds of a stream until it breaks or ends; nothing when the service is away."""
    headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
    try:
        with client.stream("GET", path, headers=headers) as stream:
            lines = (line for line in stream.iter_lines() if line.startswith(("id: ", "event: ")))
            for line in lines if stream.status_code == 200 else ():
                yield line.removeprefix("id: "), next(lines).removeprefix("event: ")
    except httpx.TransportError:
        return


def test_a_stream_goes_on_after_its_service_was_killed(city: RealCity, door: Door, world: str) -> None:
    token, _ = token_of(door, PERSONA, world)
    with httpx.Client(
        base_url=city.url, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30
    ) as me:
        declaration = me.post("/v1/declarations", json={}).json()["id"]
        item = me.post(f"/v1/declarations/{declaration}/tax", json={"authorised": True}).json()["id"]
        path = f"/v1/declarations/{declaration}/events"
        told: list[tuple[str, str]] = []
        deadline = time.monotonic() + 60
        while ("found_valid" not in [kind for _, kind in told]) and time.monotonic() < deadline:
            for event in events_of(me, path, told[-1][0] if told else ""):
                told.append(event)
                if event[1] == "filed":
                    assert me.post(f"/v1/items/{item}/verification").status_code == 202
                if event[1] == "verification_asked":
                    city.kill("declaration")  # the verdict comes when it is back
                if event[1] == "found_valid":
                    break
        listed = [(event["id"], event["event"]) for event in me.get(path).json()["items"]]
        assert told == listed[: len(told)]
        # Killed between the verdict's commit and its answer, the service is told it once more.
        assert {kind for _, kind in listed[len(told) :]} <= {"verdict_duplicate"}
        assert [kind for _, kind in told] == ["opened", "filed", "verification_asked", "found_valid"]
