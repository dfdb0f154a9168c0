"""What the city reads by itself: age, permit, crimes and detentions, and the insurance record."""

from dataclasses import dataclass
from datetime import date, timedelta

from luohu_sandbox.population.career import FIVE, Career, Run, another_employer
from luohu_sandbox.population.casework.defects import BACK_PAID, CRIME, DETAINED, INTERRUPTED, NO_PERMIT, RETIRED
from luohu_sandbox.population.casework.side import CaseSide, Judged
from luohu_sandbox.population.casework.somebody import Plant, Somebody, Values, completed_years
from luohu_sandbox.population.draw import Draw, Quantiles
from luohu_sandbox.population.employers import Town
from luohu_sandbox.population.span import month, ymd
from luohu_sandbox.population.words import PROVINCES

SECURITY, INSURANCE = "public-security", "social-insurance"
LIMITS = {"male": 60, "female": 50}  #: of retirement: women of a population are workers by their records
CHANGES = 2  #: employers before the present one, at most
GAP, BACK = 15_000, 6_000  #: of a hundred thousand with a gap long ago, and with back-paid months [assumed]


def birth_date(draw: Draw, as_of: date, ages: Quantiles, *, man: bool, retired: bool) -> str:
    """A day of birth by age, below retirement if nothing else is planted."""
    limit = LIMITS["male" if man else "female"]
    age = limit + draw.below(3) if retired else min(ages.at(draw), limit - 1)
    birthday = date(as_of.year - age, as_of.month, min(as_of.day, 28))
    return (birthday - timedelta(days=draw.below(330))).isoformat()


def insured(seed: int, index: int, as_of: date, town: Town, months: Quantiles, plant: Plant | None) -> Career:
    """A career in the city that goes on: some employers, perhaps a gap, perhaps months that were paid later."""
    draw = Draw(seed, index, "insured")
    base, count = as_of.year * 12 + as_of.month - 1, months.at(draw)
    gap = draw.between(1, 9) if draw.chance(GAP) else 0
    back = draw.between(1, 5) if draw.chance(BACK) else 0
    if plant and plant.defect == INTERRUPTED:
        count, gap, back = draw.between(1, 8), draw.between(1, 4), 0
        return Career(_around_gap(seed, draw, town, base, count, gap))
    back = draw.between(2, 6) if plant and plant.defect == BACK_PAID else back
    return Career(_in_turn(seed, draw, town, base, max(count, 14) if back else count, (gap, back)))


def _around_gap(seed: int, draw: Draw, town: Town, base: int, count: int, gap: int) -> tuple[Run, ...]:
    """A year or more long ago, nothing for some months, and then too few."""
    first, last = base - count - gap - draw.between(12, 40), base - count - gap
    before = Run(first, last, another_employer(seed, draw, (), town))
    return (before, Run(base - count + 1, base, another_employer(seed, draw, (before,), town)))


def _in_turn(seed: int, draw: Draw, town: Town, base: int, count: int, odd: tuple[int, int]) -> tuple[Run, ...]:
    """One employer after the other up to the base month, the last of several for a year at least. odd: gap, back-paid
    months.
    """
    gap, back = odd
    cuts = sorted({draw.between(1, count - 13) for _ in range(draw.below(CHANGES + 1)) if count > 26})
    cuts = cuts or ([count - 13] if back else [])
    start, runs = base - count - (gap + back if cuts else 0) + 1, list[Run]()
    at = start
    for place, (begun, ended) in enumerate(zip((0, *cuts), (*cuts, count), strict=True)):
        employer = another_employer(seed, draw, runs, town)
        if place == 1:
            at += gap
            if back:
                paid = (at + back, draw.between(1, 28))
                runs.append(Run(at, at + back - 1, employer, back_paid=True, recorded=paid))
                at += back
        runs.append(Run(at, at + ended - begun - 1, employer))
        at += ended - begun
    return tuple(runs)


