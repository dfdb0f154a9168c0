"""Every scenario of the catalogue gives what it says, on one request and on no other."""

from collections.abc import AsyncIterator, Mapping
from typing import Any
from uuid import uuid4

import pytest

from luohu_contract.claim import ClaimKind
from luohu_contract.directory import ANSWERED_BY
from luohu_contract.message import VerificationRequest
from luohu_filing import bodies
from luohu_kit.peer import Peer
from luohu_kit.scenarios import On, Scenario, everything
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.messages import question
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

Json = dict[str, Any]

#: For each kind of claim: where an item that makes it is filed, and with what. None of them is in a register.
FORMS: Mapping[ClaimKind, tuple[str, Json]] = {
    ClaimKind.OWN_HOME: ("residences", bodies.own_home()),
    ClaimKind.DORMITORY: ("residences", bodies.dormitory()),
    ClaimKind.RENTAL: ("residences", bodies.rental()),
    ClaimKind.QUALIFICATION: ("education", bodies.education(degree=None)),
    ClaimKind.DEGREE: ("education", bodies.education(qualification=None)),
    ClaimKind.OVERSEAS_EDUCATION: ("education", bodies.overseas("")),
    ClaimKind.TAX: ("tax", {"authorised": True}),
    ClaimKind.SCIENCE_AWARD: ("innovation", {"type": "competition_beijing_startup"}),
    ClaimKind.AWARD: ("innovation", bodies.invention()),
    ClaimKind.HONOUR: ("honours", {"type": "model_worker", "name": "北京市劳动模范"}),
}
DUPLICATE = ["duplicate", "moved"]

#: What the journal shows of the messages: of the questions and of the verdicts, status and fault; what became of these.
SEEN: Mapping[str, tuple[list[Any], list[Any], list[str]]] = {
    "agency-outage-then-back": ([(None, "drop request")] * 3 + [(202, None)], [(200, None)], ["moved"]),
    "agency-away-two-days": ([(None, "hold"), (202, None)], [(200, None)], ["moved"]),
    "question-refused-first": ([(503, "status 503")] * 2 + [(202, None)], [(200, None)], ["moved"]),
    "question-twice": ([(202, "duplicate")] * 2, [(200, None)], ["moved"]),
    "verdict-twice": ([(202, None)], [(200, "duplicate")] * 2, DUPLICATE),
    "verdict-late": ([(202, None)], [(None, "hold"), (200, None)], ["moved"]),
    "verdict-unsigned-first": ([(202, None)], [(401, "unsigned"), (200, None)], ["moved"]),
    "verdict-badly-signed-first": ([(202, None)], [(401, "corrupt_signature"), (200, None)], ["moved"]),
    "verdict-answer-lost": ([(202, None)], [(None, "drop answer"), (200, None)], ["duplicate"]),
    "verdict-reordered": ([(202, None)], [(200, "reorder")], ["moved"]),
}
WAITS = {"agency-slow": "P5D", "agency-away-two-days": "P2D", "verdict-late": "P14D", "recheck-two-weeks": "P14D"}


def those(on: On, *, answered: bool | None = None) -> list[str]:
    """Names of scenarios for a request, with an answer of the agency or without."""
    found = [one for one in everything().values() if on in one.on and one.review is None]
    return [one.name for one in found if answered is None or (one.answer is not None) == answered]


def test_every_scenario_is_proved_below() -> None:
    proved = {*those(On.VERIFICATION, answered=True), *those(On.RECHECK, answered=True), *SEEN, *WAITS, *those(On.ANY)}
    reviewed = {one.name for one in everything().values() if one.review is not None}
    assert proved | reviewed | {"with-operator"} == set(everything())


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


@pytest.fixture(scope="module")
async def resident(city: City) -> AsyncIterator[Applicant]:
    """Somebody in a world that many tests share: they delete what they file, and leave the clock alone."""
    wish = {"clock": {"mode": "frozen"}, "admission": "open"}
    world = (await city.client.post("/_luohu/worlds", json=wish)).json()["name"]
    yield await applicant(city, world)
    await city.client.delete(f"/_luohu/worlds/{world}")


async def file(somebody: Applicant, claim: ClaimKind, other: Json | None = None) -> str:
    """An item that makes a claim of that kind, in the one declaration of the applicant."""
    path, body = FORMS[claim]
    if "evidence" in body:
        body = {**body, "evidence": await upload(somebody)}
    return await post(somebody, path, other or body)


async def post(somebody: Applicant, path: str, body: Json) -> str:
    filed = await somebody.ask("POST", f"/v1/declarations/{await declared(somebody)}/{path}", json=body)
    assert filed.status_code == 201, filed.text
    return str(filed.json()["id"])


