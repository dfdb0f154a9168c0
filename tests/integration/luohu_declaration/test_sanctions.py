"""Sanctions: who is barred and how long, what they take back, the credit list, convictions that become known."""

from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from luohu_contract.news import CriminalRecord, CriminalRecords
from luohu_declaration.domain.course import CourseEvent, CourseStatus, after
from luohu_declaration.storage import courses, criminal_records, sanctions
from luohu_declaration.usecases import end_course
from luohu_filing.counter import Counter
from luohu_testbed.issuer import APPLICANT
from luohu_testbed.waiting import until

Json = dict[str, Any]
S = CourseStatus

WANG = str(APPLICANT["id_number"])
EMPLOYER = "91990105MA0LUH014J"
FALSE = {"kind": "false_material", "year": 2021, "grounds": "学历证书系伪造", "id_number": WANG}

#: How a declaration comes to each status, from the draft on.
PATHS: dict[CourseStatus, list[CourseEvent]] = {
    S.DRAFT: [],
    S.SUBMITTED: [CourseEvent.SUBMITTED],
    S.NOT_SUBMITTED: [CourseEvent.STAGE_CLOSED],
    S.SCORED: [CourseEvent.SUBMITTED, CourseEvent.SCORED],
    S.RANKED: [CourseEvent.SUBMITTED, CourseEvent.SCORED, CourseEvent.RANKED],
    S.AWARDED: [CourseEvent.SUBMITTED, CourseEvent.SCORED, CourseEvent.RANKED, CourseEvent.AWARDED],
    S.NOT_AWARDED: [CourseEvent.SUBMITTED, CourseEvent.SCORED, CourseEvent.RANKED, CourseEvent.NOT_AWARDED],
    S.REGISTERED: [
        CourseEvent.SUBMITTED,
        CourseEvent.SCORED,
        CourseEvent.RANKED,
        CourseEvent.AWARDED,
        CourseEvent.REGISTERED,
    ],
    S.LAPSED: [
        CourseEvent.SUBMITTED,
        CourseEvent.SCORED,
        CourseEvent.RANKED,
        CourseEvent.AWARDED,
        CourseEvent.LAPSED,
    ],
}
ENDS = {S.AWARDED: S.REVOKED, S.REGISTERED: S.REGISTRATION_CANCELLED}


async def bring_to(counter: Counter, declaration: str, status: CourseStatus, world: str = "main") -> None:
    """Move a draft along its course, as the season and the settlement would."""

    async with counter.running.runtime.begin(world) as work:
        now = S.DRAFT
        for event in PATHS[status]:
            await courses.move(work, {UUID(declaration): {}}, event, status=now, actor="season")
            now = after(now, event)
        await work.commit()
    assert now is status


async def status_of(counter: Counter, declaration: str) -> str:
    async with counter.running.runtime.begin("main") as work:
        return str(await work.scalar("SELECT status FROM declaration WHERE id = :id", {"id": UUID(declaration)}))


async def staff(counter: Counter, method: str, path: str, status: int, role: str = "window", **request: Any) -> Any:
    answer = await counter.client.request(method, path, headers=counter.issuer.staff(role), **request)
    assert answer.status_code == status, answer.text
    return answer.json()


async def notices_of(counter: Counter, **claims: Any) -> list[str]:
    answer = await counter.client.get("/v1/notices", headers=counter.person(**claims))
    return [each["kind"] for each in answer.json()["items"]]


def employer(counter: Counter, uscc: str = EMPLOYER) -> dict[str, str]:
    return counter.issuer.staff("employer", "unit-1", uscc=uscc, name="北京示例科技有限公司")


def test_the_paths_reach_every_status_that_a_sanction_can_end() -> None:
    assert set(PATHS) == set(S) - end_course.ENDED
    for events in PATHS.values():
        assert len({*pairwise(events)}) == max(len(events) - 1, 0)


@pytest.mark.parametrize("status", PATHS)
async def test_false_material_ends_the_course_wherever_it_stands(counter: Counter, status: CourseStatus) -> None:
    declaration = await counter.open()
    await bring_to(counter, declaration, status)
    made = await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE)
    assert [(one["from_year"], one["to_year"]) for one in made["items"]] == [(2021, 2026)]
    assert await status_of(counter, declaration) == ENDS.get(status, S.DISQUALIFIED)
    assert (await notices_of(counter))[0] == "sanction.barred"
    async with counter.running.runtime.begin("main") as work:
        last = (await courses.history(work, UUID(declaration)))[-1]
    assert (last.event, last.actor, last.detail) == ("sanctioned", "city", {"why": "false_material"})


