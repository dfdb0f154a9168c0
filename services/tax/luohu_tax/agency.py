"""The tax authority (税务局): income tax of three years, penalties of five, and the register of employers."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_tax import employers, records, verdicts

SPEC = AgencySpec(
    name="tax",
    title=BY_NAME["tax"].title,
    package="luohu_tax",
    metadata=records.meta,
    records=(records.PAYMENT, records.PENALTY, records.TAXPAYER),
    lookup=records.lookup,
    judge=verdicts.judge,
    routers=(employers.router,),
)
