"""Problems of the agencies: questions, records, and the queues of their operators."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

AGENCY = table(
    P(
        "callback-not-allowed",
        422,
        "Verdicts may not be sent there",
        "The callback address is not one that this agency knows for the service that asked.",
        "Give the address of the asking service as the city's directory has it.",
    ),
    P(
        "claim-not-answered-here",
        422,
        "Another agency judges this claim",
        "The question is about a kind of claim that this agency holds no register for.",
        "Send the question to the agency that the directory names for the kind.",
    ),
    P(
        "question-conflict",
        409,
        "Another question has this id",
        "A question was accepted under this id before, and its content was different.",
        "Give every question its own id, and repeat a question unchanged.",
    ),
    P(
        "agency-unknown",
        404,
        "There is no such agency",
        "The city has no agency of this name.",
        "Choose a name from the directory, such as housing-registry or tax.",
    ),
    P(
        "record-not-found",
        404,
        "There is no such record",
        "The register has no record of this id in this world.",
        "Search the register and use an id that it answers.",
    ),
    P(
        "record-conflict",
        409,
        "The register has this record already",
        "Another record has the same number, or the change would break what the register promises.",
        "Correct the record that exists, or use another number.",
    ),
    P(
        "task-assigned-elsewhere",
        409,
        "Somebody else works on this task",
        "The task is assigned to another operator.",
        "Choose another task, or ask the assignee to give it back.",
    ),
    P(
        "task-not-assigned",
        409,
        "The task is not yours yet",
        "A task is completed, and its evidence seen, by its assignee only.",
        "Assign the task to yourself first.",
    ),
    P(
        "task-completed",
        409,
        "The task is completed",
        "The decision has been made and sent; it is not changed afterwards.",
        "Nothing is left to do here: the applicant can ask for another recheck.",
    ),
    P(
        "decision-not-possible",
        422,
        "This decision is not possible here",
        "The decision does not fit the task, or lacks the reason, the note or the fields that it needs.",
        "Decide as the detail says: uphold, overturn, or ask for evidence with a note.",
    ),
)
