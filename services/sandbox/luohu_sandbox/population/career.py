"""A career in Beijing: months of insurance by employer and place, with gaps and back-paid ones (DOMAIN 7.2, 8.5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from luohu_contract.standing import Insurance
from luohu_sandbox.population.draw import Draw, Quantiles
from luohu_sandbox.population.employers import BEIJING, Employer, Town, some_employer
from luohu_sandbox.population.span import Round, ym, ymd

FIVE = tuple(each.value for each in Insurance)
WITHOUT_TWO = ("pension", "unemployment", "injury")  #: what some paid for their staff in earlier years [assumed]
WINDOW = 84  #: months that must be unbroken up to the base month (handbook 一.三)

#: Months that count, of the round of 2020: from 84 upward, median about 130, a thin tail (DOMAIN 8.5).
MONTHS = Quantiles((0, 84), (10_000, 93), (25_000, 107), (50_000, 130), (75_000, 157), (90_000, 181), (97_000, 202),
                   (99_500, 228), (100_000, 282))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Months that one employer paid alike."""

    first: int
    last: int
    employer: Employer
    insurances: tuple[str, ...] = FIVE
    back_paid: bool = False
    recorded: tuple[int, int] | None = None  #: month and day on which they went on record


@dataclass(frozen=True, slots=True)
class Career:
    """All of it."""

    runs: tuple[Run, ...]
    suspended: bool = False

    @property
    def start(self) -> int:
        return self.runs[0].first

    @property
    def employer(self) -> Employer:
        """The one of today."""
        return self.runs[-1].employer

    def records(self, id_number: str) -> list[dict[str, Any]]:
        """As the insurance register has them; the last employer goes on paying."""
        last = self.runs[-1]
        return [_record(id_number, run, open_end=run is last and not self.suspended) for run in self.runs]


def _record(id_number: str, run: Run, *, open_end: bool) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id_number": id_number,
        "insurances": run.insurances,
        "first": ym(run.first),
        "last": None if open_end else ym(run.last),
        "district": run.employer.paid_at,
        "employer": run.employer.uscc,
        "employer_name": run.employer.name,
    }
    if run.back_paid:
        fields["back_paid"] = True
    if run.recorded:
        fields["recorded_on"] = ymd(*run.recorded)
    return fields


def career(seed: int, around: Round, draw: Draw, trouble: str | None) -> Career:
    """A career up to the base month. trouble: the condition of eligibility that it does not meet, if it is about it."""
    count = min(MONTHS.at(draw), around.base - around.first + 1)
    if trouble == "eligibility.short":
        count = draw.between(40, WINDOW - 1)
    gap_at, gap = _gap(draw, count, trouble)
    paid_at, back_paid = _back_paid(draw, count, trouble, gap_at)
    most = around.base - around.first + 1 - gap - back_paid
    if count > most:  # as many months as the register has
        gap, gap_at, count = 0, 0, min(count, around.base - around.first + 1 - back_paid)
    cuts = sorted({*_changes(draw, count), *(at for at, length in ((gap_at, gap), (paid_at, back_paid)) if length)})
    start = around.base - (count + gap + back_paid) + 1
    runs: list[Run] = []
    at, old = start, draw.chance(4_000) and not trouble and len(cuts) > 0
    for begun, ended in zip((0, *cuts), (*cuts, count), strict=True):
        employer = another_employer(seed, draw, runs)
        if begun and begun == gap_at:
            at += gap
        if begun and begun == paid_at:
            runs.append(_behind(draw, around, employer, at, back_paid, late=trouble == "eligibility.late-payment"))
            at += back_paid
        insurances = WITHOUT_TWO if old and not begun else FIVE
        runs.append(Run(at, at + ended - begun - 1, employer, insurances))
        at += ended - begun
    return Career(tuple(runs), suspended=trouble == "eligibility.suspended")


def another_employer(seed: int, draw: Draw, runs: Sequence[Run], town: Town = BEIJING) -> Employer:
    """An employer, another one than the last."""
    while True:
        found = some_employer(seed, draw, town)
        if not runs or found.number != runs[-1].employer.number:
            return found


def _changes(draw: Draw, count: int) -> list[int]:
    """Months of the career after which the employer changes."""
    return [draw.between(12, count - 12) for _ in range(draw.below(3)) if count > 30]


def _gap(draw: Draw, count: int, trouble: str | None) -> tuple[int, int]:
    """After how many months there is a gap, and how long it is; before the last seven years, if not for trouble."""
    if trouble == "eligibility.gap":
        return count - draw.between(6, WINDOW - 12), draw.between(1, 3)
    if draw.chance(15_000) and count - WINDOW > 12:
        return draw.between(6, count - WINDOW), draw.between(1, 24)
    return 0, 0


def _back_paid(draw: Draw, count: int, trouble: str | None, gap_at: int) -> tuple[int, int]:
    """After how many months some are back-paid, and how many."""
    if trouble == "eligibility.back-paid":
        return count - draw.between(12, WINDOW - 18), draw.between(6, 9)
    if trouble == "eligibility.late-payment":
        return count - draw.between(6, 24), draw.between(1, 3)
    if trouble is None and draw.chance(8_000):
        at = draw.between(6, count - 6)
        return (at, draw.between(1, 5)) if at != gap_at else (0, 0)
    return 0, 0


def _behind(draw: Draw, around: Round, employer: Employer, at: int, count: int, *, late: bool) -> Run:
    """Months that the new employer pays afterwards; late: only after the base date."""
    month = around.base + draw.between(1, 4) if late else at + count + draw.below(2)
    return Run(at, at + count - 1, employer, back_paid=True, recorded=(month, draw.between(1, 28)))
