"""From the award to the household register: the whole way, its by-ways, and what is refused on it."""

from collections.abc import AsyncIterator

import pytest

from luohu_settling import bodies
from luohu_settling.way import HAN, Way, on_the_way
from luohu_testbed.databases import Databases
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

PASS = {"decision": "pass"}


@pytest.fixture
async def way(databases: Databases) -> AsyncIterator[Way]:
    async with on_the_way(databases) as way:
        await way.win()
        yield way


async def test_an_awardee_goes_all_the_way_to_the_register(way: Way) -> None:
    opened = await way.read()
    assert (opened["status"], opened["label"]) == ("award_open", "取得落户资格")
    assert opened["valid_until"] == "2023-10-23T00:00:00+08:00"
    assert opened["next"]["what"] == "录入本人及随迁子女的调京信息"

    registered = await way.to_registered()
    assert (registered["status"], registered["label"]) == ("registered", "已落户")
    assert (await way.resident())["household_province"] == "北京市朝阳区"
    await way.step("permit-cancellation", way.awardee())
    assert (await way.permit())["cancelled_on"] == "2021-10-23"
    ended = await way.step("file-transfer", way.awardee(), body={"holder": "朝阳区人才服务中心"})

    assert (ended["status"], ended["file"]["status"], ended["next"]) == ("permit_cancelled", "transferred", None)
    assert [step["state"] for step in ended["steps"]] == ["done"] * 11 + ["current"]
    assert {step["by"] for step in ended["steps"]} >= {"season", "applicant", "window", "administrator"}
    assert [line["event"] for line in ended["history"]] == [
        "opened", "data_entered", "printed", "papers_received", "district_passed", "city_passed", "approved",
        "letters_issued", "permit_issued", "moved_out", "registration_asked", "registration_confirmed",
        "permit_cancelled", "transferred",
    ]  # fmt: skip
    assert (await way.course())[-2:] == ["awarded", "registered"]
    assert await way.notices() == [
        "settlement.papers_received", "settlement.approved", "settlement.letters_issued", "settlement.registered",
    ]  # fmt: skip


async def test_the_family_of_a_spouses_home_moves_together(way: Way) -> None:
    child = bodies.child("20150301", 2, registered_with="spouse", family_planning=bodies.proof())
    family = bodies.married(destination=bodies.own_home(owner="spouse"), children=[child])
    await way.to_moved_out(**family)
    papers = await way.papers("new_station")
    assert {"spouse_identity", "marriage_certificate"} <= set(papers)
    alone = await way.step("registration", way.officer(), 422, {"papers": papers})
    assert alone["errors"][0]["pointer"] == "#/spouse_present"

    await way.step("registration", way.officer(), 202, {"papers": papers, "spouse_present": True})
    assert (await way.read({"Prefer": "wait=20"}))["status"] == "registered"
    for number in (HAN["id_number"], child["id_number"]):
        assert (await way.resident(number))["household_in_beijing"] is True


async def test_papers_that_lack_something_come_back_with_an_opinion(way: Way) -> None:
    await way.to_window(children=[bodies.child()], **bodies.married())
    papers = await way.papers("district", by_proxy=True)
    without = {
        key: paper for key, paper in papers.items() if key not in ("child-1.birth_certificate", "power_of_attorney")
    }
    wanted = {"papers": without, "proxy": bodies.PROXY, "opinion": "请补交"}
    back = await way.step("hand-in", way.window(), body=wanted)
    assert back["status"] == "papers_incomplete"
    line = back["history"][-1]
    assert line["detail"]["missing"] == ["child-1.birth_certificate", "power_of_attorney"]
    assert line["detail"]["proxy"]["id_number"] == "990*************49"
    assert (line["by"], (await way.read())["history"][-1]["by"]) == ("window:window-1", "window")

    taken = await way.step("hand-in", way.window(), body={"papers": papers, "proxy": bodies.PROXY})
    assert taken["status"] == "papers_received"
    closer = {"decision": "send_back", "opinion": "结婚证不清晰", "missing": ["child-1.marriage_evidence"]}
    assert (await way.step("district-review", way.window(), body=closer))["status"] == "papers_incomplete"
    # Other data makes other papers: what was printed is void.
    assert (await way.enter())["status"] == "transfer_data_entered"
    listed = await way.client.get(f"{way.path}/documents", headers=way.awardee())
    assert listed.json() == {"items": []}
    assert await way.notices() == [
        "settlement.papers_incomplete", "settlement.papers_received", "settlement.papers_incomplete",
    ]  # fmt: skip


