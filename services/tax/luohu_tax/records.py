"""The tax registers: income tax that reached the treasury in Beijing, penalties, and the employers as taxpayers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import Boolean, Column, Date, Index, Numeric, Text, UniqueConstraint, text

from luohu_agency.field import Amount, Day, DistrictName, Name, Number, PersonNumber, Uscc, Words
from luohu_agency.spec import RecordKind, record_table
from luohu_contract.claim import TaxClaim, TaxPenaltiesClaim, TaxTotalClaim
from luohu_contract.message import Question
from luohu_contract.model import Wire
from luohu_contract.numbers import normalise_identity_number
from luohu_kit.db import TextEnum, metadata
from luohu_kit.work import Work
from luohu_tax.verdicts import Facts, IncomeKind, Payment, Penalty

meta = metadata()

payments = record_table(
    "payment",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("income_kind", TextEnum(IncomeKind), nullable=False),
    Column("amount", Numeric(16, 2), nullable=False),
    Column("certificate_number", Text, nullable=False),
    UniqueConstraint("world", "certificate_number"),
    Index("ix_payment_person", "world", "id_number", "paid_on"),
)

penalties = record_table(
    "penalty",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("imposed_on", Date, nullable=False),
    Column("fine", Numeric(16, 2), nullable=False),
    Column("cause", Text, nullable=False),
    Column("revoked", Boolean, nullable=False),
    Column("decision_number", Text, nullable=False),
    UniqueConstraint("world", "decision_number"),
    Index("ix_penalty_person", "world", "id_number", "imposed_on"),
)

taxpayers = record_table(
    "taxpayer",
    meta,
    Column("uscc", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("registered_in_beijing", Boolean, nullable=False),
    Column("registered_on", Date, nullable=False),
    Column("tax_registered_on", Date),
    Column("deregistered_on", Date),
    Column("district", Text, nullable=False),
    UniqueConstraint("world", "uscc"),
)


class PaymentRecord(Wire):
    """Income tax as the treasury booked it (个人所得税完税证明)."""

    id_number: PersonNumber
    name: Name
    paid_on: Day  #: 税款入库日期: decides the year
    income_kind: IncomeKind
    amount: Amount  #: CNY, paid in Beijing
    certificate_number: Number  #: 完税证明号码


class PenaltyRecord(Wire):
    """A fine for a breach of the tax law (涉税违法行为)."""

    id_number: PersonNumber
    name: Name
    imposed_on: Day
    fine: Amount  #: CNY
    cause: Words = ""  #: 违法事实
    revoked: bool = False  #: withdrawn after an objection
    decision_number: Number  #: 行政处罚决定书文号


class TaxpayerRecord(Wire):
    """An employer as the business and tax registers have it (DOMAIN 3.3)."""

    uscc: Uscc
    name: Name
    registered_in_beijing: bool = True
    registered_on: Day  #: 成立日期
    tax_registered_on: Day | None = None  #: None: never registered for tax
    deregistered_on: Day | None = None  #: None: in business
    district: DistrictName  #: of the business in the city, also where the seat is elsewhere

    @model_validator(mode="after")
    def _in_order(self) -> "TaxpayerRecord":
        for name in ("tax_registered_on", "deregistered_on"):
            day = getattr(self, name)
            if day is not None and day < self.registered_on:
                raise ValueError(f"{name} lies before registered_on")
        return self


def _about(record: PaymentRecord | PenaltyRecord) -> Sequence[str]:
    return [record.id_number]


def _nobody(record: TaxpayerRecord) -> Sequence[str]:
    return []


PAYMENT = RecordKind(
    name="payment",
    model=PaymentRecord,
    table=payments,
    about=_about,
    filters=("id_number", "paid_on", "income_kind", "certificate_number"),
    title="个人所得税入库明细",
)
PENALTY = RecordKind(
    name="penalty",
    model=PenaltyRecord,
    table=penalties,
    about=_about,
    filters=("id_number", "imposed_on", "decision_number"),
    title="涉税行政处罚",
)
TAXPAYER = RecordKind(
    name="taxpayer",
    model=TaxpayerRecord,
    table=taxpayers,
    about=_nobody,
    filters=("uscc", "name", "district", "registered_on", "tax_registered_on", "deregistered_on"),
    title="纳税人登记",
)


#: Both registers in one statement: each as an array of its lines.
_LINES = text(
    """
    SELECT ARRAY(SELECT (id_number, paid_on, income_kind, amount) FROM payment
                 WHERE :taxed AND id_number = ANY(CAST(:people AS text[]))
                     AND paid_on BETWEEN :first AND :last) AS paid,
           ARRAY(SELECT (id_number, imposed_on, fine, revoked) FROM penalty
                 WHERE id_number = ANY(CAST(:people AS text[])) AND imposed_on BETWEEN :first AND :last) AS imposed
    """
)


async def lookup(work: Work, questions: Sequence[Question]) -> Mapping[UUID, Facts]:
    """What was paid and imposed in the years that the batch asks about, by question id."""
    people = {question.id: normalise_identity_number(question.subject.id_number) for question in questions}
    years = [year for question in questions for year in _years(question)]
    wanted = {
        "taxed": any(isinstance(question.claim, TaxClaim | TaxTotalClaim) for question in questions),
        "people": sorted(set(people.values())),
        "first": date(max(min(years, default=1), 1), 1, 1),
        "last": date(min(max(years, default=9999), 9999), 12, 31),
    }
    (lines,) = await work.rows(_LINES, wanted)
    paid: dict[str, list[Payment]] = defaultdict(list)
    for number, paid_on, kind, amount in lines.paid:
        paid[number].append(Payment(paid_on, IncomeKind(kind), amount))
    imposed: dict[str, list[Penalty]] = defaultdict(list)
    for number, imposed_on, fine, revoked in lines.imposed:
        imposed[number].append(Penalty(imposed_on, fine, revoked))
    return {question_id: Facts(tuple(paid[number]), tuple(imposed[number])) for question_id, number in people.items()}


def _years(question: Question) -> Sequence[int]:
    """The calendar years that a question asks about."""
    match question.claim:
        case TaxClaim(tax_years=taxed, penalty_years=fined):
            return (*taxed, *fined)
        case TaxPenaltiesClaim(penalty_years=fined):
            return fined
        case TaxTotalClaim(years=taxed):
            return taxed
    return ()
