"""The education registers: 学信网, 学位网, 留学服务中心."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_education_registry import records, verdicts

SPEC = AgencySpec(
    name="education-registry",
    title=BY_NAME["education-registry"].title,
    package="luohu_education_registry",
    metadata=records.meta,
    records=(records.QUALIFICATION, records.DEGREE, records.OVERSEAS),
    lookup=records.lookup,
    judge=verdicts.judge,
    overturned=verdicts.overturned,
)
