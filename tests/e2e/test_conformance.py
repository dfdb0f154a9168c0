"""Our own agencies keep every clause of the contract, as `luohu conform` tells it of anybody's."""

import json

import pytest

from luohu_contract.directory import AGENCIES
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

#: Ours fetches a file when an operator opens it.
NEVER_TOLD = {"evidence-fetched-signed"}


@pytest.mark.parametrize("agency", AGENCIES, ids=lambda agency: agency.name)
def test_our_agency_keeps_every_clause(city: RealCity, world: str, agency) -> None:
    url = f"http://127.0.0.1:{city.port_base + agency.port}"
    told = city("conform", "agency", "--url", url, "--world", world, "--json")
    report = json.loads(told.stdout)
    seen = {check["id"]: (check["result"], check["seen"]) for check in report["checks"]}
    assert told.returncode == 0, (seen, told.stderr)
    assert (report["service"], report["conforms"]) == (agency.name, True)
    assert {name for name, (result, _) in seen.items() if result != "holds"} <= NEVER_TOLD, {
        n: s for n, s in seen.items() if s[0] != "holds"
    }
