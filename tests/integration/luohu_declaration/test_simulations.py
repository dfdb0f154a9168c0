"""测算 over the routes: what a declaration or facts would give."""

from datetime import date

import pytest

from luohu_contract.finding import PropertyFindings
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter, Json, answer
from luohu_filing.year import Year, lines_of
from luohu_testbed.problems import slug_of


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def test_a_simulation_shows_what_a_declaration_would_give_and_stores_nothing(
    counter: Counter, year: Year
) -> None:
    declaration = await year.ready()
    home = await counter.file(declaration, "residences", own_home())
    (question,) = await counter.verify(home)
    path = f"/v1/declarations/{declaration}/simulation"
    before = (await counter.must("POST", path, 200)).json()
    assert (lines_of(before)["housing"], before["total"]) == ("-", None)
    found = PropertyFindings(kind="own_home", registered_on=date(2014, 8, 1))
    assert await counter.decide(answer(question, findings=found)) == ["moved"]
    after = (await counter.must("POST", path, 200)).json()
    assert after["total"] is not None
    assert await year.rows("SELECT 1 FROM score UNION ALL SELECT 1 FROM score_due") == []
    assert (await counter.client.post(path, headers=counter.stranger())).status_code == 404


async def test_anybody_may_simulate_facts(counter: Counter) -> None:
    facts = {"id": "me", "year": 2021, "birth_year": 1985, "law": {"detentions": 1}}
    answered = await counter.client.post("/v1/simulations", json=facts)
    assert answered.status_code == 200, answered.text
    assert lines_of(answered.json())["law_abiding"] == "-30"


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"year": 2030}, "#/year"),
        ({"year": "soon"}, "#/year"),
        ({"city": "paris"}, "#/city"),
        ({"city": "../beijing"}, "#/city"),
        ({"city": "tianjin", "year": 2016}, "#/city"),
        ({"birth_year": None}, "#"),
        ({"salary": 9}, "#/salary"),
        ({"insurance": [{"insurance": "pension", "from": "2020-02", "to": "2020-01", "district": "海淀区"}]},
            "#/insurance/0",),
        ({"homes": [{"kind": "castle", "from": "2020-01", "to": "2020-02", "district": "海淀区"}]}, "#/homes/0/kind"),
    ],
    ids=["no policy", "no year", "no city", "a path", "a table", "no birth", "unknown field", "backwards",
        "unknown kind"],
)  # fmt: skip
async def test_facts_that_cannot_be_are_refused_by_their_field(counter: Counter, change: Json, pointer: str) -> None:
    facts = {"id": "me", "year": 2021, "birth_year": 1985, **change}
    answered = await counter.client.post("/v1/simulations", json=facts)
    assert (answered.status_code, slug_of(answered)) == (422, "validation-failed")
    assert pointer in [each["pointer"] for each in answered.json()["errors"]]
