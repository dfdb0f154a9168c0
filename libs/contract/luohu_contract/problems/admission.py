"""Problems of eligibility, commitments and saved indicators."""

from luohu_contract.problems.kind import table

ADMISSION = table()
