"""The talent centre (人才服务中心): personnel files, and the background check of certificates."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_talent_centre import records, verdicts

SPEC = AgencySpec(
    name="talent-centre",
    title=BY_NAME["talent-centre"].title,
    package="luohu_talent_centre",
    metadata=records.meta,
    records=(records.PERSONNEL_FILE, records.DEGREE_CERTIFICATE),
    lookup=records.lookup,
    judge=verdicts.judge,
)
