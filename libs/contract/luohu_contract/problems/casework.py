"""Problems of casework: cities whose applications are cases with a procedure."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

CASEWORK = table(
    P(
        "procedure-unknown",
        404,
        "There is no such procedure in this city",
        "A world has the procedures of its programme; where applicants file declarations there are none.",
        "Read GET /v1/programme: it lists the procedures, who opens them, their forms and their steps.",
    ),
    P(
        "other-programme",
        409,
        "The world is of another programme",
        "Its city does not work by declarations and seasons, or not by cases.",
        "Read GET /v1/programme for what there is here, or make a world of the programme that you mean.",
    ),
    P(
        "step-refused",
        409,
        "The step does not lead on from here",
        "The steps of a case follow its procedure, and this one does not lead on from where the case stands.",
        "Read the case: `next` names the steps that do, and who takes them.",
    ),
    P(
        "not-yet",
        409,
        "Something is lacking",
        "The step has conditions, and one of them does not hold; nothing was changed.",
        "Do what `lacking` names, or come again from the day that it gives.",
    ),
    P(
        "record-refused",
        409,
        "No papers are taken for this record now",
        "The department has them already, or nothing is claimed, or the time for papers is over.",
        "Read the records of the case; after a verdict, ask for a recheck.",
    ),
    P(
        "values-refused",
        422,
        "The values cannot be counted",
        "An estimate takes values by indicator and department, as the point table of the world names them.",
        "Read GET /v1/programme for the indicators, and correct the fields that `errors` name.",
    ),
)
