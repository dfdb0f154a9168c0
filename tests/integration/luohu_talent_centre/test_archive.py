"""The talent centre: files and certificates as it answers for them, keeps them, and puts them right."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_contract.archive import DegreeCertificate, DegreeCheckClaim, PersonnelFileClaim
from luohu_contract.claim import Claim, Person
from luohu_contract.message import Question, QuestionKind
from luohu_testbed.office import Office
from luohu_testbed.problems import slug_of

SHEN = Person(name="沈一鸣", id_number="990301198506150012")
WHO = {"id_number": SHEN.id_number, "name": SHEN.name}
FILE = {**WHO, "held_by": "落户县人才服务中心", "complete": False, "missing": ["学籍材料"]}
COLLEGE = {
    **WHO,
    "level": "junior_college",
    "certificate_number": "999991200506990001",
    "scarce_major": True,
    "graduated": "2005-07-01",
}
BACHELOR = {
    **WHO,
    "level": "bachelor",
    "certificate_number": "9999942007990002",
    "upgraded": True,
    "major": "船舶与海洋工程",
    "graduated": "2007-07-01",
}


@pytest.fixture(scope="module")
async def kept(office: Office) -> Office:
    """The centre with one person's file and certificates."""
    for kind, fields in (
        ("personnel_file", FILE),
        ("degree_certificate", COLLEGE),
        ("degree_certificate", BACHELOR),
    ):
        added = await office.add(kind, fields)
        assert added.status_code == 201, added.text
    return office


def check(*records: dict[str, Any]) -> DegreeCheckClaim:
    entered = ("level", "certificate_number", "upgraded")
    return DegreeCheckClaim(
        certificates=tuple(
            DegreeCertificate.model_validate({name: record[name] for name in entered if name in record})
            for record in records
        )
    )


def question(claim: Claim, item: UUID, disputes: str = "") -> Question:
    recheck = {"kind": QuestionKind.RECHECK, "disputes": disputes, "statement": "请核实"} if disputes else {}
    return Question.model_validate(
        {
            "id": uuid4(),
            "item_id": item,
            "attempt": 2 if disputes else 1,
            "subject": SHEN,
            "claim": claim,
            "as_of": date(2017, 6, 30),
            **recheck,
        }
    )


async def test_files_and_certificates_are_answered_for_in_one_batch(kept: Office) -> None:
    there, elsewhere = PersonnelFileClaim(held_by=FILE["held_by"]), PersonnelFileClaim(held_by="落户市档案馆")
    claims = (there, elsewhere, check(COLLEGE, BACHELOR), check(BACHELOR), check({**COLLEGE, "level": "doctor"}))
    batch = [question(each, uuid4()) for each in claims]
    await kept.answered(*batch)
    verdicts = [await kept.standing(asked.id, "decided") for asked in batch]
    assert [verdict["reason"] for verdict in verdicts] == [
        "archive.incomplete",
        "archive.not_held_there",
        None,
        "degree_check.certificate_missing",
        "degree_check.not_genuine",
    ]
    assert verdicts[0]["findings"]["missing"] == FILE["missing"]
    found = verdicts[2]["findings"]
    assert [each["genuine"] for each in found["checked"]] == [True, True]
    assert (found["graduated"], found["scarce_major"], found["full_time"]) == ("2007-07-01", False, True)
    other = await kept.verdict(check(COLLEGE), SHEN, world="other")
    assert other["reason"] == "degree_check.not_genuine"


async def test_a_certificate_that_its_source_finds_after_all_is_recorded_with_the_recheck(kept: Office) -> None:
    claim, item = check({**WHO, "level": "master", "certificate_number": "9999942010990003"}), uuid4()
    assert (await kept.answered(question(claim, item)))["reason"] == "degree_check.not_genuine"
    asked = question(claim, item, disputes="degree_check.not_genuine")
    await kept.answered(asked, state="with_operator")
    fields = {**WHO, "level": "master", "certificate_number": "9999942010990003", "graduated": "2010-07-01"}
    correction = {"kind": "degree_certificate", "fields": fields}
    read, done = await kept.decide(asked.id, decision="overturn", note="已函调核实", corrected_fields=correction)
    assert read["context"]["register_says"]["cause"] == "certificate_unknown"
    assert done.status_code == 200, done.text
    verdict = await kept.standing(asked.id, "decided")
    assert (verdict["outcome"], verdict["findings"]["graduated"]) == ("valid", "2010-07-01")


async def test_papers_that_came_later_complete_the_file(kept: Office) -> None:
    [record] = await kept.records("personnel_file", held_by=FILE["held_by"])
    forgotten = await kept.correct(record, missing=[])
    assert (forgotten.status_code, slug_of(forgotten)) == (422, "validation-failed")
    completed = await kept.correct(record, missing=[], complete=True)
    assert completed.status_code == 200, completed.text
    verdict = await kept.verdict(PersonnelFileClaim(held_by=FILE["held_by"]), SHEN)
    assert (verdict["outcome"], verdict["findings"]["complete"]) == ("valid", True)


async def test_a_person_has_one_file_and_a_certificate_one_record(kept: Office) -> None:
    for kind, fields in (
        ("personnel_file", {**FILE, "held_by": "别处"}),
        ("degree_certificate", {**COLLEGE, "certificate_number": "９９９９９１２００５０６９９０００１"}),
    ):
        again = await kept.add(kind, fields)
        assert (again.status_code, slug_of(again)) == (409, "record-conflict")
    me = kept.issuer.applicant(sub="shen", name=SHEN.name, id_number=SHEN.id_number)
    own = await kept.records("degree_certificate", headers=me, level="bachelor")
    assert [each["fields"]["major"] for each in own] == ["船舶与海洋工程"]
