"""The catalogue of reasons (DOMAIN section 5): why a result is what it is, and what can be done about it.

`REASONS["filing.not_found"]` is a row; `rechecks_here` and `instead` answer the question that every applicant has.
"""

from dataclasses import dataclass

from luohu_contract.claim import ClaimKind
from luohu_contract.item import ItemStatus, Remedy, Subject
from luohu_contract.message import Part
from luohu_contract.reasons.cause import REASON_OF, Cause
from luohu_contract.reasons.education import EDUCATION
from luohu_contract.reasons.housing import HOUSING
from luohu_contract.reasons.kind import Evidence, Mark, Reason, ReasonOutcome
from luohu_contract.reasons.merit import MERIT
from luohu_contract.reasons.papers import papers
from luohu_contract.reasons.window import WINDOW

__all__ = [
    "REASONS",
    "REASON_OF",
    "Cause",
    "Evidence",
    "Instead",
    "Mark",
    "Reason",
    "ReasonOutcome",
    "ReasonUnknown",
    "Remedy",
    "Subject",
    "display",
    "instead",
    "papers",
    "reason",
    "rechecks_here",
    "subject_in",
]

REASONS: dict[str, Reason] = {row.code: row for row in (*HOUSING, *EDUCATION, *MERIT, *WINDOW)}


class ReasonUnknown(LookupError):
    """No reason has this code; the message lists those that exist."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code[:80]!r} is no reason; the catalogue has {', '.join(sorted(REASONS))}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Instead:
    """What to do where no recheck is possible."""

    remedies: tuple[Remedy, ...]
    zh: str
    en: str


def reason(code: str) -> Reason:
    """The row of a code. Raises ReasonUnknown, which lists the valid ones."""
    try:
        return REASONS[code]
    except KeyError:
        raise ReasonUnknown(code) from None


def rechecks_here(code: str, *, both_halves: bool = False, claim: ClaimKind | None = None) -> bool:
    """Whether the declaration system takes a recheck for this reason.

    both_halves: qualification and degree are both filed; then the date of a degree needs no recheck.
    claim: what was judged. The science commission takes the rechecks of its own types itself; reasons that it shares
    with the award lists are refused when the claim is not named.
    Raises ReasonUnknown.
    """
    row = reason(code)
    if Remedy.RECHECK not in row.remedies or (row.degree_alone and both_halves):
        return False
    return not row.elsewhere or (claim is not None and claim not in row.elsewhere)


def instead(code: str, *, both_halves: bool = False, claim: ClaimKind | None = None) -> Instead:
    """The remedies besides a recheck, and a sentence in both languages. Arguments as for `rechecks_here`.

    A recheck that belongs to the science commission counts as `fix_at_source`: it is asked for there.
    """
    row = reason(code)
    remedies = tuple(remedy for remedy in row.remedies if remedy is not Remedy.RECHECK)
    taken_elsewhere = Remedy.RECHECK in row.remedies and claim in row.elsewhere
    if taken_elsewhere and Remedy.FIX_AT_SOURCE not in remedies:
        remedies = (Remedy.FIX_AT_SOURCE, *remedies)
    return Instead(remedies, row.hint, row.hint_en)


def subject_in(code: str, part: Part) -> Subject:
    """What an item prints itself invalid for: an education reason about the degree half has the subject `degree`."""
    subject = reason(code).subject
    return Subject.DEGREE if subject is Subject.EDUCATION and part is Part.DEGREE else subject


def display(status: ItemStatus, subject: Subject | None = None) -> str:
    """Status and subject in one word for programs and logs: `invalid(property)`; only invalid items show a subject."""
    return f"{status}({subject})" if status == ItemStatus.INVALID and subject else str(status)
