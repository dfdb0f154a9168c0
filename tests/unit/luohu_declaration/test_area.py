"""The job-housing area from items: the handbook's table month by month, and how a home changes it (handbook 三.四)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from luohu_contract.finding import PropertyFindings
from luohu_contract.item import ItemKind
from luohu_contract.message import Decider, Outcome, Part
from luohu_contract.months import Month
from luohu_contract.standing import Insurance, InsuranceFindings, InsuranceSpan
from luohu_declaration.domain.area import Side, area_of
from luohu_declaration.domain.item import Item, PartResult, Standing
from luohu_declaration.domain.states import Status
from luohu_filing import bodies
from luohu_scoring import load_policy
from luohu_testbed.city import NOON

POLICY = load_policy("beijing", 2021)
BORN = date(1985, 6, 15)


def found(findings: PropertyFindings | InsuranceFindings) -> PartResult:
    return PartResult(Outcome.VALID, None, findings, (), None, Decider.REGISTER, NOON)


def home(number: int, district: str, first: str, last: str, status: Status = Status.VALID) -> Item:
    """An own home that the register bears out."""
    results = {Part.WHOLE: found(PropertyFindings(kind="own_home", registered_on=date(2010, 1, 1)))}
    entered = bodies.own_home(district=district, **{"from": first, "to": last})
    standing = Standing(status, NOON, 1, results=results if status is Status.VALID else {})
    return Item(UUID(int=number), UUID(int=99), ItemKind.OWN_HOME, 1, entered, None, standing, NOON)


def insured(*places: tuple[str, str, str]) -> Item:
    """Pension insurance by district, first and last month."""
    spans = tuple(
        InsuranceSpan(
            insurance=Insurance.PENSION,
            first=Month.parse(first),
            last=Month.parse(last),
            district=district,
            employer="91990105MA0LUH014J",
            employer_name="北京示例科技有限公司",
        )
        for district, first, last in places
    )
    standing = Standing(Status.VALID, NOON, 1, results={Part.WHOLE: found(InsuranceFindings(spans=spans))})
    kind = ItemKind.EMPLOYMENT
    return Item(UUID(int=1), UUID(int=99), kind, 1, {"kind": kind.value}, None, standing, NOON)


#: 2018: all inside; then month by month as the handbook's table has it.
HANDBOOK = [
    home(2, "海淀区", "2018-01", "2018-12"),
    home(3, "通州区", "2019-01", "2019-01"),
    home(4, "海淀区", "2019-02", "2019-03"),
    home(5, "通州区", "2019-04", "2020-12"),
    insured(
        ("海淀区", "2018-01", "2018-12"),
        ("通州区", "2019-01", "2019-01"),
        ("海淀区", "2019-02", "2019-02"),
        ("通州区", "2019-03", "2019-03"),
        ("市本级", "2019-04", "2019-04"),
        ("通州区", "2019-05", "2020-12"),
    ),
]


def test_the_handbooks_table_gives_three_points() -> None:
    area = area_of(HANDBOOK, POLICY, birth_date=BORN, committed=True)
    assert (area.both, area.live, area.years_both, area.years_live) == (21, 1, 1, 0)
    assert (area.points, area.reasons) == (Decimal("3.00"), ())
    rows = {str(row.month): (row.lives, row.works) for row in area.rows}
    assert len(rows) == 36
    assert rows["2018-12"] == (Side.INSIDE, Side.INSIDE)
    assert rows["2019-03"] == (Side.INSIDE, Side.OUTSIDE)
    assert rows["2019-04"] == (Side.OUTSIDE, Side.INSIDE)  # the city's agency counts as inside
    assert rows["2020-12"] == (Side.OUTSIDE, Side.OUTSIDE)
    both = [row for row in area.rows if row.lives is row.works is Side.OUTSIDE]
    assert len(both) == area.both


def test_without_the_commitment_there_are_no_points_and_the_months_are_the_same() -> None:
    area = area_of(HANDBOOK, POLICY, birth_date=BORN, committed=False)
    assert (area.points, area.both, area.live) == (Decimal("0.00"), 21, 1)


def test_who_has_moved_back_in_december_has_no_points() -> None:
    items = [replace(HANDBOOK[3], entered=home(5, "通州区", "2019-04", "2020-11").entered), *HANDBOOK[:3], HANDBOOK[4]]
    area = area_of(items, POLICY, birth_date=BORN, committed=True)
    assert (area.points, area.reasons) == (Decimal("0.00"), ("area.not_outside_in_december",))
    assert area.rows[-1].lives is None


@pytest.mark.parametrize(("first", "reasons"), [("2020-02", ("area.months_below_twelve",)), ("2020-01", ())])
def test_eleven_months_are_too_few(first: str, reasons: tuple[str, ...]) -> None:
    area = area_of([home(2, "通州区", first, "2020-12")], POLICY, birth_date=BORN, committed=True)
    assert area.reasons == reasons
    assert (area.points > 0) == (not reasons)


def test_a_home_that_is_not_valid_counts_nothing() -> None:
    for status in (Status.DRAFT, Status.PENDING, Status.INVALID):
        area = area_of([home(2, "通州区", "2018-01", "2020-12", status)], POLICY, birth_date=BORN, committed=True)
        assert area.live == 0
        assert area.waits_for == ((UUID(int=2),) if status is Status.PENDING else ())


def test_nobody_who_has_nothing_breaks_it() -> None:
    area = area_of([], POLICY, birth_date=BORN, committed=True)
    assert area.reasons == ("area.not_outside_in_december", "area.months_below_twelve")
    assert {(row.lives, row.works) for row in area.rows} == {(None, None)}
