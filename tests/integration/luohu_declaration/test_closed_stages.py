"""What belongs to the declaration stage is refused after it, with the days on which it was open (DOMAIN 3.2)."""

from typing import Any

import pytest

from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, answer
from luohu_filing.year import CLOSED, Year

REASON = "property.not_matched"  #: can be rechecked
_COMMITMENTS = dict.fromkeys(
    ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment"), True
)

#: Method, path and body.
CLOSED_DOORS: dict[str, tuple[str, str, Any]] = {
    "open a declaration": ("POST", "/v1/declarations", None),
    "file": ("POST", "/v1/declarations/{declaration}/residences", own_home()),
    "edit": ("PUT", "/v1/items/{item}", own_home()),
    "delete": ("DELETE", "/v1/items/{item}", None),
    "verify": ("POST", "/v1/items/{item}/verification", None),
    "recheck": ("POST", "/v1/items/{item}/recheck", {"disputes": REASON, "statement": "证号无误"}),
    "save basics": ("PUT", "/v1/declarations/{declaration}/basics", {"disclosure_consent": True}),
    "save a page": ("PUT", "/v1/declarations/{declaration}/indicators/housing", {"saved": True}),
    "commit": ("PUT", "/v1/declarations/{declaration}/commitments", _COMMITMENTS),
    "read the records": ("POST", "/v1/declarations/{declaration}/eligibility", None),
    "dispute": ("POST", "/v1/declarations/{declaration}/eligibility/dispute", {"statement": "why"}),
    "submit": ("POST", "/v1/declarations/{declaration}/submission", None),
    "withdraw": ("DELETE", "/v1/declarations/{declaration}/submission", None),
}


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def rejected_home(counter: Counter, declaration: str) -> str:
    """A home that the register does not bear out."""
    home = await counter.file(declaration, "residences", own_home())
    (question,) = await counter.verify(home)
    assert await counter.decide(answer(question, REASON)) == ["moved"]
    return home


@pytest.mark.parametrize("door", CLOSED_DOORS)
async def test_after_the_declaration_stage_the_door_is_closed_and_says_since_when(
    counter: Counter, year: Year, door: str
) -> None:
    declaration = await counter.open()
    home = await rejected_home(counter, declaration)
    scan = await counter.upload(declaration)
    await year.stand_at(CLOSED)
    method, path, body = CLOSED_DOORS[door]
    request: dict[str, Any] = {} if body is None else {"json": body}
    if door == "recheck":
        request["json"] = {**body, "evidence": [scan]}
    who = counter.stranger() if door == "open a declaration" else counter.person()
    place = path.format(declaration=declaration, item=home)
    refused = await counter.must(method, place, 409, headers={**who, "If-Match": "*"}, **request)
    problem = refused.json()
    assert problem["type"] == "/problems/stage-closed"
    assert (problem["stage"], problem["allowed_in"]) == ("verification_tail", ["declaration"])
    assert (problem["opens"], problem["closes"]) == ("2021-07-01T00:00:00+08:00", "2021-08-01T00:00:00+08:00")
    assert (await counter.item(home))["status"] == "invalid", "nothing has changed"


async def test_a_recheck_needs_no_withdrawal(counter: Counter, year: Year) -> None:
    declaration = await year.ready()
    home = await rejected_home(counter, declaration)
    await year.submit(declaration)
    wanted = {"disputes": REASON, "statement": "证号无误", "evidence": [await counter.upload(declaration)]}
    asked = await counter.must("POST", f"/v1/items/{home}/recheck", 202, json=wanted)
    assert asked.json()["status"] == "recheck"
    assert await year.status(declaration) == "submitted"