async def declared(somebody: Applicant) -> str:
    if not somebody.declaration:
        somebody.declaration = (await somebody.ask("POST", "/v1/declarations", json={})).json()["id"]
    return somebody.declaration


async def delete(somebody: Applicant, item: str) -> None:
    gone = await somebody.ask("DELETE", f"/v1/items/{item}", headers={"If-Match": "*"})
    assert gone.status_code == 204, gone.text


async def upload(somebody: Applicant) -> str:
    await declared(somebody)
    path = f"/v1/declarations/{somebody.declaration}/evidence"
    headers = {"Content-Type": "application/pdf"}
    sent = await somebody.ask("POST", path, content=bodies.pdf(), headers=headers)
    return str(sent.json()["id"])


async def recheck(somebody: Applicant, item: str, disputes: str, **headers: str) -> None:
    wanted = {"disputes": disputes, "statement": "填写无误", "evidence": [await upload(somebody)]}
    asked = await somebody.ask("POST", f"/v1/items/{item}/recheck", json=wanted, headers=headers)
    assert asked.status_code == 202, asked.text


async def asked(somebody: Applicant, claim: ClaimKind, scenario: str) -> Json:
    """What the agency answers to a question that the declaration service asks in a scenario."""
    city, agency = somebody.city, ANSWERED_BY[claim]
    peer = Peer(city.settings.of("declaration"), city.network.client, agency)
    about = question(claim).model_copy(update={"id": uuid4()})
    request = VerificationRequest(callback_url="http://declaration/v1/verdicts", questions=(about,))
    sent = await peer.send(
        "POST", "/v1/verifications", world=somebody.world, body=request, headers={"Luohu-Scenario": scenario}
    )
    assert sent.status_code == 202, sent.text

    async def verdict() -> Any:
        return (await peer.send("GET", f"/v1/verifications/{about.id}", world=somebody.world)).json()["verdict"]

    async def decided() -> bool:
        return await verdict() is not None

    await until(decided, True)
    found: Json = await verdict()
    return found


async def look(somebody: Applicant, item: str) -> Json:
    seen: Json = (await somebody.ask("GET", f"/v1/items/{item}")).json()
    return seen


async def becomes(somebody: Applicant, item: str, scenario: Scenario) -> Json:
    """The item, once it is what the scenario gives."""
    assert scenario.gives is not None
    await somebody.settled(item, scenario.gives.status)
    seen = await look(somebody, item)
    reason = seen["reason"] and seen["reason"]["code"]
    assert (seen["subject"], reason) == (scenario.gives.subject, scenario.gives.reason)
    return seen


@pytest.mark.parametrize("name", those(On.VERIFICATION, answered=True))
async def test_the_agency_finds_what_the_scenario_says(resident: Applicant, name: str) -> None:
    scenario = everything()[name]
    for kind in scenario.claims:
        if kind not in FORMS:  # no form makes a claim of that kind
            assert scenario.gives is not None
            verdict = await asked(resident, kind, name)
            assert (verdict["outcome"], verdict["reason"]) == (scenario.gives.status, scenario.gives.reason)
            continue
        item = await file(resident, kind)
        await resident.verify(item, **{"Luohu-Scenario": name})
        await becomes(resident, item, scenario)
        await delete(resident, item)


@pytest.mark.parametrize("name", sorted(set(SEEN) - set(WAITS)))
async def test_messages_fare_as_the_scenario_says_and_the_verdict_is_the_registers(
    resident: Applicant, name: str
) -> None:
    item = await file(resident, ClaimKind.TAX)
    await resident.verify(item, **{"Luohu-Scenario": name})
    await fared(resident, item, name)
    await delete(resident, item)


@pytest.mark.parametrize("name", sorted(set(WAITS) - {"recheck-two-weeks"}))
async def test_what_waits_in_a_scenario_waits_on_the_worlds_clock(somebody: Applicant, control: Any, name: str) -> None:
    item = await file(somebody, ClaimKind.TAX)
    await somebody.verify(item, **{"Luohu-Scenario": name})
    [fired] = (await control("POST", "/clock/advance", {"by": WAITS[name]}))["fired"]
    assert fired["at"] == (await control("GET", "/clock"))["now"]
    await fared(somebody, item, name)


async def fared(somebody: Applicant, item: str, name: str) -> None:
    """The item is what its register says, by one verdict, and the messages went as the scenario says."""
    await somebody.settled(item, "valid")
    assert await somebody.moves(item) == 1
    if name in SEEN:
        asked, answered, became = SEEN[name]
        await until(lambda: told(somebody, item, "verifications"), asked)
        await until(lambda: told(somebody, item, "verdicts"), answered)
        assert sorted(await receptions(somebody, item)) == became


