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
    P(
        "stage-closed",
        409,
        "This belongs to another stage of the year",
        "Each stage allows other things: `stage` is the one now, `allowed_in` names those that allow what was asked, "
        "`opens` and `closes` say when.",
        "Read GET /v1/season for the calendar. In a sandbox, advance the clock.",
    ),
    P(
        "declaration-submitted",
        409,
        "The declaration is submitted",
        "A submitted declaration is not changed.",
        "Withdraw it while the declaration stage is open, change it, and submit it again.",
    ),
    P(
        "not-saved",
        409,
        "Pages of the declaration are not saved",
        "A declaration is submitted when all of its pages are saved; `missing` names those that are not.",
        "Save each of them, also those on which nothing is filed; then submit again.",
    ),
    P(
        "no-points",
        409,
        "The declaration has no points to show",
        "Points are shown for a submitted declaration.",
        "Submit the declaration; POST /v1/declarations/{id}/simulation computes its points before that.",
    ),
    P(
        "policy-missing",
        409,
        "The year has no policy",
        "The city has no figures and no calendar for the year of this world, so that nothing can be declared in it.",
        "Use a world of one of the years that `detail` names, or add a policy for the year.",
    ),
    P(
        "policy-invalid",
        422,
        "The rules are not as they must be",
        "Rules are written as in the city's folder of policies; `detail` says line, column, and what is wrong there.",
        "Mend the place that `detail` names. With `extends` only the sections that differ are needed, each as a whole.",
    ),
    P(
        "rescoring-running",
        409,
        "Another rescoring is computed",
        "One rescoring is computed at a time in a world; `rescoring` is the one that is.",
        "Wait for it: GET /v1/rescorings/{id} with Prefer: wait answers when it is done. Then ask again.",
    ),
)
