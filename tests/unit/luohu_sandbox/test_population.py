"""What a population holds: every kind of defect, the shares of DOMAIN 8.5, and numbers that nobody has twice."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

import pytest

from luohu_contract.claim import ClaimKind
from luohu_contract.eligibility import CONDITIONS
from luohu_contract.numbers import parse_resident_id, parse_uscc
from luohu_contract.possible import reasons_for
from luohu_contract.reasons import REASONS
from luohu_declaration.domain.unit_code import read_unit_code
from luohu_population.playing import Desk, same
from luohu_population.registers import Registers
from luohu_sandbox.population import DEFECTS, Person, Round, person, truth
from luohu_sandbox.population.facts import facts
from luohu_sandbox.population.numbers import unit_code
from luohu_scoring import load_policy, score

SIZE = 4_000  #: at which everything that can be planted is there
PEOPLE_OF_EACH = 2


@cache
def people(year: int = 2021, size: int = SIZE) -> Sequence[Person]:
    """A population."""
    around = Round.of(load_policy("beijing", year))
    return tuple(person(1, around, index) for index in range(size))


def _with(defect: str) -> Iterator[Person]:
    return (one for one in people() if defect in one.planted)


def test_every_reason_of_the_catalogue_can_be_planted() -> None:
    bars = {"eligibility.barred", "employer.barred"}  # sanctions of a case that somebody decided, in no register
    windows = {*reasons_for(ClaimKind.DEPARTMENT)}  # of other cities, as are the archives
    archives = {*reasons_for(ClaimKind.PERSONNEL_FILE), *reasons_for(ClaimKind.DEGREE_CHECK)}
    assert {defect.reason for defect in DEFECTS} == {*REASONS, *CONDITIONS} - bars - windows - archives


def test_defects_can_be_rechecked_only_where_their_reason_can() -> None:
    for defect in DEFECTS:
        if "recheck" in defect.ways:
            assert "recheck" in {remedy.value for remedy in REASONS[defect.reason].remedies}, defect.name


@pytest.mark.parametrize("defect", [defect.name for defect in DEFECTS])
def test_a_defect_is_found_as_the_truth_says(defect: str) -> None:
    """The agencies' rules, the declaration's and the scoring engine agree with what was planted."""
    found = [one for _, one in zip(range(PEOPLE_OF_EACH), _with(defect), strict=False)]
    assert found, "nobody has it"
    for one in found:
        _agrees(one)


@pytest.mark.parametrize("year", [2018, 2020, 2021, 2023])
def test_the_first_people_of_a_round_turn_out_as_the_truth_says(year: int) -> None:
    for one in people(year, 60) if year != 2021 else people()[:120]:
        _agrees(one)


def _agrees(one: Person) -> None:
    expected = truth(one)
    policy = one.life.round.policy
    desk = Desk(expected, Registers.of(one.records), policy.base_date)
    assert desk.failures() == expected["not_eligible"]
    desk.play()
    for state in ("first", "last"):
        if state == "last":
            desk.put_right()
        for item in expected["items"]:
            wanted = {"subject": None, **item[state]}
            wanted.pop("computed", None)
            assert desk.shown(item["ref"]) == wanted, (one.life.index, item["ref"], state)
        if one.eligible:
            known = desk.facts()
            assert same(known, expected[state]["facts"]), (one.life.index, state)
            assert f"{score(known, policy).total}" == expected[state]["total"]


def test_a_defect_shows_its_reason_in_the_truth() -> None:
    reasons = {defect.name: defect.reason for defect in DEFECTS}
    for one in people()[:500]:
        for item in truth(one)["items"]:
            if "defect" in item:
                shown = item["first"]
                seen = {shown["reason"]}
                for result in shown["results"].values():
                    seen |= {result["reason"], *result["disputable"]}
                assert reasons[item["defect"]] in seen, item


def _share(count: int, of: int) -> float:
    return count / of


def test_homes_educations_and_taxes_have_their_shares() -> None:
    crowd = [one for one in people() if one.eligible]
    owners = [one for one in crowd if any(filing.body.get("kind") == "own_home" for filing in one.filings)]
    assert 0.41 < _share(len(owners), len(crowd)) < 0.49
    tiers = Counter(str(score(facts(one, last=True), one.life.round.policy).lines["education"]) for one in crowd[:1500])
    wanted = {"0": 0.15, "10.5": 0.40, "15": 0.32, "26": 0.12, "37": 0.01}
    for points, share in wanted.items():
        found = sum(count for text, count in tiers.items() if Decimal(text) == Decimal(points))
        assert abs(_share(found, 1500) - share) < 0.04, points
    good = [one for one in crowd if any(f.path == "tax" and f.last_results["whole"].valid for f in one.filings)]
    assert 0.05 < _share(len(good), len(crowd)) < 0.09


def test_months_of_insurance_have_their_quantiles() -> None:
    months = sorted(
        sum(run.last - run.first + 1 for run in one.career.runs if not run.back_paid)
        for one in people()
        if one.eligible
    )
    assert months[0] == 84
    assert 126 <= months[len(months) // 2] <= 134
    assert 176 <= months[len(months) * 9 // 10] <= 186


def test_items_fail_at_first_as_often_as_they_should() -> None:
    filings = [filing for one in people() for filing in one.filings]
    for kind, share in (("own_home", 0.06), ("rental", 0.10), ("spouse", 0.08), ("domestic_education", 0.04)):
        mine = [f for f in filings if kind in (f.body.get("kind"), f.path.removesuffix("s"))]
        failed = [f for f in mine if any(not result.valid for result in f.results.values())]
        assert abs(_share(len(failed), len(mine)) - share) < 0.02, kind


def test_rare_things_come_to_as_many_as_they_should() -> None:
    crowd = people()
    assert sum(any(kind == "detention" for _, kind, _ in one.records) for one in crowd) == SIZE // 333
    assert sum(any(kind == "penalty" for _, kind, _ in one.records) for one in crowd) == SIZE // 333
    assert sum(not one.eligible for one in crowd) == SIZE // 200
    assert sum(any(f.path == "honours" for f in one.filings) for one in crowd) in (3, 4)
    assert 17 <= sum(any(f.path == "innovation" for f in one.filings) for one in crowd) <= 20
    assert 0.02 < _share(sum(not one.submits for one in crowd if one.eligible), len(crowd)) < 0.04
    assert 0.56 < _share(sum(one.day <= 5 for one in crowd), len(crowd)) < 0.64


def test_place_6000_of_122852_has_about_the_points_that_it_had_in_2020() -> None:
    policy = load_policy("beijing", 2020)
    crowd = [one for one in people(2020, 1500) if one.submits]
    totals = sorted((score(facts(one, last=True), policy).total or Decimal(0) for one in crowd), reverse=True)
    assert abs(totals[1500 * 6000 // 122_852] - Decimal("97.13")) < 2


def test_no_number_is_there_twice() -> None:
    keys = {
        "title": "certificate_number",
        "lease": "filing_number",
        "qualification": "certificate_number",
        "degree": "certificate_number",
        "overseas_certificate": "certificate_number",
        "payment": "certificate_number",
        "permit": "number",
        "resident": "id_number",
        "company": "uscc",
    }
    seen: dict[str, Counter[str]] = {kind: Counter() for kind in keys}
    for one in people():
        for _, kind, fields in one.records:
            if kind in keys:
                seen[kind][fields[keys[kind]]] += 1
    for kind, numbers in seen.items():
        assert numbers, kind
        assert max(numbers.values()) == 1, kind


def test_numbers_are_of_nobody_who_lives_and_have_their_check_digits() -> None:
    for one in people()[:300]:
        assert parse_resident_id(one.life.id_number).number.startswith("99")
        employer = one.career.employer
        assert parse_uscc(employer.uscc) == employer.uscc
        assert read_unit_code(employer.unit_code) == employer.unit_code


def test_no_two_employers_have_one_unit_code() -> None:
    assert len({unit_code(number) for number in range(20_000)}) == 20_000