async def test_the_city_and_the_bureau_send_back_what_is_not_right(way: Way) -> None:
    await way.to_window()
    papers = {"papers": await way.papers("district")}
    checked = {**PASS, "file_checked": True}
    for office in ("city-review", "approval"):
        await way.step("hand-in", way.window(), body=papers)
        await way.step("district-review", way.window(), body=checked)
        if office == "approval":
            await way.step("city-review", way.bureau(), body=PASS)
        silent = await way.step(office, way.bureau(), 422, {"decision": "send_back"})
        assert silent["errors"][0]["pointer"] == "#/opinion"
        back = await way.step(office, way.bureau(), body={"decision": "send_back", "opinion": "请核实"})
        assert (back["status"], back["history"][-1]["event"]) == ("papers_incomplete", "sent_back")


async def test_a_later_check_takes_the_award_back_at_any_step(way: Way) -> None:
    await way.to_letters()
    refused = await way.client.post(f"{way.path}/revocation", json={"opinion": "x"}, headers=way.window())
    assert (refused.status_code, slug_of(refused)) == (403, "role-not-allowed")
    revoked = await way.step("revocation", way.bureau(), body={"opinion": "结婚证系伪造"})
    assert (revoked["status"], revoked["label"], revoked["next"]) == ("revoked", "取消落户资格", None)
    assert (await way.course())[-1] == "revoked"
    barred = await way.client.get("/v1/notices", headers=way.awardee())
    assert {"sanction.barred", "course.revoked"} <= {each["kind"] for each in barred.json()["items"]}
    gone = await way.client.get(f"{way.path}/documents/transfer_letter", headers=way.awardee())
    assert gone.status_code == 404
    again = await way.step("revocation", way.bureau(), 409, {"opinion": "再次"})
    assert (again["type"], again["possible"]) == ("/problems/settlement-step", [])


async def test_even_a_registered_household_moves_back(way: Way) -> None:
    await way.to_registered(children=[bodies.child()])
    assert (await way.step("revocation", way.bureau(), body={"opinion": "虚假材料"}))["status"] == "revoked"
    assert (await way.course())[-1] == "registration_cancelled"

    async def households() -> list[bool]:
        numbers = (HAN["id_number"], bodies.child()["id_number"])
        return [(await way.resident(number))["household_in_beijing"] for number in numbers]

    await until(households, [False, False])


async def test_the_file_may_come_first_and_not_after_the_letter(way: Way) -> None:
    early = await way.step("file-transfer", way.awardee(), 409, {"holder": "朝阳区人才服务中心"})
    assert early["type"] == "/problems/letter-expired"
    await way.to_letters()
    until = (await way.read())["file"]["until"]
    assert until == "2022-04-22T00:00:00+08:00"
    await way.after(days=180, hours=23)
    moved = await way.step("file-transfer", way.awardee(), body={"holder": "朝阳区人才服务中心"})
    assert (moved["status"], moved["file"]) == (
        "letters_issued",
        {"status": "transferred", "label": "档案已调京", "until": None},
    )


async def test_a_file_after_the_letter_is_not_handled_any_more(way: Way) -> None:
    await way.to_registered()
    await way.after(days=181)
    late = await way.step("file-transfer", way.awardee(), 409, {"holder": "朝阳区人才服务中心"})
    assert (late["type"], late["valid_until"]) == ("/problems/letter-expired", "2022-04-22T00:00:00+08:00")
    assert (await way.read())["file"]["status"] == "pending"


async def test_a_file_in_beijing_stays_and_gets_the_letters(way: Way) -> None:
    here = {"kind": "held", "holder": "北京示例档案馆", "holder_address": "海淀区1号", "in_beijing": True}
    await way.to_letters(personnel_file=here)
    kept = await way.step("file-transfer", way.awardee(), body={"holder": "北京示例档案馆"})
    assert kept["file"]["status"] == "kept_in_beijing"


async def test_who_has_no_file_states_so_and_has_none_to_transfer(way: Way) -> None:
    await way.to_letters(personnel_file={"kind": "none", "no_file_statement": True})
    assert (await way.read())["file"]["status"] == "no_file"
    none = await way.step("file-transfer", way.awardee(), 409, {"holder": "朝阳区人才服务中心"})
    assert none["type"] == "/problems/settlement-step"