def counted(career: Career, as_of: date) -> dict[str, int]:
    """What the register counts up to the month of measure: months paid in time, full years, months without a gap."""
    base = as_of.year * 12 + as_of.month - 1
    paid = {n for run in career.runs if not run.back_paid for n in range(run.first, run.last + 1)}
    continuous = 0
    while base - continuous in paid:
        continuous += 1
    by_kind = {f"{each}_months": len(paid) for each in FIVE}
    return {**by_kind, "full_years": len(paid) // 12, "continuous_months": continuous}


@dataclass(frozen=True, slots=True)
class Conduct:
    """Public security: who somebody is, and what is held against them."""

    indicators: tuple[str, ...]  #: that are read from one answer each

    def of(self, some: Somebody) -> CaseSide:
        """The records, and the values that every answer has."""
        human, draw, side = some.human, some.draw("conduct"), CaseSide()
        resident = {"birth_date": human.birth_date, "sex": human.sex, "household_province": PROVINCES.at(draw)}
        side.record(SECURITY, "resident", {**human.party(), **resident})
        permit = {"id_number": human.id_number, "number": f"98{human.index:010d}"}
        applied = some.career.runs[-1].last - draw.between(3, 30)
        if not some.has(NO_PERMIT):
            side.record(SECURITY, "permit", {**permit, "applied_on": ymd(applied, draw.between(1, 28))})
        values: Values = {
            "age": completed_years(human.birth_date, some.as_of),
            "permit_valid": not some.has(NO_PERMIT),
            "detentions": int(some.has(DETAINED)),
            "criminal_record": some.has(CRIME),
        }
        self._held_against(some, side, draw)
        for indicator in self.indicators:
            side.judged.append(Judged(indicator, "public_security", declared=dict(values), held=dict(values)))
        return side

    def _held_against(self, some: Somebody, side: CaseSide, draw: Draw) -> None:
        number = some.human.id_number
        when = ymd(month(some.as_of.year - 1, draw.between(1, 11)), draw.between(1, 28))
        if some.has(CRIME):
            document = f"（{when[:4]}）某0198刑初{some.human.index}号"
            crime = {"id_number": number, "convicted_on": when, "court": "某市人民法院", "document": document}
            side.record(SECURITY, "crime", crime)
        if some.has(DETAINED):
            side.record(SECURITY, "detention", {"id_number": number, "detained_on": when, "authority": "某公安分局"})


@dataclass(frozen=True, slots=True)
class Insured:
    """The insurance record."""

    indicator: str
    department: str

    def of(self, some: Somebody) -> CaseSide:
        """The account, the contributions, and what is counted."""
        human, side = some.human, CaseSide()
        account = {"status": "normal", "category": "worker", "kept_by": some.career.employer.paid_at}
        side.record(INSURANCE, "account", {**human.party(), **account})
        for contribution in some.career.records(human.id_number):
            side.record(INSURANCE, "contribution", contribution)
        values: Values = dict(some.paid)
        side.judged.append(Judged(self.indicator, self.department, declared=dict(values), held=values))
        return side


def lacking(some: Somebody, figures: Values) -> list[str]:
    """Codes of the conditions to apply that do not hold, as the registers say them. figures: of the policy."""
    age, limit = completed_years(some.human.birth_date, some.as_of), _limit(some, figures)
    found = {
        "no-permit": bool(figures.get("permit_needed")) and some.has(NO_PERMIT),
        "not-insured": some.paid["continuous_months"] < int(figures.get("continuous_months", 0)),
        "retirement-age": limit is not None and age >= limit,
    }
    return [code for code, holds in found.items() if holds]


def _limit(some: Somebody, figures: Values) -> int | None:
    name = "retirement_age_man" if some.human.man else "retirement_age_woman_worker"
    return int(figures[name]) if name in figures else None


def retired(plant: Plant | None) -> bool:
    """Whether the age of retirement is planted."""
    return plant is not None and plant.defect == RETIRED
