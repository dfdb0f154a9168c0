"""The award lists' rule: the person, and every field that was entered."""

from dataclasses import replace
from datetime import date
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luohu_contract.claim import AwardClaim, Person, TaxClaim
from luohu_contract.decision import Invalid, Valid
from luohu_contract.finding import AwardFindings
from luohu_contract.innovation import InnovationType
from luohu_contract.message import Question
from luohu_contract.reasons import REASON_OF, Cause
from luohu_contract.writing import one_form
from luohu_honours_registry.verdicts import Facts, Shortfall, Win, judge

SCIENCE: Final = InnovationType.AWARD_SCIENCE
ZENG = Person(name="曾华", id_number="990106197807152510")
WIN = Win(
    SCIENCE,
    "国家技术发明奖",
    2018,
    ZENG.name,
    ZENG.id_number,
    project_name="高精度惯性导航装置",
    project_number="F-99010-2-01",
    grade="二等奖",
    place=5,
    employer="落户科学研究院",
)
COLLEAGUE = replace(WIN, name="鲁明", id_number="990108196708124010", place=1)
CLAIM = AwardClaim(
    type=SCIENCE,
    award_kind="国家技术发明奖",
    project_name="高精度惯性导航装置",
    project_number="F-99010-2-01",
    grade="二等奖",
    place=5,
    year=2018,
)
FILM = Win(
    InnovationType.AWARD_CULTURE,
    "精神文明建设“五个一工程”奖",
    2019,
    ZENG.name,
    ZENG.id_number,
    project_name="远方的灯火",
    grade="电影",
    role="编剧",
)


def about(claim: Any, subject: Person = ZENG) -> Question:
    return Question(
        id=UUID(int=1), item_id=UUID(int=2), attempt=1, subject=subject, claim=claim, as_of=date(2020, 12, 31)
    )


def said(**fields: Any) -> AwardClaim:
    return AwardClaim.model_validate(CLAIM.model_dump() | fields)


def on(*wins: Win) -> Facts:
    return Facts(wins=wins)


@pytest.mark.parametrize(
    ("claim", "facts", "cause"),
    [
        pytest.param(CLAIM, Facts(), Shortfall.AWARD_UNKNOWN, id="nobody won that project"),
        pytest.param(said(award_kind="国家自然科学奖"), on(WIN), Shortfall.AWARD_UNKNOWN, id="another award"),
        pytest.param(said(project_number="F-99010-2-02"), on(WIN), Shortfall.AWARD_UNKNOWN, id="another number"),
        pytest.param(said(project_name="惯性导航装置"), on(WIN), Shortfall.AWARD_UNKNOWN, id="another name"),
        pytest.param(said(year=2017), on(WIN), Shortfall.AWARD_UNKNOWN, id="another year"),
        pytest.param(CLAIM, on(COLLEAGUE), Shortfall.PERSON_NOT_ON_LIST, id="the project without the person"),
        pytest.param(
            CLAIM, on(COLLEAGUE, replace(WIN, name="曾桦")), Shortfall.PERSON_NOT_ON_LIST, id="the name is another"
        ),
        pytest.param(
            CLAIM, on(replace(WIN, id_number="军字第99000001号")), Shortfall.PERSON_NOT_ON_LIST, id="an officer's card"
        ),
        pytest.param(said(grade="一等奖"), on(WIN), Shortfall.GRADE_DIFFERS, id="another grade"),
        pytest.param(said(place=4), on(WIN), Shortfall.PLACE_DIFFERS, id="another place"),
        pytest.param(said(grade="一等奖", place=4), on(WIN), Shortfall.GRADE_DIFFERS, id="the grade comes first"),
    ],
)
def test_an_award_that_the_list_does_not_bear_out(claim: AwardClaim, facts: Facts, cause: Shortfall) -> None:
    decision = judge(about(claim), facts)

    assert isinstance(decision, Invalid)
    assert (decision.reason, decision.cause) == ("award.not_matched", cause)


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(CLAIM, id="everything as on the list"),
        pytest.param(said(year=None), id="without the year"),
        pytest.param(said(project_number="f-99010-2-01 ", project_name="高精度 惯性导航装置"), id="written otherwise"),
    ],
)
def test_an_award_on_the_list_is_found_with_all_its_columns(claim: AwardClaim) -> None:
    decision = judge(about(claim), on(COLLEAGUE, WIN))

    assert decision == Valid(
        AwardFindings(
            award_kind="国家技术发明奖",
            project_name="高精度惯性导航装置",
            project_number="F-99010-2-01",
            grade="二等奖",
            place=5,
            year=2018,
            employer="落户科学研究院",
        )
    )


