"""What an awardee enters and prints: held to the declaration, printed from real data, refused with the field's name."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from luohu_contract.indicators import Indicator
from luohu_contract.item import ItemKind
from luohu_declaration.domain.course import CourseEvent, CourseStatus
from luohu_declaration.domain.states import Status
from luohu_declaration.storage import courses
from luohu_declaration.storage.admission_tables import basics, saved_indicator
from luohu_declaration.storage.tables import item
from luohu_declaration.usecases.open_settlement import open_settlements
from luohu_declaration.usecases.stop_settlement import Why, stop_settlement
from luohu_filing import bodies as filing
from luohu_settling import bodies
from luohu_settling.way import AWARD_ENDS, AWARDED_AT, HAN, Way, on_the_way
from luohu_testbed.databases import Databases
from luohu_testbed.waiting import until

SAVED_AT: datetime = AWARDED_AT


@pytest.fixture
async def unplaced(databases: Databases) -> AsyncIterator[Way]:
    """Before the list."""
    async with on_the_way(databases) as way:
        yield way


@pytest.fixture
async def way(unplaced: Way) -> Way:
    await unplaced.win()
    return unplaced


async def keep(way: Way, table: Any, **values: Any) -> None:
    """A row of the declaration's pages, as it was left when the stage closed."""
    async with way.running.runtime.begin("main") as work:
        await work.execute(insert(table).values(declaration_id=UUID(way.id), saved_at=SAVED_AT, **values))
        await work.commit()


OUTSIDE = {
    "certificate_number": "京(2014)兴不动产权第9900043号",
    "district": "大兴区",
    "from": "2014-08",
    "to": "2020-12",
}


async def valid_home(way: Way, number: int = 7, **fields: Any) -> None:
    """An own home that was found valid; its title has no end."""
    found = {
        "outcome": "valid",
        "reason": None,
        "disputable": [],
        "opinion": None,
        "decided_by": "register",
        "decided_at": "2021-08-01T00:00:00Z",
        "findings": {"kind": "own_home"},
    }
    row = {"id": UUID(int=number), "kind": ItemKind.OWN_HOME, "version": 2, "entered": filing.own_home(**fields)}
    state = {"status": Status.VALID, "since": SAVED_AT, "attempt": 1, "results": {"whole": found}}
    async with way.running.runtime.begin("main") as work:
        values = {"declaration_id": UUID(way.id), "filed_at": SAVED_AT, **row, **state}
        await work.execute(insert(item).values(values))
        await work.commit()


async def test_both_papers_are_printed_from_real_data(way: Way) -> None:
    await way.to_window(children=[bodies.child()], **bodies.married())
    form = await way.printed("application_form")
    for words in (
        "韩冰",
        HAN["id_number"],
        "北京示例科技有限公司",
        "年度总积分107.5",
        "排名17",
        "京积落申〔2021〕00001号",
    ):
        assert words in form
    for line in ("合法稳定就业41.5", "取得学历(学位)期间累计的居住及就业分值-6", "守法记录0"):
        assert line in form
    materials = await way.printed("materials_list", headers=way.window())
    assert "韩小冰的出生医学证明" in materials
    assert "符合计划生育政策凭证" not in materials


async def test_letters_are_printed_once_they_are_issued(way: Way) -> None:
    await way.to_window()
    for kind in ("transfer_letter", "registration_letter", "transfer_form", "move_in_permit"):
        none = await way.client.get(f"{way.path}/documents/{kind}", headers=way.awardee())
        assert none.status_code == 404
    await way.to_letters()
    letter = await way.printed("transfer_letter")
    told = (await way.client.get("/v1/notices", headers=way.awardee())).json()["items"]
    assert "有效期截止到2022-04-21，" in told[-1]["zh"]
    assert "北京市人力资源和社会保障局调动介绍信" in letter
    assert "有效期至2022-04-22" in letter
    await way.step("move-in-permit", way.officer(), body={"papers": await way.papers("hall")})
    holders = ("北京市公安局朝阳分局", "落户市旧街派出所", "落户路派出所")
    for copy, holder in enumerate(holders, start=1):
        assert f"本联由{holder}留存" in await way.printed("move_in_permit", copy, way.officer())


