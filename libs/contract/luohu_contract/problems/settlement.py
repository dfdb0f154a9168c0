"""Problems of the settlement."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

SETTLEMENT = table(
    P(
        "settlement-step",
        409,
        "It is not the turn of this step",
        "The steps from the award to the register follow one another, and this one does not follow from where it is.",
        "Read the settlement: `next` names the step that is waited for, and who takes it.",
    ),
    P(
        "destination-not-allowed",
        422,
        "One cannot register there",
        "A household registers in an own home, in public housing, or in the employer's collective household where the "
        "family has no home in the city; who was scored on job-housing area registers in the home that scored.",
        "Enter the destination that the error names.",
    ),
    P(
        "child-not-declared",
        422,
        "The child was not declared",
        "Only minor children that the basic information of the declaration named can move along.",
        "Leave the child out.",
    ),
    P(
        "papers-missing",
        422,
        "Papers are missing",
        "The counter acts only when everything that it wants of this person lies before it; nothing was changed.",
        "Bring what `missing` names together with the others.",
    ),
    P(
        "papers-unknown",
        422,
        "These papers are not wanted",
        "A paper was handed over that this counter does not want of this person, or that does not serve.",
        "Hand over what GET …/settlement/papers lists for the counter, under the keys that it gives.",
    ),
    P(
        "letter-expired",
        409,
        "The letter does not hold",
        "The step stands on a letter of the HR bureau that was not issued, or has run out.",
        "Before the household has moved out the bureau can issue the letters anew; afterwards no transfer is handled.",
    ),
    P(
        "letters-valid",
        409,
        "The letters still hold",
        "Letters are issued anew only when those that were issued have run out.",
        "Use the letters that are there.",
    ),
    P(
        "certificate-number-taken",
        409,
        "Another certificate has this number",
        "Every 户口迁移证 has a number of its own.",
        "Enter the number that stands on the certificate.",
    ),
)
