"""The months of insurance that eligibility looks at: which of them are paid, back-paid, on record too late, or missing.

Each of the five insurances is a record of its own, and the one that comes nearest is taken, as the score takes the
longest (handbook 一.三, 三.一). That all five are paid as the city's rules require is what the account's status says.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from luohu_contract.months import Month
from luohu_contract.standing import Insurance, InsuranceFindings, InsuranceSpan


@dataclass(frozen=True, slots=True)
class Record:
    """One insurance over the window: the months that must be paid, the last of them the base month."""

    insurance: Insurance
    window: tuple[Month, ...]
    paid: frozenset[Month]  #: of the window: in time or back-paid, on record whenever
    back_paid: tuple[Month, ...]  #: counted as paid, and back-paid only
    late: tuple[Month, ...]  #: on record only after the base date: not counted

    @property
    def before(self) -> tuple[Month, ...]:
        """Months of the window before the first one that is paid: the insurance began too late."""
        first = min(self.paid, default=None)
        return tuple(month for month in self.window if first is None or month < first)

    @property
    def missing(self) -> tuple[Month, ...]:
        """Months of the window after the first one that is paid, and not paid themselves."""
        first = min(self.paid, default=None)
        return tuple(month for month in self.window if first is not None and month > first and month not in self.paid)

    @property
    def unbroken(self) -> int:
        """How many months up to the base month are paid without a gap; not more than the window has."""
        count = 0
        for month in reversed(self.window):
            if month not in self.paid:
                break
            count += 1
        return count


def best_record(findings: InsuranceFindings, months: int, base_date: date) -> Record:
    """The insurance that comes nearest to `months` months up to the base date's month.

    Most months on record in time, then fewest back-paid, then the order of the screen.
    """
    last = Month.of(base_date)
    window = tuple(last.plus(back - months + 1) for back in range(months))
    records = [_record(each, findings.spans, window, base_date) for each in Insurance]
    return max(records, key=lambda r: (len(r.paid) - len(r.late), -len(r.back_paid)))


def _record(insurance: Insurance, spans: Iterable[InsuranceSpan], window: tuple[Month, ...], by: date) -> Record:
    in_time: set[Month] = set()
    back_paid: set[Month] = set()
    late: set[Month] = set()
    for span in spans:
        if span.insurance is insurance:
            formed_late = span.recorded_on is not None and span.recorded_on > by
            kind = late if formed_late else back_paid if span.back_paid else in_time
            kind |= {month for month in window if span.first <= month <= span.last}
    return Record(
        insurance=insurance,
        window=window,
        paid=frozenset(in_time | back_paid | late),
        back_paid=tuple(sorted(back_paid - in_time)),
        late=tuple(sorted(late - in_time - back_paid)),
    )
