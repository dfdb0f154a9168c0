"""People and their employers: asked for, approved or returned, final for the year."""

import asyncio
from uuid import UUID

from sqlalchemy import select

from luohu_contract.standing import InsuranceFindings
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.storage import associations, courses, employers
from luohu_declaration.storage.tables import notice
from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_filing import bodies
from luohu_filing.counter import Counter, answer
from luohu_filing.enrolment import BY_HAND, DORMANT, MAIN, Enrolment, Json
from luohu_filing.records import insured, known
from luohu_kit.admission import Admission
from luohu_testbed.city import make_world
from luohu_testbed.waiting import until


async def test_a_new_world_knows_who_works_where(counter: Counter) -> None:
    await make_world(counter.running.runtime, "seeded", personas=True)
    main = seeded_employers("beijing")[0]
    async with counter.running.runtime.begin("seeded") as work:
        found = await associations.of_person(work, 2021, main.people[0].id_number)
        assert found is not None
        assert found == await associations.approved(work, 2021, main.people[0].id_number)
        assert (found.uscc, found.employer_name, found.handling_district) == (main.uscc, main.name, "朝阳区")
        assert await associations.of_person(work, 2020, main.people[0].id_number) is None
        for person in main.people:
            assert await associations.approved(work, 2021, person.id_number) is not None


async def test_the_name_behind_a_code_is_looked_at_before_asking(enrolment: Enrolment) -> None:
    code = (await enrolment.own(BY_HAND))["unit_code"]
    typed = f"{code[:4].lower()}-{code[4:]}"
    shown = await enrolment.get(enrolment.person(), f"/v1/unit-codes/{typed}")
    assert shown == {
        "unit_code": code,
        "employer_name": "北京示例科学研究院",
        "handling_district": "海淀区",
        "year": 2021,
        "active": True,
    }
    for wrong in ("AAAAAAAA", "KX7M4TQ", "KX7M4TQ0"):
        assert await enrolment.refused(enrolment.person(), "GET", f"/v1/unit-codes/{wrong}") == (404, "not-found")


