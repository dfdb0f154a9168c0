"""The windows: what a department answers, how its operators find and decide what is theirs, who keeps the record."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_contract.claim import DepartmentClaim, InsuranceClaim, Person
from luohu_contract.message import Question, QuestionKind
from luohu_contract.months import Month
from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

GU = Person(name="顾长风", id_number="990201198103120011")
SKILL = {
    "department": "human_resources",
    "indicator": "skill",
    "id_number": GU.id_number,
    "name": GU.name,
    "certificate_number": "津工技字第990001号",
    "values": {"tier": "senior_technician", "since": 2012, "employed": True, "share": "0.5"},
}
MARRIAGE = {**SKILL, "indicator": "marriage", "certificate_number": None, "values": {"both_work": True}}


def claim(entry: dict[str, Any], **changed: Any) -> DepartmentClaim:
    said = {"department": entry["department"], "indicator": entry["indicator"], "entered": entry["values"]}
    return DepartmentClaim.model_validate({**said, "certificate_number": entry["certificate_number"], **changed})


def question(about: Person, said: DepartmentClaim, item: UUID, attempt: int = 1, disputes: str = "") -> Question:
    recheck = {"kind": QuestionKind.RECHECK, "disputes": disputes, "statement": "证书已补登"} if disputes else {}
    return Question.model_validate(
        {
            "id": uuid4(),
            "item_id": item,
            "attempt": attempt,
            "subject": about,
            "claim": said,
            "as_of": date(2016, 6, 30),
            **recheck,
        }
    )


def somebody(last: int) -> Person:
    """A person of whom no department has anything yet."""
    return Person(name="钟灵", id_number=f"99020119850101{last:04d}")


async def test_each_department_answers_for_its_own_indicator_with_what_it_has_on_record(office: Office) -> None:
    civil = {**MARRIAGE, "department": "civil_affairs", "values": {"married": True}}
    for entry in (SKILL, MARRIAGE, civil):
        assert (await office.add("entry", entry)).status_code == 201
    batch = [question(GU, claim(entry), uuid4()) for entry in (SKILL, MARRIAGE, civil)]
    await office.answered(*batch)
    for asked, entry in zip(batch, (SKILL, MARRIAGE, civil), strict=True):
        verdict = await office.standing(asked.id, "decided")
        assert verdict["outcome"] == "valid"
        named = {name: entry[name] for name in ("department", "indicator", "values")}
        assert verdict["findings"] == {"kind": "department", **named}
    elsewhere = await office.verdict(claim(SKILL), GU, world="other")
    assert elsewhere["reason"] == "department.not_on_record"
    nothing = await office.verdict(claim(SKILL, indicator="honour", entered={}, certificate_number=None), GU)
    assert (nothing["outcome"], nothing["findings"]["values"]) == ("valid", {})


async def test_a_window_refuses_a_question_that_no_department_answers(office: Office) -> None:
    asked = Question(
        id=uuid4(),
        item_id=uuid4(),
        attempt=1,
        subject=GU,
        claim=InsuranceClaim(through=Month(2016, 4)),
        as_of=date(2016, 6, 30),
    )
    body = {"callback_url": "http://declaration/v1/verdicts", "questions": [asked.model_dump(mode="json")]}
    answer = await office.signed("POST", "/v1/verifications", body)
    assert [one["slug"] for one in answer.json()["refused"]] == ["claim-not-answered-here"]


async def test_a_recheck_is_found_under_its_department_and_overturned_with_the_record_corrected(office: Office) -> None:
    zhong, item = somebody(1), uuid4()
    entry = {**SKILL, "id_number": zhong.id_number, "name": zhong.name, "values": {"tier": "technician"}}
    record = (await office.add("entry", entry)).json()
    said = claim(entry, entered={"tier": "senior_technician"})
    first = await office.answered(question(zhong, said, item))
    assert (first["outcome"], first["reason"]) == ("invalid", "department.value_differs")
    assert first["findings"]["values"] == {"tier": "technician"}
    assert "cause" not in first

    asked = question(zhong, said, item, attempt=2, disputes="department.value_differs")
    other = question(zhong, claim(MARRIAGE, department="civil_affairs"), uuid4(), 2, "department.not_on_record")
    await office.answered(asked, other, state="with_operator")
    [task] = await office.queue(candidate_group="human_resources")
    assert task["id"] == str(asked.id)
    assert task["candidate_groups"] == ["department-windows", "human_resources"]
    assert [one["id"] for one in await office.queue(candidate_group="civil_affairs")] == [str(other.id)]
    assert len(await office.queue(candidate_group="department-windows")) == 2

    read, refused = await office.decide(task["id"], decision="overturn", note="与登记一致")
    assert read["context"]["register_says"]["cause"] == "tier"
    assert (refused.status_code, slug_of(refused)) == (422, "decision-not-possible")
    correction = {"record_id": record["id"], "fields": {"values": {"tier": "senior_technician"}}}
    _, done = await office.decide(task["id"], decision="overturn", note="已补登", corrected_fields=correction)
    assert done.status_code == 200, done.text
    verdict = await office.standing(asked.id, "decided")
    assert (verdict["outcome"], verdict["opinion"], verdict["decided_by"]) == ("valid", "已补登", "operator")
    assert verdict["findings"]["values"] == {"tier": "senior_technician"}
    changes = (await office.client.get(f"/v1/records/{record['id']}/history", headers=office.operator())).json()
    assert [each["after"]["values"]["tier"] for each in changes["items"]] == ["technician", "senior_technician"]
    assert changes["items"][1]["recheck"] == str(asked.id)


async def test_a_record_that_was_forgotten_is_added_with_the_decision(office: Office) -> None:
    zhong, item = somebody(2), uuid4()
    await office.answered(question(zhong, claim(SKILL), item))
    asked = question(zhong, claim(SKILL), item, attempt=2, disputes="department.not_on_record")
    await office.answered(asked, state="with_operator")
    fields = {**SKILL, "id_number": zhong.id_number, "name": zhong.name}
    _, done = await office.decide(asked.id, decision="overturn", note="补录", corrected_fields={"fields": fields})
    assert done.status_code == 200, done.text
    assert (await office.standing(asked.id, "decided"))["findings"]["values"] == SKILL["values"]


async def test_a_person_has_one_entry_at_a_department_for_an_indicator_and_reads_it(office: Office) -> None:
    zhong = somebody(3)
    entry = {**SKILL, "id_number": zhong.id_number, "name": zhong.name}
    added = await office.add("entry", entry)
    assert (added.status_code, added.json()["fields"]) == (201, entry)
    again = await office.add("entry", {**entry, "values": {}})
    assert (again.status_code, slug_of(again)) == (409, "record-conflict")
    second = (await office.add("entry", {**entry, "indicator": "honour"})).json()
    clash = await office.correct(second, indicator="skill")
    assert (clash.status_code, slug_of(clash)) == (409, "record-conflict")

    me = office.issuer.applicant(sub="zhong", name=zhong.name, id_number=zhong.id_number)
    own = await office.records("entry", headers=me)
    assert {each["fields"]["indicator"] for each in own} == {"skill", "honour"}
    found = await office.records("entry", department="human_resources", id_number=zhong.id_number, indicator="honour")
    assert [each["id"] for each in found] == [second["id"]]


async def test_entries_that_come_in_bulk_keep_their_values_as_they_are(office: Office) -> None:
    zhong = somebody(4)
    entry = {**SKILL, "id_number": zhong.id_number, "name": zhong.name}
    poured = await office.signed("POST", "/_luohu/records", {"entry": [entry]}, sender="sandbox")
    assert (poured.status_code, poured.json()) == (200, {"added": {"entry": 1}})
    verdict = await office.verdict(claim(entry), zhong)
    assert (verdict["outcome"], verdict["findings"]["values"]) == ("valid", SKILL["values"])


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"department": "Human Resources"}, "/fields/department"),
        ({"indicator": ""}, "/fields/indicator"),
        ({"values": {"Tier": "x"}}, "/fields/values"),
        ({"values": {"share": 0.5}}, "/fields/values/share"),
        ({"values": {"tier": None}}, "/fields/values/tier"),
        ({"values": {"years": 2**70}}, "/fields/values/years"),
        ({"values": {"tier": ["x"]}}, "/fields/values/tier"),
        ({"values": {"tier": "x" * 201}}, "/fields/values/tier"),
        ({"points": 30}, "/fields/points"),
    ],
)
async def test_an_entry_that_is_wrong_is_refused_by_its_field(
    office: Office, changed: dict[str, Any], pointer: str
) -> None:
    refused = await office.add("entry", {**SKILL, "id_number": "990201198001010000", **changed})
    assert (refused.status_code, slug_of(refused)) == (422, "validation-failed")
    [error] = refused.json()["errors"]
    assert pointer in error["pointer"]
