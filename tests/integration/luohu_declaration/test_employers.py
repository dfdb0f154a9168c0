"""Employers: registered, checked at the real tax authority, let in by the window, active for a year."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from luohu_declaration.app import HISTORIES, create_app
from luohu_declaration.domain.employer import MOST_CREDENTIALS
from luohu_filing import bodies
from luohu_filing.enrolment import BY_HAND, CONTACT, DORMANT, GONE, MAIN, NAMES, SCHOOL, Enrolment
from luohu_kit.evidence import LARGEST
from luohu_testbed.city import Network, one_service
from luohu_testbed.databases import Databases
from luohu_testbed.issuer import Issuer
from luohu_testbed.waiting import until

DEREGISTERED, WITHOUT_TAX, ELSEWHERE = "91990115MA0LUH209U", "91990102MA0LUH217U", "91990111MA0LUH225P"
UNHEARD_OF = "91990101MA0LUH301F"


async def test_an_employer_on_record_is_let_in_and_receives_its_code(enrolment: Enrolment) -> None:
    school = await enrolment.register()
    assert (school["status"], school["active"], school["active_year"]) == ("open", True, 2021)
    assert school["handling_district"] == "丰台区"
    assert len(school["unit_code"]) == 8
    assert {"associations", "staff", "contact", "notes"} <= set(school["links"])
    events = await enrolment.get(enrolment.employer(SCHOOL), school["links"]["events"])
    assert [(each["event"], each["from"], each["to"], each["actor"]) for each in events["items"]] == [
        ("registered", None, "checking", "employer"),
        ("found_eligible", "checking", "open", "tax"),
    ]


@pytest.mark.parametrize(
    ("uscc", "name", "reason", "label"),
    [
        pytest.param(DEREGISTERED, "北京槐树机械有限公司", "deregistered", "已注销", id="deregistered"),
        pytest.param(WITHOUT_TAX, "北京丁香文化工作室", "no_tax_registration", "在京未进行税务登记", id="no tax"),
        pytest.param(
            ELSEWHERE,
            "石家庄枫树商贸有限公司",
            "not_registered_in_city",
            "未在北京市行政区域内登记注册",
            id="elsewhere",
        ),
        pytest.param("12990105MB0LUH104E", "玉兰研究所", "name_differs", "单位名称与登记信息不一致", id="another name"),
    ],
)
async def test_an_employer_that_may_not_go_on_is_told_why_and_what_to_do(
    enrolment: Enrolment, uscc: str, name: str, reason: str, label: str
) -> None:
    found = await enrolment.register(uscc, name=name)
    assert (found["status"], found["unit_code"], found["active"]) == ("not_eligible", None, False)
    assert (found["reason"]["code"], found["reason"]["zh"]) == (reason, label)
    assert found["reason"]["message"] == (
        "登录积分落户在线申报系统的用人单位需在北京市行政区域内登记注册并进行税务登记，实际办公地应在北京市内"
    )
    assert {"credentials", "correction"} <= set(found["links"])
    who = enrolment.employer(uscc)
    assert await enrolment.refused(who, "POST", f"/v1/employers/{found['id']}/activation") == (409, "employer-refused")


async def test_brackets_and_spaces_make_no_other_name(enrolment: Enrolment) -> None:
    found = await enrolment.register("91990108MA0LUH1019", name="北京云杉 智能科技有限公司")
    assert found["status"] == "open"


async def test_a_wrong_name_is_corrected_and_checked_again(enrolment: Enrolment) -> None:
    wrong = await enrolment.register(name="职业学校")
    assert wrong["reason"]["code"] == "name_differs"
    who, path = enrolment.employer(SCHOOL), wrong["links"]["self"]
    again = await enrolment.ask(who, "PATCH", path, 200, json={"name": NAMES[SCHOOL]})
    assert (again.json()["status"], again.json()["reason"]) == ("checking", None)
    right = await enrolment.get(who, path, Prefer="wait=10")
    assert (right["status"], right["name"], right["handling_district"]) == ("open", NAMES[SCHOOL], "丰台区")
    assert await enrolment.refused(who, "PATCH", path, json={"name": "另一所学校"}) == (409, "employer-data-fixed")


async def test_while_the_tax_authority_is_away_nothing_is_decided(enrolment: Enrolment) -> None:
    enrolment.counter.network.detach("tax")
    body = {"uscc": SCHOOL, "name": NAMES[SCHOOL], "handling_district": "丰台区", "contact": CONTACT}
    who = enrolment.employer(SCHOOL)
    made = await enrolment.ask(who, "POST", "/v1/employers", 201, json=body)

    async def problem() -> bool:
        view = await enrolment.get(who, made.headers["Location"])
        assert view["status"] == "checking"
        return bool(view["check"]["last_problem"])

    await until(problem, True)
    path = f"{made.headers['Location']}/credentials?licence=other"
    headers = {"Content-Type": "application/pdf"}
    assert await enrolment.refused(who, "POST", path, content=b"%PDF", headers=headers) == (422, "evidence-refused")
    enrolment.counter.network.attach("tax", enrolment.tax.app)
    found = await enrolment.get(who, made.headers["Location"], Prefer="wait=20")
    assert (found["status"], found["check"]) == ("open", None)


async def test_the_window_admits_an_employer_on_its_licence(enrolment: Enrolment) -> None:
    found = await enrolment.register(WITHOUT_TAX, name="北京丁香文化工作室")
    await enrolment.send_licence(found)
    who = enrolment.employer(WITHOUT_TAX)
    waiting = await enrolment.own(WITHOUT_TAX)
    assert (waiting["status"], waiting["reason"]["code"]) == ("under_review", "no_tax_registration")
    assert (await enrolment.send_licence(found, 409)).json()["type"] == "/problems/employer-refused"

    refused = await enrolment.review({"decision": "reject", "opinion": "证照不清晰"})
    assert (refused["outcome"], refused["context"]["licence_label"]) == ("rejected", "营业执照")
    back = await enrolment.own(WITHOUT_TAX)
    assert (back["status"], back["opinion"]) == ("not_eligible", "证照不清晰")

    await enrolment.send_licence(found)
    await enrolment.review({"decision": "approve"})
    let_in = await enrolment.get(who, found["links"]["self"])
    assert (let_in["status"], let_in["active"], let_in["reason"], let_in["opinion"]) == ("open", True, None, None)
    assert let_in["unit_code"]


async def test_a_rejection_without_an_opinion_decides_nothing(enrolment: Enrolment) -> None:
    await enrolment.send_licence(await enrolment.register(UNHEARD_OF))
    with pytest.raises(AssertionError, match="decision-not-possible"):
        await enrolment.review({"decision": "reject"})
    assert (await enrolment.own(UNHEARD_OF))["status"] == "under_review"


async def test_in_a_new_year_the_code_is_activated_by_confirming_the_data(enrolment: Enrolment) -> None:
    before = await enrolment.own(DORMANT)
    assert (before["active"], before["active_year"]) == (False, 2020)
    who, path = enrolment.employer(DORMANT), before["links"]["activation"]
    asked = (await enrolment.ask(who, "POST", path, 200)).json()
    assert (asked["status"], asked["active"]) == ("checking", False)
    active = await enrolment.get(who, before["links"]["self"], Prefer="wait=10")
    assert (active["active"], active["active_year"], active["unit_code"]) == (True, 2021, before["unit_code"])
    assert await enrolment.refused(who, "POST", path) == (409, "employer-active")


async def test_who_was_deregistered_since_is_not_active_in_a_new_year(enrolment: Enrolment) -> None:
    before = await enrolment.own(GONE)
    assert (before["status"], before["active_year"]) == ("open", 2020)
    who = enrolment.employer(GONE)
    await enrolment.ask(who, "POST", before["links"]["activation"], 200)
    after = await enrolment.get(who, before["links"]["self"], Prefer="wait=10")
    assert (after["status"], after["reason"]["code"], after["unit_code"]) == ("not_eligible", "deregistered", None)


async def test_who_was_admitted_on_a_licence_is_active_at_once_in_a_new_year(enrolment: Enrolment) -> None:
    found = await enrolment.register(WITHOUT_TAX, name="北京丁香文化工作室")
    await enrolment.send_licence(found)
    await enrolment.review({"decision": "approve"})
    async with enrolment.counter.running.runtime.begin(enrolment.world) as work:
        await work.execute(text("UPDATE employer SET active_year = 2020 WHERE uscc = :uscc"), {"uscc": WITHOUT_TAX})
        await work.commit()
    path = (await enrolment.own(WITHOUT_TAX))["links"]["activation"]
    active = (await enrolment.ask(enrolment.employer(WITHOUT_TAX), "POST", path, 200)).json()
    assert (active["status"], active["active"]) == ("open", True)


async def test_data_corrected_in_a_new_year_is_checked_before_the_code_is_active(enrolment: Enrolment) -> None:
    before = await enrolment.own(DORMANT)
    who, path = enrolment.employer(DORMANT), before["links"]["correction"]
    await enrolment.ask(who, "PATCH", path, 200, json={"handling_district": "大兴区"})
    after = await enrolment.get(who, path, Prefer="wait=10")
    assert (after["handling_district"], after["active"]) == ("大兴区", True)


async def test_the_contact_changes_at_any_time_and_nothing_else_does(enrolment: Enrolment) -> None:
    found = await enrolment.own(BY_HAND)
    who = enrolment.employer(BY_HAND)
    changed = await enrolment.ask(who, "PUT", found["links"]["contact"], 200, json=CONTACT)
    assert changed.json()["contact"] == CONTACT
    fixed = await enrolment.ask(who, "PATCH", found["links"]["self"], 409, json={"handling_district": "大兴区"})
    assert "notes" in fixed.json()["detail"]


async def test_the_window_reads_what_employers_tell(enrolment: Enrolment) -> None:
    found = await enrolment.own(BY_HAND)
    who, path = enrolment.employer(BY_HAND), found["links"]["notes"]
    await enrolment.ask(who, "POST", path, 201, json={"kind": "data_change", "text": "办公地址变更"})
    for wrong in (
        {"kind": "change_of_employer", "text": "王伟已入职"},
        {"kind": "data_change", "text": "x", "id_number": "990101198506150012"},
        {"kind": "dishonesty", "text": "x", "id_number": "990101198506150013"},
    ):
        assert await enrolment.refused(who, "POST", path, json=wrong) == (422, "validation-failed")
    [note] = (await enrolment.get(enrolment.staff(), "/v1/employer-notes?handling_district=海淀&unread=true"))["items"]
    assert (note["label"], note["text"], note["uscc"]) == ("单位信息变更备案", "办公地址变更", BY_HAND)
    assert (await enrolment.get(enrolment.staff(), "/v1/employer-notes?handling_district=朝阳区"))["items"] == []
    read = await enrolment.ask(enrolment.staff(), "POST", note["links"]["acknowledgement"], 200)
    assert read.json()["acknowledged_at"]
    assert (await enrolment.get(who, path))["items"] == [read.json()]


async def test_dishonesty_of_a_person_is_told_in_any_stage(enrolment: Enrolment) -> None:
    path, who = (await enrolment.own(BY_HAND))["links"]["notes"], enrolment.employer(BY_HAND)
    for close in (False, True):
        if close:
            await enrolment.close()
        told = {"kind": "dishonesty", "text": "提供虚假材料", "id_number": "990101198506150012"}
        sent = (await enrolment.ask(who, "POST", path, 201, json=told)).json()
        assert (sent["kind"], sent["id_number"], sent["acknowledged_at"]) == ("dishonesty", told["id_number"], None)
    assert len((await enrolment.get(enrolment.staff(), "/v1/employer-notes?unread=true"))["items"]) == 2


async def test_a_licence_is_one_small_pdf_and_there_are_not_many(enrolment: Enrolment) -> None:
    found = await enrolment.register(UNHEARD_OF)
    who, path = enrolment.employer(UNHEARD_OF), f"/v1/employers/{found['id']}/credentials?licence=other"
    image = {"content": b"\x89PNG", "headers": {"Content-Type": "image/png"}}
    assert await enrolment.refused(who, "POST", path, **image) == (415, "unsupported-media-type")
    large = {"content": bodies.pdf() + b" " * LARGEST, "headers": {"Content-Type": "application/pdf"}}
    assert await enrolment.refused(who, "POST", path, **large) == (422, "evidence-refused")
    async with enrolment.counter.running.runtime.begin(enrolment.world) as work:
        await work.execute(
            text(
                "INSERT INTO credential (id, employer_id, licence, sha256, size, pages, data, uploaded_at)"
                " SELECT gen_random_uuid(), :employer, 'other', repeat('0', 64), 1, 1, 'x', :now"
                " FROM generate_series(1, :most)"
            ),
            {"employer": UUID(found["id"]), "now": work.now, "most": MOST_CREDENTIALS},
        )
        await work.commit()
    assert (await enrolment.send_licence(found, 409)).json()["type"] == "/problems/credential-limit"


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        pytest.param({"uscc": "52990106MJ0LUH05X5"}, "validation-failed", id="check digit"),
        pytest.param({"uscc": MAIN}, "employer-mismatch", id="another employer"),
        pytest.param({"handling_district": "亦庄"}, "validation-failed", id="no window"),
        pytest.param({"name": "学"}, "validation-failed", id="short name"),
        pytest.param({"name": "学校\u0007名"}, "validation-failed", id="control character"),
        pytest.param({"contact": {"name": "林青", "telephone": "call me"}}, "validation-failed", id="telephone"),
        pytest.param({"contact": None}, "validation-failed", id="no contact"),
        pytest.param({"unit_code": "KX7M4TQ9"}, "validation-failed", id="unknown field"),
    ],
)
async def test_a_registration_that_cannot_be_one_stores_nothing(
    enrolment: Enrolment, change: dict[str, object], slug: str
) -> None:
    body = {"uscc": SCHOOL, "name": NAMES[SCHOOL], "handling_district": "丰台区", "contact": CONTACT, **change}
    who = enrolment.employer(SCHOOL)
    status, found = await enrolment.refused(who, "POST", "/v1/employers", json=body)
    assert (status, found) == (403 if slug == "employer-mismatch" else 422, slug)
    assert (await enrolment.get(who, "/v1/employers"))["items"] == []


async def test_a_credit_code_is_registered_once(enrolment: Enrolment) -> None:
    body = {"uscc": BY_HAND, "name": "北京示例科学研究院", "handling_district": "海淀区", "contact": CONTACT}
    answer = await enrolment.ask(enrolment.employer(BY_HAND), "POST", "/v1/employers", 409, json=body)
    assert answer.json()["type"] == "/problems/employer-exists"
    assert answer.headers["Location"] == (await enrolment.own(BY_HAND))["links"]["self"]


async def test_an_employer_sees_itself_and_nobody_else(enrolment: Enrolment) -> None:
    other = (await enrolment.own(MAIN))["links"]["self"]
    who = enrolment.employer(BY_HAND)
    for method, path in (
        ("GET", other),
        ("GET", f"{other}/events"),
        ("GET", f"{other}/associations"),
        ("GET", f"{other}/staff"),
        ("GET", f"{other}/notes"),
        ("POST", f"{other}/activation"),
    ):
        assert await enrolment.refused(who, method, path) == (404, "not-found")
    assert await enrolment.refused(who, "PUT", f"{other}/contact", json=CONTACT) == (404, "not-found")
    assert await enrolment.refused(who, "PATCH", other, json={}) == (404, "not-found")
    pace = {"answers_associations": "by_hand"}
    assert await enrolment.refused(who, "PUT", f"{other}/pace", json=pace) == (404, "not-found")
    nobody = enrolment.counter.issuer.staff("employer", "nameless", world=enrolment.world)
    assert await enrolment.refused(nobody, "GET", "/v1/employers") == (403, "employer-mismatch")
    assert len((await enrolment.get(enrolment.staff(), "/v1/employers"))["items"]) == 5


async def test_an_employer_registers_in_the_declaration_stage_only(enrolment: Enrolment) -> None:
    await enrolment.close()
    body = {"uscc": SCHOOL, "name": NAMES[SCHOOL], "handling_district": "丰台区", "contact": CONTACT}
    who = enrolment.employer(SCHOOL)
    assert await enrolment.refused(who, "POST", "/v1/employers", json=body) == (409, "stage-closed")
    dormant = await enrolment.own(DORMANT)
    again = enrolment.employer(DORMANT)
    assert await enrolment.refused(again, "POST", dormant["links"]["activation"]) == (409, "stage-closed")
    assert await enrolment.refused(again, "PATCH", dormant["links"]["self"], json={}) == (409, "stage-closed")
    await enrolment.ask(again, "PUT", dormant["links"]["contact"], 200, json=CONTACT)


async def test_an_employer_under_sanction_is_not_accepted(enrolment: Enrolment) -> None:
    await enrolment.bar(SCHOOL)
    await enrolment.bar(DORMANT)
    body = {"uscc": SCHOOL, "name": NAMES[SCHOOL], "handling_district": "丰台区", "contact": CONTACT}
    answer = await enrolment.ask(enrolment.employer(SCHOOL), "POST", "/v1/employers", 409, json=body)
    assert (answer.json()["type"], answer.json()["to_year"]) == ("/problems/employer-barred", 2026)
    path = (await enrolment.own(DORMANT))["links"]["activation"]
    assert await enrolment.refused(enrolment.employer(DORMANT), "POST", path) == (409, "employer-barred")


async def test_in_production_nobody_decides_for_an_employer(databases: Databases) -> None:
    network, issuer = Network(), Issuer()
    network.attach("identity", issuer.app)
    production: dict[str, Any] = {
        "mode": "production",
        "peer_secrets": {"declaration->tax": ["whsec_" + "QUFB" * 11]},
        "audit_key": "k" * 32,
    }
    async with one_service(
        databases, "declaration", create_app, HISTORIES, network=network, worlds=(), **production
    ) as running:
        answer = await running.client.put(
            f"/v1/employers/{uuid4()}/pace",
            json={"answers_associations": "at_once"},
            headers=issuer.staff("administrator"),
        )
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/sandbox-only")
    await network.client.aclose()


async def test_a_repeated_registration_under_one_key_is_answered_as_the_first(enrolment: Enrolment) -> None:
    body = {"uscc": SCHOOL, "name": NAMES[SCHOOL], "handling_district": "丰台区", "contact": CONTACT}
    who, key = enrolment.employer(SCHOOL), {"Idempotency-Key": '"register-1"'}
    first, again = [await enrolment.ask(who, "POST", "/v1/employers", 201, json=body, headers=key) for _ in range(2)]
    assert first.json() == again.json()
    assert first.headers["Location"] == again.headers["Location"]
