"""What holds for every applicant of every point table."""

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from luohu_scoring import Combine, TableFacts, TablePolicy, load_every_policy, score_table
from luohu_scoring.table import Rule
from luohu_scoring.table.engine import combined
from luohu_scoring.table.rules import Flag, Tiers, Together, Veto

TABLES = [policy for policy in load_every_policy() if isinstance(policy, TablePolicy)]
POINTS = st.integers(-200, 200).map(Decimal)
DEPARTMENTS = st.lists(POINTS, min_size=1, max_size=5)
forty = settings(max_examples=40)  # an applicant has up to eight indicators; each example holds a dozen values
UNREADABLE = st.sampled_from(["", "many", "1e3", "-", "非常紧缺"])


def values_of(rule: Rule) -> st.SearchStrategy[dict[str, Any]]:
    """Values that a department may hold for a rule, sensible ones and others."""
    rules = rule.rules if isinstance(rule, Together) else (rule,)
    return st.fixed_dictionaries({}, optional={each.of: _said(each) for each in rules})


def _said(rule: Rule) -> st.SearchStrategy[Any]:
    if isinstance(rule, Tiers):
        return st.sampled_from([value for tier in rule.rows for value in tier.values]) | UNREADABLE | st.booleans()
    if isinstance(rule, Flag | Veto):
        return st.booleans() | st.integers(-1, 2) | UNREADABLE
    return st.integers(-5, 150) | st.integers(0, 10**7) | st.sampled_from(["0.8", "1.5"]) | UNREADABLE | st.booleans()


@st.composite
def applicants(draw: st.DrawFn, undecided: bool = True) -> tuple[TablePolicy, dict[str, Any]]:
    policy = draw(st.sampled_from(TABLES))
    records: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(list(policy.indicators)), unique=True, max_size=8)):
        for part in policy.indicators[name].parts:
            decided = not undecided or draw(st.integers(0, 9)) > 0
            records.setdefault(name, {})[part.department] = draw(values_of(part.rule)) if decided else None
    return policy, records


def scored(policy: TablePolicy, records: dict[str, Any]) -> Any:
    return score_table(TableFacts(id="one", city=policy.city, year=policy.year, records=records), policy)


@given(DEPARTMENTS)
def test_departments_come_together_as_their_rule_says(points: list[Decimal]) -> None:
    assert combined(Combine.SINGLE, points[:1]) == points[0]
    assert combined(Combine.SUM, points) == sum(points)
    largest = combined(Combine.MAX, points)
    assert largest in points
    assert all(largest is not None and each <= largest for each in points)
    agreed = combined(Combine.AGREE, points)
    assert agreed == (points[0] if all(each == points[0] for each in points) else 0)


@given(st.sampled_from(Combine), DEPARTMENTS, st.integers(0, 5), st.randoms())
def test_the_order_of_departments_never_matters_and_one_undecided_leaves_all_open(
    how: Combine, points: list[Decimal], at: int, random: Any
) -> None:
    shuffled = random.sample(points, len(points))

    assert combined(how, shuffled) == combined(how, points)
    assert combined(how, [*points[:at], None, *points[at:]]) is None


@forty
@given(applicants())
def test_the_total_is_the_sum_of_the_lines_and_never_below_the_floor(drawn: tuple[TablePolicy, dict[str, Any]]) -> None:
    policy, records = drawn
    score = scored(policy, records)

    pending = {name for name, given in records.items() if None in given.values()}
    groups = [group for group in policy.either if pending & set(group)]
    open_lines = pending.union(*groups)
    assert {name for name, points in score.lines.items() if points is None} == open_lines
    if open_lines:
        assert score.total is None
        return
    total = sum(score.lines.values())
    assert score.total == (total if policy.floor is None else max(total, policy.floor))


@forty
@given(applicants(undecided=False))
def test_the_steps_of_an_indicator_add_up_to_its_line_and_all_steps_to_the_total(
    drawn: tuple[TablePolicy, dict[str, Any]],
) -> None:
    score = scored(*drawn)

    for name, points in score.lines.items():
        assert sum(step.points for step in score.trace if step.indicator == name) == points
    for name, given_by in score.parts.items():
        for department, points in given_by.items():
            steps = [step for step in score.trace if (step.indicator, step.department) == (name, department)]
            assert sum(step.points for step in steps) == points
    assert sum(step.points for step in score.trace) == score.total


@forty
@given(applicants(undecided=False))
def test_of_a_group_only_the_best_counts(drawn: tuple[TablePolicy, dict[str, Any]]) -> None:
    policy, records = drawn
    score = scored(policy, records)

    for group in policy.either:
        alone = [combined(policy.indicators[name].combine, score.parts[name].values()) for name in group]
        counting = [score.lines[name] for name in group if score.lines[name]]
        assert counting == [max(each for each in alone if each is not None)] or not (counting or any(alone))


@forty
@given(applicants(), st.randoms())
def test_neither_the_order_of_records_nor_that_of_the_table_changes_the_total(
    drawn: tuple[TablePolicy, dict[str, Any]], random: Any
) -> None:
    policy, records = drawn
    shuffled = {
        name: dict(random.sample(list(records[name].items()), len(records[name])))
        for name in random.sample(list(records), len(records))
    }
    turned = {
        name: replace(indicator, parts=tuple(reversed(indicator.parts)))
        for name, indicator in reversed(policy.indicators.items())
    }
    score = scored(policy, records)

    assert scored(policy, shuffled).document() == score.document()
    assert scored(replace(policy, indicators=MappingProxyType(turned)), records).total == score.total


@forty
@given(applicants(undecided=False))
def test_a_veto_shuts_out_and_changes_no_points(drawn: tuple[TablePolicy, dict[str, Any]]) -> None:
    policy, records = drawn
    clean = scored(policy, {name: given for name, given in records.items() if name not in policy.vetoes})
    (veto,) = policy.vetoes
    part = policy.indicators[veto].parts[-1]
    assert isinstance(part.rule, Veto)
    shut = scored(policy, records | {veto: {part.department: {part.rule.of: True}}})

    assert clean.vetoed == ()
    assert shut.vetoed == (veto,)
    assert shut.total == clean.total
    assert shut.lines == clean.lines


@forty
@given(applicants())
def test_points_are_exact_texts_with_two_decimals(drawn: tuple[TablePolicy, dict[str, Any]]) -> None:
    document = scored(*drawn).document()

    shown = [document["total"], *document["lines"].values(), *(step["points"] for step in document["trace"])]
    assert all(points is None or points == f"{Decimal(points):.2f}" for points in shown)
    assert all(step["ref"].startswith("[") for step in document["trace"])
