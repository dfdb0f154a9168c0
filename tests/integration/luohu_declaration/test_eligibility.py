"""Eligibility over the routes: the records are asked for, every reason is told, the window can admit all the same."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.standing import AccountStatus, ConductFindings, Insurance, InsuranceFindings, InsuranceSpan
from luohu_declaration.domain.sanction import Party, Sanction, SanctionKind
from luohu_declaration.storage import sanctions
from luohu_filing import bodies
from luohu_filing.counter import Counter, answer
from luohu_filing.enrolment import MAIN, Enrolment
from luohu_filing.records import EMPLOYER, insured, known
from luohu_kit.admission import Admission
from luohu_testbed.city import make_world
from luohu_testbed.waiting import until

Json = dict[str, Any]


class Strict:
    """王伟 in a world that demands what the handbook demands."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.declaration = ""

    async def must(self, method: str, path: str, status: int, **request: Any) -> Json:
        """A request about the declaration, `{id}` in the path; the answer's JSON."""
        headers = {**self.counter.person(world="strict"), **request.pop("headers", {})}
        url = path.replace("{id}", self.declaration)
        response = await self.counter.client.request(method, url, headers=headers, **request)
        assert response.status_code == status, (url, response.status_code, response.text)
        body: Json = response.json() if response.content else {}
        return body

    async def open(self) -> None:
        self.declaration = (await self.must("POST", "/v1/declarations", 201))["id"]

    async def asked(self) -> list[Question]:
        """Ask for eligibility; the two questions, insurance first."""
        before = {question.id for question in self._questions()}
        await self.must("POST", "/v1/declarations/{id}/eligibility", 202)
        await until(lambda: len(self._questions()) - len(before), 2)
        return [question for question in self._questions() if question.id not in before]

    async def decided(self, insurance: InsuranceFindings, conduct: ConductFindings) -> Json:
        """Ask, let both agencies answer, and read what came of it."""
        about_insurance, about_conduct = await self.asked()
        await self.answered(about_insurance, "social-insurance", insurance)
        await self.answered(about_conduct, "public-security", conduct)
        return await self.must("GET", "/v1/declarations/{id}/eligibility", 200, headers={"Prefer": "wait=20"})

    async def answered(self, question: Question, by: str, findings: InsuranceFindings | ConductFindings) -> None:
        verdict = answer(question, findings=findings)
        assert await self.counter.decide(verdict, by=by, world="strict") == ["moved"]

    def _questions(self) -> list[Question]:
        agencies = (self.counter.agencies[name] for name in ("social-insurance", "public-security"))
        return [question for agency in agencies for question in agency.questions]


@pytest.fixture
async def strict(counter: Counter) -> Strict:
    await make_world(counter.running.runtime, "strict", admission=Admission.HANDBOOK)
    wang = Strict(counter)
    await wang.open()
    return wang


SHORT = insured("2014-02", "2020-12")  # 83 months
ALL = {
    "notes_read": True,
    "integrity_statement": True,
    "integrity_commitment": True,
    "no_criminal_record_commitment": True,
}
COMMITMENTS = "/v1/declarations/{id}/commitments"
DISPUTE = "/v1/declarations/{id}/eligibility/dispute"


async def test_nobody_is_eligible_before_the_agencies_have_answered(strict: Strict) -> None:
    before = await strict.must("GET", "/v1/declarations/{id}/eligibility", 200)
    assert (before["state"], before["readings"]) == ("unchecked", {})
    insurance, _ = await strict.asked()
    assert insurance.claim.model_dump(mode="json") == {"kind": "insurance", "through": "2020-12"}
    now = await strict.must("GET", "/v1/declarations/{id}/eligibility", 200)
    assert (now["state"], now["reasons"]) == ("checking", [])


async def test_who_meets_every_condition_is_told_so(strict: Strict) -> None:
    found = await strict.decided(insured(), known())
    assert (found["state"], found["reasons"], found["as_of"]) == ("eligible", [], "2020-12-31")
    assert set(found["readings"]) == {"employment", "law_abiding"}


async def test_a_refusal_tells_every_reason_with_its_figures(strict: Strict) -> None:
    found = await strict.decided(SHORT, known(permit=None))
    assert found["state"] == "not_eligible"
    assert [each["code"] for each in found["reasons"]] == ["eligibility.permit_missing", "eligibility.insurance_short"]
    short = found["reasons"][1]
    assert (short["figures"]["months"], short["figures"]["needed"]) == (83, 84)
    assert short["zh"] == "您在京连续缴纳养老保险83个月,应自2014-01起连续满84个月"
    assert short["agency"] == "social-insurance"


