"""One advance over many due rechecks: asked at one instant, and each at an instant of its own. Promise: 1,000 in 1 s.

Real homes of real applicants: the register does not know them, a recheck is asked for with evidence, the agency takes
two weeks. What is timed is the one `POST /_luohu/clock/advance`, which answers when the whole city has settled.
"""

import time
from itertools import count
from statistics import median
from typing import Any

import httpx

from bench.trial import Trial
from luohu_cli import city
from luohu_cli.door import Door
from luohu_client.pdf import page

RECHECKS, ROUNDS = 1000, 3
OF_ONE = 50  #: homes of one applicant, below the limit of a declaration

_serial = count(10_000_000)


def measure(trial: Trial) -> dict[str, object]:
    """Seconds of the advance, the median of some rounds; `apart`: every recheck waits for an instant of its own."""
    trial.up()
    return {
        "rechecks": RECHECKS,
        "together_s": round(median(_round(trial, apart=False) for _ in range(ROUNDS)), 2),
        "apart_s": round(_round(trial, apart=True), 2),
        "promise_s": 1.0,
    }


def _round(trial: Trial, *, apart: bool) -> float:
    name = f"advance-{next(_serial)}"
    with Door(trial.gateway) as door:
        wish = {"name": name, "admission": "open", "clock": {"mode": "frozen"}}
        door.must("POST", "/_luohu/worlds", json=wish)
        tokens = [city.token_of(door, each["name"], name)[0] for each in city.personas(door)[: RECHECKS // OF_ONE]]
    try:
        with httpx.Client(base_url=trial.gateway, timeout=600, trust_env=False) as client:
            return _timed(client, name, tokens, apart=apart)
    finally:
        httpx.delete(f"{trial.gateway}/_luohu/worlds/{name}", timeout=60, trust_env=False)


def _timed(client: httpx.Client, world: str, tokens: list[str], *, apart: bool) -> float:
    here = {"Luohu-World": world}
    slow = {"question_kind": "recheck", "pace": "P14D"}
    _good(client.put("/_luohu/paces/housing-registry", json=slow, headers=here))
    disputed = [pair for token in tokens for pair in _refused_homes(client, token)]
    for token, (item, file) in disputed:
        wish = {"disputes": "property.not_matched", "statement": "证号无误", "evidence": [file]}
        _good(client.post(f"/v1/items/{item}/recheck", json=wish, headers=_as(token)))
        if apart:
            _good(client.post("/_luohu/clock/advance", json={"by": "PT1S"}, headers=here))
    began = time.perf_counter()
    done = _good(client.post("/_luohu/clock/advance", json={"by": "P15D"}, headers=here))
    took = time.perf_counter() - began
    judged = [one for one in done["fired"] if one["what"] == "judge"]
    if len(judged) != len(disputed) or not done["settled"]:
        raise RuntimeError(f"{len(judged)} of {len(disputed)} rechecks fired")
    return took


def _refused_homes(client: httpx.Client, token: str) -> list[tuple[str, tuple[str, str]]]:
    """Homes of one applicant that the register does not find, with a file of evidence."""
    declaration = _good(client.post("/v1/declarations", json={}, headers=_as(token)))["id"]
    pdf = {**_as(token), "Content-Type": "application/pdf"}
    path = f"/v1/declarations/{declaration}"
    file = _good(client.post(f"{path}/evidence", content=page(["房屋所有权证"]), headers=pdf))["id"]
    items = [_good(client.post(f"{path}/residences", json=_home(), headers=_as(token)))["id"] for _ in range(OF_ONE)]
    for item in items:
        _good(client.post(f"/v1/items/{item}/verification", headers=_as(token)))
    for item in items:
        found = _good(client.get(f"/v1/items/{item}", headers={**_as(token), "Prefer": "wait=10"}))
        if found["display"] != "invalid(property)":
            raise RuntimeError(f"the item shows {found['display']}")
    return [(token, (item, file)) for item in items]


def _home() -> dict[str, str]:
    return {
        "kind": "own_home",
        "relation": "self",
        "certificate_format": "x_house_title",
        "certificate_number": f"X京房权证怀字第{next(_serial)}号",
        "district": "怀柔区",
        "from": "2005-10",
        "to": "2010-10",
    }


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _good(response: httpx.Response) -> Any:
    if not response.is_success:
        raise RuntimeError(f"{response.request.method} {response.request.url}: {response.text}")
    return response.json() if response.content else None
