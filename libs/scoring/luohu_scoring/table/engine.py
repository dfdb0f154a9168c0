"""From the values of departments and a table to a score: pure, exact, and with a trace."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from luohu_scoring.facts import FactsInvalid
from luohu_scoring.points import NOTHING, added, half_up, printed
from luohu_scoring.table.facts import TableFacts
from luohu_scoring.table.judging import Found, judge, points_of
from luohu_scoring.table.policy import TableIndicator, TablePolicy
from luohu_scoring.table.shape import Combine
from luohu_scoring.table.trace import TableScore, TableStep

Parts = dict[str, Decimal | None]  #: points by department
Lines = dict[str, Decimal | None]  #: points by indicator


def score_table(facts: TableFacts, policy: TablePolicy) -> TableScore:
    """The line of each indicator, their total, and the steps behind them.

    A department that has not decided leaves its indicator, the indicators that stand in one group with it, and the
    total at None. A veto changes no points: who is shut out is told apart, in `vetoed`.
    Raises FactsInvalid when the facts are of another city or year, or name an indicator or a department that the table
    has not. Source: DOMAIN 9.3 and 10.2.
    """
    _check(facts, policy)
    found = {name: _found(facts, indicator) for name, indicator in policy.indicators.items()}
    steps = [step for name, given in found.items() for step in _given(name, given)]
    parts: dict[str, Parts] = {
        name: {department: None if each is None else points_of(each) for department, each in given.items()}
        for name, given in found.items()
    }
    lines: Lines = {}
    for name, indicator in policy.indicators.items():
        lines[name] = combined(indicator.combine, parts[name].values())
        steps += _brought_together(indicator, parts[name], lines[name])
    for group in policy.either:
        steps += _best_alone(group, lines, policy)
    total = added(lines.values())
    if total is not None and policy.floor is not None and total < policy.floor:
        steps.append(_raised(total, policy.floor, policy.refs["floor"]))
        total = half_up(policy.floor)
    return TableScore(
        id=facts.id,
        city=policy.city,
        year=policy.year,
        rules=policy.rules,
        lines=lines,
        parts=parts,
        total=total,
        vetoed=tuple(name for name, given in found.items() if _shuts_out(given)),
        trace=tuple(steps),
    )


def combined(how: Combine, points: Iterable[Decimal | None]) -> Decimal | None:
    """The line of an indicator from what its departments give; None while one of them has not decided."""
    given = list(points)
    known = [each for each in given if each is not None]
    if len(known) < len(given):
        return None
    match how:
        case Combine.MAX:
            return max(known)
        case Combine.AGREE:
            return known[0] if len(set(known)) == 1 else NOTHING
        case Combine.SINGLE | Combine.SUM:
            return sum(known, NOTHING)


def _check(facts: TableFacts, policy: TablePolicy) -> None:
    faults = []
    if facts.city != policy.city:
        faults.append(("city", f"{facts.city} is scored by another policy than that of {policy.city}"))
    if facts.year != policy.year:
        faults.append(("year", f"{facts.year} is scored by another policy than that of {policy.year}"))
    if not faults:
        faults = [fault for name in facts.records for fault in _strangers(name, facts, policy)]
    if faults:
        raise FactsInvalid(tuple(faults))


def _strangers(name: str, facts: TableFacts, policy: TablePolicy) -> Iterable[tuple[str, str]]:
    indicator = policy.indicators.get(name)
    if indicator is None:
        known = ", ".join(policy.indicators)
        yield f"records.{name}", f"{policy.city} {policy.year} has no indicator {name}; there are {known}"
        return
    known = ", ".join(part.department for part in indicator.parts)
    for department in facts.records[name]:
        if indicator.part(department) is None:
            yield f"records.{name}.{department}", f"{name} asks no such department; there are {known}"


_Given = Mapping[str, tuple[Found, ...] | None]


def _found(facts: TableFacts, indicator: TableIndicator) -> _Given:
    """What each department's values come to, by department; None: not decided yet."""
    records = facts.records.get(indicator.name, {})
    found: dict[str, tuple[Found, ...] | None] = {}
    for part in indicator.parts:
        values = records.get(part.department, {})
        found[part.department] = None if values is None else judge(part, values)
    return found


def _given(name: str, given: _Given) -> Iterable[TableStep]:
    for department, found in given.items():
        for each in found or ():
            yield TableStep(name, department, each.finding, each.value, each.figure, each.ref, each.points)


def _shuts_out(given: _Given) -> bool:
    return any(each.vetoed for found in given.values() for each in found or ())


_SAYS = {
    Combine.MAX: "the largest counts",
    Combine.AGREE: "counts once where all agree, else nothing does",
}


def _brought_together(indicator: TableIndicator, parts: Parts, line: Decimal | None) -> Iterable[TableStep]:
    """The step from the points of the departments to the line, where they differ."""
    total = added(parts.values())
    if line is not None and total is not None and line != total:
        told = ", ".join(f"{department} {printed(points)}" for department, points in parts.items())
        figure = _SAYS[indicator.combine]
        yield TableStep(indicator.name, None, "departments", told, figure, indicator.ref, line - total)


def _best_alone(group: tuple[str, ...], lines: Lines, policy: TablePolicy) -> Iterable[TableStep]:
    """Leave only the best line of a group, the first of equal ones. None while one of them is not decided."""
    known = {name: points for name in group if (points := lines[name]) is not None}
    if len(known) < len(group):
        lines.update(dict.fromkeys(group))
        return
    best = max(known, key=lambda name: known[name])
    for name, points in known.items():
        if name != best and points:
            lines[name] = NOTHING
            told = ", ".join(f"{each} {printed(of)}" for each, of in known.items())
            figure = f"only the best counts: {best}"
            yield TableStep(
                name, None, f"either {' or '.join(group)}", told, figure, policy.indicators[name].ref, -points
            )


def _raised(total: Decimal, floor: Decimal, ref: str) -> TableStep:
    return TableStep(None, None, "total", printed(total), f"never below {printed(floor)}", ref, half_up(floor - total))
