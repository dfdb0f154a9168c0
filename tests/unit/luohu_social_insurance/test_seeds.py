"""The seeds of the city agree with one another: the same people, the same employers, everywhere."""

from importlib.resources import files
from typing import Any

import pytest

from luohu_agency.seeds import parse, read
from luohu_agency.spec import AgencySpec
from luohu_contract.numbers import parse_resident_id
from luohu_public_security.agency import SPEC as PUBLIC_SECURITY
from luohu_social_insurance.agency import SPEC as SOCIAL_INSURANCE
from luohu_tax.agency import SPEC as TAX

PEOPLE: list[dict[str, str]] = parse(
    (files("luohu_identity") / "seeds" / "beijing" / "people.yaml").read_text(encoding="utf-8")
)


def seeded(spec: AgencySpec[Any], kind: str) -> list[Any]:
    return [value for found, values in read(spec)["beijing"] if found.name == kind for _, value in values]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["persona"])
def test_whoever_signs_in_is_known_under_the_same_name(person: dict[str, str]) -> None:
    number = parse_resident_id(person["id_number"])
    [resident] = [one for one in seeded(PUBLIC_SECURITY, "resident") if one.id_number == number.number]
    assert (resident.name, resident.birth_date, resident.sex) == (person["name"], number.birth_date, number.sex)
    [account] = [one for one in seeded(SOCIAL_INSURANCE, "account") if one.id_number == number.number]
    assert account.name == person["name"]


def test_every_employer_that_insures_somebody_is_on_record_at_the_tax_authority() -> None:
    taxpayers = {one.uscc: one for one in seeded(TAX, "taxpayer")}
    for paid in seeded(SOCIAL_INSURANCE, "contribution"):
        employer = taxpayers[paid.employer]
        assert employer.name == paid.employer_name
        assert employer.registered_on.strftime("%Y-%m") <= str(paid.first), f"{employer.name} is younger than that"
        if employer.deregistered_on is not None:
            assert paid.last is not None, f"{employer.name} is gone, and goes on paying"


def test_every_contribution_and_permit_is_of_somebody_known() -> None:
    accounts = {one.id_number for one in seeded(SOCIAL_INSURANCE, "account")}
    assert {one.id_number for one in seeded(SOCIAL_INSURANCE, "contribution")} <= accounts
    residents = {one.id_number for one in seeded(PUBLIC_SECURITY, "resident")}
    for kind in ("permit", "detention", "crime", "registration"):
        assert {one.id_number for one in seeded(PUBLIC_SECURITY, kind)} <= residents, kind
