"""The science commission (市科委): competitions and shares, with a filing system of its own."""

from dataclasses import replace

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_science_commission import filings, records, verdicts

_REGISTERS = AgencySpec(
    name="science-commission",
    title=BY_NAME["science-commission"].title,
    package="luohu_science_commission",
    metadata=records.meta,
    records=records.KINDS,
    lookup=records.lookup,
    judge=verdicts.judge,
    problems=filings.PROBLEMS,
)
#: The filing system works on the registers above, and is part of the agency.
SPEC = replace(_REGISTERS, routers=(filings.filing_router(_REGISTERS), filings.filing_recheck_router(_REGISTERS)))
