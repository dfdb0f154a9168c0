"""Who sees what: one's own and nothing else; what is somebody else's is not there."""

from uuid import uuid4

import pytest

from luohu_filing.bodies import own_home, pdf
from luohu_filing.counter import Counter, answer


async def test_what_is_somebody_elses_is_not_there(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    scan = await counter.upload(declaration)
    stranger = counter.stranger()
    foreign = {
        ("GET", f"/v1/declarations/{declaration}"): None,
        ("POST", f"/v1/declarations/{declaration}/residences"): own_home(),
        ("POST", f"/v1/declarations/{declaration}/tax"): {"authorised": True},
        ("GET", f"/v1/items/{home}"): None,
        ("PUT", f"/v1/items/{home}"): own_home(),
        ("DELETE", f"/v1/items/{home}"): None,
        ("POST", f"/v1/items/{home}/verification"): None,
        ("POST", f"/v1/items/{home}/recheck"): {"disputes": "a.b", "statement": "x", "evidence": [scan]},
        ("POST", f"/v1/items/{home}/evidence"): {"evidence": [scan]},
        ("GET", f"/v1/items/{home}/events"): None,
        ("GET", f"/v1/evidence/{scan}"): None,
    }
    for (method, path), body in foreign.items():
        own_form = path.replace(declaration, str(uuid4())).replace(home, str(uuid4())).replace(scan, str(uuid4()))
        answers = [
            await counter.client.request(method, each, json=body, headers={**stranger, "If-Match": "*"})
            for each in (path, own_form)
        ]
        assert [a.status_code for a in answers] == [404, 404], (method, path, answers[0].text)
        assert answers[0].json()["detail"] == answers[1].json()["detail"], "nothing tells a foreign id from none"
    upload = await counter.client.post(
        f"/v1/declarations/{declaration}/evidence",
        content=pdf(),
        headers={**stranger, "Content-Type": "application/pdf"},
    )
    assert upload.status_code == 404
    assert (await counter.client.get("/v1/declarations", headers=stranger)).json()["items"] == []
    assert (await counter.item(home))["status"] == "draft"


async def test_another_world_is_another_city(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    elsewhere = counter.person(world="other")
    assert (await counter.client.get(f"/v1/items/{home}", headers=elsewhere)).status_code == 404
    opened = await counter.client.post("/v1/declarations", headers=elsewhere)
    assert opened.status_code == 201
    contradicting = {**counter.person(), "Luohu-World": "other"}
    refused = await counter.client.get(f"/v1/items/{home}", headers=contradicting)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/world-mismatch")


async def test_staff_read_and_do_not_write(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    for headers in (counter.window(), counter.issuer.staff("administrator")):
        assert (await counter.client.get(f"/v1/items/{home}", headers=headers)).status_code == 200
        listed = await counter.client.get("/v1/declarations", headers=headers)
        assert [each["id"] for each in listed.json()["items"]] == [declaration]
        written = await counter.client.post(f"/v1/items/{home}/verification", headers=headers)
        assert (written.status_code, written.json()["type"]) == (403, "/problems/role-not-allowed")


@pytest.mark.parametrize("role", ["employer", "operator"])
async def test_other_roles_see_nothing(counter: Counter, role: str) -> None:
    headers = counter.issuer.staff(role, agency="tax")
    assert (await counter.client.get("/v1/declarations", headers=headers)).status_code == 403


async def test_a_request_without_a_token_is_told_so(counter: Counter) -> None:
    answered = await counter.client.get("/v1/declarations")
    assert (answered.status_code, answered.json()["type"]) == (401, "/problems/token-missing")


@pytest.mark.parametrize("claims", [{"acr": "L1"}, {"name": ""}], ids=["a weak sign-in", "a nameless one"])
async def test_a_sign_in_that_does_not_prove_who_it_is_opens_nothing(counter: Counter, claims: dict[str, str]) -> None:
    refused = await counter.client.post("/v1/declarations", headers=counter.person(**claims))
    assert refused.status_code in (401, 403)


async def test_evidence_goes_to_the_agency_in_charge_and_to_no_other(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    [question] = await counter.verify(home)
    await counter.decide(answer(question, "property.not_matched"))
    scan, other = await counter.upload(declaration), await counter.upload(declaration, "another")
    wanted = {"disputes": "property.not_matched", "statement": "填写无误", "evidence": [scan]}
    await counter.must("POST", f"/v1/items/{home}/recheck", 202, json=wanted)
    async with counter.running.runtime.begin("main") as work:
        recheck = await work.scalar("SELECT id FROM question WHERE kind = 'recheck'")
    path = f"/v1/questions/{recheck}/evidence"
    registry = "housing-registry"
    fetched = await counter.signed("GET", f"{path}/{scan}", by=registry)
    assert (fetched.status_code, fetched.content) == (200, pdf())
    assert (await counter.signed("GET", f"{path}/{other}", by=registry)).status_code == 404
    assert (await counter.signed("GET", f"{path}/{scan}", by="tax")).status_code == 404
    assert (await counter.signed("GET", f"/v1/questions/{question.id}/evidence/{scan}", by=registry)).status_code == 404
    assert (await counter.client.get(f"{path}/{scan}", headers=counter.person())).status_code == 401
