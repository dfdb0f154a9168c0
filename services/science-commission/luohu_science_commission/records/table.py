"""The tables of the commission's registers."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Numeric, Text, UniqueConstraint

from luohu_agency.spec import record_table
from luohu_contract.innovation import CompanyKind, InnovationType, WinnerRole
from luohu_kit.db import TextEnum, metadata
from luohu_science_commission.records.model import RecheckState
from luohu_science_commission.verdicts import Grade

meta = metadata()

filings = record_table(
    "filing",
    meta,
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("type", TextEnum(InnovationType), nullable=False),
    Column("company", Text, nullable=False),
    Column("company_name", Text, nullable=False),
    Column("edition", Integer),
    Column("grade", TextEnum(Grade)),
    Column("statement", Text, nullable=False),
    Column("recheck", TextEnum(RecheckState), nullable=False),
    Column("recheck_statement", Text, nullable=False),
    Column("opinion", Text, nullable=False),
    UniqueConstraint("world", "id_number", "type"),
)
winners = record_table(
    "winner",
    meta,
    Column("type", TextEnum(InnovationType), nullable=False),
    Column("edition", Integer, nullable=False),
    Column("company", Text, nullable=False),
    Column("grade", TextEnum(Grade), nullable=False),
    Column("id_number", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("role", TextEnum(WinnerRole), nullable=False),
    UniqueConstraint("world", "type", "edition", "company", "id_number"),
)
companies = record_table(
    "company",
    meta,
    Column("uscc", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("in_beijing", Boolean, nullable=False),
    Column("kind", TextEnum(CompanyKind), nullable=False),
    Column("recognised_from", Date),
    Column("recognised_to", Date),
    UniqueConstraint("world", "uscc"),
)
holdings = record_table(
    "holding",
    meta,
    Column("id_number", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("percent", Numeric(5, 2), nullable=False),
    Column("full_year", Boolean, nullable=False),
    UniqueConstraint("world", "id_number", "company", "year"),
)
investments = record_table(
    "investment",
    meta,
    Column("company", Text, nullable=False),
    Column("received_on", Date, nullable=False),
    Column("amount", Numeric(16, 2), nullable=False),
    Column("investor", Text, nullable=False),
    Column("investor_filed", Boolean, nullable=False),
    Index("ix_investment_company", "world", "company", "received_on"),
)
income_taxes = record_table(
    "income_tax",
    meta,
    Column("id_number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("amount", Numeric(16, 2), nullable=False),
    UniqueConstraint("world", "id_number", "year"),
)
