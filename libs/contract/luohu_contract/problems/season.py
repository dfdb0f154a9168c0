"""Problems of the stages of the year, submission and points."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

SEASON = table(
    P(
        "course-refused",
        409,
        "The declaration does not stand where this is possible",
        "What was asked does not follow from where the declaration stands in its year.",
        "Read the declaration: its links name what is possible now.",
    ),
)
