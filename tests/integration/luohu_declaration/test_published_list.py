"""The published list: seven days, frozen, and made of everybody's last points (handbook 五.一; DOMAIN 8.1)."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from luohu_declaration.domain.season import Step
from luohu_declaration.usecases import publish_list
from luohu_declaration.usecases.rescore import rescore
from luohu_filing.counter import Counter
from luohu_filing.year import AWARD, LIST, OVER, Year
from luohu_testbed.issuer import APPLICANT
from luohu_testbed.waiting import until

PUBLICATION = "/v1/publication/2021"


@pytest.fixture
def year(counter: Counter) -> Year:
    return Year(counter)


async def test_the_list_is_public_for_the_publicity_and_not_longer(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    total = (await year.score(mine))["total"]
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    await year.stand_at(AWARD - timedelta(microseconds=1))
    assert [each["total"] for each in (await counter.client.get(PUBLICATION)).json()["items"]] == [total]
    for instant, step in ((AWARD, Step.PUBLICITY_ENDS), (OVER, Step.AWARDS_END)):
        await year.stand_at(instant, step)
        over = await counter.client.get(PUBLICATION)
        assert (over.status_code, over.json()["type"]) == (409, "/problems/stage-closed")
        assert (over.json()["opens"], over.json()["closes"]) == (LIST.isoformat(), AWARD.isoformat())
        page = await year.score(mine)
        assert (page["total"], page["place"]["rank"], page["place"]["final"]) == (total, 1, True), "their owner's stay"


async def test_equal_totals_share_a_rank_and_have_running_numbers_of_their_own(counter: Counter, year: Year) -> None:
    mine = await year.ready()
    await year.submit(mine)
    page = await year.score(mine)
    assert page["place"]["running"] is None, "there is no list yet"
    total = Decimal(page["total"])
    await year.crowd([total + 1, total])
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    place = (await year.score(mine))["place"]
    tied = await year.rows("SELECT declaration_id AS id FROM list_place WHERE rank = 2 ORDER BY declaration_id")
    numbers = {str(row.id): running for running, row in enumerate(tied, start=2)}
    assert (len(numbers), place["rank"], place["running"]) == (2, 2, numbers[mine])


async def test_a_place_that_a_sanction_frees_goes_to_nobody(
    counter: Counter, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is written in three parts, the last of them shorter."""
    monkeypatch.setattr(publish_list, "_BATCH", 2500)
    mine = await year.ready()
    await year.submit(mine)
    total = Decimal((await year.score(mine))["total"])
    ids = await year.crowd([*(total + 1 + Decimal(i % 900) / 100 for i in range(5999)), total - Decimal("0.01")])
    await year.stand_at(LIST, Step.LIST_PUBLISHED)
    (below,) = await year.rows("SELECT declaration_id AS id FROM list_place WHERE NOT admitted")
    assert below.id in ids
    before = (await counter.client.get(f"{PUBLICATION}?limit=1")).json()
    assert (before["admitted"], before["cut_off"]) == (6000, str(total))
    false = {"kind": "false_material", "year": 2021, "grounds": "学历证书系伪造", "id_number": APPLICANT["id_number"]}
    decided = await counter.client.post("/v1/sanctions", json=false, headers=counter.window())
    assert decided.status_code == 201, decided.text
    assert (await counter.client.get(f"{PUBLICATION}?limit=1")).json() == before
    await year.stand_at(AWARD, Step.PUBLICITY_ENDS)
    (row,) = await year.rows("SELECT status FROM declaration WHERE id = :id", id=below.id)
    assert row.status == "not_awarded"
    counted = await year.rows("SELECT status, count(*) AS n FROM declaration GROUP BY status")
    assert {row.status: row.n for row in counted} == {"awarded": 5999, "disqualified": 1, "not_awarded": 1}


#: As if public security had corrected its record of the person.
_BORN_IN_1972 = (
    "UPDATE item SET results = jsonb_set(results, '{whole,findings,identity,birth_date}', '\"1972-06-15\"')"
    " WHERE kind = 'law_abiding'"
)


async def test_points_that_change_while_the_list_is_made_are_waited_for(counter: Counter, year: Year) -> None:
    """Somebody else's work holds the declaration and makes its points due; the list ranks what that gives."""
    mine = await year.ready()
    await year.submit(mine)
    total = Decimal((await year.score(mine))["total"])
    await year.stand_at(LIST - timedelta(minutes=1), Step.QUERY_OPENS)
    runtime = counter.running.runtime
    async with runtime.begin("main") as work:
        await work.rows("SELECT id FROM declaration FOR UPDATE")
        await work.execute(_BORN_IN_1972)
        publishing = asyncio.create_task(year.stand_at(LIST, Step.LIST_PUBLISHED))
        await until(lambda: _waiting(year), 1, at_least=True, within=20)
        (declaration,) = await work.rows("SELECT id FROM declaration")
        await rescore(work, [declaration.id], "test")
        await work.commit()
    await publishing
    (row,) = await year.rows("SELECT total FROM list_place")
    assert row.total == total - 8, "somebody born in 1972 has 12 points and not 20"


async def _waiting(year: Year) -> int:
    """How many sessions of this database wait for a lock."""
    rows = await year.rows(
        "SELECT count(*) AS n FROM pg_locks JOIN pg_stat_activity USING (pid)"
        " WHERE datname = current_database() AND NOT granted"
    )
    return int(rows[0].n)
