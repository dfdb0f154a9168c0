"""The insurance registers: what was contributed for whom, and how each person's account stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import Boolean, Column, Date, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB

from luohu_agency.field import Day, Name, PersonNumber, Uscc
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.districts import CITY_LEVEL
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.months import Month
from luohu_contract.numbers import normalise_identity_number
from luohu_contract.standing import AccountStatus, Insurance, WorkCategory
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work
from luohu_scoring.programmes import district_name
from luohu_social_insurance.verdicts import Account, Contribution, Facts

#: The register begins here: employment is counted from this month on (DOMAIN 7.2).
BEGINS = Month(1998, 7)

meta = metadata()

contributions = record_table(
    "contribution",
    meta,
    Column("id_number", Text, nullable=False),
    Column("insurances", JSONB, nullable=False),
    Column("first", Text, nullable=False),
    Column("last", Text),
    Column("back_paid", Boolean, nullable=False),
    Column("district", Text, nullable=False),
    Column("employer", Text, nullable=False),
    Column("employer_name", Text, nullable=False),
    Column("recorded_on", Date),
    Index("ix_contribution_person", "world", "id_number"),
    Index("ix_contribution_employer", "world", "employer", "id_number"),
)

accounts = record_table(
    "account",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", TextEnum(AccountStatus), nullable=False),
    Column("category", TextEnum(WorkCategory)),
    Column("kept_by", Text, nullable=False),
    UniqueConstraint("world", "id_number"),
)


def _paid_at(text: str) -> str:
    return CITY_LEVEL if text == CITY_LEVEL else district_name(text)


def _in_the_register(month: Month) -> Month:
    if month < BEGINS:
        raise ValueError(f"the city's register begins with {BEGINS}; nothing was contributed before")
    return month


def _each_once(insurances: tuple[Insurance, ...]) -> tuple[Insurance, ...]:
    if len(set(insurances)) < len(insurances):
        raise ValueError("an insurance comes twice; name each once")
    return insurances


def _is_a_status(status: AccountStatus) -> AccountStatus:
    if status is AccountStatus.NONE:
        raise ValueError("somebody without an account has no record here; use normal, suspended or closed")
    return status


#: The insurance agency of a district by its district, or that of the city (市本级).
PaidAt = Annotated[str, Field(max_length=40), AfterValidator(_paid_at)]
PaidMonth = Annotated[Month, AfterValidator(_in_the_register)]


class ContributionRecord(Wire):
    """Months that an employer paid alike for one person. Both end months count."""

    id_number: PersonNumber
    insurances: Annotated[tuple[Insurance, ...], AfterValidator(_each_once)] = Field(min_length=1, max_length=5)
    first: PaidMonth
    last: PaidMonth | None = None  #: None: the employer goes on paying
    back_paid: bool = False  #: 补缴
    district: PaidAt
    employer: Uscc
    employer_name: Name
    recorded_on: Day | None = None  #: day on which the payment record was formed; None: month by month, in time

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ContributionRecord":
        if self.last is not None and self.last < self.first:
            raise ValueError("last lies before first; of a single month both are the same")
        if self.back_paid and (self.last is None or self.recorded_on is None):
            raise ValueError("back-paid months have an end and a day of record: give last and recorded_on")
        return self


class AccountRecord(Wire):
    """A person's insurance account."""

    id_number: PersonNumber
    name: Name
    status: Annotated[AccountStatus, AfterValidator(_is_a_status)]
    category: WorkCategory | None = None  #: 工人 or 干部, where the record says so
    kept_by: PaidAt  #: agency that keeps the account


def _about(record: ContributionRecord | AccountRecord) -> Sequence[str]:
    return [record.id_number]


CONTRIBUTION = RecordKind(
    name="contribution",
    model=ContributionRecord,
    table=contributions,
    about=_about,
    filters=("id_number", "employer", "employer_name", "district", "recorded_on"),
    title="社会保险缴费记录",
)
ACCOUNT = RecordKind(
    name="account",
    model=AccountRecord,
    table=accounts,
    about=_about,
    filters=("id_number", "name", "status", "category", "kept_by"),
    title="社会保险个人账户",
)


#: Both registers in one statement: each as an array of its lines.
_LINES = text(
    """
    SELECT ARRAY(SELECT (id_number, insurances, first, last, back_paid, district, employer, employer_name, recorded_on)
                 FROM contribution WHERE id_number = ANY(CAST(:people AS text[]))) AS paid,
           ARRAY(SELECT (id_number, status, category)
                 FROM account WHERE id_number = ANY(CAST(:people AS text[]))) AS held
    """
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What is on record about the people whom the batch asks about, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    (lines,) = await work.rows(_LINES, {"people": sorted(set(people.values()))})
    paid: dict[str, list[Contribution]] = defaultdict(list)
    for number, *line in lines.paid:
        paid[number].append(_contribution(*line))
    held = {number: _account(status, category) for number, status, category in lines.held}
    return {question_id: Facts(tuple(paid[number]), held.get(number)) for question_id, number in people.items()}


def _contribution(insurances: Sequence[str], first: str, last: str | None, *rest: Any) -> Contribution:
    back_paid, district, employer, employer_name, recorded_on = rest
    return Contribution(
        insurances=tuple(Insurance(name) for name in insurances),
        first=Month.parse(first),
        last=None if last is None else Month.parse(last),
        back_paid=back_paid,
        district=district,
        employer=employer,
        employer_name=employer_name,
        recorded_on=recorded_on,
    )


def _account(status: str, category: str | None) -> Account:
    return Account(AccountStatus(status), None if category is None else WorkCategory(category))
