"""Whether a form fits the round and the items beside it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from luohu_contract.forms import FORM_OF, Form
from luohu_contract.item import ItemKind
from luohu_contract.months import Month
from luohu_declaration.domain.checks import (
    LIMITS,
    AuthorisationMissing,
    Beside,
    EducationExists,
    EvidenceUnknown,
    FilingExists,
    FormInvalid,
    ItemLimit,
    PeriodOutOfRange,
    PeriodOverlaps,
    SpouseUnknown,
    Surroundings,
    check,
    check_ready,
)
from luohu_declaration.domain.round import Round
from luohu_filing import bodies

FILE, WIFE, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)


def form(kind: ItemKind, body: dict[str, Any]) -> Form:
    return FORM_OF[kind].model_validate(body)


def beside(kind: ItemKind, body: dict[str, Any], item_id: UUID = OTHER) -> Beside:
    return Beside(item_id, kind, form(kind, body))


def around(*others: Beside, evidence: tuple[UUID, ...] = (FILE,)) -> Surroundings:
    return Surroundings(Round(date(2020, 12, 31), Month(2020, 8)), date(2021, 7, 5), others, frozenset(evidence))


def fits(kind: ItemKind, body: dict[str, Any], *others: Beside, **facts: Any) -> None:
    check(form(kind, body), kind, around(*others, **facts))


SPOUSE = beside(ItemKind.SPOUSE, bodies.spouse(str(FILE)), WIFE)
HOME, LEASE, ROOM, MARRIED = ItemKind.OWN_HOME, ItemKind.RENTAL, ItemKind.DORMITORY, ItemKind.SPOUSE
STUDIED, ABROAD, AWARD, TAX = (
    ItemKind.DOMESTIC_EDUCATION,
    ItemKind.OVERSEAS_EDUCATION,
    ItemKind.INNOVATION,
    ItemKind.TAX,
)
HONOUR = ItemKind.HONOUR
MINE = bodies.own_home()

FITTING: dict[str, tuple[ItemKind, dict[str, Any], tuple[Beside, ...]]] = {
    "the same home, one month later": (
        HOME,
        bodies.own_home(**{"from": "2018-01", "to": "2020-12"}),
        (beside(HOME, MINE),),
    ),
    "another home in the same months": (
        HOME,
        bodies.own_home(certificate_number="京(2018)海不动产权第9900001号"),
        (beside(HOME, MINE),),
    ),
    "a spouse's home inside the marriage": (HOME, bodies.spouse_home(str(WIFE)), (SPOUSE,)),
    "a home that begins before the marriage": (HOME, bodies.spouse_home(str(WIFE), **{"from": "2000-01"}), (SPOUSE,)),
    "the month of the divorce": (
        HOME,
        bodies.spouse_home(str(WIFE), **{"from": "2016-04", "to": "2018-01"}),
        (SPOUSE,),
    ),
    "a second marriage in the month of the divorce": (
        MARRIED,
        bodies.spouse(str(FILE), married_from="2016-04-02", married_to=None),
        (SPOUSE,),
    ),
    "a degree alone": (STUDIED, {"kind": "domestic_education", "degree": bodies.degree()}, ()),
    "another type of award": (
        AWARD,
        {"type": "shareholding"},
        (beside(AWARD, {"type": "competition_beijing_startup"}),),
    ),
    "two awards": (AWARD, bodies.invention(place=4), (beside(AWARD, bodies.invention()),)),
    "an award without its year": (AWARD, bodies.invention(year=None), ()),
    "a work of culture": (AWARD, bodies.cartoon(), ()),
    "an award that has no grades": (AWARD, {"type": "award_culture", "award_kind": "长江韬奋奖"}, ()),
    "an honour of before 2000": (HONOUR, {"type": "capital_good_samaritan", "name": "首都见义勇为好卫士"}, ()),
    "two honours": (HONOUR, {"type": "model_worker"}, (beside(HONOUR, {"type": "capital_moral_model"}),)),
    "a tax item without the authorisation, for now": (TAX, {"authorised": False}, ()),
    "a leap into the last month of the round": (LEASE, bodies.rental(**{"from": "2020-12", "to": "2020-12"}), ()),
}

UNFITTING: dict[str, tuple[ItemKind, dict[str, Any], tuple[Beside, ...], type[Exception], str]] = {
    "to before from": (HOME, bodies.own_home(to="2014-07"), (), FormInvalid, "#/to"),
    "a spouse's home without the spouse": (HOME, bodies.own_home(relation="spouse"), (), FormInvalid, "#/spouse_id"),
    "one's own home with a spouse": (HOME, bodies.own_home(spouse_id=str(WIFE)), (SPOUSE,), FormInvalid, "#/spouse_id"),
    "a marriage that ends before it begins": (
        MARRIED,
        bodies.spouse(str(FILE), married_to="2006-03-31"),
        (),
        FormInvalid,
        "#/married_to",
    ),
    "an education without a half": (STUDIED, {"kind": "domestic_education"}, (), FormInvalid, "#"),
    "a month after the base date": (HOME, bodies.own_home(to="2021-01"), (), PeriodOutOfRange, "#/to"),
    "a lease before 2020-08": (LEASE, bodies.rental(**{"from": "2020-07"}), (), PeriodOutOfRange, "#/from"),
    "a dormitory before 2020-08": (ROOM, bodies.dormitory(**{"from": "2018-01"}), (), PeriodOutOfRange, "#/from"),
    "a marriage of tomorrow": (
        MARRIED,
        bodies.spouse(str(FILE), married_from="2021-07-06", married_to=None),
        (),
        PeriodOutOfRange,
        "#/married_from",
    ),
    "a birth after the base date": (
        STUDIED,
        bodies.education(degree=bodies.degree(birth_date="2021-01-01")),
        (),
        PeriodOutOfRange,
        "#/degree/birth_date",
    ),
    "a spouse of nobody's": (HOME, bodies.spouse_home(str(OTHER)), (SPOUSE,), SpouseUnknown, "#/spouse_id"),
    "a home for a spouse": (
        HOME,
        bodies.spouse_home(str(OTHER)),
        (beside(HOME, MINE),),
        SpouseUnknown,
        "#/spouse_id",
    ),
    "a home outside the marriage": (
        HOME,
        bodies.spouse_home(str(WIFE), **{"from": "2016-05", "to": "2018-01"}),
        (SPOUSE,),
        PeriodOutOfRange,
        "#/from",
    ),
    "a file of nobody's": (MARRIED, bodies.spouse(str(OTHER)), (), EvidenceUnknown, "#/evidence"),
    "the same home in the same month": (
        HOME,
        bodies.own_home(**{"from": "2017-12", "to": "2020-12"}),
        (beside(HOME, MINE),),
        PeriodOverlaps,
        "#/from",
    ),
    "the same home as a dormitory": (
        ROOM,
        bodies.dormitory(),
        (
            beside(
                HOME,
                bodies.own_home(
                    certificate_format="other_title",
                    certificate_number="京房权证朝私字第990001号",
                    **{"from": "2020-01", "to": "2020-12"},
                ),
            ),
        ),
        PeriodOverlaps,
        "#/from",
    ),
    "the same lease in the same month": (
        LEASE,
        bodies.rental(**{"from": "2020-10", "to": "2020-12"}),
        (beside(LEASE, bodies.rental()),),
        PeriodOverlaps,
        "#/from",
    ),
    "an award that nobody named": (AWARD, {"type": "award_science"}, (), FormInvalid, "#/award_kind"),
    "an award of another type": (AWARD, bodies.invention(award_kind="北京新闻奖"), (), FormInvalid, "#/award_kind"),
    "a grade that the award does not have": (AWARD, bodies.invention(grade="三等奖"), (), FormInvalid, "#/grade"),
    "an award of a grade that nobody named": (AWARD, bodies.invention(grade=None), (), FormInvalid, "#/grade"),
    "a grade of an award without grades": (
        AWARD,
        {"type": "award_culture", "award_kind": "长江韬奋奖", "grade": "一等奖"},
        (),
        FormInvalid,
        "#/grade",
    ),
    "a placed award without the place": (AWARD, bodies.invention(place=None), (), FormInvalid, "#/place"),
    "a place among winners without an order": (AWARD, bodies.cartoon(place=1), (), FormInvalid, "#/place"),
    "a work without the role": (AWARD, bodies.cartoon(role=None), (), FormInvalid, "#/role"),
    "a role that the kind of work does not have": (AWARD, bodies.cartoon(role="主演"), (), FormInvalid, "#/role"),
    "a role in an invention": (AWARD, bodies.invention(role="导演"), (), FormInvalid, "#/role"),
    "a contest of before its first year": (
        AWARD,
        {
            "type": "competition_chuangye_beijing",
            "award_kind": "“创业北京”创业创新大赛",
            "project_name": "社区养老助手",
            "grade": "一等奖",
            "year": 2019,
        },
        (),
        FormInvalid,
        "#/year",
    ),
    "an award of next year": (AWARD, bodies.invention(year=2022), (), PeriodOutOfRange, "#/year"),
    "details of what is filed at the commission": (
        AWARD,
        {"type": "shareholding", "grade": "一等奖"},
        (),
        FormInvalid,
        "#/grade",
    ),
    "a name of no honour": (HONOUR, {"type": "none", "name": "全国劳动模范"}, (), FormInvalid, "#/name"),
    "an honour of another type": (HONOUR, {"type": "model_worker", "name": "首都道德模范"}, (), FormInvalid, "#/name"),
    "two marriages on one day": (
        MARRIED,
        bodies.spouse(str(FILE), married_from="2016-04-01", married_to=None),
        (SPOUSE,),
        PeriodOverlaps,
        "#/married_from",
    ),
}


@pytest.mark.parametrize(("kind", "body", "others"), FITTING.values(), ids=FITTING)
def test_a_form_that_fits_is_taken(kind: ItemKind, body: dict[str, Any], others: tuple[Beside, ...]) -> None:
    fits(kind, body, *others)


@pytest.mark.parametrize(("kind", "body", "others", "refusal", "pointer"), UNFITTING.values(), ids=UNFITTING)
def test_a_form_that_does_not_fit_is_refused_at_its_field(
    kind: ItemKind, body: dict[str, Any], others: tuple[Beside, ...], refusal: type[Exception], pointer: str
) -> None:
    with pytest.raises(refusal) as refused:
        fits(kind, body, *others)
    assert [fault["pointer"] for fault in refused.value.errors] == [pointer]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param((STUDIED, bodies.education()), (STUDIED, bodies.education()), id="domestic twice"),
        pytest.param((STUDIED, bodies.education()), (ABROAD, bodies.overseas(str(FILE))), id="domestic, then overseas"),
        pytest.param((ABROAD, bodies.overseas(str(FILE))), (STUDIED, bodies.education()), id="overseas, then domestic"),
    ],
)
def test_one_education_at_a_time(first: tuple[ItemKind, Any], second: tuple[ItemKind, Any]) -> None:
    with pytest.raises(EducationExists, match=str(OTHER)):
        fits(*second, beside(*first))


@pytest.mark.parametrize(
    ("kind", "there", "new"),
    [
        pytest.param(TAX, {"authorised": False}, {"authorised": True}, id="a second tax item"),
        pytest.param(AWARD, {"type": "shareholding"}, {"type": "shareholding"}, id="the same type of award"),
        pytest.param(AWARD, bodies.invention(), bodies.invention(), id="the same award"),
        pytest.param(HONOUR, {"type": "model_worker"}, {"type": "model_worker"}, id="the same honour"),
    ],
)
def test_the_same_thing_is_filed_once(kind: ItemKind, there: Any, new: Any) -> None:
    with pytest.raises(FilingExists, match=str(OTHER)):
        fits(kind, new, beside(kind, there))


def test_an_overlap_names_the_other_item() -> None:
    with pytest.raises(PeriodOverlaps, match=str(OTHER)) as refused:
        fits(HOME, MINE, beside(HOME, MINE))
    assert refused.value.extensions == {"item_id": str(OTHER)}


def test_a_declaration_has_room_for_a_limited_number_of_homes() -> None:
    homes = [
        beside(HOME, bodies.own_home(certificate_number=f"京(2014)朝不动产权第{number}号"), UUID(int=100 + number))
        for number in range(1, LIMITS[HOME] + 1)
    ]
    fits(HOME, MINE, *homes[1:])
    with pytest.raises(ItemLimit):
        fits(HOME, MINE, *homes)


def test_tax_is_sent_only_with_the_authorisation() -> None:
    check_ready(form(TAX, {"authorised": True}))
    with pytest.raises(AuthorisationMissing) as refused:
        check_ready(form(TAX, {"authorised": False}))
    assert refused.value.errors[0]["pointer"] == "#/authorised"


def test_from_when_on_leases_are_filed_is_the_policys_to_say() -> None:
    lease = form(ItemKind.RENTAL, {**bodies.rental(), "from": "2020-08"})
    later = Round(date(2020, 12, 31), Month(2020, 9))
    with pytest.raises(PeriodOutOfRange, match="before 2020-09"):
        check(lease, ItemKind.RENTAL, Surroundings(later, date(2021, 7, 5), (), frozenset()))
    check(lease, ItemKind.RENTAL, around())