async def test_printing_again_gives_new_numbers_and_voids_the_old(way: Way) -> None:
    await way.to_window()
    listed = await way.step("documents", way.awardee())
    assert [each["number"] for each in listed["items"]] == ["京积落清〔2021〕00002号", "京积落申〔2021〕00002号"]


async def test_who_scored_on_area_registers_in_the_home_outside_that_scored(unplaced: Way) -> None:
    way = unplaced
    await way.win(job_housing_area="6")
    await keep(way, saved_indicator, indicator=Indicator.JOB_HOUSING_AREA, area_committed=True)
    await valid_home(way)
    await valid_home(way, 8, **OUTSIDE)
    await valid_home(way, 9, **{**OUTSIDE, "certificate_number": "京(2014)兴不动产权第9900044号", "to": "2019-12"})
    for elsewhere in (bodies.TITLE, "京(2014)兴不动产权第9900044号"):
        refused = await way.enter(422, destination=bodies.own_home(certificate_number=elsewhere))
        assert refused["type"] == "/problems/destination-not-allowed"
        assert refused["errors"][0]["detail"].endswith(f"that scored: {OUTSIDE['certificate_number']}")
    there = bodies.own_home(certificate_number=OUTSIDE["certificate_number"], district="大兴区")
    assert (await way.enter(destination=there))["status"] == "transfer_data_entered"


async def test_a_commitment_that_gave_no_points_binds_nobody(way: Way) -> None:
    await keep(way, saved_indicator, indicator=Indicator.JOB_HOUSING_AREA, area_committed=True)
    await valid_home(way)
    assert (await way.enter())["status"] == "transfer_data_entered"


async def test_who_has_a_home_is_not_registered_with_the_employer(way: Way) -> None:
    other = await way.enter(422, destination=bodies.collective(employer_name="另一公司"))
    assert other["errors"][0]["pointer"] == "#/destination/employer_name"
    assert (await way.enter(destination=bodies.collective()))["status"] == "transfer_data_entered"
    await valid_home(way)
    refused = await way.enter(422, destination=bodies.collective())
    assert (refused["type"], refused["errors"][0]["pointer"]) == (
        "/problems/destination-not-allowed",
        "#/destination/kind",
    )


async def test_points_of_a_spouses_home_want_the_marriage_shown_again(way: Way) -> None:
    await valid_home(way, relation="spouse")
    await way.to_window()
    assert "home.marriage_evidence" in await way.papers("district")


async def test_only_children_of_the_declaration_move_along(way: Way) -> None:
    declared = [{"name": "韩小冰", "id_number": bodies.child()["id_number"]}]
    await keep(way, basics, accompanying_children=declared, disclosure_consent=True)
    assert (await way.enter(children=[bodies.child()]))["transfer_data"]["children"][0]["name"] == "韩小冰"
    refused = await way.enter(422, children=[bodies.child(), bodies.child("20180301", 2)])
    assert (refused["type"], refused["errors"][0]["pointer"]) == (
        "/problems/child-not-declared",
        "#/children/1/id_number",
    )
    assert len((await way.read())["transfer_data"]["children"]) == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"destination": bodies.own_home(district="浦东新区")}, "#/destination/district"),
        ({"destination": bodies.own_home(certificate_number="X京房")}, "#/destination/certificate_number"),
        ({"destination": bodies.collective(no_home_in_city=False)}, "#/destination/no_home_in_city"),
        ({"destination": {"kind": "tent"}}, "#/destination"),
        ({"marital_status": "engaged"}, "#/marital_status"),
        (bodies.married(spouse={"name": "李芳", "id_number": "990101198506150021"}), "#/spouse/id_number"),
        ({"children": [bodies.child(id_number="990101201703010019")]}, "#/children/0/id_number"),
        ({"children": [bodies.child(birth_certificate_number="12")]}, "#/children/0/birth_certificate_number"),
        ({"children": [bodies.child(birth_order=0)]}, "#/children/0/birth_order"),
        ({"children": [bodies.child()] * 11}, "#/children"),
        ({"children": [bodies.child("20150301", 2)]}, "#/children/0/family_planning/reason"),
        ({"children": [bodies.child(family_planning={"kind": "proof"})]}, "#/children/0/family_planning/document"),
        ({"personnel_file": {"kind": "none", "no_file_statement": False}}, "#/personnel_file/no_file_statement"),
        ({"household": {"address": "\u0000", "police_station": "x"}}, "#/household/address"),
        ({"surprise": 1}, "#/surprise"),
    ],
)
async def test_data_that_is_wrong_is_refused_by_its_field(way: Way, fields: dict[str, Any], pointer: str) -> None:
    refused = await way.enter(422, **fields)
    assert refused["type"] == "/problems/validation-failed"
    assert refused["errors"][0]["pointer"] == pointer
    assert (await way.read())["transfer_data"] is None


