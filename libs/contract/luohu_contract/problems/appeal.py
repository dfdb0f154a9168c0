"""Problems of appeals, reports and sanctions."""

from luohu_contract.problems.kind import ProblemType as P
from luohu_contract.problems.kind import table

APPEAL = table(
    P(
        "appeal-exists",
        409,
        "There is an open appeal about this indicator",
        "Each indicator of a declaration has one open appeal at a time (handbook 四).",
        "Change the appeal that the Location header names, or withdraw it and write another.",
    ),
    P(
        "appeal-closed",
        409,
        "The appeal is over",
        "An appeal that was withdrawn or decided is not changed any more.",
        "Read the appeal: it shows the decision and its opinion.",
    ),
    P(
        "appeal-not-possible",
        409,
        "There is no result that could be appealed",
        "Only results of a submitted declaration are appealed, and corrected, until the list freezes the points.",
        "Read the declaration: its status says where it stands.",
    ),
    P(
        "notes-not-read",
        422,
        "The notes have not been read",
        "An appeal begins with reading and accepting the notes (handbook 四.二: 需先阅读同意须知).",
        "Read the notes, then set `notes_read` to true.",
    ),
    P(
        "nobody-reported",
        422,
        "Nobody on the published list is meant",
        "A report is about one person on the list that is public now, and nobody on it has this number.",
        "Give the publication number from the list.",
    ),
    P(
        "not-your-name",
        422,
        "The name is not that of whoever is signed in",
        "A report is made by name (handbook 五.一.2: 实名): that of the sign-in, or of an employer's contact person.",
        "Sign with your own name. Nobody but the bureau sees it.",
    ),
    P(
        "report-closed",
        409,
        "The report is decided",
        "A report that was verified is not changed any more.",
        "If there is something new, send a new report while the list is public.",
    ),
    P(
        "barred",
        409,
        "A sanction keeps from applying",
        "False material bars the applicant, and an employer that helped, for the year and the next five (温馨提示).",
        "Come back in the first year that is open again; the problem names it.",
    ),
    P(
        "sanction-exists",
        409,
        "The same decision stands already",
        "A person or an employer has one standing sanction of a kind for a year.",
        "Read the sanction that the Location header names; revoke it if the decision is to be another one.",
    ),
    P(
        "sanction-revoked",
        409,
        "The sanction was revoked already",
        "A sanction is taken back once, by a decision of its own.",
        "Read the sanction: it shows the revocation.",
    ),
)
