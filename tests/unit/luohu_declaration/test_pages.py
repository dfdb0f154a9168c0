"""The pages around the items: what is read and shown, the children, the captcha, the objection's table."""

from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.indicators import FOLLOWS, INDICATOR_OF, READ_ONLY, Indicator
from luohu_contract.item import ItemKind
from luohu_contract.standing import Insurance, MonthsByInsurance
from luohu_declaration.domain.basics import Child, check_children
from luohu_declaration.domain.captcha import CaptchaWrong, captcha_of, check_captcha
from luohu_declaration.domain.checks import FormInvalid
from luohu_declaration.domain.dispute import (
    TRANSITIONS,
    Dispute,
    DisputeDecided,
    DisputeEvent,
    DisputeState,
    after,
    set_aside,
)
from luohu_declaration.domain.readings import age, detentions, insured_time
from luohu_filing.records import insured, known
from luohu_testbed.city import NOON

BASE = date(2020, 12, 31)
APPLICANT = "990101198506150012"
BORN_2010, BORN_2002, BORN_LATER = "990101201005010016", "990101200212310017", "990101200301010016"


def test_the_employment_page_prints_what_the_handbook_prints() -> None:
    shown = insured_time(insured(), BASE)
    assert (shown.years, shown.months, shown.insurance, shown.back_paid_months) == (10, 0, Insurance.PENSION, 0)
    assert shown.sentence.zh == (
        "截止到2020年12月31日，您在京连续缴纳社保年限为10年0月。"
        "(在京累计缴费时间最长的养老保险月数计算，其中不包含补缴月数0个月)"
    )


def test_who_was_never_insured_is_told_so() -> None:
    nothing = insured(spans=(), longest=None, years=0, months=0, months_by_insurance=MonthsByInsurance())
    shown = insured_time(nothing, BASE)
    assert shown.sentence.zh == "截止到2020年12月31日，您在京连续缴纳社保年限为0年0月。"


@pytest.mark.parametrize(
    ("born", "years"),
    [(date(1979, 9, 11), 40), (date(1980, 1, 1), 40), (date(1980, 1, 2), 39), (date(2000, 2, 29), 19)],
)
def test_the_age_is_counted_on_the_first_of_january_of_the_year_before(born: date, years: int) -> None:
    shown = age(born, BASE)
    assert (shown.as_of, shown.age) == (date(2020, 1, 1), years)
    assert shown.sentence.zh == f"您的出生日期是{born}，截止到2020-01-01，您的年龄为{years}周岁"


def test_the_law_abiding_page_prints_the_count() -> None:
    shown = detentions(known(detentions=2, detentions_by_year={2016: 1, 2020: 1}))
    assert shown.sentence.zh == "近五年在本市因违反有关法律法规被公安机关处以行政拘留处罚次数：2"
    assert shown.years == (2016, 2020)


def test_every_kind_of_item_belongs_to_one_indicator() -> None:
    assert set(INDICATOR_OF) == set(ItemKind) - {ItemKind.RECORD}  # which belongs to an indicator of its table
    assert set(FOLLOWS) == set(Indicator)
    for kind, indicator in INDICATOR_OF.items():
        assert kind in FOLLOWS[indicator]
    assert set(READ_ONLY) < set(Indicator)


def faults(*children: Child) -> list[str]:
    try:
        check_children(children, APPLICANT, BASE)
    except FormInvalid as refused:
        return [each["pointer"].removeprefix("#/accompanying_children/") for each in refused.errors]
    return []


def test_children_are_minors_on_the_base_date() -> None:
    assert faults(Child("王小宝", BORN_2010)) == []
    assert faults(Child("王小宝", BORN_LATER)) == []  # eighteen on the day after
    assert faults(Child("王小宝", BORN_2002)) == ["0/id_number"]  # eighteen on the base date itself


def test_a_child_is_somebody_else_and_comes_once() -> None:
    assert faults(Child("王伟", APPLICANT)) == ["0/id_number"]
    assert faults(Child("王小宝", BORN_2010), Child("王二宝", BORN_2010)) == ["1/id_number"]


@given(applicant=st.text(max_size=40), token=st.uuids())
def test_everybody_who_can_add_answers_the_captcha(applicant: str, token: UUID) -> None:
    asked = captcha_of(applicant, token)
    left, right = asked.question.removesuffix(" = ?").split(" + ")
    check_captcha(applicant, token, str(int(left) + int(right)))
    with pytest.raises(CaptchaWrong):
        check_captcha(applicant, token, str(int(left) + int(right) + 1))


def dispute(state: DisputeState, *codes: str) -> Dispute:
    return Dispute(UUID(int=1), UUID(int=2), state, codes, "why", (), NOON)


@pytest.mark.parametrize(("state", "event"), list(product(DisputeState, DisputeEvent)))
def test_an_objection_is_decided_once(state: DisputeState, event: DisputeEvent) -> None:
    if (state, event) in TRANSITIONS:
        assert after(dispute(state), event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(DisputeDecided):
            after(dispute(state), event)


def test_only_an_admission_sets_reasons_aside() -> None:
    decided = [dispute(state, state.value) for state in DisputeState]
    assert set_aside(decided) == {"admitted"}
