"""Problems of employers and associations."""

from luohu_contract.problems.kind import table

EMPLOYER = table()
