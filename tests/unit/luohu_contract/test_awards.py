"""The tables of 附件1 and 附件2 hold together, and every name in them has its label."""

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from luohu_contract.award_entry import misfits
from luohu_contract.awards import AWARD, AWARDS, Award, AwardFamily, Grade, awards_of
from luohu_contract.claim import AwardClaim, Claim, HonourClaim, ScienceAwardClaim, TaxClaim
from luohu_contract.honours import HONOURS, CommendedType, HonourType, counts, names_of
from luohu_contract.innovation import CommissionType, CompetitionType, InnovationType, ListedType
from luohu_contract.reasons import papers, reason
from luohu_contract.texts import AWARD_NAMES, GRADES, HONOUR_NAMES, ROLES

every = pytest.mark.parametrize("award", AWARDS, ids=lambda award: award.name)


def test_each_type_belongs_to_the_commission_or_to_the_lists() -> None:
    commission, listed = set(get_args(CommissionType)), set(get_args(ListedType))
    assert commission | listed == set(InnovationType)
    assert not commission & listed
    assert set(get_args(CompetitionType)) == commission - {InnovationType.SHAREHOLDING}


def test_the_listed_types_and_no_others_have_awards() -> None:
    assert {kind for kind in InnovationType if awards_of(kind)} == set(get_args(ListedType))
    assert len(AWARD) == len(AWARDS)


@every
def test_an_award_is_labelled_with_all_its_grades_and_roles(award: Award) -> None:
    assert award.name in AWARD_NAMES
    assert award.grades
    assert {grade.name for grade in award.grades} - {None} <= set(GRADES)
    assert {role for grade in award.grades for role in grade.roles} <= set(ROLES)
    assert len({grade.name for grade in award.grades}) == len(award.grades)


@every
def test_only_fields_of_the_claim_are_asked_for(award: Award) -> None:
    fields = set(AwardClaim.model_fields)
    assert all(grade.asks <= fields for grade in award.grades)


GRADED = [(award, grade, role) for award in AWARDS for grade in award.grades for role in grade.roles or (None,)]


def entry(award: Award, grade: Grade, role: str | None) -> dict[str, Any]:
    """An award with every field that its grade asks for."""
    asked = {"project_name": "项目", "project_number": "F-99", "place": 1}
    return {
        "type": award.type,
        "award_kind": award.name,
        "grade": grade.name,
        "role": role,
        **{name: value for name, value in asked.items() if name in grade.asks},
    }


@given(st.sampled_from(GRADED), st.none() | st.integers(2020, 2099))
def test_an_award_with_all_that_is_asked_for_fits_and_without_any_of_it_does_not(
    graded: tuple[Award, Grade, str | None], year: int | None
) -> None:
    whole = entry(*graded)
    assert misfits(AwardClaim.model_validate({**whole, "year": year})) == ()
    for field in (*graded[1].asks, *(["role"] if graded[2] else [])):
        told = misfits(AwardClaim.model_validate({**whole, field: None}))
        assert [name for name, _ in told] == [field]


def test_no_label_is_left_without_its_name() -> None:
    grades = [grade for award in AWARDS for grade in award.grades]
    assert set(AWARD_NAMES) == set(AWARD)
    assert set(GRADES) == {grade.name for grade in grades if grade.name}
    assert set(ROLES) == {role for grade in grades for role in grade.roles}
    assert set(HONOUR_NAMES) == {honour.name for honour in HONOURS}


@pytest.mark.parametrize("family", AwardFamily)
def test_each_family_of_awards_has_its_own_papers(family: AwardFamily) -> None:
    award = next(award for award in AWARDS if award.family is family)
    claim: Claim = TypeAdapter(AwardClaim).validate_python({"type": award.type, "award_kind": award.name})
    assert [one.case for one in papers(reason("award.not_matched"), claim)] == [family]


def test_works_of_culture_want_papers_of_the_work_besides() -> None:
    row = reason("award.not_matched")
    film = AwardClaim(type=InnovationType.AWARD_CULTURE, award_kind="精神文明建设“五个一工程”奖")
    news = AwardClaim(type=InnovationType.AWARD_CULTURE, award_kind="中国新闻奖")
    (of_film,), (of_news,) = papers(row, film), papers(row, news)
    assert of_film.documents() - of_news.documents() == {"producer_proof", "published_work"}


@pytest.mark.parametrize("kind", get_args(CommendedType))
def test_each_type_of_honour_has_names_and_its_own_papers(kind: CommendedType) -> None:
    assert names_of(kind)
    assert len(papers(reason("honour.not_matched"), HonourClaim(type=kind))) == 1


def test_other_claims_are_shown_every_case() -> None:
    row = reason("education.identity_mismatch")
    claim = TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))
    assert papers(row, claim) == row.evidence


@pytest.mark.parametrize(
    ("kind", "name", "year", "does"),
    [
        (HonourType.MODEL_WORKER, "全国劳动模范", 2015, True),
        (HonourType.MODEL_WORKER, "河北省劳动模范", 2015, False),
        (HonourType.CAPITAL_MORAL_MODEL, "首都十大公德人物", 2005, True),
        (HonourType.CAPITAL_GOOD_SAMARITAN, "首都见义勇为好卫士", 1999, True),
        (HonourType.CAPITAL_GOOD_SAMARITAN, "首都见义勇为好卫士", 2001, False),
        (HonourType.NATIONAL_GOOD_SAMARITAN, "首都见义勇为好市民", 2010, False),
        (HonourType.NONE, "全国劳动模范", 2015, False),
    ],
)
def test_an_honour_counts_under_its_name_of_the_time(kind: HonourType, name: str, year: int, does: bool) -> None:
    assert counts(kind, name, year) is does


def test_an_award_of_the_lists_is_no_claim_to_the_commission_and_the_other_way_round() -> None:
    with pytest.raises(ValidationError):
        ScienceAwardClaim.model_validate({"type": "worldskills"})
    with pytest.raises(ValidationError):
        AwardClaim.model_validate({"type": "shareholding", "award_kind": "世界技能大赛"})
    with pytest.raises(ValidationError):
        HonourClaim.model_validate({"type": "none"})