def test_what_differs_is_shown_and_what_belongs_to_others_is_not() -> None:
    differs = judge(about(said(place=4)), on(COLLEAGUE, WIN))
    missing = judge(about(CLAIM), on(COLLEAGUE))

    assert isinstance(differs, Invalid)
    assert isinstance(missing, Invalid)
    assert differs.findings == WIN.findings()
    assert missing.findings is None


@pytest.mark.parametrize(("role", "valid"), [("编剧", True), ("导演", True), ("主演", False)])
def test_any_of_the_roles_that_the_person_had_in_the_work_will_do(role: str, valid: bool) -> None:
    claim = AwardClaim(type=FILM.type, award_kind=FILM.award_kind, project_name="远方的灯火", grade="电影", role=role)
    decision = judge(about(claim), on(FILM, replace(FILM, role="导演")))

    assert isinstance(decision, Valid) is valid
    if isinstance(decision, Invalid):
        assert decision.cause is Shortfall.ROLE_DIFFERS


@pytest.mark.parametrize(("filed", "valid"), [(True, True), (None, True), (False, False)])
def test_a_work_counts_only_when_the_city_or_a_central_unit_put_it_forward(filed: bool | None, valid: bool) -> None:
    news = replace(FILM, award_kind="中国新闻奖", project_name="早晨", grade="一等奖", role=None)
    for win in (FILM, news):
        claim = AwardClaim(
            type=win.type, award_kind=win.award_kind, project_name=win.project_name, grade=win.grade, role=win.role
        )
        decision = judge(about(claim), on(replace(win, filed_through_beijing=filed)))
        assert isinstance(decision, Valid) is valid
        if isinstance(decision, Invalid):
            assert decision.cause is Shortfall.NOT_THROUGH_BEIJING


def test_an_award_to_a_person_needs_no_project() -> None:
    win = Win(InnovationType.AWARD_CULTURE, "长江韬奋奖", 2018, ZENG.name, ZENG.id_number)
    claim = AwardClaim(type=win.type, award_kind="长江韬奋奖")

    assert isinstance(judge(about(claim), on(win)), Valid)
    none = judge(about(claim), Facts())
    assert isinstance(none, Invalid)
    assert none.cause is Shortfall.PERSON_NOT_ON_LIST


@pytest.mark.parametrize(("year", "valid"), [(2009, False), (2011, True)])
def test_an_award_of_before_its_first_year_is_none(year: int, valid: bool) -> None:
    win = Win(InnovationType.WORLDSKILLS, "世界技能大赛", year, ZENG.name, ZENG.id_number, "数控铣", grade="优胜奖")
    claim = AwardClaim(type=win.type, award_kind=win.award_kind, project_name="数控铣", grade="优胜奖")

    assert isinstance(judge(about(claim), on(win)), Valid) is valid


def test_the_findings_tell_who_founded_the_project() -> None:
    kind: Final = InnovationType.COMPETITION_CHUANGYE_BEIJING
    win = Win(kind, "“创业北京”创业创新大赛", 2020, ZENG.name, ZENG.id_number, "社区养老助手", grade="一等奖")
    claim = AwardClaim(type=kind, award_kind=win.award_kind, project_name="社区养老助手", grade="一等奖")
    for founder in (True, False):
        decision = judge(about(claim), on(replace(win, first_founder=founder)))
        assert isinstance(decision, Valid)
        assert isinstance(decision.findings, AwardFindings)
        assert decision.findings.first_founder is founder


@given(st.permutations([WIN, COLLEAGUE, FILM, replace(COLLEAGUE, grade="一等奖", year=2017)]), st.integers(1, 6))
def test_the_order_of_the_list_changes_nothing(wins: list[Win], place: int) -> None:
    claim = said(place=place)
    ordered = judge(about(claim), on(*sorted(wins, key=repr)))
    assert judge(about(claim), on(*wins)) == ordered
    assert isinstance(ordered, Valid) is (place == 5)


@given(st.text(max_size=20))
def test_one_form_of_a_name_is_its_own(text: str) -> None:
    assert one_form(one_form(text)) == one_form(text)


def test_the_causes_of_the_domain_are_known_to_everybody() -> None:
    shared = {cause.value for cause, code in REASON_OF.items() if code == "award.not_matched"}
    assert shared <= {shortfall.value for shortfall in Shortfall}
    assert Cause.AWARD_UNKNOWN.value == Shortfall.AWARD_UNKNOWN.value


def test_other_claims_are_not_judged() -> None:
    with pytest.raises(TypeError, match="tax"):
        judge(about(TaxClaim(authorised=True, tax_years=(2020,), penalty_years=(2020,))), Facts())
