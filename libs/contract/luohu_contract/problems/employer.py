"""Problems of employers and associations."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

EMPLOYER = table(
    P(
        "employer-mismatch",
        403,
        "You sign in for another employer",
        "The token does not name the unified social credit code that the request is about.",
        "Sign in as the employer itself, and give its own credit code.",
    ),
    P(
        "employer-exists",
        409,
        "The employer is registered already",
        "There is one registration for each unified social credit code.",
        "Go on with the registration that the Location header names.",
    ),
    P(
        "employer-refused",
        409,
        "The employer does not stand where this is possible",
        "What was asked does not follow from how the employer stands.",
        "Read the employer: its links name what is possible now.",
    ),
    P(
        "employer-barred",
        409,
        "The employer is under sanction",
        "An employer that helped with false material is not accepted in that year and the following five.",
        "Wait until the last year that the detail names is over.",
    ),
    P(
        "employer-data-fixed",
        409,
        "The data is fixed for the year",
        "Contact and telephone change at any time, all other data of an active employer is fixed for the year.",
        "Tell the district window with a note; the change does not matter for this year's round.",
    ),
    P(
        "employer-active",
        409,
        "The unit code is active already",
        "The employer has confirmed its data for this year.",
        "Nothing is left to do: give the unit code to your staff.",
    ),
    P(
        "credential-limit",
        409,
        "There is no room for more licences",
        "An employer uploads a limited number of licences, and this one has.",
        "Ask at the window of your district.",
    ),
    P(
        "unit-code-unknown",
        422,
        "No employer has this unit code",
        "The unit code is mistyped, or its employer was not let in yet.",
        "Check the code with your employer and ask again.",
    ),
    P(
        "unit-code-inactive",
        409,
        "The unit code is not active this year",
        "In each year an employer confirms its data, and thereby activates its unit code.",
        "Ask your employer to activate its code, then ask again.",
    ),
    P(
        "association-final",
        409,
        "The association of the year is taken",
        "A person has one association for each year, and one that is approved cannot be changed within it.",
        "File under this employer; after a change of jobs the new employer explains it to the district window.",
    ),
    P(
        "not-insured-here",
        409,
        "The employer does not insure the person",
        "The insurance record of the person was read, and this employer paid nothing in the month of the base date.",
        "Return the request with an opinion; the person asks the employer that insures them.",
    ),
    P(
        "association-refused",
        409,
        "The association is decided",
        "Only a request that is pending is approved, returned or withdrawn.",
        "Read the association; after a return or a withdrawal the person can ask again.",
    ),
)