async def test_public_security_hears_of_a_registration_that_is_cancelled(counter: Counter) -> None:
    told: list[Json] = []

    async def cancel(request: Request) -> JSONResponse:
        told.extend((await request.json())["cancellations"])
        return JSONResponse({"accepted": [each["id"] for each in told], "refused": []}, status_code=202)

    office = Starlette(routes=[Route("/v1/registrations/cancellations", cancel, methods=["POST"])])
    counter.network.attach("public-security", office)
    declaration = await counter.open()
    await bring_to(counter, declaration, S.REGISTERED)
    await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE)
    await until(lambda: len(told), 1)
    assert (told[0]["id_number"], told[0]["reason"]) == (WANG, "false_material")


async def test_a_barred_person_opens_no_declaration_until_the_sixth_year_is_over(counter: Counter) -> None:
    await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE)
    problem = (await counter.must("POST", "/v1/declarations", 409)).json()
    assert problem["type"] == "/problems/barred"
    assert (problem["from_year"], problem["to_year"], problem["first_year_open"]) == (2021, 2026, 2027)
    async with counter.running.runtime.begin("main") as work:
        barred = [year for year in range(2019, 2030) if await sanctions.person_barred(work, WANG, year)]
        assert barred == [2021, 2022, 2023, 2024, 2025, 2026]
        assert await sanctions.employer_barred(work, EMPLOYER, 2021) is None
    async with counter.running.runtime.begin("other") as work:
        assert await sanctions.person_barred(work, WANG, 2021) is None
    elsewhere = counter.person(world="other")
    assert (await counter.client.post("/v1/declarations", headers=elsewhere)).status_code == 201


async def test_an_employer_that_helped_is_barred_with_the_person(counter: Counter) -> None:
    made = await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE | {"with_employer": EMPLOYER})
    assert [one["kind"] for one in made["items"]] == ["false_material", "employer_helped"]
    async with counter.running.runtime.begin("main") as work:
        barring = await sanctions.employer_barred(work, EMPLOYER, 2026)
        assert barring is not None
        assert barring.reason == FALSE["grounds"]
        assert await sanctions.employer_barred(work, EMPLOYER, 2027) is None
    mail = await counter.client.get("/v1/notices", headers=employer(counter))
    assert [each["kind"] for each in mail.json()["items"]] == ["sanction.employer_barred"]


async def test_a_revoked_sanction_bars_nobody_and_stays_on_record(counter: Counter) -> None:
    [made] = (await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE))["items"]
    again = await staff(counter, "POST", "/v1/sanctions", 409, json=FALSE)
    assert (again["type"], again["sanction_id"]) == ("/problems/sanction-exists", made["id"])
    path = f"/v1/sanctions/{made['id']}/revocation"
    revoked = await staff(counter, "POST", path, 200, json={"reason": "复核后证书属实"})
    assert revoked["revoked"]["reason"] == "复核后证书属实"
    assert (await staff(counter, "POST", path, 409, json={"reason": "再次"}))["type"] == "/problems/sanction-revoked"
    await counter.open()
    listed = await staff(counter, "GET", "/v1/credit-records", 200)
    assert [(one["id"], one["revoked_at"] is not None) for one in listed["items"]] == [(made["id"], True)]
    assert (await notices_of(counter))[-1] == "sanction.revoked"
    await staff(counter, "POST", f"/v1/sanctions/{uuid4()}/revocation", 404, json={"reason": "无"})


async def test_the_credit_list_masks_persons_except_for_staff(counter: Counter) -> None:
    named = FALSE | {"name": "王伟", "with_employer": EMPLOYER}
    await staff(counter, "POST", "/v1/sanctions", 201, json=named)
    broken = {"kind": "commitment_broken", "year": 2021, "grounds": "违反承诺", "uscc": EMPLOYER}
    await staff(counter, "POST", "/v1/sanctions", 201, json=broken)
    seen = await counter.client.get("/v1/credit-records", headers=counter.stranger())
    assert [(one["subject"], one["name"], one["reason"]) for one in seen.json()["items"]] == [
        (EMPLOYER, None, None),
        (EMPLOYER, None, None),
        ("990*************12", "王*", None),
    ]
    full = await staff(counter, "GET", "/v1/credit-records", 200, role="administrator")
    assert (full["items"][2]["subject"], full["items"][2]["name"], full["total"]) == (WANG, "王伟", 3)
    elsewhere = await counter.client.get("/v1/credit-records", headers=counter.person(world="other"))
    assert elsewhere.json()["items"] == []
    assert (await counter.client.get("/v1/credit-records")).status_code == 401


