"""A spouse record and the homes that stand on it: sent together, valid together, invalid together."""

import pytest

from luohu_contract.claim import OwnHomeClaim
from luohu_filing.bodies import own_home, spouse, spouse_home
from luohu_filing.counter import Counter, answer, home_found

REJECTED = {"decision": "reject", "reason": "spouse.period_mismatch", "note": "凭证中婚姻存续时间与填报信息不一致"}


async def married(counter: Counter) -> tuple[str, str, str]:
    """A declaration with a spouse record and a home in that spouse's name."""
    declaration = await counter.open()
    wife = await counter.file(declaration, "spouses", spouse(await counter.upload(declaration)))
    home = await counter.file(declaration, "residences", spouse_home(wife))
    return declaration, wife, home


async def test_the_first_home_takes_the_spouse_record_along(counter: Counter) -> None:
    _, wife, home = await married(counter)
    assert (await counter.item(wife))["label"] == "待填写配偶住所信息"
    [question] = await counter.verify(home)
    assert isinstance(question.claim, OwnHomeClaim)
    assert question.claim.owner.name == "李芳"
    assert [(await counter.item(each))["status"] for each in (wife, home)] == ["pending", "pending"]


@pytest.mark.parametrize("register_first", [True, False], ids=["register first", "window first"])
async def test_a_home_is_valid_when_register_and_spouse_are(counter: Counter, register_first: bool) -> None:
    _, wife, home = await married(counter)
    [question] = await counter.verify(home)
    found = answer(question, findings=home_found())
    if register_first:
        assert await counter.decide(found) == ["noted"]
        assert (await counter.item(home))["status"] == "pending"
        await counter.review(wife, {"decision": "approve"})
    else:
        await counter.review(wife, {"decision": "approve"})
        assert (await counter.item(home))["status"] == "pending"
        assert await counter.decide(found) == ["moved"]
    assert [(await counter.item(each))["label"] for each in (wife, home)] == ["审核通过", "有效"]
    computed = (await counter.item(home))["computed"]
    assert computed == {"effective_from": "2014-08", "effective_to": "2016-04", "months": 21}


async def test_a_refused_spouse_takes_the_home_along_and_the_register_comes_late(counter: Counter) -> None:
    declaration, wife, home = await married(counter)
    [question] = await counter.verify(home)
    task = await counter.review(wife, REJECTED)
    assert (task["outcome"], task["state"]) == ("rejected", "completed")
    refused = await counter.item(wife)
    assert (refused["label"], refused["findings"]["whole"]["opinion"]) == ("审核不通过", REJECTED["note"])
    fallen = await counter.item(home)
    assert (fallen["label"], fallen["display"]) == ("无效(配偶信息无效)", "invalid(spouse)")
    assert fallen["computed"]["months"] == 0

    assert await counter.decide(answer(question, findings=home_found())) == ["late"]
    assert (await counter.item(home))["display"] == "invalid(spouse)"
    assert (await counter.events(home))[-2:] == ["spouse_found_invalid", "verdict_late"]

    wanted = {
        "disputes": "spouse.period_mismatch",
        "statement": "有误",
        "evidence": [await counter.upload(declaration)],
    }
    problem = (await counter.must("POST", f"/v1/items/{home}/recheck", 409, json=wanted)).json()
    assert (problem["type"], problem["remedies"]) == ("/problems/recheck-not-allowed", ["refile"])


async def test_a_valid_home_falls_with_its_spouse_when_another_home_brought_the_record(counter: Counter) -> None:
    declaration, wife, home = await married(counter)
    second = await counter.file(
        declaration, "residences", spouse_home(wife, certificate_number="X京房权证朝字第99000002号")
    )
    for each in (home, second):
        [question] = await counter.verify(each)
        await counter.decide(answer(question, "property.not_matched" if each == second else None))
    await counter.review(wife, REJECTED)
    assert [(await counter.item(each))["display"] for each in (home, second)] == ["invalid(spouse)"] * 2


async def test_a_refused_spouse_is_filed_again_after_its_homes_are_gone(counter: Counter) -> None:
    declaration, wife, home = await married(counter)
    await counter.verify(home)
    await counter.review(wife, REJECTED)
    refused = await delete(counter, wife, 409)
    assert refused["type"] == "/problems/spouse-in-use"
    another = await counter.file(
        declaration, "residences", spouse_home(wife, certificate_number="X京房权证朝字第99000002号")
    )
    problem = (await counter.must("POST", f"/v1/items/{another}/verification", 409)).json()
    assert (problem["type"], problem["instead"]) == ("/problems/spouse-invalid", ["refile"])
    for each in (home, another, wife):
        await delete(counter, each, 204)
    file = await counter.upload(declaration)
    wife = await counter.file(declaration, "spouses", spouse(file, married_from="2007-04-01"))
    home = await counter.file(declaration, "residences", spouse_home(wife))
    [question] = await counter.verify(home)
    await counter.review(wife, {"decision": "approve"})
    await counter.decide(answer(question, findings=home_found()))
    assert (await counter.item(home))["status"] == "valid"


