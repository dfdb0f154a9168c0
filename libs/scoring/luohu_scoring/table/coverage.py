"""Which rows of a table no worked example looks at: a figure that nothing holds is a figure that nobody checked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from luohu_scoring.points import printed
from luohu_scoring.table.cases import TableCase
from luohu_scoring.table.facts import Scalar
from luohu_scoring.table.judging import number_of
from luohu_scoring.table.policy import TablePolicy
from luohu_scoring.table.rules import Bands, PerUnit, Rule, Tiers, Together


@dataclass(frozen=True, slots=True)
class _Row:
    """Something of a rule that a value can meet."""

    said: str  #: for people
    of: str  #: the name of the value
    meets: Callable[[Scalar], bool]


def uncovered(policy: TablePolicy, cases: Iterable[TableCase]) -> tuple[str, ...]:
    """The rows of a table that no case has a value for, or whose cases do not say what comes of it.

    Rows are: each band; each word of a tier; for points by the unit one that gives, the last one before the least, and
    one beyond the most; each flag, count and veto that is so.
    """
    known = list(cases)
    missing = []
    for name, indicator in policy.indicators.items():
        telling = [case for case in known if _tells(case, name)]
        for part in indicator.parts:
            given = [case.facts.records.get(name, {}).get(part.department) or {} for case in telling]
            missing += [
                f"{name}, {part.department}: {row.said}"
                for row in _rows(part.rule)
                if not any(row.of in values and row.meets(values[row.of]) for values in given)
            ]
    return tuple(missing)


def _tells(case: TableCase, indicator: str) -> bool:
    """Whether a case says what the indicator comes to: its line, its parts, or that it shuts out."""
    wanted = case.expected
    return indicator in {*wanted.lines, *wanted.parts, *wanted.vetoed}


def _rows(rule: Rule) -> Iterator[_Row]:
    match rule:
        case Together():
            for each in rule.rules:
                yield from _rows(each)
        case Bands():
            ends = [*(band.from_ for band in rule.rows[1:]), None]
            for band, end in zip(rule.rows, ends, strict=True):
                yield _span(rule.of, band.from_, end)
        case Tiers():
            for value in (value for tier in rule.rows for value in tier.values):
                yield _Row(f"{rule.of} {value}", rule.of, partial(_is, value))
        case PerUnit():
            yield from _units(rule)
        case _:
            yield _Row(f"{rule.of} that is so", rule.of, _so)


def _units(rule: PerUnit) -> Iterator[_Row]:
    least = (rule.least or 1) * rule.unit
    beyond = None if rule.most is None else (rule.most // rule.points + 1) * rule.unit
    yield _span(rule.of, least, beyond)
    yield _span(rule.of, least - rule.unit, least)
    if beyond is not None:
        yield _span(rule.of, beyond, None)


def _span(of: str, first: Decimal, end: Decimal | None) -> _Row:
    until = "" if end is None else f", below {printed(end)}"
    return _Row(f"{of} from {printed(first)}{until}", of, partial(_within, first, end))


def _within(first: Decimal, end: Decimal | None, said: Scalar) -> bool:
    number = number_of(said)
    return number is not None and first <= number and (end is None or number < end)


def _is(value: str, said: Scalar) -> bool:
    return said == value


def _so(said: Scalar) -> bool:
    return said is True or (number_of(said) or 0) > 0
