"""The employers of the seeds: strict, and everybody of the identity service's seeds works for one of them."""

from luohu_declaration.usecases.seed_employers import seeded_employers
from luohu_identity.employers import names
from luohu_identity.people import seeded as seeded_people


def test_everybody_who_signs_in_has_one_employer() -> None:
    employed = [(person.id_number, person.name) for each in seeded_employers() for person in each.people]
    assert len(employed) == len({number for number, _ in employed})
    assert {(person.id_number, person.name) for person in seeded_people()} <= set(employed)


def test_codes_are_given_once() -> None:
    codes = [code for each in seeded_employers() for code in (each.uscc, each.unit_code)]
    assert len(codes) == len(set(codes))


def test_one_employer_has_still_to_activate_its_code() -> None:
    assert [each.activated for each in seeded_employers()].count(False) == 1


def test_tokens_name_the_employers_as_they_are_registered() -> None:
    assert {each.uscc: each.name for each in seeded_employers()}.items() <= names().items()
