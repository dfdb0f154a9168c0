"""Who applies in cities that are scored by a table: what is planted, what registers say of it, and the points."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import uuid4

import orjson
import pytest

from luohu_contract.claim import Person
from luohu_contract.decision import Valid
from luohu_contract.message import Part, Question
from luohu_contract.numbers import parse_resident_id, parse_uscc
from luohu_declaration.domain.casework.claims import Asker, claim_of
from luohu_declaration.domain.casework.entries import Judged, judged, read_entries
from luohu_declaration.domain.casework.fields import read_fields
from luohu_declaration.domain.casework.values import declared, values_of
from luohu_declaration.usecases.casework.programme import load_procedures
from luohu_population.registers import Registers
from luohu_sandbox.population import CASE_DEFECTS, crowd_of
from luohu_scoring import TableFacts, TablePolicy, load_table, printed, score_table

CITIES = {"tianjin": 2016, "shanghai": 2017}
SIZE = 600  #: at which everything that can be planted is there
OF_ALL = 150  #: whose registers are asked

_PRINT = """
import hashlib
from luohu_sandbox.population import crowd_of
crowds = [crowd_of(1, city, year) for city, year in (("tianjin", 2016), ("shanghai", 2017))]
print(hashlib.sha256(b"".join(line for crowd in crowds for line in crowd.lines(0, 60))).hexdigest())
"""
Json = dict[str, Any]


@cache
def truths(city: str, size: int = SIZE) -> Sequence[Json]:
    """What is true of a population."""
    return [orjson.loads(line) for line in crowd_of(1, city, CITIES[city]).lines(0, size)]


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_and_the_hash_seed() -> None:
    crowds = [crowd_of(1, city, year) for city, year in CITIES.items()]
    whole = b"".join(line for crowd in crowds for line in crowd.lines(0, 60))
    backwards = [[b"".join(crowd.lines(index, 1)) for index in reversed(range(60))] for crowd in crowds]
    assert b"".join(line for lines in backwards for line in reversed(lines)) == whole
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", _PRINT],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "12345"},
    )
    assert told.stdout.strip() == hashlib.sha256(whole).hexdigest()
    assert b"".join(crowd_of(2, "tianjin", 2016).lines(0, 3)) != b"".join(crowds[0].lines(0, 3))


def test_every_defect_of_the_catalogue_is_planted_somewhere() -> None:
    found = {name for city in CITIES for one in truths(city) for name in one["planted"]}
    assert found == {defect.name for defect in CASE_DEFECTS}


@pytest.mark.parametrize("city", CITIES)
def test_agencies_judge_by_their_own_rules_what_the_truth_says(city: str) -> None:
    policy, procedure = load_table(city, CITIES[city]), load_procedures(city)["application"]
    wanted = {(each.indicator, each.department): each for each in judged(policy, procedure)}
    as_of = policy.intakes[0].as_of
    crowd = crowd_of(1, city, CITIES[city])
    for one in truths(city)[:OF_ALL]:
        registers = Registers.of(crowd.member(one["person"]["index"]).records)
        form = one["case"]["form"]
        entries = read_entries(tuple(wanted.values()), form["entries"], "#")
        assert read_fields(procedure.fields, form["fields"], "#").keys() >= form["fields"].keys()
        asker = Asker(Person(name=one["person"]["name"], id_number=one["person"]["id_number"]), as_of)
        for record in one["records"]:
            part = wanted[record["indicator"], record["department"]]
            entry = entries.get(part.indicator, {}).get(part.department)
            found = (_found(registers, part, entry, asker, as_of), record["first"]["reason"])
            assert _agree(found[0], record["first"]), (one["person"]["index"], record, found)
            if then := record.get("then"):
                registers.change(then["change"])
                assert _agree(_found(registers, part, entry, asker, as_of), record["last"]), (one, record)


def _found(registers: Registers, part: Judged, entry: Any, asker: Asker, as_of: date) -> tuple[str | None, Json]:
    claim = claim_of(part, entry, asker)
    question = Question(
        id=uuid4(), item_id=uuid4(), attempt=1, part=Part.WHOLE, subject=asker.person, claim=claim, as_of=as_of
    )
    decision, _ = registers.judge(question)
    if isinstance(decision, Valid):
        return None, dict(values_of(decision.findings, claim, as_of))
    return decision.reason, {}


def _agree(found: tuple[str | None, Json], record: Json) -> bool:
    """Reason and values; what nobody scores need not be in the truth."""
    reason, values = found
    return reason == record["reason"] and record["values"].items() <= values.items()


@pytest.mark.parametrize("city", CITIES)
def test_points_are_those_of_the_table_for_the_facts_that_the_truth_names(city: str) -> None:
    policy = load_table(city, CITIES[city])
    procedure = load_procedures(city)["application"]
    for one in truths(city):
        for state in ("first", "last"):
            if one[state] is not None:
                score = score_table(TableFacts.read(one[state]["facts"]), policy)
                assert (printed(score.total), list(score.vetoed)) == (one[state]["total"], one[state]["vetoed"])
        estimate = _estimate(one, judged(policy, procedure), policy)
        assert printed(score_table(estimate, policy).total) == one["estimate"], one["person"]["index"]
    assert sum(one["last"] is not None and one["last"] != one["first"] for one in truths(city)) > 5


def _estimate(one: Json, wanted: Sequence[Judged], policy: TablePolicy) -> TableFacts:
    """As the declaration system estimates before anything but its readings is there."""
    number = parse_resident_id(one["person"]["id_number"])
    asker = Asker(Person(name="x", id_number=number.number, birth_date=number.birth_date), policy.intakes[0].as_of)
    read = {(r["indicator"], r["department"]): r["first"]["values"] for r in one["records"] if not r["papers"]}
    records: Json = {}
    for each in wanted:
        entry = one["case"]["form"]["entries"].get(each.indicator, {}).get(each.department)
        known = read.get((each.indicator, each.department)) if each.ask.value in ("conduct", "insurance") else None
        if each.indicator != "personnel_file":
            records.setdefault(each.indicator, {})[each.department] = known or declared(each.ask, entry, asker)
    return TableFacts(id="x", city=policy.city, year=policy.year, records=records)


@pytest.mark.parametrize("city", CITIES)
def test_shares_are_plausible_and_numbers_are_nobodys(city: str) -> None:
    people = truths(city)
    ends = Counter(one["comes_to"] for one in people)
    good = ends["on_list"] + ends["not_on_list"] + ends["approved"]
    assert 0.4 < good / SIZE < 0.8, ends
    assert ends["vetoed"] + ends["rejected"] > SIZE * 0.02
    planted = sum(bool(one["planted"]) for one in people)
    assert planted == SIZE // 4
    ages = sorted(one["records"][0]["first"]["values"]["age"] for one in people)
    assert 27 <= ages[SIZE // 2] <= 35
    estimates = sorted(Decimal(one["estimate"]) for one in people)
    assert estimates[0] < estimates[SIZE // 2] < estimates[-1]
    numbers = [one["person"]["id_number"] for one in people]
    assert len(set(numbers)) == SIZE
    for one in people[:50]:
        assert parse_resident_id(one["person"]["id_number"]).birth_date.isoformat() == one["person"]["birth_date"]
        assert parse_uscc(one["person"]["employer"]["uscc"])


def test_whoever_is_refused_or_shut_out_is_so_for_what_is_planted_or_for_points() -> None:
    lacking = Counter(
        code for city in CITIES for one in truths(city) for code in (one["refused"] or {}).get("lacking", ())
    )
    assert lacking.keys() == {
        "no-permit", "not-insured", "retirement-age", "contract-too-short", "no-place-to-settle", "guide-not-reached",
        "condition-not-met",
    }  # fmt: skip
    for one in truths("tianjin"):
        if one["comes_to"] == "vetoed":
            assert one["planted"][0] in ("person.crime", "department.on-record")


def test_of_those_who_claim_to_be_graduates_of_the_year_some_are_and_some_are_not() -> None:
    claimed = [
        (each["last"]["values"].get("months_since_full_time_study"), one["last"]["lines"]["fresh_graduate"])
        for one in truths("shanghai")
        for each in one["records"]
        if one["last"] and each["indicator"] == "fresh_graduate" and each["last"]["status"] == "valid"
    ]
    assert {points for months, points in claimed if months is not None and months < 12} == {"10.00"}
    assert {points for months, points in claimed if months is not None and months >= 12} == {"0.00"}
    assert {points for months, points in claimed if months is None} == {"0.00"}, "upgraded, and not full-time"
