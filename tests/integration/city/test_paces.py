"""Paces through the control plane: listed, drawn, taken back, looked at, worked by bots."""

from typing import Any

import pytest

from luohu_client.pdf import page
from luohu_testbed.applicant import Applicant, applicant
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until


@pytest.fixture
async def somebody(city: City, world: str) -> Applicant:
    return await applicant(city, world)


async def paces(control: Any, agency: str) -> list[Any]:
    [found] = [one for one in (await control("GET", "/paces"))["items"] if one["agency"] == agency]
    return [(one["question_kind"], one["kind"], one["pace"], one["default"]) for one in found["items"]]


async def test_all_paces_are_listed_set_and_taken_back(control: Any, city: City, world: str) -> None:
    defaults = [("verification", None, "immediate", True), ("recheck", None, "operator", True)]
    listed = (await control("GET", "/paces"))["items"]
    assert [one["agency"] for one in listed][:3] == ["housing-registry", "rental-filing", "education-registry"]
    assert await paces(control, "tax") == defaults
    bot = {"bot": {"decides": "by_evidence", "takes": {"lognormal": {"median": "P3D", "p95": "P14D"}}}}
    await control("PUT", "/paces/tax", {"question_kind": "recheck", "pace": bot}, status=204)
    bot["bot"]["office_hours"] = False  # type: ignore[assignment]
    assert await paces(control, "tax") == [defaults[0], ("recheck", None, bot, False)]
    here = {"Luohu-World": world}
    for wish, pointer in [
        ({"pace": {"manual": 0}}, "#/pace/manual"),
        ({"pace": {"uniform": {"min": "P2D", "max": "P1D"}}}, "#/pace/uniform"),
        ({"pace": "soon"}, "#/pace"),
        ({"pace": "P1D", "kind": "rental"}, "#/kind"),
    ]:
        refused = await city.client.put("/_luohu/paces/tax", json=wish, headers=here)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert await paces(control, "tax") == [defaults[0], ("recheck", None, bot, False)]
    await control("DELETE", "/paces/tax", status=204)
    assert await paces(control, "tax") == defaults
    unknown = await city.client.delete("/_luohu/paces/water", headers=here)
    assert slug_of(unknown) == "agency-unknown"
    nowhere = await city.client.get("/_luohu/paces", headers={"Luohu-World": "nowhere"})
    assert slug_of(nowhere) == "world-unknown"


async def test_a_drawn_time_is_a_stop_of_the_clock_and_the_same_in_a_twin_of_the_world(
    somebody: Applicant, city: City, control: Any
) -> None:
    spread = {"pace": {"uniform": {"min": "P5D", "max": "P14D"}}}
    await control("PUT", "/paces/tax", spread, status=204)
    await somebody.verify(await somebody.file())
    run = await control("POST", "/clock/advance", {"until": "idle"})
    await somebody.settled(somebody.item)
    made = await city.client.post("/_luohu/worlds", json={"clock": {"mode": "frozen"}, "admission": "open"})
    twin = await applicant(city, made.json()["name"])
    here = {"Luohu-World": twin.world}
    assert (await city.client.put("/_luohu/paces/tax", json=spread, headers=here)).status_code == 204
    await twin.verify(await twin.file())
    again = (await city.client.post("/_luohu/clock/advance", json={"until": "idle"}, headers=here)).json()
    assert [(one["service"], one["what"], one["at"]) for one in run["fired"]] == [
        (one["service"], one["what"], one["at"]) for one in again["fired"]
    ]
    assert "2021-07-06" < run["fired"][0]["at"] < "2021-07-16"
    await city.client.delete(f"/_luohu/worlds/{twin.world}")


async def test_the_applicants_third_look_makes_the_agency_decide(somebody: Applicant, city: City, control: Any) -> None:
    await control("PUT", "/paces/tax", {"pace": {"manual": 3}}, status=204)
    await somebody.verify(await somebody.file())
    at_tax = "/v1/waiting?agency=tax"
    window = {"Authorization": f"Bearer {await city.token('window', somebody.world)}"}

    async def queued() -> list[str]:
        return [one["state"] for one in (await city.client.get(at_tax, headers=window)).json()["items"]]

    await until(queued, ["delivered"])
    await control("DELETE", "/paces/tax", status=204)  # what waits keeps its pace
    assert (await control("POST", "/clock/advance", {"by": "P30D"}))["fired"] == []
    for _ in range(3):
        await city.client.get(f"/v1/items/{somebody.item}", headers=window)  # staff who look are not the applicant
    assert [await somebody.status(somebody.item) for _ in range(2)] == ["pending", "pending"]
    settled = await somebody.ask("GET", f"/v1/items/{somebody.item}", headers={"Prefer": "wait=10"})
    assert settled.json()["status"] == "valid"
    looks = await control("POST", "/journal/find", {"match": {"item": somebody.item, "method": "GET", "to": "tax"}})
    assert len(looks["items"]) == 3


BOT = {"decides": "by_evidence", "takes": "P3D", "office_hours": True}


@pytest.fixture
async def without_tax(city: City, world: str) -> Applicant:
    """Somebody whose tax is found invalid at once."""
    who = await applicant(city, world, "tax-year-without-tax")
    await who.verify(await who.file())
    await who.settled(who.item, "invalid")
    return who


async def disputes(who: Applicant) -> None:
    """A recheck with one page of evidence."""
    pdf = {"Content-Type": "application/pdf"}
    scan = await who.ask(
        "POST", f"/v1/declarations/{who.declaration}/evidence", content=page(["完税证明"]), headers=pdf
    )
    wanted = {"disputes": "tax.year_invalid", "statement": "已在京纳税。", "evidence": [scan.json()["id"]]}
    sent = await who.ask("POST", f"/v1/items/{who.item}/recheck", json=wanted)
    assert sent.status_code == 202, sent.text