async def test_a_request_waits_for_the_employer_and_its_approval_is_final(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    person, who = enrolment.person(), enrolment.employer(BY_HAND)
    asked = await ask(enrolment, declaration, employer["unit_code"])
    assert (asked["status"], asked["label"], asked["final"]) == ("pending", "等待单位确认", False)
    again = await enrolment.ask(person, "POST", f"{declaration}/association", 409, json=code_of(employer))
    assert (again.json()["type"], again.json()["association_status"]) == ("/problems/association-final", "pending")

    path = f"{employer['links']['associations']}?status=pending"
    [request] = (await enrolment.get(who, path))["items"]
    assert (request["person"], request["id_number"], request["insurance"]) == ("王伟", "990101198506150012", None)
    waiting = asyncio.create_task(enrolment.get(person, f"{declaration}/association", Prefer="wait=20"))
    decided = await enrolment.ask(who, "POST", request["links"]["decision"], 200, json={"decision": "approve"})
    assert (decided.json()["status"], decided.json()["final"]) == ("approved", True)
    assert (await waiting)["status"] == "approved"

    assert await enrolment.refused(person, "DELETE", f"{declaration}/association") == (409, "association-final")
    other = await enrolment.own(MAIN)
    final = await enrolment.ask(person, "POST", f"{declaration}/association", 409, json=code_of(other))
    assert final.json()["employer_name"] == "北京示例科学研究院"
    late = {"decision": "return", "opinion": "已离职"}
    assert await enrolment.refused(who, "POST", request["links"]["decision"], json=late) == (409, "association-refused")
    assert await notices(enrolment, BY_HAND) == ["association.requested"]
    assert await notices(enrolment, "990101198506150012") == ["association.approved"]


async def test_a_returned_request_has_an_opinion_and_another_can_follow(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    await ask(enrolment, declaration, employer["unit_code"])
    who = enrolment.employer(BY_HAND)
    [request] = (await enrolment.get(who, employer["links"]["associations"]))["items"]
    decision = request["links"]["decision"]
    answer = await enrolment.ask(who, "POST", decision, 422, json={"decision": "return"})
    assert answer.json()["errors"][0]["pointer"] == "#/opinion"
    await enrolment.ask(who, "POST", decision, 200, json={"decision": "return", "opinion": "非本单位员工"})
    returned = await enrolment.get(enrolment.person(), f"{declaration}/association")
    assert (returned["status"], returned["label"], returned["opinion"]) == ("returned", "不通过", "非本单位员工")
    asked = await ask(enrolment, declaration, (await enrolment.own(MAIN))["unit_code"])
    assert (asked["status"], asked["employer_name"]) == ("approved", "北京示例科技有限公司")
    assert (await enrolment.get(enrolment.person(), f"{declaration}/association"))["status"] == "approved"
    assert await notices(enrolment, "990101198506150012") == ["association.returned", "association.approved"]


async def test_a_request_is_withdrawn_before_it_is_decided(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    person, path = enrolment.person(), f"{declaration}/association"
    assert await enrolment.refused(person, "GET", path) == (404, "not-found")
    assert await enrolment.refused(person, "DELETE", path) == (404, "not-found")
    await ask(enrolment, declaration, employer["unit_code"])
    assert (await enrolment.ask(person, "DELETE", path, 200)).json()["status"] == "withdrawn"
    assert await enrolment.refused(person, "DELETE", path) == (404, "not-found")
    assert (await ask(enrolment, declaration, employer["unit_code"]))["status"] == "pending"
    listed = (await enrolment.get(enrolment.employer(BY_HAND), employer["links"]["associations"]))["items"]
    assert sorted(each["status"] for each in listed) == ["pending", "withdrawn"]


async def test_two_requests_at_once_take_the_year_once(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    path, form = f"{declaration}/association", code_of(employer)
    answers = await asyncio.gather(*(enrolment.ask(enrolment.person(), "POST", path, json=form) for _ in range(5)))
    assert sorted(each.status_code for each in answers) == [202, 409, 409, 409, 409]


async def test_a_code_that_is_not_good_this_year_is_refused(enrolment: Enrolment) -> None:
    declaration, person = await enrolment.open(), enrolment.person()
    path = f"{declaration}/association"
    dormant = await enrolment.own(DORMANT)
    inactive = await enrolment.ask(person, "POST", path, 409, json=code_of(dormant))
    assert (inactive.json()["type"], inactive.json()["active_year"]) == ("/problems/unit-code-inactive", 2020)
    unknown = await enrolment.ask(person, "POST", path, 422, json={"unit_code": "AAAAAAAA"})
    assert (unknown.json()["type"], unknown.json()["errors"][0]["pointer"]) == (
        "/problems/unit-code-unknown",
        "#/unit_code",
    )
    for form in ({}, {"unit_code": ""}, {"unit_code": "A" * 41}, {"unit_code": 7}):
        assert await enrolment.refused(person, "POST", path, json=form) == (422, "validation-failed")
    assert await enrolment.refused(person, "GET", path) == (404, "not-found")


async def test_a_code_is_nobodys_before_its_employer_is_let_in(enrolment: Enrolment) -> None:
    refused = await enrolment.register(name="职业学校")
    async with enrolment.counter.running.runtime.begin(enrolment.world) as work:
        kept = await employers.of_uscc(work, refused["uscc"])
        assert kept is not None
    assert await enrolment.refused(enrolment.person(), "GET", f"/v1/unit-codes/{kept.unit_code}") == (404, "not-found")


async def test_an_employer_under_sanction_takes_nobody_on(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    await ask(enrolment, declaration, employer["unit_code"])
    await enrolment.bar(BY_HAND)
    await enrolment.bar(MAIN)
    who = enrolment.employer(BY_HAND)
    [request] = (await enrolment.get(who, employer["links"]["associations"]))["items"]
    decision = request["links"]["decision"]
    assert await enrolment.refused(who, "POST", decision, json={"decision": "approve"}) == (409, "employer-barred")
    await enrolment.ask(who, "POST", decision, 200, json={"decision": "return", "opinion": "单位被取消资格"})
    barred = await enrolment.refused(
        enrolment.person(), "POST", f"{declaration}/association", json=code_of(await enrolment.own(MAIN))
    )
    assert barred == (409, "employer-barred")


async def test_after_the_declaration_stage_nobody_asks_or_decides(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    await ask(enrolment, declaration, employer["unit_code"])
    await enrolment.close()
    person, who, path = enrolment.person(), enrolment.employer(BY_HAND), f"{declaration}/association"
    [request] = (await enrolment.get(who, employer["links"]["associations"]))["items"]
    decision = {"decision": "approve"}
    assert await enrolment.refused(who, "POST", request["links"]["decision"], json=decision) == (409, "stage-closed")
    assert await enrolment.refused(person, "DELETE", path) == (409, "stage-closed")
    assert await enrolment.refused(person, "POST", path, json=code_of(employer)) == (409, "stage-closed")


async def test_requests_and_declarations_of_others_are_not_there(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    await ask(enrolment, declaration, employer["unit_code"])
    stranger = enrolment.person(sub="person-2", name="赵敏", id_number="990108198811300149")
    for method in ("GET", "DELETE"):
        assert await enrolment.refused(stranger, method, f"{declaration}/association") == (404, "not-found")
    form = code_of(employer)
    assert await enrolment.refused(stranger, "POST", f"{declaration}/association", json=form) == (404, "not-found")
    [request] = (await enrolment.get(enrolment.employer(BY_HAND), employer["links"]["associations"]))["items"]
    other, decision = enrolment.employer(MAIN), {"decision": "approve"}
    assert await enrolment.refused(other, "POST", request["links"]["decision"], json=decision) == (404, "not-found")
    assert await enrolment.refused(enrolment.person(), "GET", employer["links"]["staff"]) == (403, "role-not-allowed")


async def test_the_pace_of_an_employer_is_a_switch_of_the_sandbox(enrolment: Enrolment) -> None:
    declaration, employer = await enrolment.open(), await enrolment.own(BY_HAND)
    pace = {"answers_associations": "at_once"}
    path = f"{employer['links']['self']}/pace"
    assert (await enrolment.ask(enrolment.staff("administrator"), "PUT", path, 200, json=pace)).json()[
        "answers_associations"
    ] == "at_once"
    assert (await ask(enrolment, declaration, employer["unit_code"]))["status"] == "approved"


async def test_an_employer_follows_all_its_people(enrolment: Enrolment) -> None:
    main = await enrolment.own(MAIN)
    declaration = await enrolment.open()
    await ask(enrolment, declaration, main["unit_code"])
    await enrolment.ask(enrolment.person(), "POST", f"{declaration}/tax", 201, json={"authorised": True})
    who = enrolment.employer(MAIN)
    everybody = (await enrolment.get(who, f"{main['links']['staff']}?limit=200"))["items"]
    assert len(everybody) == len(seeded_employers("beijing")[0].people) + 1
    [wang] = [each for each in everybody if each["name"] == "王伟"]
    assert (wang["tie"], wang["insurance"]) == ("associated", None)
    assert (wang["declaration"]["status"], wang["declaration"]["items"]) == ("draft", {"tax": {"draft": 1}})
    assert [each["declaration"] for each in everybody if each is not wang] == [None] * (len(everybody) - 1)
    seen = await enrolment.get(who, wang["declaration"]["links"]["self"])
    assert ([each["kind"] for each in seen["items"]], seen["submitted_at"]) == (["tax"], None)
    async with enrolment.counter.running.runtime.begin(enrolment.world) as work:
        submitted = {UUID(seen["id"]): dict[str, object]()}
        await courses.move(work, submitted, CourseEvent.SUBMITTED, status=CourseStatus.DRAFT, actor="applicant")
        await work.commit()
    seen = await enrolment.get(who, wang["declaration"]["links"]["self"])
    assert (seen["status"], seen["submitted_at"]) == ("submitted", seen["since"])
    other = wang["declaration"]["links"]["self"].replace(main["id"], (await enrolment.own(BY_HAND))["id"])
    assert await enrolment.refused(enrolment.employer(BY_HAND), "GET", other) == (404, "not-found")


async def test_after_a_change_of_jobs_both_employers_see_the_declaration(enrolment: Enrolment) -> None:
    declaration = await enrolment.open()
    await ask(enrolment, declaration, (await enrolment.own(MAIN))["unit_code"])
    new = await enrolment.own(BY_HAND)
    who = enrolment.employer(BY_HAND)
    note = {"kind": "change_of_employer", "text": "王伟已入职我单位", "id_number": "990101198506150012"}
    sent = (await enrolment.ask(who, "POST", new["links"]["notes"], 201, json=note)).json()
    assert (await enrolment.get(who, new["links"]["staff"]))["items"] == []
    await enrolment.ask(enrolment.staff(), "POST", sent["links"]["acknowledgement"], 200)
    [joined] = (await enrolment.get(who, new["links"]["staff"]))["items"]
    assert (joined["name"], joined["tie"]) == ("王伟", "joined")
    await enrolment.get(who, joined["declaration"]["links"]["self"])
    still = await enrolment.get(enrolment.person(), f"{declaration}/association")
    assert still["employer_name"] == "北京示例科技有限公司"


async def test_the_handbook_wants_eligibility_and_commitments_before_an_employer(enrolment: Enrolment) -> None:
    counter = enrolment.counter
    enrolment.world = "handbook"
    await make_world(counter.running.runtime, enrolment.world, personas=True, admission=Admission.HANDBOOK)
    declaration, main, person = await enrolment.open(), await enrolment.own(MAIN), enrolment.person()
    path = f"{declaration}/association"
    refused = await enrolment.ask(person, "POST", path, 409, json=code_of(main))
    assert (refused.json()["type"], refused.json()["missing"]) == ("/problems/not-admitted", ["commitments"])

    await enrolment.ask(person, "POST", f"{declaration}/eligibility", 202)
    for agency, findings in (("social-insurance", insured()), ("public-security", known())):
        asked = counter.agencies[agency].questions
        await until(lambda asked=asked: len(asked), 1)
        await counter.decide(answer(asked[0], findings=findings), by=agency, world=enrolment.world)
    names = ("notes_read", "integrity_statement", "integrity_commitment", "no_criminal_record_commitment")
    await enrolment.ask(person, "PUT", f"{declaration}/commitments", 200, json=dict.fromkeys(names, True))
    assert (await ask(enrolment, declaration, main["unit_code"]))["status"] == "approved"

    staff = (await enrolment.get(enrolment.employer(MAIN), f"{main['links']['staff']}?limit=200"))["items"]
    [wang] = [each for each in staff if each["name"] == "王伟"]
    assert wang["insurance"] == {"here": True, "until": "2020-12"}
    assert wang["declaration"]["items"]["employment"] == {"valid": 1}


async def test_a_spouse_record_goes_to_the_window_of_the_employers_district(enrolment: Enrolment) -> None:
    declaration, person = await enrolment.open(), enrolment.person()
    await ask(enrolment, declaration, (await enrolment.own(MAIN))["unit_code"])
    pdf = {"content": bodies.pdf(), "headers": {"Content-Type": "application/pdf"}}
    file = (await enrolment.ask(person, "POST", f"{declaration}/evidence", 201, **pdf)).json()["id"]
    spouse = (await enrolment.ask(person, "POST", f"{declaration}/spouses", 201, json=bodies.spouse(file))).json()
    home = bodies.spouse_home(spouse["id"])
    filed = (await enrolment.ask(person, "POST", f"{declaration}/residences", 201, json=home)).json()
    await enrolment.ask(person, "POST", f"/v1/items/{filed['id']}/verification", 202)
    clerk = enrolment.staff()
    [listed] = (await enrolment.ask(clerk, "POST", "/v1/reviews/search", 200, json={})).json()["items"]
    assert (await enrolment.get(clerk, listed["links"]["self"]))["context"]["district"] == "朝阳区"


async def test_nobody_is_approved_whom_the_employer_does_not_insure(enrolment: Enrolment) -> None:
    """The record names MAIN for each month; the same employer no longer pays in the second reading."""
    counter = enrolment.counter
    declaration, main, by_hand = await enrolment.open(), await enrolment.own(MAIN), await enrolment.own(BY_HAND)
    await read_insurance(enrolment, declaration, insured("2009-01", "2020-11"))
    at_once = await enrolment.ask(enrolment.person(), "POST", f"{declaration}/association", 409, json=code_of(main))
    assert at_once.json()["type"] == "/problems/not-insured-here"
    assert (at_once.json()["insured_here_until"], at_once.json()["needed"]) == ("2020-11", "2020-12")
    assert (await enrolment.refused(enrolment.person(), "GET", f"{declaration}/association"))[0] == 404

    assert (await ask(enrolment, declaration, by_hand["unit_code"]))["status"] == "pending"
    who = enrolment.employer(BY_HAND)
    [request] = (await enrolment.get(who, by_hand["links"]["associations"]))["items"]
    decision = request["links"]["decision"]
    assert await enrolment.refused(who, "POST", decision, json={"decision": "approve"}) == (409, "not-insured-here")
    returned = {"decision": "return", "opinion": "非本单位参保人员"}
    assert (await enrolment.ask(who, "POST", decision, 200, json=returned)).json()["status"] == "returned"

    await read_insurance(enrolment, declaration, insured("2009-01", "2020-12"))
    assert len(counter.agencies["social-insurance"].questions) == 2
    assert (await ask(enrolment, declaration, main["unit_code"]))["status"] == "approved"


async def read_insurance(enrolment: Enrolment, declaration: str, found: InsuranceFindings) -> None:
    """The records are asked for, and the insurance agency answers."""
    questions = enrolment.counter.agencies["social-insurance"].questions
    before = len(questions)
    await enrolment.ask(enrolment.person(), "POST", f"{declaration}/eligibility", 202)
    await until(lambda: len(questions), before + 1)
    verdict = answer(questions[-1], findings=found)
    await enrolment.counter.decide(verdict, by="social-insurance", world=enrolment.world)


async def ask(enrolment: Enrolment, declaration: str, code: str) -> Json:
    """A request of 王伟, as it stands."""
    form = {"unit_code": code}
    made: Json = (await enrolment.ask(enrolment.person(), "POST", f"{declaration}/association", 202, json=form)).json()
    return made


def code_of(employer: Json) -> Json:
    """The form with the unit code of an employer."""
    return {"unit_code": employer["unit_code"]}


async def notices(enrolment: Enrolment, recipient: str) -> list[str]:
    """What was put into a mailbox."""
    async with enrolment.counter.running.runtime.begin(enrolment.world) as work:
        statement = select(notice.c.kind).where(notice.c.recipient == recipient).order_by(notice.c.seq)
        return [row.kind for row in await work.rows(statement)]