async def hops(somebody: Applicant, item: str, topic: str) -> list[Json]:
    """What the journal has of messages about an item."""
    match, here = {"match": {"item": item, "topic": topic}}, {"Luohu-World": somebody.world}
    found = await somebody.city.client.post("/_luohu/journal/find", json=match, headers=here)
    return list(found.json()["items"])


async def told(somebody: Applicant, item: str, topic: str) -> list[Any]:
    return [(hop["status"], hop["fault"]) for hop in await hops(somebody, item, topic)]


async def receptions(somebody: Applicant, item: str) -> list[str]:
    seen = await hops(somebody, item, "verdicts")
    return [one["outcome"] for hop in seen if hop["status"] == 200 for one in hop["response"]["receptions"]]


async def invalid_home(somebody: Applicant) -> str:
    item = await file(somebody, ClaimKind.OWN_HOME)
    await somebody.verify(item, **{"Luohu-Scenario": "invalid-property"})
    await somebody.settled(item, "invalid")
    return item


@pytest.mark.parametrize("name", those(On.RECHECK, answered=True))
async def test_the_operator_does_what_the_scenario_says(somebody: Applicant, control: Any, name: str) -> None:
    scenario = everything()[name]
    item = await invalid_home(somebody)
    await recheck(somebody, item, "property.not_matched", **{"Luohu-Scenario": name})
    if name in WAITS:
        [fired] = (await control("POST", "/clock/advance", {"by": WAITS[name]}))["fired"]
        assert fired["at"] == "2021-07-15T09:00:00+08:00"
    if name == "recheck-upheld":
        await somebody.settled(item, "invalid")
        seen = await look(somebody, item)
        assert seen["reason"]["code"] == "property.not_matched"
    else:
        seen = await becomes(somebody, item, scenario)
    if name == "evidence-requested":
        await until(lambda: wanted(somebody, item), "请补充能够说明情况的证明材料")
    else:
        assert seen["findings"]["whole"]["decided_by"] == "operator"


async def wanted(somebody: Applicant, item: str) -> str | None:
    note: str | None = (await look(somebody, item))["evidence_requested"]
    return note


async def operated(city: City, world: str, task: str, act: str, body: Json | None = None) -> Json:
    """What an operator of the housing registry does to a task."""
    headers = {"Authorization": f"Bearer {await city.token('operator:housing-registry', world)}"}
    path = f"/agencies/housing-registry/v1/rechecks/{task}"
    etag = (await city.client.get(path, headers=headers)).headers["ETag"]
    done = await city.client.post(f"{path}/{act}", json=body, headers={**headers, "If-Match": etag})
    assert done.status_code == 200, done.text
    answer: Json = done.json()
    return answer


async def test_requested_evidence_brings_the_task_to_whoever_takes_it_and_the_scenario_stays_with_the_question(
    somebody: Applicant, city: City, world: str
) -> None:
    first = await invalid_home(somebody)
    await recheck(somebody, first, "property.not_matched", **{"Luohu-Scenario": "evidence-requested"})
    await until(lambda: wanted(somebody, first), "请补充能够说明情况的证明材料")
    supplied = {"evidence": [await upload(somebody)], "statement": "补充材料"}
    sent = await somebody.ask("POST", f"/v1/items/{first}/evidence", json=supplied)
    assert sent.status_code == 202, sent.text
    second = await file(somebody, ClaimKind.DORMITORY)
    await somebody.verify(second, **{"Luohu-Scenario": "invalid-property"})
    await somebody.settled(second, "invalid")
    await recheck(somebody, second, "property.not_matched", **{"Luohu-Scenario": "verdict-twice"})
    await until(lambda: open_tasks(city, world), 2)
    for task in await tasks(city, world):
        await operated(city, world, task["id"], "assignment")
        await operated(city, world, task["id"], "completion", {"decision": "uphold", "note": "维持"})
    for item in (first, second):
        await somebody.settled(item, "invalid")
    await until(lambda: told(somebody, second, "verdicts"), [(200, None), (200, "duplicate"), (200, "duplicate")])
    assert sorted(await receptions(somebody, second)) == ["duplicate", "moved", "moved"]


async def tasks(city: City, world: str) -> list[Json]:
    headers = {"Authorization": f"Bearer {await city.token('operator:housing-registry', world)}"}
    path = "/agencies/housing-registry/v1/rechecks/search"
    found = await city.client.post(path, json={"state": "created"}, headers=headers)
    return list(found.json()["items"])


