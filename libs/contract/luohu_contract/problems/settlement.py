"""Problems of the settlement."""

from luohu_contract.problems.kind import table

SETTLEMENT = table()
