"""Declarations: one for each year, opened once however often one asks; and the catalogue of reasons."""

import asyncio

from luohu_declaration.app import HISTORIES
from luohu_filing.bodies import own_home
from luohu_filing.counter import Counter
from luohu_kit.migration import drift, unguarded


async def test_an_applicant_has_one_declaration_for_a_year(counter: Counter) -> None:
    first = await counter.must("POST", "/v1/declarations", 201)
    body = first.json()
    assert (body["year"], body["base_date"], body["person"]["name"]) == (2021, "2020-12-31", "王伟")
    assert first.headers["Location"] == f"/v1/declarations/{body['id']}"
    again = await counter.must("POST", "/v1/declarations", 409)
    assert (again.json()["type"], again.headers["Location"]) == (
        "/problems/declaration-exists",
        first.headers["Location"],
    )
    listed = (await counter.must("GET", "/v1/declarations", 200)).json()["items"]
    assert [each["id"] for each in listed] == [body["id"]]


async def test_two_requests_at_once_open_one_declaration(counter: Counter) -> None:
    opened = await asyncio.gather(
        *(counter.client.post("/v1/declarations", headers=counter.person()) for _ in range(5))
    )
    assert sorted(each.status_code for each in opened) == [201, 409, 409, 409, 409]


async def test_a_repeated_request_under_one_key_is_answered_as_the_first(counter: Counter) -> None:
    declaration = await counter.open()
    path = f"/v1/declarations/{declaration}/residences"
    key = {"Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}
    first = await counter.must("POST", path, 201, json=own_home(), headers=key)
    second = await counter.must("POST", path, 201, json=own_home(), headers=key)
    assert first.json() == second.json()
    assert first.headers["Location"] == second.headers["Location"]
    other = await counter.must("POST", path, 422, json=own_home(to="2016-01"), headers=key)
    assert other.json()["type"] == "/problems/idempotency-key-reused"
    sent = [
        await counter.must(
            "POST", f"{first.headers['Location']}/verification", 202, headers={"Idempotency-Key": '"go"'}
        )
        for _ in range(2)
    ]
    assert sent[0].json() == sent[1].json()
    assert len((await counter.must("GET", f"/v1/declarations/{declaration}", 200)).json()["items"]) == 1


async def test_two_edits_at_once_leave_one(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    headers = {**counter.person(), "If-Match": '"1"'}
    edits = await asyncio.gather(
        *(
            counter.client.put(f"/v1/items/{home}", json=own_home(to=f"201{year}-01"), headers=headers)
            for year in (5, 6, 7)
        )
    )
    assert sorted(each.status_code for each in edits) == [200, 412, 412]


async def test_two_requests_at_once_send_an_item_once(counter: Counter) -> None:
    home = await counter.file(await counter.open(), "residences", own_home())
    sent = await asyncio.gather(
        *(counter.client.post(f"/v1/items/{home}/verification", headers=counter.person()) for _ in range(4))
    )
    assert sorted(each.status_code for each in sent) == [202, 409, 409, 409]
    assert (await counter.item(home))["attempt"] == 1


async def test_the_catalogue_of_reasons_is_open_to_all(counter: Counter) -> None:
    listed = (await counter.client.get("/v1/reasons")).json()["items"]
    assert len(listed) > 20
    cut_off = await counter.client.get("/v1/reasons/education.date_after_cutoff")
    assert "2020年12月31日" in cut_off.json()["zh"]
    unknown = await counter.client.get("/v1/reasons/property.haunted")
    assert (unknown.status_code, unknown.json()["type"]) == (404, "/problems/reason-unknown")


async def test_the_tables_are_those_of_the_code_and_every_one_is_guarded(counter: Counter) -> None:
    assert await drift(counter.running.settings, HISTORIES) == []
    engine = counter.running.runtime.engine
    assert engine is not None
    async with engine.connect() as connection:
        assert await connection.run_sync(unguarded, ["public", "kit"]) == []