async def test_a_spouse_record_alone_waits_for_a_residence(counter: Counter) -> None:
    declaration = await counter.open()
    wife = await counter.file(declaration, "spouses", spouse(await counter.upload(declaration)))
    problem = (await counter.must("POST", f"/v1/items/{wife}/verification", 409)).json()
    assert problem["type"] == "/problems/spouse-awaits-residence"


async def test_a_spouse_record_is_edited_only_while_its_homes_are_drafts(counter: Counter) -> None:
    _, wife, home = await married(counter)
    filed = (await counter.item(wife))["entered"]
    await counter.must("PUT", f"/v1/items/{wife}", 200, json={**filed, "name": "李方"}, headers={"If-Match": '"1"'})
    [question] = await counter.verify(home)
    await counter.review(wife, {"decision": "approve"})
    await counter.decide(answer(question, findings=home_found()))
    problem = (await counter.must("PUT", f"/v1/items/{wife}", 409, json=filed, headers={"If-Match": "*"})).json()
    assert (problem["type"], problem["residences"]) == ("/problems/spouse-in-use", 1)
    await counter.must("PUT", f"/v1/items/{home}", 200, json=spouse_home(wife), headers={"If-Match": "*"})
    edited = await counter.must("PUT", f"/v1/items/{wife}", 200, json=filed, headers={"If-Match": "*"})
    assert edited.json()["status"] == "draft"


async def test_the_window_asks_for_more_and_sees_what_was_sent(counter: Counter) -> None:
    declaration, wife, home = await married(counter)
    await counter.verify(home)
    asked = await counter.review(wife, {"decision": "request_evidence", "note": "请补充离婚判决书生效证明"})
    assert asked["state"] == "evidence_requested"
    assert (await counter.item(wife))["evidence_requested"] == "请补充离婚判决书生效证明"
    proof = await counter.upload(declaration, "proof of effect")
    await counter.must("POST", f"/v1/items/{wife}/evidence", 202, json={"evidence": [proof], "statement": "已补充"})

    path = f"/v1/reviews/{asked['id']}"
    task = (await counter.client.get(path, headers=counter.window())).json()
    assert (task["state"], len(task["context"]["evidence"])) == ("created", 2)
    file = f"{path}/evidence/{proof}"
    assert (await counter.client.get(file, headers=counter.window())).content.startswith(b"%PDF-")
    assert (await counter.client.get(file, headers=counter.window("window-2"))).status_code == 409
    stray = await counter.upload(declaration, "not for the window")
    assert (await counter.client.get(f"{path}/evidence/{stray}", headers=counter.window())).status_code == 404
    await counter.review(wife, {"decision": "approve"})
    assert (await counter.item(wife))["status"] == "valid"


@pytest.mark.parametrize(
    ("decision", "pointer"),
    [
        pytest.param({"decision": "reject"}, "#/reason", id="a rejection without a reason"),
        pytest.param({"decision": "reject", "reason": "property.not_matched"}, "#/reason", id="a reason of others"),
        pytest.param({"decision": "approve", "reason": "spouse.name_mismatch"}, "#/reason", id="an approval with one"),
        pytest.param({"decision": "request_evidence"}, "#/note", id="a wish without words"),
        pytest.param({"decision": "perhaps"}, "#/decision", id="no decision"),
    ],
)
async def test_a_decision_that_is_none_is_refused(counter: Counter, decision: dict[str, str], pointer: str) -> None:
    _, wife, home = await married(counter)
    await counter.verify(home)
    headers = counter.window()
    found = await counter.client.post("/v1/reviews/search", json={}, headers=headers)
    assert found.json()["items"][0]["person"] == {"name": "王伟", "id_number": "990*************12"}, "who filed it"
    path = f"/v1/reviews/{found.json()['items'][0]['id']}"
    taken = await counter.client.post(f"{path}/assignment", headers={**headers, "If-Match": "*"})
    refused = await counter.client.post(
        f"{path}/completion", json=decision, headers={**headers, "If-Match": taken.headers["ETag"]}
    )
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer
    assert (await counter.item(wife))["status"] == "pending"


async def test_ones_own_home_knows_no_spouse(counter: Counter) -> None:
    declaration, wife, _ = await married(counter)
    mine = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(mine)
    await counter.decide(answer(question, findings=home_found()))
    assert (await counter.item(mine))["status"] == "valid"
    assert (await counter.item(wife))["status"] == "draft"


async def delete(counter: Counter, item: str, status: int) -> dict[str, str]:
    """Delete an item at its current version."""
    response = await counter.must("DELETE", f"/v1/items/{item}", status, headers={"If-Match": "*"})
    problem: dict[str, str] = response.json() if response.content else {}
    return problem
