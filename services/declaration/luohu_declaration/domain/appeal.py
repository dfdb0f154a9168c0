"""The life of an appeal (审核结果异议申诉): one table keyed by (status, event); nothing else assigns a status."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from luohu_declaration.domain.course import CourseStatus

if TYPE_CHECKING:
    from luohu_contract.indicators import Indicator


class AppealStatus(StrEnum):
    """Where an appeal stands."""

    OPEN = "open"  #: filed, not decided
    WITHDRAWN = "withdrawn"  #: 撤回
    UPHELD = "upheld"  #: the corrected figures count in the total of the year
    REJECTED = "rejected"  #: the result stands


class AppealEvent(StrEnum):
    """Why an appeal moves, or why it stays where it is although something happened."""

    FILED = "filed"  #: [*] -> open
    EDITED = "edited"  #: open -> itself
    WITHDRAWN = "withdrawn"  #: open -> withdrawn
    UPHELD = "upheld"  #: open -> upheld
    REJECTED = "rejected"  #: open -> rejected


TRANSITIONS: dict[tuple[AppealStatus | None, AppealEvent], AppealStatus] = {
    (None, AppealEvent.FILED): AppealStatus.OPEN,
    (AppealStatus.OPEN, AppealEvent.EDITED): AppealStatus.OPEN,
    (AppealStatus.OPEN, AppealEvent.WITHDRAWN): AppealStatus.WITHDRAWN,
    (AppealStatus.OPEN, AppealEvent.UPHELD): AppealStatus.UPHELD,
    (AppealStatus.OPEN, AppealEvent.REJECTED): AppealStatus.REJECTED,
}

#: Where a declaration has results that can be appealed, and a total that an upheld appeal still changes (trap T51).
OPEN_TO_APPEAL = frozenset({CourseStatus.SUBMITTED, CourseStatus.SCORED})


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against the result of one indicator."""

    id: UUID
    declaration_id: UUID
    indicator: "Indicator"
    statement: str  #: 申诉说明
    evidence: tuple[UUID, ...]  #: files of the declaration
    status: AppealStatus
    version: int  #: grows with every change; the ETag
    filed_at: datetime
    since: datetime  #: when it took this status
    opinion: str | None = None  #: the decision's words for the applicant
    correction: Mapping[str, Any] | None = None  #: exactly when upheld: the corrected figures
    decided_by: str | None = None  #: the clerk; not shown to the applicant


class AppealClosed(Exception):
    """The appeal is over."""

    def __init__(self, status: AppealStatus | None, event: AppealEvent) -> None:
        self.extensions = {"appeal_status": None if status is None else status.value}
        super().__init__(f"An appeal that is {status or 'not filed'} cannot be {event}; only an open one changes.")


class AppealExists(Exception):
    """One open appeal for each indicator (DOMAIN 3.7, assumed)."""

    def __init__(self, appeal: Appeal) -> None:
        self.headers = {"Location": f"/v1/declarations/{appeal.declaration_id}/appeals/{appeal.id}"}
        self.extensions = {"appeal_id": str(appeal.id)}
        super().__init__(
            f"There is an open appeal about {appeal.indicator} already: {appeal.id}. Change that one, or withdraw it."
        )


class AppealNotPossible(Exception):
    """The declaration has no results that could be appealed, or its points are final."""

    def __init__(self, status: CourseStatus) -> None:
        self.extensions = {
            "declaration_status": status.value,
            "possible": sorted(each.value for each in OPEN_TO_APPEAL),
        }
        super().__init__(
            f"Results are appealed, and corrected, while a declaration is submitted and its points are not final; "
            f"this one is {status}."
        )


def after(status: AppealStatus | None, event: AppealEvent) -> AppealStatus:
    """The status that follows. Raises AppealClosed."""
    try:
        return TRANSITIONS[status, event]
    except KeyError:
        raise AppealClosed(status, event) from None


def as_mermaid() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    for (before, event), to in TRANSITIONS.items():
        lines.append(f"    {'[*]' if before is None else before.value} --> {to.value}: {event.value}")
    return "\n".join(lines) + "\n"
