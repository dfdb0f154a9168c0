"""How employers stand at the tax authority: read by the declaration service, kept by operators."""

from typing import Any

import pytest

from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

MAIN = "91990105MA0LUH014J"
DEREGISTERED = "91990115MA0LUH209U"
UNREGISTERED = "91990102MA0LUH217U"
ELSEWHERE = "91990111MA0LUH225P"
NEW = "91990106MA0LUH2416"
FIRM: dict[str, Any] = {
    "uscc": NEW,
    "name": "北京海棠食品有限公司",
    "registered_on": "2019-03-01",
    "tax_registered_on": "2021-08-01",
    "district": "丰台",
}
GOOD = {"registered_in_beijing": True, "tax_registered": True, "deregistered_on": None}


async def taxpayer(office: Office, uscc: str, **sent: Any) -> dict[str, Any]:
    answer = await office.signed("GET", f"/v1/taxpayers/{uscc}", **sent)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    ("uscc", "differs"),
    [
        pytest.param(MAIN, {}, id="in order"),
        pytest.param("12990108MB0LUH026C", {}, id="a public institution"),
        pytest.param(DEREGISTERED, {"deregistered_on": "2019-06-28"}, id="deregistered"),
        pytest.param(UNREGISTERED, {"tax_registered": False}, id="never registered for tax"),
        pytest.param(ELSEWHERE, {"registered_in_beijing": False}, id="registered in another province"),
    ],
)
async def test_an_employer_of_the_seeds_stands_as_it_is_meant_to(
    office: Office, uscc: str, differs: dict[str, Any]
) -> None:
    found = await taxpayer(office, uscc)

    assert found["uscc"] == uscc
    assert {name: found[name] for name in GOOD} == {**GOOD, **differs}


async def test_name_and_district_are_told(office: Office) -> None:
    found = await taxpayer(office, MAIN.lower())
    assert (found["name"], found["district"]) == ("北京示例科技有限公司", "朝阳区")


async def test_an_employer_that_nobody_registered_is_not_found(office: Office) -> None:
    for uscc in (NEW, "91990105MA0LUH014K", "nonsense"):
        answer = await office.signed("GET", f"/v1/taxpayers/{uscc}")
        assert (answer.status_code, slug_of(answer)) == (404, "not-found")
    other = await office.signed("GET", f"/v1/taxpayers/{MAIN}", world="other")
    assert other.status_code == 404


async def test_operators_register_correct_and_deregister_employers(office: Office) -> None:
    added = await office.add("taxpayer", FIRM)
    assert added.status_code == 201, added.text
    # The world's day is 2021-07-05: it will be registered for tax, and is not yet.
    assert (await taxpayer(office, NEW))["tax_registered"] is False

    corrected = await office.correct(added.json(), tax_registered_on="2019-03-10", district="西城区")
    found = await taxpayer(office, NEW)
    assert (found["tax_registered"], found["district"]) == (True, "西城区")
    ended = await office.correct(corrected.json(), deregistered_on="2021-06-30")
    assert ended.status_code == 200, ended.text
    assert (await taxpayer(office, NEW))["deregistered_on"] == "2021-06-30"


@pytest.mark.parametrize(
    ("changed", "status", "slug"),
    [
        pytest.param({"uscc": MAIN}, 409, "record-conflict", id="a code that is taken"),
        pytest.param({"uscc": "91990106MA0LUH2413"}, 422, "validation-failed", id="a wrong check character"),
        pytest.param({"uscc": "91990106MAOLUH2416"}, 422, "validation-failed", id="the letter O"),
        pytest.param({"deregistered_on": "2019-02-28"}, 422, "validation-failed", id="ended before it began"),
        pytest.param({"tax_registered_on": "2019-02-28"}, 422, "validation-failed", id="taxed before it began"),
        pytest.param({"district": "海棠区"}, 422, "validation-failed", id="a district of no city"),
    ],
)
async def test_an_employer_that_cannot_be_is_refused(
    office: Office, changed: dict[str, Any], status: int, slug: str
) -> None:
    answer = await office.add("taxpayer", {**FIRM, **changed})

    assert (answer.status_code, slug_of(answer)) == (status, slug)
    assert await office.records("taxpayer", name="北京海棠食品有限公司") == []


async def test_nobody_but_the_declaration_service_may_ask(office: Office) -> None:
    stranger = await office.signed("GET", f"/v1/taxpayers/{MAIN}", sender="social-insurance")
    unsigned = await office.client.get(f"/v1/taxpayers/{MAIN}", headers=office.operator())
    for answer in (stranger, unsigned):
        assert (answer.status_code, slug_of(answer)) == (401, "signature-invalid")
