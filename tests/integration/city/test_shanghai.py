"""Shanghai 2017 in a whole city: both accounts, hand-in, checks, approval, notice, renewal (DOMAIN 10)."""

from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from luohu_casework import shanghai as people
from luohu_casework.bureau import CENTRE, EMPLOYER, WINDOW, Bureau, bureau, overturn
from luohu_client.pdf import page
from luohu_testbed.city import City

#: The person of the tests signs in by id number.
MINE = {"said": {"password": people.PASSWORD}}
DEGREE = {"level": "bachelor", "certificate_number": people.DEGREE}


@pytest.fixture
async def shanghai(city: City) -> AsyncIterator[Bureau]:
    made = await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00")
    await registered(city, made.world)
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


async def registered(city: City, world: str) -> None:
    """Somebody who can sign in in this world."""
    office = Bureau(city, world)
    await office.must("administrator", "POST", "/identity/v1/people", {"persona": "applicant", **people.SOMEBODY})


async def applied(shanghai: Bureau, **entries: Any) -> str:
    """An application up to the day on which its papers can be handed in."""
    await people.known(shanghai)
    await people.open_account(shanghai)
    case = (await shanghai.must(EMPLOYER, "POST", "/v1/cases", people.application()))["id"]
    fields = people.application()["form"]["fields"]
    form = {"fields": fields, "entries": {**people.entries(), **entries}}
    await shanghai.step("applicant", case, "fill", form=form, **MINE)
    await shanghai.decided(case)
    await shanghai.step("applicant", case, "submit", **MINE)
    await shanghai.step(EMPLOYER, case, "pass")
    await shanghai.step(EMPLOYER, case, "apply")
    return str(case)


async def approved(shanghai: Bureau) -> str:
    """An application that is approved."""
    case = await applied(shanghai)
    await shanghai.advance(by="P7D")
    await shanghai.step(CENTRE, case, "hand_in")
    await shanghai.decided(case)
    await shanghai.advance(by="P60D")
    await shanghai.comes_to(case, "approved")
    return case


async def test_points_go_from_the_employers_account_to_the_printed_notice(shanghai: Bureau) -> None:
    case = await applied(shanghai)
    [waits] = (await shanghai.must(EMPLOYER, "GET", f"/v1/cases/{case}"))["next"]
    assert (waits["step"], waits["not_before"]) == ("hand_in", "2017-03-07T00:00:00+08:00")
    assert await shanghai.lacking(CENTRE, case, "hand_in") == ["too-early"]
    await shanghai.advance(to="2017-03-07T00:00:00+08:00")
    assert (await shanghai.step(CENTRE, case, "hand_in"))["status"] == "file_and_degree_check"
    await shanghai.decided(case)
    assert await shanghai.status(case) == "file_and_degree_check"
    await shanghai.advance(by="P22D")
    assert await shanghai.status(case) == "in_approval"
    await shanghai.advance(by="P35D")
    await shanghai.comes_to(case, "approved")
    points = await shanghai.must("applicant", "GET", f"/v1/cases/{case}/points")
    assert (points["total"], points["needed"]) == ("120", "120")
    [notice] = (await shanghai.must("applicant", "GET", f"/v1/cases/{case}"))["children"]
    printed = await shanghai.step("applicant", notice, "print", said={"document": "permit"})
    assert printed["status"] == "printed"
    paper = await shanghai.ask("applicant", "GET", f"/v1/cases/{notice}/documents/notice")
    assert "120.00" in PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    form = await shanghai.ask(EMPLOYER, "GET", f"/v1/cases/{case}/documents/application_form")
    assert people.FILE in PdfReader(BytesIO(form.content)).pages[0].extract_text()
    told = await shanghai.must("applicant", "GET", "/v1/notices")
    assert any("120分" in each["zh"] for each in told["items"]), told
    await shanghai.advance(by="P1Y")
    await shanghai.comes_to(notice, "expired")


async def test_below_the_standard_nobody_applies(shanghai: Bureau) -> None:
    await people.known(shanghai)
    await people.open_account(shanghai)
    case = (await shanghai.must(EMPLOYER, "POST", "/v1/cases", people.application()))["id"]
    entries = people.entries()
    entries["education"]["talent_centre"]["certificates"].pop()
    form = {"fields": people.application()["form"]["fields"], "entries": entries}
    await shanghai.step("applicant", case, "fill", form=form, **MINE)
    await shanghai.decided(case)
    assert await shanghai.lacking("applicant", case, "submit", **MINE) == ["guide-not-reached"]
    wrong = {"said": {"password": "another-password"}}
    assert "password-wrong" in await shanghai.lacking("applicant", case, "submit", **wrong)


