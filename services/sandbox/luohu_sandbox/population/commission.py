"""Competitions and shares: what the science commission holds, what is filed there and here (附件1(二) 1, 2, (三))."""

from dataclasses import dataclass
from typing import Any

from luohu_sandbox.population.defects import BY_NAME, chosen_way
from luohu_sandbox.population.draw import Draw
from luohu_sandbox.population.filing import WHOLE, After, Filing, Json, RegisterChange, Result, Side
from luohu_sandbox.population.life import Life
from luohu_sandbox.population.numbers import credit
from luohu_sandbox.population.span import month, ymd
from luohu_sandbox.population.words import company_name

COMMISSION = "science-commission"
NATIONAL, BEIJING, SHARES = "competition_national_startup", "competition_beijing_startup", "shareholding"
FIRST_EDITION = {NATIONAL: 2012, BEIJING: 2015}
GRADE_ZH = {"first": "一等奖", "second": "二等奖", "third": "三等奖"}
FIRST_COMPANY = 500_000  #: numbers of companies lie above those of employers
NOT_MATCHED = "award.not_matched"


@dataclass(slots=True)
class Commission(Side):
    """The side of the commission, with what the applicant files there."""

    filed: Json | None = None


@dataclass(slots=True)
class _Win:
    """A person of a company, as the commission's registers have both."""

    type: str
    company: str
    records: dict[str, Json]
    form: Json  #: what the applicant files with the commission
    findings: Json


def commission(life: Life, kind: str, defect: str | None) -> Commission:
    """Somebody who chose a type that is filed with the commission."""
    draw = life.draw("commission")
    won = _shares(life, draw, defect) if kind == SHARES else _competition(life, draw, kind, defect)
    side = Commission(filed=won.form)
    fine = Result(None, won.findings)
    filing = Filing("commission", "innovation", {"type": kind}, {WHOLE: fine}, defect=defect)
    after: After | None = None
    match defect:
        case "commission.not-filed":
            side.filed = None
            filing.results = {WHOLE: Result("award.not_filed_at_science_commission")}
            after = After("fix_at_source", {WHOLE: fine}, commission=won.form)
        case "commission.other-type":
            other = NATIONAL if kind == SHARES else SHARES
            filing.body = {"type": other}
            filing.results = {WHOLE: Result("award.type_mismatch", {**_nothing(), "filed_type": kind})}
            after = After("refile", {WHOLE: fine}, body={"type": kind})
        case "commission.not-on-list":
            winner = won.records.pop("winner")
            missing = {**won.findings, "role": None}
            filing.results = {WHOLE: Result(NOT_MATCHED, missing)}
            change = RegisterChange(COMMISSION, "winner", None, winner)
            after = After("fix_at_source", {WHOLE: fine}, change=change)
        case "commission.tax-below-limit":
            filing.results = {WHOLE: Result("award.income_tax_below_limit", won.findings)}
        case "commission.share-too-small":
            filing.results = {WHOLE: Result("award.shareholding_not_met", won.findings)}
    if after and defect and chosen_way(life.draw("defect-commission"), BY_NAME[defect].ways):
        filing.after = after
    side.filings.append(filing)
    for name, record in won.records.items():
        side.record(COMMISSION, name, record)
    return side


def _nothing() -> Json:
    names = ("filed_type", "grade", "competition_year", "role", "registered_in_beijing", "income_tax", "company_kind",
             "shareholding_percent", "full_year", "equity_raised")  # fmt: skip
    return {"kind": "science_award", **dict.fromkeys(names)}


def _company(life: Life, draw: Draw) -> tuple[str, str, dict[str, Any]]:
    """A company of its own for each winner: code, name, record."""
    uscc, name = credit(FIRST_COMPANY + life.index, "海淀区"), company_name(draw, "北京")
    since = ymd(month(life.round.year - draw.between(4, 9), draw.between(1, 12)), draw.between(1, 28))
    kind = "high_tech" if draw.chance(60_000) else "science_sme"
    return uscc, name, {"uscc": uscc, "name": name, "in_beijing": True, "kind": kind, "recognised_from": since}


def _competition(life: Life, draw: Draw, kind: str, defect: str | None) -> _Win:
    uscc, name, company = _company(life, draw)
    edition = draw.between(max(FIRST_EDITION[kind], life.round.year - 5), life.round.year - 1)
    grade = draw.pick(("first", "second", "second", "third", "third", "third"))
    role = draw.pick(("legal_representative", "core_team_member"))
    tax = draw.between(1_000, 34_000) if defect == "commission.tax-below-limit" else draw.between(36_000, 180_000)
    person = {"id_number": life.id_number, "name": life.name}
    win = {"type": kind, "edition": edition, "company": uscc, "grade": grade, **person, "role": role}
    paid = {"id_number": life.id_number, "year": life.round.year - 1, "amount": f"{tax}.00"}
    found = {
        **_nothing(),
        "filed_type": kind,
        "grade": GRADE_ZH[grade],
        "competition_year": edition,
        "role": role,
        "registered_in_beijing": True,
        "income_tax": f"{tax}.00",
    }
    form = {"type": kind, "company": uscc, "company_name": name, "edition": edition, "grade": grade}
    return _Win(kind, uscc, {"company": company, "winner": win, "income_tax": paid}, form, found)


def _shares(life: Life, draw: Draw, defect: str | None) -> _Win:
    uscc, name, company = _company(life, draw)
    last = life.round.year - 1
    percent = f"{draw.between(1, 9)}.50" if defect == "commission.share-too-small" else f"{draw.between(10, 60)}.00"
    raised = draw.pick((5_000_000, 12_000_000, 20_000_000, 45_000_000))
    holding = {"id_number": life.id_number, "company": uscc, "year": last, "percent": percent, "full_year": True}
    money = {
        "company": uscc,
        "received_on": ymd(month(last - draw.below(3), draw.between(1, 12)), draw.between(1, 28)),
        "amount": f"{raised}.00",
        "investor": "某创业投资基金（备案）",
        "investor_filed": True,
    }
    found = {
        **_nothing(),
        "filed_type": SHARES,
        "registered_in_beijing": True,
        "company_kind": company["kind"],
        "shareholding_percent": percent,
        "full_year": True,
        "equity_raised": f"{raised}.00",
    }
    form = {"type": SHARES, "company": uscc, "company_name": name}
    return _Win(SHARES, uscc, {"company": company, "holding": holding, "investment": money}, form, found)
