"""The registers: operators search, add and correct records; people read what is recorded about themselves."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from luohu_kit.migration import KIT, drift, unguarded
from luohu_kit.several import delete_worlds
from luohu_library_cards.app import HISTORIES
from luohu_library_cards.desk import WANG, Desk, question
from luohu_testbed.problems import slug_of

LI = "990101198703020022"
CARD = {"card_number": "99-0100", "name": "张敏", "id_number": LI, "level": "bachelor", "issued_on": "2008-07-01"}


async def search(desk: Desk, headers: dict[str, str] | None = None, **params: Any) -> Any:
    answer = await desk.client.get("/v1/records", params=params, headers=headers or desk.operator())
    return answer.json()["items"] if answer.status_code == 200 else answer


async def add(desk: Desk, fields: dict[str, Any], kind: str = "card") -> Any:
    return await desk.client.post("/v1/records", json={"kind": kind, "fields": fields}, headers=desk.operator())


async def correct(desk: Desk, record_id: str, version: int | None, fields: dict[str, Any], kind: str = "card") -> Any:
    headers = desk.operator() if version is None else {**desk.operator(), "If-Match": f'"{version}"'}
    return await desk.client.put(f"/v1/records/{record_id}", json={"kind": kind, "fields": fields}, headers=headers)


async def test_a_world_made_with_personas_begins_with_the_seeds(desk: Desk) -> None:
    cards = await search(desk, kind="card")
    assert {card["fields"]["card_number"] for card in cards} == {"99-0001", "99-0002", "99-FADED"}
    first = next(card for card in cards if card["fields"]["card_number"] == "99-0001")
    assert first["fields"]["shelves"] == ["A", "no"]
    assert first["fields"]["valid_from"] == "2010-07"
    [fine] = await search(desk, kind="fine")
    assert fine["fields"]["amount"] == "0.10"
    assert await search(desk, desk.operator(world="other"), kind="card") == []


@pytest.mark.parametrize(
    ("params", "numbers"),
    [
        ({"card_number": "99-0002"}, {"99-0002"}),
        ({"name": "王伟", "level": "bachelor"}, {"99-FADED"}),
        ({"q": "FADE"}, {"99-FADED"}),
        ({"q": "fade"}, {"99-FADED"}),
        ({"q": "%"}, set()),
        ({"q": "_"}, set()),
        ({"q": "99-", "level": "doctor"}, {"99-0002"}),
        ({"name": "nobody"}, set()),
    ],
)
async def test_operators_search_by_fields_and_by_words(desk: Desk, params: dict[str, str], numbers: set[str]) -> None:
    found = await search(desk, kind="card", **params)
    assert {card["fields"]["card_number"] for card in found} == numbers


async def test_a_search_comes_in_pages(desk: Desk) -> None:
    whole = [card["id"] for card in await search(desk, kind="card")]
    pages = [await search(desk, kind="card", limit=2, offset=offset) for offset in (0, 2, 4)]
    assert [[card["id"] for card in page] for page in pages] == [whole[:2], whole[2:], []]


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"kind": "book"},
        {"kind": "card", "issued_on": "2010-07-01"},
        {"kind": "card", "level": "king"},
        {"kind": "fine", "books": "99999999999999999999"},
        {"kind": "fine", "books": "many"},
        {"kind": "card", "limit": "0"},
        {"kind": "card", "offset": "-1"},
        {"kind": "card", "q": "x" * 101},
    ],
    ids=str,
)
async def test_a_search_that_makes_no_sense_is_a_422(desk: Desk, params: dict[str, str]) -> None:
    answer = await search(desk, **params)
    assert answer.status_code == 422, answer.text
    assert slug_of(answer) == "validation-failed"


async def test_a_record_is_added_once(desk: Desk) -> None:
    added = await add(desk, CARD)
    assert added.status_code == 201, added.text
    assert added.headers["Location"] == f"/v1/records/{added.json()['id']}"
    read = await desk.client.get(added.headers["Location"], headers=desk.operator())
    assert read.json() == added.json()
    assert read.headers["ETag"] == '"1"'
    again = await add(desk, CARD)
    assert (again.status_code, slug_of(again)) == (409, "record-conflict")


async def test_a_correction_wants_the_current_version_and_is_remembered(desk: Desk) -> None:
    record = (await add(desk, CARD)).json()
    corrected = {**CARD, "name": "张明"}
    assert slug_of(await correct(desk, record["id"], None, corrected)) == "precondition-required"
    done = await correct(desk, record["id"], 1, corrected)
    assert (done.status_code, done.headers["ETag"], done.json()["fields"]["name"]) == (200, '"2"', "张明")
    assert slug_of(await correct(desk, record["id"], 1, CARD)) == "precondition-failed"
    history = await desk.client.get(f"/v1/records/{record['id']}/history", headers=desk.operator())
    lines = [
        (one["version"], one["before"] and one["before"]["name"], one["after"]["name"], one["actor"])
        for one in history.json()["items"]
    ]
    assert lines == [(1, None, "张敏", "clerk-1"), (2, "张敏", "张明", "clerk-1")]


async def test_two_corrections_at_once_leave_one_loser(desk: Desk) -> None:
    record = (await add(desk, CARD)).json()
    answers = await asyncio.gather(*(correct(desk, record["id"], 1, {**CARD, "name": f"张{n}"}) for n in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


async def test_a_correction_to_a_number_that_is_taken_is_a_conflict(desk: Desk) -> None:
    record = (await add(desk, CARD)).json()
    answer = await correct(desk, record["id"], 1, {**CARD, "card_number": "99-0001"})
    assert (answer.status_code, slug_of(answer)) == (409, "record-conflict")
    crossed = await correct(desk, record["id"], 1, {"id_number": LI, "amount": "1", "books": 1}, kind="fine")
    assert (crossed.status_code, crossed.json()["errors"][0]["pointer"]) == (422, "#/kind")


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("card", {"name": ""}),
        ("card", {"name": "a\x00b"}),
        ("card", {"shelves": ["a\x00b"]}),
        ("card", {"level": "king"}),
        ("card", {"issued_on": "2010-02-30"}),
        ("card", {"valid_from": "2010-13"}),
        ("card", {"surprise": 1}),
        ("fine", {"books": 10**12}),
        ("fine", {"books": 10**30}),
        ("fine", {"amount": "1e40"}),
        ("book", {}),
    ],
    ids=str,
)
async def test_a_record_that_cannot_be_kept_is_a_422(desk: Desk, kind: str, change: dict[str, Any]) -> None:
    whole = {"id_number": LI, "amount": "1.00", "books": 1} if kind == "fine" else CARD
    answer = await add(desk, {**whole, **change}, kind)
    assert answer.status_code == 422, answer.text


async def test_people_read_what_is_about_themselves_and_nothing_else(desk: Desk) -> None:
    everything = await search(desk, kind="card")
    mine = await search(desk, desk.person(), kind="card")
    assert {card["fields"]["card_number"] for card in mine} == {"99-0001", "99-FADED"}
    for card in everything:
        read = await desk.client.get(f"/v1/records/{card['id']}", headers=desk.person())
        assert (read.status_code == 200) == (card["fields"]["id_number"] == WANG.id_number)
    theirs = await search(desk, desk.person(id_number="990101199001010018"), kind="card")
    assert theirs == []
    first = mine[0]["id"]
    assert (await desk.client.get(f"/v1/records/{first}/history", headers=desk.person())).status_code == 403
    changed = await desk.client.put(
        f"/v1/records/{first}", json={"kind": "card", "fields": CARD}, headers={**desk.person(), "If-Match": "*"}
    )
    assert changed.status_code == 403
    assert (await desk.client.get("/v1/records", params={"kind": "card"})).status_code == 401
    assert (await desk.client.get(f"/v1/records/{first}", headers=desk.operator(agency="tax"))).status_code == 403


async def test_a_record_under_an_old_number_is_found_by_todays(desk: Desk) -> None:
    added = await add(desk, {**CARD, "id_number": "990101850615001"})
    assert added.status_code == 201, added.text
    mine = await search(desk, desk.person(), kind="card", card_number=CARD["card_number"])
    assert [card["id"] for card in mine] == [added.json()["id"]]
    assert (await desk.client.get(f"/v1/records/{mine[0]['id']}", headers=desk.person())).status_code == 200


async def test_a_record_that_is_not_there_is_404(desk: Desk) -> None:
    for path in ("", "/history"):
        answer = await desk.client.get(f"/v1/records/{uuid4()}{path}", headers=desk.operator())
        assert (answer.status_code, slug_of(answer)) == (404, "record-not-found")
    assert (await correct(desk, str(uuid4()), 1, CARD)).status_code == 404


async def test_correcting_the_register_changes_no_verdict_that_was_given(desk: Desk) -> None:
    asked = question("99-0001")
    await desk.ask(asked)
    before = await desk.verdict(asked)
    card = await desk.record("99-0001")
    done = await correct(desk, card["id"], 1, {**card["fields"], "name": "王玮"})
    assert done.status_code == 200
    assert (await desk.status(asked))["verdict"] == before
    later = question("99-0001")
    await desk.ask(later)
    assert (await desk.verdict(later))["outcome"] == "invalid"
    assert len(desk.declaration.about(asked)) == 1


async def test_a_deleted_world_leaves_nothing_behind(desk: Desk) -> None:
    asked = await desk.in_recheck()
    await add(desk, CARD)
    await desk.complete(asked, await desk.take(asked), decision="uphold")
    await desk.verdict(asked)
    runtime = desk.running.runtime
    await delete_worlds(runtime, ["main"])
    tables = [table for history in (KIT, *HISTORIES) for table in history.metadata.sorted_tables]
    async with runtime.everywhere() as connection:
        for table in (table for table in tables if "world" in table.columns):
            rows = await connection.execute(select(func.count()).select_from(table).where(table.c.world == "main"))
            assert rows.scalar() == 0, table


async def test_the_migrations_make_the_tables_that_the_code_has(desk: Desk) -> None:
    assert await drift(desk.running.settings, HISTORIES) == []
    async with desk.running.runtime.everywhere() as connection:
        assert await connection.run_sync(unguarded, ["kit", "agency", "public"]) == []


async def test_the_description_shows_callbacks_and_links(desk: Desk) -> None:
    description = (await desk.client.get("/openapi.json")).json()
    ask = description["paths"]["/v1/verifications"]["post"]
    [callback] = [path for one in ask["callbacks"].values() for path in one]
    assert callback == "{$request.body#/callback_url}"
    assert ask["responses"]["202"]["links"]["verification"]["operationId"] == "read_verification"
    operations = {method["operationId"] for path in description["paths"].values() for method in path.values()}
    assert {"read_verification", "read_record"} <= operations
    assert "/_luohu/paces" in description["paths"]
    bodies = description["paths"]["/v1/records"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert bodies["discriminator"]["propertyName"] == "kind"