LATE = InsuranceSpan(
    insurance=Insurance.PENSION,
    first=Month(2020, 12),
    last=Month(2020, 12),
    district="海淀区",
    employer=EMPLOYER,
    employer_name="北京示例科技有限公司",
    recorded_on=date(2021, 2, 1),
)


@pytest.mark.parametrize(
    ("insurance", "conduct", "code", "figures"),
    [
        pytest.param(
            insured(),
            known(household="北京市东城区", household_in_beijing=True),
            "eligibility.household_not_outside",
            {"household": "北京市东城区"},
            id="a household of the city",
        ),
        pytest.param(
            insured(last="2020-11", spans=(*insured(last="2020-11").spans, LATE)),
            known(),
            "eligibility.payment_late",
            {"months": 1, "late": ["2020-12"], "base_date": "2020-12-31"},
            id="a record formed too late",
        ),
        pytest.param(
            insured(status=AccountStatus.SUSPENDED),
            known(),
            "eligibility.insurance_status",
            {"status": "suspended"},
            id="an account that is suspended",
        ),
    ],
)
async def test_what_the_registers_hold_against_somebody_is_told(
    strict: Strict, insurance: InsuranceFindings, conduct: ConductFindings, code: str, figures: Json
) -> None:
    found = await strict.decided(insurance, conduct)
    told = {each["code"]: each["figures"] for each in found["reasons"]}
    assert found["state"] == "not_eligible"
    assert told[code].items() >= figures.items()
    assert all(each["zh"] and each["todo"] for each in found["reasons"])


async def test_who_is_under_sanction_is_told_until_when(strict: Strict) -> None:
    runtime = strict.counter.running.runtime
    async with runtime.begin("strict") as work:
        own = Sanction(
            uuid4(), SanctionKind.FALSE_MATERIAL, Party.PERSON, "990101198506150012", None, 2020, 2025, "提供虚假材料",
            work.now, "hr-bureau",
        )  # fmt: skip
        await sanctions.add(work, own)
        await work.commit()
    found = await strict.decided(insured(), known())
    [reason] = found["reasons"]
    assert (reason["code"], reason["figures"]) == ("eligibility.barred", {"from_year": 2020, "to_year": 2025})


async def test_whose_employer_is_under_sanction_is_told_until_when(enrolment: Enrolment) -> None:
    """The association was approved before; the sanction of the employer refuses its people from then on."""
    declaration, person = await enrolment.open(), enrolment.person()
    code = (await enrolment.own(MAIN))["unit_code"]
    await enrolment.ask(person, "POST", f"{declaration}/association", 202, json={"unit_code": code})
    await enrolment.bar(MAIN)
    await enrolment.ask(person, "POST", f"{declaration}/eligibility", 202)
    for agency, findings in (("social-insurance", insured()), ("public-security", known())):
        asked = enrolment.counter.agencies[agency].questions
        await until(lambda asked=asked: len(asked), 1)
        await enrolment.counter.decide(answer(asked[0], findings=findings), by=agency, world=enrolment.world)
    found = await enrolment.get(person, f"{declaration}/eligibility", Prefer="wait=20")
    [reason] = found["reasons"]
    assert (reason["code"], reason["figures"]) == ("employer.barred", {"from_year": 2021, "to_year": 2026})


async def test_who_asks_while_the_answer_is_out_asks_nothing_new(strict: Strict) -> None:
    questions = await strict.asked()
    again = await strict.must("POST", "/v1/declarations/{id}/eligibility", 202)
    assert again["state"] == "checking"
    assert strict._questions() == questions
    happened = (await strict.must("GET", "/v1/declarations/{id}/admission-events", 200))["items"]
    assert [each["event"] for each in happened] == ["records_asked"]


async def test_a_record_that_was_corrected_is_read_anew(strict: Strict) -> None:
    assert (await strict.decided(SHORT, known()))["state"] == "not_eligible"
    assert (await strict.decided(insured(), known()))["state"] == "eligible"
    item = (await strict.must("GET", "/v1/declarations/{id}/eligibility", 200))["readings"]["employment"]
    happened = (await strict.must("GET", f"/v1/items/{item}/events", 200))["items"]
    assert [(each["event"], each["actor"]) for each in happened] == [
        ("filed", "city"),
        ("verification_asked", "city"),
        ("found_valid", "social-insurance"),
        ("edited", "city"),
        ("verification_asked", "city"),
        ("found_valid", "social-insurance"),
    ]


