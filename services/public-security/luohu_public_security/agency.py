"""Public security (公安局): who people are, permits, detentions, crime, and the registration of households."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_public_security import records, settlement, verdicts

SPEC = AgencySpec(
    name="public-security",
    title=BY_NAME["public-security"].title,
    package="luohu_public_security",
    metadata=records.meta,
    records=records.KINDS,
    lookup=records.lookup,
    judge=verdicts.judge,
    routers=(settlement.permit_router, settlement.registration_router),
    topics=(records.news.TOPIC,),
)
