"""Every problem that the city can answer, by slug: `PROBLEMS["item-locked"].status` is 409.

An HTTP problem says something about the request, never about the applicant: a claim that is found invalid is a verdict.
"""

from luohu_contract.problems.access import ACCESS
from luohu_contract.problems.admission import ADMISSION
from luohu_contract.problems.agency import AGENCY
from luohu_contract.problems.appeal import APPEAL
from luohu_contract.problems.casework import CASEWORK
from luohu_contract.problems.declaration import DECLARATION
from luohu_contract.problems.employer import EMPLOYER
from luohu_contract.problems.kind import ProblemType, table
from luohu_contract.problems.request import REQUEST
from luohu_contract.problems.season import SEASON
from luohu_contract.problems.settlement import SETTLEMENT
from luohu_contract.problems.world import WORLD

PROBLEMS: dict[str, ProblemType] = table(
    *REQUEST.values(),
    *ACCESS.values(),
    *DECLARATION.values(),
    *AGENCY.values(),
    *WORLD.values(),
    *EMPLOYER.values(),
    *ADMISSION.values(),
    *SEASON.values(),
    *APPEAL.values(),
    *SETTLEMENT.values(),
    *CASEWORK.values(),
)

__all__ = ["PROBLEMS", "ProblemType"]