async def test_nobody_touches_what_is_only_read(strict: Strict) -> None:
    found = await strict.decided(insured(), known())
    for item in found["readings"].values():
        me = f"/v1/items/{item}"
        etag = {"If-Match": '"3"'}
        recheck = {"disputes": "tax.penalty_recorded", "statement": "why", "evidence": []}
        for method, path, request in (
            ("PUT", me, {"json": {}, "headers": etag}),
            ("DELETE", me, {"headers": etag}),
            ("POST", f"{me}/verification", {}),
            ("POST", f"{me}/recheck", {"json": recheck}),
        ):
            refused = await strict.must(method, path, 409, **request)
            assert refused["type"] == "/problems/item-read-only", (method, refused)
            assert "appeal" in refused["instead"]


async def test_commitments_come_after_eligibility_and_are_made_all_together(strict: Strict) -> None:
    early = await strict.must("PUT", COMMITMENTS, 409, json=ALL)
    assert (early["type"], early["missing"]) == ("/problems/not-admitted", ["eligibility"])
    await strict.decided(insured(), known())
    partly = await strict.must("PUT", COMMITMENTS, 422, json={**ALL, "integrity_commitment": False})
    assert [each["pointer"] for each in partly["errors"]] == ["#/integrity_commitment"]
    await strict.must("PUT", COMMITMENTS, 422, json={"notes_read": True})
    assert (await strict.must("GET", COMMITMENTS, 200))["made_at"] is None
    made = await strict.must("PUT", COMMITMENTS, 200, json=ALL)
    assert made["made_at"].startswith("2021-07-05T12:00:00")
    assert await strict.must("PUT", COMMITMENTS, 200, json=ALL) == made


async def test_filing_wants_an_employer_and_names_all_that_comes_before(strict: Strict) -> None:
    path = "/v1/declarations/{id}/residences"
    refused = await strict.must("POST", path, 409, json=bodies.own_home())
    assert refused["missing"] == ["eligibility", "commitments", "association"]
    await strict.decided(insured(), known())
    await strict.must("PUT", COMMITMENTS, 200, json=ALL)
    assert (await strict.must("POST", path, 409, json=bodies.own_home()))["missing"] == ["association"]


