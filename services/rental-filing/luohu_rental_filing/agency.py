"""The rental supervision platform (住房租赁监管平台): filed leases."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_rental_filing import records, verdicts

SPEC = AgencySpec(
    name="rental-filing",
    title=BY_NAME["rental-filing"].title,
    package="luohu_rental_filing",
    metadata=records.meta,
    records=(records.LEASE,),
    lookup=records.lookup,
    judge=verdicts.judge,
)