async def bots(control: Any, number: int = 1) -> list[dict[str, Any]]:
    """The tasks that bots know of, once there are so many."""

    async def known() -> int:
        return len((await control("GET", "/bots/tasks"))["items"])

    await until(known, number)
    return list((await control("GET", "/bots/tasks"))["items"])


async def recheck_pace(control: Any, **bot: Any) -> None:
    await control("PUT", "/paces/tax", {"question_kind": "recheck", "pace": {"bot": bot}}, status=204)


async def test_a_bot_sees_the_evidence_and_overturns_on_the_next_working_day(
    without_tax: Applicant, city: City, control: Any
) -> None:
    await recheck_pace(control, **BOT)
    await disputes(without_tax)
    [task] = await bots(control)
    # Thursday at nine and three days are Sunday at nine, when nobody is there.
    assert (task["state"], task["due_at"]) == ("waiting", "2021-07-05T09:00:00+08:00")
    clock = await control("POST", "/clock/advance", {"to": "2021-07-05T08:59:59+08:00"})
    assert (clock["fired"], clock["next_due"]) == ([], "2021-07-05T09:00:00+08:00")
    assert await without_tax.status(without_tax.item) == "recheck"
    run = await control("POST", "/clock/advance", {"until": "idle"})
    fired = [(one["service"], one["what"], one["ref"], one["at"]) for one in run["fired"]]
    assert fired[0] == ("sandbox", "bots", task["id"], "2021-07-05T09:00:00+08:00")
    item = (await without_tax.ask("GET", f"/v1/items/{without_tax.item}")).json()
    part = item["findings"]["whole"]
    assert (item["status"], part["decided_by"], part["decided_at"]) == ("valid", "operator", task["due_at"])
    operator = {"Authorization": f"Bearer {await city.token('operator:tax', without_tax.world)}"}
    worked = (await city.client.get(f"/agencies/tax/v1/rechecks/{task['id']}", headers=operator)).json()
    assert [entry["act"] for entry in worked["thread"]] == ["created", "assigned", "overturned"]
    [ended] = await bots(control)
    assert (ended["state"], ended["what"], ended["done_at"]) == ("decided", "overturned", "2021-07-05T09:00:00+08:00")
    hops = (await control("POST", "/journal/find", {"match": {"from": "sandbox", "to": "tax"}}))["items"]
    asked = sorted(hop["path"].removeprefix(f"/v1/rechecks/{task['id']}").partition("/evidence/")[0] for hop in hops)
    assert asked == ["", "", "/assignment", "/completion"]  # read, evidence, taken, decided: as anybody does it


async def test_a_bot_without_evidence_upholds_what_the_register_proposes_as_soon_as_it_can_sign_in(
    somebody: Applicant, city: City, control: Any
) -> None:
    await control("PUT", "/paces/tax", {"pace": {"bot": {"decides": "by_evidence"}}}, status=204)
    city.network.detach("identity")
    try:
        await somebody.verify(await somebody.file())
        [task] = await bots(control)
        assert task["state"] == "waiting"
    finally:
        city.network.attach("identity", city.apps["identity"])
    await somebody.settled(somebody.item)
    [task] = await bots(control)
    assert (task["state"], task["what"]) == ("decided", "upheld")


async def test_a_bot_upholds_and_what_a_person_has_is_left_to_them(
    without_tax: Applicant, city: City, world: str, control: Any
) -> None:
    await recheck_pace(control, decides="uphold", takes="P1D")
    await disputes(without_tax)
    [task] = await bots(control)
    desk = f"/agencies/tax/v1/rechecks/{task['id']}"
    operator = {"Authorization": f"Bearer {await city.token('operator:tax', world)}"}
    read = await city.client.get(desk, headers=operator)
    taken = await city.client.post(f"{desk}/assignment", headers={**operator, "If-Match": read.headers["ETag"]})
    await control("POST", "/clock/advance", {"by": "P1D"})
    [left] = await bots(control)
    assert (left["state"], left["what"]) == ("left", "somebody else has taken it")
    uphold = {"decision": "uphold"}
    done = await city.client.post(
        f"{desk}/completion", json=uphold, headers={**operator, "If-Match": taken.headers["ETag"]}
    )
    assert done.status_code == 200, done.text
    await without_tax.settled(without_tax.item, "invalid")
    await disputes(without_tax)
    await bots(control, 2)
    await control("POST", "/clock/advance", {"by": "P1D"})
    await without_tax.settled(without_tax.item, "invalid")
    assert {one["what"] for one in await bots(control, 2)} == {"upheld", "somebody else has taken it"}


async def test_a_bots_work_comes_back_with_its_world(
    without_tax: Applicant, city: City, world: str, control: Any
) -> None:
    await recheck_pace(control, **BOT)
    await disputes(without_tax)
    await bots(control)
    kept = await city.client.post(f"/_luohu/worlds/{world}/snapshots", json={"name": "waiting"})
    assert kept.status_code == 201, kept.text
    for _ in range(2):
        await control("POST", "/clock/advance", {"by": "P7D"})
        await without_tax.settled(without_tax.item)
        back = await city.client.post(f"/_luohu/worlds/{world}/snapshots/waiting/restore")
        assert back.status_code == 200, back.text
        assert await without_tax.status(without_tax.item) == "recheck"
        assert [one["state"] for one in await bots(control)] == ["waiting"]
    assert (await city.client.post(f"/_luohu/worlds/{world}/reset")).status_code == 200
    assert await bots(control, 0) == []
    assert (await control("GET", "/clock"))["next_due"] > "2021-07-06"
