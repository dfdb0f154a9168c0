"""Effective months of a residence : what was entered, cut to what was found (有效的居住起始年月, DOMAIN 4.4)."""

from dataclasses import dataclass
from datetime import date

from luohu_contract.claim import Period
from luohu_contract.finding import Findings, LeaseFindings, PropertyFindings
from luohu_contract.months import Month, months_between


@dataclass(frozen=True, slots=True)
class Marriage:
    """婚姻存续时间, in days; an open end is 至今."""

    began: date
    ended: date | None


@dataclass(frozen=True, slots=True)
class Effective:
    """系统计算结果: the months that count. None and 0 when the residence is invalid or the periods do not meet."""

    first: Month | None
    last: Month | None
    months: int


NOTHING = Effective(None, None, 0)


def effective(
    entered: Period, findings: Findings | None, *, marriage: Marriage | None, filed_from: Month | None, as_of: date
) -> Effective:
    """The months in which a valid residence counts, both ends counted: 2014-08 to 2017-12 is 41.

    findings: of the register or the lease filing; a date that it leaves out limits nothing.
    marriage: for a home in the spouse's name. filed_from: of rented homes and dormitories, which count from then on.
    A month that the title, the lease or the marriage touches counts in full.
    """
    began, ended = _on_record(findings)
    starts = [began, marriage.began if marriage else None]
    ends = [ended, marriage.ended if marriage else None, as_of]
    first = max([entered.first, *(_month(day) for day in starts if day)])
    last = min([entered.last, *(_month(day) for day in ends if day)])
    if filed_from is not None:
        first = max(first, filed_from)
    months = months_between(first, last)
    return Effective(first, last, months) if months else NOTHING


def _month(day: date) -> Month:
    """The day's month, moved into the years that months have: old archives hold odd dates, and none may stop a read."""
    return Month.of(min(max(day, date(1949, 1, 1)), date(2099, 12, 31)))


def _on_record(findings: Findings | None) -> tuple[date | None, date | None]:
    """First and last day on record: of the title, or of the lease."""
    if isinstance(findings, PropertyFindings):
        return findings.registered_on, findings.expired_on
    if isinstance(findings, LeaseFindings):
        return findings.lease_from, findings.lease_to
    return None, None
