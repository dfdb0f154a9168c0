"""The city under other rules: beside the points that count, in batches, and nobody is asked."""

import collections
import threading
from decimal import Decimal
from typing import Any

import pytest

from luohu_declaration.domain.rescoring import Rules
from luohu_declaration.usecases import rescore_city
from luohu_filing.counter import Counter, Json
from luohu_filing.year import ZHAO, Year
from luohu_scoring import rank

PATH = "/v1/rescorings"
DEARER = """extends: BJ-2020
rules: XX-2021
employment:
  first_month: {value: 1998-07, ref: 三.一.1}
  points_per_year: {value: 4, ref: 三.一.1}
"""


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


def administrator(counter: Counter) -> dict[str, str]:
    return counter.issuer.staff("administrator", "administrator-1")


async def ask(counter: Counter, body: Json) -> Any:
    return await counter.client.post(PATH, json=body, headers=administrator(counter))


async def read(counter: Counter, path: str, **headers: str) -> Any:
    return (await counter.client.get(path, headers={**administrator(counter), **headers})).json()


async def test_dearer_years_of_work_move_the_list_and_nothing_that_counts(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    hers = await year.ready(**ZHAO)
    await year.submit(hers, **ZHAO)
    her_page = await year.score(hers, **ZHAO)  # from then on both are ranked
    before = [await year.score(mine), her_page]
    asked = {name: len(agency.questions) for name, agency in counter.agencies.items()}
    begun = await ask(counter, {"rules_yaml": DEARER, "quota": 1})
    assert (begun.status_code, begun.json()["status"], begun.json()["total"]) == (202, "running", 2), begun.text
    done = await read(counter, begun.headers["Location"], Prefer="wait=20")
    assert (done["status"], done["rules"], done["inline"], done["computed"]) == ("done", "XX-2021", True, 2)
    places = (await read(counter, done["links"]["places"]))["items"]
    months = Decimal(str((await _months(year, mine))["employed"]))
    moved = {each["declaration_id"]: each for each in places}
    assert Decimal(moved[mine]["total"]) - Decimal(before[0]["total"]) == round(months / 12, 2)
    assert [Decimal(moved[who]["total_now"]) for who in (mine, hers)] == [Decimal(page["total"]) for page in before]
    expected = rank(((each["declaration_id"], Decimal(each["total"])) for each in places), 1)
    for shown, place in zip(places, expected.places, strict=True):
        told = (shown["declaration_id"], shown["rank"], shown["running"], shown["admitted"])
        assert told == (place.id, place.rank, place.running, place.admitted)
    assert (done["ranked"], done["admitted"], Decimal(done["cut_off"])) == (2, expected.admitted, expected.cut_off)
    columns = (await read(counter, f"{done['links']['self']}/distribution"))["columns"]
    for under, name in (("total", "other"), ("total_now", "now")):
        whole = collections.Counter(int(Decimal(each[under])) for each in places)
        assert {each["points"]: each[name] for each in columns if each[name]} == whole
    assert [await year.score(mine), await year.score(hers, **ZHAO)] == before
    assert {name: len(agency.questions) for name, agency in counter.agencies.items()} == asked
    events = await year.rows("SELECT event, from_status, to_status, actor FROM rescoring_event ORDER BY seq")
    assert [tuple(row) for row in events] == [
        ("asked", None, "running", "administrator-1"),
        ("ranked", "running", "done", "season"),
    ]
    assert [each["id"] for each in (await read(counter, PATH))["items"]] == [done["id"]]


async def _months(year: Year, declaration: str) -> Json:
    (row,) = await year.rows("SELECT months FROM score WHERE declaration_id = CAST(:id AS uuid)", id=declaration)
    return dict(row.months)


async def test_what_cannot_be_computed_is_refused(counter: Counter) -> None:
    for body, slug, told in (
        ({"rules": "BJ-1999"}, "policy-invalid", "there are BJ-2018, BJ-2020"),
        ({"rules_yaml": "extends: BJ-2020\nwages: 3"}, "policy-invalid", "rules:2:1"),
        ({"rules": "BJ-2018", "rules_yaml": DEARER}, "validation-failed", "either `rules`"),
        ({}, "validation-failed", "either `rules`"),
        ({"rules": "BJ-2018", "quota": 0}, "validation-failed", "quota"),
    ):
        refused = await ask(counter, body)
        assert (refused.status_code, refused.json()["type"]) == (422, f"/problems/{slug}"), refused.text
        assert told in refused.text
    absent = await counter.client.get(f"{PATH}/00000000-0000-4000-8000-000000000000", headers=administrator(counter))
    assert absent.status_code == 404
    forbidden = await counter.client.post(PATH, json={"rules": "BJ-2018"}, headers=counter.person())
    assert forbidden.status_code == 403


async def test_a_batch_that_is_cut_off_leaves_nothing_and_the_next_goes_on(
    counter: Counter, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The duty is kept from it, so that the test decides which batches happen. Others are answered meanwhile."""
    mine = await year.ready()
    await year.submit(mine)
    await year.score(mine)
    ids = await year.crowd([Decimal(90), Decimal(80)])
    kept = "UPDATE score SET facts = (SELECT facts FROM score WHERE facts IS NOT NULL) WHERE facts IS NULL"
    monkeypatch.setattr(rescore_city, "_BATCH", 1)
    monkeypatch.setattr(rescore_city, "_BATCHES", 2)
    monkeypatch.setattr(rescore_city.Rescorings, "run", _nothing)
    beside: set[bool] = set()
    computed_by = rescore_city.score

    def noted(*of: Any) -> Any:
        beside.add(threading.current_thread() is not threading.main_thread())
        return computed_by(*of)

    monkeypatch.setattr(rescore_city, "score", noted)
    begin = counter.running.runtime.begin
    async with begin("main") as work:
        await work.execute(kept)
        one = await rescore_city.ask(work, Rules("BJ-2018", None), None, "somebody")
        await work.commit()
    refused = await ask(counter, {"rules": "BJ-2020"})
    assert (refused.status_code, refused.json()["rescoring"]) == (409, str(one.id))
    async with begin("main") as work:
        assert await rescore_city.compute_next(work) == 2
    assert (await read(counter, f"{PATH}/{one.id}"))["computed"] == 0, "it was not committed"
    computed = []
    while (shown := await read(counter, f"{PATH}/{one.id}"))["status"] == "running":
        computed.append(shown["computed"])
        assert (await read(counter, f"{PATH}/{one.id}/places"))["items"] == []
        async with begin("main") as work:
            await rescore_city.compute_next(work)
            await work.commit()
    assert computed == [0, 2, 3]
    assert beside == {True}, "the loop goes on meanwhile"
    places = (await read(counter, f"{PATH}/{one.id}/places"))["items"]
    assert {each["declaration_id"] for each in places} == {mine, *map(str, ids)}
    assert {each["rank"] for each in places} == {1}, "all have the same facts"


async def _nothing(self: object, world: str) -> int:
    return 0
