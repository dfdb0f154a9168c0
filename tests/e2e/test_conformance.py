"""Our own agencies keep every clause of the contract, as `luohu conform` tells it of anybody's."""

import asyncio
import json
import re
from pathlib import Path

import pytest

from luohu_conformance.agency import AgencyUnderTest, check_agency
from luohu_conformance.check import Result
from luohu_conformance.speaking import Pair
from luohu_contract.directory import AGENCIES
from luohu_kit.settings import Settings
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "conform.md"

#: What made-up claims cannot tell of ours: registers that know none of them find nothing, those that are only read
#: have nothing to dispute, and files are fetched when an operator opens them.
UNTOLD_OF_READINGS = {"recheck-taken", "supplement-taken", "supplement-of-unknown-refused"}
UNTOLD = {"verdict-findings-fit", "evidence-fetched-signed"}


async def test_our_agencies_keep_every_clause(city: RealCity, world: str) -> None:
    settings, port = Settings(port_base=city.port_base), int(city.conformance_kit.rpartition(":")[2])
    for agency in AGENCIES:
        [asks] = settings.secrets_between("declaration", agency.name)
        [answers] = settings.secrets_between(agency.name, "declaration")
        pair = Pair("declaration", agency.name, asks, answers)
        report = await check_agency(AgencyUnderTest(settings.url_of(agency.name), pair, world, port=port))
        seen = {finding.id: finding.seen for finding in report.findings if finding.result is not Result.HOLDS}
        assert report.conforms, (agency.name, seen)
        readings = agency.name in ("social-insurance", "public-security")
        assert set(seen) <= UNTOLD | (UNTOLD_OF_READINGS if readings else set()), (agency.name, seen)


async def test_the_guide_checks_the_housing_registry_with_people_of_the_seeds(
    city: RealCity, world: str, tmp_path: Path
) -> None:
    [cases] = re.findall(r"^```json\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    file = tmp_path / "homes.json"
    file.write_text(cases, encoding="utf-8")
    url = f"http://127.0.0.1:{city.port_base + 11}"
    words = ("conform", "agency", "--url", url, "--world", world, "--cases", str(file), "--json")
    told = await asyncio.to_thread(city, *words)
    assert told.returncode == 0, told.stdout + told.stderr
    report = json.loads(told.stdout)
    assert (report["service"], report["conforms"]) == ("housing-registry", True)
    result = {check["id"]: check["result"] for check in report["checks"]}
    assert {check for check, held in result.items() if held != "holds"} == {"evidence-fetched-signed"}
