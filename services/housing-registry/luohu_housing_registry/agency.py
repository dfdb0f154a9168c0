"""The property register (不动产登记): owned homes and dormitories."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_housing_registry import records, verdicts

SPEC = AgencySpec(
    name="housing-registry",
    title=BY_NAME["housing-registry"].title,
    package="luohu_housing_registry",
    metadata=records.meta,
    records=(records.TITLE,),
    lookup=records.lookup,
    judge=verdicts.judge,
)