@pytest.mark.parametrize(
    ("name", "who", "body"),
    [
        ("hand-in", "window", {"papers": {"identity_document": 7}}),
        ("hand-in", "window", {"papers": {}, "proxy": {**bodies.PROXY, "id_number": "990108198811300140"}}),
        ("hand-in", "window", {}),
        ("district-review", "window", {"decision": "perhaps"}),
        ("revocation", "bureau", {"opinion": ""}),
        ("transfer-certificate", "officer", {"papers": {}, "certificate_number": "1", "reason": "holiday"}),
        ("file-transfer", "awardee", {"holder": "\n"}),
        ("giving-up", "awardee", {}),
    ],
)
async def test_a_step_with_nonsense_changes_nothing(way: Way, name: str, who: str, body: Any) -> None:
    await way.step(name, getattr(way, who)(), 422, body)
    assert len((await way.read())["history"]) == 1


async def test_an_award_that_ran_out_stops_the_settlement(way: Way) -> None:
    await way.to_letters()
    declaration = UUID(way.id)
    async with way.running.runtime.begin("main") as work:
        assert await stop_settlement(work, declaration, Why.LAPSED, actor="season")
        await courses.move(work, {declaration: {}}, CourseEvent.LAPSED, status=CourseStatus.AWARDED, actor="season")
        assert not await stop_settlement(work, declaration, Why.LAPSED, actor="season")
        assert not await stop_settlement(work, UUID(int=1), Why.LAPSED, actor="season")
        await work.commit()
    over = await way.read()
    assert (over["status"], over["label"], over["next"]) == ("lapsed", "逾期未办理，视为自行放弃", None)
    assert [step["state"] for step in over["steps"]].count("done") == 8


async def test_the_calendar_lapses_a_settlement_under_way_and_voids_its_letters(way: Way) -> None:
    await way.to_letters()
    await way.at(AWARD_ENDS)
    await until(lambda: _status(way), "lapsed", within=30)
    assert (await way.course())[-1] == "lapsed"
    assert (await way.client.get(f"{way.path}/documents/transfer_letter", headers=way.awardee())).status_code == 404
    told = (await way.client.get("/v1/notices", headers=way.awardee())).json()["items"]
    assert "award.lapsed" in [each["kind"] for each in told]


async def test_the_calendar_leaves_a_registered_household_alone(way: Way) -> None:
    await way.to_registered()
    await way.at(AWARD_ENDS)
    await until(lambda: _over(way), True, within=30)
    assert ((await way.read())["status"], (await way.course())[-1]) == ("registered", "registered")


async def _status(way: Way) -> str:
    return str((await way.read())["status"])


async def _over(way: Way) -> bool:
    async with way.running.runtime.begin("main") as work:
        done = await work.one("SELECT done_at FROM season_step WHERE step = 'awards_end'")
    return done is not None and done.done_at is not None


async def test_a_registered_household_lapses_no_more_but_can_be_cancelled(way: Way) -> None:
    await way.to_registered()
    async with way.running.runtime.begin("main") as work:
        assert not await stop_settlement(work, UUID(way.id), "lapsed")
        assert await stop_settlement(work, UUID(way.id), "revoked", opinion="虚假材料")
        await work.commit()
    assert (await way.read())["status"] == "revoked"


async def test_settlements_are_opened_once(way: Way) -> None:
    async with way.running.runtime.begin("main") as work:
        assert await open_settlements(work, [UUID(way.id)], valid_until=AWARD_ENDS) == set()
        assert await open_settlements(work, [], valid_until=AWARD_ENDS) == set()
