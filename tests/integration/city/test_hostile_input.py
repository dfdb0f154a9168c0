"""Whatever is sent: a 4xx problem or a right answer, never a 5xx, never silence.

The corpus is made from a seed: `FUZZ_SEED` repeats a run, `FUZZ` says how many; `make fuzz` does more.
"""

import os
from random import Random
from typing import Any

import httpx
import pytest

from luohu_filing.bodies import own_home, pdf
from luohu_hostile.attack import Attack
from luohu_kit.auth.listing import every_route
from luohu_testbed.city import City

A_FEW = 600
APPLICANT, EMPLOYER = "huairou-home-not-found", "employer:91990105MA0LUH014J"


@pytest.fixture
async def ids(city: City, world: str) -> dict[str, str]:
    """Something of each kind that stands in a path: what an applicant has filed, and what a register holds."""

    async def asked(persona: str, method: str, path: str, **options: Any) -> httpx.Response:
        told = {"Authorization": f"Bearer {await city.token(persona, world)}", **options.pop("headers", {})}
        answer = await city.client.request(method, path, headers=told, **options)
        assert answer.is_success, answer.text
        return answer

    declaration = (await asked(APPLICANT, "POST", "/v1/declarations", json={})).json()["id"]
    path = f"/v1/declarations/{declaration}"
    item = (await asked(APPLICANT, "POST", f"{path}/residences", json=own_home())).json()["id"]
    kind = {"Content-Type": "application/pdf"}
    scan = (await asked(APPLICANT, "POST", f"{path}/evidence", content=pdf(), headers=kind)).json()["id"]
    listed = await asked("operator:tax", "GET", "/agencies/tax/v1/records?kind=taxpayer&limit=1")
    record = listed.json()["items"][0]["id"]
    fixed = {"year": "2021", "code": "property.not_matched", "indicator": "education", "kind": "application_form"}
    return {**fixed, "declaration_id": declaration, "item_id": item, "evidence_id": scan, "record_id": record}


@pytest.fixture
async def sacrificed(city: City) -> Any:
    """A world that the control plane may do anything to."""
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}, "personas": False})
    name = made.json()["name"]
    yield name
    await city.client.delete(f"/_luohu/worlds/{name}")


async def test_nothing_malformed_is_answered_with_a_5xx(
    city: City, world: str, ids: dict[str, str], sacrificed: str
) -> None:
    seed = int(os.environ.get("FUZZ_SEED", "20210705"))
    count = int(os.environ.get("FUZZ", str(A_FEW)))
    attack = Attack(city, world, sacrificed, ids, Random(seed))  # noqa: S311 - it must repeat, and guards nothing
    await attack.run(count)
    assert attack.faults == [], f"seed {seed}: {len(attack.faults)} of {count}"
    assert sum(attack.statuses.values()) == count
    assert attack.statuses.keys() >= {200, 400, 401, 404, 422}, attack.statuses
    assert len(every_route(city.apps)) > 300
    alive = await city.client.get("/_luohu/health")
    assert alive.json()["ready"], alive.text
