"""What the people of a measured city send is what the truth of the population has, in bodies that the city takes."""

import json
from uuid import uuid4

import pytest

from bench.city.person import Person, person_of
from luohu_declaration.api.bulk_schemas import NewItems, Opening, PagesWanted
from luohu_declaration.domain.at_once import new_items
from luohu_sandbox.population import Round, lines
from luohu_scoring import load_policy

TRUTHS = [json.loads(line) for line in lines(7, Round.of(load_policy("beijing", 2021)), 0, 300)]
CAPTCHA = {"token": str(uuid4()), "answer": "1"}


@pytest.fixture(scope="module")
def people() -> list[Person]:
    return [person_of(truth) for truth in TRUTHS]


def test_everything_of_the_first_filing_is_sent_and_taken(people: list[Person]) -> None:
    together = 0
    for truth, person in zip(TRUTHS, people, strict=True):
        opening = Opening.model_validate_json(person.opening)
        filed = list(opening.items)
        if person.later:
            uploaded = {paper.name: str(uuid4()) for paper in person.papers}
            beside = NewItems.model_validate_json(person.filing(uploaded)).items
            together += sum(each.form.kind == "spouse" for each in new_items(beside, uuid4))
            filed += beside
        assert len(filed) == len(truth["items"])
        assert (opening.verify, opening.eligibility, opening.captcha) == (True, True, True)
    assert together == sum(item["path"] == "spouses" for truth in TRUTHS for item in truth["items"]) > 0


def test_a_dispute_is_about_the_item_that_the_truth_disputes(people: list[Person]) -> None:
    disputed = 0
    for truth, person in zip(TRUTHS, people, strict=True):
        filing = json.loads(person.filing({paper.name: paper.name for paper in person.papers}))["items"]
        forms = [*json.loads(person.opening)["items"], *filing]
        person.filed([str(place) for place in range(len(forms))], 0)
        found = [(forms[int(place)]["kind"], wish.body["disputes"]) for place, wish in person.disputed]
        told = [item for item in truth["items"] if item.get("then", {}).get("way") == "recheck"]
        assert sorted(code for _, code in found) == sorted(item["then"]["disputes"] for item in told)
        assert {kind for kind, _ in found} == {item["body"].get("kind", item["path"]) for item in told}
        disputed += len(found)
    assert disputed > 0


def test_the_pages_are_those_of_the_truth(people: list[Person]) -> None:
    for truth, person in zip(TRUTHS, people, strict=True):
        person.captcha = CAPTCHA
        pages = PagesWanted.model_validate_json(person.submission())
        assert pages.area is not None
        assert pages.basics is not None
        assert pages.area.committed == bool(truth["area_committed"])
        assert len(pages.basics.accompanying_children) == len(truth["accompanying_children"])
        assert person.submits == (truth["eligible"] and truth["submits"])
