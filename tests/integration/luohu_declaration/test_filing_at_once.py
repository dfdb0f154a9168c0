"""Several items in one request: filed and sent together, all of them or none, in a handful of statements."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from luohu_filing.bodies import cartoon, degree, education, invention, overseas, own_home, rental, spouse, spouse_home
from luohu_filing.counter import Counter, answer, home_found
from luohu_kit.admission import Admission
from luohu_kit.work import Work
from luohu_testbed.city import make_world
from luohu_testbed.problems import slug_of
from luohu_testbed.statements import statements
from luohu_testbed.waiting import until

TAX = {"kind": "tax", "authorised": True}
HOME = spouse_home("", relation="spouse", spouse_item=0)
HOME.pop("spouse_id")


def wife(evidence: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "spouse", **spouse(evidence), **fields}


async def test_a_declaration_is_opened_with_items_that_are_sent(counter: Counter) -> None:
    wish = {"items": [TAX, own_home(), {"kind": "honour", "type": "none"}], "verify": True}
    opened = await counter.must("POST", "/v1/declarations", 201, json=wish)
    body = opened.json()
    assert opened.headers["Location"] == f"/v1/declarations/{body['id']}"
    assert [(each["kind"], each["status"]) for each in body["items"]] == [
        ("tax", "pending"),
        ("own_home", "pending"),
        ("honour", "draft"),  # nobody is asked about it
    ]
    tax, home, _ = body["items"]
    await until(lambda: [len(counter.agencies[name].questions) for name in ("tax", "housing-registry")], [1, 1])
    assert await counter.events(home["id"]) == ["filed", "verification_asked"]
    assert (tax["version"], tax["attempt"]) == (2, 1)
    read = (await counter.must("GET", f"/v1/declarations/{body['id']}", 200)).json()
    assert read["items"] == body["items"]


async def test_a_home_names_the_spouse_record_of_its_own_request_and_takes_it_along(counter: Counter) -> None:
    declaration = await counter.open()
    evidence = await counter.upload(declaration)
    other = {**HOME, "certificate_number": "X京房权证朝字第99000002号", "spouse_item": 0}
    wish = {"items": [wife(evidence), HOME, other], "verify": True}
    filed = (await counter.must("POST", f"/v1/declarations/{declaration}/items", 201, json=wish)).json()
    assert [each["id"] for each in filed["items"]] == filed["filed"]
    record, *homes = filed["filed"]
    assert [each["status"] for each in filed["items"]] == ["pending"] * 3
    assert [each["entered"].get("spouse_id") for each in filed["items"]] == [None, record, record]
    assert "spouse_item" not in filed["items"][1]["entered"]
    assert await counter.events(record) == ["filed", "verification_asked"]
    await until(lambda: len(counter.agencies["housing-registry"].questions), 2)
    await counter.review(record, {"decision": "approve"})  # one task, although two homes stand on it
    for question in list(counter.agencies["housing-registry"].questions):
        assert await counter.decide(answer(question, findings=home_found())) == ["moved"]
    assert [(await counter.item(each))["status"] for each in homes] == ["valid", "valid"]


async def test_every_draft_of_a_declaration_is_sent_in_one_step(counter: Counter) -> None:
    declaration = await counter.open()
    record = await counter.file(declaration, "spouses", spouse(await counter.upload(declaration)))
    home = await counter.file(declaration, "residences", spouse_home(record))
    study = await counter.file(declaration, "education", education())
    await counter.file(declaration, "honours", {"type": "none"})
    here = f"/v1/declarations/{declaration}/verification"
    sent = (await counter.must("POST", here, 202)).json()
    assert {each["id"] for each in sent["items"] if each["status"] == "pending"} == {record, home, study}
    await until(lambda: len(counter.agencies["education-registry"].questions), 2)
    again = (await counter.must("POST", here, 202)).json()
    assert again["items"] == sent["items"]
    assert len(counter.agencies["housing-registry"].questions) == 1


FAULTS: dict[str, tuple[list[Any], str, str]] = {
    "a field of the second": ([TAX, own_home(district="浦东新区")], "validation-failed", "#/items/1/district"),
    "an unknown kind": ([TAX, {"kind": "castle"}], "validation-failed", "#/items/1"),
    "a reading": ([{"kind": "employment"}], "validation-failed", "#/items/0"),
    "a field of a half": (
        [TAX, education(degree=degree(level="x"))],
        "validation-failed",
        "#/items/1/degree/level",
    ),
    "a contradiction": ([TAX, own_home(to="2014-07")], "validation-failed", "#/items/1/to"),
    "a month out of range": ([own_home(), rental(to="2021-01")], "period-out-of-range", "#/items/1/to"),
    "the same home twice": ([own_home(), own_home(to="2016-01")], "period-overlaps", "#/items/1/from"),
    "a file of nobody's": ([TAX, overseas(str(uuid4()))], "evidence-unknown", "#/items/1/evidence"),
    "a record of nobody's": (
        [TAX, spouse_home(str(uuid4()))],
        "spouse-unknown",
        "#/items/1/spouse_id",
    ),
    "a place that is no record": ([TAX, HOME], "validation-failed", "#/items/1/spouse_item"),
    "a place behind it": ([{**HOME, "spouse_item": 1}, TAX], "validation-failed", "#/items/0/spouse_item"),
    "a place and an id": (
        [TAX, spouse_home(str(uuid4()), spouse_item=0)],
        "validation-failed",
        "#/items/1/spouse_item",
    ),
    "what cannot be sent": (
        [own_home(), {"kind": "tax", "authorised": False}],
        "authorisation-missing",
        "#/items/1/authorised",
    ),
    "too many": ([TAX] * 101, "validation-failed", "#/items"),
}


async def test_one_bad_item_among_several_stores_nothing_and_is_named(counter: Counter) -> None:
    declaration = await counter.open()
    for items, problem, pointer in FAULTS.values():
        wish = {"items": items, "verify": True}
        refused = await counter.must("POST", f"/v1/declarations/{declaration}/items", 422, json=wish)
        assert slug_of(refused) == problem, refused.text
        assert [each["pointer"] for each in refused.json()["errors"]] == [pointer], refused.text
        stranger = await counter.client.post("/v1/declarations", json=wish, headers=counter.stranger())
        assert (stranger.status_code, slug_of(stranger)) == (422, problem), stranger.text
    twice = await counter.must("POST", f"/v1/declarations/{declaration}/items", 409, json={"items": [TAX, TAX]})
    assert (slug_of(twice), twice.json()["item"]) == ("filing-exists", "#/items/0")
    assert twice.json()["errors"][0]["pointer"] == "#/items/1"
    for nothing in ({"items": []}, {}, {"items": [TAX], "note": "x"}, []):
        await counter.must("POST", f"/v1/declarations/{declaration}/items", 422, json=nothing)
    assert (await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()["items"] == []
    listed = await counter.client.get("/v1/declarations", headers=counter.stranger())
    assert listed.json()["items"] == []
    assert not any(agency.questions for agency in counter.agencies.values())


async def test_a_draft_that_cannot_be_sent_keeps_all_from_being_sent(counter: Counter) -> None:
    declaration = await counter.open()
    home = await counter.file(declaration, "residences", own_home())
    tax = await counter.file(declaration, "tax", {"authorised": False})
    refused = await counter.must("POST", f"/v1/declarations/{declaration}/verification", 422)
    assert (slug_of(refused), refused.json()["item_id"]) == ("authorisation-missing", tax)
    assert (await counter.item(home))["status"] == "draft"
    for path in ("items", "verification"):
        whose = f"/v1/declarations/{declaration}/{path}"
        other = await counter.client.post(whose, json={"items": [own_home()]}, headers=counter.stranger())
        assert other.status_code == 404, other.text


async def test_a_repeated_request_under_one_key_is_done_once(counter: Counter) -> None:
    wish = {"items": [TAX, own_home()], "verify": True}
    key = {"Idempotency-Key": '"at-once"'}
    at_once = await asyncio.gather(
        *(counter.client.post("/v1/declarations", json=wish, headers={**counter.person(), **key}) for _ in range(3))
    )
    assert 201 in {each.status_code for each in at_once} <= {201, 409}
    first = next(each for each in at_once if each.status_code == 201)
    second = await counter.must("POST", "/v1/declarations", 201, json=wish, headers=key)
    assert second.json() == first.json()
    declaration = first.json()["id"]
    here, more = f"/v1/declarations/{declaration}/items", {"items": [education()], "verify": True}
    both = [await counter.must("POST", here, 201, json=more, headers={"Idempotency-Key": '"more"'}) for _ in range(2)]
    assert both[0].json() == both[1].json()
    other = await counter.must("POST", here, 422, json={"items": [TAX]}, headers={"Idempotency-Key": '"more"'})
    assert slug_of(other) == "idempotency-key-reused"
    await until(lambda: len(counter.agencies["education-registry"].questions), 2)
    assert len((await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()["items"]) == 3


async def test_the_number_of_statements_does_not_grow_with_that_of_items(counter: Counter) -> None:
    counts = []
    for name, number in (("few", 2), ("many", 30)):
        await make_world(counter.running.runtime, name)
        headers = counter.person(world=name)
        homes = [own_home(certificate_number=f"京(2014)朝不动产权第99000{100 + each}号") for each in range(number)]
        awards = [{"kind": "innovation", **each} for each in (invention(), cartoon())]
        with statements() as said:
            wish = {"items": [*homes, TAX, education(), *awards], "verify": True}
            opened = await counter.client.post("/v1/declarations", json=wish, headers=headers)
            assert opened.status_code == 201, opened.text
        [counted] = [len(all_of_it) for all_of_it in said.values() if any("INTO item" in each for each in all_of_it)]
        counts.append(counted)
    assert counts[0] == counts[1]
    assert counts[0] < 20


async def test_what_breaks_off_before_the_end_leaves_nothing_and_can_be_tried_again(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish, key = {"items": [TAX, own_home()], "verify": True}, {"Idempotency-Key": '"broken"'}

    async def broken(work: Work) -> None:
        raise ConnectionResetError("the process is about to die")

    with monkeypatch.context() as patch:
        patch.setattr(Work, "commit", broken)
        await counter.must("POST", "/v1/declarations", 503, json=wish, headers=key)
    assert (await counter.must("GET", "/v1/declarations", 200)).json()["items"] == []
    assert not any(agency.questions for agency in counter.agencies.values())
    opened = (await counter.must("POST", "/v1/declarations", 201, json=wish, headers=key)).json()
    await until(lambda: len(counter.agencies["tax"].questions), 1)
    assert len(opened["items"]) == 2


async def test_who_may_not_file_opens_nothing_with_items(counter: Counter) -> None:
    await make_world(counter.running.runtime, "strict", admission=Admission.HANDBOOK)
    headers = counter.person(world="strict")
    refused = await counter.client.post("/v1/declarations", json={"items": [TAX]}, headers=headers)
    assert (refused.status_code, slug_of(refused)) == (409, "not-admitted")
    assert (await counter.client.get("/v1/declarations", headers=headers)).json()["items"] == []
    plain = await counter.client.post("/v1/declarations", headers=headers)
    assert plain.status_code == 201
    here = f"/v1/declarations/{plain.json()['id']}"
    for path, body in (("items", {"items": [TAX]}),):
        refused = await counter.client.post(f"{here}/{path}", json=body, headers=headers)
        assert (refused.status_code, slug_of(refused)) == (409, "not-admitted")


async def test_who_waits_is_answered_with_what_came_of_it(counter: Counter) -> None:
    patient = {"Prefer": "wait=20", "Idempotency-Key": '"patient"'}
    wish = {"items": [own_home()], "verify": True}
    waiting = asyncio.create_task(counter.must("POST", "/v1/declarations", 201, json=wish, headers=patient))
    registry = counter.agencies["housing-registry"]
    await until(lambda: len(registry.questions), 1)
    assert not waiting.done()
    await counter.decide(answer(registry.questions[0], findings=home_found()))
    opened = await waiting
    assert opened.json()["items"][0]["label"] == "有效"
    assert opened.headers["Preference-Applied"] == "wait=20"
    here = opened.headers["Location"]
    repeated = await counter.must("POST", "/v1/declarations", 201, json=wish, headers=patient)
    assert repeated.json() == opened.json()

    short = {"Prefer": "wait=1"}
    late = await counter.must("POST", f"{here}/items", 202, json={"items": [TAX], "verify": True}, headers=short)
    assert [each["status"] for each in late.json()["items"] if each["id"] in late.json()["filed"]] == ["pending"]
    await counter.must("POST", f"{here}/verification", 202, headers=short)
    await counter.decide(answer(counter.agencies["tax"].questions[0], "tax.year_invalid"), by="tax")
    done = await counter.must("POST", f"{here}/verification", 200, headers=short)
    assert {each["status"] for each in done.json()["items"]} == {"valid", "invalid"}

    study = await counter.file(here.rpartition("/")[2], "education", education())
    path = f"/v1/items/{study}/verification"
    waiting = asyncio.create_task(counter.must("POST", path, 200, headers={"Prefer": "wait=20"}))
    known = counter.agencies["education-registry"].questions
    await until(lambda: len(known), 2)
    await counter.decide(*(answer(each, "education.not_found") for each in known), by="education-registry")
    settled = await waiting
    assert (settled.json()["status"], settled.headers["ETag"]) == ("invalid", f'"{settled.json()["version"]}"')
