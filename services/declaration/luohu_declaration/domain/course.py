"""The course of a declaration over the year: one table keyed by (status, event); nothing else assigns a status.

What follows an award step by step (papers, letters, the register) is the settlement, which has a table of its own; only
its ends show here.
"""

from enum import StrEnum


class CourseStatus(StrEnum):
    """Where a declaration stands in its year (handbook 三.十, 四, 五)."""

    DRAFT = "draft"  #: 未提交
    SUBMITTED = "submitted"  #: 已提交; can be withdrawn while the declaration stage is open
    NOT_SUBMITTED = "not_submitted"  #: the stage ended without a submission: no points, no total, no rank
    SCORED = "scored"  #: the stage is over and every result is there: the total stands
    RANKED = "ranked"  #: on, or below, the published list
    AWARDED = "awarded"  #: 取得落户资格
    NOT_AWARDED = "not_awarded"
    REGISTERED = "registered"  #: 已落户
    LAPSED = "lapsed"  #: the award was not used within its two years, or was given up
    DISQUALIFIED = "disqualified"  #: 终止
    REVOKED = "revoked"  #: 取消: the award was taken back
    REGISTRATION_CANCELLED = "registration_cancelled"  #: 注销: moved back to the former place


class CourseEvent(StrEnum):
    """Why a declaration moves."""

    OPENED = "opened"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"  #: 撤回修改
    STAGE_CLOSED = "stage_closed"  #: the declaration stage ended on a draft
    SCORED = "scored"
    RESCORED = "rescored"  #: an upheld appeal, or a late result, changed the total
    RANKED = "ranked"
    AWARDED = "awarded"
    NOT_AWARDED = "not_awarded"  #: below the list, or its results came too late for it
    REGISTERED = "registered"
    LAPSED = "lapsed"
    GIVEN_UP = "given_up"
    SANCTIONED = "sanctioned"  #: false material, or a criminal record


TRANSITIONS: dict[tuple[CourseStatus | None, CourseEvent], CourseStatus] = {
    (None, CourseEvent.OPENED): CourseStatus.DRAFT,
    (CourseStatus.DRAFT, CourseEvent.SUBMITTED): CourseStatus.SUBMITTED,
    (CourseStatus.DRAFT, CourseEvent.STAGE_CLOSED): CourseStatus.NOT_SUBMITTED,
    (CourseStatus.DRAFT, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.SUBMITTED, CourseEvent.WITHDRAWN): CourseStatus.DRAFT,
    (CourseStatus.SUBMITTED, CourseEvent.SCORED): CourseStatus.SCORED,
    (CourseStatus.SUBMITTED, CourseEvent.NOT_AWARDED): CourseStatus.NOT_AWARDED,
    (CourseStatus.SUBMITTED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.NOT_SUBMITTED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.SCORED, CourseEvent.RESCORED): CourseStatus.SCORED,
    (CourseStatus.SCORED, CourseEvent.RANKED): CourseStatus.RANKED,
    (CourseStatus.SCORED, CourseEvent.NOT_AWARDED): CourseStatus.NOT_AWARDED,
    (CourseStatus.SCORED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.RANKED, CourseEvent.AWARDED): CourseStatus.AWARDED,
    (CourseStatus.RANKED, CourseEvent.NOT_AWARDED): CourseStatus.NOT_AWARDED,
    (CourseStatus.RANKED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.NOT_AWARDED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.AWARDED, CourseEvent.REGISTERED): CourseStatus.REGISTERED,
    (CourseStatus.AWARDED, CourseEvent.LAPSED): CourseStatus.LAPSED,
    (CourseStatus.AWARDED, CourseEvent.GIVEN_UP): CourseStatus.LAPSED,
    (CourseStatus.AWARDED, CourseEvent.SANCTIONED): CourseStatus.REVOKED,
    (CourseStatus.LAPSED, CourseEvent.SANCTIONED): CourseStatus.DISQUALIFIED,
    (CourseStatus.REGISTERED, CourseEvent.SANCTIONED): CourseStatus.REGISTRATION_CANCELLED,
}


class CourseRefused(Exception):
    """The event cannot happen to a declaration that stands there; the message names what can."""

    def __init__(self, status: CourseStatus | None, event: CourseEvent) -> None:
        possible = [str(e) for s, e in TRANSITIONS if s is status]
        self.extensions = {"declaration_status": None if status is None else status.value, "possible": possible}
        super().__init__(
            f"A declaration that is {status or 'not there'} cannot be {event}; what can happen to it: "
            f"{', '.join(possible) or 'nothing any more'}."
        )


def after(status: CourseStatus | None, event: CourseEvent) -> CourseStatus:
    """The status that follows. Raises CourseRefused."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise CourseRefused(status, event) from None


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    return "\n".join(lines) + "\n"
