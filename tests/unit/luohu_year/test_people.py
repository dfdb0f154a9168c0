"""The table of the year's people: everybody is there once, and what was worked out by hand is what the engine gives."""

import pytest

from luohu_identity.people import seeded
from luohu_sandbox.personas import everybody
from luohu_scoring import load_policy, score
from luohu_year.people import YEAR, Person, people

POLICY = load_policy("beijing", YEAR)
DECLARED = [person for person in people() if person.let_in]


def test_the_forty_are_the_people_of_the_seeds() -> None:
    assert [person.name for person in people()] == [new.persona for new in seeded("beijing")]
    assert len(people()) == 40
    assert {persona.name for persona in everybody() if persona.programme == "beijing"} == {
        person.name for person in people()
    }


@pytest.mark.parametrize("person", DECLARED, ids=lambda person: person.name)
def test_the_points_by_hand_are_those_of_the_engine(person: Person) -> None:
    assert person.facts is not None
    found = score(person.facts, POLICY)
    assert dict(found.lines) == dict(person.points)
    assert (found.total, sum(person.points.values())) == (person.total, person.total)


def test_every_way_through_the_year_is_taken() -> None:
    ends = {person.course[-1] for person in people()}
    assert ends == {"not_submitted", "not_awarded", "registered", "lapsed", "revoked", "registration_cancelled"}
    assert all(person.source for person in people())
