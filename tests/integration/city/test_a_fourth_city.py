"""A town that no code knows: the files of docs/guides/add-a-city.md, lived in from the opening to the end."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from luohu_casework.bureau import POLICE, WINDOW, Bureau, bureau, overturn
from luohu_client.pdf import page
from luohu_declaration.areas.casework import check_procedures
from luohu_identity.people import SeededPerson
from luohu_scoring import load_every_policy
from luohu_scoring.policy import FOLDER
from luohu_testbed.city import City
from luohu_town import guide

YARD = "employer:91998101MA0LUH801Y"
MASTER, LATE = (
    {"name": "海一帆", "id_number": "999801199906150012"},
    {"name": "海小舟", "id_number": "999801199503080021"},
)
STUDIED = {MASTER["name"]: "999991202105000801", LATE["name"]: "999991201705000802"}


@pytest.fixture
async def haitang(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bureau]:
    """A world of the town in a city that was told of it by a folder alone, with its seeds on record."""
    monkeypatch.setenv(FOLDER, str(guide.beside_the_others(tmp_path)))
    load_every_policy()
    check_procedures()
    made = await bureau(city, "haitang-2030", "2030-03-04T09:00:00+08:00")
    seeds = guide.seeds()
    for person in map(SeededPerson.model_validate, seeds.pop("identity")):
        known = person.model_dump(mode="json", include={"persona", "name", "id_number"})
        await made.must("administrator", "POST", "/identity/v1/people", known)
    for agency, kinds in seeds.items():
        for kind, records in kinds.items():
            for fields in records:
                await made.record(agency, kind, **fields)
    yield made
    await city.client.delete(f"/_luohu/worlds/{made.world}")


async def applied(haitang: Bureau, person: dict[str, str], tier: str, certificate: str) -> str:
    """An application that the window accepts."""
    studied = {"level": "undergraduate", "certificate_number": STUDIED[person["name"]]}
    craft = {"certificate_number": certificate, "values": {"tier": tier}}
    entries = {"education": {"education": studied}, "craft": {"human_resources": craft}}
    form = {"fields": {"contract_since": "2029-01-15", "yard": "north"}, "entries": entries}
    wanted = {"kind": "application", "person": person, "form": form}
    case = str((await haitang.must(YARD, "POST", "/v1/cases", wanted))["id"])
    await haitang.decided(case)
    assert (await haitang.step(WINDOW, case, "accept"))["status"] == "in_review"
    return case


async def deliver(haitang: Bureau, case: str, *records: str) -> None:
    for each in records:
        await haitang.must(YARD, "POST", f"/v1/cases/{case}/records/{each}/material")
    await haitang.decided(case)


async def test_a_town_of_files_alone_goes_from_its_opening_to_its_end(haitang: Bureau) -> None:
    early: dict[str, Any] = {"fields": {"contract_since": "2030-03-01", "yard": "north"}}
    wanted = {"kind": "application", "person": MASTER, "form": early}
    problem = await haitang.refused(YARD, "POST", "/v1/cases", wanted, 409, "not-yet")
    assert problem["lacking"][0]["code"] == "too-early"
    master = await applied(haitang, MASTER, "master_shipwright", "HTJS-99")
    late = await applied(haitang, LATE, "shipwright", "HTJS-02")
    paper = await haitang.ask(YARD, "GET", f"/v1/cases/{master}/documents/acceptance")
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    await deliver(haitang, master, "education/education", "craft/human_resources")
    await deliver(haitang, late, "education/education")

    scan = {"content": page("技师证书"), "headers": {"Content-Type": "application/pdf"}}
    proof = (await haitang.ask(YARD, "POST", f"/v1/cases/{master}/evidence", **scan)).json()["id"]
    reason = "department.certificate_differs"
    disputed = {"disputes": reason, "statement": "证书已换发", "evidence": [proof]}
    await haitang.must(YARD, "POST", f"/v1/cases/{master}/records/craft/human_resources/recheck", disputed)

    run = await haitang.advance(by="P30D")
    fired = [each["at"] for each in run["fired"] if each["what"] == "casework"]
    assert [at[:10] for at in fired] == ["2030-03-08"] * 2 + ["2030-03-16"] * 2
    assert await haitang.status(late) == "scored"
    assert await haitang.status(master) == "papers_over", "the time is over, and a recheck is out"
    await overturn(haitang, "department-windows", "entry", "indicator=craft&name=海一帆", certificate_number="HTJS-99")
    await haitang.comes_to(master, "scored")

    await haitang.advance(to="2030-04-16T00:00:00+08:00")
    await haitang.comes_to(master, "on_list")
    await haitang.comes_to(late, "not_on_list")
    listed = (await haitang.must(WINDOW, "GET", "/v1/intakes/spring/list"))["items"]
    assert [(each["name"], each["total"]) for each in listed] == [("海一帆", "100")]
    assert (await haitang.must(YARD, "GET", f"/v1/cases/{late}/points"))["total"] == "70"
    [letter] = (await haitang.must("master-shipwright", "GET", f"/v1/cases/{master}"))["children"]
    assert (await haitang.step("master-shipwright", letter, "collect"))["status"] == "collected"
    assert (await haitang.step(POLICE, master, "register"))["next"] == []
    told = (await haitang.must("master-shipwright", "GET", "/v1/notices"))["items"]
    assert any("已落户" in each["zh"] for each in told)
