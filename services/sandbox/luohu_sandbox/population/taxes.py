"""Income tax by year, penalties, and the authorisation to read both (DOMAIN 7.6, 8.5)."""

from luohu_sandbox.population.defects import BY_NAME, chosen_way
from luohu_sandbox.population.draw import Draw, Table, turn
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result, Side
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import serial
from luohu_sandbox.population.span import month, ymd

TAX = "tax"
FIGURE = 100_000  #: CNY a year (handbook 三.六.1)
RICH = 8_000  #: of all: the figure in some year (DOMAIN 8.5)
RICH_FILE, OTHERS_FILE = 95_000, 6_000  #: who files the authorisation [assumed]
TAXPAYERS = 75_000  #: of the others: some tax in the last year [assumed]
PENALTY_EVERY = 333  #: one in so many has a penalty (DOMAIN 8.5: 0.3 %)
YEARS = Table(
    ((False, False, True), 34), ((False, True, True), 20), ((True, True, True), 40), ((True, False, False), 6)
)
MISSING = 6_000  #: of those with the figure in some year: a payment is not on record [assumed]
PARTIALLY, INVALID, PENALTY = "tax.partially_valid", "tax.year_invalid", "tax.penalty_recorded"


def taxes(life: Life, start: int) -> Side:
    """The records and, of those who authorise, the item."""
    draw = life.draw("tax")
    side = Side()
    penalised = turn(life.seed, "penalty", life.index, PENALTY_EVERY)
    rich = draw.chance(RICH) or (penalised is not None and penalised % 2 == 0)
    years = life.round.policy.tax_years
    if not rich and not draw.chance(OTHERS_FILE):
        if draw.chance(TAXPAYERS):
            side.record(TAX, "payment", _payment(life, 2, years[-1], draw.between(200, 60_000)))
        _penalty(side, life, penalised)
        return side
    good = YEARS.at(draw) if rich else (False, False, False)
    paid = [_amount(draw.below(100), draw.below(400_000), enough=enough) for enough in good]
    paid = [amount if year * 12 + 11 >= start else 0 for year, amount in zip(years, paid, strict=True)]
    lost = _lost(draw, paid) if rich and draw.chance(MISSING) else None
    shown = [amount - (lost[1] if lost and lost[0] == place else 0) for place, amount in enumerate(paid)]
    for place, (year, amount) in enumerate(zip(years, shown, strict=True)):
        if amount:
            side.record(TAX, "payment", _payment(life, place, year, amount))
    count = _penalty(side, life, penalised)
    if draw.chance(RICH_FILE if rich else 100_000):
        missing = None if lost is None else _payment(life, 3, years[lost[0]], lost[1])
        side.filings.append(_filing(life, (paid, shown), missing, count))
    return side


def _lost(draw: Draw, paid: list[int]) -> tuple[int, int] | None:
    """A year that reaches the figure, and what of its tax is not on record: all of it, or all but little."""
    reached = [place for place, amount in enumerate(paid) if amount >= FIGURE]
    if not all(paid) or not reached:
        return None
    place = draw.pick(reached)
    return place, paid[place] - (0 if draw.chance(40_000) else 30_000)


def _amount(share: int, more: int, *, enough: bool) -> int:
    """CNY of one year; some of those who stay below pay nothing at all."""
    if enough:
        return FIGURE + more
    return 0 if share < 8 else 500 + more % 90_000


def _payment(life: Life, place: int, year: int, amount: int) -> Json:
    draw = life.draw(f"payment-{place}")
    return {
        "id_number": life.id_number,
        "name": life.name,
        "paid_on": ymd(month(year, draw.between(1, 12)), draw.between(1, 28)),
        "income_kind": "comprehensive" if year >= 2019 else "wages",
        "amount": str(amount),
        "certificate_number": f"9{serial(life.index, place)}",
    }


def _penalty(side: Side, life: Life, penalised: int | None) -> int:
    """How many penalties are on record in the years that count."""
    if penalised is None:
        return 0
    draw = life.draw("penalty")
    side.record(TAX, "penalty", {
        "id_number": life.id_number,
        "name": life.name,
        "imposed_on": ymd(month(draw.pick(life.round.policy.penalty_years), draw.between(1, 12)), draw.between(1, 28)),
        "fine": str(50 + 10 * draw.below(200)),
        "cause": "未按规定办理纳税申报",
        "decision_number": f"京税罚〔98〕{life.index}号",
    })  # fmt: skip
    return 1


def result(life: Life, paid: list[int], penalties: int, by: str = "register") -> Result:
    """What the tax authority says of these amounts."""
    years = life.round.policy.tax_years
    found = [{"year": y, "valid": a >= FIGURE, "paid": a > 0} for y, a in zip(years, paid, strict=True)]
    count = sum(amount >= FIGURE for amount in paid) if all(paid) else 0
    findings: Json = {"kind": "tax", "years": found, "valid_years": count, "tax_penalties": penalties}
    fined = (PENALTY,) * (penalties > 0)
    if not count:
        return Result(INVALID, findings, fined, by)
    return Result(None, findings, (PARTIALLY,) * (count < len(paid)) + fined, by)


def _filing(life: Life, amounts: tuple[list[int], list[int]], missing: Json | None, penalties: int) -> Filing:
    """amounts: by year, what was paid and what of it is on record. missing: the payment that is not."""
    draw = life.draw("defect-tax")
    paid, shown = amounts
    first = result(life, shown, penalties)
    filing = Filing("tax", "tax", {"authorised": True}, {WHOLE: first})
    change: RegisterChange | None = None
    if missing is not None:
        filing.defect = "tax.all-missing" if first.reason else "tax.payment-missing"
        change = RegisterChange(TAX, "payment", None, missing)
        then, papers = result(life, paid, penalties, "operator"), ("tax_payment_certificate",)
    elif first.valid and penalties and draw.chance(60_000):
        filing.defect = "tax.penalty-contested"
        change = RegisterChange(TAX, "penalty", {"decision_number": f"京税罚〔98〕{life.index}号"}, {"revoked": True})
        then, papers = result(life, paid, 0, "operator"), ("statement",)
    elif first.reason:
        filing.defect = "tax.never-enough"
    if change and filing.defect and chosen_way(draw, BY_NAME[filing.defect].ways):
        code = BY_NAME[filing.defect].reason
        filing.after = After(
            "recheck", {WHOLE: then}, disputes=code, part=WHOLE, statement="请核对本人纳税记录。", papers=papers,
            decision="overturn", change=change,
        )  # fmt: skip
    return filing
