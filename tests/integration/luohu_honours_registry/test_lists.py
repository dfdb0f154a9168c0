"""The lists: what they answer, how operators keep them, what they refuse, and who may read."""

from pathlib import Path
from typing import Any

import pytest

from luohu_agency.seeds import parse
from luohu_contract.claim import AwardClaim, HonourClaim, Person
from luohu_contract.honours import HonourType, counts
from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

SEEDS = parse(
    (
        Path(__file__).parents[3] / "services/honours-registry/luohu_honours_registry/seeds/beijing/personas.yaml"
    ).read_text(encoding="utf-8")
)  # fmt: skip
ZENG = Person(name="曾华", id_number="990106197807152510")
INVENTION: dict[str, Any] = {
    "type": "award_science",
    "award_kind": "国家技术发明奖",
    "project_name": "高精度惯性导航装置",
    "project_number": "F-99010-2-01",
    "grade": "二等奖",
    "year": 2018,
    "name": "新获奖人",
    "id_number": "990108198107304058",
    "place": 6,
}
ENTERED = ("type", "award_kind", "project_name", "project_number", "grade", "place", "role", "year")
FAULTS = [
    pytest.param({"type": "shareholding"}, "/fields/type", id="a type of the commission"),
    pytest.param({"award_kind": "诺贝尔奖"}, "/fields", id="an award that is not in the annex"),
    pytest.param({"grade": "三等奖"}, "/fields", id="a grade that the award does not have"),
    pytest.param({"place": 0}, "/fields/place", id="a place before the first"),
    pytest.param({"year": 1900}, "/fields/year", id="a year before all"),
    pytest.param({"first_founder": True}, "/fields", id="a founder of an invention"),
    pytest.param({"points": 12}, "/fields/points", id="points"),
]


def claim_of(**fields: Any) -> AwardClaim:
    return AwardClaim.model_validate({name: fields[name] for name in ENTERED if fields.get(name) is not None})


@pytest.mark.parametrize("line", SEEDS["award"], ids=lambda line: f"{line['name']}-{line['award_kind']}")
async def test_who_is_on_the_list_is_found_unless_by_an_officers_card_or_through_another_province(
    office: Office, line: dict[str, Any]
) -> None:
    winner = Person(name=line["name"], id_number="990108196708124010" if "id_type" in line else line["id_number"])
    verdict = await office.verdict(claim_of(**line), winner)
    turned_away = "id_type" in line or line.get("filed_through_beijing") is False
    assert (verdict["outcome"], verdict["reason"]) == (
        ("invalid", "award.not_matched") if turned_away else ("valid", None)
    )
    if verdict["outcome"] == "valid":
        held = {name: str(value).lower() for name, value in verdict["findings"].items() if value is not None}
        assert (
            held.items()
            >= {
                name: str(line[name]).lower()
                for name in ("grade", "place", "role", "year", "first_founder")
                if name in line
            }.items()
        )


@pytest.mark.parametrize("line", SEEDS["honour"], ids=lambda line: line["person"])
async def test_who_was_commended_is_found_when_the_annex_has_the_name(office: Office, line: dict[str, Any]) -> None:
    claim = HonourClaim.model_validate({"type": line["type"]})
    verdict = await office.verdict(claim, Person(name=line["person"], id_number=line["id_number"]))
    assert (verdict["outcome"] == "valid") is counts(HonourType(line["type"]), line["name"], int(line["year"]))
    assert verdict["reason"] == (None if verdict["outcome"] == "valid" else "honour.not_matched")


async def test_the_finer_cause_is_for_operators_and_no_part_of_the_verdict(office: Office) -> None:
    verdict = await office.verdict(claim_of(**{**INVENTION, "place": 4}), ZENG)
    assert (verdict["outcome"], verdict["reason"]) == ("invalid", "award.not_matched")
    assert verdict["findings"]["place"] == 5
    assert "place_differs" not in str(verdict)


async def test_a_line_that_an_operator_adds_is_found_from_then_on(office: Office) -> None:
    new = Person(name=INVENTION["name"], id_number=INVENTION["id_number"])
    before = await office.verdict(claim_of(**INVENTION), new)
    added = await office.add("award", {**INVENTION, "project_name": "高精度惯性 导航装置"})
    assert added.status_code == 201, added.text
    after = await office.verdict(claim_of(**INVENTION), new)
    assert (before["outcome"], after["outcome"]) == ("invalid", "valid")
    assert added.json()["fields"]["project_name"] == "高精度惯性导航装置"


async def test_a_line_that_is_there_is_not_added_twice(office: Office) -> None:
    personal = {"type": "award_culture", "award_kind": "长江韬奋奖", "year": 2018, "name": ZENG.name}
    for fields in (INVENTION, {**personal, "id_number": ZENG.id_number}):
        assert (await office.add("award", fields)).status_code == 201
        again = await office.add("award", fields)
        assert (again.status_code, slug_of(again)) == (409, "record-conflict")


@pytest.mark.parametrize(("changed", "pointer"), FAULTS)
async def test_a_line_that_is_wrong_is_refused_and_not_kept(
    office: Office, changed: dict[str, Any], pointer: str
) -> None:
    refused = await office.add("award", {**INVENTION, **changed})
    assert (refused.status_code, slug_of(refused)) == (422, "validation-failed")
    assert any(error["pointer"].endswith(pointer) for error in refused.json()["errors"]), refused.text
    assert await office.records("award", name=INVENTION["name"]) == []


async def test_a_person_reads_what_is_recorded_about_them_and_nothing_else(office: Office) -> None:
    me = office.issuer.applicant(sub="zeng", name=ZENG.name, id_number=ZENG.id_number)
    [own] = await office.records("award", headers=me)
    assert (own["fields"]["name"], own["fields"]["place"]) == (ZENG.name, 5)
    assert await office.records("honour", headers=me) == []
    refused = await office.client.post("/v1/records", json={"kind": "award", "fields": INVENTION}, headers=me)
    assert refused.status_code == 403


async def test_another_world_has_lists_of_its_own(office: Office) -> None:
    verdict = await office.verdict(claim_of(**{**INVENTION, "place": 5}), ZENG, world="other")
    assert verdict["outcome"] == "invalid"
