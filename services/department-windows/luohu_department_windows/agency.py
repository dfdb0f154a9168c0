"""The joint windows of the departments (市行政许可服务中心联审窗口): one register, one queue for each department."""

from luohu_agency.spec import AgencySpec
from luohu_contract.directory import BY_NAME
from luohu_department_windows import records, verdicts

SPEC = AgencySpec(
    name="department-windows",
    title=BY_NAME["department-windows"].title,
    package="luohu_department_windows",
    metadata=records.meta,
    records=(records.ENTRY,),
    lookup=records.lookup,
    judge=verdicts.judge,
    desks=verdicts.desks,
)
