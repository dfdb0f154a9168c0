"""Which path leads where, and which lead nowhere, however they are spelled."""

from urllib.parse import unquote

import pytest

from luohu_contract.directory import AGENCIES
from luohu_gateway.routing import AgencyUnknown, ControlClosed, NoSuchDoor, Passage, find


def led(raw: str, *, control: bool = True) -> Passage | None:
    return find(unquote(raw), raw.encode(), control=control)


@pytest.mark.parametrize(
    ("path", "service", "target"),
    [
        ("/v1/declarations", "declaration", b"/v1/declarations"),
        ("/v1/items/41/verification", "declaration", b"/v1/items/41/verification"),
        ("/v1/items/%E4%BA%AC", "declaration", b"/v1/items/%E4%BA%AC"),
        ("/agencies/tax/v1/records", "tax", b"/v1/records"),
        ("/agencies/housing-registry/v1/rechecks/search", "housing-registry", b"/v1/rechecks/search"),
        ("/agencies/tax", "tax", b"/"),
        ("/agencies/tax/", "tax", b"/"),
        ("/identity/token", "identity", b"/token"),
        ("/identity/.well-known/openid-configuration", "identity", b"/.well-known/openid-configuration"),
        ("/_luohu/worlds/main/reset", "sandbox", b"/_luohu/worlds/main/reset"),
    ],
)
def test_every_door_leads_to_its_service(path: str, service: str, target: bytes) -> None:
    passage = led(path)
    assert passage is not None
    assert (passage.service, passage.target) == (service, target)


@pytest.mark.parametrize("agency", [agency.name for agency in AGENCIES])
def test_every_agency_of_the_directory_has_a_door(agency: str) -> None:
    assert led(f"/agencies/{agency}/v1/records") == Passage(agency, f"/agencies/{agency}", b"/v1/records")


@pytest.mark.parametrize("path", ["/", "/problems", "/problems/item-locked", "/health", "/openapi/tax.json", "/v2/x"])
def test_other_paths_are_the_gateways_own(path: str) -> None:
    assert led(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "/v1/verdicts",
        "/v1/verdicts/",
        "/v1/%76erdicts",
        "/v1/evidence-requests",
        "/v1/questions/1/evidence/2",
        "/agencies/tax/v1/verifications",
        "/agencies/tax/v1/verifications/1/evidence",
        "/agencies/tax/v1/%76erifications",
        "/agencies/tax/_luohu/worlds/main",
        "/agencies/tax/%5Fluohu/worlds/main",
        "/agencies/tax/_luohu",
        "/identity/_luohu/worlds/main",
        "/v1/x/../verdicts",
        "/v1/x/%2e%2e/verdicts",
        "/v1/./verdicts",
        "/v1//verdicts",
        "/v1%2Fverdicts/../verdicts",
        "/v1/x%2F..%2Fverdicts",
        "/v1/x%5Cverdicts",
        "/agencies/tax/..",
        "/agencies/tax//_luohu/worlds/main",
        "/%61gencies/tax/v1/records",
        "/v1/items/%00",
        "/v1/items/a%0Ab",
    ],
)
def test_what_only_services_use_is_not_opened_however_it_is_spelled(path: str) -> None:
    with pytest.raises(NoSuchDoor):
        led(path)


@pytest.mark.parametrize("path", ["/agencies", "/agencies/", "/agencies/water/v1/records", "/agencies/gateway/"])
def test_an_unknown_agency_is_told_which_there_are(path: str) -> None:
    with pytest.raises(AgencyUnknown, match="housing-registry, rental-filing") as caught:
        led(path)
    assert caught.value.valid == tuple(agency.name for agency in AGENCIES)


def test_production_has_no_control_plane() -> None:
    with pytest.raises(ControlClosed, match="production"):
        led("/_luohu/worlds", control=False)
