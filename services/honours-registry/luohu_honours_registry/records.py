"""The lists: winners of awards as the awarding bodies delivered them, and the commended."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import Boolean, Column, Index, Integer, Row, Text, UniqueConstraint, text

from luohu_agency.field import Name, PersonNumber, Year
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.award_entry import misfits
from luohu_contract.awards import AWARD as AWARD_NAMED
from luohu_contract.claim import AwardClaim, IdType
from luohu_contract.honours import CommendedType, HonourType
from luohu_contract.innovation import InnovationType, ListedType
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.writing import one_form
from luohu_honours_registry.verdicts import Commendation, Facts, Win
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work

meta = metadata()

awards = record_table(
    "award",
    meta,
    Column("type", TextEnum(InnovationType), nullable=False),
    Column("award_kind", Text, nullable=False),
    Column("project_name", Text),
    Column("project_number", Text),
    Column("grade", Text),
    Column("year", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("id_type", TextEnum(IdType), nullable=False),
    Column("id_number", Text, nullable=False),
    Column("place", Integer),
    Column("role", Text),
    Column("first_founder", Boolean),
    Column("filed_through_beijing", Boolean),
    Column("employer", Text),
    UniqueConstraint(
        "world",
        "award_kind",
        "year",
        "project_name",
        "grade",
        "id_number",
        "role",
        name="uq_award_line",
        postgresql_nulls_not_distinct=True,
    ),
    Index("ix_award_person", "world", "id_number"),
    Index("ix_award_project_name", "world", "award_kind", "project_name"),
    Index("ix_award_project_number", "world", "award_kind", "project_number"),
)

honours = record_table(
    "honour",
    meta,
    Column("type", TextEnum(HonourType), nullable=False),
    Column("name", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("person", Text, nullable=False),
    Column("id_number", Text, nullable=False),
    Column("employer", Text),
    UniqueConstraint("world", "id_number", "type", "name", "year"),
)

#: A name or a number of a project in the one form in which they are compared.
Project = Annotated[Name, AfterValidator(one_form)]


class AwardRecord(Wire):
    """One person on the list of an award. Type, award, grade and role go together as in 附件1."""

    type: ListedType
    award_kind: Name  #: 奖种
    project_name: Project | None = None  #: 获奖项目名称
    project_number: Project | None = None  #: 获奖项目编号
    grade: Name | None = None  #: 获奖等级, or the kind of work
    year: Year
    name: Name
    id_type: IdType = IdType.RESIDENT_ID  #: 身份证件 or 军官证, as the awarding body has it
    id_number: PersonNumber
    place: int | None = Field(default=None, ge=1, le=999)  #: 获奖排名
    role: Name | None = None  #: 编剧, 导演, …
    first_founder: bool | None = None  #: 第一创始人, for the contests that ask
    filed_through_beijing: bool | None = None  #: 通过本市或在京中央单位申报; None: the list does not say
    employer: Name | None = None  #: at the time of the award

    @model_validator(mode="after")
    def _goes_together(self) -> "AwardRecord":
        # A list may reach back further than the awards count, so the year alone is not held against it.
        wrong = [(field, what) for field, what in misfits(self) if field != "year"]
        if wrong:
            raise ValueError("; ".join(f"{field}: {what}" for field, what in wrong))
        asked = AWARD_NAMED[self.award_kind].founder
        if asked != (self.first_founder is not None):
            verb = "is required" if asked else "has no place: leave it out"
            raise ValueError(f"first_founder: {verb} for {self.award_kind}")
        if self.filed_through_beijing is not None and not AWARD_NAMED[self.award_kind].through_beijing:
            raise ValueError(f"filed_through_beijing: has no place: leave it out for {self.award_kind}")
        return self


class HonourRecord(Wire):
    """One person on a list of the commended, under the name that the honour had then."""

    type: CommendedType
    name: Name  #: 荣誉表彰名称
    year: Year
    person: Name
    id_number: PersonNumber
    employer: Name | None = None  #: at the time of the honour


def _holder(record: AwardRecord | HonourRecord) -> Sequence[str]:
    return [record.id_number]


AWARD = RecordKind(
    name="award",
    model=AwardRecord,
    table=awards,
    about=_holder,
    filters=("type", "award_kind", "project_name", "project_number", "year", "name", "id_number"),
    title="获奖人员名单",
)
HONOUR = RecordKind(
    name="honour",
    model=HonourRecord,
    table=honours,
    about=_holder,
    filters=("type", "name", "year", "person", "id_number"),
    title="荣誉表彰名单",
)


_COMMENDED = text(
    "SELECT type, name, year, person, id_number, employer FROM honour"
    " WHERE id_number = ANY(CAST(:people AS text[])) ORDER BY year, id"
)
_WON = text(
    """
    SELECT type, award_kind, year, name, id_number, project_name, project_number, grade, place, role, first_founder,
           filed_through_beijing, employer
    FROM award WHERE id IN (
        WITH project AS (SELECT * FROM unnest(CAST(:kinds AS text[]), CAST(:projects AS text[])) AS p(kind, called))
        SELECT id FROM award WHERE id_number = ANY(CAST(:people AS text[]))
        UNION SELECT a.id FROM project p JOIN award a ON a.award_kind = p.kind AND a.project_name = p.called
        UNION SELECT a.id FROM project p JOIN award a ON a.award_kind = p.kind AND a.project_number = p.called)
    ORDER BY year, id
    """
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """The applicants' own awards and honours, and the winners of the projects that are claimed, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    claims = {q.id: q.claim for q in questions if isinstance(q.claim, AwardClaim)}
    won = await _wins(work, {people[each] for each in claims}, list(claims.values()))
    commended: dict[str, list[Commendation]] = defaultdict(list)
    for row in await work.rows(_COMMENDED, {"people": sorted(set(people.values()))}):
        kind = cast(CommendedType, HonourType(row.type))
        commended[row.id_number].append(Commendation(kind, row.name, row.year, row.person, row.id_number, row.employer))
    return {
        question_id: Facts(
            tuple(_concerning(won, number, claims[question_id])) if question_id in claims else (),
            tuple(commended[number]),
        )
        for question_id, number in people.items()
    }


def _projects(claim: AwardClaim) -> set[tuple[str, str]]:
    return {(claim.award_kind, one_form(text)) for text in (claim.project_name, claim.project_number) if text}


async def _wins(work: Work, people: set[str], claims: Sequence[AwardClaim]) -> list[Win]:
    """Every line of the lists that is about one of these people, or one of these projects."""
    if not claims:
        return []
    projects = sorted({project for claim in claims for project in _projects(claim)})
    wanted = {
        "people": sorted(people),
        "kinds": [kind for kind, _ in projects],
        "projects": [called for _, called in projects],
    }
    return [_win(row) for row in await work.rows(_WON, wanted)]


def _concerning(won: Sequence[Win], person: str, claim: AwardClaim) -> list[Win]:
    projects = _projects(claim)
    return [
        win
        for win in won
        if win.id_number == person
        or projects & {(win.award_kind, text) for text in (win.project_name, win.project_number)}
    ]


def _win(row: Row[Any]) -> Win:
    return Win(
        type=cast(ListedType, InnovationType(row.type)),
        award_kind=row.award_kind,
        year=row.year,
        name=row.name,
        id_number=row.id_number,
        project_name=row.project_name,
        project_number=row.project_number,
        grade=row.grade,
        place=row.place,
        role=row.role,
        first_founder=row.first_founder,
        filed_through_beijing=row.filed_through_beijing,
        employer=row.employer,
    )