async def test_who_is_refused_cannot_commit(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    refused = await strict.must("PUT", COMMITMENTS, 409, json=ALL)
    assert refused["reasons"] == ["eligibility.insurance_short"]


async def decide(strict: Strict, decision: Json, status: int = 200) -> Json:
    """The window takes the only open objection and decides."""
    client, headers = strict.counter.client, strict.counter.issuer.staff("window", "window-1", world="strict")
    found = await client.post("/v1/eligibility-disputes/search", json={"state": "created"}, headers=headers)
    [listed] = found.json()["items"]
    assert listed["person"]["id_number"].startswith("990***"), "masked"
    path = listed["links"]["self"]
    task = await client.get(path, headers=headers)
    if task.json()["assignee"] is None:
        task = await client.post(f"{path}/assignment", headers={**headers, "If-Match": task.headers["ETag"]})
    done = await client.post(f"{path}/completion", json=decision, headers={**headers, "If-Match": task.headers["ETag"]})
    assert done.status_code == status, done.text
    body: Json = done.json()
    return body


async def test_the_window_admits_somebody_in_spite_of_a_reason(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    refused = await strict.must("POST", DISPUTE, 422, json={"statement": "断缴月份已补录", "district": "浦东新区"})
    assert refused["errors"][0]["pointer"] == "#/district"
    filed = await strict.must("POST", DISPUTE, 201, json={"statement": "断缴月份已补录", "district": "朝阳"})
    assert (filed["state"], filed["codes"]) == ("open", ["eligibility.insurance_short"])
    assert (await strict.must("POST", DISPUTE, 409, json={"statement": "again"}))["type"] == "/problems/dispute-open"
    assert (await decide(strict, {"decision": "admit"}, 422))["errors"][0]["pointer"] == "#/opinion"
    task = await decide(strict, {"decision": "admit", "opinion": "经核实,符合条件"})
    assert (task["context"]["statement"], task["context"]["district"]) == ("断缴月份已补录", "朝阳区")
    found = await strict.must("GET", "/v1/declarations/{id}/eligibility", 200, headers={"Prefer": "wait=5"})
    assert (found["state"], found["reasons"]) == ("eligible", [])
    assert [each["code"] for each in found["set_aside"]] == ["eligibility.insurance_short"]
    assert found["disputes"][0]["opinion"] == "经核实,符合条件"
    await strict.must("PUT", COMMITMENTS, 200, json=ALL)


async def test_an_admission_sets_aside_only_what_was_objected_to(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    await strict.must("POST", DISPUTE, 201, json={"statement": "please look"})
    await decide(strict, {"decision": "admit", "opinion": "符合"})
    found = await strict.decided(SHORT, known(criminal_record=True))
    assert (found["state"], [each["code"] for each in found["reasons"]]) == (
        "not_eligible",
        ["eligibility.criminal_record"],
    )


async def test_an_upheld_refusal_stands_and_can_be_objected_to_again(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    await strict.must("POST", DISPUTE, 201, json={"statement": "please look"})
    await decide(strict, {"decision": "uphold", "opinion": "不符合"})
    found = await strict.must("GET", "/v1/declarations/{id}/eligibility", 200)
    assert (found["state"], found["disputes"][0]["state"]) == ("not_eligible", "upheld")
    await strict.must("POST", DISPUTE, 201, json={"statement": "there is more"})


async def test_a_refusal_is_shown_with_the_files_of_the_objection(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    response = await strict.counter.client.post(
        f"/v1/declarations/{strict.declaration}/evidence",
        content=bodies.pdf(),
        headers={**strict.counter.person(world="strict"), "Content-Type": "application/pdf"},
    )
    file = response.json()["id"]
    await strict.must("POST", DISPUTE, 201, json={"statement": "see the file", "evidence": [file]})
    headers = strict.counter.issuer.staff("window", "window-1", world="strict")
    found = await strict.counter.client.post("/v1/eligibility-disputes/search", json={}, headers=headers)
    path = found.json()["items"][0]["links"]["self"]
    task = await strict.counter.client.get(path, headers=headers)
    [link] = task.json()["context"]["evidence"]
    assert (await strict.counter.client.get(link, headers=headers)).status_code == 409
    await strict.counter.client.post(f"{path}/assignment", headers={**headers, "If-Match": task.headers["ETag"]})
    assert (await strict.counter.client.get(link, headers=headers)).content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "body",
    [{}, {"statement": ""}, {"statement": "x" * 2001}, {"statement": "a", "evidence": ["no id"]}, {"statement": 1}],
)
async def test_an_objection_that_says_nothing_is_refused(strict: Strict, body: Json) -> None:
    await strict.decided(SHORT, known())
    await strict.must("POST", DISPUTE, 422, json=body)
    assert (await strict.must("GET", "/v1/declarations/{id}/eligibility", 200))["disputes"] == []


async def test_an_objection_names_files_that_are_there(strict: Strict) -> None:
    await strict.decided(SHORT, known())
    body = {"statement": "see", "evidence": [str(uuid4())]}
    assert (await strict.must("POST", DISPUTE, 422, json=body))["type"] == "/problems/evidence-unknown"


async def test_there_is_nothing_to_object_to_before_a_refusal(strict: Strict) -> None:
    refused = await strict.must("POST", DISPUTE, 409, json={"statement": "why"})
    assert (refused["type"], refused["eligibility"]) == ("/problems/eligibility-not-refused", "unchecked")


async def test_nothing_of_somebody_else_is_seen(strict: Strict) -> None:
    stranger = strict.counter.person(world="strict", sub="person-2", name="赵敏", id_number="990108198811300149")
    me = f"/v1/declarations/{strict.declaration}"
    for method, path, body in (
        ("GET", "/eligibility", None),
        ("POST", "/eligibility", None),
        ("POST", "/eligibility/dispute", {"statement": "why"}),
        ("GET", "/commitments", None),
        ("PUT", "/commitments", ALL),
        ("GET", "/admission-events", None),
    ):
        response = await strict.counter.client.request(method, me + path, json=body, headers=stranger)
        assert (response.status_code, response.json()["type"]) == (404, "/problems/not-found"), (method, path)
