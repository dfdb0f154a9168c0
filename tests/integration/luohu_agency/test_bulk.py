"""A population pours into the registers: checked by the records' own models, all or nothing, twice as once."""

from typing import Any

import httpx
import pytest

from luohu_agency import bulk
from luohu_agency.seeds import record_id
from luohu_library_cards.agency import SPEC
from luohu_library_cards.desk import Desk
from luohu_library_cards.records import CARD

LI = "990101198703020022"
CARD_99 = {
    "card_number": "99-0900",
    "name": "张敏",
    "id_number": LI,
    "level": "bachelor",
    "issued_on": "2008-07-01",
    "valid_from": "2008-07",
    "shelves": ["A", "不", 'a "quoted" one'],
}
FINE = {"id_number": LI, "amount": "0.10", "books": 3}


async def pour(desk: Desk, records: dict[str, Any], world: str = "other", by: str = "sandbox") -> httpx.Response:
    return await desk.signed("POST", "/_luohu/records", records, by=by, world=world)


async def held(desk: Desk, kind: str, world: str = "other", **who: str) -> list[dict[str, Any]]:
    headers = desk.person(world=world, **who) if who else desk.operator(world=world)
    answer = await desk.client.get("/v1/records", params={"kind": kind}, headers=headers)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_poured_records_read_as_records_that_an_operator_added(desk: Desk) -> None:
    assert (await pour(desk, {"card": [CARD_99], "fine": [FINE]})).json() == {"added": {"card": 1, "fine": 1}}
    [card], [fine] = await held(desk, "card"), await held(desk, "fine")
    assert (card["fields"], fine["fields"], card["version"]) == (CARD_99, FINE, 1)
    body = {"kind": "card", "fields": {**CARD_99, "card_number": "99-0901"}}
    await desk.client.post("/v1/records", json=body, headers=desk.operator(world="other"))
    cards = await held(desk, "card")
    assert {**cards[0]["fields"], "card_number": ""} == {**cards[1]["fields"], "card_number": ""}


async def test_the_person_of_a_poured_record_may_read_it(desk: Desk) -> None:
    await pour(desk, {"card": [CARD_99]})
    [mine] = await held(desk, "card", id_number=LI, sub="person-9")
    assert mine["fields"]["card_number"] == "99-0900"
    assert await held(desk, "card", id_number="990101198506150012", sub="person-1") == []


async def test_the_same_batch_again_changes_nothing(desk: Desk) -> None:
    await pour(desk, {"card": [CARD_99]})
    before = await held(desk, "card")
    again = await pour(desk, {"card": [CARD_99, {**CARD_99, "card_number": "99-0902"}]})
    assert again.json() == {"added": {"card": 1}}
    assert (await held(desk, "card"))[:1] == before
    assert before[0]["id"] == str(record_id("library-cards", "card", CARD.model.model_validate(CARD_99)))


async def test_a_batch_with_a_fault_is_refused_whole_and_the_fault_is_pointed_at(desk: Desk) -> None:
    wrong = {**CARD_99, "card_number": "99-0903", "issued_on": "2008-02-30"}
    answer = await pour(desk, {"card": [CARD_99, wrong]})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/card/1/issued_on"
    assert await held(desk, "card") == []


async def test_a_number_that_somebody_else_has_is_a_conflict_and_nothing_is_written(desk: Desk) -> None:
    await pour(desk, {"card": [CARD_99]})
    other = {**CARD_99, "name": "另一人"}
    answer = await pour(desk, {"fine": [FINE], "card": [other]})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/record-conflict")
    assert await held(desk, "fine") == []


@pytest.mark.parametrize(
    ("records", "status"),
    [
        ({"card": [{**CARD_99, "name": "a\x00b"}]}, 422),
        ({"fine": [{**FINE, "books": 10**12}]}, 422),
        ({"fine": [{**FINE, "amount": "1" + "0" * 12}]}, 422),
        ({"shelf": []}, 422),
    ],
)
async def test_what_no_register_can_keep_is_refused(desk: Desk, records: dict[str, Any], status: int) -> None:
    assert (await pour(desk, records)).status_code == status


async def test_only_the_sandbox_may_pour(desk: Desk) -> None:
    assert (await pour(desk, {"card": [CARD_99]}, by="declaration")).status_code == 401
    unsigned = await desk.client.post("/_luohu/records", json={"card": [CARD_99]}, headers=desk.operator())
    assert unsigned.status_code == 401


async def test_worlds_do_not_see_what_is_poured_into_others(desk: Desk) -> None:
    await pour(desk, {"card": [CARD_99]})
    assert "99-0900" not in {card["fields"]["card_number"] for card in await held(desk, "card", world="main")}


def test_every_register_of_an_agency_has_its_pipe() -> None:
    assert set(bulk.pipes(SPEC)) == {kind.name for kind in SPEC.records}