async def test_nobody_comes_before_the_account_the_password_and_the_permits_data(shanghai: Bureau) -> None:
    await people.known(shanghai)
    wanted = people.application(permit_collected_on="2017-02-28", office_in_the_city=False)
    del wanted["password"]
    problem = await shanghai.refused(EMPLOYER, "POST", "/v1/cases", wanted, 409, "not-yet")
    codes = [each["code"] for each in problem["lacking"]]
    assert codes == ["account-not-open", "password-missing", "too-early", "condition-not-met"]
    assert problem["lacking"][2]["from"] == "2017-03-04"


async def test_an_account_keeps_its_organisation_code_after_the_move_to_a_credit_code(shanghai: Bureau) -> None:
    account = await people.open_account(shanghai)
    fields = people.ACCOUNT["form"]["fields"]
    form = {"fields": {**fields, "unit_code": "91990105MA0LUH014J"}}
    assert await shanghai.lacking(EMPLOYER, account, "change", form=form) == ["unit-code-kept"]
    form = {"fields": {**fields, "business_scope": "软件开发;技术咨询"}}
    assert (await shanghai.step(EMPLOYER, account, "change", form=form))["status"] == "change_pending"
    problem = await shanghai.refused(EMPLOYER, "POST", "/v1/cases", people.application(), 409, "not-yet")
    assert problem["lacking"][0]["code"] == "account-not-open"
    await shanghai.step(CENTRE, account, "approve")
    assert (await shanghai.must(EMPLOYER, "POST", "/v1/cases", people.application()))["status"] == "account_created"


async def test_a_certificate_that_is_not_genuine_stops_before_formal_acceptance(shanghai: Bureau) -> None:
    forged = [{"level": "doctor", "certificate_number": "9999942008009999"}]
    case = await applied(shanghai, education={"talent_centre": {"certificates": forged}})
    await shanghai.advance(by="P7D")
    await shanghai.step(CENTRE, case, "hand_in")
    await shanghai.decided(case)
    await shanghai.advance(by="P60D")
    assert await shanghai.status(case) == "file_and_degree_check"
    refused = await shanghai.step(CENTRE, case, "refuse_checks", said={"opinion": "学历证书不实"})
    assert refused["status"] == "rejected"


async def test_what_is_put_right_after_the_time_for_the_check_goes_on_at_once(shanghai: Bureau) -> None:
    study = {"level": "undergraduate", "certificate_number": "999991200805000999"}
    case = await applied(shanghai, education={"talent_centre": {"certificates": [study, DEGREE]}})
    await shanghai.advance(by="P7D")
    await shanghai.step(CENTRE, case, "hand_in")
    await shanghai.decided(case)
    await shanghai.advance(by="P60D")
    assert await shanghai.status(case) == "file_and_degree_check"
    headers = {"Content-Type": "application/pdf"}
    paper = await shanghai.ask(
        EMPLOYER, "POST", f"/v1/cases/{case}/evidence", content=page("认证报告"), headers=headers
    )
    disputed = {
        "disputes": "degree_check.not_genuine",
        "statement": "编号已更正",
        "evidence": [paper.json()["id"]],
    }
    await shanghai.must(EMPLOYER, "POST", f"/v1/cases/{case}/records/education/talent_centre/recheck", disputed)
    number = study["certificate_number"]
    await overturn(shanghai, "talent-centre", "degree_certificate", "level=undergraduate", certificate_number=number)
    await shanghai.comes_to(case, "in_approval")


async def test_a_renewal_is_checked_online_and_goes_back_to_the_window_where_it_does_not_pass(shanghai: Bureau) -> None:
    case = await approved(shanghai)
    await shanghai.advance(to="2018-02-20T09:00:00+08:00")
    wanted = {
        "kind": "renewal",
        "parent_id": case,
        "form": {"fields": {"permit_endorsed_on": "2018-02-19"}, "entries": people.entries()},
    }
    wanted["form"]["entries"].pop("personnel_file")
    problem = await shanghai.refused("applicant", "POST", "/v1/cases", wanted, 409, "not-yet")
    assert [each["code"] for each in problem["lacking"]] == ["too-early"]
    await shanghai.advance(by="P4D")
    renewal = (await shanghai.must("applicant", "POST", "/v1/cases", wanted))["id"]
    assert (await shanghai.step(EMPLOYER, renewal, "pass"))["status"] == "online_check"
    await shanghai.decided(renewal)
    await shanghai.advance(by="P7D")
    came = await shanghai.status(renewal)
    assert came in ("endorsed", "returned")
    if came == "returned":
        await shanghai.step(CENTRE, renewal, "hand_in")
        await shanghai.step(CENTRE, renewal, "endorse_papers")
    assert len((await shanghai.must(WINDOW, "GET", f"/v1/cases/{renewal}"))["children"]) == 1