async def test_a_broken_commitment_is_on_record_and_bars_nobody(counter: Counter) -> None:
    declaration = await counter.open()
    await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE | {"kind": "commitment_broken"})
    assert await status_of(counter, declaration) == "draft"
    assert await notices_of(counter) == ["sanction.recorded"]
    async with counter.running.runtime.begin("main") as work:
        assert await sanctions.person_barred(work, WANG, 2021) is None


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        pytest.param({"id_number": "990101198506150013"}, "#/id_number", id="a wrong check digit"),
        pytest.param({"id_number": None}, "#/id_number", id="nobody"),
        pytest.param({"uscc": EMPLOYER}, "#/id_number", id="two at once"),
        pytest.param({"kind": "employer_helped"}, "#/uscc", id="an employer that is a person"),
        pytest.param({"kind": "rudeness"}, "#/kind", id="no kind"),
        pytest.param({"year": 2022}, "#/year", id="a year that has not come"),
        pytest.param({"year": 2017}, "#/year", id="a year before the programme"),
        pytest.param({"grounds": ""}, "#/grounds", id="no grounds"),
        pytest.param({"with_employer": "91990105MA0LUH0141"}, "#/with_employer", id="a wrong code"),
        pytest.param({"kind": "commitment_broken", "with_employer": EMPLOYER}, "#/with_employer", id="no accomplice"),
    ],
)
async def test_a_decision_that_does_not_fit_is_refused_and_stores_nothing(
    counter: Counter, change: Json, pointer: str
) -> None:
    problem = await staff(counter, "POST", "/v1/sanctions", 422, json=FALSE | change)
    assert pointer in [each["pointer"] for each in problem["errors"]]
    assert (await staff(counter, "GET", "/v1/credit-records", 200))["total"] == 0


async def test_only_the_window_and_the_bureau_sanction(counter: Counter) -> None:
    for headers in (counter.person(), employer(counter), counter.issuer.staff("operator", agency="tax")):
        assert (await counter.client.post("/v1/sanctions", json=FALSE, headers=headers)).status_code == 403


def conviction(on: date = date(2021, 6, 1), **fields: Any) -> CriminalRecord:
    return CriminalRecord(
        **{"id": uuid4(), "id_number": WANG, "convicted_on": on, "document": "(2021)京99刑初1号"} | fields
    )


async def tell(counter: Counter, *records: CriminalRecord, by: str = "public-security") -> Any:
    told = CriminalRecords(records=records)
    return await counter.signed("POST", "/v1/criminal-records", told, by=by)


OVER = (S.NOT_SUBMITTED, S.NOT_AWARDED, S.LAPSED)


@pytest.mark.parametrize("status", PATHS)
async def test_a_conviction_ends_the_course_at_any_point(counter: Counter, status: CourseStatus) -> None:
    declaration = await counter.open()
    await bring_to(counter, declaration, status)
    record = conviction()
    for _ in range(2):  # told twice, done once
        answer = await tell(counter, record)
        assert (answer.status_code, answer.json()["accepted"]) == (200, [str(record.id)])
    expected = status if status in OVER else ENDS.get(status, S.DISQUALIFIED)
    assert await status_of(counter, declaration) == expected
    ended = [] if status in OVER else [end_course._TOLD[S(expected)]]
    assert await notices_of(counter) == ["criminal_record.noted", *ended]
    async with counter.running.runtime.begin("main") as work:
        assert await sanctions.person_barred(work, WANG, 2021) is None
        assert [known.source for known in await criminal_records.of_person(work, WANG)] == ["public-security"]


async def test_a_crime_after_the_registration_is_no_matter_of_the_programme(counter: Counter) -> None:
    declaration = await counter.open()
    await bring_to(counter, declaration, S.REGISTERED)  # at noon of 2021-07-05
    await tell(counter, conviction(date(2021, 7, 6)))
    assert await status_of(counter, declaration) == "registered"
    await tell(counter, conviction(date(2021, 7, 5)))
    assert await status_of(counter, declaration) == "registration_cancelled"


