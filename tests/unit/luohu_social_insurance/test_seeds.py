"""The seeds of each city agree with one another: the same people, the same employers, everywhere."""

import pytest

from luohu_contract.numbers import parse_resident_id
from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_identity.employers import names_in
from luohu_identity.people import NewPerson, seeded
from luohu_scoring import Scheme
from luohu_scoring.programmes import programmes
from luohu_seeds.registers import AGENCIES, records

CITIES = tuple(programmes())
PEOPLE = [(city, person) for city in CITIES for person in seeded(city)]


@pytest.mark.parametrize(("city", "person"), PEOPLE, ids=lambda value: getattr(value, "persona", value))
def test_whoever_signs_in_is_known_under_the_same_name(city: str, person: NewPerson) -> None:
    number = parse_resident_id(person.id_number)
    assert number.number.startswith("99"), "this could be the number of somebody real"
    [resident] = [one for one in records(city, "public-security", "resident") if one.id_number == number.number]
    assert (resident.name, resident.birth_date, resident.sex) == (person.name, number.birth_date, number.sex)
    [account] = [one for one in records(city, "social-insurance", "account") if one.id_number == number.number]
    assert account.name == person.name


@pytest.mark.parametrize("city", CITIES)
def test_every_city_has_people_and_none_of_them_lives_in_another(city: str) -> None:
    mine = {person.id_number for person in seeded(city)}
    assert mine
    assert not mine & {person.id_number for other, person in PEOPLE if other != city}


@pytest.mark.parametrize("city", CITIES)
def test_every_employer_that_insures_somebody_is_on_record_at_the_tax_authority(city: str) -> None:
    taxpayers = {one.uscc: one for one in records(city, "tax", "taxpayer")}
    for paid in records(city, "social-insurance", "contribution"):
        employer = taxpayers[paid.employer]
        assert employer.name == paid.employer_name
        assert employer.registered_on.strftime("%Y-%m") <= str(paid.first), f"{employer.name} is younger than that"
        if employer.deregistered_on is not None:
            assert paid.last is not None, f"{employer.name} is gone, and goes on paying"


@pytest.mark.parametrize("city", CITIES)
def test_employers_lie_in_districts_of_their_city_and_have_one_name_and_one_code(city: str) -> None:
    districts = programmes()[city].districts
    taxpayers = {one.uscc: one.name for one in records(city, "tax", "taxpayer")}
    assert names_in(city) == taxpayers
    for employer in seeded_employers(city):
        assert taxpayers[employer.uscc] == employer.name
        assert employer.handling_district in districts
    everywhere = [employer for other in CITIES for employer in seeded_employers(other)]
    for codes in ([each.uscc for each in everywhere], [each.unit_code for each in everywhere]):
        assert len(codes) == len(set(codes))


@pytest.mark.parametrize("city", CITIES)
def test_every_contribution_and_permit_is_of_somebody_known(city: str) -> None:
    accounts = {one.id_number for one in records(city, "social-insurance", "account")}
    assert {one.id_number for one in records(city, "social-insurance", "contribution")} <= accounts
    residents = {one.id_number for one in records(city, "public-security", "resident")}
    for kind in ("permit", "detention", "crime", "registration"):
        assert {one.id_number for one in records(city, "public-security", kind)} <= residents, kind


@pytest.mark.parametrize("city", [each.city for each in programmes().values() if each.scheme is Scheme.TABLE])
def test_whoever_applies_works_for_whom_insures_them_and_every_record_is_about_one_of_them(city: str) -> None:
    people = {person.id_number: person.name for person in seeded(city)}
    works_for = {each.id_number: one.uscc for one in seeded_employers(city) for each in one.people}
    assert works_for.keys() == people.keys()
    for paid in records(city, "social-insurance", "contribution"):
        assert works_for[paid.id_number] == paid.employer
    for agency, spec in AGENCIES.items():
        for kind in spec.records:
            for record in records(city, agency, kind.name):
                assert set(kind.about(record)) <= people.keys(), f"{agency}: {record}"
                if getattr(record, "name", None) and kind.about(record):
                    assert record.name == people[record.id_number], f"{agency}: {record}"
