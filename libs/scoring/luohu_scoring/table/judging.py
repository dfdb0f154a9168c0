"""One department's values under the rule of its part: what was found, the figure it met, and the points."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from luohu_scoring.figure import exact_number
from luohu_scoring.points import NOTHING, half_up, printed
from luohu_scoring.table.facts import Scalar
from luohu_scoring.table.rules import Bands, Each, Flag, PerUnit, Rule, Tiers, Together, Veto
from luohu_scoring.table.shape import Part

Values = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Found:
    """One value against one figure."""

    finding: str  #: the name of the value, in words
    value: str  #: what it was; `none` where the department says nothing of it
    figure: str  #: the figure that it met
    ref: str
    points: Decimal = NOTHING
    vetoed: bool = False


def judge(part: Part, values: Values) -> tuple[Found, ...]:
    """What a department's values come to. A value that a rule cannot read gives nothing, and the figure says so."""
    rule = part.rule
    rules: tuple[Rule, ...] = rule.rules if isinstance(rule, Together) else (rule,)
    return tuple(_judged(each, values, part.ref) for each in rules)


def number_of(value: Scalar | None) -> Decimal | None:
    """A value as a number; None where there is none, or something else stands there."""
    try:
        return exact_number(value)
    except ValueError:
        return None


def points_of(found: tuple[Found, ...]) -> Decimal:
    """The points of one department."""
    return half_up(sum((each.points for each in found), NOTHING))


def _judged(rule: Rule, values: Values, ref: str) -> Found:
    match rule:
        case Bands():
            return _band(rule, values, ref)
        case Tiers():
            return _tier(rule, values, ref)
        case PerUnit():
            return _units(rule, values)
        case Flag():
            return _flag(rule, values)
        case Each():
            return _each(rule, values)
        case Veto():
            return _veto(rule, values)
        case Together():
            raise AssertionError("judge takes these apart")


def _band(rule: Bands, values: Values, ref: str) -> Found:
    number = number_of(values.get(rule.of))
    if number is None:
        return _nothing(rule.of, values, "a number is needed", ref)
    reached = sum(band.from_ <= number for band in rule.rows)
    if not reached:
        return _nothing(rule.of, values, f"nothing below {printed(rule.rows[0].from_)}", ref)
    band = rule.rows[reached - 1]
    until = f", below {printed(rule.rows[reached].from_)}" if reached < len(rule.rows) else ""
    return _found(rule.of, values, f"{printed(band.points)} from {printed(band.from_)}{until}", band.ref, band.points)


def _tier(rule: Tiers, values: Values, ref: str) -> Found:
    said = values.get(rule.of)
    tier = next((tier for tier in rule.rows if said in tier.values), None)
    if tier is None:
        return _nothing(rule.of, values, "no tier has it", ref)
    return _found(rule.of, values, f"{printed(tier.points)} for {tier.zh}", tier.ref, tier.points)


def _units(rule: PerUnit, values: Values) -> Found:
    number = number_of(values.get(rule.of))
    each = "each" if rule.unit == 1 else f"for each full {printed(rule.unit)}"
    least = "" if rule.least is None else f", from {rule.least} on"
    most = "" if rule.most is None else f", at most {printed(rule.most)}"
    figure = f"{printed(rule.points)} {each}{least}{most}"
    if number is None:
        return _nothing(rule.of, values, figure, rule.ref)
    units = max(number // rule.unit, Decimal(0))
    points = NOTHING if rule.least is not None and units < rule.least else units * rule.points
    return _found(rule.of, values, figure, rule.ref, points if rule.most is None else min(points, rule.most))


def _flag(rule: Flag, values: Values) -> Found:
    points = rule.points if values.get(rule.of) is True else NOTHING
    return _found(rule.of, values, f"{printed(rule.points)} where it is so", rule.ref, points)


def _each(rule: Each, values: Values) -> Found:
    times = max(number_of(values.get(rule.of)) or Decimal(0), Decimal(0)) // 1
    return _found(rule.of, values, f"{printed(rule.points)} each", rule.ref, times * rule.points)


def _veto(rule: Veto, values: Values) -> Found:
    said = values.get(rule.of)
    times = number_of(values.get(rule.of))
    vetoed = said is True or (times is not None and times > 0)
    return Found(_words(rule.of), _shown(said), "shuts out where it is so", rule.ref, NOTHING, vetoed)


def _found(name: str, values: Values, figure: str, ref: str, points: Decimal) -> Found:
    return Found(_words(name), _shown(values.get(name)), figure, ref, half_up(points))


def _nothing(name: str, values: Values, figure: str, ref: str) -> Found:
    return _found(name, values, figure, ref, NOTHING)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _shown(value: Scalar | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is None else str(value)
