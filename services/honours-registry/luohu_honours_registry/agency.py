"""The award and honour lists that 人社 compares with (DOMAIN 2.9): who won what, and who was commended."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_honours_registry import records, verdicts

SPEC = AgencySpec(
    name="honours-registry",
    title=BY_NAME["honours-registry"].title,
    package="luohu_honours_registry",
    metadata=records.meta,
    records=(records.AWARD, records.HONOUR),
    lookup=records.lookup,
    judge=verdicts.judge,
)
