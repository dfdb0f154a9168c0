"""Facts that are impossible, or say two things at once, are refused under the path of the field."""

from datetime import date
from typing import Any

import pytest

from luohu_scoring import Facts, FactsInvalid, PolicyInvalid, load_policy, score

SOMEBODY: dict[str, Any] = {"id": "somebody", "year": 2021, "birth_year": 1980}
PAID = {"insurance": "pension", "from": "2011-01", "to": "2020-12", "district": "朝阳区"}
HOME = {"kind": "own_home", "from": "2011-01", "to": "2020-12", "district": "朝阳区"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        pytest.param({"colour": "red"}, "colour", id="unknown field"),
        pytest.param({"city": "Tianjin"}, "city", id="no city"),
        pytest.param({"birth_date": "1980-01-01"}, "", id="two births"),
        pytest.param({"birth_year": None}, "", id="no birth"),
        pytest.param({"birth_year": 2021}, "birth_year", id="born too late"),
        pytest.param({"insurance": [{**PAID, "to": "2010-12"}]}, "insurance.0", id="ends before it begins"),
        pytest.param({"insurance": [PAID, {**PAID, "from": "2011-13"}]}, "insurance.1.from", id="no month"),
        pytest.param({"insurance": [{**PAID, "from": "1979-12"}]}, "insurance.0.from", id="insured before birth"),
        pytest.param({"insurance": [{**PAID, "district": "天津"}]}, "insurance.0.district", id="no district"),
        pytest.param({"homes": [{**HOME, "district": "市本级"}]}, "homes.0.district", id="a home at the agency"),
        pytest.param({"homes": [{**HOME, "from": "1970-01"}]}, "homes.0.from", id="a home before birth"),
        pytest.param({"homes": [{**HOME, "kind": "tent"}]}, "homes.0.kind", id="no kind of home"),
        pytest.param({"education": {"graduated": "2005-07"}}, "education", id="an education of nothing"),
        pytest.param({"education": {"degree": "master", "graduated": "1979-07"}}, "education.graduated", id="a baby"),
        pytest.param({"tax": {"years": [{"year": 2020}]}}, "tax.years.0", id="a year without a word"),
        pytest.param({"tax": {"years": [{"year": 2020, "valid": True}]}}, "tax.years.0", id="half a word"),
        pytest.param(
            {"tax": {"years": [{"year": 2020, "valid": True, "paid": False}]}}, "tax.years.0", id="valid and not paid"
        ),
        pytest.param(
            {"tax": {"years": [{"year": 2020, "amount": 1}, {"year": 2020, "amount": 2}]}}, "tax", id="a year twice"
        ),
        pytest.param({"tax": {"years": [{"year": 2020, "amount": -1}]}}, "tax.years.0.amount", id="negative tax"),
        pytest.param({"law": {"detentions": -1}}, "law.detentions", id="negative detentions"),
        pytest.param({"innovation": [{"type": "skills_beijing", "place": 0}]}, "innovation.0.place", id="place 0"),
        pytest.param({"honours": [{"type": "knight"}]}, "honours.0.type", id="no honour"),
        pytest.param({"pending": ["weather"]}, "pending", id="no line"),
    ],
)
def test_a_fault_is_named_by_its_path(change: dict[str, Any], path: str) -> None:
    with pytest.raises(FactsInvalid) as refused:
        Facts.read({**SOMEBODY, **change})

    assert len(refused.value.faults) == 1
    found, wrong = refused.value.faults[0]
    assert found == path or (path == "pending" and found.startswith("pending"))
    assert wrong


@pytest.mark.parametrize("text", ["", "{", "[]", "1", "null", '{"id": "a", "id": "b"}', "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(FactsInvalid):
        Facts.read(text)


def test_a_birth_date_gives_the_year_and_districts_take_their_full_name() -> None:
    facts = Facts.read({"id": "a", "year": 2021, "birth_date": "1979-09-11", "homes": [{**HOME, "district": "110105"}]})

    assert (facts.birth_date, facts.born) == (date(1979, 9, 11), 1979)
    assert facts.homes[0].district == "朝阳区"


def test_facts_come_back_from_their_own_json() -> None:
    facts = Facts.read({**SOMEBODY, "insurance": [PAID], "homes": [HOME], "pending": ["housing"]})

    assert Facts.read(facts.model_dump_json(by_alias=True)) == facts


def test_facts_of_another_round_are_not_scored_by_a_policy() -> None:
    with pytest.raises(FactsInvalid, match="year: 2021 is scored by another policy"):
        score(Facts.read(SOMEBODY), load_policy("beijing", 2022))


def test_a_fault_of_facts_is_no_fault_of_a_policy() -> None:
    assert not issubclass(FactsInvalid, PolicyInvalid)