async def test_letters_that_ran_out_are_issued_anew_before_the_household_moved_out(way: Way) -> None:
    await way.to_letters()
    assert (await way.step("letters", way.bureau(), 409))["type"] == "/problems/letters-valid"
    await way.step("move-in-permit", way.officer(), body={"papers": await way.papers("hall")})
    await way.after(days=181)
    anew = await way.step("letters", way.bureau())
    assert (anew["status"], anew["file"]["until"]) == ("letters_issued", "2022-10-20T00:00:00+08:00")
    listed = (await way.client.get(f"{way.path}/documents", headers=way.awardee())).json()["items"]
    assert "move_in_permit" not in {each["kind"] for each in listed}
    assert next(each for each in listed if each["kind"] == "transfer_letter")["number"] == "京积落调〔2022〕00001号"


async def test_the_hall_acts_only_on_letters_that_hold(way: Way) -> None:
    await way.to_letters()
    papers = {"papers": await way.papers("hall")}
    await way.after(days=181)
    assert (await way.step("move-in-permit", way.officer(), 409, papers))["type"] == "/problems/letter-expired"


async def test_another_reason_of_the_move_carries_a_sealed_note(way: Way) -> None:
    await way.to_letters()
    await way.step("move-in-permit", way.officer(), body={"papers": await way.papers("hall")})
    bare = await way.certificate(reason="cadre_transfer")
    refused = await way.step("transfer-certificate", way.officer(), 422, bare)
    assert [fault["pointer"] for fault in refused["errors"]] == ["#/note", "#/note_sealed"]
    noted = {**bare, "note": "积分落户", "note_sealed": True}
    assert (await way.step("transfer-certificate", way.officer(), body=noted))["status"] == "moved_out"


async def test_a_counter_without_its_papers_does_nothing(way: Way) -> None:
    await way.to_letters()
    papers = await way.papers("hall")
    fewer = {key: paper for key, paper in papers.items() if key != "home_proof"}
    missing = await way.step("move-in-permit", way.officer(), 422, {"papers": fewer})
    assert (missing["type"], missing["missing"]) == (
        "/problems/papers-missing",
        [{"need": "home_proof", "label": "房产证"}],
    )
    other = await way.step("move-in-permit", way.officer(), 422, {"papers": {**papers, "home_proof": "lease"}})
    assert (other["type"], other["errors"][0]["pointer"]) == ("/problems/papers-unknown", "#/papers/home_proof")
    never = {**papers, "no_criminal_record": "statement"}
    assert (await way.step("move-in-permit", way.officer(), 422, {"papers": never}))[
        "type"
    ] == "/problems/papers-unknown"
    assert (await way.read())["status"] == "letters_issued"


async def test_the_register_refuses_who_is_registered_already(way: Way) -> None:
    await way.to_moved_out()
    [record] = await way.police.records("resident", id_number=HAN["id_number"])
    assert (await way.police.correct(record, household_in_beijing=True)).status_code == 200
    wanted = {"papers": await way.papers("new_station")}
    await way.step("registration", way.officer(), 202, wanted)
    back = await way.read({"Prefer": "wait=20"})
    assert (back["status"], back["history"][-1]["event"]) == ("moved_out", "registration_refused")
    assert back["history"][-1]["detail"]["why"].startswith("record-conflict")

    [record] = await way.police.records("resident", id_number=HAN["id_number"])
    assert (await way.police.correct(record, household_in_beijing=False)).status_code == 200
    await way.step("registration", way.officer(), 202, wanted)
    assert (await way.read({"Prefer": "wait=20"}))["status"] == "registered"


async def test_what_is_given_up_stays_given_up(way: Way) -> None:
    await way.to_window()
    maybe = await way.client.post(f"{way.path}/giving-up", json={"confirmed": False}, headers=way.awardee())
    assert maybe.status_code == 422
    gone = await way.step("giving-up", way.awardee(), body={"confirmed": True})
    assert (gone["status"], (await way.course())[-1]) == ("given_up", "lapsed")
    refused = await way.enter(409)
    assert (refused["type"], refused["possible"]) == ("/problems/settlement-step", [])


