"""Outcomes told beforehand, paces, bots and faults work for the records of cases as they do for items."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from luohu_casework import shanghai as sh
from luohu_casework.bureau import CENTRE, EMPLOYER, WINDOW, Bureau, bureau
from luohu_casework.tianjin import application, holds_papers, known
from luohu_client.pdf import page
from luohu_testbed.city import City
from luohu_testbed.problems import slug_of
from luohu_testbed.waiting import until

SKILL = "records/skill/human_resources"


class Told(Bureau):
    """A world of Tianjin with one application that is accepted, and its control plane."""

    case: str = ""

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of the control plane."""
        here = {"Luohu-World": self.world}
        answer = await self.city.client.request(method, f"/_luohu{path}", json=body, headers=here)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    async def as_scenario(self, name: str, path: str, body: Any = None) -> Any:
        """A request of the employer about the case with a scenario."""
        headers = {"Luohu-Scenario": name}
        return await self.ask(EMPLOYER, "POST", f"/v1/cases/{self.case}/{path}", json=body, headers=headers)

    async def skill(self) -> tuple[str, str | None, str | None]:
        """State, reason and points of the record of skill."""
        found = (await self.must(EMPLOYER, "GET", f"/v1/cases/{self.case}/records"))["items"]
        [one] = [each for each in found if (each["indicator"], each["department"]) == ("skill", "human_resources")]
        return one["state"], one["reason"], one["points"]

    async def dispute(self, disputes: str) -> Any:
        """A recheck's body, with one page of evidence."""
        pdf = {"Content-Type": "application/pdf"}
        path = f"/v1/cases/{self.case}/evidence"
        paper = await self.ask(EMPLOYER, "POST", path, content=page(["职称证书"]), headers=pdf)
        return {"disputes": disputes, "statement": "请核对", "evidence": [paper.json()["id"]]}


@pytest.fixture
async def told(city: City) -> AsyncIterator[Told]:
    made = await bureau(city, "tianjin-2016", "2016-03-01T09:00:00+08:00")
    world = Told(city, made.world)
    await known(world)
    await holds_papers(world, district="和平区")
    world.case = (await world.must(EMPLOYER, "POST", "/v1/cases", application(district="和平区")))["id"]
    await world.decided(world.case)
    await world.step(WINDOW, world.case, "accept")
    yield world
    await city.client.delete(f"/_luohu/worlds/{world.world}")


async def test_a_scenario_tells_verdict_and_recheck_of_a_record(told: Told) -> None:
    refused = await told.as_scenario("invalid-property", f"{SKILL}/material")
    assert (refused.status_code, slug_of(refused)) == (422, "scenario-not-applicable")
    assert (await told.skill())[0] == "material_outstanding"
    assert (await told.as_scenario("invalid-department", f"{SKILL}/material")).status_code == 200
    await told.decided(told.case)
    assert await told.skill() == ("done", "department.not_on_record", "0.00")
    wish = await told.dispute("department.not_on_record")
    assert (await told.as_scenario("recheck-overturned", f"{SKILL}/recheck", wish)).status_code == 200
    await told.decided(told.case)
    assert await told.skill() == ("done", None, "40.00")
    step = "steps/hand_in_proofs"
    for path in ("education/education", "housing/land_and_housing"):
        await told.must(EMPLOYER, "POST", f"/v1/cases/{told.case}/records/{path}/material")
    await told.decided(told.case)
    assert slug_of(await told.as_scenario("valid", step, {})) == "scenario-not-applicable"
    assert await told.status(told.case) == "in_review", "nothing was done"


async def test_an_expectation_a_pace_a_bot_and_a_fault_reach_a_department(told: Told) -> None:
    windows = "/paces/department-windows"
    verdict = {"outcome": "invalid", "reason": "department.value_differs"}
    foretold = await told.control("POST", "/expectations", {"agency": "department-windows", "verdict": verdict})
    bot = {"bot": {"decides": "by_evidence", "takes": "P3D"}}
    await told.control("PUT", windows, {"question_kind": "recheck", "pace": bot})
    await told.control("PUT", "/faults/department-windows->declaration", {"drop": "answer", "fail_first": 1})
    await told.must(EMPLOYER, "POST", f"/v1/cases/{told.case}/{SKILL}/material")
    await told.decided(told.case)
    assert await told.skill() == ("done", "department.value_differs", "0.00")
    assert (await told.control("GET", f"/expectations/{foretold['id']}"))["used_up"] is True
    [hop] = [each for each in (await told.control("GET", "/faults"))["items"] if each["edge"].endswith("declaration")]
    assert hop["edge"] == "department-windows->declaration"
    wish = await told.dispute("department.value_differs")
    await told.must(EMPLOYER, "POST", f"/v1/cases/{told.case}/{SKILL}/recheck", wish)

    async def waiting() -> list[str]:
        return [each["state"] for each in (await told.control("GET", "/bots/tasks"))["items"]]

    await until(waiting, ["waiting"])
    await told.advance(by="P3D")
    await told.decided(told.case)
    assert await told.skill() == ("done", None, "40.00")


async def test_the_talent_centre_takes_its_time_and_says_what_was_told(city: City) -> None:
    made = await bureau(city, "shanghai-2017", "2017-03-01T09:00:00+08:00")
    world = Told(city, made.world)
    await world.must("administrator", "POST", "/identity/v1/people", {"persona": "applicant", **sh.SOMEBODY})
    await sh.known(world)
    await sh.open_account(world)
    wanted = sh.application()
    wanted["form"]["entries"] = sh.entries()
    world.case = (await world.must(EMPLOYER, "POST", "/v1/cases", wanted))["id"]
    mine = {"said": {"password": sh.PASSWORD}}
    await world.step("applicant", world.case, "fill", form=wanted["form"], **mine)
    await world.decided(world.case)
    await world.step("applicant", world.case, "submit", **mine)
    await world.step(EMPLOYER, world.case, "pass")
    await world.step(EMPLOYER, world.case, "apply")
    await world.advance(by="P7D")
    slow = {"question_kind": "verification", "kind": "degree_check", "pace": "P10D"}
    await world.control("PUT", "/paces/talent-centre", slow)
    wish = {"agency": "talent-centre", "match": {"kind": "personnel_file"}, "verdict": {"outcome": "valid"}}
    await world.control("POST", "/expectations", wish)
    await world.step(CENTRE, world.case, "hand_in")

    async def out() -> list[str]:
        records = (await world.must(WINDOW, "GET", f"/v1/cases/{world.case}/records"))["items"]
        return sorted(each["indicator"] for each in records if each["state"] == "material_delivered")

    await until(out, ["education"])
    await world.advance(by="P10D")
    await until(out, [])
    await city.client.delete(f"/_luohu/worlds/{world.world}")
