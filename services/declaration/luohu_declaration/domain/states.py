"""The life of an item: one table keyed by (status, event), one function; nothing else assigns a status."""

from enum import StrEnum


class Status(StrEnum):
    """Where an item stands; the page's own words are beside each."""

    DRAFT = "draft"  #: 已保存, filed and not sent
    PENDING = "pending"  #: 待审核, locked
    VALID = "valid"  #: 有效
    INVALID = "invalid"  #: 无效, always with a subject and a reason
    RECHECK = "recheck"  #: 复查中, locked
    DELETED = "deleted"  #: the row is gone; its events and its questions stay


class Event(StrEnum):
    """Why an item moves, or why it stays where it is although something happened."""

    FILED = "filed"  #: [*] -> draft
    EDITED = "edited"  #: draft, valid, invalid -> draft
    VERIFICATION_ASKED = "verification_asked"  #: draft -> pending
    PART_FOUND = "part_found"  #: pending, recheck -> itself: one answer came, another one is still out
    FOUND_VALID = "found_valid"  #: pending, recheck -> valid
    FOUND_INVALID = "found_invalid"  #: pending, recheck -> invalid
    SPOUSE_FOUND_INVALID = "spouse_found_invalid"  #: pending, valid, invalid, recheck -> invalid(spouse)
    RECHECK_ASKED = "recheck_asked"  #: valid, invalid -> recheck; recheck -> itself, for the other half
    EVIDENCE_REQUESTED = "evidence_requested"  #: pending, recheck -> itself: an operator wants to see more
    EVIDENCE_SUPPLIED = "evidence_supplied"  #: pending, recheck -> itself: the applicant sent more
    DELETED = "deleted"  #: draft, valid, invalid -> [*]


#: Under review: neither edited nor deleted (handbook 2021, 申报须知; DOMAIN G1).
LOCKED = frozenset({Status.PENDING, Status.RECHECK})

TRANSITIONS: dict[tuple[Status | None, Event], Status] = {
    (None, Event.FILED): Status.DRAFT,
    (Status.DRAFT, Event.EDITED): Status.DRAFT,
    (Status.DRAFT, Event.VERIFICATION_ASKED): Status.PENDING,
    (Status.DRAFT, Event.DELETED): Status.DELETED,
    (Status.PENDING, Event.PART_FOUND): Status.PENDING,
    (Status.PENDING, Event.FOUND_VALID): Status.VALID,
    (Status.PENDING, Event.FOUND_INVALID): Status.INVALID,
    (Status.PENDING, Event.SPOUSE_FOUND_INVALID): Status.INVALID,
    (Status.PENDING, Event.EVIDENCE_REQUESTED): Status.PENDING,
    (Status.PENDING, Event.EVIDENCE_SUPPLIED): Status.PENDING,
    (Status.VALID, Event.EDITED): Status.DRAFT,
    (Status.VALID, Event.RECHECK_ASKED): Status.RECHECK,
    (Status.VALID, Event.SPOUSE_FOUND_INVALID): Status.INVALID,
    (Status.VALID, Event.DELETED): Status.DELETED,
    (Status.INVALID, Event.EDITED): Status.DRAFT,
    (Status.INVALID, Event.RECHECK_ASKED): Status.RECHECK,
    (Status.INVALID, Event.SPOUSE_FOUND_INVALID): Status.INVALID,
    (Status.INVALID, Event.DELETED): Status.DELETED,
    (Status.RECHECK, Event.PART_FOUND): Status.RECHECK,
    (Status.RECHECK, Event.FOUND_VALID): Status.VALID,
    (Status.RECHECK, Event.FOUND_INVALID): Status.INVALID,
    (Status.RECHECK, Event.SPOUSE_FOUND_INVALID): Status.INVALID,
    (Status.RECHECK, Event.RECHECK_ASKED): Status.RECHECK,
    (Status.RECHECK, Event.EVIDENCE_REQUESTED): Status.RECHECK,
    (Status.RECHECK, Event.EVIDENCE_SUPPLIED): Status.RECHECK,
}


class IllegalTransition(Exception):
    """The event cannot happen in this status; the message names the events that can."""

    def __init__(self, status: Status | None, event: Event) -> None:
        self.status = status
        self.event = event
        possible = ", ".join(possible_events(status)) or "nothing"
        super().__init__(f"An item that is {status or 'not filed'} cannot be {event}; what can happen: {possible}")


def after(status: Status | None, event: Event) -> Status:
    """The status that follows; IllegalTransition, naming what could follow, where nothing does."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise IllegalTransition(status, event) from None


def possible_events(status: Status | None) -> tuple[Event, ...]:
    """The events that an item of that status can meet, in the order of the table."""
    return tuple(event for before, event in TRANSITIONS if before is status)


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        start = "[*]" if before is None else before.value
        end = "[*]" if to is Status.DELETED else to.value
        lines.append(f"    {start} --> {end}: {event.value}")
    return "\n".join(lines) + "\n"
