"""Everybody of the seeds of a city with a point table reaches the points that they stand for (DOMAIN 9.3, 10.2)."""

import pytest

from luohu_identity.people import seeded
from luohu_scoring import TablePolicy, load_table, score_table
from luohu_seeds.table_facts import facts_of

#: By city: the year, and of each person the points and what shuts them out.
STANDS_FOR = {
    ("tianjin", 2016): {
        "own-home-and-title": (154, ()),
        "below-the-guide": (88, ()),
        "scarce-technician": (182, ()),
        "on-the-line": (146, ()),
        "birth-policy-breach": (154, ("violations",)),
        "marriage-disputed": (154, ()),
        "senior-technical-class": (142, ()),
        "insurance-interrupted": (148, ()),
        "model-worker-with-patent": (238, ()),
    },
    ("shanghai", 2017): {
        "at-the-standard": (120, ()),
        "below-the-standard": (102, ()),
        "titled-at-48": (130, ()),
        "average-base": (148, ()),
        "detained-once": (98, ()),
        "false-material-once": (0, ()),
        "upgraded-study": (126, ()),
        "file-incomplete": (123, ()),
        "seriously-convicted": (132, ("veto",)),
        "married-into-the-city": (186, ()),
    },
}


@pytest.mark.parametrize(("city", "year"), STANDS_FOR)
def test_the_people_reach_their_points_at_the_first_intake(city: str, year: int) -> None:
    policy = load_table(city, year)
    numbers = {person.persona: person.id_number for person in seeded(city)}
    assert numbers.keys() == STANDS_FOR[city, year].keys()
    as_of = policy.intakes[0].as_of
    found = {name: score_table(facts_of(policy, number, as_of), policy) for name, number in numbers.items()}
    assert {name: (score.total, score.vetoed) for name, score in found.items()} == STANDS_FOR[city, year]


def test_the_interrupted_insurance_is_the_only_one_that_shuts_out_of_tianjin() -> None:
    policy = load_table("tianjin", 2016)
    needed = policy.eligibility["continuous_months"].value
    short = {person.persona for person in seeded("tianjin") if paid_without_a_gap(policy, person.id_number) < needed}
    assert short == {"insurance-interrupted"}


def paid_without_a_gap(policy: TablePolicy, id_number: str) -> int:
    return facts_of(policy, id_number, policy.intakes[0].as_of).records["insurance"]["human_resources"][
        "continuous_months"
    ]
