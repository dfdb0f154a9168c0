"""Eligibility: every condition at its boundary, with the figures that the applicant is told (handbook 一)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import Person, Sex
from luohu_contract.eligibility import CONDITIONS
from luohu_contract.months import Month
from luohu_contract.standing import (
    AccountStatus,
    ConductFindings,
    Insurance,
    InsuranceFindings,
    InsuranceSpan,
    Permit,
    PermitStatus,
    RegisteredIdentity,
    WorkCategory,
)
from luohu_declaration.domain.eligibility import Bar, Case, Failure, Rules, completed_years, judge
from luohu_declaration.domain.insured import best_record
from luohu_declaration.usecases.eligibility import rules_of
from luohu_scoring import load_policy

BASE = date(2020, 12, 31)
RULES = Rules(continuous_months=84, back_paid_most=5, permit_by=BASE, man=60, woman_worker=50, woman_cadre=55)
LAST = Month(2020, 12)
FIRST = Month(2014, 1)  #: of the 84 months
PERMIT = Permit(number="990000001", applied_on=date(2016, 5, 3), status=PermitStatus.VALID)


def span(first: Month, last: Month, **fields: Any) -> InsuranceSpan:
    facts = {"insurance": Insurance.PENSION, "district": "海淀区", "employer": "91990105MA0LUH014J", **fields}
    return InsuranceSpan(first=first, last=last, employer_name="北京示例科技有限公司", **facts)


def insured(*spans: InsuranceSpan, **fields: Any) -> InsuranceFindings:
    return InsuranceFindings(spans=spans, **{"status": AccountStatus.NORMAL, **fields})


def person(birth_date: date = date(1985, 6, 15), sex: Sex = Sex.MALE) -> ConductFindings:
    identity = RegisteredIdentity(name="王伟", birth_date=birth_date, sex=sex)
    return ConductFindings(identity=identity, household="河北省", permit=PERMIT)


CASE = Case(
    person=Person(name="王伟", id_number="990101198506150012"),
    insurance=insured(span(FIRST, LAST)),
    conduct=person(),
    base_date=BASE,
)


def found(case: Case) -> dict[str, dict[str, Any]]:
    """Codes with their figures; every sentence can be written with them, in both languages."""
    failures = judge(case, RULES)
    for each in failures:
        words = CONDITIONS[each.code].sentence(each.figures)
        assert "{" not in words.zh + words.en
    return {each.code: dict(each.figures) for each in failures}


def codes(case: Case) -> list[str]:
    return list(found(case))


def insured_by(*spans: InsuranceSpan, **fields: Any) -> Case:
    return replace(CASE, insurance=insured(*spans, **fields))


def test_who_meets_every_condition_is_eligible() -> None:
    assert judge(CASE, RULES) == ()


def test_eighty_three_months_are_one_too_few() -> None:
    figures = found(insured_by(span(FIRST.plus(1), LAST)))
    assert figures == {
        "eligibility.insurance_short": {"insurance": "pension", "months": 83, "needed": 84, "first_needed": "2014-01"}
    }


def test_months_before_the_window_change_nothing() -> None:
    assert codes(insured_by(span(Month(1998, 7), LAST))) == []
    assert codes(insured_by(span(Month(1998, 7), Month(2013, 12)), span(FIRST.plus(1), LAST))) == [
        "eligibility.insurance_short"
    ]


def test_a_month_without_payment_is_named() -> None:
    figures = found(insured_by(span(FIRST, Month(2017, 2)), span(Month(2017, 4), LAST)))
    assert list(figures) == ["eligibility.insurance_gap"]
    assert (figures["eligibility.insurance_gap"]["missing"], figures["eligibility.insurance_gap"]["months"]) == (
        ["2017-03"],
        45,
    )


def test_the_base_month_itself_must_be_paid() -> None:
    figures = found(insured_by(span(FIRST, LAST.plus(-1))))
    assert figures["eligibility.insurance_gap"]["missing"] == ["2020-12"]
    assert figures["eligibility.insurance_gap"]["months"] == 0


def test_who_was_never_insured_is_short_of_all_months_and_has_no_account() -> None:
    figures = found(replace(CASE, insurance=InsuranceFindings()))
    assert list(figures) == ["eligibility.insurance_short", "eligibility.insurance_status"]
    assert figures["eligibility.insurance_short"]["months"] == 0
    assert figures["eligibility.insurance_status"] == {"status": "none"}


@pytest.mark.parametrize(("months", "refused"), [(5, False), (6, True)])
def test_five_back_paid_months_are_the_most(months: int, refused: bool) -> None:
    case = insured_by(span(FIRST, FIRST.plus(months - 1), back_paid=True), span(FIRST.plus(months), LAST))
    assert codes(case) == (["eligibility.back_payment_over_limit"] if refused else [])


def test_back_paid_months_before_the_window_are_not_counted() -> None:
    assert codes(insured_by(span(FIRST.plus(-9), FIRST.plus(-1), back_paid=True), span(FIRST, LAST))) == []


def test_a_month_that_was_paid_in_time_as_well_is_not_back_paid() -> None:
    assert codes(insured_by(span(FIRST, FIRST.plus(8), back_paid=True), span(FIRST, LAST))) == []


@pytest.mark.parametrize(("recorded", "refused"), [(BASE, False), (date(2021, 1, 1), True)])
def test_records_are_formed_by_the_base_date(recorded: date, refused: bool) -> None:
    case = insured_by(span(FIRST, LAST.plus(-1)), span(LAST, LAST, recorded_on=recorded))
    figures = found(case)
    assert list(figures) == (["eligibility.payment_late"] if refused else [])
    if refused:
        assert figures["eligibility.payment_late"]["late"] == ["2020-12"]


def test_the_insurance_that_comes_nearest_decides() -> None:
    medical = span(FIRST, LAST, insurance=Insurance.MEDICAL)
    assert codes(insured_by(span(FIRST.plus(9), LAST), medical)) == []
    back_paid = span(FIRST, FIRST.plus(7), back_paid=True)
    assert codes(insured_by(back_paid, span(FIRST.plus(8), LAST), medical)) == []


@pytest.mark.parametrize("status", [AccountStatus.SUSPENDED, AccountStatus.CLOSED])
def test_the_account_is_paid_normally(status: AccountStatus) -> None:
    assert found(insured_by(span(FIRST, LAST), status=status)) == {
        "eligibility.insurance_status": {"status": status.value}
    }


RETIREMENT = [
    (Sex.MALE, None, date(1960, 12, 31), True),  # 60 on the base date
    (Sex.MALE, None, date(1961, 1, 1), False),
    (Sex.FEMALE, WorkCategory.WORKER, date(1970, 12, 31), True),
    (Sex.FEMALE, WorkCategory.WORKER, date(1971, 1, 1), False),
    (Sex.FEMALE, WorkCategory.CADRE, date(1970, 12, 31), False),
    (Sex.FEMALE, WorkCategory.CADRE, date(1965, 12, 31), True),
    (Sex.FEMALE, WorkCategory.CADRE, date(1966, 1, 1), False),
    (Sex.FEMALE, None, date(1970, 12, 31), True),  # without a record: no managerial post on it
]


@pytest.mark.parametrize(("sex", "category", "born", "refused"), RETIREMENT)
def test_the_age_of_retirement_is_exclusive(sex: Sex, category: WorkCategory | None, born: date, refused: bool) -> None:
    case = replace(insured_by(span(FIRST, LAST), category=category), conduct=person(born, sex))
    assert codes(case) == (["eligibility.retirement_age"] if refused else [])


def test_the_refusal_names_the_age_and_whose_limit_it_is() -> None:
    conduct = person(date(1968, 3, 1), Sex.FEMALE)
    case = replace(insured_by(span(FIRST, LAST), category=WorkCategory.WORKER), conduct=conduct)
    [failure] = judge(case, RULES)
    words = CONDITIONS[failure.code].sentence(failure.figures)
    assert words.zh == "截至2020-12-31,您已满52周岁,女工人应在50周岁(不含)以下"
    assert words.en == "on 2020-12-31 you were 52; women workers must be younger than 50"


def test_whoever_public_security_does_not_know_is_as_old_as_the_id_number_says() -> None:
    old = Person(name="张三", id_number="990101195001010010")
    assert "eligibility.retirement_age" in codes(replace(CASE, person=old, conduct=ConductFindings(permit=PERMIT)))


@pytest.mark.parametrize(
    ("permit", "code"),
    [
        (None, "eligibility.permit_missing"),
        (PERMIT.model_copy(update={"status": PermitStatus.CANCELLED}), "eligibility.permit_missing"),
        (PERMIT.model_copy(update={"applied_on": BASE}), None),
        (PERMIT.model_copy(update={"applied_on": date(2021, 1, 1)}), "eligibility.permit_too_late"),
    ],
)
def test_a_permit_was_applied_for_by_the_base_date(permit: Permit | None, code: str | None) -> None:
    case = replace(CASE, conduct=CASE.conduct.model_copy(update={"permit": permit}))
    assert codes(case) == ([code] if code else [])


def test_a_round_can_have_a_day_of_its_own_for_permits() -> None:
    """In 2018 the permit was applied for before 10 April, after the base date."""
    policy = load_policy("beijing", 2018)
    assert policy.permit_by == date(2018, 4, 9) > policy.base_date
    for on, failed in ((date(2018, 4, 9), []), (date(2018, 4, 10), ["eligibility.permit_too_late"])):
        permit = PERMIT.model_copy(update={"applied_on": on})
        case = replace(CASE, conduct=CASE.conduct.model_copy(update={"permit": permit}))
        assert [each.code for each in judge(case, rules_of(policy))] == failed


def test_household_crime_and_sanctions_refuse() -> None:
    conduct = CASE.conduct.model_copy(
        update={"household": "北京市", "household_in_beijing": True, "criminal_record": True}
    )
    case = replace(CASE, conduct=conduct, bar=Bar(2019, 2024), employer_bar=Bar(2020, 2025))
    assert found(case) == {
        "eligibility.household_not_outside": {"household": "北京市"},
        "eligibility.criminal_record": {},
        "eligibility.barred": {"from_year": 2019, "to_year": 2024},
        "employer.barred": {"from_year": 2020, "to_year": 2025},
    }


def test_every_reason_is_told_at_once() -> None:
    nobody = replace(
        CASE,
        conduct=ConductFindings(criminal_record=True),
        insurance=insured(
            span(FIRST.plus(2), FIRST.plus(20), back_paid=True),
            span(FIRST.plus(22), LAST.plus(-1)),
            span(LAST, LAST, recorded_on=date(2021, 2, 1)),
            status=AccountStatus.SUSPENDED,
        ),
    )
    assert codes(nobody) == [
        "eligibility.permit_missing",
        "eligibility.insurance_short",
        "eligibility.insurance_gap",
        "eligibility.back_payment_over_limit",
        "eligibility.payment_late",
        "eligibility.insurance_status",
        "eligibility.criminal_record",
    ]


def test_every_condition_has_both_languages_and_a_way_out() -> None:
    assert len(CONDITIONS) == 12
    for row in CONDITIONS.values():
        assert row.says.zh != row.says.en
        assert "服务窗口" in row.todo.zh


def test_a_long_list_of_months_is_cut_in_the_sentence_only() -> None:
    case = insured_by(span(FIRST, FIRST.plus(9)), span(FIRST.plus(20), LAST))
    [failure] = judge(case, RULES)
    assert len(failure.figures["missing"]) == 10
    assert "等10个月" in CONDITIONS[failure.code].sentence(failure.figures).zh


@given(born=st.dates(date(1930, 1, 1), date(2020, 12, 31)))
def test_completed_years_grow_by_one_on_the_birthday(born: date) -> None:
    age = completed_years(born, BASE)
    assert age >= 0
    birthday = (born.month, born.day)
    assert age == BASE.year - born.year - ((BASE.month, BASE.day) < birthday)


MONTHS = st.integers(-12, 83).map(FIRST.plus)
SPANS = st.lists(
    st.builds(
        lambda a, b, **fields: span(min(a, b), max(a, b), **fields),
        MONTHS,
        MONTHS,
        insurance=st.sampled_from(Insurance),
        back_paid=st.booleans(),
        recorded_on=st.sampled_from([None, BASE, date(2021, 3, 1)]),
    ),
    max_size=8,
)


def insurance_failures(spans: list[InsuranceSpan]) -> set[str]:
    return {each.code for each in judge(insured_by(*spans), RULES)}


@given(spans=SPANS)
def test_months_of_the_window_are_paid_in_one_way_or_not_at_all(spans: list[InsuranceSpan]) -> None:
    record = best_record(insured(*spans), 84, BASE)
    assert len(record.window) == 84
    assert record.window[-1] == LAST
    assert len(record.before) + len(record.missing) + len(record.paid) == 84
    assert not set(record.back_paid) & set(record.late)
    assert set(record.back_paid) | set(record.late) <= record.paid
    assert (record.unbroken == 84) == (not record.before and not record.missing)


@given(spans=SPANS)
def test_nobody_loses_by_another_payment_in_time(spans: list[InsuranceSpan]) -> None:
    whole = span(FIRST, LAST, insurance=Insurance.INJURY)
    assert insurance_failures([*spans, whole]) == set()


@given(spans=SPANS)
def test_the_order_of_the_record_does_not_matter(spans: list[InsuranceSpan]) -> None:
    assert insurance_failures(spans) == insurance_failures(spans[::-1])


@given(spans=SPANS)
def test_somebody_is_eligible_exactly_when_one_insurance_alone_is_enough(spans: list[InsuranceSpan]) -> None:
    alone = [insurance_failures([each for each in spans if each.insurance is one]) for one in Insurance]
    assert (not insurance_failures(spans)) == any(not each for each in alone)


def test_failures_are_values() -> None:
    assert Failure("eligibility.criminal_record") == Failure("eligibility.criminal_record", {})
