"""An objection to a refusal: 对提示原因有异议的, 可向所在区积分落户服务窗口提出 (handbook 二.二.2).

One table keyed by (state, event); nothing else assigns a state.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class DisputeState(StrEnum):
    """Where an objection stands."""

    OPEN = "open"  #: with the district window
    UPHELD = "upheld"  #: the refusal stands
    ADMITTED = "admitted"  #: the reasons that it is about are set aside: the applicant counts as eligible


class DisputeEvent(StrEnum):
    """Why an objection moves."""

    FILED = "filed"
    UPHELD = "refusal_upheld"
    ADMITTED = "admitted"


TRANSITIONS: dict[tuple[DisputeState | None, DisputeEvent], DisputeState] = {
    (None, DisputeEvent.FILED): DisputeState.OPEN,
    (DisputeState.OPEN, DisputeEvent.UPHELD): DisputeState.UPHELD,
    (DisputeState.OPEN, DisputeEvent.ADMITTED): DisputeState.ADMITTED,
}


class DisputeDecided(Exception):
    """The window has decided this objection already."""

    def __init__(self, dispute: "Dispute") -> None:
        super().__init__(
            f"This objection is {dispute.state.value} since {dispute.decided_at}; it is not decided twice."
        )


class DisputeOpen(Exception):
    """One objection at a time."""

    def __init__(self, dispute_id: UUID) -> None:
        self.extensions = {"dispute_id": str(dispute_id)}
        super().__init__("An objection is with the district window already. Wait for its decision.")


@dataclass(frozen=True, slots=True)
class Dispute:
    """One objection. An admission sets aside the reasons that were objected to, and no others that appear later."""

    id: UUID
    declaration_id: UUID
    state: DisputeState
    codes: tuple[str, ...]  #: the reasons of the refusal at that time
    statement: str
    evidence: tuple[UUID, ...]
    filed_at: datetime  #: the world's time
    decided_at: datetime | None = None
    opinion: str | None = None  #: the window's words


def after(dispute: Dispute, event: DisputeEvent) -> DisputeState:
    """The state that follows. Raises DisputeDecided."""
    try:
        return TRANSITIONS[dispute.state, event]
    except KeyError:
        raise DisputeDecided(dispute) from None


def set_aside(disputes: Collection[Dispute]) -> frozenset[str]:
    """The reasons that the window has set aside for a declaration."""
    return frozenset(code for each in disputes if each.state is DisputeState.ADMITTED for code in each.codes)
