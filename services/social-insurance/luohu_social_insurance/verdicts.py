"""What the insurance record says about a person: runs of months, counted, up to the month that was asked about.

DOMAIN 2.3 and handbook 三.一: each of the five insurances is counted by itself, and the one with most months is shown.
Months need not follow on one another, a month that two employers paid counts once, and back-paid months are counted
apart. Whether this is enough (84 months, no gap, at most five back-paid) is not judged here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from luohu_contract.claim import InsuranceClaim
from luohu_contract.decision import Decision, Valid
from luohu_contract.message import Question
from luohu_contract.months import Month
from luohu_contract.standing import (
    AccountStatus,
    Insurance,
    InsuranceFindings,
    InsuranceSpan,
    MonthsByInsurance,
    WorkCategory,
)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One entry of the register: some insurances, paid alike for some months."""

    insurances: tuple[Insurance, ...]
    first: Month
    last: Month | None  #: None: it goes on
    back_paid: bool
    district: str
    employer: str
    employer_name: str
    recorded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """How the person's account stands today."""

    status: AccountStatus
    category: WorkCategory | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record about one person; nothing of it for somebody whom the register does not know."""

    contributions: tuple[Contribution, ...] = ()
    account: Account | None = None


def judge(question: Question, facts: Facts) -> Decision:
    """The record as it is. Always valid; TypeError for any claim but one that reads the insurance record."""
    claim = question.claim
    if not isinstance(claim, InsuranceClaim):
        raise TypeError(f"the insurance agency does not judge a claim of kind {claim.kind}")
    spans = runs(facts.contributions, claim.through)
    paid = {insurance: months_of(spans, insurance, back_paid=False) for insurance in Insurance}
    back_paid = [months_of(spans, insurance, back_paid=True) - paid[insurance] for insurance in Insurance]
    longest = max(Insurance, key=lambda insurance: len(paid[insurance]))
    years, months = divmod(len(paid[longest]), 12)
    return Valid(
        InsuranceFindings(
            spans=spans,
            status=facts.account.status if facts.account else AccountStatus.NONE,
            category=facts.account.category if facts.account else None,
            months_by_insurance=MonthsByInsurance(**{each.value: len(paid[each]) for each in Insurance}),
            back_paid_months=len(set().union(*back_paid)),
            longest=longest if paid[longest] else None,
            years=years,
            months=months,
        )
    )


def months_of(spans: Iterable[InsuranceSpan], insurance: Insurance, *, back_paid: bool) -> set[int]:
    """The distinct months of one insurance, as ordinals."""
    return {
        month
        for span in spans
        if span.insurance is insurance and span.back_paid is back_paid
        for month in range(span.first.ordinal, span.last.ordinal + 1)
    }


def runs(contributions: Sequence[Contribution], through: Month) -> tuple[InsuranceSpan, ...]:
    """The contributions as the fewest runs of months, cut off after `through`; by insurance, then by first month.

    Entries that differ in nothing but their months, and touch or overlap, are one run.
    """
    cut = sorted(
        (
            span
            for contribution in contributions
            if contribution.first <= through
            for span in _spans(contribution, through)
        ),
        key=lambda span: (_alike(span), span.first.ordinal, span.last.ordinal),
    )
    merged = [run for _, alike in groupby(cut, key=_alike) for run in _merged(list(alike))]
    order = list(Insurance)
    return tuple(sorted(merged, key=lambda run: (order.index(run.insurance), run.first.ordinal, *_alike(run)[1:])))


def _spans(contribution: Contribution, through: Month) -> Iterable[InsuranceSpan]:
    for insurance in contribution.insurances:
        yield InsuranceSpan(
            insurance=insurance,
            first=contribution.first,
            last=min(contribution.last or through, through),
            back_paid=contribution.back_paid,
            district=contribution.district,
            employer=contribution.employer,
            employer_name=contribution.employer_name,
            recorded_on=contribution.recorded_on,
        )


def _alike(span: InsuranceSpan) -> tuple[str, bool, str, str, str, str]:
    recorded_on = span.recorded_on.isoformat() if span.recorded_on else ""
    return (span.insurance, span.back_paid, span.district, span.employer, span.employer_name, recorded_on)


def _merged(alike: Sequence[InsuranceSpan]) -> list[InsuranceSpan]:
    """Runs that touch become one; they come in the order of their first months."""
    found: list[InsuranceSpan] = []
    for span in alike:
        if found and span.first <= found[-1].last.plus(1):
            found[-1] = found[-1].model_copy(update={"last": max(found[-1].last, span.last)})
        else:
            found.append(span)
    return found
