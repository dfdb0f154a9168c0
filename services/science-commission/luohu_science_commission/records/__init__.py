"""The commission's registers: what was filed here, winners, companies, shares, money raised, income tax."""

from collections.abc import Sequence
from typing import Any

from luohu_agency.spec import RecordKind
from luohu_science_commission.records.lookup import facts_about, lookup
from luohu_science_commission.records.model import (
    CompanyRecord,
    FilingRecord,
    HoldingRecord,
    IncomeTaxRecord,
    InvestmentRecord,
    RecheckState,
    WinnerRecord,
)
from luohu_science_commission.records.table import (
    companies,
    filings,
    holdings,
    income_taxes,
    investments,
    meta,
    winners,
)

__all__ = ["FILING", "KINDS", "FilingRecord", "RecheckState", "facts_about", "filings", "lookup", "meta"]


def _holder(record: FilingRecord | WinnerRecord | HoldingRecord | IncomeTaxRecord) -> Sequence[str]:
    return [record.id_number]


def _nobody(record: CompanyRecord | InvestmentRecord) -> Sequence[str]:
    return []


FILING = RecordKind("filing", FilingRecord, filings, _holder, ("id_number", "company", "type", "recheck"), "填报")
WINNER = RecordKind("winner", WinnerRecord, winners, _holder, ("id_number", "company", "edition"), "获奖名单")
COMPANY = RecordKind("company", CompanyRecord, companies, _nobody, ("uscc", "name", "kind"), "企业")
HOLDING = RecordKind("holding", HoldingRecord, holdings, _holder, ("id_number", "company", "year"), "持股")
INVESTMENT = RecordKind("investment", InvestmentRecord, investments, _nobody, ("company", "received_on"), "股权融资")
INCOME_TAX = RecordKind("income_tax", IncomeTaxRecord, income_taxes, _holder, ("id_number", "year"), "个人所得税")
KINDS: tuple[RecordKind[Any], ...] = (FILING, WINNER, COMPANY, HOLDING, INVESTMENT, INCOME_TAX)
