"""Problems of appeals, reports and sanctions."""

from luohu_contract.problems.kind import table

APPEAL = table()