async def test_news_of_convictions_come_from_public_security_alone(counter: Counter) -> None:
    declaration = await counter.open()
    assert (await tell(counter, conviction(), by="tax")).status_code == 401
    assert await status_of(counter, declaration) == "draft"


async def test_a_batch_names_a_person_twice_and_strangers(counter: Counter) -> None:
    declaration = await counter.open()
    records = (conviction(), conviction(), conviction(id_number="990108198811300149"))
    answer = await tell(counter, *records)
    assert answer.json()["accepted"] == [str(record.id) for record in records]
    assert await status_of(counter, declaration) == "disqualified"


async def test_applicants_report_their_own_conviction(counter: Counter) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/criminal-report"
    tomorrow = {"convicted_on": "2021-07-06", "document": "(2021)京99刑初1号"}
    problem = (await counter.must("POST", path, 422, json=tomorrow)).json()
    assert problem["errors"][0]["pointer"] == "#/convicted_on"
    assert await status_of(counter, declaration) == "draft"
    stranger = await counter.client.post(path, json=tomorrow, headers=counter.stranger())
    assert stranger.status_code == 404
    await counter.must("POST", path, 202, json=tomorrow | {"convicted_on": "2021-07-05"})
    assert await status_of(counter, declaration) == "disqualified"


async def employed(counter: Counter, id_number: str = WANG) -> UUID:
    """An association of this year, as it stands after the employer's approval; the employer's id."""
    employer_id = uuid4()
    async with counter.running.runtime.begin("main") as work:
        values = {"id": employer_id, "uscc": EMPLOYER, "at": work.now, "link": uuid4(), "who": id_number}
        await work.execute(
            "INSERT INTO employer (id, uscc, name, handling_district, contact_name, contact_telephone, status, since,"
            " registered_at, unit_code) VALUES (:id, :uscc, '北京示例科技有限公司', '海淀区', '周', '010', 'open',"
            " :at, :at, 'BJ00000001')",
            values,
        )
        await work.execute(
            "INSERT INTO association (id, year, id_number, person_name, employer_id, status, since, requested_at)"
            " VALUES (:link, 2021, :who, '王伟', :id, 'approved', :at, :at)",
            values,
        )
        await work.commit()
    return employer_id


REPORTED = {"id_number": WANG, "convicted_on": "2021-05-06", "document": "（2021）京0105刑初1号"}


async def test_an_employer_reports_a_conviction_of_its_own_people(counter: Counter) -> None:
    declaration = await counter.open()
    path = f"/v1/employers/{await employed(counter)}/criminal-reports"
    done = await counter.client.post(path, json=REPORTED, headers=employer(counter))
    assert done.status_code == 202, done.text
    assert await status_of(counter, declaration) == S.DISQUALIFIED


@pytest.mark.parametrize(
    ("uscc", "changed", "status", "slug"),
    [
        ("92990112MA0LUH0309", {}, 404, "not-found"),
        (EMPLOYER, {"id_number": "990108198811300149"}, 404, "not-found"),
        (EMPLOYER, {"convicted_on": "2021-12-31"}, 422, "validation-failed"),
    ],
)
async def test_an_employer_reports_nobody_else_and_no_day_to_come(
    counter: Counter, uscc: str, changed: Json, status: int, slug: str
) -> None:
    declaration = await counter.open()
    path = f"/v1/employers/{await employed(counter)}/criminal-reports"
    refused = await counter.client.post(path, json={**REPORTED, **changed}, headers=employer(counter, uscc))
    assert (refused.status_code, refused.json()["type"]) == (status, f"/problems/{slug}")
    assert await status_of(counter, declaration) == S.DRAFT


async def test_a_decision_is_read_again_by_staff_alone(counter: Counter) -> None:
    made = (await staff(counter, "POST", "/v1/sanctions", 201, json=FALSE))["items"][0]
    assert await staff(counter, "GET", f"/v1/sanctions/{made['id']}", 200) == made
    await staff(counter, "GET", f"/v1/sanctions/{uuid4()}", 404)
    await counter.must("GET", f"/v1/sanctions/{made['id']}", 403)
