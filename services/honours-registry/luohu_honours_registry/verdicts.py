"""The rule of the award lists: what an applicant entered, against the lists of winners and of the commended.

Handbook 三.五.2(2), 三.八.2, 附件1(一), (二) rows 3 to 8, 附件2. A person is the one of the list when number and name
are. What was entered is compared; how many points it gives is not asked here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from luohu_contract.awards import AWARD
from luohu_contract.claim import AwardClaim, HonourClaim, Person
from luohu_contract.decision import Decision, Invalid, Valid
from luohu_contract.finding import AwardFindings, HonourFindings
from luohu_contract.honours import CommendedType, counts
from luohu_contract.innovation import ListedType
from luohu_contract.message import Question
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.writing import one_form

AWARD_NOT_MATCHED = "award.not_matched"
HONOUR_NOT_MATCHED = "honour.not_matched"


class Shortfall(StrEnum):
    """What an operator reads beside the reason, in the order in which it is asked (DOMAIN 5.5)."""

    AWARD_UNKNOWN = "award_unknown"  #: no such award or project, or a year that does not count
    PERSON_NOT_ON_LIST = "person_not_on_list"  #: the award is known, or may be; the person is not among its winners
    GRADE_DIFFERS = "grade_differs"
    ROLE_DIFFERS = "role_differs"  #: the person did something else in the work
    PLACE_DIFFERS = "place_differs"
    NOT_THROUGH_BEIJING = "not_through_beijing"  #: an organisation outside of the city put the work forward
    TYPE_DIFFERS = "type_differs"  #: the person has an honour of another type
    NAME_DIFFERS = "name_differs"  #: the person has another honour of the type
    NAME_NOT_COUNTED = "name_not_counted"  #: 附件2 does not have the name, or not for that year


@dataclass(frozen=True, slots=True)
class Win:
    """One person on a list of winners."""

    type: ListedType
    award_kind: str  #: 奖种
    year: int
    name: str
    id_number: str
    project_name: str | None = None
    project_number: str | None = None
    grade: str | None = None  #: 获奖等级, or the kind of work
    place: int | None = None  #: 获奖排名
    role: str | None = None  #: 编剧, 导演, …
    first_founder: bool | None = None  #: 第一创始人
    filed_through_beijing: bool | None = None  #: 通过本市或在京中央单位申报; None: the list does not say
    employer: str | None = None  #: at the time

    def findings(self) -> AwardFindings:
        """What the applicant is shown."""
        return AwardFindings(
            award_kind=self.award_kind,
            project_name=self.project_name,
            project_number=self.project_number,
            grade=self.grade,
            place=self.place,
            role=self.role,
            year=self.year,
            first_founder=self.first_founder,
            employer=self.employer,
        )


@dataclass(frozen=True, slots=True)
class Commendation:
    """One person on a list of the commended."""

    type: CommendedType
    name: str  #: 荣誉表彰名称
    year: int
    person: str
    id_number: str
    employer: str | None = None  #: at the time

    def findings(self) -> HonourFindings:
        """What the applicant is shown."""
        return HonourFindings(type=self.type, name=self.name, year=self.year, employer=self.employer)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the lists hold: winners of the project asked about and the applicant's own awards; the own honours."""

    wins: tuple[Win, ...] = ()
    honours: tuple[Commendation, ...] = ()


def judge(question: Question, facts: Facts) -> Decision:
    """Compare an award or an honour with the lists. TypeError for any other claim."""
    claim = question.claim
    if isinstance(claim, AwardClaim):
        return _award(claim, question.subject, facts.wins)
    if isinstance(claim, HonourClaim):
        return _honour(claim, question.subject, facts.honours)
    raise TypeError(f"the award lists do not answer a claim of kind {claim.kind}")


def _award(claim: AwardClaim, applicant: Person, wins: Sequence[Win]) -> Decision:
    held = [win for win in wins if _same_award(win, claim) and _counts(win)]
    own = [win for win in held if _is(applicant, win.name, win.id_number)]
    if not own:
        named = claim.project_name is not None or claim.project_number is not None
        unknown = named and not held
        return Invalid(AWARD_NOT_MATCHED, cause=Shortfall.AWARD_UNKNOWN if unknown else Shortfall.PERSON_NOT_ON_LIST)
    tests: tuple[tuple[Shortfall, Callable[[Win], bool]], ...] = (
        (Shortfall.GRADE_DIFFERS, lambda win: win.grade == claim.grade),
        (Shortfall.ROLE_DIFFERS, lambda win: win.role == claim.role),
        (Shortfall.PLACE_DIFFERS, lambda win: win.place == claim.place),
        (Shortfall.NOT_THROUGH_BEIJING, _through_beijing),
    )
    for shortfall, agrees in tests:
        agreeing = [win for win in own if agrees(win)]
        if not agreeing:
            return Invalid(AWARD_NOT_MATCHED, own[0].findings(), shortfall)
        own = agreeing
    return Valid(own[0].findings())


def _same_award(win: Win, claim: AwardClaim) -> bool:
    """Whether a line of the list is about the award that was entered; what one side leaves out is not compared."""
    if (win.type, win.award_kind) != (claim.type, claim.award_kind):
        return False
    if claim.year is not None and win.year != claim.year:
        return False
    return all(
        entered is None or held is None or one_form(held) == one_form(entered)
        for entered, held in ((claim.project_name, win.project_name), (claim.project_number, win.project_number))
    )


def _counts(win: Win) -> bool:
    since = AWARD[win.award_kind].since if win.award_kind in AWARD else None
    return since is None or win.year >= since


def _through_beijing(win: Win) -> bool:
    """附件1(一) rows 5 and 6 ask who put the work forward; what the list does not say counts as met."""
    return (
        not (win.award_kind in AWARD and AWARD[win.award_kind].through_beijing)
        or win.filed_through_beijing is not False
    )


def _honour(claim: HonourClaim, applicant: Person, honours: Sequence[Commendation]) -> Decision:
    own = [held for held in honours if _is(applicant, held.person, held.id_number)]
    tests: tuple[tuple[Shortfall, Callable[[Commendation], bool]], ...] = (
        (Shortfall.TYPE_DIFFERS, lambda held: held.type is claim.type),
        (Shortfall.NAME_DIFFERS, lambda held: claim.name is None or one_form(held.name) == one_form(claim.name)),
        (Shortfall.NAME_NOT_COUNTED, lambda held: counts(held.type, held.name, held.year)),
    )
    if not own:
        return Invalid(HONOUR_NOT_MATCHED, cause=Shortfall.PERSON_NOT_ON_LIST)
    for shortfall, agrees in tests:
        own = [held for held in own if agrees(held)]
        if not own:
            return Invalid(HONOUR_NOT_MATCHED, cause=shortfall)
    return Valid(own[0].findings())


def _is(applicant: Person, name: str, id_number: str) -> bool:
    number = normalise_identity_number(applicant.id_number)
    return name == applicant.name and normalise_identity_number(id_number) == number
