"""Who is insured by an employer: read by the declaration service, by nobody else."""

from typing import Any

import pytest

from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

MAIN = "91990105MA0LUH014J"
GARDENS = "12990105MB0LUH104E"
DONG = "990112198009102027"
YUAN = "990108198103112112"
LIN = "990105197909111019"


async def payroll(office: Office, uscc: str, query: str = "", **sent: Any) -> dict[str, Any]:
    answer = await office.signed("GET", f"/v1/payroll/{uscc}{query}", **sent)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def test_the_main_employer_of_the_seeds_insures_these_now(office: Office) -> None:
    page = await payroll(office, MAIN)

    assert (page["month"], page["total"]) == ("2021-07", len(page["items"]))
    assert page["items"] == sorted(page["items"], key=lambda one: one["id_number"])
    assert {one["last"] for one in page["items"]} == {"2021-07"}
    assert {"id_number": DONG, "name": "董芳", "last": "2021-07"} in page["items"]


async def test_a_month_shows_who_was_insured_then(office: Office) -> None:
    then = await payroll(office, GARDENS, "?month=2006-01")
    assert {one["id_number"]: one["last"] for one in then["items"]} == {
        LIN: "2011-04",
        YUAN: "2016-08",
        DONG: "2018-03",
    }
    later = await payroll(office, GARDENS, "?month=2018-03")
    assert [one["id_number"] for one in later["items"]] == [DONG]
    assert (await payroll(office, GARDENS, "?month=2018-04"))["items"] == []


async def test_a_payroll_comes_in_pages_or_for_one_person(office: Office) -> None:
    whole = (await payroll(office, MAIN))["items"]
    second = await payroll(office, MAIN, "?offset=10&limit=10")
    assert (second["total"], second["items"]) == (len(whole), whole[10:20])
    assert len(second["items"]) == 10
    one = await payroll(office, MAIN, f"?id_number={DONG}")
    assert (one["total"], [each["id_number"] for each in one["items"]]) == (1, [DONG])
    assert (await payroll(office, MAIN, "?id_number=990101198506150012"))["total"] == 0


async def test_two_contributions_of_one_person_are_one_line(office: Office) -> None:
    more = {
        "id_number": DONG,
        "insurances": ["injury"],
        "first": "2006-01",
        "last": "2019-12",
        "district": "朝阳区",
        "employer": GARDENS,
        "employer_name": "北京玉兰园林研究所",
    }
    assert (await office.add("contribution", more)).status_code == 201

    page = await payroll(office, GARDENS, f"?month=2006-01&id_number={DONG}")
    assert page["items"] == [{"id_number": DONG, "name": "董芳", "last": "2019-12"}]


async def test_an_employer_that_nobody_knows_insures_nobody_and_a_wrong_code_is_nothing(office: Office) -> None:
    assert (await payroll(office, "92990112MA0LUH0309"))["total"] == 0
    assert (await payroll(office, MAIN.lower()))["items"] == (await payroll(office, MAIN))["items"]
    assert (await payroll(office, MAIN, world="other"))["total"] == 0
    wrong = await office.signed("GET", "/v1/payroll/91990105MA0LUH014K")
    assert (wrong.status_code, slug_of(wrong)) == (404, "not-found")


@pytest.mark.parametrize("query", ["?month=2021-00", "?month=then", "?limit=501", "?limit=0", "?offset=-1"])
async def test_a_question_that_makes_no_sense_is_refused(office: Office, query: str) -> None:
    answer = await office.signed("GET", f"/v1/payroll/{MAIN}{query}")
    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")


async def test_a_number_that_no_register_can_hold_is_refused(office: Office) -> None:
    answer = await office.signed("GET", f"/v1/payroll/{MAIN}?id_number=%00")
    assert (answer.status_code, slug_of(answer)) == (400, "malformed-request")


async def test_nobody_but_the_declaration_service_may_ask(office: Office) -> None:
    stranger = await office.signed("GET", f"/v1/payroll/{MAIN}", sender="tax")
    unsigned = await office.client.get(f"/v1/payroll/{MAIN}", headers=office.operator())
    for answer in (stranger, unsigned):
        assert (answer.status_code, slug_of(answer)) == (401, "signature-invalid")
