"""From items and what was found to the facts that are scored: accepted things only, and nothing twice."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from luohu_contract.claim import ClaimKind, DegreeLevel, OverseasLevel, Person, QualificationLevel, Sex
from luohu_contract.finding import (
    AwardFindings,
    DegreeFindings,
    Findings,
    HonourFindings,
    OverseasFindings,
    PropertyFindings,
    QualificationFindings,
    TaxFindings,
    TaxYear,
)
from luohu_contract.honours import HonourType
from luohu_contract.innovation import InnovationType
from luohu_contract.item import ItemKind
from luohu_contract.message import Decider, Outcome, Part
from luohu_contract.months import Month
from luohu_declaration.domain.declaration import Declaration
from luohu_declaration.domain.facts import facts_of
from luohu_declaration.domain.item import Item, PartResult, Standing
from luohu_declaration.domain.round import Round
from luohu_declaration.domain.states import Status
from luohu_filing import bodies
from luohu_filing.records import insured, known, unfined
from luohu_scoring import Facts, Line, load_policy, score

NOW = datetime(2021, 7, 5, 4, 0, tzinfo=UTC)
WANG = Declaration(
    UUID(int=1),
    "person-1",
    2021,
    Person(name="王伟", id_number="990101198506150012", birth_date=date(1985, 6, 15), sex=Sex.MALE),
    NOW,
)
FILE = str(UUID(int=7))
READ = (Line.EMPLOYMENT, Line.LAW_ABIDING)


def result(findings: Findings | None, outcome: Outcome = Outcome.VALID) -> PartResult:
    reason = None if outcome is Outcome.VALID else "property.number_not_found"
    return PartResult(outcome, reason, findings, (), None, Decider.REGISTER, NOW)


def item(
    kind: ItemKind,
    entered: Mapping[str, Any],
    found: Findings | None = None,
    *,
    status: Status = Status.VALID,
    parts: Mapping[Part, PartResult] | None = None,
    spouse: UUID | None = None,
) -> Item:
    results = parts if parts is not None else ({Part.WHOLE: result(found)} if found else {})
    body = {"kind": kind.value, **entered}
    return Item(uuid4(), WANG.id, kind, 1, body, spouse, Standing(status, NOW, results=results), NOW)


def facts(*items: Item, committed: bool = False, of: Declaration = WANG) -> Facts:
    return facts_of(of, items, city="beijing", around=Round.of(load_policy("beijing", 2021)), area_committed=committed)


def home(found: PropertyFindings, **fields: Any) -> Item:
    status = fields.pop("status", Status.VALID)
    return item(ItemKind.OWN_HOME, bodies.own_home(**fields), found, status=status)


TITLE = PropertyFindings(kind=ClaimKind.OWN_HOME, registered_on=date(2014, 8, 20))


def test_what_nobody_has_read_yet_is_pending_and_not_nothing() -> None:
    found = facts()
    assert found.pending == set(READ)
    points = score(found, load_policy("beijing", 2021))
    assert points.total is None
    assert points.lines[Line.HOUSING] is None, "homes count only while employed"
    assert points.lines[Line.AGE] == 20


def test_paid_months_are_facts_and_back_paid_ones_are_not() -> None:
    findings = insured("2011-01", "2020-12")
    late = findings.spans[0].model_copy(update={"first": Month(2010, 1), "last": Month(2010, 3), "back_paid": True})
    read = insured(spans=(*findings.spans, late))
    found = facts(item(ItemKind.EMPLOYMENT, {}, read), item(ItemKind.LAW_ABIDING, {}, known(detentions=2)))
    assert not found.pending
    assert [(str(each.first), str(each.last), each.district) for each in found.insurance] == [
        ("2011-01", "2020-12", "海淀区")
    ]
    assert found.law.detentions == 2


def test_months_before_the_birth_are_cut_off() -> None:
    found = facts(item(ItemKind.EMPLOYMENT, {}, insured("1984-03", "1985-04")))
    assert [str(each.first) for each in found.insurance] == ["1985-01"]
    assert not facts(item(ItemKind.EMPLOYMENT, {}, insured("1980-03", "1981-04"))).insurance


def test_a_home_counts_in_its_effective_months() -> None:
    filed = home(TITLE, **{"from": "2014-01", "to": "2017-12"})
    (spell,) = facts(filed).homes
    assert (spell.item, spell.kind.value, spell.district) == (str(filed.id), "own_home", "朝阳区")
    assert (str(spell.first), str(spell.last)) == ("2014-08", "2017-12")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.INVALID, Status.PENDING])
def test_only_accepted_homes_are_facts(status: Status) -> None:
    found = facts(home(TITLE, status=status))
    assert not found.homes
    assert (Line.HOUSING in found.pending) is (status is Status.PENDING)


def test_a_valid_home_counts_while_it_is_rechecked_and_the_total_is_not_final() -> None:
    read = item(ItemKind.EMPLOYMENT, {}, insured("2011-01", "2020-12")), item(ItemKind.LAW_ABIDING, {}, known())
    before, during = (facts(*read, home(TITLE, status=status)) for status in (Status.VALID, Status.RECHECK))
    assert len(during.homes) == 1
    assert (during.pending, during.rechecked) == (frozenset(), {Line.HOUSING})
    final, provisional = (score(each, load_policy("beijing", 2021)) for each in (before, during))
    assert final.total is not None
    assert (provisional.lines, provisional.total, provisional.provisional) == (final.lines, None, final.total)


def test_an_invalid_home_waits_while_it_is_rechecked() -> None:
    refused = {Part.WHOLE: result(TITLE, Outcome.INVALID)}
    found = facts(item(ItemKind.OWN_HOME, bodies.own_home(), status=Status.RECHECK, parts=refused))
    assert (found.homes, found.rechecked) == ((), frozenset())
    assert Line.HOUSING in found.pending


def test_the_half_that_holds_counts_while_the_other_one_is_rechecked() -> None:
    parts = {Part.QUALIFICATION: result(QUALIFIED), Part.DEGREE: result(None, Outcome.INVALID)}
    found = facts(item(ItemKind.DOMESTIC_EDUCATION, bodies.education(), status=Status.RECHECK, parts=parts))
    assert found.education is not None
    assert (found.education.degree, found.rechecked) == (None, {Line.EDUCATION})


@pytest.mark.parametrize("marriage", [Status.VALID, Status.INVALID, Status.PENDING])
def test_a_spouses_home_counts_in_the_marriage_once_that_is_accepted(marriage: Status) -> None:
    record = item(ItemKind.SPOUSE, bodies.spouse(FILE), status=marriage)
    body = bodies.spouse_home(str(record.id))
    filed = item(ItemKind.OWN_HOME, body, PropertyFindings(kind=ClaimKind.OWN_HOME), spouse=record.id)
    homes = facts(record, filed).homes
    expected = [("2008-03", "2016-04")] if marriage is Status.VALID else []
    assert [(str(each.first), str(each.last)) for each in homes] == expected


def test_the_area_waits_for_a_home_that_is_looked_at_when_it_is_to_count() -> None:
    pending = home(TITLE, status=Status.PENDING)
    assert Line.JOB_HOUSING_AREA not in facts(pending).pending
    chosen = facts(pending, committed=True)
    assert Line.JOB_HOUSING_AREA in chosen.pending
    assert chosen.area.committed
    again = facts(home(TITLE, status=Status.RECHECK), committed=True)
    assert again.rechecked == {Line.HOUSING, Line.JOB_HOUSING_AREA}


QUALIFIED = QualificationFindings(graduated_on=date(2004, 7, 1))
CONFERRED = DegreeFindings(degree_conferred_on="2005-01")


@pytest.mark.parametrize(
    ("qualification", "degree", "expected"),
    [
        (result(QUALIFIED), result(CONFERRED), (QualificationLevel.UNDERGRADUATE, DegreeLevel.BACHELOR, "2004-07")),
        (result(QUALIFIED), result(None, Outcome.INVALID), (QualificationLevel.UNDERGRADUATE, None, "2004-07")),
        (result(None, Outcome.INVALID), result(CONFERRED), (None, DegreeLevel.BACHELOR, "2005-01")),
    ],
    ids=["both", "the qualification", "the degree, by its own date"],
)
def test_the_halves_that_hold_make_the_education(
    qualification: PartResult, degree: PartResult, expected: tuple[object, object, str]
) -> None:
    parts = {Part.QUALIFICATION: qualification, Part.DEGREE: degree}
    education = facts(item(ItemKind.DOMESTIC_EDUCATION, bodies.education(), parts=parts)).education
    assert education is not None
    assert (education.qualification, education.degree, str(education.graduated)) == expected


def test_an_accepted_education_without_a_date_cannot_be_scored_yet() -> None:
    parts = {Part.DEGREE: result(DegreeFindings(degree_conferred_on="一九九九"))}
    found = facts(item(ItemKind.DOMESTIC_EDUCATION, bodies.education(), parts=parts))
    assert found.education is None
    assert Line.EDUCATION in found.pending


def test_an_education_before_the_birth_waits_alone() -> None:
    early = {Part.DEGREE: result(DegreeFindings(degree_conferred_on="1984-07"))}
    found = facts(item(ItemKind.DOMESTIC_EDUCATION, bodies.education(), parts=early))
    assert found.education is None
    assert found.pending == {*READ, Line.EDUCATION}


def test_months_are_cut_at_the_birth_date_that_a_decision_found() -> None:
    read = [item(ItemKind.EMPLOYMENT, {}, insured("1984-03", "1985-04"))]
    around = Round.of(load_policy("beijing", 2021))
    found = facts_of(WANG, read, city="beijing", around=around, area_committed=False, born=date(1984, 9, 1))
    assert found.birth_date == date(1984, 9, 1)
    assert [str(each.first) for each in found.insurance] == ["1984-03"]


@pytest.mark.parametrize(
    ("level", "qualification", "degree"),
    [
        (OverseasLevel.JUNIOR_COLLEGE, QualificationLevel.JUNIOR_COLLEGE, None),
        (OverseasLevel.MASTER, None, DegreeLevel.MASTER),
        (OverseasLevel.DOCTOR, None, DegreeLevel.DOCTOR),
    ],
)
def test_an_overseas_certificate_counts_by_the_level_that_it_names(
    level: OverseasLevel, qualification: QualificationLevel | None, degree: DegreeLevel | None
) -> None:
    found = OverseasFindings(level=level, issued_on=date(2010, 9, 2))
    education = facts(item(ItemKind.OVERSEAS_EDUCATION, bodies.overseas(FILE), found)).education
    assert education is not None
    assert (education.qualification, education.degree, str(education.graduated)) == (qualification, degree, "2010-09")


def test_taxes_awards_and_honours_are_what_the_registers_say() -> None:
    years = tuple(TaxYear(year=each, valid=each == 2020, paid=True) for each in (2018, 2019, 2020))
    tax = item(ItemKind.TAX, {"authorised": True}, TaxFindings(years=years, valid_years=1, tax_penalties=1))
    award = item(
        ItemKind.INNOVATION,
        {"type": "award_science", "award_kind": "国家自然科学奖", "grade": "二等奖", "place": 9, "year": 2019},
        AwardFindings(award_kind="国家自然科学奖", grade="二等奖", place=4, year=2019),
    )
    honour = item(
        ItemKind.HONOUR,
        {"type": "model_worker", "name": "北京市劳动模范"},
        HonourFindings(type=HonourType.MODEL_WORKER, name="北京市劳动模范", year=2015),
    )
    found = facts(tax, award, honour)
    assert found.tax is not None
    assert (found.tax.penalties, [each.valid for each in found.tax.years]) == (1, [False, False, True])
    assert [(each.type, each.place) for each in found.innovation] == [(InnovationType.AWARD_SCIENCE, 4)]
    assert [(each.type, each.name) for each in found.honours] == [(HonourType.MODEL_WORKER, "北京市劳动模范")]
    points = score(found, load_policy("beijing", 2021)).lines
    assert (points[Line.INNOVATION], points[Line.HONOUR], points[Line.TAX]) == (10, 20, -10)


def test_penalties_are_facts_although_no_tax_year_counts() -> None:
    years = tuple(TaxYear(year=each, valid=False, paid=True) for each in (2018, 2019, 2020))
    found = result(TaxFindings(years=years, valid_years=0, tax_penalties=2), Outcome.INVALID)
    filed = item(ItemKind.TAX, {"authorised": True}, status=Status.INVALID, parts={Part.WHOLE: found})
    assert score(facts(filed), load_policy("beijing", 2021)).lines[Line.TAX] == -24


def test_penalties_count_without_a_tax_item_and_an_item_says_them_anew() -> None:
    read = item(ItemKind.TAX_PENALTIES, {}, unfined(2))
    years = tuple(TaxYear(year=each, valid=True, paid=True) for each in (2018, 2019, 2020))
    cleared = item(ItemKind.TAX, {"authorised": True}, TaxFindings(years=years, valid_years=3, tax_penalties=0))
    policy = load_policy("beijing", 2021)
    assert score(facts(read), policy).lines[Line.TAX] == -24
    assert score(facts(read, cleared), policy).lines[Line.TAX] == 6


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        (ItemKind.RENTAL, Line.HOUSING),
        (ItemKind.DOMESTIC_EDUCATION, Line.EDUCATION),
        (ItemKind.INNOVATION, Line.INNOVATION),
        (ItemKind.TAX, Line.TAX),
        (ItemKind.HONOUR, Line.HONOUR),
        (ItemKind.EMPLOYMENT, Line.EMPLOYMENT),
        (ItemKind.LAW_ABIDING, Line.LAW_ABIDING),
        (ItemKind.TAX_PENALTIES, Line.TAX),
    ],
)
def test_a_line_waits_for_its_items(kind: ItemKind, line: Line) -> None:
    assert line in facts(item(kind, {}, status=Status.PENDING)).pending


def test_the_birth_date_is_the_cards_or_else_the_numbers() -> None:
    unnamed = Declaration(WANG.id, "x", 2021, Person(name="王伟", id_number="990101198506150012"), NOW)
    assert facts(of=unnamed).birth_date == date(1985, 6, 15)


def test_who_was_born_in_the_year_of_the_round_is_nobody() -> None:
    child = Person(name="王伟", id_number="990101198506150012", birth_date=date(2021, 1, 1))
    with pytest.raises(ValueError, match="nobody born in 2021"):
        facts(of=Declaration(WANG.id, "x", 2021, child, NOW))
