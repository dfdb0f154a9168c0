"""Problems of eligibility, commitments and saved indicators."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

ADMISSION = table(
    P(
        "not-admitted",
        409,
        "The applicant is not admitted to filing",
        "Eligibility, commitments and an approved association come before filing (handbook 一, 二.二).",
        "Do what `missing` names, in this order.",
    ),
    P(
        "item-read-only",
        409,
        "This item is only read",
        "Employment and law-abiding record are read by the city itself; nobody files or changes them (三.一, 三.九).",
        "Have a wrong record corrected at its agency and ask for a fresh reading; appeal in the query stage.",
    ),
    P(
        "reading-missing",
        409,
        "The record has not been read yet",
        "What is shown or saved here comes from an agency's record, and it is not there yet.",
        "Ask for eligibility (POST …/eligibility), wait for the answer, then try again.",
    ),
    P(
        "eligibility-not-refused",
        409,
        "There is no refusal to object to",
        "Only somebody who was found not eligible can object (handbook 二.二.2).",
        "Read the eligibility: it says where it stands.",
    ),
    P(
        "dispute-open",
        409,
        "An objection is open already",
        "One objection at a time is with the district window.",
        "Wait for its decision.",
    ),
    P(
        "dispute-decided",
        409,
        "The objection is decided",
        "A decision of the window is not taken twice.",
        "Read the eligibility: the decision is there.",
    ),
    P(
        "captcha-wrong",
        422,
        "The captcha is wrong",
        "The answer does not belong to the question of the token.",
        "Get another question from GET …/captcha and answer that one.",
    ),
)
