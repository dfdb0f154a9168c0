"""Named written reports (实名书面举报): one table keyed by (status, event). Who reported is no part of a report."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class ReportStatus(StrEnum):
    """Where a report stands."""

    OPEN = "open"  #: received, not verified
    DISMISSED = "dismissed"  #: 查证不实
    SUBSTANTIATED = "substantiated"  #: 查证属实: a sanction follows


class ReportEvent(StrEnum):
    """Why a report moves."""

    RECEIVED = "received"  #: [*] -> open
    FILE_ADDED = "file_added"  #: open -> itself
    DISMISSED = "dismissed"  #: open -> dismissed
    SUBSTANTIATED = "substantiated"  #: open -> substantiated


TRANSITIONS: dict[tuple[ReportStatus | None, ReportEvent], ReportStatus] = {
    (None, ReportEvent.RECEIVED): ReportStatus.OPEN,
    (ReportStatus.OPEN, ReportEvent.FILE_ADDED): ReportStatus.OPEN,
    (ReportStatus.OPEN, ReportEvent.DISMISSED): ReportStatus.DISMISSED,
    (ReportStatus.OPEN, ReportEvent.SUBSTANTIATED): ReportStatus.SUBSTANTIATED,
}

#: Files of one report.
MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reported about a person on the list."""

    id: UUID
    declaration_id: UUID  #: of the person reported
    statement: str
    status: ReportStatus
    filed_at: datetime
    since: datetime  #: the world's time at which it took this status
    opinion: str | None = None  #: what the verification found
    decided_by: str | None = None


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who reported. Kept apart, and read by the bureau alone (严格为举报人保密)."""

    report_id: UUID
    subject: str  #: of the token that proved who it is
    role: str
    name: str
    contact: str
    mailbox: str  #: where the answer goes: id number of a person, credit code of an employer


@dataclass(frozen=True, slots=True)
class ReporterRead:
    """Somebody of the bureau looked at who reported, or at a file that can show it."""

    at: datetime
    reader: str  #: subject of the token
    file_id: UUID | None  #: None: name and contact


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file of a report, without its bytes."""

    id: UUID
    sha256: str
    size: int  #: bytes
    pages: int
    uploaded_at: datetime


class NobodyReported(Exception):
    """Nobody on the list has this number."""

    errors = ({"pointer": "#/publication_number", "detail": "a number of the published list, such as 202100001"},)

    def __init__(self, number: str) -> None:
        super().__init__(f"The published list has no number {number}.")


class NotYourName(Exception):
    """A named report (实名) is signed by whoever the sign-in proves to be, and by nobody else."""

    def __init__(self, valid: str) -> None:
        self.errors = ({"pointer": "#/name", "detail": valid},)
        super().__init__(f"A report is signed with one's own name; here it is {valid}.")


class ReportFull(Exception):
    """There is no room for more files."""

    remedy = "Put what is left into one PDF before it is uploaded, or send it to the bureau on paper."

    def __init__(self) -> None:
        super().__init__(f"A report holds at most {MOST_FILES} files.")


class ReportClosed(Exception):
    """The report is decided."""

    def __init__(self, status: ReportStatus | None, event: ReportEvent) -> None:
        self.extensions = {"report_status": None if status is None else status.value}
        super().__init__(f"A report that is {status or 'not received'} cannot be {event}; only an open one changes.")


def after(status: ReportStatus | None, event: ReportEvent) -> ReportStatus:
    """The status that follows. Raises ReportClosed."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise ReportClosed(status, event) from None


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    return "\n".join(lines) + "\n"