@pytest.mark.parametrize(
    ("name", "who", "body"),
    [
        ("documents", "awardee", None),
        ("hand-in", "window", {"papers": {}}),
        ("district-review", "window", {**PASS, "file_checked": True}),
        ("city-review", "bureau", PASS),
        ("approval", "bureau", PASS),
        ("letters", "bureau", None),
        ("move-in-permit", "officer", {"papers": {}}),
        ("transfer-certificate", "officer", {"papers": {}, "certificate_number": "1", "reason": "other"}),
        ("registration", "officer", {"papers": {}}),
        ("permit-cancellation", "awardee", None),
    ],
)
async def test_a_step_out_of_turn_says_what_can_happen(way: Way, name: str, who: str, body: object) -> None:
    refused = await way.step(name, getattr(way, who)(), 409, body)
    assert (refused["type"], refused["settlement_status"]) == ("/problems/settlement-step", "award_open")
    assert refused["possible"] == ["data_entered", "lapsed", "given_up", "revoked"]
    assert len((await way.read())["history"]) == 1


async def test_each_step_belongs_to_its_office(way: Way) -> None:
    steps = {
        "documents": way.window(),
        "hand-in": way.awardee(),
        "district-review": way.officer(),
        "city-review": way.window(),
        "approval": way.awardee(),
        "letters": way.window(),
        "move-in-permit": way.window(),
        "transfer-certificate": way.bureau(),
        "registration": way.awardee(),
        "permit-cancellation": way.window(),
        "file-transfer": way.window(),
        "giving-up": way.bureau(),
    }
    for name, headers in steps.items():
        answer = await way.client.post(f"{way.path}/{name}", json={}, headers=headers)
        assert (name, answer.status_code, slug_of(answer)) == (name, 403, "role-not-allowed")
    elsewhere = await way.client.post(f"{way.path}/registration", json={"papers": {}}, headers=way.officer("tax"))
    assert (elsewhere.status_code, slug_of(elsewhere)) == (403, "agency-mismatch")


async def test_somebody_elses_settlement_is_not_there(way: Way) -> None:
    for method, path, body in (
        ("GET", way.path, None),
        ("GET", f"{way.path}/documents", None),
        ("GET", f"{way.path}/documents/transfer_letter", None),
        ("GET", f"{way.path}/papers", None),
        ("PUT", f"{way.path}/transfer-data", bodies.transfer_data()),
        ("POST", f"{way.path}/giving-up", {"confirmed": True}),
    ):
        answer = await way.client.request(method, path, json=body, headers=way.stranger())
        assert (path, answer.status_code) == (path, 404)
    other = way.police.issuer.staff("window", "window-1", world="other")
    assert (await way.client.get(way.path, headers=other)).status_code == 404
    assert (await way.client.get("/v1/settlement-desk", headers=other)).json()["total"] == 0


async def test_a_desk_finds_what_waits_for_it(way: Way) -> None:
    await way.to_window()
    for status, total in (("documents_printed", 1), ("registered", 0)):
        answer = await way.client.get("/v1/settlement-desk", params={"status": status}, headers=way.window())
        assert (answer.json()["total"], len(answer.json()["items"])) == (total, total)
    [row] = (await way.client.get("/v1/settlement-desk", headers=way.officer())).json()["items"]
    assert (row["name"], row["label"]) == ("韩冰", "已打印申报材料")
    assert HAN["id_number"] not in str(row)


async def test_a_reader_waits_for_the_next_step(way: Way) -> None:
    version = (await way.read())["version"]
    await way.enter()
    seen = await way.read({"Prefer": "wait=20"}, beyond=version)
    assert (seen["status"], seen["version"]) == ("transfer_data_entered", version + 1)


async def test_an_old_version_is_not_written_over(way: Way) -> None:
    await way.enter(headers={"If-Match": '"1"'})
    refused = await way.enter(412, headers={"If-Match": '"1"'})
    assert refused["type"] == "/problems/precondition-failed"


async def test_before_the_stage_nothing_is_entered(databases: Databases) -> None:
    async with on_the_way(databases) as way:
        none = await way.client.get(way.path, headers=way.awardee())
        assert none.status_code == 404
        await way.win()
        await way.after(seconds=-1)
        refused = await way.enter(409)
        assert (refused["type"], refused["stage"]) == ("/problems/stage-closed", "publicity")
