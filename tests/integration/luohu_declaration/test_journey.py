"""One item's journey, as the applicant sees it: filed, sent, found, rechecked."""

import asyncio
from datetime import date

from luohu_contract.claim import OwnHomeClaim
from luohu_contract.finding import TaxFindings, TaxYear
from luohu_contract.message import Decider, QuestionKind
from luohu_filing.bodies import education, own_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_testbed.waiting import until

NOTHING = {"effective_from": None, "effective_to": None, "months": 0}


async def test_a_home_goes_from_draft_to_invalid_to_recheck_to_valid(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    draft = await counter.item(home)
    assert (draft["status"], draft["label"], draft["computed"]) == ("draft", "已保存", None)

    [question] = await counter.verify(home)
    assert isinstance(question.claim, OwnHomeClaim)
    assert question.claim.owner.name == question.subject.name == "王伟"
    pending = await counter.item(home)
    assert (pending["status"], pending["label"], pending["attempt"]) == ("pending", "待审核", 1)

    assert await counter.decide(answer(question, "property.not_matched")) == ["moved"]
    invalid = await counter.item(home)
    assert (invalid["display"], invalid["label"]) == ("invalid(property)", "无效(房源无效)")
    assert invalid["reason"]["remedies"][0] == "recheck"
    assert invalid["recheck"] | {"hint": "", "hint_en": "", "instead": [], "papers": []} == {
        "allowed": True,
        "disputes": ["property.not_matched"],
        "instead": [],
        "hint": "",
        "hint_en": "",
        "papers": [],
    }
    assert invalid["computed"] == NOTHING

    scan = await counter.upload(declaration)
    wanted = {"disputes": "property.not_matched", "statement": "填写无误", "evidence": [scan]}
    sent = await counter.must("POST", f"/v1/items/{home}/recheck", 202, json=wanted)
    assert (sent.json()["status"], sent.headers["Location"]) == ("recheck", f"/v1/items/{home}")
    registry = counter.agencies["housing-registry"]
    await until(lambda: len(registry.about(home)), 2)
    recheck = registry.about(home)[-1]
    assert (recheck.kind, recheck.attempt, str(recheck.evidence[0].id)) == (QuestionKind.RECHECK, 2, scan)

    found = answer(
        recheck, findings=home_found(), decided_by=Decider.OPERATOR, disputable=("property.expiry_date_disputed",)
    )
    assert await counter.decide(found) == ["moved"]
    valid = await counter.item(home)
    assert (valid["display"], valid["label"], valid["reason"]) == ("valid", "有效", None)
    assert valid["computed"] == {"effective_from": "2014-08", "effective_to": "2017-12", "months": 41}
    assert valid["findings"]["whole"]["findings"] == {"registered_on": "2014-08-01", "expired_on": "2017-12-01"}
    assert valid["recheck"]["disputes"] == ["property.expiry_date_disputed"]
    assert await counter.events(home) == [
        "filed",
        "verification_asked",
        "found_invalid",
        "recheck_asked",
        "found_valid",
    ]


async def test_a_waiting_read_answers_as_soon_as_the_verdict_is_there(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    [question] = await counter.verify(home)
    loop = asyncio.get_running_loop()
    began = loop.time()
    reading = asyncio.create_task(counter.must("GET", f"/v1/items/{home}", 200, headers={"Prefer": "wait=20"}))
    await until(lambda: counter.running.runtime.hub.is_watched("main", home))
    await counter.decide(answer(question, findings=home_found()))
    response = await reading
    assert (response.json()["status"], response.headers["Preference-Applied"]) == ("valid", "wait=20")
    assert response.headers["ETag"] == f'"{response.json()["version"]}"'
    assert loop.time() - began < 10


async def test_a_read_that_waits_in_vain_shows_what_there_is(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    await counter.verify(home)
    response = await counter.must("GET", f"/v1/items/{home}", 200, headers={"Prefer": "wait=1"})
    assert response.json()["status"] == "pending"


async def test_an_education_is_judged_and_rechecked_by_halves(counter: Counter) -> None:
    declaration = await counter.open()
    studies = await counter.file(declaration, "education", education())
    halves = {question.part.value: question for question in await counter.verify(studies)}
    agency = "education-registry"
    mismatch = "education.identity_mismatch"
    assert await counter.decide(answer(halves["degree"], mismatch), by=agency) == ["noted"]
    assert (await counter.item(studies))["status"] == "pending"
    assert await counter.decide(answer(halves["qualification"], mismatch), by=agency) == ["moved"]
    invalid = await counter.item(studies)
    assert (invalid["status"], invalid["subject"], invalid["reason"]["code"]) == ("invalid", "education", mismatch)

    scan = await counter.upload(declaration)
    wanted = {"disputes": mismatch, "statement": "性别登记有误", "evidence": [scan]}
    problem = await counter.must("POST", f"/v1/items/{studies}/recheck", 422, json=wanted)
    assert problem.json()["errors"][0]["pointer"] == "#/part"
    for part in ("qualification", "degree"):
        await counter.must("POST", f"/v1/items/{studies}/recheck", 202, json={**wanted, "part": part})
    again = await counter.must("POST", f"/v1/items/{studies}/recheck", 409, json={**wanted, "part": "degree"})
    assert again.json()["type"] == "/problems/recheck-open"

    registry = counter.agencies[agency]
    await until(lambda: len(registry.about(studies)), 4)
    rechecks = {question.part.value: question for question in registry.about(studies)[2:]}
    assert {question.attempt for question in rechecks.values()} == {2, 3}
    assert await counter.decide(answer(rechecks["qualification"]), by=agency) == ["noted"]
    assert await counter.decide(answer(rechecks["degree"], mismatch), by=agency) == ["moved"]
    valid = await counter.item(studies)
    assert valid["status"] == "valid"
    assert {part: half["reason"] for part, half in valid["findings"].items()} == {
        "qualification": None,
        "degree": mismatch,
    }
    assert valid["findings"]["degree"]["label"].startswith("教育部学历(学位)备案信息")
    assert valid["recheck"]["allowed"]


async def test_tax_shows_its_valid_years_and_is_sent_only_with_the_authorisation(counter: Counter) -> None:
    declaration = await counter.open()
    tax = await counter.file(declaration, "tax", {"authorised": False})
    refused = await counter.must("POST", f"/v1/items/{tax}/verification", 422)
    assert refused.json()["type"] == "/problems/authorisation-missing"
    edited = await counter.must("PUT", f"/v1/items/{tax}", 200, json={"authorised": True}, headers={"If-Match": '"1"'})
    assert edited.json()["version"] == 2
    [question] = await counter.verify(tax)
    years = tuple(TaxYear(year=year, valid=year == 2019, paid=True) for year in (2018, 2019, 2020))
    findings = TaxFindings(years=years, valid_years=1, tax_penalties=0)
    found = answer(question, findings=findings, disputable=("tax.partially_valid",))
    assert await counter.decide(found, by="tax") == ["moved"]
    valid = await counter.item(tax)
    assert (valid["label"], valid["computed"]) == ("有效(1年)", None)
    assert valid["recheck"]["disputes"] == ["tax.partially_valid"]


async def test_an_edit_makes_a_draft_again_and_clears_what_was_found(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    [question] = await counter.verify(home)
    await counter.decide(answer(question, findings=home_found(date(2014, 8, 1))))
    version = (await counter.item(home))["version"]
    body = own_home(to="2016-12")
    response = await counter.must("PUT", f"/v1/items/{home}", 200, json=body, headers={"If-Match": f'"{version}"'})
    edited = response.json()
    assert (edited["status"], edited["findings"], edited["attempt"]) == ("draft", {}, 1)
    assert edited["entered"]["to"] == "2016-12"
    [second] = await counter.verify(home)
    assert second.attempt == 2


async def test_an_operators_wish_for_more_evidence_reaches_the_applicant_and_the_answer_the_operator(
    counter: Counter,
) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(home)
    registry = "housing-registry"
    first = await counter.ask_for_evidence(question, "请补充产权证内页", by=registry)
    assert first.status_code == 204
    assert (await counter.ask_for_evidence(question, "请补充产权证内页", by=registry)).status_code == 204
    asked = await counter.must("GET", f"/v1/items/{home}", 200, headers={"Prefer": "wait=20"})
    assert asked.json()["evidence_requested"] == "请补充产权证内页"
    assert (await counter.events(home)).count("evidence_requested") == 1

    scan = await counter.upload(declaration, "inner pages")
    body = {"evidence": [scan], "statement": "已补充"}
    sent = await counter.must("POST", f"/v1/items/{home}/evidence", 202, json=body)
    assert sent.json()["evidence_requested"] is None
    supplements = counter.agencies[registry].supplements
    await until(lambda: len(supplements), 1)
    assert (supplements[0]["question_id"], supplements[0]["evidence"][0]["id"]) == (str(question.id), scan)
    fetched = await counter.signed("GET", f"/v1/questions/{question.id}/evidence/{scan}", by=registry)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "application/pdf")
    again = await counter.must("POST", f"/v1/items/{home}/evidence", 409, json=body)
    assert again.json()["type"] == "/problems/evidence-not-requested"
