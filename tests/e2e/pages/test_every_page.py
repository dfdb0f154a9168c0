"""Every page as it is when somebody first comes: it fits, everybody can read it, nothing comes from elsewhere."""

from collections.abc import Sequence

import httpx
import pytest

from luohu_contract.indicators import Indicator
from luohu_pages.examine import examine
from luohu_pages.visitor import Visitor
from luohu_testbed.real import RealCity

pytestmark = [pytest.mark.sockets, pytest.mark.xdist_group("city")]

SOMEBODY = "huairou-home-not-found"
COMPANY = "employer:91990105MA0LUH014J"
ME = [
    "",
    "/eligibility",
    "/commitments",
    "/association",
    "/basics",
    "/area",
    *(f"/indicators/{indicator.value}" for indicator in Indicator),
    "/forms/residence",
    "/forms/spouse",
    "/score",
    "/submission",
    "/rank",
    "/appeals",
    "/settlement",
    "/notices",
    "/reports",
]
DESK = ["", "/records", "/dead-letters"]
WINDOW = ["", "/eligibility-disputes", "/credential-reviews", "/reviews", "/appeals", "/settlements", "/notes"]
MAP = ["", "/edges/declaration/tax", "/services/tax", "/hops", "/clock", "/worlds", "/import", "/people", "/scenarios"]


def paths(home: str, below: Sequence[str]) -> list[str]:
    return [f"/city{home}{path}" for path in below]


def declared(city: RealCity, world: str) -> None:
    """SOMEBODY has opened this year's declaration."""
    asked = {"grant_type": "urn:luohu:grant:persona", "persona": SOMEBODY, "world": world}
    with httpx.Client(base_url=city.url, trust_env=False, timeout=60) as client:
        token = client.post("/identity/token", data=asked).json()["access_token"]
        made = client.post("/v1/declarations", json={}, headers={"Authorization": f"Bearer {token}"})
        assert made.status_code == 201, made.text


async def look(visitor: Visitor, path: str) -> None:
    await visitor.go(path)
    await examine(visitor, path.strip("/").replace("/", "-").replace("_", "-"))


@pytest.mark.parametrize("path", ["/city/", "/city/sign-in", "/city/season", "/city/season/list", *paths("/map", MAP)])
async def test_a_page_that_is_open_to_everybody(path: str, visitor: Visitor) -> None:
    await look(visitor, path)


@pytest.mark.parametrize("path", paths("/me", ME))
async def test_a_page_of_the_applicant(path: str, city: RealCity, world: str, visitor: Visitor) -> None:
    declared(city, world)
    await visitor.sign_in(SOMEBODY)
    await look(visitor, path)


@pytest.mark.parametrize("path", paths("/employer", ["", "/requests", "/staff", "/points", "/notes"]))
async def test_a_page_of_the_employer(path: str, visitor: Visitor) -> None:
    await visitor.sign_in(COMPANY)
    await look(visitor, path)


@pytest.mark.parametrize("path", paths("/desk", DESK))
async def test_a_page_of_the_operator(path: str, visitor: Visitor) -> None:
    await visitor.sign_in("operator:tax")
    await look(visitor, path)


@pytest.mark.parametrize("path", [*paths("/window", WINDOW), "/city/cases"])
async def test_a_page_of_the_window(path: str, visitor: Visitor) -> None:
    await visitor.sign_in("window")
    await look(visitor, path)


@pytest.mark.parametrize("path", ["/city/season/what-if", "/city/window/report-verifications"])
async def test_a_page_of_the_administrator(path: str, visitor: Visitor) -> None:
    await visitor.sign_in("administrator")
    await look(visitor, path)
