"""What an agency can say about each kind of claim: the reasons that go with it, and the parts that it is asked for."""

from luohu_contract.claim import ClaimKind
from luohu_contract.directory import ANSWERED_BY
from luohu_contract.item import Subject
from luohu_contract.message import Part
from luohu_contract.reasons import REASONS, ReasonOutcome

_SUBJECTS: dict[ClaimKind, frozenset[Subject]] = {
    ClaimKind.OWN_HOME: frozenset({Subject.PROPERTY}),
    ClaimKind.DORMITORY: frozenset({Subject.PROPERTY}),
    ClaimKind.RENTAL: frozenset({Subject.FILING}),
    ClaimKind.QUALIFICATION: frozenset({Subject.EDUCATION}),
    ClaimKind.DEGREE: frozenset({Subject.EDUCATION, Subject.DEGREE}),
    ClaimKind.OVERSEAS_EDUCATION: frozenset({Subject.OVERSEAS}),
    ClaimKind.TAX: frozenset({Subject.TAX}),
    ClaimKind.SCIENCE_AWARD: frozenset({Subject.AWARD}),
    ClaimKind.AWARD: frozenset({Subject.AWARD}),
    ClaimKind.HONOUR: frozenset({Subject.HONOUR}),
    ClaimKind.DEPARTMENT: frozenset({Subject.DEPARTMENT}),
    ClaimKind.PERSONNEL_FILE: frozenset({Subject.ARCHIVE}),
    ClaimKind.DEGREE_CHECK: frozenset({Subject.DEGREE_CHECK}),
}

#: The reason that is meant where nobody names one. Kinds that are only read have none: their answer is always valid.
USUAL: dict[ClaimKind, str] = {
    ClaimKind.OWN_HOME: "property.not_matched",
    ClaimKind.DORMITORY: "property.not_matched",
    ClaimKind.RENTAL: "filing.not_found",
    ClaimKind.QUALIFICATION: "education.not_found",
    ClaimKind.DEGREE: "education.not_found",
    ClaimKind.OVERSEAS_EDUCATION: "overseas.not_found",
    ClaimKind.TAX: "tax.year_invalid",
    ClaimKind.SCIENCE_AWARD: "award.not_matched",
    ClaimKind.AWARD: "award.not_matched",
    ClaimKind.HONOUR: "honour.not_matched",
    ClaimKind.DEPARTMENT: "department.not_on_record",
    ClaimKind.PERSONNEL_FILE: "archive.not_held_there",
    ClaimKind.DEGREE_CHECK: "degree_check.not_genuine",
}

#: What is read says what a register holds: no made-up answer can stand for it.
ONLY_READ = frozenset({ClaimKind.INSURANCE, ClaimKind.CONDUCT})


def reasons_for(kind: ClaimKind) -> tuple[str, ...]:
    """Codes for which an agency finds a claim of that kind invalid, in the catalogue's order; none for what is read."""
    return _codes(kind, disputes=False)


def disputes_for(kind: ClaimKind) -> tuple[str, ...]:
    """Codes of findings by which a result about a claim of that kind can be disputed besides its reason."""
    return _codes(kind, disputes=True)


def disputed_always(kind: ClaimKind) -> tuple[str, ...]:
    """Of them, those that every valid result offers: the two dates of a title."""
    return disputes_for(kind) if kind in (ClaimKind.OWN_HOME, ClaimKind.DORMITORY) else ()


def part_of(kind: ClaimKind) -> Part:
    """The part of an item that a claim of that kind is about."""
    halves = {ClaimKind.QUALIFICATION: Part.QUALIFICATION, ClaimKind.DEGREE: Part.DEGREE}
    return halves.get(kind, Part.WHOLE)


def _codes(kind: ClaimKind, *, disputes: bool) -> tuple[str, ...]:
    return tuple(
        code
        for code, row in REASONS.items()
        if row.subject in _SUBJECTS.get(kind, ())
        and (row.decided_by == ANSWERED_BY[kind] or kind in row.elsewhere)
        and (row.outcome is ReasonOutcome.VALID_DISPUTED) is disputes
    )
