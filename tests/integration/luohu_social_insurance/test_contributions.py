"""The insurance register: what it answers, how operators keep it, what it refuses."""

from pathlib import Path
from typing import Any

import pytest

from luohu_agency.seeds import parse
from luohu_contract.claim import InsuranceClaim, Person
from luohu_contract.months import Month
from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

SEEDS = Path(__file__).parents[3] / "services/social-insurance/luohu_social_insurance/seeds/beijing/personas.yaml"
MAIN = "91990105MA0LUH014J"
WANG = Person(name="王伟", id_number="990101198506150012")
HAN = Person(name="韩冰", id_number="990105197707071717")
THROUGH_2020 = InsuranceClaim(through=Month(2020, 12))
PAID: dict[str, Any] = {
    "id_number": WANG.id_number,
    "insurances": ["pension", "medical"],
    "first": "2019-01",
    "last": "2019-06",
    "district": "朝阳",
    "employer": MAIN.lower(),
    "employer_name": "北京示例科技有限公司",
}
FAULTS = [
    pytest.param({"insurances": []}, "/fields/insurances", id="no insurance"),
    pytest.param({"insurances": ["pension", "pension"]}, "/fields/insurances", id="an insurance twice"),
    pytest.param({"insurances": ["dental"]}, "/fields/insurances/0", id="an insurance that there is not"),
    pytest.param({"first": "2019-13"}, "/fields/first", id="no month"),
    pytest.param({"first": "1998-06"}, "/fields/first", id="before the register began"),
    pytest.param({"first": "2019-07"}, "/fields", id="the end before the beginning"),
    pytest.param({"back_paid": True}, "/fields", id="back-paid without the day of record"),
    pytest.param({"district": "海棠区"}, "/fields/district", id="a district of no city"),
    pytest.param({"employer": "91990105MA0LUH014K"}, "/fields/employer", id="a wrong check character"),
]


async def findings(office: Office, person: Person, claim: InsuranceClaim = THROUGH_2020) -> dict[str, Any]:
    verdict = await office.verdict(claim, person)
    assert verdict["outcome"] == "valid"
    found: dict[str, Any] = verdict["findings"]
    return found


async def test_the_people_of_the_loops_stories_have_seven_years_without_a_gap(office: Office) -> None:
    for known in parse(SEEDS.read_text(encoding="utf-8"))["account"]:
        found = await findings(office, Person(name=known["name"], id_number=known["id_number"]))
        assert (found["status"], found["back_paid_months"]) == ("normal", 0), known["name"]
        paid = {
            month
            for span in found["spans"]
            if span["insurance"] == "pension"
            for month in range(Month.parse(span["first"]).ordinal, Month.parse(span["last"]).ordinal + 1)
        }
        assert paid >= set(range(Month(2014, 1).ordinal, Month(2020, 12).ordinal + 1)), known["name"]
        assert found["months_by_insurance"] == dict.fromkeys(found["months_by_insurance"], len(paid))


async def test_months_are_counted_to_the_month_that_is_asked_about(office: Office) -> None:
    found = await findings(office, HAN)
    assert (found["longest"], found["years"], found["months"]) == ("pension", 19, 6)
    assert found["category"] == "cadre"

    earlier = await findings(office, HAN, InsuranceClaim(through=Month(2002, 6)))
    assert (earlier["years"], earlier["months"]) == (1, 0)
    assert {span["last"] for span in earlier["spans"]} == {"2002-06"}


async def test_somebody_whom_the_register_does_not_know_has_no_months(office: Office) -> None:
    found = await findings(office, WANG)

    assert (found["spans"], found["status"], found["longest"]) == ([], "none", None)
    assert set(found["months_by_insurance"].values()) == {0}


async def test_an_old_number_of_15_digits_finds_the_same_person(office: Office) -> None:
    assert (await office.add("contribution", {**PAID, "id_number": "990101850615001"})).status_code == 201

    assert (await findings(office, WANG))["months_by_insurance"]["pension"] == 6
    assert (await findings(office, Person(name="王伟", id_number="990101850615001")))["months"] == 6


async def test_operators_add_correct_and_end_contributions(office: Office) -> None:
    added = await office.add("contribution", {**PAID, "last": None})
    assert added.status_code == 201, added.text
    assert added.json()["fields"]["district"] == "朝阳区"
    assert added.json()["fields"]["employer"] == MAIN
    assert (await findings(office, WANG))["months_by_insurance"]["pension"] == 24

    ended = await office.correct(added.json(), last="2019-12", insurances=["pension"], district="市本级")
    assert ended.status_code == 200, ended.text
    found = await findings(office, WANG)
    assert found["months_by_insurance"] == {"pension": 12, "medical": 0, "unemployment": 0, "injury": 0, "maternity": 0}
    assert [span["district"] for span in found["spans"]] == ["市本级"]


@pytest.mark.parametrize(("changed", "pointer"), FAULTS)
async def test_what_cannot_be_is_refused_with_its_field(office: Office, changed: dict[str, Any], pointer: str) -> None:
    answer = await office.add("contribution", {**PAID, **changed})

    assert (answer.status_code, slug_of(answer)) == (422, "validation-failed")
    assert answer.json()["errors"][0]["pointer"].endswith(pointer), answer.text
    assert await office.records("contribution", id_number=WANG.id_number) == []


async def test_everybody_has_one_account(office: Office) -> None:
    account = {"id_number": HAN.id_number, "name": "韩冰", "status": "closed", "kept_by": "朝阳区"}
    twice = await office.add("account", account)
    assert (twice.status_code, slug_of(twice)) == (409, "record-conflict")
    never = await office.add("account", {**account, "id_number": WANG.id_number, "status": "none"})
    assert (never.status_code, slug_of(never)) == (422, "validation-failed")

    [held] = await office.records("account", id_number=HAN.id_number)
    assert (await office.correct(held, status="suspended", category="worker")).status_code == 200
    found = await findings(office, HAN)
    assert (found["status"], found["category"]) == ("suspended", "worker")


async def test_people_read_their_own_contributions_and_nobody_elses(office: Office) -> None:
    me = office.issuer.applicant(sub="han", name="韩冰", id_number=HAN.id_number)
    assert {record["fields"]["id_number"] for record in await office.records("contribution", me)} == {HAN.id_number}
    assert len(await office.records("account", me)) == 1
    [other] = await office.records("account", id_number="990108199208281822")
    assert (await office.client.get(f"/v1/records/{other['id']}", headers=me)).status_code == 404
