"""The insurance agency (社保): contributions month by month, and how each person's account stands."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_social_insurance import records, verdicts

SPEC = AgencySpec(
    name="social-insurance",
    title=BY_NAME["social-insurance"].title,
    package="luohu_social_insurance",
    metadata=records.meta,
    records=(records.CONTRIBUTION, records.ACCOUNT),
    lookup=records.lookup,
    judge=verdicts.judge,
)
