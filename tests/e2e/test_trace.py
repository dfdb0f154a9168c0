"""`luohu trace` draws an item's way through the running city."""

from typing import Any

import pytest

from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]


def test_an_items_way_is_printed(city: RealCity, world: str, sign_in: Any) -> None:
    me = sign_in("tax-one-year-valid")
    declaration = me("POST", "/v1/declarations", json={}).json()["id"]
    item = me("POST", f"/v1/declarations/{declaration}/tax", json={"authorised": True}).json()["id"]
    me("POST", f"/v1/items/{item}/verification")
    settled = me("GET", f"/v1/items/{item}", headers={"Prefer": "wait=5"})
    assert settled.json()["status"] == "valid"
    drawn = city("trace", item, "--world", world)
    assert drawn.returncode == 0, drawn.stderr
    assert "applicant          declaration             tax" in drawn.stdout
    assert "verdicts: valid, attempt 1 => 200 moved" in drawn.stdout
    assert city("trace", item, "--world", world, "--format", "mermaid").stdout.startswith("sequenceDiagram\n")
    unknown = city("trace", declaration[:-4] + "0000", "--world", world)
    assert unknown.returncode == 1
    assert "no hop in the journal" in unknown.stderr.lower()