async def open_tasks(city: City, world: str) -> int:
    return len(await tasks(city, world))


async def test_with_operator_leaves_the_item_pending_until_one_decides(somebody: Applicant, control: Any) -> None:
    item = await file(somebody, ClaimKind.TAX)
    await somebody.verify(item, **{"Luohu-Scenario": "with-operator"})
    idle = await control("POST", "/clock/advance", {"by": "P1D"})
    assert (idle["fired"], await somebody.status(item)) == ([], "pending")
    assert await told(somebody, item, "verdicts") == []


@pytest.mark.parametrize("name", [one.name for one in everything().values() if one.review])
async def test_the_window_reviews_the_spouse_at_once(somebody: Applicant, name: str) -> None:
    scenario = everything()[name]
    spouse = await post(somebody, "spouses", bodies.spouse(await upload(somebody)))
    item = await file(somebody, ClaimKind.OWN_HOME, bodies.spouse_home(spouse))
    await somebody.verify(item, **{"Luohu-Scenario": name})
    if scenario.gives is not None:
        await becomes(somebody, item, scenario)
        seen = await becomes(somebody, spouse, scenario)
        assert seen["findings"]["whole"]["decided_by"] == "operator"
        return
    await somebody.settled(spouse, "valid")
    await somebody.settled(item, "invalid")  # the register has no such home
    again = await somebody.ask("PUT", f"/v1/items/{item}", json=bodies.spouse_home(spouse), headers={"If-Match": "*"})
    assert again.status_code == 200, again.text
    refused = await somebody.ask("POST", f"/v1/items/{item}/verification", headers={"Luohu-Scenario": name})
    assert slug_of(refused) == "scenario-not-applicable"  # the record does not go along a second time


async def test_what_the_caller_sees_is_broken_for_one_request_alone(somebody: Applicant, control: Any) -> None:
    item = await file(somebody, ClaimKind.TAX)
    path = f"/v1/items/{item}"
    away = await somebody.ask("GET", path, headers={"Luohu-Scenario": "service-unavailable"})
    assert (away.status_code, slug_of(away)) == (503, "service-unavailable")
    slow = await somebody.ask("GET", path, headers={"Luohu-Scenario": "answer-slow"})
    assert slow.json()["status"] == "draft"
    lost = await somebody.ask("POST", f"{path}/verification", headers={"Luohu-Scenario": "answer-lost"})
    assert (lost.status_code, slug_of(lost)) == (502, "upstream-unreachable")
    await somebody.settled(item, "valid")
    seen = (await control("POST", "/journal/find", {"match": {"scenario": "answer-slow"}}))["items"]
    assert [(hop["status"], hop["fault"]) for hop in seen] == [(200, "latency")]
    assert seen[0]["took_ms"] >= 1000


async def test_a_scenario_wins_over_an_expectation_which_it_leaves_untouched(somebody: Applicant, control: Any) -> None:
    wish = {"agency": "tax", "verdict": {"outcome": "invalid"}}
    made = await control("POST", "/expectations", wish, status=201)
    item = await file(somebody, ClaimKind.TAX)
    await somebody.verify(item, **{"Luohu-Scenario": "valid"})
    await somebody.settled(item, "valid")
    assert (await control("GET", f"/expectations/{made['id']}"))["used"] == 0


async def test_an_unknown_or_unfitting_scenario_is_refused_before_anything_is_done(
    somebody: Applicant, city: City, control: Any
) -> None:
    item = await file(somebody, ClaimKind.TAX)
    for name in ("verdict-thrice", "Verdict Twice", "x" * 200):
        asked = await somebody.ask("POST", f"/v1/items/{item}/verification", headers={"Luohu-Scenario": name})
        assert (asked.status_code, slug_of(asked)) == (422, "scenario-unknown")
        assert asked.json()["scenarios"] == list(everything())
    unfitting = await somebody.ask(
        "POST", f"/v1/items/{item}/verification", headers={"Luohu-Scenario": "invalid-property"}
    )
    assert (unfitting.status_code, slug_of(unfitting)) == (422, "scenario-not-applicable")
    assert (unfitting.json()["on"], unfitting.json()["claims"]) == (["verification"], ["own_home", "dormitory"])
    assert await somebody.status(item) == "draft"
    assert await hops(somebody, item, "verifications") == []
    listed = await control("GET", "/scenarios")
    assert [one["name"] for one in listed["items"]] == list(everything())
    one = await control("GET", "/scenarios/invalid-tax")
    assert (one["on"], one["agencies"], one["gives"]["reason"]) == (["verification"], ["tax"], "tax.year_invalid")
    await control("GET", "/scenarios/nothing", status=404)
